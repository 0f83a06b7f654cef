//! The right panel of a run: how far it is, how fast, with how much memory, and the values at the cursor.

use egui::{Grid, ProgressBar, RichText, Ui};

use crate::gui::app::App;
use crate::gui::panels::left::heading;
use crate::gui::theme;
use crate::gui::train::Activity;
use crate::gui::train::curves::{Chart, Curve, Curves, Pass, Term};
use crate::gui::train::names;

/// Share of waiting for data above which it is said aloud.
const WAITING: f32 = 0.05;

/// Draws how far the run is.
pub fn show(app: &App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else {
        ui.label(theme::strong("Status"));
        ui.label(RichText::new("No step is done yet.").color(theme::of(ui).text_weak));
        return;
    };
    let (done, all) = (run.step, run.config.schedule.steps);
    let weak = theme::of(ui).text_weak;
    ui.horizontal(|ui| {
        ui.label(theme::title(format!("Step {}", names::count(done))));
        ui.label(RichText::new(format!("of {}", names::count(all))).color(weak));
    });
    let share = done as f32 / all.max(1) as f32;
    ui.add(ProgressBar::new(share.min(1.0)).desired_height(theme::SPACE_HALF + 2.0))
        .accessible_name("Progress");
    ui.add_space(theme::SPACE_HALF);
    let training = app.train.shows_active() && app.train.activity.is_under_way();
    let Some(machine) = run.machine.filter(|_| training) else {
        return;
    };
    let paused = app.train.activity == Activity::Paused;
    let left = if paused {
        "paused".to_owned()
    } else {
        names::duration(machine.left)
    };
    let mut rows = vec![
        ("Speed", format!("{:.1} steps/s", machine.pace)),
        ("Time left", left),
        ("Memory", names::bytes(machine.memory)),
    ];
    if machine.waiting > WAITING {
        rows.push((
            "Waiting for data",
            format!("{:.0} % of the time", machine.waiting * 100.0),
        ));
    }
    Grid::new("machine")
        .num_columns(2)
        .spacing([theme::SPACE_2, theme::SPACE_HALF])
        .show(ui, |ui| {
            for (name, value) in rows {
                ui.label(RichText::new(name).color(weak));
                ui.label(value);
                ui.end_row();
            }
        });
}

/// Draws the values at the cursor.
pub fn values(app: &App, ui: &mut Ui) {
    let Some(run) = app.train.shown() else { return };
    if run.curves.rows() == 0 {
        return;
    }
    let step = app.train.step();
    heading(ui, &format!("At step {}", names::count(step)));
    let terms = [
        Chart::Discriminator,
        Chart::GeneratorTerms,
        Chart::GeneratorTotal,
    ];
    let terms = terms.into_iter().flat_map(|chart| run.curves.terms(chart));
    table(ui, &run.curves, terms, step);
}

/// Values of terms at a step: latent and reference beside each other.
pub fn table(ui: &mut Ui, curves: &Curves, terms: impl Iterator<Item = Term>, step: u64) {
    let tokens = theme::of(ui);
    let terms: Vec<Term> = terms.collect();
    let has = |pass: &Pass| {
        terms
            .iter()
            .any(|&term| curves.get((term, *pass)).is_some())
    };
    let shown: Vec<Pass> = Pass::ALL.into_iter().filter(has).collect();
    Grid::new("values")
        .num_columns(1 + shown.len())
        .spacing([theme::SPACE_2, 2.0])
        .show(ui, |ui| {
            let mut head = true;
            for term in terms {
                let value = |pass| {
                    curves
                        .get((term, pass))
                        .and_then(|curve: &Curve| curve.value_at(step))
                };
                let values: Vec<Option<f64>> = shown.iter().map(|&pass| value(pass)).collect();
                if values.iter().all(Option::is_none) {
                    continue;
                }
                let named = shown.iter().any(|pass| !pass.word().is_empty());
                if std::mem::take(&mut head) && named && !term.is_single() {
                    ui.label("");
                    for pass in &shown {
                        ui.label(RichText::new(pass.word()).color(tokens.text_weak));
                    }
                    ui.end_row();
                }
                ui.label(RichText::new(term.name()).color(theme::term_colour(
                    term.hue(),
                    false,
                    tokens,
                )))
                .on_hover_text(term.meaning());
                for value in values {
                    ui.label(value.map_or_else(String::new, names::value));
                }
                ui.end_row();
            }
        });
}
