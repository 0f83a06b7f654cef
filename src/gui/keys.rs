//! The keyboard: one place that says what a key does.

use egui::{Key, Modifiers};

use super::app::{App, Selected};
use super::evaluate::Page;
use super::state::{Latent, StyleFrom, Tab};
use super::widgets::ViewMode;
use super::widgets::branch_bar::branch_of_key;
use crate::engine::messages::Purpose;

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl App {
    pub(super) fn take_keys(&mut self, ctx: &egui::Context) {
        if ctx.text_edit_focused() {
            return;
        }
        let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
        for (key, (tab, _)) in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5]
            .into_iter()
            .zip(Tab::ALL)
        {
            if pressed(Modifiers::COMMAND, key) {
                self.session.tab = tab;
            }
        }
        if self.session.tab == Tab::Train {
            return self.take_train_keys(ctx);
        }
        let evaluates = self.session.tab == Tab::Evaluate && !self.taste.is_under_way();
        if evaluates && pressed(Modifiers::NONE, Key::T) {
            self.evaluate.page = self.evaluate.page.other();
        }
        if self.tastes() {
            return self.take_taste_keys(ctx);
        }
        if self.session.tab == Tab::Evaluate && self.evaluate.page == Page::Figures {
            return self.take_figures_keys(ctx);
        }
        if self.session.tab == Tab::Gallery {
            return self.take_gallery_keys(ctx);
        }
        if pressed(COMMAND_SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
            self.redo();
        } else if pressed(Modifiers::COMMAND, Key::Z) {
            self.undo();
        } else if pressed(COMMAND_SHIFT, Key::O) {
            self.ask(Purpose::Model, None);
        } else if pressed(Modifiers::COMMAND, Key::O) {
            self.ask(Purpose::Pictures, None);
        } else if pressed(COMMAND_SHIFT, Key::S) {
            self.ask(Purpose::SaveSheet, None);
        } else if pressed(Modifiers::COMMAND, Key::S) && self.selected_result().is_some() {
            self.ask(Purpose::SavePicture, None);
        }
        if ctx.input(|input| input.modifiers.any() && !input.modifiers.shift_only()) {
            return;
        }
        self.take_letters(ctx);
        // Arrow keys belong to a focused slider, pad or handle first.
        if ctx.memory(|memory| memory.focused().is_none()) {
            self.take_arrows(ctx);
        }
    }

    fn take_letters(&mut self, ctx: &egui::Context) {
        let keys: Vec<Key> = ctx.input(|input| {
            let pressed = |event: &egui::Event| match event {
                egui::Event::Key {
                    key,
                    pressed: true,
                    repeat: false,
                    ..
                } => Some(*key),
                _ => None,
            };
            input.events.iter().filter_map(pressed).collect()
        });
        for key in keys {
            match key {
                Key::M => self.next_mode(),
                Key::E => self.next_veil(),
                Key::R => self.new_seed(ctx),
                Key::L => self.toggle_style_from(),
                Key::U => self.use_selected_as_source(),
                Key::K => self.keep_selected(),
                Key::Delete | Key::Backspace => self.remove_selected(),
                Key::Escape => self.escape(),
                Key::Questionmark | Key::F1 => self.open.keys = !self.open.keys,
                _ => self.choose_branch_by(key),
            }
        }
    }

    fn choose_branch_by(&mut self, key: Key) {
        if self.takes_labels() {
            return;
        }
        let branch = self
            .model
            .as_ref()
            .and_then(|model| branch_of_key(key, &model.config.domains));
        if let Some(branch) = branch {
            self.explore.choose(branch);
        }
    }

    fn next_mode(&mut self) {
        let at = ViewMode::ALL
            .iter()
            .position(|(mode, _)| *mode == self.viewer.mode)
            .unwrap_or(0);
        self.viewer.mode = ViewMode::ALL[(at + 1) % ViewMode::ALL.len()].0;
    }

    /// A new seed for the latent that the sliders move.
    pub(super) fn new_seed(&mut self, ctx: &egui::Context) {
        let Some(dim) = self.model.as_ref().map(|model| model.config.latent_dim) else {
            return;
        };
        if self.takes_labels() {
            return;
        }
        // The frame counter makes presses differ; the seed itself is shown and repeats the picture.
        let seed = (ctx.cumulative_frame_nr().wrapping_mul(2_654_435_761) >> 4) % 100_000;
        if let Some(latent) = self.explore.latents.get_mut(self.explore.edited) {
            *latent = Latent::from_seed(seed, dim);
        }
        self.explore.style_from = StyleFrom::Latents;
    }

    pub(super) fn toggle_style_from(&mut self) {
        if self.takes_labels() {
            return;
        }
        self.explore.style_from = match self.explore.style_from {
            StyleFrom::References => StyleFrom::Latents,
            StyleFrom::Latents => StyleFrom::References,
        };
    }

    pub(super) fn use_selected_as_source(&mut self) {
        let Selected::Cell(row, source) = self.grid.selected else {
            return;
        };
        let name = self
            .selected_sentence()
            .unwrap_or_else(|| "result".to_owned());
        if let Some(key) = self.key_of(row, source) {
            self.use_as_source(key, &name, None);
        }
    }

    fn remove_selected(&mut self) {
        if let Selected::Header(side, picture) = self.grid.selected {
            self.remove_picture(side, picture);
        }
    }

    /// Closes the small windows; says whether one was open.
    pub(super) fn close_windows(&mut self) -> bool {
        let open = &mut self.open;
        let any = open.about
            || open.keys
            || open.card
            || open.notices
            || open.crop.is_some()
            || open.many.is_some();
        if any {
            *open = super::app::Open::default();
        }
        any
    }

    fn escape(&mut self) {
        if self.close_windows() {
            return;
        }
        if self.is_computing() {
            self.pause();
        } else {
            self.grid.selected = Selected::Nothing;
        }
    }

    fn take_arrows(&mut self, ctx: &egui::Context) {
        let step = |key| ctx.input_mut(|input| i64::from(input.consume_key(Modifiers::NONE, key)));
        let columns = step(Key::ArrowRight) - step(Key::ArrowLeft);
        let rows = step(Key::ArrowDown) - step(Key::ArrowUp);
        if (columns, rows) == (0, 0) || self.grid.rows.is_empty() || self.explore.sources.is_empty()
        {
            return;
        }
        let (row, column) = match self.grid.selected {
            Selected::Cell(row, source) => (
                self.grid
                    .rows
                    .iter()
                    .position(|other| other.id == row)
                    .unwrap_or(0) as i64
                    + rows,
                self.explore
                    .sources
                    .iter()
                    .position(|other| *other == source)
                    .unwrap_or(0) as i64
                    + columns,
            ),
            _ => (0, 0),
        };
        let row = row.clamp(0, self.grid.rows.len() as i64 - 1) as usize;
        let column = column.clamp(0, self.explore.sources.len() as i64 - 1) as usize;
        self.grid.selected = Selected::Cell(self.grid.rows[row].id, self.explore.sources[column]);
    }
}
