//! Files that a person saves: written beside their place and then renamed, so that a full disk never leaves half of one.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

/// A file was not written.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The folder or the disk refused.
    #[error("the file could not be written ({reason}): {}", path.display())]
    Write {
        /// What the operating system said.
        reason: String,
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
    pub fn write(path: &Path, error: &std::io::Error) -> Self {
        Self::Write {
            reason: error.to_string(),
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
    let pending = Pending::new(path)?;
    let mut writer = pending.writer()?;
    let filled = fill(&mut writer).and_then(|()| writer.flush());
    filled.map_err(|error| pending.refused(error))?;
    pending.finish()
}

/// The folder that holds `path`.
pub fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// A file that is being filled beside its place; dropped before [`Pending::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Pending {
    file: tempfile::NamedTempFile,
    place: PathBuf,
}

impl Pending {
    /// A new empty file in the folder of `place`.
    ///
    /// # Errors
    /// When the folder is missing, not writable, or the disk is full.
    pub fn new(place: &Path) -> Result<Self, SaveError> {
        let file = tempfile::NamedTempFile::new_in(folder_of(place));
        Ok(Self {
            file: file.map_err(|error| SaveError::write(place, &error))?,
            place: place.to_owned(),
        })
    }

    /// Writes into it.
    ///
    /// # Errors
    /// When the system gives no second handle.
    pub fn writer(&self) -> Result<BufWriter<File>, SaveError> {
        let file = self.file.as_file().try_clone();
        file.map(BufWriter::new)
            .map_err(|error| self.refused(error))
    }

    /// Where it is while it is filled.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The error of a write that failed.
    pub fn refused(&self, error: std::io::Error) -> SaveError {
        SaveError::write(&self.place, &error)
    }

    /// Puts it at its place, replacing what was there.
    ///
    /// # Errors
    /// When the disk is full; nothing is left behind then.
    pub fn finish(self) -> Result<(), SaveError> {
        let Self { file, place } = self;
        let placed = || -> std::io::Result<()> {
            file.as_file().sync_all()?;
            make_readable(&file)?;
            file.persist(&place).map_err(|error| error.error)?;
            Ok(())
        };
        placed().map_err(|error| SaveError::write(&place, &error))
    }
}

/// Adds one value as a line of JSON at the end of a file; see [`append_lines`].
///
/// # Errors
/// As [`append_lines`].
pub fn append_line(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    append_lines(path, std::slice::from_ref(value))
}

/// Adds values as lines of JSON at the end of a file; they are on the disk when this returns. A line cut short by a crash before is ended
/// first, and so becomes one that readers leave out.
///
/// # Errors
/// What the operating system said; the file then still has whole lines only.
pub fn append_lines(path: &Path, values: &[impl Serialize]) -> std::io::Result<()> {
    let mut options = File::options();
    let mut file = options.read(true).append(true).create(true).open(path)?;
    let before = file.metadata()?.len();
    let mut lines = Vec::new();
    if before > 0 && last_byte(&mut file)? != b'\n' {
        lines.push(b'\n');
    }
    for value in values {
        serde_json::to_writer(&mut lines, value)?;
        lines.push(b'\n');
    }
    let written = file.write_all(&lines).and_then(|()| file.sync_data());
    if written.is_err() {
        // Should this fail too, readers leave out a line cut short.
        let _ = file.set_len(before);
    }
    written
}

fn last_byte(file: &mut File) -> std::io::Result<u8> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last[0])
}

/// Temporary files are private to their owner; a saved one is an ordinary file.
#[cfg(unix)]
fn make_readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
