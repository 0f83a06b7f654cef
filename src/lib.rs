//! Stargrid: a desktop explorer for multi-domain image translation (StarGAN v2 and the systems around it).
//!
//! The library holds everything; `main.rs` only parses arguments. Dependencies point one way. The list below is not only for
//! people: `tests/suite/layering.rs` reads it and holds every `crate::` path against it. Names in brackets are all that may be
//! used of that module.
//!
//! ```text
//! main -> cli
//! cli -> gui, engine, runs, train (config, presets, terms), export, checkpoint, data, evaluation, model (system), domain, problem
//! gui -> engine, export, checkpoint, evaluation, data (Opened, CropReason, Note, creatures, dataset, fitness), model (config, system), train (config, presets, terms, Objective, health, samples, warm), runs (metrics, snapshots, checkpoints, evaluations, tastes, Row), gallery (Kept, KeptId, Mark), domain, problem
//! engine -> model, train, runs, gallery, checkpoint, data, evaluation, export, domain, problem
//! gallery -> export, checkpoint (atomic), domain
//! runs -> train (config, state, terms, samples, Objective, Start, TrainConfig, TrainerState, Terms), checkpoint, evaluation, model (config, system, weights), export, domain
//! train -> model, evaluation, domain
//! export -> checkpoint (atomic), evaluation, domain
//! checkpoint -> model (config, extractor, fan, modulated, perceptual, schema, system, weights), evaluation, domain
//! data -> domain
//! model -> kernels, domain
//! evaluation -> kernels, domain
//! kernels -> nothing
//! problem -> nothing
//! domain -> nothing
//! ```
//!
//! Only `engine` starts threads and owns devices; `gui` never touches tensors, threads or files; only `engine::device`,
//! `engine::made` (results that stay on the GPU), `gui::run` (which opens the window) and `gui::widgets` speak to the graphics
//! interface, and `model::fused_norm` holds programs that Burn runs on it; nothing opens a network connection.

pub mod checkpoint;
pub mod cli;
pub mod data;
pub mod domain;
pub mod engine;
pub mod evaluation;
pub mod export;
pub mod gallery;
pub mod gui;
pub mod model;
pub mod problem;
pub mod runs;
pub mod train;

/// The heavy loops for the processor, convolutions and float64 products: a package of its own, so that tests have them optimised.
pub use stargrid_kernels as kernels;
