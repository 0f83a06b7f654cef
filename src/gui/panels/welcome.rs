//! The three next steps under the demo grid.

use egui::{Align, Frame, Layout, RichText, Ui};

use crate::domain::Branch;
use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::state::{Origin, StyleFrom, Tab};
use crate::gui::{text, theme};

/// Height the cards take, in points, and without their words.
const HEIGHT: (f32, f32) = (112.0, 40.0);
/// Space below this width in points is too narrow for the words.
const NARROW: f32 = 620.0;
/// The widest that the cards get together.
const WIDEST: f32 = 1120.0;

/// Height the cards take in this width.
pub fn height(width: f32) -> f32 {
    if width < NARROW { HEIGHT.1 } else { HEIGHT.0 }
}

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
    if ui.available_width() < NARROW {
        let step = |ui: &mut Ui, (name, words): (&str, &str), primary| {
            let shown = ui.add(button(ui, name, primary));
            shown.on_hover_text(words).clicked()
        };
        let pressed = ui.horizontal(|ui| {
            [
                step(ui, text::STEP_PICTURES, true),
                step(ui, text::STEP_MODEL, false),
                step(ui, text::STEP_TRAIN, false),
            ]
        });
        return follow(app, pressed.inner);
    }
    ui.set_max_width(WIDEST.min(ui.available_width()));
    let pressed = ui.columns_const(|[first, second, third]| {
        [
            card(first, text::STEP_PICTURES, true),
            card(second, text::STEP_MODEL, false),
            card(third, text::STEP_TRAIN, false),
        ]
    });
    follow(app, pressed);
}

fn follow(app: &mut App, [pictures, model, train]: [bool; 3]) {
    if pictures {
        app.ask(Purpose::Pictures, None);
    }
    if model {
        app.ask(Purpose::Model, None);
    }
    if train {
        app.session.tab = Tab::Train;
        app.set_up_demo();
    }
}

fn button(ui: &Ui, name: &str, primary: bool) -> egui::Button<'static> {
    let tokens = theme::of(ui);
    if primary {
        egui::Button::new(RichText::new(name).color(tokens.accent_text)).fill(tokens.accent)
    } else {
        egui::Button::new(name.to_owned())
    }
}

/// One card: its button is the step's name; `true` when pressed.
pub fn card(ui: &mut Ui, (name, words): (&str, &str), primary: bool) -> bool {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.panel)
        .stroke((theme::HAIRLINE, tokens.edge))
        .corner_radius(theme::CORNER)
        .inner_margin(theme::SPACE);
    // The columns justify what they hold; words in a card do not want that.
    let words = |ui: &mut Ui| {
        ui.set_min_size(egui::vec2(ui.available_width(), HEIGHT.0 - theme::SPACE_4));
        let pressed = ui.add(button(ui, name, primary)).clicked();
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
