//! Pixels that are in no file of the person's (pasted pictures, results that became sources), as PNGs that are named by their
//! content. Those that no session names any more are removed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Pixels;
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
            // It goes again, if it is there at all; nothing that was written names it yet.
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => left_out += 1,
            }
        } else {
            bytes += size;
        }
    }
    failure.map_or(Ok(left_out), Err)
}

/// Removes the pictures that nothing names: neither the session nor its backup, nor one that was put aside.
///
/// # Errors
/// What the operating system said; what could not be read may name any picture, so all of them stay then.
pub fn clean(folder: &Path) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder.join(FOLDER)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let named = documents(folder)?;
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

/// All sessions of the folder as one text; one that was put aside need not be UTF-8.
fn documents(folder: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            text += &String::from_utf8_lossy(&std::fs::read(path)?);
        }
    }
    Ok(text)
}
