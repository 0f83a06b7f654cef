//! What can go wrong with a run's folder, each with a sentence that says what to do.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::checkpoint::bundle::SaveError;

/// A run's folder cannot be used as asked.
#[derive(Debug, Error)]
pub enum RunError {
    /// Another process trains in it.
    #[error("Another Stargrid trains in this folder; stop it there, or choose another folder: {}", .0.display())]
    InUse(PathBuf),
    /// A new run may not overwrite an old one.
    #[error("There is a run in this folder already; resume it, or choose another folder: {}", .0.display())]
    Exists(PathBuf),
    /// There is no run in it.
    #[error("There is no training run in this folder: {}", .0.display())]
    NoRun(PathBuf),
    /// The run ended before its first save.
    #[error("No state was saved in this run yet, so there is nothing to go on from: {}", .0.display())]
    NoState(PathBuf),
    /// The disk is full.
    #[error("The disk is full; free some space: {}", .0.display())]
    DiskFull(PathBuf),
    /// `config.toml` cannot be used.
    #[error("{why}: {}", path.display())]
    Config {
        /// What is wrong, as a sentence without its full stop.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// A checkpoint cannot be used.
    #[error("This checkpoint cannot be used ({why}): {}", path.display())]
    Checkpoint {
        /// What is wrong.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// Anything else the operating system said.
    #[error("{cause}: {}", path.display())]
    Io {
        /// What it said.
        cause: io::Error,
        /// About which file.
        path: PathBuf,
    },
}

impl RunError {
    /// What the operating system said about `path`; a full disk has a sentence of its own.
    pub fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            _ => Self::Io { cause, path },
        }
    }

    /// A checkpoint that cannot be used, and why.
    pub(super) fn checkpoint(path: &Path, why: impl Into<String>) -> Self {
        Self::Checkpoint {
            why: why.into(),
            path: path.to_owned(),
        }
    }

    /// A configuration that cannot be used, and why.
    pub(super) fn config(path: &Path, why: impl Into<String>) -> Self {
        Self::Config {
            why: why.into(),
            path: path.to_owned(),
        }
    }
}

impl From<SaveError> for RunError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::DiskFull { path } => Self::DiskFull(path),
            SaveError::Folder { path, cause } | SaveError::Write { path, cause } => {
                Self::Io { cause, path }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_trouble() {
        let told = |kind: io::ErrorKind| RunError::io(Path::new("/r/m"))(kind.into());
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            let error = told(kind);
            assert!(matches!(error, RunError::DiskFull(_)), "{error}");
            assert!(error.to_string().ends_with("/r/m"), "{error}");
        }
        let error = told(io::ErrorKind::PermissionDenied);
        assert!(matches!(error, RunError::Io { .. }), "{error}");
        let path = PathBuf::from("/r/m");
        let error = RunError::from(SaveError::DiskFull { path });
        assert!(matches!(error, RunError::DiskFull(_)), "{error}");
    }
}
