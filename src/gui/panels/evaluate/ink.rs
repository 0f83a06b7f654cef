//! Words painted at a place: values in cells, names behind their domain's dot.

use egui::{Pos2, Ui, vec2};

use crate::gui::theme;

/// Widths of the names of sources: least and most.
const NAMES: (f32, f32) = (64.0, 128.0);

/// Width of the column that holds these names.
pub fn names_width(ui: &Ui, domains: &[String]) -> f32 {
    let width = |name: &String| {
        let painter = ui.painter();
        let galley = painter.layout_no_wrap(name.clone(), theme::body_font(), theme::INK_LATER);
        galley.size().x
    };
    let widest = domains.iter().map(width).fold(0.0, f32::max);
    (widest + theme::SPACE_3).clamp(NAMES.0, NAMES.1)
}

/// A name behind its domain's dot, cut to `width`.
pub fn named(ui: &Ui, at: Pos2, name: &str, colour: egui::Color32, width: f32) {
    let tokens = theme::of(ui);
    let dot = at + vec2(theme::SPACE_HALF, 0.0);
    ui.painter().circle_filled(dot, theme::SPACE_HALF, colour);
    let room = (width - theme::SPACE_2 - theme::SPACE_HALF).max(0.0);
    let mut job =
        egui::text::LayoutJob::simple_singleline(name.to_owned(), theme::body_font(), tokens.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let corner = at + vec2(theme::SPACE + 6.0, -galley.size().y / 2.0);
    ui.painter().galley(corner, galley, tokens.text);
}

/// Words around `at`, or from there to the right.
pub fn written(ui: &Ui, at: Pos2, words: &str, ink: egui::Color32, centred: bool) {
    let align = if centred {
        egui::Align2::CENTER_CENTER
    } else {
        egui::Align2::LEFT_CENTER
    };
    ui.painter().text(at, align, words, theme::body_font(), ink);
}
