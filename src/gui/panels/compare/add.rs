//! How a model comes into a comparison: the first screen, the place beside a single pane, and the menu.

use egui::{Frame, RichText, ScrollArea, Ui};

use super::weak;
use crate::engine::messages::{ModelSource, Purpose};
use crate::gui::app::App;
use crate::gui::{text, theme};

/// Width of the first screen's words in points.
const WIDTH: f32 = 420.0;
/// Height of the list of a run's steps.
const STEPS_HEIGHT: f32 = 220.0;

/// The tab without panes.
pub fn first(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE_4);
    ui.vertical_centered(|ui| {
        ui.set_max_width(WIDTH);
        ui.label(theme::title("Compare models"));
        ui.add_space(theme::SPACE);
        weak(ui, text::COMPARE_WORDS);
        ui.add_space(theme::SPACE_2);
        choices(app, ui);
    });
}

/// The place beside a single pane.
pub fn card(app: &mut App, ui: &mut Ui) {
    let frame = Frame::new()
        .fill(theme::of(ui).panel)
        .stroke((theme::HAIRLINE, theme::of(ui).edge))
        .corner_radius(theme::CORNER)
        .inner_margin(theme::SPACE_2);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("Compare with"));
        weak(ui, text::COMPARE_ADD);
        ui.add_space(theme::SPACE);
        choices(app, ui);
    });
}

/// Buttons for every model that could be added.
pub fn choices(app: &mut App, ui: &mut Ui) {
    if ui.button("Open a model file…").clicked() {
        app.ask(Purpose::ComparedModel, None);
    }
    let mut chosen = None;
    buttons(ui, &app.pane_choices(), &mut chosen);
    let steps = app.step_choices();
    if !steps.is_empty() {
        ui.add_space(theme::SPACE_HALF);
        ui.label(RichText::new("Steps of the last run").color(theme::of(ui).text_weak));
        ScrollArea::vertical()
            .max_height(STEPS_HEIGHT)
            .show(ui, |ui| buttons(ui, &steps, &mut chosen));
    }
    if let Some(source) = chosen {
        app.add_pane(source);
        ui.close();
    }
}

fn buttons(ui: &mut Ui, choices: &[(String, ModelSource)], chosen: &mut Option<ModelSource>) {
    for (name, source) in choices {
        let button = ui.button(name);
        let button = match source {
            ModelSource::File(path) => button.on_hover_text(path.display().to_string()),
            _ => button,
        };
        if button.clicked() {
            *chosen = Some(source.clone());
        }
    }
}
