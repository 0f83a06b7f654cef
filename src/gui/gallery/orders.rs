//! What a person does with results and kept results: keep, star, delete, copy, export.

use std::path::PathBuf;

use super::{Folder, Large};
use crate::domain::recipe::parse;
use crate::engine::gallery::messages::{LoadFor, Riding};
use crate::engine::messages::{Purpose, SaveJob};
use crate::gallery::{KeptId, Mark};
use crate::gui::app::{App, Selected};
use crate::gui::notices::Notice;
use crate::gui::offers::Offer;
use crate::gui::state::Tab;
use crate::gui::text::gallery as words;

impl App {
    /// Opens the folder of kept results.
    pub fn keep_gallery_in(&mut self, folder: PathBuf) {
        self.gallery.folder = Folder::Opening;
        self.engine.gallery.open(folder);
    }

    /// Keeps the selected result with everything that makes it again.
    pub fn keep_selected(&mut self) {
        let Selected::Cell(row, source) = self.grid.selected else {
            return self.tell(Notice::info(words::SELECT_FIRST));
        };
        match &self.gallery.folder {
            Folder::None => return self.tell(Notice::info(words::NO_FOLDER)),
            Folder::Closed(problem) => {
                let notice = Notice::error(problem);
                return self.tell(notice);
            }
            Folder::Opening | Folder::Open => {}
        }
        let result = self.selected_result().zip(self.recipe_of(row, source));
        let Some((face, (recipe, inputs))) = result else {
            return self.tell(Notice::info(words::NOT_THERE_YET));
        };
        if let Some(id) = self.gallery.same(&recipe) {
            self.gallery.select(id, false, false);
            let notice = Notice::info(words::KEPT_BEFORE);
            return self.tell(notice.action(words::OPEN, Offer::Gallery));
        }
        self.engine.gallery.keep(face.made(), recipe, inputs);
    }

    /// Saves the selected result: with its recipe where it has one, and with the pictures that went in unless the person left them out.
    pub(in crate::gui) fn save_job(&self) -> Option<SaveJob> {
        let made = self.selected_result()?.made();
        let described = match self.grid.selected {
            Selected::Cell(row, source) => self.recipe_of(row, source),
            _ => None,
        };
        let described = described.filter(|_| self.desk.settings.recipe_in_png);
        Some(match described {
            Some((recipe, inputs)) => {
                let inputs = if self.session.save_inputs {
                    inputs
                } else {
                    Vec::new()
                };
                SaveJob::Recipe(made, Box::new(recipe.without_places()), inputs)
            }
            None => SaveJob::Picture(made),
        })
    }

    /// The selected kept results, the current one when there is no other.
    fn chosen_kept(&self) -> Vec<KeptId> {
        let current = self
            .gallery
            .current
            .filter(|_| self.gallery.selected.is_empty());
        self.gallery
            .selected
            .iter()
            .copied()
            .chain(current)
            .collect()
    }

    /// Stars the selected kept results, or takes their stars when all have one.
    pub fn star_kept(&mut self) {
        let ids = self.chosen_kept();
        let starred = |id: &KeptId| self.gallery.get(*id).is_some_and(|item| item.kept.starred);
        if !ids.is_empty() {
            let all = ids.iter().all(starred);
            self.engine.gallery.mark(ids, Mark::Star(!all));
        }
    }

    /// Stars one, or takes its star.
    pub(in crate::gui) fn star_one(&mut self, id: KeptId, starred: bool) {
        self.engine.gallery.mark(vec![id], Mark::Star(starred));
    }

    /// Deletes the selected kept results, with an undo; the one behind them is the next to be looked at.
    pub fn delete_kept(&mut self) {
        let ids = self.chosen_kept();
        if ids.is_empty() {
            return;
        }
        let last = ids.iter().filter_map(|id| self.gallery.place_of(*id)).max();
        let next = last.and_then(|last| {
            self.gallery
                .shown_at(last + 1)
                .or_else(|| self.gallery.shown_at(last.checked_sub(ids.len())?))
        });
        let next = next.map(|item| item.kept.id);
        let what = match ids.len() {
            1 => "1 kept result".to_owned(),
            many => format!("{many} kept results"),
        };
        self.gallery.deleted.push(ids.clone());
        self.engine.gallery.mark(ids.clone(), Mark::Delete);
        self.gallery.selected.clear();
        self.gallery.current = None;
        if let Some(next) = next {
            self.gallery.select(next, false, false);
        }
        let notice = Notice::info(format!("Deleted {what}"));
        self.tell(notice.action("Undo", Offer::Undelete(ids)));
    }

    /// Brings back what was deleted last.
    pub fn undelete_kept(&mut self) {
        if let Some(ids) = self.gallery.deleted.last().cloned() {
            self.undelete(&ids);
        }
    }

    /// Brings back what was deleted together.
    pub(in crate::gui) fn undelete(&mut self, ids: &[KeptId]) {
        if !self.gallery.is_deleted(ids) {
            return;
        }
        self.gallery.deleted.retain(|deleted| deleted != ids);
        self.gallery.current = ids.first().copied();
        self.gallery.selected = ids.iter().copied().collect();
        self.engine.gallery.mark(ids.to_vec(), Mark::Restore);
    }

    /// Asks where the current kept result is to be copied to.
    pub fn export_kept(&mut self) {
        if let Some(id) = self.gallery.current {
            self.gallery.exporting = Some(id);
            self.ask(Purpose::SaveKept, None);
        }
    }

    /// The person chose where.
    pub(in crate::gui) fn export_kept_to(&mut self, path: PathBuf) {
        if let Some(id) = self.gallery.exporting.take() {
            let settings = [self.desk.settings.recipe_in_png, self.session.save_inputs];
            let riding = match settings {
                [false, _] => Riding::Nothing,
                [true, false] => Riding::Recipe,
                [true, true] => Riding::Inputs,
            };
            self.engine.gallery.export(id, path, riding);
        }
    }

    /// A file name for the kept result that is exported.
    pub(in crate::gui) fn suggested_kept(&self) -> String {
        let item = self.gallery.exporting.and_then(|id| self.gallery.get(id));
        crate::gui::events::file_name_of(item.map_or("", |item| &item.sentence))
    }

    /// Puts the current kept result's recipe on the clipboard, as text that can be pasted.
    pub fn copy_kept_recipe(&mut self, ctx: &egui::Context) {
        if let Some(item) = self.gallery.current() {
            ctx.copy_text(item.kept.recipe.text());
            self.tell(Notice::info(words::COPIED).hint(words::COPIED_HINT));
        }
    }

    /// Puts the selected result's recipe on the clipboard.
    pub fn copy_recipe(&mut self, ctx: &egui::Context) {
        let Selected::Cell(row, source) = self.grid.selected else {
            return self.tell(Notice::info(words::SELECT_FIRST));
        };
        if let Some((recipe, _)) = self.recipe_of(row, source) {
            ctx.copy_text(recipe.text());
            self.tell(Notice::info(words::COPIED).hint(words::COPIED_HINT));
        }
    }

    /// Sets Explore up by a text, when it is a recipe; otherwise says why it is none, when it seems meant as one.
    pub(in crate::gui) fn paste_recipe(&mut self, text: &str) -> bool {
        match parse(text) {
            Ok(recipe) => {
                self.recall(
                    recipe,
                    Vec::new(),
                    crate::engine::gallery::messages::Part::Whole,
                );
                true
            }
            Err(fault) => {
                let meant = [" in the style of ", " seed ", "\"style\""];
                let meant = meant.iter().any(|words| text.contains(words));
                if meant {
                    let problem = crate::problem::Problem::because(words::NOT_READ, &fault);
                    self.tell(Notice::warn(&problem));
                }
                meant
            }
        }
    }

    /// Reads the current one whole, when that was not done.
    pub(in crate::gui) fn order_large(&mut self) {
        if self.session.tab != Tab::Gallery {
            self.finish_naming();
        }
        let current = self.gallery.current().map(|item| item.kept.id);
        let Some(id) = current.filter(|_| self.session.tab == Tab::Gallery) else {
            return;
        };
        if self
            .gallery
            .large
            .as_ref()
            .is_none_or(|large| large.id != id)
        {
            self.gallery.large = Some(Large { id, picture: None });
            self.engine.gallery.load(id, LoadFor::View);
        }
    }
}
