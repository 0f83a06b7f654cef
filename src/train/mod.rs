//! Training each system as its authors did, to the last digit, with first-order gradients alone.
//!
//! A [`Learner`](objective::Learner) is a plain value: `step` takes one [`Batch`](crate::domain::Batch) and performs one official
//! iteration. [`Objective`](objective::Objective) finds the one of a system. No threads, no clocks, no files: the engine adds those.

pub mod adam;
pub mod config;
pub mod footprint;
pub mod health;
pub mod init;
pub mod label_sheets;
pub mod label_trainer;
pub mod losses;
mod networks;
pub mod objective;
pub mod parameters;
pub mod presets;
pub mod report;
pub mod samples;
pub mod state;
pub mod systems;
pub mod terms;
pub mod trainer;
mod validate;
pub mod warm;

pub use config::{ConfigFault, Start, TrainConfig};
pub use objective::{Learner, Objective};
pub use presets::Preset;
pub use state::TrainerState;
pub use terms::Terms;
pub use trainer::{StepReport, Trainer};
