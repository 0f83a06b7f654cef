//! Sheets at hand: read on demand, kept within a bound of memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::Picture;
use crate::gui::widgets::Shown;
use crate::problem::Problem;

/// Bytes of sheets kept.
const KEPT_BYTES: usize = 192 << 20;

struct Kept {
    outcome: Result<Shown, Problem>,
    used: u64,
}

/// Sheets by their file.
#[derive(Default)]
pub struct Sheets {
    kept: BTreeMap<PathBuf, Kept>,
    asked: BTreeSet<PathBuf>,
    bytes: usize,
    clock: u64,
}

impl Sheets {
    /// Takes a sheet in, and lets the longest unused ones go when there are too many.
    pub fn put(&mut self, path: PathBuf, outcome: Result<Arc<Picture>, Problem>) {
        self.clock += 1;
        self.asked.remove(&path);
        let outcome = outcome.map(Shown::new);
        self.bytes += size(&outcome);
        let kept = Kept {
            outcome,
            used: self.clock,
        };
        if let Some(old) = self.kept.insert(path, kept) {
            self.bytes -= size(&old.outcome);
        }
        while self.bytes > KEPT_BYTES && self.kept.len() > 1 {
            let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.used);
            let Some(oldest) = oldest.map(|(path, _)| path.clone()) else {
                break;
            };
            let gone = self.kept.remove(&oldest);
            self.bytes -= gone.map_or(0, |kept| size(&kept.outcome));
        }
    }

    /// A sheet, when it is at hand.
    pub fn get(&mut self, path: &Path) -> Option<&Result<Shown, Problem>> {
        self.clock += 1;
        let kept = self.kept.get_mut(path)?;
        kept.used = self.clock;
        Some(&kept.outcome)
    }

    /// Whether a sheet must be asked for: neither at hand nor on its way. It then counts as asked for.
    pub fn must_ask(&mut self, path: &Path) -> bool {
        !self.kept.contains_key(path) && self.asked.insert(path.to_owned())
    }
}

fn size(outcome: &Result<Shown, Problem>) -> usize {
    outcome
        .as_ref()
        .map_or(0, |shown| shown.picture.rgb().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_asked_for_once_and_the_oldest_leave() {
        let mut sheets = Sheets::default();
        let path = |at: usize| PathBuf::from(format!("/run/snapshots/{at}.png"));
        assert!(sheets.must_ask(&path(0)) && !sheets.must_ask(&path(0)));
        let large = Arc::new(Picture::filled(4_096, 4_096, [9; 3]));
        for at in 0..6 {
            sheets.put(path(at), Ok(Arc::clone(&large)));
        }
        assert!(sheets.get(&path(0)).is_none() && sheets.get(&path(5)).is_some());
        assert!(sheets.must_ask(&path(0)), "it left and can come again");
        assert!(!sheets.must_ask(&path(5)));
    }
}
