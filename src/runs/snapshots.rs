//! Sample sheets of a run, under the official names. (Contract; being written.)

use std::path::{Path, PathBuf};

use super::error::RunError;
use crate::domain::Picture;
use crate::train::samples::SheetKind;

/// One sheet on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Iterations done.
    pub step: u64,
    /// Which sheet.
    pub kind: SheetKind,
    /// The PNG.
    pub path: PathBuf,
}

/// All sheets of a run, by step and kind.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(_run: &Path) -> Result<Vec<Snapshot>, RunError> {
    todo!()
}

/// Saves a sheet; atomic.
///
/// # Errors
/// A full disk among them.
pub fn save(
    _run: &Path,
    _step: u64,
    _kind: SheetKind,
    _picture: &Picture,
) -> Result<Snapshot, RunError> {
    todo!()
}

/// Removes sheets of steps after `step` (a run that goes back to an older checkpoint draws them again).
///
/// # Errors
/// When a file cannot be removed.
pub fn remove_after(_run: &Path, _step: u64) -> Result<(), RunError> {
    todo!()
}
