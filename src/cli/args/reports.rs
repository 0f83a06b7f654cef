//! What can be typed after the commands that only tell: `inspect`, `runs`, `doctor`.

use std::path::PathBuf;

use clap::Args;

/// `stargrid inspect`.
#[derive(Debug, Args)]
pub struct Inspect {
    /// Model file, or "demo" for the bundled one
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Write JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// `stargrid runs`.
#[derive(Debug, Args)]
pub struct Runs {
    /// Folder of the run
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// File for the curves, ending in .png or .csv (default: curves.png in the run's folder)
    #[arg(long, value_name = "FILE")]
    pub curves: Option<PathBuf>,
    /// Write JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// `stargrid doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Write JSON for programs
    #[arg(long)]
    pub json: bool,
}
