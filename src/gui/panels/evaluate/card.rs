//! The figures on a model's card: a short table for each evaluation, and what its figures stand on.

use egui::{Grid, RichText, Ui};

use super::{provenance, weak};
use crate::evaluation::{Evaluation, Metric};
use crate::gui::panels::left::heading;
use crate::gui::theme;

/// Width of the words beside their names.
const WORDS: f32 = 380.0;

/// Draws the figures of a card; nothing where it has none.
pub fn show(ui: &mut Ui, evaluations: &[Evaluation]) {
    for (at, evaluation) in evaluations.iter().enumerate().rev() {
        let data = match evaluation.data.name.as_str() {
            "" => String::new(),
            name => format!(" on {name}"),
        };
        heading(ui, &format!("Figures{data}"));
        ui.push_id(("figures", at), |ui| one(ui, evaluation));
    }
}

fn one(ui: &mut Ui, evaluation: &Evaluation) {
    let modes: Vec<_> = evaluation.modes.keys().copied().collect();
    Grid::new("figures")
        .spacing([theme::SPACE_2, theme::SPACE_HALF])
        .show(ui, |ui| {
            weak(ui, "");
            for mode in &modes {
                weak(ui, mode.title());
            }
            weak(ui, "Floor");
            weak(ui, "Better");
            ui.end_row();
            for metric in evaluation.metrics() {
                let name = ui.label(metric.title());
                name.on_hover_ui(|ui| {
                    provenance::tooltip(ui, metric.title(), evaluation, metric);
                });
                for mode in &modes {
                    let figure = evaluation.figure(*mode, metric);
                    value(ui, figure.map(|figure| metric.format(figure.mean)));
                }
                let floor = evaluation.floor.get(&metric);
                value(ui, floor.map(|floor| metric.format(floor.mean)));
                weak(ui, provenance::direction_word(metric));
                ui.end_row();
            }
        });
    ui.add_space(theme::SPACE_HALF);
    egui::CollapsingHeader::new("How they were measured")
        .id_salt("provenance")
        .show(ui, |ui| {
            provenance::table(ui, &rows(evaluation), WORDS);
        });
}

fn value(ui: &mut Ui, words: Option<String>) {
    match words {
        Some(words) => ui.label(words),
        None => ui.label(RichText::new("–").color(theme::of(ui).outline)),
    };
}

/// What all figures stand on; each extractor once, with the figures that it is behind.
fn rows(evaluation: &Evaluation) -> Vec<(&'static str, String)> {
    let mut rows = provenance::rows(evaluation, Metric::RoundTrip);
    let mut extractors: Vec<(String, Vec<&str>)> = Vec::new();
    for metric in evaluation.metrics() {
        let name = provenance::extractor(evaluation, metric).to_owned();
        match extractors.iter_mut().find(|(other, _)| *other == name) {
            Some((_, metrics)) => metrics.push(metric.title()),
            None => extractors.push((name, vec![metric.title()])),
        }
    }
    let at = rows.iter().position(|(name, _)| *name == "Extractor");
    if let Some(at) = at {
        let each = extractors
            .into_iter()
            .map(|(name, metrics)| ("Extractor", format!("{}: {name}", metrics.join(", "))));
        rows.splice(at..=at, each);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Mode;

    #[test]
    fn each_extractor_is_told_once() {
        let figures = [
            Metric::Kid,
            Metric::Frechet,
            Metric::StLpips,
            Metric::RoundTrip,
        ];
        let figures = figures.map(|metric| (metric, Default::default()));
        let evaluation = Evaluation {
            modes: [(Mode::Latent, figures.into())].into(),
            protocol: "StarGAN v2".to_owned(),
            command: "stargrid eval".to_owned(),
            seed: 777,
            ..Evaluation::default()
        };
        let rows = rows(&evaluation);
        let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            [
                "Protocol",
                "Extractor",
                "Extractor",
                "Extractor",
                "Counts",
                "Seed",
                "Again"
            ]
        );
        assert!(
            rows[1]
                .1
                .starts_with("KID, Fréchet distance: EfficientNet-lite0")
        );
    }
}
