//! `stargrid` and `stargrid FILE…`: opens the window.

use std::path::PathBuf;
use std::time::Instant;

use crate::engine::device::DeviceChoice;
use crate::gui::{self, WindowOptions};
use crate::problem::Problem;

use super::folders;

/// Opens the window with these files in it. A mistyped path is told here, where it was typed.
pub fn run(
    device: DeviceChoice,
    paths: Vec<PathBuf>,
    data_dir: Option<PathBuf>,
    measure: Option<Instant>,
) -> Result<(), Problem> {
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let text = format!("There is no such file or folder: {}", missing.display());
        return Err(Problem::new(text));
    }
    gui::run(WindowOptions {
        device,
        open: paths,
        data_dir: folders::chosen(data_dir),
        measure,
    })
}
