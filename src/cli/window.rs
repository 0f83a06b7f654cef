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
    measure_training: Option<u64>,
) -> Result<(), Problem> {
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let text = format!("There is no such file or folder: {}", missing.display());
        return Err(Problem::new(text));
    }
    // The run of a measurement is nobody's: it goes when the window closes.
    let folder = tempfile::tempdir()
        .map_err(|error| Problem::because("There is no folder for temporary files", &error))?;
    gui::run(WindowOptions {
        device,
        open: paths,
        data_dir: folders::chosen(data_dir),
        measure,
        measure_training: measure_training.map(|seconds| (seconds, folder.path().join("run"))),
    })
}
