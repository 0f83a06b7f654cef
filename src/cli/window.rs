//! `stargrid` and `stargrid FILE…`: opens the window.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use crate::engine::device::DeviceChoice;
use crate::engine::settings::Settings;
use crate::gui::{self, WindowOptions};
use crate::problem::Problem;

use super::{fault, folders};

/// What was typed about the window.
pub struct Typed {
    /// Where to compute.
    pub device: DeviceChoice,
    /// What to open.
    pub paths: Vec<PathBuf>,
    /// The folder for settings and caches.
    pub data_dir: Option<PathBuf>,
    /// Settings for this start.
    pub set: Vec<String>,
    /// When the process began, for a measured run.
    pub measure: Option<Instant>,
    /// Seconds of training to measure.
    pub measure_training: Option<u64>,
}

/// Opens the window with these files in it. A mistyped path or setting is told here, where it was typed.
pub fn run(typed: Typed) -> Result<(), Problem> {
    if let Some(missing) = typed.paths.iter().find(|path| !path.exists()) {
        let text = format!("There is no such file or folder: {}", missing.display());
        return Err(Problem::new(text));
    }
    for pair in &typed.set {
        let mut settings = Settings::default();
        let taken = settings.set_pair(pair);
        taken.map_err(|error| Problem::because("A setting was not taken", &error))?;
    }
    // The run of a measurement is nobody's: it goes when the window closes.
    let folder = tempfile::tempdir()
        .map_err(|error| Problem::because("There is no folder for temporary files", &error))?;
    let data_dir = folders::chosen(typed.data_dir);
    let home = folders::of(data_dir.as_deref()).settings;
    if let Some(home) = &home {
        fault::keep_reports_in(home.clone());
    }
    let training = typed.measure_training;
    let run = folder.path().join("run");
    gui::run(WindowOptions {
        device: typed.device,
        open: typed.paths,
        data_dir,
        home,
        set: typed.set,
        measure: typed.measure,
        measure_training: training.map(|seconds| (seconds, run)),
    })?;
    drop(folder);
    leave()
}

/// Ends the program without the system's exit handlers. Everything is written by now, and threads of a graphics driver have crashed
/// when handlers took away what they still used (Mesa's software driver, seen once on a busy machine).
fn leave() -> ! {
    // Nobody is left to be told.
    let _ = std::io::stdout().flush();
    signal_hook::low_level::exit(0)
}
