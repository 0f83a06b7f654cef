//! The first screen of the tab: three next steps, one of them obvious.

use egui::{RichText, Ui};

use crate::data::dataset::DataRoot;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::panels::recent;
use crate::gui::panels::welcome::card;
use crate::gui::recent::Kind;
use crate::gui::train::{Asked, names};
use crate::gui::{text, theme};
use crate::train::presets::Preset;

/// Width of the page in points.
const WIDTH: f32 = 760.0;
/// Share of the free height above the page.
const ABOVE: f32 = 0.24;

/// Draws the page.
pub fn show(app: &mut App, ui: &mut Ui) {
    super::canvas(ui, |ui| {
        let free = ui.available_size();
        let width = WIDTH.min(free.x - theme::SPACE_4);
        ui.add_space(free.y * ABOVE);
        ui.horizontal(|ui| {
            ui.add_space((free.x - width) / 2.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.label(theme::title(text::TRAIN_TITLE));
                ui.add_space(theme::SPACE_HALF);
                ui.label(RichText::new(text::TRAIN_WORDS).color(theme::of(ui).text_weak));
                ui.add_space(theme::SPACE_2);
                cards(app, ui);
                ui.add_space(theme::SPACE_2);
                last_time(app, ui);
            });
        });
    });
}

fn cards(app: &mut App, ui: &mut Ui) {
    ui.columns(3, |columns| {
        if card(&mut columns[0], text::TRAIN_DEMO, true) {
            app.set_up_demo();
        }
        if card(&mut columns[1], text::TRAIN_FOLDER, false) {
            app.train.asked = Asked::Nothing;
            app.ask(Purpose::Data, None);
        }
        if card(&mut columns[2], text::TRAIN_RESUME, false) {
            app.train.asked = Asked::Resume;
            app.ask(Purpose::Run, None);
        }
    });
}

impl App {
    /// Fills the set-up with the demo; nothing starts yet.
    pub(in crate::gui) fn set_up_demo(&mut self) {
        self.train.setup.choose(Preset::Demo);
        self.want_data(DataRoot::Bundled);
    }
}

/// What the person did last time, one click away.
fn last_time(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        if let Some(run) = app.train.last_run.clone() {
            let name = names::file_name(&run);
            let button = ui.button(format!("Look at the last run, {name}"));
            if button.on_hover_text(run.display().to_string()).clicked() {
                app.look_at_run(run);
            }
        }
        if let Some(root) = app.session.train.root() {
            let words = format!("Set-up of last time, {}", names::data(&root));
            if ui.button(words).clicked() {
                app.want_data(root);
            }
        }
        if let Some(run) = recent::menu(app, ui, "Recent runs", Kind::Run) {
            app.look_at_run(run);
        }
        if let Some(folder) = recent::menu(app, ui, "Recent folders", Kind::Data) {
            app.want_data(DataRoot::Folder(folder));
        }
        if app.train.reading {
            ui.spinner().accessible_name("In progress");
            ui.label("Reading the run…");
        }
    });
}
