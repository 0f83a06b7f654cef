//! Which pictures and models lie behind what a person dropped: files, folders, or a mixture.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The largest number of pictures taken at once.
pub const MOST_PICTURES: usize = 2_000;
const PICTURE_EXTENSIONS: [&str; 8] = ["jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff"];
/// Endings of model files, in lower case.
pub const MODEL_ENDINGS: [&str; 4] = ["ckpt", "pt", "pth", "safetensors"];

/// What was found behind some paths.
#[derive(Debug, Default)]
pub struct Expanded {
    /// Pictures, sorted by path; directly named files are here whatever their name, once each.
    pub pictures: Vec<PathBuf>,
    /// Model files, sorted by path.
    pub models: Vec<PathBuf>,
    /// What could not be used, in the order met.
    pub problems: Vec<IntakeProblem>,
    /// How many further pictures were left out when there were too many.
    pub truncated: Option<usize>,
}

impl Expanded {
    /// The sentence to show when pictures were left out.
    pub fn truncation_sentence(&self) -> Option<String> {
        self.truncated.map(|rest| {
            format!("The first {MOST_PICTURES} pictures were taken; {rest} more were left out")
        })
    }
}

/// Why something that was dropped gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IntakeProblem {
    /// Nothing is there.
    #[error("There is no such file or folder: {}", .0.display())]
    Missing(PathBuf),
    /// A folder without pictures or models.
    #[error("The folder holds no picture: {}", .0.display())]
    NoPicture(PathBuf),
    /// A path that cannot be looked at.
    #[error("This cannot be read ({why}): {}", path.display())]
    Unreadable {
        /// What the operating system said.
        why: String,
        /// The path.
        path: PathBuf,
    },
}

/// Finds the pictures and models behind `paths`: folders are searched to the bottom, hidden files are passed over.
pub fn expand(paths: &[PathBuf]) -> Expanded {
    let mut found = Expanded::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => take_folder(path, &mut found),
            // Links to nowhere also end here.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                found.problems.push(IntakeProblem::Missing(path.clone()));
            }
            Err(error) => found.problems.push(unreadable(path, &error)),
            Ok(_) if has_extension(path, &MODEL_ENDINGS) => found.models.push(path.clone()),
            Ok(_) => found.pictures.push(path.clone()),
        }
    }
    for list in [&mut found.pictures, &mut found.models] {
        list.sort();
        list.dedup();
    }
    if found.pictures.len() > MOST_PICTURES {
        found.truncated = Some(found.pictures.len() - MOST_PICTURES);
        found.pictures.truncate(MOST_PICTURES);
    }
    found
}

fn take_folder(folder: &Path, found: &mut Expanded) {
    let before = (
        found.pictures.len() + found.models.len(),
        found.problems.len(),
    );
    let faults = each_file(folder, &mut HashSet::new(), &mut |path| {
        if has_extension(&path, &PICTURE_EXTENSIONS) {
            found.pictures.push(path);
        } else if has_extension(&path, &MODEL_ENDINGS) {
            found.models.push(path);
        }
    });
    let faults = faults.iter();
    found
        .problems
        .extend(faults.map(|(path, error)| unreadable(path, error)));
    let after = (
        found.pictures.len() + found.models.len(),
        found.problems.len(),
    );
    if before == after {
        found
            .problems
            .push(IntakeProblem::NoPicture(folder.to_owned()));
    }
}

/// Gives every file at or below `folder` to `take`, links followed, hidden ones passed over; returns the folders that cannot be read.
///
/// A folder whose real path is in `visited` is not entered; those entered are added.
pub(super) fn each_file(
    folder: &Path,
    visited: &mut HashSet<PathBuf>,
    take: &mut dyn FnMut(PathBuf),
) -> Vec<(PathBuf, std::io::Error)> {
    let mut faults = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        // A link back up the tree leads to a folder already seen.
        let is_new = std::fs::canonicalize(&next).is_ok_and(|real| visited.insert(real));
        if is_new && let Err(error) = read_folder(&next, &mut waiting, take) {
            faults.push((next, error));
        }
    }
    faults
}

fn read_folder(
    folder: &Path,
    waiting: &mut Vec<PathBuf>,
    take: &mut dyn FnMut(PathBuf),
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if is_hidden(&entry.file_name()) {
            continue;
        }
        let path = entry.path();
        // Followed links: data sets are often made of them. Broken ones inside a folder are nobody's concern.
        let Ok(metadata) = std::fs::metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            waiting.push(path);
        } else {
            take(path);
        }
    }
    Ok(())
}

/// Whether a name is one that people do not see.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || name == "__MACOSX"
}

/// Whether a file's name ends in one of these, in any case.
pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|extension| {
        extensions
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> IntakeProblem {
    IntakeProblem::Unreadable {
        why: error.to_string(),
        path: path.to_owned(),
    }
}
