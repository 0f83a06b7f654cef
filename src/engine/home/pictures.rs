//! Pixels that are in no file of the person's (pasted pictures, results that became sources), as PNGs that are named by their
//! content. Those that no session names any more are removed.

use std::path::{Path, PathBuf};

use super::Pixels;
use super::session::{BACKUP, NAME};
use crate::domain::Fingerprint;
use crate::export::png;

/// Their folder within the session's.
const FOLDER: &str = "pictures";

/// The name under which a picture is kept.
pub fn name(fingerprint: Fingerprint) -> String {
    format!("{:032x}", fingerprint.0)
}

/// Where a kept picture is.
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(FOLDER).join(format!("{name}.png"))
}

/// Writes those that are not there yet, in this order, while they take at most `most` bytes together; says how many were left out.
///
/// # Errors
/// What the operating system said, or the last of several failures.
pub fn keep(folder: &Path, pixels: &[Pixels], most: u64) -> std::io::Result<usize> {
    if pixels.is_empty() {
        return Ok(0);
    }
    std::fs::create_dir_all(folder.join(FOLDER))?;
    let size_of = |path: &Path| std::fs::metadata(path).ok().map(|facts| facts.len());
    let (mut bytes, mut left_out, mut failure) = (0, 0, None);
    for (fingerprint, picture) in pixels {
        let path = path(folder, &name(*fingerprint));
        let known = size_of(&path);
        if let (None, Some(picture)) = (known, picture)
            && let Err(error) = png::save(picture, &path)
        {
            failure = Some(std::io::Error::other(error));
        }
        let size = size_of(&path).unwrap_or(0);
        if known.is_none() && bytes + size > most {
            // It goes again; nothing that was written names it yet.
            std::fs::remove_file(&path)?;
            left_out += 1;
        } else {
            bytes += size;
        }
    }
    failure.map_or(Ok(left_out), Err)
}

/// Removes the pictures that neither the session nor its backup names.
///
/// # Errors
/// What the operating system said.
pub fn clean(folder: &Path) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder.join(FOLDER)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let named = text(NAME) + &text(BACKUP);
    for entry in entries {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let is_ours = path.extension().is_some_and(|ending| ending == "png");
        if is_ours && stem.is_some_and(|stem| !named.contains(stem)) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
