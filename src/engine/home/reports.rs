//! What a fault of our own leaves behind: a text file for a bug report. The next start tells about it once.

use std::backtrace::Backtrace;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::engine::journal;

/// Their folder within the program's.
const FOLDER: &str = "reports";
/// How the name of a report begins that nobody was told of, and how it begins later.
const NAMES: (&str, &str) = ("new-fault-", "fault-");
/// Reports that are kept: of those that were told of, and of the others.
const MOST: usize = 10;
/// Lines of the log in a report.
const LINES: usize = 60;

/// What a bug report needs: the fault, its thread, what was logged before, and the way there. Called where it happened.
pub fn compose(fault: &str) -> String {
    let thread = std::thread::current();
    format!(
        "{fault}\n\nThread: {}\nStargrid {} on {} {}\n\nLast lines of the log:\n{}\n{}",
        thread.name().unwrap_or("without a name"),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        journal::tail(LINES),
        Backtrace::force_capture()
    )
}

/// Writes a report; none when there are enough that nobody was told of: a fault in every frame has one cause, and the first tell it.
///
/// # Errors
/// What the operating system said.
pub fn write(folder: &Path, text: &str) -> std::io::Result<Option<PathBuf>> {
    let folder = folder.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    if listed(&folder, NAMES.0).len() >= MOST {
        return Ok(None);
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let mut millis = now.map_or(0, |now| now.as_millis());
    loop {
        let [path, told] =
            [NAMES.0, NAMES.1].map(|name| folder.join(format!("{name}{millis}.txt")));
        let file = match told.exists() {
            true => Err(ErrorKind::AlreadyExists.into()),
            false => File::create_new(&path),
        };
        match file {
            // Another fault of the same moment has the name.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => millis += 1,
            file => {
                file?.write_all(text.as_bytes())?;
                return Ok(Some(path));
            }
        }
    }
}

/// The newest report that nobody was told of, with its text; from now on all count as told. Old ones are removed.
pub fn news(folder: &Path) -> Option<(PathBuf, String)> {
    let folder = folder.join(FOLDER);
    let mut newest = None;
    for path in listed(&folder, NAMES.0) {
        let name = path.file_name()?.to_str()?.replacen(NAMES.0, NAMES.1, 1);
        let told = folder.join(name);
        match std::fs::rename(&path, &told) {
            Ok(()) => newest = Some(told),
            Err(error) => log::warn!("a report stays new: {error}"),
        }
    }
    let all = listed(&folder, NAMES.1);
    for old in all.iter().take(all.len().saturating_sub(MOST)) {
        if let Err(error) = std::fs::remove_file(old) {
            log::warn!("an old report stays: {error}");
        }
    }
    let path = newest?;
    let text = std::fs::read_to_string(&path).ok()?;
    Some((path, text))
}

/// Files whose names begin so, oldest first.
fn listed(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(beginning))
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut all: Vec<PathBuf> = paths.filter(is_one).collect();
    all.sort();
    all
}
