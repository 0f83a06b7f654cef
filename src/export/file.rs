//! Files that a person saves: written beside their place and then renamed, so that a full disk never leaves half of one.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use crate::checkpoint::atomic;

/// A file was not written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The folder or the disk refused.
    #[error("the file could not be written ({cause}): {}", path.display())]
    Write {
        /// What the operating system said.
        cause: std::io::Error,
        /// Where it should have gone.
        path: PathBuf,
    },
    /// There was nothing to draw, or it cannot be drawn.
    #[error("{0}")]
    Drawing(String),
    /// A folder that is to be filled holds something.
    #[error("there is something already, and nothing is replaced; choose a new name: {}", .0.display())]
    Taken(PathBuf),
    /// A video without an encoder.
    #[error(
        "an MP4 is made by the program ffmpeg, and none is on this computer's PATH; install ffmpeg, or choose GIF or APNG"
    )]
    NoEncoder,
    /// The encoder refused.
    #[error("ffmpeg could not make the video ({reason}): {}", path.display())]
    Encoder {
        /// What it said.
        reason: String,
        /// Where the video should have gone.
        path: PathBuf,
    },
}

impl SaveError {
    /// The folder or the disk refused.
    pub fn write(path: &Path, cause: std::io::Error) -> Self {
        Self::Write {
            cause,
            path: path.to_owned(),
        }
    }
}

/// Fills a new file by `fill` and puts it at `path`, replacing what was there.
///
/// # Errors
/// When the folder is missing, not writable, or the disk is full; nothing is left behind then.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), SaveError> {
    let written = atomic::write(path, |writer| fill(writer));
    written.map_err(|error| SaveError::write(path, error))
}

/// [`atomic::Pending`] for what a person saves.
#[derive(Debug)]
pub struct Pending(atomic::Pending);

impl Pending {
    /// A new empty file in the folder of `place`.
    ///
    /// # Errors
    /// When the folder is missing, not writable, or the disk is full.
    pub fn new(place: &Path) -> Result<Self, SaveError> {
        let pending = atomic::Pending::new(place);
        pending
            .map(Self)
            .map_err(|error| SaveError::write(place, error))
    }

    /// Writes into it.
    ///
    /// # Errors
    /// When the system gives no second handle.
    pub fn writer(&self) -> Result<BufWriter<File>, SaveError> {
        self.0.writer().map_err(|error| self.refused(error))
    }

    /// Where it is while it is filled.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The error of a write that failed.
    pub fn refused(&self, error: std::io::Error) -> SaveError {
        SaveError::write(self.0.place(), error)
    }

    /// Puts it at its place, replacing what was there.
    ///
    /// # Errors
    /// When the disk is full; nothing is left behind then.
    pub fn finish(self) -> Result<(), SaveError> {
        let place = self.0.place().to_owned();
        let placed = self.0.finish();
        placed.map_err(|error| SaveError::write(&place, error))
    }
}

/// Adds one value as a line of JSON at the end of a file; see [`append_lines`].
///
/// # Errors
/// As [`append_lines`].
pub fn append_line(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    append_lines(path, std::slice::from_ref(value))
}

/// Adds values as lines of JSON at the end of a file; they are on the disk when this returns. A line that was cut short before, by a
/// crash or a full disk, is ended first, and so becomes one that readers leave out.
///
/// # Errors
/// What the operating system said. What was written by then stays: behind it may be another program's line already.
pub fn append_lines(path: &Path, values: &[impl Serialize]) -> std::io::Result<()> {
    let mut options = File::options();
    let mut file = options.read(true).append(true).create(true).open(path)?;
    let mut lines = Vec::new();
    if file.metadata()?.len() > 0 && last_byte(&mut file)? != b'\n' {
        lines.push(b'\n');
    }
    for value in values {
        serde_json::to_writer(&mut lines, value)?;
        lines.push(b'\n');
    }
    file.write_all(&lines)?;
    file.sync_data()
}

fn last_byte(file: &mut File) -> std::io::Result<u8> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last[0])
}

#[cfg(test)]
mod tests;
