//! Training runs on disk: one folder holds everything of a run, and survives a crash at any moment.
//!
//! ```text
//! RUN/config.toml              every knob, the data's folder and the domains
//! RUN/metrics.jsonl            one row a logged step
//! RUN/probes/*.png             the person's own photos that are followed
//! RUN/snapshots/001000_reference.png …
//! RUN/checkpoints/001000_ema.safetensors      what Explore opens
//! RUN/checkpoints/001000_state.safetensors    what a run resumes from
//! RUN/checkpoints/autosave_state.safetensors  the same, replaced by the next autosave
//! RUN/checkpoints/best.json                   step and score of the best
//! RUN/tastes.jsonl             blind taste tests, one a line; taste-open.jsonl is the one in progress
//! RUN/lock                     held by the process that trains
//! ```

pub mod checkpoints;
pub mod config;
pub mod curves;
mod document;
pub mod error;
pub mod evaluations;
pub mod folder;
pub mod metrics;
mod names;
pub mod snapshots;
mod state_file;
pub mod summary;
pub mod tastes;

pub use error::RunError;
pub use folder::RunFolder;
pub use metrics::Row;
