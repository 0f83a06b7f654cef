//! Stargrid: a desktop explorer for multi-domain image translation (StarGAN v2 and the systems around it).
//!
//! The library holds everything; `main.rs` only parses arguments. Dependencies point one way, and
//! `tests/suite/layering.rs` holds them:
//!
//! ```text
//! main -> cli -> gui
//! gui  -> engine, export, checkpoint (cards and reports), domain, problem      never burn, threads, files
//! cli  -> gui, engine, export, checkpoint, data, domain, problem
//! engine -> model, checkpoint, data, export, domain, problem                   the only place that starts threads
//! export -> domain      data -> domain      checkpoint -> model (config, schema), domain      model -> domain
//! domain -> nothing of ours
//! ```

pub mod checkpoint;
pub mod cli;
pub mod data;
pub mod domain;
pub mod engine;
pub mod export;
pub mod gui;
pub mod model;
pub mod problem;
