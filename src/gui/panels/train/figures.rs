//! The figures of a run's steps, measured while it trains: the means over steps under the shared cursor, and the best of them.

use egui::{RichText, Ui};

use crate::evaluation::Metric;
use crate::gui::app::App;
use crate::gui::evaluate::series::Series;
use crate::gui::evaluate::setup::What;
use crate::gui::panels::evaluate::chart::View;
use crate::gui::panels::evaluate::provenance;
use crate::gui::panels::left::heading;
use crate::gui::state::Tab;
use crate::gui::theme;
use crate::gui::train::names;
use crate::gui::train::run::RunShown;

/// Height of the chart in points.
const HEIGHT: f32 = 112.0;

/// Draws the figures of the run on screen, when it has some or is going to.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (step, metric) = (app.train.step(), app.train.shown().map(RunShown::judged_by));
    let (Some(run), Some(metric)) = (app.train.shown(), metric) else {
        return;
    };
    let every = run.config.evaluation.every;
    if run.evaluations.is_empty() {
        if let Some(past) = run.newest().checked_div(every) {
            heading(ui, metric.title());
            let next = ((past + 1) * every).min(run.config.schedule.steps);
            let words = format!("The next evaluation is at step {}.", names::count(next));
            ui.label(RichText::new(words).color(theme::of(ui).text_weak));
        }
        return;
    }
    heading(ui, &format!("{} over steps", metric.title()));
    let series = Series::means(&run.evaluations, metric);
    let view = View {
        domains: &[],
        series: &series,
        metric,
        step: Some(step),
        chosen: None,
        range: Some(app.train.look.steps(run.newest())),
    };
    let clicked = view.plot(ui, HEIGHT, ("figures of", &run.folder));
    best(ui, run, &series, metric);
    if let Some(step) = clicked {
        app.train.scrub(step);
    }
    let hint = "The matrix of every step, on the Evaluate tab";
    if ui.button("All figures").on_hover_text(hint).clicked() {
        app.session.tab = Tab::Evaluate;
        app.evaluate.page = crate::gui::evaluate::Page::Figures;
        app.evaluate.figures.setup.what = What::Steps;
    }
}

/// The best step, and what its figure stands on.
fn best(ui: &mut Ui, run: &RunShown, series: &Series, metric: Metric) {
    let weak = theme::of(ui).text_weak;
    let found = series.best.and_then(|best| {
        let mut all = run.evaluations.iter().rev();
        all.find(|found| found.model.step == Some(best))
    });
    let Some((found, value)) = found.and_then(|found| Some((found, found.score(metric)?))) else {
        return;
    };
    let step = names::count(found.model.step.unwrap_or_default());
    let words = format!("Best: step {step}, {}", metric.format(value));
    ui.label(&words)
        .on_hover_ui(|ui| provenance::tooltip(ui, &words, found, metric));
    if series.left_out > 0 {
        let words = format!(
            "{} of before, made in another way, are not drawn.",
            series.left_out
        );
        ui.label(RichText::new(words).color(weak));
    }
}
