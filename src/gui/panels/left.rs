//! What to make: where styles come from, the branch, and the controls of the chosen kind of rows.

use egui::{Panel, ScrollArea, Ui};

use super::{Width, labels, latents};
use crate::domain::Branch;
use crate::gui::app::App;
use crate::gui::plan::end_name;
use crate::gui::state::{Blend, End, StyleFrom};
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
    heading(ui, "Between two styles");
    blend(app, ui);
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

fn blend(app: &mut App, ui: &mut Ui) {
    let ends = blend_ends(app);
    let Some(mut blend) = app.explore.blend.clone() else {
        let possible = ends.len() >= 2;
        let button = ui.add_enabled(possible, egui::Button::new("Add a blend row"));
        if button
            .on_hover_text("A row whose style lies on the line between two others")
            .clicked()
        {
            app.explore.blend = Some(Blend {
                from: ends[0],
                to: ends[1],
                weight: 0.5,
            });
        }
        return;
    };
    choose_end(app, ui, "From", &mut blend.from, &ends);
    choose_end(app, ui, "To", &mut blend.to, &ends);
    SliderRow::new("Weight", &mut blend.weight, 0.0..=1.0)
        .default_value(0.5)
        .decimals(2)
        .show(ui);
    let remove = ui.button("Remove the blend row").clicked();
    app.explore.blend = (!remove).then_some(blend);
}

/// All styles that a blend can end at: references, and each latent in each domain.
fn blend_ends(app: &App) -> Vec<End> {
    let Some(model) = &app.model else {
        return Vec::new();
    };
    let references = app
        .explore
        .references
        .iter()
        .map(|&id| End::Reference(id))
        .filter(|_| model.has_style_encoder);
    let count = if model.has_mapping {
        app.explore.latents.len()
    } else {
        0
    };
    let latents = (0..count).flat_map(|place| {
        (0..model.config.num_domains()).map(move |domain| End::Latent(place, domain))
    });
    references.chain(latents).collect()
}

fn choose_end(app: &App, ui: &mut Ui, label: &str, end: &mut End, ends: &[End]) {
    let Some(model) = &app.model else { return };
    let name = |end: End| end_name(&app.explore, &app.library, &model.config.domains, end);
    ui.horizontal(|ui| {
        let words = ui.label(label);
        let combo = egui::ComboBox::from_id_salt(label)
            .selected_text(name(*end))
            .width(ui.available_width() - theme::SPACE);
        let shown = combo.show_ui(ui, |ui| {
            for &other in ends {
                ui.selectable_value(end, other, name(other));
            }
        });
        shown.response.labelled_by(words.id);
    });
}
