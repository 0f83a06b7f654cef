//! The keyboard: finds the command that a press means here, and what the commands of the grid do.

use egui::{Context, Event, Key};

use super::app::{App, Selected};
use super::command::{Place, Strike, Stroke};
use super::evaluate::Page;
use super::lab::Centre;
use super::state::{Latent, StyleFrom, Tab};
use super::taste::Stage;
use super::{commands, train};
use crate::domain::Branch;

/// A key that was pressed: its place among the frame's events, what it is, and whether it was down already.
struct Press {
    at: usize,
    stroke: Stroke,
    repeat: bool,
}

impl App {
    /// What fills the window.
    pub(super) fn place(&self) -> Place {
        match self.session.tab {
            Tab::Explore => Place::Explore,
            Tab::Train if self.train.page == train::Page::Run => Place::Run,
            Tab::Train => Place::TrainSetup,
            Tab::Evaluate if self.evaluate.page == Page::Figures => Place::Figures,
            Tab::Evaluate => match self.taste.stage {
                Stage::Setup => Place::TasteSetup,
                Stage::Preparing(..) => Place::TastePreparing,
                Stage::Asking => Place::TasteAsking,
                Stage::Paused => Place::TastePaused,
                Stage::Result(_) | Stage::Failed(_) => Place::TasteResult,
            },
            Tab::Compare => Place::Compare,
            Tab::Gallery => Place::Gallery,
        }
    }

    /// Runs the commands whose keys were pressed.
    pub(super) fn take_keys(&mut self, ctx: &Context) {
        // The palette has the keyboard to itself.
        if self.open.palette.is_some() {
            return;
        }
        // While pairs are judged, no control has the keyboard first.
        let focused = ctx.memory(|memory| memory.focused());
        if let (Place::TasteAsking, Some(id)) = (self.place(), focused) {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        let mut taken = Vec::new();
        for press in presses(ctx) {
            if self.take_press(ctx, &press) {
                taken.push(press.at);
            }
        }
        let mut at = 0;
        ctx.input_mut(|input| {
            input.events.retain(|_| {
                at += 1;
                !taken.contains(&(at - 1))
            });
        });
    }

    /// Runs the command of a press; says whether nobody else is to hear of it.
    fn take_press(&mut self, ctx: &Context, press: &Press) -> bool {
        let Some(command) = commands::struck(press.stroke, self.place()) else {
            return false;
        };
        let focused = ctx.memory(|memory| memory.focused().is_some());
        let closes = press.stroke.key == Key::Escape;
        if command.leaves(press.stroke, focused, ctx.text_edit_focused())
            || (press.repeat && command.strike != Strike::Repeats)
            || (closes && (self.was_typed_in(ctx) || egui::Popup::is_any_open(ctx)))
            || command.ready(self).is_err()
        {
            return false;
        }
        (command.run)(self, ctx);
        // Menus and questions close themselves with the same press.
        !closes
    }

    /// Whether a field that is still there had the keyboard a frame ago: an Esc since then has left it, and does nothing else.
    fn was_typed_in(&self, ctx: &Context) -> bool {
        let typed = self.desk.typed;
        typed.is_some_and(|id| ctx.read_response(id).is_some())
    }

    /// Closes what is on top, else ends what goes on, else lets go of what is selected.
    pub(super) fn escape(&mut self, ctx: &Context) {
        // The full view lies over the wheel and the map.
        if self.close_front(ctx) || (!self.is_full() && self.leave_lab()) {
            return;
        }
        match self.place() {
            Place::Explore if self.grid.full => self.toggle_full(),
            Place::Explore if self.sight.loupe.on => self.toggle_loupe(),
            Place::Explore if self.is_computing() => self.pause(),
            Place::Compare if self.compare.is_computing() => self.stop_comparing(),
            Place::Explore if self.grid.partner.is_some() => self.let_partner_go(),
            Place::Explore | Place::Compare => self.grid.selected = Selected::Nothing,
            Place::TrainSetup | Place::Run if self.train.large => self.train.large = false,
            Place::TrainSetup | Place::Run => self.train.look.fit(),
            Place::Figures => self.evaluate.figures.task = None,
            Place::TasteAsking => self.taste.stage = Stage::Paused,
            Place::TastePaused => self.taste.stage = Stage::Asking,
            Place::TastePreparing | Place::TasteResult => self.leave_taste(),
            Place::Gallery => self.forget_kept_selection(),
            Place::TasteSetup => {}
        }
    }

    /// Stops after the result in progress, or takes computing up again.
    pub(super) fn stop_or_go_on(&mut self) {
        if self.grid.paused {
            self.grid.paused = false;
        } else {
            self.pause();
        }
    }

    /// Switches between the light and the dark theme.
    pub fn switch_theme(&mut self, ctx: &Context) {
        let other = if self.session.dark { "light" } else { "dark" };
        self.change_setting(ctx, "theme", other.into());
    }

    pub(super) fn choose_branch(&mut self, branch: Branch) {
        self.explore.choose(branch);
    }

    /// Moves the selection by so many columns and rows; it stops at the edges.
    pub(super) fn move_selection(&mut self, columns: i64, rows: i64) {
        if self.session.tab == Tab::Explore && self.lab.centre != Centre::Grid {
            return self.step_in_lab(columns, rows);
        }
        if self.grid.rows.is_empty() || self.explore.sources.is_empty() {
            return;
        }
        let (row, column) = match self.grid.selected {
            Selected::Cell(row, source) => {
                let row = self.grid.rows.iter().position(|other| other.id == row);
                let mut sources = self.explore.sources.iter();
                let column = sources.position(|other| *other == source);
                let at = |place: Option<usize>, step| place.unwrap_or(0) as i64 + step;
                (at(row, rows), at(column, columns))
            }
            _ => (0, 0),
        };
        let row = row.clamp(0, self.grid.rows.len() as i64 - 1) as usize;
        let column = column.clamp(0, self.explore.sources.len() as i64 - 1) as usize;
        self.grid.selected = Selected::Cell(self.grid.rows[row].id, self.explore.sources[column]);
        self.grid.reveal = true;
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

    pub(super) fn remove_selected(&mut self) {
        if let Selected::Header(side, picture) = self.grid.selected {
            self.remove_picture(side, picture);
        }
    }
}

/// The keys pressed since the last frame.
fn presses(ctx: &Context) -> Vec<Press> {
    let press = |(at, event): (usize, &Event)| match event {
        Event::Key {
            key,
            pressed: true,
            repeat,
            modifiers,
            ..
        } => Some(Press {
            at,
            stroke: Stroke {
                modifiers: *modifiers,
                key: *key,
            },
            repeat: *repeat,
        }),
        _ => None,
    };
    ctx.input(|input| input.events.iter().enumerate().filter_map(press).collect())
}
