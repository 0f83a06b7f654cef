//! Models, runs and folders that were opened before: which, and whether they are still there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::Context;

use super::App;

/// Most of a kind that are remembered.
const MOST: usize = 8;
/// Seconds after which the disk is asked again while a list is open.
const LOOK_AGAIN_SECONDS: f64 = 3.0;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Model files.
    Model,
    /// Folders of runs.
    Run,
    /// Folders of pictures, for training and evaluating.
    Data,
}

/// Which of them are gone, as far as the disk was asked.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// Those that are not there.
    pub missing: BTreeSet<PathBuf>,
    at: Option<f64>,
}

/// Puts `path` in front of a list.
pub(super) fn note(list: &mut Vec<PathBuf>, path: &Path) {
    list.retain(|other| other != path);
    list.insert(0, path.to_owned());
    list.truncate(MOST);
}

impl App {
    /// The list of a kind, newest first.
    pub(super) fn recent(&mut self, kind: Kind) -> &mut Vec<PathBuf> {
        match kind {
            Kind::Model => &mut self.session.recent,
            Kind::Run => &mut self.session.recent_runs,
            Kind::Data => &mut self.session.recent_data,
        }
    }

    /// Remembers that `path` was opened.
    pub(super) fn remember(&mut self, kind: Kind, path: &Path) {
        note(self.recent(kind), path);
        self.desk.looked.missing.remove(path);
    }

    /// Forgets `path`.
    pub(super) fn forget_recent(&mut self, kind: Kind, path: &Path) {
        self.recent(kind).retain(|other| other != path);
    }

    /// Has the disk asked which of all these are still there, now and then while a list is on screen.
    pub(super) fn look_for_recent(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let looked = &mut self.desk.looked;
        if looked.at.is_some_and(|at| now - at < LOOK_AGAIN_SECONDS) {
            return;
        }
        looked.at = Some(now);
        let session = &self.session;
        let all = session.recent.iter().chain(&session.recent_runs);
        let all: Vec<PathBuf> = all.chain(&session.recent_data).cloned().collect();
        if !all.is_empty() {
            self.engine.jobs.look_for(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_the_newest_first_each_once_and_not_too_many() {
        let mut list = Vec::new();
        for at in 0..12 {
            note(&mut list, Path::new(&format!("/models/{at}")));
        }
        note(&mut list, Path::new("/models/9"));
        assert_eq!(list.len(), MOST);
        assert_eq!(list[..2], [PathBuf::from("/models/9"), "/models/11".into()]);
        let nines = list.iter().filter(|path| path.ends_with("9"));
        assert_eq!(nines.count(), 1);
    }
}
