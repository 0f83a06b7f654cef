//! The model's eye, in the right panel: the masks of a source, how strongly they act, and a brush over them.

use egui::{Button, RichText, Ui, Vec2};

use crate::domain::eye::{MOST_STRENGTH, Touch};
use crate::engine::eye::messages::EyeOrigin;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::eye::Veil;
use crate::gui::state::PictureId;
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::{text, theme};

/// Least and largest radius of the brush, in percent of the picture.
const RADII: [f32; 2] = [2.0, 30.0];
/// What can be in the hand, its name and what it does.
const BRUSHES: [(Option<Touch>, &str, &str); 4] = [
    (None, "No brush", text::BRUSH_NONE),
    (Some(Touch::Protect), "Protect", text::BRUSH_PROTECT),
    (Some(Touch::Release), "Release", text::BRUSH_RELEASE),
    (Some(Touch::Erase), "Erase", text::BRUSH_ERASE),
];

/// Draws the section for a source; nothing for a model without a high-pass skip.
pub fn show(app: &mut App, ui: &mut Ui, source: PictureId) {
    if !app.has_high_pass() {
        return;
    }
    ui.add_space(theme::SPACE_2);
    ui.label(theme::strong("The model's eye"));
    let Some(origin) = app.eye.origin.clone() else {
        weak(ui, text::NO_EYE);
        if ui.button(text::OPEN_EYE).clicked() {
            app.ask(Purpose::Eye, None);
        }
        return;
    };
    weak(ui, &source_words(&origin));
    row(ui, |ui| {
        for (veil, name, does) in Veil::ALL {
            let chosen = app.eye.veil == veil;
            if chip(ui, name, None, chosen).on_hover_text(does).clicked() {
                app.eye.veil = veil;
            }
        }
    });
    if app.eye.veil != Veil::Off && app.is_looking_at(source) {
        weak(ui, text::EYE_LOOKING);
    }
    SliderRow::new(
        "Mask strength",
        &mut app.explore.eye.strength,
        0.0..=MOST_STRENGTH,
    )
    .default_value(1.0)
    .unit("×")
    .tooltip(text::EYE_STRENGTH)
    .show(ui);
    brush(app, ui, source);
}

fn brush(app: &mut App, ui: &mut Ui, source: PictureId) {
    row(ui, |ui| {
        for (brush, name, does) in BRUSHES {
            let chosen = app.eye.brush == brush;
            if chip(ui, name, None, chosen).on_hover_text(does).clicked() {
                app.eye.brush = brush;
                // Who paints wants to see where.
                if brush.is_some() && app.eye.veil == Veil::Off {
                    app.eye.veil = Veil::Coarse;
                }
            }
        }
    });
    if app.eye.brush.is_some() {
        let mut percent = app.eye.radius * 100.0;
        SliderRow::new("Brush size", &mut percent, RADII[0]..=RADII[1])
            .default_value(8.0)
            .decimals(0)
            .unit(" %")
            .show(ui);
        app.eye.radius = percent / 100.0;
    }
    let painted = app.explore.eye.edits.contains_key(&source);
    let clear = ui.add_enabled(painted, Button::new("Clear painting"));
    if clear.on_hover_text(text::BRUSH_CLEAR).clicked() {
        app.explore.eye.edits.remove(&source);
    }
}

fn source_words(origin: &EyeOrigin) -> String {
    match origin {
        EyeOrigin::Model => text::EYE_OF_MODEL.to_owned(),
        EyeOrigin::File(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            format!("Landmark network: {}", name.to_string_lossy())
        }
    }
}

fn row(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        add(ui);
    });
}

fn weak(ui: &mut Ui, words: &str) {
    let colour = theme::of(ui).text_weak;
    ui.label(RichText::new(words).color(colour));
}
