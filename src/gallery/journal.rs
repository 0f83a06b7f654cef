//! The journal: one line a change, only ever added to. A line that was cut short or damaged is passed over.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::GalleryError;
use super::kept::{Kept, KeptId, Mark};
use crate::domain::recipe::VERSION;
use crate::export::file;

/// Its name in the gallery's folder.
pub const JOURNAL: &str = "journal.jsonl";

/// A line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// A result was kept.
    Kept(Box<Kept>),
    /// Some were changed.
    Marked {
        /// Which.
        ids: Vec<KeptId>,
        /// How.
        mark: Mark,
        /// When, in seconds since 1970 (UTC).
        time: u64,
    },
}

/// The kept results, oldest first, and where each is in the list.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub kept: Vec<Kept>,
    places: HashMap<KeptId, usize>,
    /// Lines that could not be read.
    pub damaged: usize,
}

impl Index {
    pub fn get(&self, id: KeptId) -> Option<&Kept> {
        self.kept.get(*self.places.get(&id)?)
    }

    /// Follows a line; gives back what it changed.
    pub fn follow(&mut self, line: Line) -> Vec<KeptId> {
        match line {
            Line::Kept(kept) => {
                let id = kept.id;
                match self.places.get(&id) {
                    // The same file again: it is there, whatever became of it before.
                    Some(&at) => self.kept[at].deleted = None,
                    None => {
                        self.places.insert(id, self.kept.len());
                        self.kept.push(*kept);
                    }
                }
                vec![id]
            }
            Line::Marked { ids, mark, time } => {
                let known = |id: &KeptId| self.places.contains_key(id);
                let ids: Vec<KeptId> = ids.into_iter().filter(known).collect();
                for id in &ids {
                    self.kept[self.places[id]].mark(&mark, time);
                }
                ids
            }
        }
    }

    /// Leaves out what `keeps` says no to, and puts the rest in the order of time.
    pub fn settle(&mut self, keeps: impl Fn(&Kept) -> bool) {
        self.kept.retain(keeps);
        self.kept.sort_by_key(|kept| kept.recipe.time);
        let places = self.kept.iter().enumerate();
        self.places = places.map(|(at, kept)| (kept.id, at)).collect();
    }
}

pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(JOURNAL)
}

/// What a journal says; an absent one says nothing.
pub(super) fn read(folder: &Path) -> Result<Index, GalleryError> {
    let mut index = Index::default();
    for line in lines(&bytes(folder)?) {
        match understood(line) {
            Some(line) => drop(index.follow(line)),
            None => index.damaged += 1,
        }
    }
    Ok(index)
}

fn bytes(folder: &Path) -> Result<Vec<u8>, GalleryError> {
    let path = path(folder);
    match std::fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(GalleryError::io(&path)),
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = bytes.split(|byte| *byte == b'\n');
    lines.filter(|line| !line.is_empty())
}

/// A line, unless it is damaged, or a newer program's, or its recipe holds what no result was made with.
fn understood(line: &[u8]) -> Option<Line> {
    let line = serde_json::from_slice(line).ok()?;
    match &line {
        Line::Kept(kept) if kept.recipe.version > VERSION || kept.recipe.check().is_err() => None,
        _ => Some(line),
    }
}

/// Adds lines; they are on the disk when this returns.
pub(super) fn add(folder: &Path, lines: &[Line]) -> Result<(), GalleryError> {
    let path = path(folder);
    file::append_lines(&path, lines).map_err(GalleryError::io(&path))
}

/// Writes the journal anew without those that are `gone`. It is read once more for that, because another program may have added lines;
/// all other lines stay as they are, even those that this program does not understand.
pub(super) fn forget(folder: &Path, gone: &[KeptId]) -> Result<(), GalleryError> {
    let is_gone = |id: &KeptId| gone.contains(id);
    let stays = |line: &&[u8]| match understood(line) {
        Some(Line::Kept(kept)) => !is_gone(&kept.id),
        Some(Line::Marked { ids, .. }) => !ids.iter().all(is_gone),
        None => true,
    };
    let before = bytes(folder)?;
    let write = |writer: &mut dyn std::io::Write| {
        for line in lines(&before).filter(stays) {
            writer.write_all(line)?;
            writer.write_all(b"\n")?;
        }
        Ok(())
    };
    Ok(file::write(&path(folder), write)?)
}
