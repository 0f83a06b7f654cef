//! A file that is locked while the program runs and empty after it was closed: so the next start knows of a crash, and a second
//! window of the first.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// The file's name.
const NAME: &str = "running";

/// How the program ended before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It was closed, or never ran.
    Closed,
    /// It ended otherwise: a crash, a kill, a power cut.
    Killed,
    /// It has not ended: another window uses this folder.
    Open,
}

/// The program runs, until this is cleared; the lock goes with the process.
pub struct Mark {
    file: File,
}

/// Marks the program as running in `folder`; none while another window does.
///
/// # Errors
/// What the operating system said.
pub fn set(folder: &Path) -> std::io::Result<(Option<Mark>, Before)> {
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(folder.join(NAME))?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Ok((None, Before::Open));
    }
    // A file system without locks is no reason to lose a session.
    let mut text = String::new();
    let read = file.read_to_string(&mut text);
    let before = match read {
        Ok(0) => Before::Closed,
        _ => Before::Killed,
    };
    file.rewind()?;
    file.set_len(0)?;
    write!(file, "{}", std::process::id())?;
    file.sync_all()?;
    Ok((Some(Mark { file }), before))
}

impl Mark {
    /// The program was closed.
    pub fn clear(self) {
        if let Err(error) = self.file.set_len(0).and_then(|()| self.file.sync_all()) {
            log::warn!("the mark of a running program could not be taken away: {error}");
        }
    }
}
