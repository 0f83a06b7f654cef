//! `metrics.jsonl`: one JSON object a line. (Contract; being written.)

use std::path::Path;

use super::error::RunError;
use crate::train::Terms;

/// One logged step. In the file: `step`, `seconds`, `G/lambda_ds` and the official term names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Iteration, from 1.
    pub step: u64,
    /// Seconds of training so far, over all sessions of the run.
    pub seconds: f64,
    /// Diversity weight of this step.
    pub lambda_ds: f64,
    /// The terms, unweighted.
    pub terms: Terms,
}

/// Whether a step is logged: 1 to 10, every `log_every`-th, and the last.
pub fn is_logged(step: u64, log_every: u64, last: u64) -> bool {
    step <= 10 || step.is_multiple_of(log_every) || step == last
}

/// All rows of a run; a last line cut short by a crash is left out.
///
/// # Errors
/// When the file cannot be read.
pub fn read(_path: &Path) -> Result<Vec<Row>, RunError> {
    todo!()
}

/// Appends to a run's metrics.
#[derive(Debug)]
pub struct MetricsLog {}

impl MetricsLog {
    /// Opens the log to go on after `step`: rows of later steps (and a line cut short) are removed first.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn open_after(_path: &Path, _step: u64) -> Result<Self, RunError> {
        todo!()
    }

    /// Adds a row; it is handed to the operating system at once.
    ///
    /// # Errors
    /// When it cannot be written, a full disk among the reasons; the file then still ends with a whole line.
    pub fn append(&mut self, _row: &Row) -> Result<(), RunError> {
        todo!()
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&mut self) -> Result<(), RunError> {
        todo!()
    }
}
