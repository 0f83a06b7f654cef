//! All figures of an evaluation in a small table: means by mode, the floor, what is published, which way is better.

use egui::{Grid, RichText, Ui};

use super::{provenance, weak};
use crate::evaluation::{Metric, Mode, Published};
use crate::gui::evaluate::entry::Entry;
use crate::gui::{text, theme};

/// Space between columns.
const BETWEEN: f32 = 12.0;

/// Draws the table.
pub fn show(ui: &mut Ui, entry: &Entry) {
    let modes = entry.modes();
    let published = Published::beside(&entry.found);
    let metrics = entry.metrics().into_iter();
    let has_published = |metric: Metric| {
        let mut modes = modes.iter();
        published.filter(|published| modes.any(|mode| published.mean(*mode, metric).is_some()))
    };
    ui.label(theme::strong("All means"));
    ui.add_space(theme::SPACE_HALF);
    Grid::new("means")
        .striped(false)
        .spacing([BETWEEN, theme::SPACE_HALF])
        .show(ui, |ui| {
            head(ui, &modes, published.is_some());
            for metric in metrics {
                row(
                    ui,
                    entry,
                    metric,
                    &modes,
                    has_published(metric),
                    published.is_some(),
                );
            }
        });
    if let Some(published) = published {
        ui.add_space(theme::SPACE_HALF);
        weak(ui, &provenance::published_note(published));
    }
}

fn head(ui: &mut Ui, modes: &[Mode], published: bool) {
    weak(ui, "");
    for mode in modes {
        let name = match mode {
            Mode::Latent => "Latent",
            Mode::Reference => "Reference",
            Mode::Labels => "Labels",
        };
        weak(ui, name);
    }
    let ink = theme::of(ui).text_weak;
    ui.label(RichText::new("Floor").color(ink))
        .on_hover_text(text::FLOOR);
    if published {
        weak(ui, "Published");
    }
    weak(ui, "Better");
    ui.end_row();
}

fn row(
    ui: &mut Ui,
    entry: &Entry,
    metric: Metric,
    modes: &[Mode],
    published: Option<&Published>,
    column: bool,
) {
    let tip = |ui: &mut Ui| provenance::tooltip(ui, metric.title(), &entry.found, metric);
    ui.label(metric.title()).on_hover_ui(tip);
    for mode in modes {
        let mean = entry.figure(*mode, metric).map(|figure| figure.mean);
        cell(ui, mean.map(|mean| metric.format(mean))).on_hover_ui(tip);
    }
    let floor = entry.found.floor.get(&metric);
    cell(ui, floor.map(|floor| metric.format(floor.mean))).on_hover_text(text::FLOOR);
    if column {
        let of = |mode: &Mode| published?.mean(*mode, metric);
        let means: Vec<String> = modes
            .iter()
            .filter_map(of)
            .map(|mean| metric.format(mean))
            .collect();
        let words = (!means.is_empty()).then(|| means.join(", "));
        cell(ui, words);
    }
    weak(ui, provenance::direction_word(metric));
    ui.end_row();
}

fn cell(ui: &mut Ui, words: Option<String>) -> egui::Response {
    match words {
        Some(words) => ui.label(words),
        None => {
            let ink = theme::of(ui).outline;
            ui.label(RichText::new("–").color(ink))
        }
    }
}
