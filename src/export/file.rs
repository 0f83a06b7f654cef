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
}

/// Fills a new file by `fill` and puts it at `path`, replacing what was there.
///
/// # Errors
/// When the folder is missing, not writable, or the disk is full; nothing is left behind then.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), SaveError> {
    let written = || -> std::io::Result<()> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        let mut writer = BufWriter::new(&mut file);
        fill(&mut writer)?;
        writer.flush()?;
        drop(writer);
        file.as_file().sync_all()?;
        make_readable(&file)?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    written().map_err(|error| SaveError::Write {
        reason: error.to_string(),
        path: path.to_owned(),
    })
}

/// Adds one value as a line of JSON at the end of a file; it is on the disk when this returns. A line cut short by a crash before is ended
/// first, and so becomes one that readers leave out.
///
/// # Errors
/// What the operating system said; the file then still has whole lines only.
pub fn append_line(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    let mut options = File::options();
    let mut file = options.read(true).append(true).create(true).open(path)?;
    let before = file.metadata()?.len();
    let mut line = Vec::new();
    if before > 0 && last_byte(&mut file)? != b'\n' {
        line.push(b'\n');
    }
    serde_json::to_writer(&mut line, value)?;
    line.push(b'\n');
    let written = file.write_all(&line).and_then(|()| file.sync_data());
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
