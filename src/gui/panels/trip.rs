//! The line under a result: how far it is from its source, and how far it is when it was translated back.

use egui::{RichText, Ui, vec2};

use super::shown::weak;
use crate::gui::app::App;
use crate::gui::plan::RowId;
use crate::gui::state::PictureId;
use crate::gui::text::comparing as text;
use crate::gui::theme;
use crate::gui::trip::Trip;
use crate::gui::widgets::ViewMode;

/// Draws the line, as far as it is known.
pub fn facts(app: &mut App, ui: &mut Ui, row: RowId, source: PictureId) {
    let Some(trip) = app.trip(row, source) else {
        return;
    };
    let (there, back, hint) = match &trip {
        None => ("…".to_owned(), "…".to_owned(), String::new()),
        Some(Err(problem)) => ("none".to_owned(), "none".to_owned(), problem.to_string()),
        Some(Ok(trip)) => {
            let figure = |value: f32| format!("{value:.2}");
            (figure(trip.to_source), figure(trip.error), hint(trip))
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE_HALF, 0.0);
        let colour = theme::of(ui).text_weak;
        ui.label(RichText::new(format!("distance to source {there}")).color(colour))
            .on_hover_text(format!("{}{hint}", text::TO_SOURCE));
        ui.label(RichText::new("·").color(colour));
        ui.label(RichText::new(format!("round trip {back}")).color(colour))
            .on_hover_text(format!("{}{hint}", text::ROUND_TRIP));
    });
    match &trip {
        Some(Err(problem)) => weak(ui, problem.to_string()),
        // Looked at closely, the second measure stands there too.
        Some(Ok(Trip {
            perceptual: Some([there, back]),
            ..
        })) if app.viewer.mode == ViewMode::RoundTrip => {
            weak(
                ui,
                format!("ST-LPIPS: to source {there:.3} · round trip {back:.3}"),
            );
        }
        _ => {}
    }
}

/// The perceptual distances, once they are measured.
fn hint(trip: &Trip) -> String {
    match trip.perceptual {
        Some([there, back]) => format!(
            "\nST-LPIPS, which sees as people do: result {there:.3}, round trip {back:.3}; 0 is equal"
        ),
        None => String::new(),
    }
}
