//! Over the matrix: the mean in large letters, and what is published; under it: the scale of its tints.

use egui::{Sense, Ui, vec2};

use super::{provenance, weak};
use crate::evaluation::{Figure, Metric, Mode, Published};
use crate::gui::evaluate::entry::Entry;
use crate::gui::{text, theme};

/// Width and height of the scale of tints.
const SCALE: (f32, f32) = (96.0, 8.0);

/// The mean in large letters, and what it is of.
pub fn show(ui: &mut Ui, entry: &Entry, metric: Metric, mode: Mode) {
    let figure = entry.figure(mode, metric);
    ui.horizontal_wrapped(|ui| {
        let value = figure.map_or_else(|| "…".to_owned(), |figure| metric.format(figure.mean));
        let title = format!("{} {value}", metric.title());
        ui.label(theme::title(&title))
            .on_hover_ui(|ui| provenance::tooltip(ui, &title, &entry.found, metric));
        let tasks = figure.map_or(0, |figure| figure.tasks.len());
        let of = match (tasks, metric.is_of_one_domain()) {
            (0, _) => String::new(),
            (1, true) => "mean of 1 domain, ".to_owned(),
            (count, true) => format!("mean of {count} domains, "),
            (1, false) => "mean of 1 task, ".to_owned(),
            (count, false) => format!("mean of {count} tasks, "),
        };
        if let Some(error) = figure.and_then(Figure::mean_error) {
            weak(ui, &format!("± {}", metric.format(error)));
        }
        weak(
            ui,
            &format!(
                "{of}{}, {}",
                mode.title().to_lowercase(),
                provenance::direction(metric)
            ),
        );
    });
    let published = Published::beside(&entry.found);
    if let Some((published, mean)) =
        published.and_then(|published| Some((published, published.mean(mode, metric)?)))
    {
        let words = format!("Published for {}: {}", published.data, metric.format(mean));
        ui.label(words)
            .on_hover_text(provenance::published_note(published));
    }
}

/// The scale of tints.
pub fn scale(ui: &mut Ui, metric: Metric, range: Option<(f64, f64)>) {
    let Some((low, high)) = range.filter(|(low, high)| low < high) else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        weak(ui, &metric.format(low));
        let (rect, response) = ui.allocate_exact_size(vec2(SCALE.0, SCALE.1), Sense::hover());
        let tokens = theme::of(ui);
        let mut mesh = egui::Mesh::default();
        let corners = [
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
        ];
        for (corner, share) in corners.into_iter().zip([0.0, 1.0, 1.0, 0.0]) {
            mesh.colored_vertex(corner, theme::heat_colour(share, tokens));
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        ui.painter().add(mesh);
        response.on_hover_text(text::TINT);
        weak(ui, &metric.format(high));
        if metric == Metric::ToSource {
            weak(ui, text::DIAGONAL);
        }
    });
}
