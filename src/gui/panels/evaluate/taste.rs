//! The blind taste test: set-up, pairs, result.

mod pair;
mod result;
mod setup;

use egui::{Align, Frame, Layout, ProgressBar, RichText, ScrollArea, Ui, vec2};

use crate::gui::app::App;
use crate::gui::taste::Stage;
use crate::gui::{text, theme};
use crate::problem::Problem;

/// Width of a column of words and controls in points.
const COLUMN: f32 = 560.0;
/// Width of a progress bar in points.
const BAR: f32 = 240.0;

/// Draws the page.
pub fn show(app: &mut App, ui: &mut Ui) {
    app.look_for_tastes(false);
    match app.taste.stage.clone() {
        Stage::Setup => column(ui, |ui| setup::show(app, ui)),
        Stage::Preparing(doing, share) => column(ui, |ui| preparing(app, ui, &doing, share)),
        Stage::Asking => pair::show(app, ui),
        Stage::Paused => column(ui, |ui| paused(app, ui)),
        Stage::Result(test) => column(ui, |ui| result::show(app, ui, &test)),
        Stage::Failed(problem) => column(ui, |ui| failed(app, ui, &problem)),
    }
}

/// A column in the middle that scrolls.
fn column(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = COLUMN.min(ui.available_width());
        let margin = ((ui.available_width() - width) / 2.0).floor();
        ui.add_space(theme::SPACE_3);
        ui.horizontal_top(|ui| {
            ui.add_space(margin);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                content(ui);
                ui.add_space(theme::SPACE_4);
            });
        });
    });
}

/// Words that explain.
fn weak(ui: &mut Ui, words: impl Into<String>) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

/// A group's heading, with space before it.
fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(theme::SPACE_2);
    ui.label(theme::strong(words));
}

/// The button of the next step.
fn primary(ui: &mut Ui, words: &str) -> bool {
    primary_if(ui, true, words)
}

/// The same, when it is possible.
fn primary_if(ui: &mut Ui, possible: bool, words: &str) -> bool {
    let tokens = theme::of(ui);
    let button = egui::Button::new(RichText::new(words).color(tokens.accent_text));
    ui.add_enabled(possible, button.fill(tokens.accent))
        .clicked()
}

fn preparing(app: &mut App, ui: &mut Ui, doing: &str, share: Option<f32>) {
    ui.label(theme::title("Getting the first pairs ready"));
    ui.add_space(theme::SPACE);
    ui.horizontal(|ui| {
        match share {
            Some(share) => ui
                .add(ProgressBar::new(share).desired_width(BAR))
                .accessible_name("Progress"),
            None => ui.spinner().accessible_name("In progress"),
        };
        ui.label(doing);
    });
    ui.add_space(theme::SPACE);
    if ui.button("Cancel").on_hover_text("Esc").clicked() {
        app.leave_taste();
    }
    notes(ui, &app.taste.notes);
}

fn paused(app: &mut App, ui: &mut Ui) {
    let (answered, count) = (app.taste.answered, app.taste.count);
    ui.label(theme::title("Paused"));
    ui.add_space(theme::SPACE);
    ui.label(format!(
        "{answered} of {count} pairs are answered and kept."
    ));
    weak(ui, text::TASTE_PAUSED);
    ui.add_space(theme::SPACE_2);
    ui.horizontal_wrapped(|ui| {
        if primary(ui, "Go on") {
            app.taste.stage = Stage::Asking;
        }
        let finish = egui::Button::new("Show the result now");
        let finish = ui.add_enabled(answered > 0, finish);
        if finish.on_hover_text(text::TASTE_REVEALS).clicked() {
            app.finish_taste();
        }
        if ui
            .button("Leave")
            .on_hover_text("To the set-up; you can go on with this test later")
            .clicked()
        {
            app.leave_taste();
        }
    });
    ui.add_space(theme::SPACE);
    weak(ui, "Enter or Esc goes on.");
    notes(ui, &app.taste.notes);
}

fn failed(app: &mut App, ui: &mut Ui, problem: &Problem) {
    let tokens = theme::of(ui);
    ui.label(theme::title("The test cannot go on"));
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(&problem.headline).color(tokens.danger));
    for cause in &problem.causes {
        weak(ui, cause);
    }
    if let Some(hint) = &problem.hint {
        ui.label(format!("{hint}."));
    }
    if app.taste.answered > 0 {
        weak(ui, "The answers so far are kept.");
    }
    ui.add_space(theme::SPACE_2);
    if primary(ui, "Back to the set-up") {
        app.leave_taste();
    }
    notes(ui, &app.taste.notes);
}

/// What was left out, and why.
fn notes(ui: &mut Ui, notes: &[Problem]) {
    if notes.is_empty() {
        return;
    }
    let tokens = theme::of(ui);
    ui.add_space(theme::SPACE_2);
    let frame = Frame::new()
        .fill(tokens.panel)
        .corner_radius(theme::CORNER)
        .inner_margin(theme::SPACE);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        for note in notes {
            ui.label(RichText::new(note.to_string()).color(tokens.warn));
        }
    });
}
