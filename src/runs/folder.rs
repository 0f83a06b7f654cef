//! The folder of a run, held by one process at a time. (Contract; being written.)

use std::path::{Path, PathBuf};

use super::error::RunError;
use crate::domain::Picture;
use crate::train::TrainConfig;

/// A run's folder that this process holds; the lock goes with the value, also after a crash.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
}

impl RunFolder {
    /// Makes a folder for a new run and writes its configuration.
    ///
    /// # Errors
    /// When there is a run in it already, or it cannot be made.
    pub fn create(_path: &Path, _config: &TrainConfig) -> Result<Self, RunError> {
        todo!()
    }

    /// Takes hold of an existing run.
    ///
    /// # Errors
    /// When there is none, or another process holds it.
    pub fn open(_path: &Path) -> Result<(Self, TrainConfig), RunError> {
        todo!()
    }

    /// Where.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the metrics are.
    pub fn metrics(&self) -> PathBuf {
        self.path.join("metrics.jsonl")
    }

    /// Writes the configuration again (another number of steps).
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn rewrite(&self, _config: &TrainConfig) -> Result<(), RunError> {
        todo!()
    }

    /// A new run that begins with everything this folder's run had up to `step`: configuration, rows, sheets, the state of that step.
    ///
    /// # Errors
    /// When that step's full state is not kept, or the new folder cannot be made.
    pub fn fork(_from: &Path, _step: u64, _to: &Path) -> Result<(), RunError> {
        todo!()
    }

    /// Keeps the person's own photos that the run follows.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn save_probes(&self, _pictures: &[Picture]) -> Result<(), RunError> {
        todo!()
    }

    /// The photos of [`RunFolder::save_probes`].
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self) -> Result<Vec<Picture>, RunError> {
        todo!()
    }
}
