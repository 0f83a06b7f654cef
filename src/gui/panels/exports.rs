//! The window of exports: what, how, where; below it what is under way.

mod film;
mod list;
mod pages;
mod preview;

use egui::{Align, Align2, Context, Layout, ProgressBar, RichText, ScrollArea, Ui, vec2};

use crate::gui::app::App;
use crate::gui::exports::{Stage, What};
use crate::gui::front;
use crate::gui::icons::{Icon, icon_button, labelled_if};
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Width of the controls in points.
const CONTROLS: f32 = 332.0;
/// Width of the preview in points.
const PREVIEW: f32 = 288.0;
/// Height in points that the window leaves to its title and to the screen's edges.
const AROUND: f32 = 120.0;
/// Width of the bar in the status bar.
const BAR: f32 = 72.0;

/// Draws the window, when it is open.
pub fn show(app: &mut App, ctx: &Context) {
    if !app.open.exports {
        return;
    }
    let mut open = true;
    front::window("Export")
        .pivot(Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center())
        .open(&mut open)
        .collapsible(false)
        .auto_sized()
        .show(ctx, |ui| {
            let most = ctx.content_rect().height() - AROUND;
            ScrollArea::vertical().max_height(most).show(ui, |ui| {
                body(app, ui);
            });
        });
    if !open {
        app.toggle_exports();
    }
}

fn body(app: &mut App, ui: &mut Ui) {
    ui.set_max_width(CONTROLS + theme::SPACE_2 + PREVIEW);
    ui.horizontal(|ui| {
        for (what, name) in What::ALL {
            if chip(ui, name, None, app.exports.setup.what == what).clicked() {
                app.exports.setup.what = what;
                app.exports.preview.since = None;
            }
        }
    });
    ui.add_space(theme::SPACE);
    match app.exports.setup.what {
        What::Walk | What::Video => {
            ui.horizontal_top(|ui| {
                column(ui, CONTROLS, |ui| film::show(app, ui));
                ui.add_space(theme::SPACE);
                column(ui, PREVIEW, |ui| preview::show(app, ui));
            });
        }
        What::Sheet => column(ui, CONTROLS + PREVIEW, |ui| pages::sheet(app, ui)),
        What::Keepsake => column(ui, CONTROLS + PREVIEW, |ui| pages::keepsake(app, ui)),
    }
    ui.add_space(theme::SPACE);
    save(app, ui);
    list::show(app, ui);
}

fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

/// The button that asks for a place, and why it cannot be used.
fn save(app: &mut App, ui: &mut Ui) {
    let lacks = app.export_lacks();
    let words = match app.exports.setup.what {
        What::Walk | What::Video => "Save the film…",
        What::Sheet => "Save the sheet…",
        What::Keepsake => "Save the page…",
    };
    ui.horizontal(|ui| {
        if labelled_if(ui, lacks.is_none(), Icon::Save, words, true).clicked() {
            app.ask_export();
        }
        if let Some(lacks) = lacks {
            weak(ui, &lacks);
        }
    });
}

/// What is under way, in the status bar.
pub fn status(app: &mut App, ui: &mut Ui) {
    let count = app.exports.open().count();
    let Some(first) = app.exports.open().next().cloned() else {
        return;
    };
    ui.add_space(theme::SPACE_2);
    // From right to left.
    let name = format!("Stop the export {}", first.title);
    if icon_button(ui, Icon::Close, &name).clicked() {
        app.cancel_export(first.id);
    }
    let share = match first.stage {
        Stage::Making { done, all, .. } => done as f32 / all.max(1) as f32,
        _ => 0.0,
    };
    ui.add(ProgressBar::new(share).desired_width(BAR));
    let words = match count {
        1 => "Exporting".to_owned(),
        more => format!("Exporting, {} more wait", more - 1),
    };
    ui.label(words).on_hover_text(first.title);
}

/// Words that explain.
fn weak(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

/// A heading within the window.
fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(theme::SPACE);
    ui.label(theme::strong(words));
}

/// A duration as people say it.
fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 10.0 => format!("{seconds:.1} s"),
        seconds if seconds < 90.0 => format!("{seconds:.0} s"),
        seconds => format!("{:.0} min", seconds / 60.0),
    }
}

/// A tick, with what it does on hover.
fn tick(ui: &mut Ui, on: &mut bool, words: &str, hint: &str) {
    ui.checkbox(on, words).on_hover_text(hint);
}

/// What a sheet or page is, before its controls.
fn explained(ui: &mut Ui, words: &str) {
    weak(ui, words);
    ui.add_space(theme::SPACE_HALF);
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration(3.72), "3.7 s");
        assert_eq!(duration(42.4), "42 s");
        assert_eq!(duration(125.0), "2 min");
    }
}
