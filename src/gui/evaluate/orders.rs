//! Every order to the evaluating worker, one function each: the only place of the window that speaks to it.

use std::path::PathBuf;

use crate::engine::evaluation::Evaluations;
use crate::engine::evaluation::messages::EvaluationOrder;
use crate::evaluation::Evaluation;
use crate::gui::app::App;

/// The worker; none while evaluations are only made up.
fn worker(app: &App) -> Option<&Evaluations> {
    (!app.evaluate.figures.made_up).then_some(&app.engine.evaluations)
}

/// Evaluates models one after the other.
pub fn begin(app: &App, order: EvaluationOrder) {
    if let Some(worker) = worker(app) {
        worker.order(order);
    }
}

/// Ends the order after the batch in progress.
pub fn cancel(app: &App) {
    if let Some(worker) = worker(app) {
        worker.cancel();
    }
}

/// Reads what is kept in a run's folder.
pub fn read(app: &App, run: PathBuf) {
    if let Some(worker) = worker(app) {
        worker.read(run);
    }
}

/// Writes an evaluation into the card of its model's file.
pub fn keep(app: &App, model: PathBuf, evaluation: Box<Evaluation>) {
    if let Some(worker) = worker(app) {
        worker.keep(model, evaluation);
    }
}
