//! Looks at every picture that was found, divides them, and says what a person should know.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::folders::{counted, unusable};
use super::looks::Look;
use super::{
    DataError, DataReport, DataRoot, Dataset, DomainCount, Found, FoundDomain, Item, SetReport,
    Split, split,
};
use crate::domain::{DomainSet, Fingerprint, Picture};

/// What is kept of a picture that was looked at.
pub struct Seen {
    pub item: Item,
    pub content: Fingerprint,
    pub look: Look,
}

/// A domain whose pictures were looked at; those that cannot be read are left out.
pub struct Domain {
    pub name: String,
    pub train: Vec<Seen>,
    pub val: Vec<Seen>,
}

/// Is told `(done, all)`; stops the search by giving `false`.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// Decodes every picture of `found` once, on the caller's pool, and makes a data set of it.
pub fn survey(
    root: &DataRoot,
    found: Found,
    val_share: f32,
    progress: Progress<'_>,
) -> Result<(Dataset, DataReport), DataError> {
    let folders: Vec<PathBuf> = found.domains.iter().map(|d| d.folder.clone()).collect();
    let (domains, mut report) = examine(root, found, val_share, progress)?;
    let empty = |(domain, _): &(&Domain, &PathBuf)| domain.train.is_empty();
    if let Some((domain, folder)) = domains.iter().zip(&folders).find(empty) {
        let why = format!(
            "The domain {} has no picture that can be read; put JPEG, PNG, WebP or BMP pictures there, or remove the folder",
            domain.name
        );
        return Err(unusable(&why, folder));
    }
    advise(&domains, report.split, &mut report.warnings);
    Ok((dataset(root, domains), report))
}

/// Decodes every picture of `found` once, on the caller's pool, and divides them; a domain may turn out empty.
pub fn examine(
    root: &DataRoot,
    found: Found,
    val_share: f32,
    progress: Progress<'_>,
) -> Result<(Vec<Domain>, DataReport), DataError> {
    let Found {
        split,
        domains,
        mut unreadable,
        mut warnings,
    } = found;
    let mut domains = look_at_all(domains, progress, &mut unreadable)?;
    let duplicates = duplicates(&domains, &mut warnings);
    match split {
        Split::Automatic => divide(&mut domains, val_share),
        Split::Folders => unleak(&mut domains, &mut warnings),
    }
    let counts: Vec<DomainCount> = domains.iter().map(Domain::count).collect();
    let set = SetReport {
        root: root.clone(),
        counts: counts.len(),
        train: counts.iter().map(|count| count.train).sum(),
        val: counts.iter().map(|count| count.val).sum(),
        attributes: Vec::new(),
    };
    let report = DataReport {
        root: root.clone(),
        split,
        domains: counts,
        sets: vec![set],
        unreadable,
        duplicates,
        warnings,
    };
    Ok((domains, report))
}

fn look_at_all(
    domains: Vec<FoundDomain>,
    progress: Progress<'_>,
    unreadable: &mut Vec<(PathBuf, String)>,
) -> Result<Vec<Domain>, DataError> {
    let all: Vec<&Item> = domains
        .iter()
        .flat_map(|domain| domain.train.iter().chain(&domain.val))
        .collect();
    let mut seen = look(&all, progress)?.into_iter();
    let mut take = |items: Vec<Item>| {
        let mut readable = Vec::with_capacity(items.len());
        for (item, seen) in items.into_iter().zip(seen.by_ref()) {
            match (seen, &item) {
                (Ok((content, look)), _) => readable.push(Seen {
                    item,
                    content,
                    look,
                }),
                (Err(why), Item::File(path)) => unreadable.push((path.clone(), why)),
                (Err(why), Item::Bundled(at)) => unreadable.push((at.to_string().into(), why)),
            }
        }
        readable
    };
    let looked = domains.into_iter().map(|domain| Domain {
        name: domain.name,
        train: take(domain.train),
        val: take(domain.val),
    });
    Ok(looked.collect())
}

type Looked = Result<(Fingerprint, Look), String>;

fn look(items: &[&Item], progress: Progress<'_>) -> Result<Vec<Looked>, DataError> {
    let stopped = AtomicBool::new(!progress(0, items.len()));
    let done = AtomicUsize::new(0);
    let looked: Option<Vec<Looked>> = items
        .par_iter()
        .map(|item| {
            if stopped.load(Ordering::Relaxed) {
                return None;
            }
            let looked = read(item).map(|picture| (picture.fingerprint(), Look::of(&picture)));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if !progress(done, items.len()) {
                stopped.store(true, Ordering::Relaxed);
            }
            Some(looked)
        })
        .collect();
    // Stopped at the last picture is stopped too.
    match looked {
        Some(looked) if !stopped.into_inner() => Ok(looked),
        _ => Err(DataError::Cancelled),
    }
}

/// A picture, or a sentence without its path.
pub fn read(item: &Item) -> Result<Picture, String> {
    match item {
        Item::Bundled(index) => super::bundled::picture(*index)
            .ok_or_else(|| "The program has no such picture".to_owned()),
        Item::File(path) => read_file(path),
    }
}

fn read_file(path: &Path) -> Result<Picture, String> {
    // One file that a decoder trips over must not end the search through ten thousand.
    let decoded = catch_unwind(AssertUnwindSafe(|| crate::data::decode_file(path)))
        .map_err(|_| "The file is damaged (its decoder gave up)".to_owned())?;
    let decoded = decoded.map_err(|error| error.cause().to_string())?;
    Ok(decoded.picture)
}

impl Domain {
    fn all(&self) -> impl Iterator<Item = &Seen> {
        self.train.iter().chain(&self.val)
    }

    fn count(&self) -> DomainCount {
        DomainCount {
            name: self.name.clone(),
            train: self.train.len(),
            val: self.val.len(),
        }
    }
}

/// How many pictures are there more than once; those in several domains are warned of.
fn duplicates(domains: &[Domain], warnings: &mut Vec<String>) -> usize {
    let mut homes: HashMap<Fingerprint, HashSet<usize>> = HashMap::new();
    let mut all = 0;
    for (at, domain) in domains.iter().enumerate() {
        for seen in domain.all() {
            homes.entry(seen.content).or_default().insert(at);
            all += 1;
        }
    }
    let torn = homes.values().filter(|homes| homes.len() > 1).count();
    if torn > 0 {
        warnings.push(format!(
            "{} in more than one domain, which teaches that the domains are the same; remove one of each",
            counted(torn, "picture lies", "pictures lie")
        ));
    }
    all - homes.len()
}

fn divide(domains: &mut [Domain], val_share: f32) {
    let contents = |domain: &Domain| domain.train.iter().map(|seen| seen.content).collect();
    let contents: Vec<Vec<Fingerprint>> = domains.iter().map(contents).collect();
    let out = split::held_out(&contents, val_share);
    for domain in domains {
        let all = std::mem::take(&mut domain.train);
        (domain.val, domain.train) = all
            .into_iter()
            .partition(|seen| out.contains(&seen.content));
    }
}

/// Takes pictures out of val that are in train as well.
fn unleak(domains: &mut [Domain], warnings: &mut Vec<String>) {
    let train: HashSet<Fingerprint> = domains
        .iter()
        .flat_map(|domain| domain.train.iter().map(|seen| seen.content))
        .collect();
    let mut leaked = 0;
    for domain in domains {
        let before = domain.val.len();
        domain.val.retain(|seen| !train.contains(&seen.content));
        leaked += before - domain.val.len();
    }
    if leaked > 0 {
        warnings.push(format!(
            "{} in train as well and left out of the held-out ones",
            counted(leaked, "picture of val is", "pictures of val are")
        ));
    }
}

fn advise(domains: &[Domain], split: Split, warnings: &mut Vec<String>) {
    if domains.len() == 1 {
        warnings.push(
            "There is only one domain: its pictures can take each other's style, but there is nothing to translate between".into(),
        );
    }
    for domain in domains {
        if domain.train.len() == 1 {
            warnings.push(format!(
                "{} has a single training picture: its reference pairs are always that picture, so its styles cannot differ",
                domain.name
            ));
        }
    }
    let empty = domains.iter().filter(|domain| domain.val.is_empty());
    let empty: Vec<&str> = empty.map(|domain| domain.name.as_str()).collect();
    if split == Split::Folders && !empty.is_empty() {
        warnings.push(format!(
            "Without held-out pictures; training pictures are shown instead: {}",
            empty.join(", ")
        ));
    }
}

fn dataset(root: &DataRoot, domains: Vec<Domain>) -> Dataset {
    let fingerprint = fingerprint(root, &domains);
    let mut set = Dataset {
        root: root.clone(),
        domains: DomainSet::new(domains.iter().map(|domain| domain.name.clone())),
        train: Vec::new(),
        val: Vec::new(),
        looks: Vec::new(),
        fingerprint,
    };
    for domain in domains {
        let mut train = Vec::with_capacity(domain.train.len());
        for seen in domain.train {
            train.push(seen.item);
            set.looks.push(seen.look);
        }
        set.train.push(train);
        set.val
            .push(domain.val.into_iter().map(|seen| seen.item).collect());
    }
    set
}

/// Hash of the domains, and of the names below the root and the contents of the training pictures.
pub fn fingerprint(root: &DataRoot, domains: &[Domain]) -> String {
    let mut hasher = blake3::Hasher::new();
    // With lengths before all that varies, no two lists give the same bytes.
    let mut text = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    for domain in domains {
        text(domain.name.as_bytes());
        text(&(domain.train.len() as u64).to_le_bytes());
        for seen in &domain.train {
            for part in parts(root, &seen.item) {
                text(&part);
            }
            text(&seen.content.0.to_le_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// The name of an item below the root, the same wherever the root lies.
fn parts(root: &DataRoot, item: &Item) -> Vec<Vec<u8>> {
    match (root, item) {
        (DataRoot::Folder(root), Item::File(path)) => {
            let below = path.strip_prefix(root).unwrap_or(path);
            let parts = below.components();
            parts
                .map(|part| part.as_os_str().as_encoded_bytes().to_vec())
                .collect()
        }
        (_, Item::File(path)) => vec![path.as_os_str().as_encoded_bytes().to_vec()],
        (_, Item::Bundled(index)) => vec![(*index as u64).to_le_bytes().to_vec()],
    }
}
