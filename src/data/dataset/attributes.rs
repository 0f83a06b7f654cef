//! Pictures with a list of attributes, as CelebA has them: which attributes each picture has, from `list_attr_celeba.txt`.
//!
//! The list's first line is the number of pictures, its second the names of the attributes, and each further line the name of a file and
//! 1 or -1 for each attribute. The pictures lie beside it, in a folder `images` or `img_align_celeba` beside it, or, when the list lies
//! beside the folder that was chosen, in that folder.

mod list;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::folders::{PICTURES, counted, refused, unusable};
use super::{DataError, Found, FoundDomain, Item, Split};
use crate::data::walk::{has_extension, is_hidden};
use crate::domain::LabelSet;
use list::List;

/// The name of the list.
pub const LIST: &str = "list_attr_celeba.txt";
/// Folders beside the list that pictures may lie in.
const FOLDERS: [&str; 2] = ["images", "img_align_celeba"];

/// What a list says, before any picture was opened.
pub struct FoundAttributes {
    /// The pictures that have a row, all in one domain, for training; sorted by path.
    pub found: Found,
    /// The attributes that were chosen.
    pub labels: LabelSet,
    /// All attributes of the list.
    pub all: Vec<String>,
    /// 1 or 0 for each of those attributes, of each picture.
    pub rows: HashMap<PathBuf, Vec<f32>>,
}

/// The list that belongs to the pictures of `root`: in it, or beside it when pictures lie directly in it.
pub fn list_of(root: &Path) -> Option<PathBuf> {
    let inside = root.join(LIST);
    if inside.is_file() {
        return Some(inside);
    }
    let beside = root.parent()?.join(LIST);
    let has_pictures = || pictures_in(root).is_ok_and(|pictures| !pictures.is_empty());
    (beside.is_file() && has_pictures()).then_some(beside)
}

/// The pictures of `root` that `list` has rows of, with the attributes called `wanted` (the usual ones when none is).
///
/// # Errors
/// When the list cannot be read, has no such attribute, or speaks of none of the pictures.
pub fn find(root: &Path, list: &Path, wanted: &[String]) -> Result<FoundAttributes, DataError> {
    let text = std::fs::read(list).map_err(|error| refused(&error, list))?;
    let parsed = List::parse(&String::from_utf8_lossy(&text), wanted);
    let parsed = parsed.map_err(|why| unusable(&why, list))?;
    let pictures = all_pictures(root)?;
    let mut warnings = parsed.warnings;
    let mut rows = HashMap::new();
    let (mut lost, mut named) = (Vec::new(), HashSet::new());
    for (name, labels) in parsed.rows {
        if let Some(path) = pictures.get(&name) {
            rows.insert(path.clone(), labels);
        } else {
            lost.push(name.clone());
        }
        named.insert(name);
    }
    if rows.is_empty() {
        let why = format!(
            "None of the pictures that the list {LIST} names is there; put them beside the list or into a folder {} beside it",
            FOLDERS[0]
        );
        return Err(unusable(&why, root));
    }
    let mut stray: Vec<String> = pictures.into_keys().collect();
    stray.retain(|name| !named.contains(name));
    stray.sort();
    let lost_words = ["row has no picture", "rows have no picture"];
    let stray_words = [
        "picture has no row in the list",
        "pictures have no row in the list",
    ];
    warnings.extend(unused(&lost, lost_words));
    warnings.extend(unused(&stray, stray_words));
    let mut paths: Vec<PathBuf> = rows.keys().cloned().collect();
    paths.sort();
    let name = super::labelled::name_of(root);
    let domain = FoundDomain {
        // Without a name, a data set stays the same when its folder is renamed.
        name: String::new(),
        folder: root.to_owned(),
        train: paths.into_iter().map(Item::File).collect(),
        val: Vec::new(),
    };
    Ok(FoundAttributes {
        found: Found {
            split: Split::Automatic,
            domains: vec![domain],
            unreadable: Vec::new(),
            warnings,
        },
        labels: LabelSet::attributes(name, parsed.names),
        all: parsed.all,
        rows,
    })
}

/// What is said of rows without a picture, or of pictures without a row.
fn unused(names: &[String], [one, several]: [&str; 2]) -> Option<String> {
    let first = names.first()?;
    let count = counted(names.len(), one, several);
    Some(match names.len() {
        1 => format!("{count} and is not used: {first}"),
        _ => format!("{count} and are not used, the first of them {first}"),
    })
}

/// The pictures of `root` and of its picture folders by file name; the first of a name counts.
fn all_pictures(root: &Path) -> Result<HashMap<String, PathBuf>, DataError> {
    let mut all = pictures_in(root).map_err(|error| refused(&error, root))?;
    for folder in FOLDERS.map(|name| root.join(name)) {
        if folder.is_dir() {
            let more = pictures_in(&folder).map_err(|error| refused(&error, &folder))?;
            for (name, path) in more {
                all.entry(name).or_insert(path);
            }
        }
    }
    Ok(all)
}

/// The pictures directly in a folder by file name.
fn pictures_in(folder: &Path) -> std::io::Result<HashMap<String, PathBuf>> {
    let mut pictures = HashMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if has_extension(&path, &PICTURES) && !is_hidden(&entry.file_name()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            pictures.insert(name, path);
        }
    }
    Ok(pictures)
}
