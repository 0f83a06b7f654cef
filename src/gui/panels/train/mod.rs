//! The Train tab: set-up or controls at the left, charts over sheets in the middle, the run's state at the right.

pub(in crate::gui::panels) mod axes;
mod beside;
mod chart;
mod charts;
mod controls;
mod figures;
mod found;
mod health;
mod labels;
mod legend;
mod photos;
mod settings;
mod setup;
mod sheet_window;
mod snapshots;
mod start;
mod status;
mod timeline;

use egui::{CentralPanel, Panel, RichText, ScrollArea, Ui};

use crate::engine::training::messages::Ending;
use crate::gui::app::App;
use crate::gui::theme;
use crate::gui::train::{Activity, Page, names};

/// Widths of the side panels in points: default, least and most.
const LEFT: (f32, f32, f32) = (272.0, 240.0, 360.0);
/// The right panel's.
const RIGHT: (f32, f32, f32) = (264.0, 224.0, 380.0);
/// Windows narrower than this have the least panels.
const NARROW: f32 = 1_100.0;

/// Draws the tab.
pub fn show(app: &mut App, ui: &mut Ui) {
    match app.train.page {
        Page::Start => start::show(app, ui),
        Page::Setup => {
            side(ui, true, |ui| setup::show(app, ui));
            side(ui, false, |ui| {
                photos::show(app, ui);
                health::before_start(app, ui);
            });
            found::show(app, ui);
        }
        Page::Run => {
            side(ui, true, |ui| controls::show(app, ui));
            side(ui, false, |ui| {
                status::show(app, ui);
                health::show(app, ui);
                figures::show(app, ui);
                status::values(app, ui);
                photos::show(app, ui);
            });
            canvas(ui, |ui| {
                if app.train.shown().is_some() {
                    charts::show(app, ui);
                    snapshots::show(app, ui);
                } else {
                    waiting(app, ui);
                }
            });
        }
    }
    sheet_window::show(app, ui.ctx());
}

/// A side panel that scrolls.
fn side(ui: &mut Ui, left: bool, content: impl FnOnce(&mut Ui)) {
    let (default, least, most) = if left { LEFT } else { RIGHT };
    let narrow = ui.ctx().content_rect().width() < NARROW;
    let default = if narrow { least } else { default };
    let name = if left { "train left" } else { "train right" };
    let panel = if left {
        Panel::left(name)
    } else {
        Panel::right(name)
    };
    panel
        .default_size(default)
        .size_range(least..=most)
        .show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                content(ui);
                ui.add_space(theme::SPACE_2);
            });
        });
}

/// Before the first news of a run.
fn waiting(app: &App, ui: &mut Ui) {
    ui.centered_and_justified(|ui| {
        ui.label(theme::strong(state_words(app)).color(theme::of(ui).text_weak));
    });
}

/// What the run does, in a word or two: the status bar has the rest.
fn state_word(app: &App) -> String {
    match &app.train.activity {
        Activity::Running => "Training".to_owned(),
        Activity::Paused => "Paused".to_owned(),
        Activity::Idle => "Not going on".to_owned(),
        Activity::Ended(_, Ending::Done) => "Done".to_owned(),
        Activity::Ended(_, Ending::Stopped) => "Stopped and saved".to_owned(),
        Activity::Ended(_, Ending::Failed(_)) => "Ended early".to_owned(),
        _ => state_words(app),
    }
}

/// The middle: pictures and curves lie on the canvas.
fn canvas(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let frame = egui::Frame::central_panel(ui.style()).fill(theme::of(ui).canvas);
    CentralPanel::default().frame(frame).show(ui, content);
}

/// What the tab is doing, in one line.
fn state_words(app: &App) -> String {
    let train = &app.train;
    if train.reading {
        return "Reading the run…".to_owned();
    }
    let steps = train.active.as_ref().map(|run| {
        format!(
            "step {} of {}",
            names::count(run.step),
            names::count(run.config.schedule.steps)
        )
    });
    let steps = steps.unwrap_or_default();
    match &train.activity {
        Activity::Idle => "No run is under way".to_owned(),
        Activity::Preparing(what) => format!("Preparing: {what}…"),
        Activity::Running => format!("Training, {steps}"),
        Activity::Pausing => "Resting after this step…".to_owned(),
        Activity::Paused => format!("Paused at {steps}"),
        Activity::Stopping => "Saving, then the run ends…".to_owned(),
        Activity::Ended(step, Ending::Done) => {
            format!("Done: all {} steps are made", names::count(*step))
        }
        Activity::Ended(step, Ending::Stopped) => {
            format!("Stopped and saved at step {}", names::count(*step))
        }
        Activity::Ended(step, Ending::Failed(_)) => {
            format!(
                "Ended at step {}; the last good checkpoint is kept",
                names::count(*step)
            )
        }
    }
}

/// The status bar's left end on this tab.
pub fn progress(app: &App, ui: &mut Ui) {
    ui.label(state_words(app));
    let machine = app.train.active.as_ref().and_then(|run| run.machine);
    if let (true, Some(machine)) = (app.train.activity.is_training(), machine) {
        let left = names::duration(machine.left);
        let words = format!("{:.1} steps/s · {left} left", machine.pace);
        ui.label(RichText::new(words).color(theme::of(ui).text_weak));
    }
}
