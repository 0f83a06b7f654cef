//! `config.toml`. (Contract; being written.)

use std::path::Path;

use super::error::RunError;
use crate::train::TrainConfig;

/// Reads and validates a configuration file; unknown keys are refused by name.
///
/// # Errors
/// A sentence that names line and key.
pub fn load(_path: &Path) -> Result<TrainConfig, RunError> {
    todo!()
}

/// The text of a configuration, with a comment for each section.
pub fn to_text(_config: &TrainConfig) -> String {
    todo!()
}
