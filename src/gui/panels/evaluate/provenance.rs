//! What a figure stands on: protocol, extractor, counts, seed and command; in its tooltip and on the model card.

use std::collections::BTreeMap;

use egui::{Label, Ui};

use super::weak;
use crate::evaluation::{Better, Evaluation, Metric, Published};
use crate::gui::theme;

/// Width of a tooltip in points.
const WIDTH: f32 = 420.0;
/// Width of a name in a tooltip.
const NAME: f32 = 72.0;

/// Which way is better, in a word or two.
pub fn direction(metric: Metric) -> &'static str {
    match metric.better() {
        Better::Lower => "lower is better",
        Better::Higher => "higher is better",
        Better::Depends => "which way is better depends",
    }
}

/// The same in one word, for tables.
pub fn direction_word(metric: Metric) -> &'static str {
    match metric.better() {
        Better::Lower => "lower",
        Better::Higher => "higher",
        Better::Depends => "depends",
    }
}

/// The network behind a figure.
pub fn extractor(evaluation: &Evaluation, metric: Metric) -> &str {
    let extractor = evaluation.extractor.get(&metric);
    extractor.map_or(metric.extractor(), String::as_str)
}

/// Counts, one sentence.
pub fn counts(evaluation: &Evaluation) -> String {
    let counts = &evaluation.counts;
    let outputs = match counts.outputs {
        1 => "1 output a source".to_owned(),
        outputs => format!("{outputs} outputs a source"),
    };
    let mut parts = vec![outputs];
    let listed = |of: &BTreeMap<String, usize>| {
        let each = of.iter().map(|(name, count)| format!("{name} {count}"));
        each.collect::<Vec<_>>().join(", ")
    };
    if !counts.sources.is_empty() {
        parts.push(format!("sources: {}", listed(&counts.sources)));
    }
    if !counts.real.is_empty() {
        parts.push(format!("real pictures: {}", listed(&counts.real)));
    }
    parts.join("; ")
}

/// The rows of a tooltip: names and words; what is not known yet is left out.
pub fn rows(evaluation: &Evaluation, metric: Metric) -> Vec<(&'static str, String)> {
    let rows = [
        ("Protocol", evaluation.protocol.clone()),
        ("Extractor", extractor(evaluation, metric).to_owned()),
        ("Counts", counts(evaluation)),
        ("Seed", evaluation.seed.to_string()),
        ("Pictures", evaluation.data.name.clone()),
        ("Again", evaluation.command.clone()),
    ];
    let known = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let mut rows: Vec<(&str, String)> = known.collect();
    let notes = evaluation.notes.iter().map(|note| ("Note", note.clone()));
    rows.extend(notes);
    rows
}

/// A figure's tooltip.
pub fn tooltip(ui: &mut Ui, title: &str, evaluation: &Evaluation, metric: Metric) {
    ui.set_max_width(WIDTH);
    ui.label(theme::strong(title));
    weak(ui, &format!("{}; {}.", metric.meaning(), direction(metric)));
    ui.add_space(theme::SPACE_HALF);
    table(ui, &rows(evaluation, metric), WIDTH - NAME - theme::SPACE_2);
}

/// Names and words in two columns.
pub fn table(ui: &mut Ui, rows: &[(&str, String)], width: f32) {
    ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
    for (name, words) in rows {
        // Not a grid: its rows centre a name beside words of several lines.
        ui.horizontal_top(|ui| {
            let size = egui::vec2(NAME, theme::SPACE_2);
            let top = egui::Layout::left_to_right(egui::Align::Min);
            ui.allocate_ui_with_layout(size, top, |ui| {
                ui.set_min_width(NAME);
                weak(ui, name);
            });
            ui.vertical(|ui| {
                ui.set_max_width(width);
                ui.add(Label::new(words).wrap());
            });
        });
    }
}

/// Whose figures stand beside ours, and when they may.
pub fn published_note(published: &Published) -> String {
    format!(
        "Published by the authors of StarGAN v2 for {}: their released weights, means over ten seeds. They stand here because data, size, counts and protocol are the same.",
        published.data
    )
}
