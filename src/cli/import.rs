//! `stargrid import`: saves a checkpoint in our own format, with names for its domains.

use crate::checkpoint::{Imported, bundle};
use crate::domain::DomainSet;
use crate::engine::open;
use crate::problem::Problem;

use super::args::Import;
use super::{destination, output, session};

/// Reads a model, gives it the names that were asked for, and writes it.
pub fn run(command: &Import) -> Result<(), Problem> {
    destination::check(&command.out, "safetensors", [command.model.as_path()])?;
    let mut model = open::read(&session::model_source(&command.model))?;
    if !command.domains.is_empty() {
        rename_domains(&mut model, &command.domains)?;
    }
    if let Some(name) = &command.name {
        name.trim().clone_into(&mut model.card.name);
    }
    bundle::save(&command.out, &model).map_err(|error| Problem::new(error.to_string()))?;
    let networks = model.report.present.join(", ");
    let size = model.config.img_size;
    output::result(format!(
        "{} ({networks}; {size} x {size} pixels; domains {}): {}",
        model.card.name,
        model.config.domains.names().join(", "),
        command.out.display()
    ))
}

fn rename_domains(model: &mut Imported, names: &[String]) -> Result<(), Problem> {
    let count = model.config.num_domains();
    if names.len() != count {
        let text = format!(
            "The model has {count} domains, but {} names were given",
            names.len()
        );
        return Err(Problem::new(text));
    }
    model.config.domains = DomainSet::new(names.iter().map(|name| name.trim()));
    model
        .config
        .validate()
        .map_err(|error| Problem::because("These domain names cannot be used", &error))
}
