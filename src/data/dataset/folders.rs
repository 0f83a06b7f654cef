//! Which pictures lie in which domain of a folder: `{train,val}/<domain>/*` or `<domain>/*`, to the bottom of each domain.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::{DataError, Found, FoundDomain, Item, Split};
use crate::data::walk::{each_file, has_extension, is_hidden};

/// Endings of the pictures that are trained on, in any case.
pub const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "webp", "bmp"];
/// Endings of pictures that are passed over and counted.
const OTHER_PICTURES: [&str; 9] = [
    "gif", "tif", "tiff", "avif", "heic", "heif", "jfif", "jxl", "svg",
];
const TRAIN: &str = "train";
const VAL: &str = "val";
/// Folders that may lie beside `train` without being domains.
const BESIDE_TRAIN: [&str; 2] = [VAL, "test"];

/// What lies directly in a folder.
#[derive(Default)]
struct Contents {
    /// Folders, sorted by the raw bytes of their names, as the official loader does.
    folders: Vec<OsString>,
    /// How many pictures, trained on or not.
    pictures: usize,
}

/// Gathers what is found below the domain folders.
#[derive(Default)]
struct Search {
    unreadable: Vec<(PathBuf, String)>,
    others: usize,
}

/// The pictures of a folder by domain.
///
/// # Errors
/// When there is no such folder, or no domain folder in it.
pub fn find(root: &Path) -> Result<Found, DataError> {
    let contents = read(root)?;
    if has_own_sides(root, &contents)? {
        find_sides(root, &contents)
    } else {
        find_flat(root, &contents)
    }
}

/// Whether `train` is a side and not a domain of that name.
fn has_own_sides(root: &Path, contents: &Contents) -> Result<bool, DataError> {
    if !contents.has(TRAIN) {
        return Ok(false);
    }
    let only_sides =
        |name: &OsString| name == TRAIN || BESIDE_TRAIN.iter().any(|side| name == side);
    let holds_folders = !read(&root.join(TRAIN))?.folders.is_empty();
    Ok(holds_folders || contents.folders.iter().all(only_sides))
}

fn find_sides(root: &Path, contents: &Contents) -> Result<Found, DataError> {
    let train = root.join(TRAIN);
    let mut search = Search::default();
    let mut warnings = Vec::new();
    let mut domains = search.domains(&train, &read(&train)?, &mut warnings)?;
    let further = contents
        .folders
        .iter()
        .filter(|name| *name != TRAIN && !BESIDE_TRAIN.iter().any(|side| name == side));
    warn_of(
        "Folders beside train and val are not used",
        further,
        &mut warnings,
    );
    let mut split = Split::Automatic;
    if contents.has(VAL) {
        split = Split::Folders;
        let val = root.join(VAL);
        let held_out = read(&val)?;
        for domain in &mut domains {
            if let Some(name) = domain.folder.file_name()
                && held_out.folders.iter().any(|folder| folder == name)
            {
                domain.val = search.pictures(&val, &val.join(name));
            }
        }
        let known = &domains;
        let unknown = held_out.folders.iter().filter(|name| {
            !known
                .iter()
                .any(|domain| domain.folder.file_name() == Some(*name))
        });
        warn_of(
            "Domains of val that train does not have are not used",
            unknown,
            &mut warnings,
        );
    }
    Ok(search.found(split, domains, warnings))
}

fn find_flat(root: &Path, contents: &Contents) -> Result<Found, DataError> {
    let mut search = Search::default();
    let mut warnings = Vec::new();
    let domains = search.domains(root, contents, &mut warnings)?;
    Ok(search.found(Split::Automatic, domains, warnings))
}

impl Contents {
    fn has(&self, folder: &str) -> bool {
        self.folders.iter().any(|name| name == folder)
    }
}

impl Search {
    /// The domains of `side`, all their pictures for training.
    fn domains(
        &mut self,
        side: &Path,
        contents: &Contents,
        warnings: &mut Vec<String>,
    ) -> Result<Vec<FoundDomain>, DataError> {
        if contents.folders.is_empty() {
            let why = if contents.pictures > 0 {
                "The pictures lie directly in the folder; put them into one folder for each domain"
            } else {
                "The folder holds no folders of pictures; make one for each domain and put its pictures there"
            };
            return Err(unusable(why, side));
        }
        if contents.pictures > 0 {
            warnings.push(format!(
                "{} beside the domain folders not used; pictures count only inside them",
                counted(contents.pictures, "picture is", "pictures are")
            ));
        }
        let mut domains: Vec<FoundDomain> = Vec::new();
        for name in &contents.folders {
            let folder = side.join(name);
            let taken = |name: &str| domains.iter().any(|domain| domain.name == name);
            let plain = name.to_string_lossy().into_owned();
            // Names that are no text may look the same once they are made text.
            let mut numbered = (2..).map(|number| format!("{plain} ({number})"));
            let name = if taken(&plain) {
                numbered.find(|name| !taken(name)).unwrap_or_default()
            } else {
                plain
            };
            let train = self.pictures(side, &folder);
            domains.push(FoundDomain {
                name,
                folder,
                train,
                val: Vec::new(),
            });
        }
        Ok(domains)
    }

    /// The pictures at or below `folder`, a folder of `side`, sorted by path.
    fn pictures(&mut self, side: &Path, folder: &Path) -> Vec<Item> {
        // A link up the tree would bring in the other domains.
        let real = std::fs::canonicalize(side).unwrap_or_else(|_| side.to_owned());
        let mut visited: HashSet<PathBuf> = real.ancestors().map(Path::to_owned).collect();
        let mut paths = Vec::new();
        let faults = each_file(folder, &mut visited, &mut |path| {
            if has_extension(&path, &PICTURES) {
                paths.push(path);
            } else if has_extension(&path, &OTHER_PICTURES) {
                self.others += 1;
            }
        });
        for (path, error) in faults {
            let why = format!("The folder cannot be opened ({error})");
            self.unreadable.push((path, why));
        }
        paths.sort();
        paths.into_iter().map(Item::File).collect()
    }

    fn found(self, split: Split, domains: Vec<FoundDomain>, mut warnings: Vec<String>) -> Found {
        if self.others > 0 {
            warnings.push(format!(
                "{} passed over: only JPEG, PNG, WebP and BMP are trained on",
                counted(
                    self.others,
                    "picture of another type was",
                    "pictures of other types were"
                )
            ));
        }
        Found {
            split,
            domains,
            unreadable: self.unreadable,
            warnings,
        }
    }
}

fn read(folder: &Path) -> Result<Contents, DataError> {
    let metadata = std::fs::metadata(folder).map_err(|error| refused(&error, folder))?;
    if !metadata.is_dir() {
        let why =
            "This is a file; choose the folder that holds a folder of pictures for each domain";
        return Err(unusable(why, folder));
    }
    let mut contents = Contents::default();
    let real = std::fs::canonicalize(folder).map_err(|error| refused(&error, folder))?;
    for entry in std::fs::read_dir(folder).map_err(|error| refused(&error, folder))? {
        let entry = entry.map_err(|error| refused(&error, folder))?;
        let (name, path) = (entry.file_name(), entry.path());
        if is_hidden(&name) {
            continue;
        }
        if path.is_dir() {
            // A link to the folder itself, or to one above it, is no domain.
            let target = std::fs::canonicalize(&path).unwrap_or_default();
            if !real.starts_with(&target) {
                contents.folders.push(name);
            }
        } else if has_extension(&path, &PICTURES) || has_extension(&path, &OTHER_PICTURES) {
            contents.pictures += 1;
        }
    }
    let bytes = |name: &OsString| name.as_os_str().as_encoded_bytes().to_vec();
    contents.folders.sort_by_key(bytes);
    Ok(contents)
}

/// A folder that cannot be opened, with the reason as a sentence.
pub fn refused(error: &std::io::Error, folder: &Path) -> DataError {
    if error.kind() == std::io::ErrorKind::NotFound {
        let why =
            "There is no such folder; choose one that holds a folder of pictures for each domain";
        return unusable(why, folder);
    }
    let why = format!("The folder cannot be opened ({error}); check that you may read it");
    unusable(&why, folder)
}

/// A refusal: the sentence, then the path.
pub fn unusable(why: &str, path: &Path) -> DataError {
    DataError::Unusable(format!("{why}: {}", path.display()))
}

/// A number with the words for one or for several.
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn warn_of<'a>(
    sentence: &str,
    names: impl Iterator<Item = &'a OsString>,
    warnings: &mut Vec<String>,
) {
    let names: Vec<_> = names
        .map(OsString::as_os_str)
        .map(OsStr::to_string_lossy)
        .collect();
    if !names.is_empty() {
        warnings.push(format!("{sentence}: {}", names.join(", ")));
    }
}
