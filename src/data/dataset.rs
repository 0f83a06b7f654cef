//! A data set: pictures in folders named after their domains, looked through once before a run so that nothing surprises it later.
//!
//! [`labelled`] reads data sets with labels: lists of attributes (`attributes`), or the domains taken as classes.
//!
//! [`scan`] finds the files (`folders`, or `bundled` for the creatures in the program), decodes each once and divides them (`survey`,
//! `split`), and keeps how the training pictures look (`looks`) for the search for near duplicates.

mod attributes;
mod bundled;
mod folders;
pub mod labelled;
mod looks;
mod split;
mod survey;

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::{DomainSet, Picture};

pub use attributes::LIST;
pub use labelled::{Labelled, LabelledSet};
pub use looks::Look;

/// Where pictures lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataRoot {
    /// The creatures inside the program.
    Bundled,
    /// A folder: `{train,val}/<domain>/*` or `<domain>/*`.
    Folder(PathBuf),
}

/// One picture of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A file.
    File(PathBuf),
    /// A place in the bundled set.
    Bundled(usize),
}

impl Item {
    /// Reads the picture.
    ///
    /// # Errors
    /// When it is no longer there or no longer a picture.
    pub fn read(&self) -> Result<Picture, DataError> {
        survey::read(self).map_err(|why| match self {
            Self::File(path) => folders::unusable(&why, path),
            Self::Bundled(_) => DataError::Unusable(why),
        })
    }
}

/// How a folder was divided into training and held-out pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// By its own train and val folders.
    Folders,
    /// By content, so that equal pictures stay on one side.
    Automatic,
}

/// A scanned data set, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Where the pictures lie.
    pub root: DataRoot,
    /// The domains, sorted by raw bytes as the official loader does.
    pub domains: DomainSet,
    /// Training pictures of each domain, sorted by path.
    pub train: Vec<Vec<Item>>,
    /// Held-out pictures of each domain, sorted by path.
    pub val: Vec<Vec<Item>>,
    /// Of all training pictures, for the search for near duplicates.
    pub looks: Vec<Look>,
    /// Hash of domains and training pictures (names relative to the root, and contents): tells whether a resumed run sees the same data.
    pub fingerprint: String,
}

/// Counts of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCount {
    /// Its name.
    pub name: String,
    /// Training pictures.
    pub train: usize,
    /// Held-out pictures.
    pub val: usize,
}

/// One set of pictures of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetReport {
    /// Where.
    pub root: DataRoot,
    /// How many of the report's counts are its own.
    pub counts: usize,
    /// Training pictures, each once.
    pub train: usize,
    /// Held-out pictures, each once.
    pub val: usize,
    /// All attributes of its list, also those that are not learnt; none without a list.
    pub attributes: Vec<String>,
}

/// What a person should know before the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataReport {
    /// Where.
    pub root: DataRoot,
    /// How it was divided.
    pub split: Split,
    /// Counts, in the order of the domains; of labels the pictures that each holds for, the sets one after the other.
    pub domains: Vec<DomainCount>,
    /// The sets that it is made of: one, and those beside it of a joint training.
    pub sets: Vec<SetReport>,
    /// Files that cannot be read, with the reason as a sentence.
    pub unreadable: Vec<(PathBuf, String)>,
    /// How many pictures are there more than once (beyond the first of each).
    pub duplicates: usize,
    /// Other warnings, each a sentence.
    pub warnings: Vec<String>,
}

impl DataReport {
    /// Training pictures, each once.
    pub fn pictures(&self) -> usize {
        self.sets.iter().map(|set| set.train).sum()
    }
}

/// Why a data set cannot be trained on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DataError {
    /// (The sentence, path last.)
    #[error("{0}")]
    Unusable(String),
    /// The person stopped the scan.
    #[error("The search through the data set was stopped")]
    Cancelled,
    /// Pictures that were there are gone.
    #[error("The data set's pictures can no longer be read: {}", .0.display())]
    Gone(PathBuf),
}

/// What was found before any picture was opened.
struct Found {
    split: Split,
    domains: Vec<FoundDomain>,
    /// Folders that cannot be opened, with the reason as a sentence.
    unreadable: Vec<(PathBuf, String)>,
    warnings: Vec<String>,
}

/// A domain's pictures, sorted by path; `val` is empty unless the split is that of the folders.
struct FoundDomain {
    name: String,
    folder: PathBuf,
    train: Vec<Item>,
    val: Vec<Item>,
}

/// Looks through a data set: every file is decoded once, on the caller's rayon pool. `progress(done, all)` is called from the threads of
/// that pool, first with 0, and may stop the scan by giving `false`.
///
/// A folder without its own `val` is divided by content: about `val_share` of the pictures are held out, equal ones together.
///
/// # Errors
/// When there is nothing to train on, or the person stopped.
pub fn scan(
    root: &DataRoot,
    val_share: f32,
    progress: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Dataset, DataReport), DataError> {
    let found = match root {
        DataRoot::Bundled => bundled::found(),
        DataRoot::Folder(folder) => folders::find(folder)?,
    };
    survey::survey(root, found, val_share, progress)
}

/// The bundled creatures of one kind (`moods`, …); none of an unknown kind.
pub fn bundled_kind(name: &str) -> Vec<Item> {
    let kinds = bundled::found().domains.into_iter();
    let kind = kinds.filter(|kind| kind.name == name);
    kind.flat_map(|kind| kind.train.into_iter().chain(kind.val))
        .collect()
}

/// Whether a folder has a list of attributes.
pub fn has_attributes(root: &std::path::Path) -> bool {
    attributes::list_of(root).is_some()
}

impl Dataset {
    /// Reads one picture.
    ///
    /// # Errors
    /// When it is no longer there or no longer a picture.
    pub fn read(&self, item: &Item) -> Result<Picture, DataError> {
        item.read()
    }

    /// Whether a picture like this one is among the training pictures: the same, or re-encoded, resized or cut by up to 5 % at an edge.
    pub fn has_near_duplicate(&self, picture: &Picture) -> bool {
        looks::has_near(&self.looks, picture)
    }

    /// Training pictures by domain name.
    pub fn counts(&self) -> Vec<(String, usize)> {
        let names = self.domains.names().iter().cloned();
        names.zip(self.train.iter().map(Vec::len)).collect()
    }
}
