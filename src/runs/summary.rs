//! What a run is, in a few lines. (Contract; being written.)

use std::path::Path;

use super::error::RunError;
use super::metrics::Row;
use crate::train::TrainConfig;

/// A run at a glance.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its configuration.
    pub config: TrainConfig,
    /// The rows logged.
    pub rows: Vec<Row>,
    /// Steps with averaged networks.
    pub checkpoints: Vec<u64>,
    /// The best of them.
    pub best: Option<u64>,
    /// Sheets on disk.
    pub snapshots: usize,
}

/// Reads a run's folder without taking hold of it.
///
/// # Errors
/// When there is no run in it.
pub fn read(_run: &Path) -> Result<Summary, RunError> {
    todo!()
}
