//! What a run is, in a few lines.

use std::path::Path;

use super::error::RunError;
use super::folder::{config_of, metrics_of};
use super::metrics::{self, Row};
use super::{checkpoints, config, snapshots};
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
pub fn read(run: &Path) -> Result<Summary, RunError> {
    let config = config_of(run);
    if !config.is_file() {
        return Err(RunError::NoRun(run.to_owned()));
    }
    let saved = checkpoints::list(run)?;
    let explorable = saved.iter().filter(|saved| saved.averaged.is_some());
    Ok(Summary {
        config: config::load(&config)?,
        rows: metrics::read(&metrics_of(run))?,
        best: explorable.clone().find(|saved| saved.best).map(|s| s.step),
        checkpoints: explorable.map(|saved| saved.step).collect(),
        snapshots: snapshots::list(run)?.len(),
    })
}
