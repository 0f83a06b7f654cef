//! Every order to the evaluating worker, one function each: the only place of the window that speaks to it.

use std::path::PathBuf;

use crate::engine::evaluation::messages::EvaluationOrder;
use crate::evaluation::Evaluation;
use crate::gui::app::App;

/// Evaluates models one after the other.
pub fn begin(_app: &App, _order: EvaluationOrder) {}

/// Ends the order after the batch in progress.
pub fn cancel(_app: &App) {}

/// Reads what is kept in a run's folder.
pub fn read(_app: &App, _run: PathBuf) {}

/// Writes an evaluation into the card of its model's file.
pub fn keep(_app: &App, _model: PathBuf, _evaluation: Box<Evaluation>) {}
