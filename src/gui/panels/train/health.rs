//! What health found: a sentence and an advice each; what ends a run in the colour of danger.

use egui::{Frame, RichText, Sense, Ui, vec2};

use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::panels::left::heading;
use crate::gui::train::names;
use crate::gui::train::setup::Scan;
use crate::gui::{text, theme};
use crate::train::health::Finding;

/// Draws the findings of the run on screen.
pub fn show(app: &App, ui: &mut Ui) {
    heading(ui, "Health");
    let Some(run) = app.train.shown() else { return };
    if run.findings.is_empty() {
        healthy(ui);
    }
    for (step, finding) in run.findings.iter().rev() {
        card(ui, finding, Some(*step));
    }
}

/// Draws what is known before the start.
pub fn before_start(app: &App, ui: &mut Ui) {
    let Scan::Done(_, findings) = &app.train.setup.scan else {
        return;
    };
    if findings.is_empty() {
        return;
    }
    heading(ui, "Worth knowing");
    for finding in findings {
        card(ui, finding, None);
    }
}

fn healthy(ui: &mut Ui) {
    ui.horizontal(|ui| {
        let (at, _) = ui.allocate_exact_size(vec2(theme::ICON, theme::ICON), Sense::hover());
        let tokens = theme::of(ui);
        icons::paint(ui.painter(), Icon::Check, at.center(), tokens.ok);
        ui.label(RichText::new(text::HEALTHY).color(tokens.text_weak));
    });
}

fn card(ui: &mut Ui, finding: &Finding, step: Option<u64>) {
    let tokens = theme::of(ui);
    let colour = if finding.is_fatal() {
        tokens.danger
    } else {
        tokens.warn
    };
    let frame = Frame::new()
        .fill(tokens.raised)
        .corner_radius(theme::CORNER)
        .inner_margin(theme::SPACE);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
        ui.horizontal_wrapped(|ui| {
            let (at, _) = ui.allocate_exact_size(vec2(theme::ICON, theme::ICON), Sense::hover());
            icons::paint(ui.painter(), Icon::Warning, at.center(), colour);
            ui.label(
                RichText::new(finding.sentence()).color(if finding.is_fatal() {
                    colour
                } else {
                    tokens.text
                }),
            );
        });
        ui.label(RichText::new(finding.advice()).color(tokens.text_weak));
        if let Some(step) = step {
            let words = format!("Since step {}", names::count(step));
            ui.label(RichText::new(words).color(tokens.text_weak));
        }
    });
}
