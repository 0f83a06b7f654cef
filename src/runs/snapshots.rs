//! Sample sheets of a run, under the official names.

use std::path::{Path, PathBuf};

use super::error::RunError;
use super::names;
use crate::checkpoint::atomic;
use crate::domain::Picture;
use crate::export::png;
use crate::train::samples::SheetKind;

/// The folder inside a run.
pub const FOLDER: &str = "snapshots";

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

fn file_name(kind: SheetKind) -> String {
    format!("{}.png", kind.file_stem())
}

/// All sheets of a run, by step and kind; other files are passed over.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(run: &Path) -> Result<Vec<Snapshot>, RunError> {
    let kind_of = |name: &str| {
        SheetKind::ALL
            .into_iter()
            .find(|kind| file_name(*kind) == name)
    };
    let mut found: Vec<Snapshot> = names::list(&run.join(FOLDER))?
        .into_iter()
        .filter_map(|(step, name, path)| {
            let kind = kind_of(&name)?;
            Some(Snapshot { step, kind, path })
        })
        .collect();
    found.sort_by_key(|sheet| (sheet.step, sheet.kind));
    Ok(found)
}

/// Saves a sheet; atomic.
///
/// # Errors
/// A full disk among them.
pub fn save(
    run: &Path,
    step: u64,
    kind: SheetKind,
    picture: &Picture,
) -> Result<Snapshot, RunError> {
    let folder = run.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(RunError::io(&folder))?;
    let path = folder.join(names::numbered(step, &file_name(kind)));
    atomic::write(&path, |writer| png::encode(picture, writer)).map_err(RunError::io(&path))?;
    Ok(Snapshot { step, kind, path })
}

/// Removes sheets of steps after `step` (a run that goes back to an older checkpoint draws them again).
///
/// # Errors
/// When a file cannot be removed.
pub fn remove_after(run: &Path, step: u64) -> Result<(), RunError> {
    for sheet in list(run)?.iter().filter(|sheet| sheet.step > step) {
        std::fs::remove_file(&sheet.path).map_err(RunError::io(&sheet.path))?;
    }
    Ok(())
}
