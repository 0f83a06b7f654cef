//! The three next steps under the demo grid.

use egui::{Align, Frame, Layout, RichText, Ui};

use crate::domain::Branch;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::state::{Origin, StyleFrom, Tab};
use crate::gui::{text, theme};

/// Height the cards take, in points.
pub const HEIGHT: f32 = 112.0;

/// Whether the person is still on the first screen: nothing but demo pictures.
pub fn is_first_screen(app: &App) -> bool {
    let explore = &app.explore;
    let mut shown = explore.sources.iter().chain(&explore.references);
    let demo = |id| {
        app.library
            .get(id)
            .is_some_and(|pic| matches!(pic.origin, Origin::Demo(_)))
    };
    !app.takes_labels()
        && explore.style_from == StyleFrom::References
        && explore.branch != Branch::All
        && explore.blend.is_none()
        && shown.all(|&id| demo(id))
}

/// Draws the cards.
pub fn show(app: &mut App, ui: &mut Ui) {
    ui.columns(3, |columns| {
        if card(&mut columns[0], text::STEP_PICTURES, true) {
            app.ask(Purpose::Pictures, None);
        }
        if card(&mut columns[1], text::STEP_MODEL, false) {
            app.ask(Purpose::Model, None);
        }
        if card(&mut columns[2], text::STEP_TRAIN, false) {
            app.session.tab = Tab::Train;
            app.set_up_demo();
        }
    });
}

/// One card: its button is the step's name; `true` when pressed.
pub fn card(ui: &mut Ui, (name, words): (&str, &str), primary: bool) -> bool {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.panel)
        .corner_radius(theme::CORNER)
        .inner_margin(theme::SPACE);
    // The columns justify what they hold; words in a card do not want that.
    let words = |ui: &mut Ui| {
        ui.set_min_size(egui::vec2(ui.available_width(), HEIGHT - theme::SPACE_4));
        let button = if primary {
            egui::Button::new(RichText::new(name).color(tokens.accent_text)).fill(tokens.accent)
        } else {
            egui::Button::new(name)
        };
        let pressed = ui.add(button).clicked();
        ui.add_space(theme::SPACE_HALF);
        ui.label(RichText::new(words).color(tokens.text_weak));
        pressed
    };
    frame
        .show(ui, |ui| {
            ui.with_layout(Layout::top_down(Align::Min), words).inner
        })
        .inner
}
