//! What to make: where styles come from, the branch, and the controls of the chosen kind of rows.

use egui::{Panel, ScrollArea, Ui};

use super::{Width, lab, labels, latents};
use crate::domain::Branch;
use crate::gui::app::App;
use crate::gui::state::{StyleFrom, Tab};
use crate::gui::tour::marks::{self, Mark};
use crate::gui::widgets::SliderRow;
use crate::gui::widgets::branch_bar::{branch_bar, chip_if};
use crate::gui::{text, theme};

/// Width of the panel: its share of the window, and how wide it is at first and by hand, at least and at most.
const WIDTH: Width = Width {
    share: 0.2,
    first: (216.0, 264.0),
    by_hand: (208.0, 340.0),
};

/// Draws the left panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (least, most) = WIDTH.by_hand;
    Panel::left("left")
        .default_size(WIDTH.of(ui))
        .size_range(least..=most)
        .show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                if app.session.tab == Tab::Explore {
                    lab::views(app, ui);
                }
                if app.takes_labels() {
                    labels::show(app, ui);
                } else {
                    styles(app, ui);
                }
                ui.add_space(theme::SPACE_2);
            });
        });
}

fn styles(app: &mut App, ui: &mut Ui) {
    style_from(app, ui);
    branch(app, ui);
    if app.explore.style_from == StyleFrom::Latents {
        latents::show(app, ui);
    }
    if app.explore.style_from == StyleFrom::References {
        strength(app, ui);
    }
    heading(ui, "Blend of styles");
    lab::blend::show(app, ui);
}

/// A section's name.
pub fn heading(ui: &mut Ui, name: &str) {
    ui.add_space(theme::SPACE_2);
    ui.label(theme::strong(name));
    ui.add_space(theme::SPACE_HALF);
}

fn style_from(app: &mut App, ui: &mut Ui) {
    ui.label(theme::strong("Style from"));
    ui.add_space(theme::SPACE_HALF);
    let (encoder, mapping) = app.model.as_ref().map_or((true, true), |model| {
        (model.has_style_encoder, model.has_mapping)
    });
    ui.horizontal(|ui| {
        for (choice, name, possible, why) in [
            (
                StyleFrom::References,
                "References",
                encoder,
                text::NO_STYLE_ENCODER,
            ),
            (StyleFrom::Latents, "Latents", mapping, text::NO_MAPPING),
        ] {
            let chip = chip_if(ui, possible, name, None, app.explore.style_from == choice);
            if chip.on_disabled_hover_text(why).clicked() {
                app.explore.style_from = choice;
            }
        }
    });
}

fn branch(app: &mut App, ui: &mut Ui) {
    let Some(domains) = app.model.as_ref().map(|model| model.config.domains.clone()) else {
        return;
    };
    heading(ui, "Branch");
    // A latent has no domain of its own: "own" shows it in all.
    let shown = match (app.explore.style_from, app.explore.branch) {
        (StyleFrom::Latents, Branch::Own) => Branch::All,
        (_, branch) => branch,
    };
    let bar = ui.scope(|ui| branch_bar(ui, &domains, shown));
    marks::note(ui.ctx(), Mark::Branch, bar.response.rect);
    if let Some(branch) = bar.inner {
        app.explore.choose(branch);
    }
}

/// How strong references are; it needs the mean style of a mapping network.
fn strength(app: &mut App, ui: &mut Ui) {
    if !app.model.as_ref().is_some_and(|model| model.has_mapping) {
        return;
    }
    ui.add_space(theme::SPACE);
    SliderRow::new("Strength", &mut app.explore.strength, 0.0..=1.0)
        .default_value(1.0)
        .decimals(2)
        .tooltip(text::lab::REFERENCE_STRENGTH)
        .show(ui);
}
