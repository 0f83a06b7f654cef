//! Writes labelled data sets made of the bundled creatures: for the command line, and for the window at a click.

use std::path::{Path, PathBuf};

use crate::data::creatures::MadeSet;
use crate::export::png;
use crate::problem::Problem;

/// Decides which creature gets which edits, unless another number is given.
pub const SEED: u64 = 1;

/// Writes a set into `out`; gives the number of its pictures.
///
/// # Errors
/// When a file cannot be written.
pub fn write(set: MadeSet, out: &Path, seed: u64) -> Result<usize, Problem> {
    let pictures = set.pictures(seed);
    for made in &pictures {
        let picture = made
            .picture()
            .map_err(|error| Problem::new(error.to_string()))?;
        let path = out.join(&made.file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| refused(&error, folder))?;
        }
        png::save(&picture, &path).map_err(|error| Problem::new(error.to_string()))?;
    }
    if let Some((name, text)) = set.list(&pictures) {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|error| refused(&error, &path))?;
    }
    Ok(pictures.len())
}

/// Writes a set into the folder `out`, unless that is there: it only gets its name when everything is in it.
///
/// # Errors
/// When a file cannot be written.
pub fn write_once(set: MadeSet, out: &Path) -> Result<(), Problem> {
    if out.exists() {
        return Ok(());
    }
    let mut partial = out.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    write(set, &partial, SEED)?;
    std::fs::rename(&partial, out).map_err(|error| refused(&error, out))
}

fn refused(error: &std::io::Error, path: &Path) -> Problem {
    let text = format!("The set could not be written ({error}): {}", path.display());
    Problem::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_name_when_it_is_complete_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("classes");
        write_once(MadeSet::Classes, &out).unwrap();
        let kept: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(kept.len(), 1, "nothing is left beside it");
        let class = out.join("red");
        let pictures = || std::fs::read_dir(&class).unwrap();
        let first = pictures().next().unwrap().unwrap().path();
        let many = pictures().count();
        std::fs::remove_file(first).unwrap();
        write_once(MadeSet::Classes, &out).unwrap();
        assert_eq!(pictures().count(), many - 1);
    }
}
