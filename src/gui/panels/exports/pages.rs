//! The controls of the contact sheet and of the keepsake.

use egui::{TextEdit, Ui};

use super::{explained, tick, weak};
use crate::export::contact::{self, Paper};
use crate::export::keepsake::{DOTS_PER_INCH, MADE_HERE, PAGE};
use crate::gui::app::App;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::{text, theme};

/// The contact sheet.
pub fn sheet(app: &mut App, ui: &mut Ui) {
    explained(ui, text::exports::SHEET);
    let name = app
        .model
        .as_ref()
        .map_or("", |model| &model.card.name)
        .to_owned();
    let setup = &mut app.exports.setup;
    ui.horizontal(|ui| {
        for (labelled, words) in [(true, "Labelled"), (false, "Plain")] {
            if chip(ui, words, None, setup.labelled == labelled).clicked() {
                setup.labelled = labelled;
            }
        }
    });
    if setup.labelled {
        ui.horizontal(|ui| {
            for (paper, words) in [(Paper::Light, "Light paper"), (Paper::Dark, "Dark paper")] {
                if chip(ui, words, None, setup.paper == paper).clicked() {
                    setup.paper = paper;
                }
            }
        });
        ui.add_space(theme::SPACE_HALF);
        field(ui, "Title", &mut setup.title, &name);
        field(ui, "Caption", &mut setup.caption, "Model, day and version");
    }
    ui.add_space(theme::SPACE);
    let missing = app.cells_missing();
    if let Some(task) = app.sheet_task() {
        let size = match &task.words {
            Some(words) => contact::size(&task.sheet, words),
            None => Some(task.sheet.size()),
        };
        let [width, height] = size.unwrap_or_default();
        let rest = match missing {
            0 => String::new(),
            1 => " · 1 cell is computed for it".to_owned(),
            more => format!(" · {more} cells are computed for it"),
        };
        weak(ui, &format!("{width} × {height} pixels{rest}"));
    }
}

fn field(ui: &mut Ui, name: &str, value: &mut String, hint: &str) {
    ui.horizontal(|ui| {
        let label = ui.label(name);
        let edit = TextEdit::singleline(value).hint_text(hint);
        ui.add(edit.desired_width(f32::INFINITY))
            .labelled_by(label.id);
    });
}

/// The keepsake.
pub fn keepsake(app: &mut App, ui: &mut Ui) {
    explained(ui, text::exports::KEEPSAKE);
    if let Some(task) = app.keepsake_task() {
        ui.label(&task.page.recipe);
        let count = task.variants.len();
        let family = match count {
            0 => "without relatives".to_owned(),
            1 => "with 1 relative".to_owned(),
            more => format!("with {more} relatives"),
        };
        let [width, height] = PAGE;
        weak(
            ui,
            &format!("{width} × {height} pixels, {DOTS_PER_INCH} an inch, {family}"),
        );
    }
    ui.add_space(theme::SPACE_HALF);
    let setup = &mut app.exports.setup;
    tick(ui, &mut setup.marked, "Visible mark", text::exports::MARK);
    weak(ui, &format!("At the foot: \u{201c}{MADE_HERE}\u{201d}"));
}
