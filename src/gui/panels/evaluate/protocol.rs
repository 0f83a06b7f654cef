//! How it is evaluated: modes, counts, seed, and the person's own networks.

use egui::{DragValue, Grid, Label, Role, Ui};

use super::weak;
use crate::engine::messages::Purpose;
use crate::evaluation::Mode;
use crate::evaluation::protocol::{MOST_OUTPUTS, OFFICIAL_OUTPUTS};
use crate::gui::app::App;
use crate::gui::evaluate::setup::{Own, Setup};
use crate::gui::icons::{Icon, icon_button};
use crate::gui::panels::left::heading;
use crate::gui::train::names;
use crate::gui::widgets::branch_bar::label_chip;
use crate::gui::{text, theme};

/// Most sources that can be asked for.
const MOST_SOURCES: usize = 100_000;

/// Draws the three sections.
pub fn show(app: &mut App, ui: &mut Ui) {
    heading(ui, "Modes");
    let setup = &mut app.evaluate.figures.setup;
    ui.horizontal_wrapped(|ui| {
        for (mode, on, hint) in [
            (Mode::Latent, setup.latent, text::MODE_LATENT),
            (Mode::Reference, setup.reference, text::MODE_REFERENCE),
        ] {
            let name = (mode.title(), mode.title().to_owned());
            let chip = label_chip(ui, name, Role::CheckBox, None, on);
            let hint = format!("{hint}. {}", text::MODE_LABELS);
            if chip.on_hover_text(hint).clicked() {
                setup.toggle(mode);
            }
        }
    });
    heading(ui, "Counts");
    counts(setup, ui);
    own(app, ui);
}

fn counts(setup: &mut Setup, ui: &mut Ui) {
    Grid::new("evaluation counts")
        .num_columns(2)
        .spacing([theme::SPACE_2, theme::SPACE_HALF])
        .show(ui, |ui| {
            let outputs = DragValue::new(&mut setup.outputs).range(1..=MOST_OUTPUTS);
            row(ui, "Outputs a source", outputs, text::OUTPUTS);
            let sources = DragValue::new(&mut setup.sources)
                .range(0..=MOST_SOURCES)
                .custom_formatter(|value, _| {
                    if value < 1.0 {
                        "all".to_owned()
                    } else {
                        format!("{value:.0}")
                    }
                })
                .custom_parser(|typed| match typed.trim() {
                    "all" | "" => Some(0.0),
                    number => number.parse().ok(),
                });
            row(ui, "Sources a domain", sources, text::SOURCES);
            let seed = DragValue::new(&mut setup.seed).speed(1.0);
            row(ui, "Seed", seed, text::EVALUATION_SEED);
        });
    ui.add_space(theme::SPACE_HALF);
    if setup.is_official() {
        weak(ui, text::OFFICIAL);
    } else {
        weak(ui, text::NOT_OFFICIAL);
        if ui.button("Official counts").clicked() {
            (setup.outputs, setup.sources) = (OFFICIAL_OUTPUTS, 0);
        }
    }
}

fn row(ui: &mut Ui, name: &str, value: DragValue<'_>, hint: &str) {
    let words = ui.label(name);
    ui.add(value).labelled_by(words.id).on_hover_text(hint);
    ui.end_row();
}

/// Networks that the person brings.
fn own(app: &mut App, ui: &mut Ui) {
    ui.add_space(theme::SPACE);
    let setup = &mut app.evaluate.figures.setup;
    let there = Own::ALL.iter().filter(|own| setup.own(**own).is_some());
    let title = match there.count() {
        0 => "Own networks".to_owned(),
        count => format!("Own networks, {count} of {}", Own::ALL.len()),
    };
    egui::CollapsingHeader::new(title)
        .id_salt("own networks")
        .show(ui, |ui| {
            weak(ui, text::OWN_NETWORKS);
            for own in Own::ALL {
                network(app, ui, own);
            }
        });
}

fn network(app: &mut App, ui: &mut Ui, own: Own) {
    let hint = match own {
        Own::AlexNet => text::OWN_ALEXNET,
        Own::Inception => text::OWN_INCEPTION,
    };
    let name = own.name();
    ui.horizontal(|ui| {
        let file = app.evaluate.figures.setup.own(own);
        match file.clone() {
            Some(path) => {
                if icon_button(ui, Icon::Close, &format!("Remove {name}")).clicked() {
                    *file = None;
                }
                let words = format!("{name}: {}", names::file_name(&path));
                ui.add(Label::new(words).truncate())
                    .on_hover_text(format!("{hint}\n{}", path.display()));
            }
            None => {
                let button = ui.button(format!("Choose {name}…"));
                if button.on_hover_text(hint).clicked() {
                    app.evaluate.figures.asked = Some(own);
                    app.ask(Purpose::Extractor, None);
                }
            }
        }
    });
}
