//! A run as it lies on the disk, for the window to show.

use std::path::Path;

use super::messages::RunView;
use crate::problem::Problem;
use crate::runs::{checkpoints, evaluations, snapshots, summary};

/// Reads a run without taking hold of it.
///
/// # Errors
/// When there is no run, or it cannot be read.
pub fn of(run: &Path) -> Result<RunView, Problem> {
    let refused = |error: crate::runs::RunError| Problem::new(error.to_string());
    let summary = summary::read(run).map_err(refused)?;
    let checkpoints = checkpoints::list(run).map_err(refused)?;
    let logged = summary.rows.last().map_or(0, |row| row.step);
    let saved = checkpoints.last().map_or(0, |saved| saved.step);
    Ok(RunView {
        folder: run.to_owned(),
        domains: summary.config.data.domains.clone(),
        config: summary.config,
        rows: summary.rows,
        snapshots: snapshots::list(run).map_err(refused)?,
        checkpoints,
        evaluations: evaluations::read(run).map_err(refused)?,
        step: logged.max(saved),
        warm: None,
    })
}
