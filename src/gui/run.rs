//! Opens the window.

use std::path::PathBuf;

use crate::engine::device::DeviceChoice;
use crate::problem::Problem;

/// How the window starts.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// Where tensors live.
    pub device: DeviceChoice,
    /// Pictures, folders and models to open.
    pub open: Vec<PathBuf>,
    /// Folder for settings and caches, when it is not the usual one.
    pub data_dir: Option<PathBuf>,
}

/// Shows the window until it is closed.
///
/// # Errors
/// When there is no display or no way to draw on it.
pub fn run(options: WindowOptions) -> Result<(), Problem> {
    log::info!("the window was asked for: {options:?}");
    Err(Problem::new(
        "The window is not built into this version yet",
    ))
}
