//! The full view: one result, or two compared, as large as the window.

use egui::{CentralPanel, Frame, ScrollArea, Ui};

use super::shown;
use crate::gui::app::{App, Selected};
use crate::gui::text::comparing as text;
use crate::gui::theme;

/// Height in points that the controls under the picture take.
const UNDER: f32 = 176.0;

/// Draws the selected result over the whole window.
pub fn show(app: &mut App, ui: &mut Ui) {
    let Selected::Cell(row, source) = app.grid.selected else {
        return;
    };
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.canvas)
        .inner_margin(theme::SPACE_2);
    app.grid.hovered = None;
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let back = ui.button(text::BACK).on_hover_text("Esc, F");
            if back.clicked() {
                app.toggle_full();
            }
            shown::switches(app, ui);
        });
        ui.add_space(theme::SPACE);
        let room = ui.available_height() - UNDER;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            app.viewer.veil = None;
            app.viewer.brush = None;
            shown::show(app, ui, (row, source), Some(room));
            ui.add_space(theme::SPACE_HALF);
            shown::sentences(app, ui, row, source);
            super::trip::facts(app, ui, row, source);
        });
    });
}
