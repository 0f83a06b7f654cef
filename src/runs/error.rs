//! What can go wrong with a run's folder, each with a sentence that says what to do. (Contract; being written.)

use std::path::PathBuf;

use thiserror::Error;

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
        cause: std::io::Error,
        /// About which file.
        path: PathBuf,
    },
}
