//! One binary for everything that needs no window: one link instead of ten on a small machine.

// Test helpers outside of test functions may unwrap: a failure there is a failed test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod checkpoints;
mod cli;
mod commands;
mod data;
mod endurance;
mod engine;
mod evaluation;
mod eye;
mod face_files;
mod fused_norm;
mod gallery;
mod golden;
mod golden_easing;
mod golden_extractors;
mod golden_faces;
mod golden_figures;
mod golden_generators;
mod golden_labels;
mod golden_perceptual;
mod golden_training;
mod intake;
mod kernels;
mod layering;
mod models;
mod packaging;
mod published_files;
mod runs;
mod skeleton;
mod support;
mod systems;
mod training;
