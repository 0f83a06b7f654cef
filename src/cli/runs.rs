//! `stargrid runs`: a training run at a glance, and its curves as a picture.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::engine::training::errands::export_curves;
use crate::problem::Problem;
use crate::runs::summary::{self, Summary};

use super::args::Runs;
use super::train::text;
use super::{destination, output};

/// Prints a summary and draws the curves. A run without rows has no curves, which is said.
pub fn run(command: &Runs) -> Result<(), Problem> {
    let summary = summary::read(&command.run).map_err(|error| Problem::new(error.to_string()))?;
    let curves = match &command.curves {
        Some(path) => {
            let csv = path
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
            destination::check(path, if csv { "csv" } else { "png" }, [])?;
            path.clone()
        }
        None => command.run.join("curves.png"),
    };
    let drawn = if summary.rows.is_empty() {
        output::note("nothing was logged yet, so there are no curves");
        None
    } else {
        export_curves(&command.run, &curves)?;
        Some(curves.as_path())
    };
    if command.json {
        output::result(format!("{:#}", as_json(command, &summary, drawn)))
    } else {
        output::result(as_text(command, &summary, drawn))
    }
}

fn as_json(command: &Runs, summary: &Summary, curves: Option<&Path>) -> Value {
    let last = summary.rows.last();
    let losses: serde_json::Map<String, Value> = last.map_or_else(Default::default, |row| {
        let named = row.terms.named().iter();
        named
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect()
    });
    json!({
        "run": command.run,
        "start": summary.config.start.to_string(),
        "domains": summary.config.data.domains,
        "step": last.map_or(0, |row| row.step),
        "steps": summary.config.schedule.steps,
        "seconds": last.map_or(0.0, |row| row.seconds),
        "losses": losses,
        "lambda_ds": last.map(|row| row.lambda_ds),
        "checkpoints": summary.checkpoints,
        "best": summary.best,
        "snapshots": summary.snapshots,
        "curves": curves,
    })
}

fn as_text(command: &Runs, summary: &Summary, curves: Option<&Path>) -> String {
    let config = &summary.config;
    let mut text = format!("Run           {}\n", command.run.display());
    let mut line = |name: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:13} {value}");
    };
    line("Start", config.start.to_string());
    line("Domains", config.data.domains.join(", "));
    match summary.rows.last() {
        Some(row) => {
            let time = text::time(row.seconds);
            line(
                "Steps",
                format!("{} of {}, in {time}", row.step, config.schedule.steps),
            );
            for (name, value) in row.terms.named() {
                line(&format!("  {name}"), format!("{value:.4}"));
            }
            line("  G/lambda_ds", format!("{:.4}", row.lambda_ds));
        }
        None => line("Steps", format!("none logged of {}", config.schedule.steps)),
    }
    let steps: Vec<String> = summary.checkpoints.iter().map(u64::to_string).collect();
    line(
        "Checkpoints",
        if steps.is_empty() {
            "none".to_owned()
        } else {
            steps.join(", ")
        },
    );
    if let Some(best) = summary.best {
        line("Best", format!("step {best}, by cycle and style terms"));
    }
    line("Sheets", summary.snapshots.to_string());
    if let Some(curves) = curves {
        line("Curves", curves.display().to_string());
    }
    text
}
