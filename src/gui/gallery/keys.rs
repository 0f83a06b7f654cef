//! The keyboard in the Gallery tab.

use egui::{Event, Key, Modifiers};

use crate::engine::gallery::messages::{LoadFor, Part};
use crate::gui::app::App;

impl App {
    /// Follows the keys of the tab.
    pub(in crate::gui) fn take_gallery_keys(&mut self, ctx: &egui::Context) {
        let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::Z) {
            self.undelete_kept();
        }
        if pressed(Modifiers::COMMAND, Key::F) || pressed(Modifiers::NONE, Key::Slash) {
            self.gallery.view.search = true;
        }
        if pressed(Modifiers::COMMAND, Key::A) {
            self.select_all_kept();
        }
        if pressed(Modifiers::COMMAND, Key::S) {
            self.export_kept();
        }
        if ctx.input(|input| {
            input
                .events
                .iter()
                .any(|event| matches!(event, Event::Copy))
        }) {
            self.copy_kept_recipe(ctx);
        }
        self.move_kept(ctx);
        // A button that has the keyboard follows Enter itself.
        let free = ctx.memory(|memory| memory.focused().is_none());
        if free && pressed(Modifiers::NONE, Key::Enter) {
            self.recall_kept(Part::Whole);
        }
        if pressed(Modifiers::NONE, Key::S) {
            self.star_kept();
        }
        if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
            self.delete_kept();
        }
        if pressed(Modifiers::NONE, Key::Escape) && !self.close_windows() {
            self.gallery.selected.clear();
            self.gallery.current = None;
        }
        if pressed(Modifiers::NONE, Key::Questionmark) || pressed(Modifiers::NONE, Key::F1) {
            self.open.keys = !self.open.keys;
        }
    }

    /// Sets Explore up as the current kept result was, or a part of it.
    pub fn recall_kept(&mut self, part: Part) {
        if let Some(id) = self.gallery.current().map(|item| item.kept.id) {
            self.engine.gallery.load(id, LoadFor::Recall(part));
        }
    }

    fn select_all_kept(&mut self) {
        let places = 0..self.gallery.shown_count();
        let ids = places.filter_map(|at| Some(self.gallery.shown_at(at)?.kept.id));
        self.gallery.selected = ids.collect();
    }

    /// Arrow keys, Home, End and pages move the current one; with Shift they select on the way.
    fn move_kept(&mut self, ctx: &egui::Context) {
        if ctx.memory(|memory| memory.focused().is_some()) {
            return;
        }
        let count = self.gallery.shown_count() as i64;
        let columns = self.gallery.view.columns.max(1) as i64;
        let page = columns * self.gallery.view.rows.max(1) as i64;
        let steps = [
            (Key::ArrowLeft, -1),
            (Key::ArrowRight, 1),
            (Key::ArrowUp, -columns),
            (Key::ArrowDown, columns),
            (Key::PageUp, -page),
            (Key::PageDown, page),
            (Key::Home, -count),
            (Key::End, count),
        ];
        let (mut by, mut range) = (None, false);
        for (key, step) in steps {
            for (modifiers, selects) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
                if ctx.input_mut(|input| input.consume_key(modifiers, key)) {
                    by = Some(step);
                    range = selects;
                }
            }
        }
        let Some(by) = by.filter(|_| count > 0) else {
            return;
        };
        let at = self
            .gallery
            .current
            .and_then(|id| self.gallery.place_of(id));
        let to = at.map_or(0, |at| (at as i64 + by).clamp(0, count - 1));
        if let Some(id) = self.gallery.shown_at(to as usize).map(|item| item.kept.id) {
            self.gallery.select(id, false, range);
        }
    }
}
