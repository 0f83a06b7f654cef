//! What the person calls kept results, and how the last change of the gallery is taken back.

use super::GalleryTab;
use crate::gallery::{KeptId, Mark};
use crate::gui::app::App;
use crate::gui::text::gallery as words;

/// Most letters of a name.
pub const LONGEST: usize = 120;

/// A name that was given.
#[derive(Clone, Debug)]
pub(super) struct Renamed {
    id: KeptId,
    /// What it was called before.
    before: String,
    /// Deletions that could be taken back then: with more of them now, one of those came later.
    deletions: usize,
}

impl GalleryTab {
    /// The name that was given last, when nothing was deleted since.
    fn newest_name(&self) -> Option<&Renamed> {
        let newest = self.renamed.last();
        newest.filter(|renamed| self.deleted.len() <= renamed.deletions)
    }

    /// Whether a deletion or a name can be taken back.
    pub(in crate::gui) fn can_undo(&self) -> bool {
        self.can_undelete() || !self.renamed.is_empty()
    }

    /// What the next undo does, where that is not to bring back what was deleted.
    pub(in crate::gui) fn undo_title(&self) -> Option<String> {
        self.newest_name().map(|_| words::NAME_BACK.to_owned())
    }
}

impl App {
    /// Calls a kept result so; empty for no name.
    pub(in crate::gui) fn name_kept(&mut self, id: KeptId, name: &str) {
        let name = name.trim();
        let Some(item) = self.gallery.get(id).filter(|item| item.kept.name != name) else {
            return;
        };
        let renamed = Renamed {
            id,
            before: item.kept.name.clone(),
            deletions: self.gallery.deleted.len(),
        };
        self.gallery.renamed.push(renamed);
        let mark = Mark::Name(name.to_owned());
        self.engine.gallery.mark(vec![id], mark);
    }

    /// Writes down a name that was being typed when the hand went elsewhere.
    pub(in crate::gui) fn finish_naming(&mut self) {
        if let Some((id, name)) = self.gallery.naming.take() {
            self.name_kept(id, &name);
        }
    }

    /// Takes the last name back, or brings back what was deleted after it.
    pub(in crate::gui) fn undo_kept(&mut self) {
        if self.gallery.newest_name().is_none() && self.gallery.can_undelete() {
            return self.undelete_kept();
        }
        if let Some(Renamed { id, before, .. }) = self.gallery.renamed.pop() {
            self.gallery.select(id, false, false);
            self.engine.gallery.mark(vec![id], Mark::Name(before));
        }
    }
}
