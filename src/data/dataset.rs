//! A data set: pictures in folders named after their domains. (Contract; being written.)

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::{DomainSet, Fingerprint, Picture};

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
    /// The domains, sorted by raw bytes as the official loader does.
    pub domains: DomainSet,
    /// Training pictures of each domain, sorted by path.
    pub train: Vec<Vec<Item>>,
    /// Held-out pictures of each domain, sorted by path.
    pub val: Vec<Vec<Item>>,
    /// Of all training pictures, for the search for near duplicates: a small grey thumbnail's hash each.
    pub looks: Vec<u64>,
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

/// What a person should know before the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataReport {
    /// Where.
    pub root: DataRoot,
    /// How it was divided.
    pub split: Split,
    /// Counts, in the order of the domains.
    pub domains: Vec<DomainCount>,
    /// Files that cannot be read, with the reason as a sentence.
    pub unreadable: Vec<(PathBuf, String)>,
    /// How many pictures are there more than once (beyond the first of each).
    pub duplicates: usize,
    /// Other warnings, each a sentence.
    pub warnings: Vec<String>,
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

/// Looks through a data set: every file is decoded once. `progress(done, all)` may stop it by giving `false`.
///
/// # Errors
/// When there is nothing to train on, or the person stopped.
pub fn scan(
    _root: &DataRoot,
    _val_share: f32,
    _progress: &(dyn Fn(usize, usize) -> bool + Sync),
) -> Result<(Dataset, DataReport), DataError> {
    todo!()
}

impl Dataset {
    /// Reads one picture.
    ///
    /// # Errors
    /// When it is no longer there or no longer a picture.
    pub fn read(&self, _item: &Item) -> Result<Picture, DataError> {
        todo!()
    }

    /// Whether a picture like this one is among the training pictures.
    pub fn has_near_duplicate(&self, _picture: &Picture) -> bool {
        todo!()
    }

    /// Training pictures by domain name.
    pub fn counts(&self) -> Vec<(String, usize)> {
        let names = self.domains.names().iter().cloned();
        names.zip(self.train.iter().map(Vec::len)).collect()
    }
}

/// Fingerprint of a picture's pixels, as Explore uses it.
pub fn fingerprint(picture: &Picture) -> Fingerprint {
    picture.fingerprint()
}
