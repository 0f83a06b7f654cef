//! `stargrid inspect`: what a model file holds, for people or as JSON.

use std::path::Path;

use crate::checkpoint::report::{inspect_json, inspect_text};
use crate::checkpoint::{self, Inspection};
use crate::engine::messages::ModelSource;
use crate::engine::open;
use crate::problem::Problem;

use super::args::Inspect;
use super::eval::table;
use super::{output, session};

/// Prints the report. A file whose keys do not fit is reported as well, and is a failure all the same.
pub fn run(command: &Inspect) -> Result<(), Problem> {
    match session::model_source(&command.model) {
        ModelSource::File(path) => inspect_file(&path, command.json),
        source => print(&open::read(&source)?.inspection(), command.json),
    }
}

fn inspect_file(path: &Path, json: bool) -> Result<(), Problem> {
    match checkpoint::import(path) {
        Ok(model) => print(&model.inspection(), json),
        Err(error) => {
            if let Some(inspection) = error.inspection() {
                print(inspection, json)?;
            }
            Err(Problem::new(error.to_string()))
        }
    }
}

fn print(inspection: &Inspection, json: bool) -> Result<(), Problem> {
    let Inspection {
        config,
        report,
        card,
    } = inspection;
    if json {
        output::result(format!("{:#}", inspect_json(config, report, card)))
    } else {
        output::result(inspect_text(config, report, card))?;
        let mut tables = card.evaluations.iter().map(table::of);
        tables.try_for_each(|table| output::result(format!("\n{table}")))
    }
}
