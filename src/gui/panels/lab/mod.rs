//! The middle of Explore and the lab's controls at the left: grid, branch wheel or style map; blends; the trail of latents.

pub mod blend;
mod map;
mod map_paint;
pub mod trail;
mod wheel;
mod wheel_shape;

use egui::{RichText, Ui, Vec2};

use crate::gui::app::App;
use crate::gui::commands;
use crate::gui::lab::Centre;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;

/// Draws the middle of Explore.
pub fn show(app: &mut App, ui: &mut Ui) {
    if app.lab.centre != Centre::Grid {
        // What the grid showed last is not on the screen any more, so it is not wanted first.
        app.grid.visible.clear();
        app.grid.hovered = None;
    }
    match app.lab.centre {
        Centre::Grid => super::grid::show(app, ui),
        Centre::Wheel => wheel::show(app, ui),
        Centre::Map => map::show(app, ui),
    }
}

/// The choice of what the middle shows.
pub fn views(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for (centre, name, words, command) in Centre::ALL {
            let chosen = app.lab.centre == centre;
            let hint = commands::with_key(words, command);
            if chip(ui, name, None, chosen).on_hover_text(hint).clicked() {
                app.lab.centre = centre;
            }
        }
    });
    ui.add_space(theme::SPACE_2);
}

/// Words that explain.
fn weak(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(theme::of(ui).text_weak));
}

/// A sentence in the middle of an empty view.
fn empty(ui: &mut Ui, words: &str) {
    let space = ui.available_height();
    ui.add_space(space * 0.4);
    ui.vertical_centered(|ui| {
        ui.set_max_width(theme::TOAST_WIDTH * 1.5);
        weak(ui, words);
    });
}
