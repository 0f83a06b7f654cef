//! A folder of PNG files, one a frame, for whoever cuts films elsewhere.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::FilmWriter;
use crate::checkpoint::atomic::{folder_in, folder_of};
use crate::domain::Picture;
use crate::export::file::SaveError;
use crate::export::png;

/// Writes frame-000001.png and so on into a new folder.
pub struct SequenceWriter {
    folder: TempDir,
    path: PathBuf,
    frames: usize,
}

impl SequenceWriter {
    /// Begins the folder beside its place.
    ///
    /// # Errors
    /// When something is in the folder already, or the folder around it does not take it.
    pub fn begin(path: &Path) -> Result<Self, SaveError> {
        if !is_free(path) {
            return Err(SaveError::Taken(path.to_owned()));
        }
        let made = folder_in(folder_of(path));
        Ok(Self {
            folder: made.map_err(|error| SaveError::write(path, error))?,
            path: path.to_owned(),
            frames: 0,
        })
    }
}

/// Whether nothing would be lost at `path`.
fn is_free(path: &Path) -> bool {
    if path.is_symlink() {
        return false;
    }
    match std::fs::read_dir(path) {
        Ok(mut inside) => inside.next().is_none(),
        Err(_) => !path.exists(),
    }
}

impl FilmWriter for SequenceWriter {
    fn add(&mut self, picture: &Picture, ticks: usize) -> Result<(), SaveError> {
        let mut bytes = Vec::new();
        let written = png::encode(picture, &mut bytes).and_then(|()| {
            for _ in 0..ticks {
                self.frames += 1;
                let name = format!("frame-{:06}.png", self.frames);
                std::fs::write(self.folder.path().join(name), &bytes)?;
            }
            Ok(())
        });
        written.map_err(|error| SaveError::write(&self.path, error))
    }

    fn finish(self: Box<Self>) -> Result<(), SaveError> {
        let place = || -> std::io::Result<()> {
            make_open(self.folder.path())?;
            // An empty folder may stand there; a folder that holds something refuses to go.
            if self.path.is_dir() {
                std::fs::remove_dir(&self.path)?;
            }
            std::fs::rename(self.folder.path(), &self.path)
        };
        place().map_err(|error| SaveError::write(&self.path, error))
        // What is at the temporary place, if anything is, goes with `self.folder`.
    }
}

/// Temporary folders are private to their owner; a saved one is an ordinary folder.
#[cfg(unix)]
fn make_open(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_open(_: &Path) -> std::io::Result<()> {
    Ok(())
}
