//! `stargrid import`: saves a checkpoint in our own format, with what its tensors do not tell: names, and the system.

use crate::checkpoint::{Imported, bundle};
use crate::domain::{DomainSet, LabelSet, LabelSpace};
use crate::engine::open;
use crate::problem::Problem;

use super::args::Import;
use super::failure::Failure;
use super::{destination, output, session};

/// Reads a model, gives it the names that were asked for, and writes it.
pub fn run(command: &Import) -> Result<(), Failure> {
    destination::check(&command.out, "safetensors", [command.model.as_path()])?;
    let mut model = open::read(&session::model_source(&command.model))?;
    if let Some(system) = command.system {
        let changed = model.with_system(system);
        model = changed.map_err(|fault| Problem::new(fault.to_string()))?;
    }
    check_names(command, &model)?;
    if !command.domains.is_empty() {
        rename_domains(&mut model, &command.domains)?;
    }
    if let Some(space) = space(command) {
        rename_labels(&mut model, space)?;
    }
    if let Some(name) = &command.name {
        name.trim().clone_into(&mut model.card.name);
    }
    bundle::save(&command.out, &model).map_err(|error| Problem::new(error.to_string()))?;
    let networks = model.report.present.join(", ");
    let config = &model.config;
    let names = if config.system.takes_labels() {
        "labels"
    } else {
        "domains"
    };
    output::result(format!(
        "{} ({networks}; {size} x {size} pixels; {names} {}): {}",
        model.card.name,
        config.domains.names().join(", "),
        command.out.display(),
        size = config.img_size,
    ))?;
    Ok(())
}

/// Refuses names of what the model does not have.
fn check_names(command: &Import, model: &Imported) -> Result<(), Failure> {
    let title = model.config.system.title();
    let labels = !command.labels.is_empty() || !command.classes.is_empty();
    let sentence = if model.config.system.takes_labels() && !command.domains.is_empty() {
        format!(
            "--domains is for models that take styles, but this one is a {title} model: use --labels, or --classes where exactly one holds"
        )
    } else if labels && !model.config.system.takes_labels() {
        format!(
            "--labels and --classes are for models that take labels, but this one is a {title} model: use --domains"
        )
    } else {
        return Ok(());
    };
    Err(Failure::Usage(sentence))
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

/// The label vector that was described, if any was.
fn space(command: &Import) -> Option<LabelSpace> {
    let names = |text: &String| text.split(',').map(|name| name.trim().to_owned()).collect();
    let title = |kind: &str, at: usize, count: usize| match count {
        1 => kind.to_owned(),
        _ => format!("{kind} {}", at + 1),
    };
    let (labels, classes) = (&command.labels, &command.classes);
    let attributes = labels
        .iter()
        .enumerate()
        .map(|(at, text)| LabelSet::attributes(title("labels", at, labels.len()), names(text)));
    let classes = classes
        .iter()
        .enumerate()
        .map(|(at, text)| LabelSet::classes(title("classes", at, classes.len()), names(text)));
    let sets: Vec<_> = attributes.chain(classes).collect();
    (!sets.is_empty()).then_some(LabelSpace { sets })
}

fn rename_labels(model: &mut Imported, space: LabelSpace) -> Result<(), Problem> {
    let old = &model.config.labels;
    let read = model
        .report
        .present
        .iter()
        .any(|name| name == "discriminator");
    if space.len() != old.len() || (read && space.logits() != old.logits()) {
        let text = format!(
            "The model takes {} numbers, of which {} are labels and the rest is the mask, one number a set of labels if there are several; the names given make {} and {}. Give --labels or --classes once for each set",
            old.len(),
            old.logits(),
            space.len(),
            space.logits(),
        );
        return Err(Problem::new(text));
    }
    model.config.domains = DomainSet::new(space.names());
    model.config.labels = space;
    model
        .config
        .validate()
        .map_err(|error| Problem::because("These label names cannot be used", &error))
}
