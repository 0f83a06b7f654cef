//! What can go wrong with kept results.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::export::png::SaveError;

/// The gallery cannot do what was asked.
#[derive(Debug, Error)]
pub enum GalleryError {
    /// The folder cannot be read or written.
    #[error("{cause}: {}", path.display())]
    Io {
        /// What the operating system said.
        cause: io::Error,
        /// About which file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("the disk is full; free some space: {}", .0.display())]
    DiskFull(PathBuf),
    /// A file was not written.
    #[error(transparent)]
    Save(SaveError),
    /// The picture's file is gone, or no picture any more.
    #[error("the file of this kept result is missing or damaged: {}", .0.display())]
    Lost(PathBuf),
}

impl From<SaveError> for GalleryError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Write { cause, path } if is_full(&cause) => Self::DiskFull(path),
            error => Self::Save(error),
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

impl GalleryError {
    /// What the operating system said about `path`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| match is_full(&cause) {
            true => Self::DiskFull(path),
            false => Self::Io { cause, path },
        }
    }
}
