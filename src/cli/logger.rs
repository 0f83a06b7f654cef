//! A small log: to standard error our own warnings always and what is being done with `--verbose`, and to the journal of the window.

use std::io::Write as _;

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::engine::journal;

/// Libraries that speak of every buffer they make.
const CHATTY: [&str; 8] = [
    "wgpu_core",
    "wgpu_hal",
    "naga",
    "cubecl",
    "cubek",
    "burn",
    "eframe",
    "egui",
];

struct Logger {
    verbose: bool,
}

impl Logger {
    fn most(&self, target: &str) -> LevelFilter {
        let ours = target.starts_with("stargrid");
        match (self.verbose, ours) {
            (true, true) => LevelFilter::Debug,
            (true, false) if CHATTY.iter().any(|name| target.starts_with(name)) => {
                LevelFilter::Warn
            }
            (true, false) => LevelFilter::Info,
            (false, true) => LevelFilter::Warn,
            // A driver's complaint that stops nothing is not for a person who asked for a picture.
            (false, false) => LevelFilter::Off,
        }
    }
}

/// What the journal takes: our own lines as the settings say, others' warnings.
fn journal_takes(metadata: &Metadata<'_>) -> bool {
    let ours = metadata.target().starts_with("stargrid");
    let most = if ours { journal::most() } else { Level::Warn };
    metadata.level() <= most
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= self.most(metadata.target()) || journal_takes(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        let metadata = record.metadata();
        if journal_takes(metadata) {
            journal::add(record.level(), record.target(), record.args().to_string());
        }
        if metadata.level() <= self.most(metadata.target()) {
            let level = record.level().as_str().to_lowercase();
            // There is nobody left to tell when standard error is gone.
            let _ = writeln!(
                std::io::stderr().lock(),
                "{level}: {}: {}",
                record.target(),
                record.args()
            );
        }
    }

    fn flush(&self) {}
}

/// Starts logging; a logger that is already there stays.
pub fn install(verbose: bool) {
    if log::set_boxed_logger(Box::new(Logger { verbose })).is_ok() {
        // The journal may take our own lines at any level, whatever standard error gets.
        log::set_max_level(LevelFilter::Debug);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chatty_libraries_are_kept_short() {
        let verbose = Logger { verbose: true };
        assert_eq!(verbose.most("wgpu_core::device"), LevelFilter::Warn);
        assert_eq!(verbose.most("cubecl_runtime"), LevelFilter::Warn);
        assert_eq!(verbose.most("stargrid::cli"), LevelFilter::Debug);
        let quiet = Logger { verbose: false };
        assert_eq!(quiet.most("wgpu_hal::vulkan"), LevelFilter::Off);
        assert_eq!(quiet.most("stargrid::engine"), LevelFilter::Warn);
    }
}
