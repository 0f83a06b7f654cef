//! A data set with labels: for each picture which labels of its set hold. Made of a list of attributes, or of folders of classes.

use std::path::Path;

use super::attributes::{self, FoundAttributes};
use super::folders::unusable;
use super::survey::{self, Progress, Seen};
use super::{DataError, DataReport, DataRoot, Dataset, DomainCount, Item, Look, looks};
use crate::domain::{LabelKind, LabelSet, Picture};

/// A picture and its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The picture.
    pub item: Item,
    /// 1 for each label of its set that holds, 0 for the others.
    pub labels: Vec<f32>,
}

/// A data set of labelled pictures, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct LabelledSet {
    /// Where the pictures lie.
    pub root: DataRoot,
    /// What the labels say.
    pub labels: LabelSet,
    /// Training pictures: sorted by path, classes one after the other.
    pub train: Vec<Labelled>,
    /// Held-out pictures, in the same order.
    pub val: Vec<Labelled>,
    /// Of all training pictures, for the search for near duplicates.
    pub looks: Vec<Look>,
    /// Hash of labels and training pictures: tells whether a resumed run sees the same data.
    pub fingerprint: String,
}

/// Looks through a data set with labels, as [`super::scan`] does: pictures with a list of attributes where there is one (those called
/// `wanted` are learnt, or the usual ones), else folders of classes. The report counts the pictures that each label holds for, so that
/// of attributes a picture counts several times or never.
///
/// # Errors
/// When there is nothing to train on, the list is malformed, or the person stopped.
pub fn scan(
    root: &DataRoot,
    wanted: &[String],
    val_share: f32,
    progress: Progress<'_>,
) -> Result<(LabelledSet, DataReport), DataError> {
    let list = match root {
        DataRoot::Folder(folder) => attributes::list_of(folder).map(|list| (folder, list)),
        DataRoot::Bundled => None,
    };
    let (set, report) = match list {
        Some((folder, list)) => {
            let found = attributes::find(folder, &list, wanted)?;
            of_attributes(root, folder, found, val_share, progress)?
        }
        None if wanted.is_empty() => {
            let (dataset, report) = super::scan(root, val_share, progress)?;
            (LabelledSet::of_classes(&dataset), report)
        }
        None => return Err(no_list(root)),
    };
    Ok((set, report))
}

/// What a data set is called: the name of its folder.
pub(super) fn name_of(folder: &Path) -> String {
    // Names such as `.` and `..` are no names.
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = real.file_name().map(|name| name.to_string_lossy());
    name.map_or_else(|| "pictures".to_owned(), std::borrow::Cow::into_owned)
}

fn no_list(root: &DataRoot) -> DataError {
    let why = format!(
        "Attributes were chosen, but there is no list of them; put {} into the folder, or choose no attributes for folders of classes",
        attributes::LIST
    );
    match root {
        DataRoot::Folder(folder) => unusable(&why, folder),
        DataRoot::Bundled => DataError::Unusable(why),
    }
}

fn of_attributes(
    root: &DataRoot,
    folder: &Path,
    found: FoundAttributes,
    val_share: f32,
    progress: Progress<'_>,
) -> Result<(LabelledSet, DataReport), DataError> {
    let FoundAttributes {
        found,
        labels,
        all,
        mut rows,
    } = found;
    let (domains, mut report) = survey::examine(root, found, val_share, progress)?;
    let pictures = survey::fingerprint(root, &domains);
    let mut labelled = |seen: Seen| {
        let labels = match &seen.item {
            Item::File(path) => rows.remove(path).unwrap_or_default(),
            Item::Bundled(_) => Vec::new(),
        };
        let item = seen.item;
        (Labelled { item, labels }, seen.look)
    };
    let (mut train, mut val, mut looks) = (Vec::new(), Vec::new(), Vec::new());
    for domain in domains {
        for seen in domain.train {
            let (picture, look) = labelled(seen);
            train.push(picture);
            looks.push(look);
        }
        val.extend(domain.val.into_iter().map(|seen| labelled(seen).0));
    }
    if train.is_empty() {
        let why = "No picture of the list can be read; put JPEG, PNG, WebP or BMP pictures there";
        return Err(unusable(why, folder));
    }
    report.domains = counts(&labels, &train, &val);
    for set in &mut report.sets {
        (set.counts, set.attributes) = (labels.len(), all.clone());
    }
    advise(&report.domains, train.len(), &mut report.warnings);
    let set = LabelledSet {
        root: root.clone(),
        fingerprint: fingerprint(&pictures, &labels, &train),
        labels,
        train,
        val,
        looks,
    };
    Ok((set, report))
}

fn counts(labels: &LabelSet, train: &[Labelled], val: &[Labelled]) -> Vec<DomainCount> {
    let held = |pictures: &[Labelled], label: usize| {
        let holds = |picture: &&Labelled| picture.labels.get(label) == Some(&1.0);
        pictures.iter().filter(holds).count()
    };
    let names = labels.names.iter().enumerate();
    let counts = names.map(|(label, name)| DomainCount {
        name: name.clone(),
        train: held(train, label),
        val: held(val, label),
    });
    counts.collect()
}

/// Warns of attributes that cannot be learnt.
fn advise(counts: &[DomainCount], pictures: usize, warnings: &mut Vec<String>) {
    for count in counts {
        let which = match count.train {
            0 => "No",
            all if all == pictures => "Every",
            _ => continue,
        };
        warnings.push(format!(
            "{which} training picture has the attribute {}, so it cannot be learnt; choose another",
            count.name
        ));
    }
}

/// Hash of a data set's pictures (as [`Dataset::fingerprint`]) and their labels.
fn fingerprint(pictures: &str, labels: &LabelSet, train: &[Labelled]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(pictures.as_bytes());
    hasher.update(&[u8::from(labels.kind == LabelKind::Classes)]);
    for name in &labels.names {
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
    }
    for label in train.iter().flat_map(|picture| &picture.labels) {
        hasher.update(&label.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

impl LabelledSet {
    /// The pictures of a data set with its domains as classes, in its order.
    pub fn of_classes(dataset: &Dataset) -> Self {
        let name = match &dataset.root {
            DataRoot::Folder(folder) => name_of(folder),
            DataRoot::Bundled => "creatures".to_owned(),
        };
        let labels = LabelSet::classes(name, dataset.domains.names().to_vec());
        let count = labels.len();
        let one = |class: usize| (0..count).map(move |at| f32::from(u8::from(at == class)));
        let all = |domains: &[Vec<Item>]| -> Vec<Labelled> {
            let domains = domains.iter().enumerate();
            let labelled = domains.flat_map(|(class, items)| {
                items.iter().map(move |item| Labelled {
                    item: item.clone(),
                    labels: one(class).collect(),
                })
            });
            labelled.collect()
        };
        let train = all(&dataset.train);
        Self {
            root: dataset.root.clone(),
            fingerprint: fingerprint(&dataset.fingerprint, &labels, &train),
            labels,
            train,
            val: all(&dataset.val),
            looks: dataset.looks.clone(),
        }
    }

    /// Whether a picture like this one is among the training pictures, as [`Dataset::has_near_duplicate`] tells.
    pub fn has_near_duplicate(&self, picture: &Picture) -> bool {
        looks::has_near(&self.looks, picture)
    }
}
