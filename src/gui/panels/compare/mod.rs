//! The Compare tab: what is compared at the top, a pane a model below, or a film strip a model.

mod add;
mod inputs;
mod links;
mod pane;
mod strips;

use egui::{CentralPanel, Frame, ProgressBar, RichText, ScrollArea, Ui, vec2};

use crate::gui::app::App;
use crate::gui::compare::orders::Field;
use crate::gui::compare::{AMPLIFY, CompareTab, Look, MOST_PANES, Mode};
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::{text, theme};

/// Width of the progress bar in points.
const BAR: f32 = 96.0;
/// Width of the amplification's slider.
const AMPLIFY_WIDTH: f32 = 240.0;

/// Draws the tab.
pub fn show(app: &mut App, ui: &mut Ui) {
    match app.compare.mode {
        Mode::Results => super::left::show(app, ui),
        Mode::Chains => links::show(app, ui),
    }
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        if app.compare.panes.is_empty() {
            return add::first(app, ui);
        }
        toolbar(app, ui);
        ui.add_space(theme::SPACE);
        let field = app.compared();
        let height = ui.available_height();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let top = ui.cursor().top();
            inputs::show(app, ui, &field);
            if field.columns.is_empty() {
                weak(ui, text::COMPARE_NO_SOURCES);
                return;
            }
            ui.add_space(theme::SPACE);
            match app.compare.mode {
                Mode::Results => panes(app, ui, &field, height - (ui.cursor().top() - top)),
                Mode::Chains => strips::show(app, ui, &field),
            }
        });
    });
}

/// Words that explain.
pub(super) fn weak(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

fn toolbar(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        let tab = &mut app.compare;
        for (mode, name) in [(Mode::Results, "Results"), (Mode::Chains, "Chains")] {
            if chip(ui, name, None, tab.mode == mode).clicked() {
                tab.mode = mode;
            }
        }
        ui.separator();
        ui.checkbox(&mut tab.grey, "Also in grey")
            .on_hover_text(text::COMPARE_GREY);
        if tab.mode == Mode::Results {
            ui.separator();
            looks(tab, ui);
        }
        if tab.panes.len() < MOST_PANES {
            ui.separator();
            ui.menu_button("Add a model…", |ui| add::choices(app, ui));
        }
    });
}

fn looks(tab: &mut CompareTab, ui: &mut Ui) {
    let all = [
        (Look::Result, "Result"),
        (Look::AgainstSource, "Difference to the source"),
        (Look::AgainstFirst, "Difference to the first pane"),
    ];
    for (look, name) in all {
        if chip(ui, name, None, tab.look == look).clicked() {
            tab.look = look;
        }
    }
    if tab.look != Look::Result {
        let mut amplify = tab.amplification();
        let size = vec2(AMPLIFY_WIDTH, theme::SPACE_3);
        ui.allocate_ui(size, |ui| {
            SliderRow::new("Amplify", &mut amplify, 1.0..=16.0)
                .default_value(AMPLIFY)
                .decimals(1)
                .unit("×")
                .show(ui);
        });
        tab.amplify = amplify;
    }
}

fn panes(app: &mut App, ui: &mut Ui, field: &Field, height: f32) {
    if field.rows.is_empty() {
        weak(ui, text::COMPARE_NO_ROWS);
    }
    let panes = app.compare.panes.clone();
    // With one pane the place beside it says what comes next.
    let count = panes.len().max(2);
    let gap = theme::SPACE_2;
    let width = (ui.available_width() - gap * (count - 1) as f32) / count as f32;
    let mut pointer = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for pane in &panes {
            let column = |ui: &mut Ui| {
                ui.set_width(width);
                ui.push_id(pane.id, |ui| pane::show(app, ui, pane, field, height))
                    .inner
            };
            pointer = pointer.or(ui.vertical(column).inner);
        }
        if panes.len() == 1 {
            ui.vertical(|ui| {
                ui.set_width(width);
                add::card(app, ui);
            });
        }
    });
    if app.compare.pointer != pointer {
        app.compare.pointer = pointer;
        ui.ctx().request_repaint();
    }
}

/// How far the comparison is, for the status bar.
pub fn progress(app: &mut App, ui: &mut Ui) {
    let ((there, all), opening) = (app.compare.progress, app.compare_opens());
    let what = match app.compare.mode {
        Mode::Results => "results",
        Mode::Chains => "stages",
    };
    if let Some(name) = opening {
        ui.label(format!("Opening {name}…"));
    } else if all == 0 {
        ui.label("Nothing to compare yet");
    } else if there == all {
        ui.label(format!("{all} {what}"));
    } else if app.compare.paused {
        ui.label(format!("Stopped at {there} of {all} {what}"));
        if ui.button("Go on").clicked() {
            app.compare.paused = false;
        }
    } else {
        ui.add(ProgressBar::new(there as f32 / all as f32).desired_width(BAR))
            .accessible_name("Progress");
        ui.label(format!("{there} of {all} {what}"));
        if ui
            .button("Stop")
            .on_hover_text("Stops after the picture in progress")
            .clicked()
        {
            app.stop_comparing();
        }
    }
}
