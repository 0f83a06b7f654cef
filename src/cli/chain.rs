//! `stargrid chain`: a picture is translated from branch to branch; every stage is shown and measured against the source, a row a model.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::data;
use crate::domain::domains::colour;
use crate::domain::{CropBox, Picture};
use crate::engine::chain::{self, Guide, Link, MOST_LINKS, Stage};
use crate::engine::compare::recipe::branch_named;
use crate::engine::device::{Compute, DeviceChoice};
use crate::engine::open;
use crate::engine::translator::{Pictures, Translator};
use crate::export::png;
use crate::export::sheet::{Sheet, SheetRow};
use crate::problem::Problem;

use super::args::Chain;
use super::{destination, intake, output, progress, session};

/// A link as it was typed: `DOMAIN` or `DOMAIN=PICTURE`.
struct Typed {
    branch: String,
    reference: Option<PathBuf>,
}

/// A model's chain.
struct Row {
    model: String,
    source: Arc<Picture>,
    stages: Vec<Stage>,
    /// Places of the branches among the model's domains.
    domains: Vec<usize>,
}

/// Computes the chain through each model, and writes the sheet.
pub fn run(command: &Chain, device: DeviceChoice) -> Result<(), Problem> {
    let typed = typed_links(&command.via)?;
    check_outputs(command, &typed)?;
    let compute = session::choose(device)?;
    let bar = progress::bar("models", command.models.len());
    let mut rows = Vec::new();
    for model in &command.models {
        rows.push(row(command, model, &typed, &compute)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    png::save(&sheet(&rows).render(), &command.out)
        .map_err(|error| Problem::new(error.to_string()))?;
    if let Some(path) = &command.json {
        write_numbers(command, &rows, path)?;
    }
    for row in &rows {
        let error = chain::round_trip(&row.stages).unwrap_or_default();
        let count = row.stages.len();
        let plural = if count == 1 { "" } else { "s" };
        output::result(format!(
            "{}: round-trip error {error:.4} of 1 after {count} stage{plural}",
            row.model
        ))?;
    }
    output::result(command.out.display())
}

fn typed_links(via: &[String]) -> Result<Vec<Typed>, Problem> {
    if via.len() > MOST_LINKS {
        return Err(Problem::new(format!(
            "A chain has at most {MOST_LINKS} links; {} were given",
            via.len()
        )));
    }
    let link = |text: &String| {
        let (branch, reference) = match text.split_once('=') {
            Some((branch, path)) => (branch, Some(PathBuf::from(path))),
            None => (text.as_str(), None),
        };
        let branch = branch.trim().to_owned();
        if branch.is_empty() {
            return Err(Problem::new(
                "A link of --via has no domain; write for example --via cat,dog,cat",
            ));
        }
        Ok(Typed { branch, reference })
    };
    via.iter().map(link).collect()
}

fn check_outputs(command: &Chain, typed: &[Typed]) -> Result<(), Problem> {
    let references = typed.iter().filter_map(|link| link.reference.as_deref());
    let models = command.models.iter().map(PathBuf::as_path);
    let inputs: Vec<&Path> = references
        .chain(models)
        .chain([command.source.as_path()])
        .collect();
    destination::check(&command.out, "png", inputs.iter().copied())?;
    match &command.json {
        Some(path) => destination::check(path, "json", inputs),
        None => Ok(()),
    }
}

fn row(command: &Chain, model: &Path, typed: &[Typed], compute: &Compute) -> Result<Row, Problem> {
    let read = open::build(&session::model_source(model), &compute.device)?;
    let size = read.model.config.img_size;
    let source = intake::view(&command.source, command.crop, size)?;
    let mut pictures = Pictures::new();
    let (mut links, mut domains) = (Vec::new(), Vec::new());
    for link in typed {
        domains.push(branch_named(&link.branch, &read.model.config)?);
        let guide = match (&link.reference, command.latent_seed) {
            (Some(path), _) => {
                let view = intake::view(path, command.crop, size)?;
                pictures.insert(view.fingerprint, view.picture);
                Guide::Reference(view.fingerprint)
            }
            (None, Some(seed)) => Guide::Seed(seed),
            (None, None) => Guide::Mean,
        };
        links.push(Link {
            branch: link.branch.clone(),
            guide,
        });
    }
    let mut translator = Translator::new(read.model);
    let stages = chain::run(&mut translator, &source.picture, &links, &pictures)?;
    let step = read.card.step.map(|step| format!(", step {step}"));
    Ok(Row {
        model: format!("{}{}", read.card.name, step.unwrap_or_default()),
        source: source.picture,
        stages,
        domains,
    })
}

/// A row a model: its source and the stages. The top shows the branches' colours.
fn sheet(rows: &[Row]) -> Sheet {
    let tile = rows.iter().map(|row| row.source.width()).max().unwrap_or(1);
    let fit = |picture: &Arc<Picture>| {
        let whole = CropBox::whole(picture.width(), picture.height());
        Arc::new(data::model_view(picture, whole, tile))
    };
    let first = rows.first().map_or(&[][..], |row| &row.domains);
    let top = |domain: &usize| Arc::new(Picture::filled(tile, tile, colour(*domain)));
    let line = |row: &Row| SheetRow {
        header: Some(fit(&row.source)),
        colour: colour(row.domains.last().copied().unwrap_or(0)),
        cells: row
            .stages
            .iter()
            .map(|stage| Some(fit(&stage.picture)))
            .collect(),
    };
    Sheet {
        tile,
        sources: first.iter().map(top).collect(),
        rows: rows.iter().map(line).collect(),
    }
}

fn write_numbers(command: &Chain, rows: &[Row], path: &Path) -> Result<(), Problem> {
    let row = |row: &Row| {
        let errors = row.stages.iter().map(|stage| stage.to_source);
        json!({
            "model": row.model,
            "to_source": errors.collect::<Vec<f32>>(),
            "round_trip": chain::round_trip(&row.stages),
        })
    };
    let numbers = json!({
        "source": command.source.display().to_string(),
        "via": command.via,
        "unit": "mean absolute difference to the source over all pixels and channels, 0 to 1",
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
    });
    std::fs::write(path, format!("{numbers:#}\n")).map_err(|error| {
        let what = format!("The numbers could not be written: {}", path.display());
        Problem::because(what, &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_domains_with_or_without_a_reference() {
        let via = ["cat".to_owned(), " dog=a=b.png".to_owned()];
        let links = typed_links(&via).unwrap();
        assert_eq!(
            (links[0].branch.as_str(), &links[0].reference),
            ("cat", &None)
        );
        assert_eq!(links[1].branch, "dog");
        assert_eq!(links[1].reference, Some(PathBuf::from("a=b.png")));
        assert!(typed_links(&["=a.png".to_owned()]).is_err());
        let long = vec!["cat".to_owned(); MOST_LINKS + 1];
        assert!(typed_links(&long).is_err());
    }
}
