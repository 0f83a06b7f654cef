//! One binary for everything that needs no window: one link instead of ten on a small machine.

mod checkpoints;
mod cli;
mod engine;
mod golden;
mod intake;
mod layering;
mod support;
