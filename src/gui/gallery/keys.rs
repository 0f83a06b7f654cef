//! Moving among kept results, and recalling the current one.

use crate::engine::gallery::messages::{LoadFor, Part};
use crate::gui::app::App;

/// How far the selection moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many places.
    By(i64),
    /// So many rows.
    Rows(i64),
    /// So many rows as fit in the window.
    Pages(i64),
    /// To the first.
    First,
    /// To the last.
    Last,
}

impl App {
    /// Sets Explore up as the current kept result was, or a part of it.
    pub fn recall_kept(&mut self, part: Part) {
        if let Some(id) = self.gallery.current().map(|item| item.kept.id) {
            self.engine.gallery.load(id, LoadFor::Recall(part));
        }
    }

    /// Selects all that are shown.
    pub(in crate::gui) fn select_all_kept(&mut self) {
        let places = 0..self.gallery.shown_count();
        let ids = places.filter_map(|at| Some(self.gallery.shown_at(at)?.kept.id));
        self.gallery.selected = ids.collect();
    }

    /// Selects nothing.
    pub(in crate::gui) fn forget_kept_selection(&mut self) {
        self.gallery.selected.clear();
        self.gallery.current = None;
    }

    /// Moves the current one; with Shift all on the way are selected.
    pub(in crate::gui) fn step_kept(&mut self, ctx: &egui::Context, step: Step) {
        let count = self.gallery.shown_count() as i64;
        if count == 0 {
            return;
        }
        let columns = self.gallery.view.columns.max(1) as i64;
        let by = match step {
            Step::By(by) => by,
            Step::Rows(rows) => rows * columns,
            Step::Pages(pages) => pages * columns * self.gallery.view.rows.max(1) as i64,
            Step::First => -count,
            Step::Last => count,
        };
        let range = ctx.input(|input| input.modifiers.shift);
        let at = self
            .gallery
            .current
            .and_then(|id| self.gallery.place_of(id));
        let to = match (at, step) {
            (None, Step::Last) => count - 1,
            (None, _) => 0,
            (Some(at), _) => (at as i64 + by).clamp(0, count - 1),
        };
        if let Some(id) = self.gallery.shown_at(to as usize).map(|item| item.kept.id) {
            self.gallery.select(id, false, range);
        }
    }
}
