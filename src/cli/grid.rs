//! `stargrid grid`: every source in every style, written as one picture.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::domains::colour;
use crate::domain::{Branch, Picture, StyleSource};
use crate::engine::device::DeviceChoice;
use crate::export::png;
use crate::export::sheet::{Sheet, SheetRow};
use crate::problem::Problem;

use super::args::Grid;
use super::failure::Failure;
use super::intake::{Found, View};
use super::session::Session;
use super::{branch, destination, guidance, intake, labels, output, progress};

/// Most pixels of a grid: above it the picture alone would take more than 1 GB, and few programs could show it.
const MOST_PIXELS: usize = 256 << 20;

/// A reference and the domains whose branches it is shown in, one row each.
struct Reference {
    found: Found,
    domains: Vec<usize>,
}

/// A row before its cells are computed.
struct Row {
    header: Option<View>,
    styles: Styles,
    domain: usize,
}

/// What guides a row.
enum Styles {
    /// One style for all sources.
    Same(StyleSource),
    /// A label vector for each source, because it starts from the source's own.
    Each(Vec<StyleSource>),
}

/// Computes the grid and writes it.
pub fn run(command: &Grid, device: DeviceChoice) -> Result<(), Failure> {
    let sources = find_all(&command.sources)?;
    check_output(command, sources.iter())?;
    let mut session = Session::open(&command.model, command.fan.as_deref(), device)?;
    check_guidance(command, &session)?;
    let (sources, rows) = if session.config().system.takes_labels() {
        label_rows(command, &sources, &mut session)?
    } else {
        style_rows(command, &sources, &mut session)?
    };
    let started = Instant::now();
    let sheet = compute(&sources, &rows, &mut session)?;
    let spent = started.elapsed();
    png::save(&sheet.render(), &command.out).map_err(|error| Problem::new(error.to_string()))?;
    output::result(summary(
        sources.len() * rows.len(),
        spent,
        &session,
        &command.out,
    ))?;
    Ok(())
}

fn check_guidance(command: &Grid, session: &Session) -> Result<(), Failure> {
    let styles = [
        ("--references", !command.references.is_empty()),
        ("--seeds", !command.seeds.is_empty()),
        ("--domain", command.domain.is_some()),
    ];
    guidance::check(session.config(), &styles, &command.labels)?;
    let rows = command.references.len() + command.seeds.len();
    if rows == 0 && !session.config().system.takes_labels() {
        let sentence = "A grid of this model needs rows: give --references or --seeds";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    Ok(())
}

/// The sources, and the rows of references and seeds.
fn style_rows(
    command: &Grid,
    sources: &[Found],
    session: &mut Session,
) -> Result<(Vec<View>, Vec<Row>), Problem> {
    let domain = command.domain.as_deref().unwrap_or("own");
    let branch = branch::parse(domain, |text| session.domain(text))?;
    let references = find_references(command, branch, session)?;
    check_output(command, references.iter().map(|reference| &reference.found))?;
    let latents = latent_rows(command, branch, session)?;
    let counts = references.iter().map(|reference| reference.domains.len());
    check_size(
        session.size(),
        sources.len(),
        counts.sum::<usize>() + latents.len(),
    )?;
    let sources = read_sources(command, sources, session)?;
    let mut rows = read_references(command, &references, session)?;
    rows.extend(latents);
    Ok((sources, rows))
}

/// The sources, and a row for each wish about labels.
fn label_rows(
    command: &Grid,
    sources: &[Found],
    session: &mut Session,
) -> Result<(Vec<View>, Vec<Row>), Problem> {
    let wishes = labels::wishes(&command.labels, &session.config().labels)?;
    check_size(session.size(), sources.len(), wishes.len())?;
    let sources = read_sources(command, sources, session)?;
    let styles = labels::styles(&wishes, &sources, session)?;
    let rows = wishes.iter().zip(styles).map(|(wish, styles)| Row {
        header: None,
        styles: Styles::Each(styles),
        domain: wish.place(&session.config().labels),
    });
    Ok((sources, rows.collect()))
}

fn summary(cells: usize, spent: Duration, session: &Session, out: &Path) -> String {
    let each = spent.as_secs_f64() * 1000.0 / cells as f64;
    let plural = if cells == 1 { "" } else { "s" };
    let device = &session.device.name;
    format!(
        "{cells} cell{plural}, {each:.1} ms a cell on {device}: {}",
        out.display()
    )
}

fn find_all(paths: &[PathBuf]) -> Result<Vec<Found>, Problem> {
    // One by one, so that pictures stand in the order in which they were typed.
    let found: Result<Vec<_>, _> = paths.iter().map(|path| intake::find(path)).collect();
    Ok(found?.concat())
}

fn check_output<'a>(
    command: &Grid,
    inputs: impl Iterator<Item = &'a Found>,
) -> Result<(), Problem> {
    let inputs = inputs.map(|found| found.path.as_path());
    destination::check(&command.out, "png", inputs.chain([command.model.as_path()]))
}

fn find_references(
    command: &Grid,
    branch: Branch,
    session: &Session,
) -> Result<Vec<Reference>, Problem> {
    let domains = session.domains();
    let mut references = Vec::new();
    for typed in &command.references {
        let (given, path) = branch::reference(typed, domains);
        let found =
            intake::find(&path).map_err(|problem| hint_at_domain(problem, &path, session))?;
        for found in found {
            let domains = match (branch, given) {
                (Branch::One(domain), _) => vec![domain],
                (Branch::All, _) => (0..domains.len()).collect(),
                (Branch::Own, Some(domain)) => vec![domain],
                (Branch::Own, None) => vec![branch::require_own(&found.path, domains)?],
            };
            references.push(Reference { found, domains });
        }
    }
    Ok(references)
}

/// `dgo=a.png` is read as a path, which then does not exist: the domain was probably mistyped.
fn hint_at_domain(problem: Problem, path: &Path, session: &Session) -> Problem {
    let text = path.to_string_lossy();
    match text.split_once('=') {
        Some((before, _)) if !path.exists() => problem.hint(format!(
            "If {before} was meant as a domain, the model has {}",
            branch::list(session.domains())
        )),
        _ => problem,
    }
}

fn latent_rows(command: &Grid, branch: Branch, session: &Session) -> Result<Vec<Row>, Problem> {
    let count = session.domains().len();
    let domains = match branch {
        _ if command.seeds.is_empty() => return Ok(Vec::new()),
        Branch::One(domain) => vec![domain],
        Branch::Own if count > 1 => {
            return Err(Problem::new(format!(
                "A seed has no domain of its own; give --domain with all or one of {}",
                branch::list(session.domains())
            )));
        }
        Branch::Own | Branch::All => (0..count).collect(),
    };
    let pairs = command
        .seeds
        .iter()
        .flat_map(|&seed| domains.iter().map(move |&at| (seed, at)));
    let row = |(seed, domain)| Row {
        header: None,
        styles: Styles::Same(session.drawn_style(seed, domain, command.psi)),
        domain,
    };
    Ok(pairs.map(row).collect())
}

fn check_size(tile: usize, columns: usize, rows: usize) -> Result<(), Problem> {
    let side = |count: usize| count.saturating_add(1).saturating_mul(tile);
    let (width, height) = (side(columns), side(rows));
    if width.saturating_mul(height) <= MOST_PIXELS {
        return Ok(());
    }
    let most = MOST_PIXELS >> 20;
    Err(Problem::new(format!(
        "The grid would be too large, about {width} x {height} pixels where {most} million are possible; take fewer pictures"
    )))
}

fn read_sources(
    command: &Grid,
    found: &[Found],
    session: &mut Session,
) -> Result<Vec<View>, Problem> {
    let bar = progress::bar("sources", found.len());
    let mut views = Vec::new();
    for found in found {
        if let Some(view) = read(found, command, session)? {
            views.push(view);
        }
        bar.inc(1);
    }
    if views.is_empty() {
        return Err(Problem::new(
            "None of the sources is a picture that can be opened",
        ));
    }
    Ok(views)
}

fn read_references(
    command: &Grid,
    references: &[Reference],
    session: &mut Session,
) -> Result<Vec<Row>, Problem> {
    let bar = progress::bar("styles", references.len());
    let mut rows = Vec::new();
    for reference in references {
        let view = read(&reference.found, command, session)?;
        rows.extend(
            view.into_iter()
                .flat_map(|view| reference_rows(&view, reference)),
        );
        bar.inc(1);
    }
    if rows.is_empty() && !references.is_empty() {
        return Err(Problem::new(
            "None of the references is a picture that can be opened",
        ));
    }
    Ok(rows)
}

fn reference_rows(view: &View, reference: &Reference) -> Vec<Row> {
    let row = |&domain: &usize| Row {
        header: Some(view.clone()),
        styles: Styles::Same(StyleSource::Reference {
            picture: view.fingerprint,
            domain,
        }),
        domain,
    };
    reference.domains.iter().map(row).collect()
}

/// The picture as the model sees it; `None` for one out of a folder that cannot be opened, which is said.
fn read(found: &Found, command: &Grid, session: &mut Session) -> Result<Option<View>, Problem> {
    match intake::view(&found.path, command.crop, session.size()) {
        Ok(view) => {
            session.add(&view);
            Ok(Some(view))
        }
        Err(problem) if found.by_folder => {
            output::note(format!("left out: {problem}"));
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

/// Sources that are decoded together: more gain little (docs/performance.md) and take memory.
const TOGETHER: usize = 4;

/// All cells, some sources at a time: the engine then encodes each source once, and keeps the styles.
fn compute(sources: &[View], rows: &[Row], session: &mut Session) -> Result<Sheet, Problem> {
    let bar = progress::bar("cells", sources.len() * rows.len());
    let mut cells: Vec<Vec<Option<Arc<Picture>>>> = vec![Vec::new(); rows.len()];
    for (chunk, sources) in sources.chunks(TOGETHER).enumerate() {
        for (row, cells) in rows.iter().zip(&mut cells) {
            let results = match &row.styles {
                Styles::Same(style) => session.translate_row(sources, style)?,
                Styles::Each(styles) => {
                    let styles = styles.iter().skip(chunk * TOGETHER);
                    let each = sources.iter().zip(styles);
                    each.map(|(source, style)| session.translate(source, style))
                        .collect::<Result<_, _>>()?
                }
            };
            bar.inc(results.len() as u64);
            cells.extend(results.into_iter().map(|result| Some(Arc::new(result))));
        }
    }
    let finished = rows.iter().zip(cells).map(|(row, cells)| SheetRow {
        header: row.header.as_ref().map(|view| view.picture.clone()),
        colour: colour(row.domain),
        cells,
    });
    Ok(Sheet {
        tile: session.size(),
        sources: sources.iter().map(|view| view.picture.clone()).collect(),
        rows: finished.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_stay_within_memory() {
        assert_eq!(check_size(256, 20, 40), Ok(()));
        let problem = check_size(256, 2000, 2000).unwrap_err().to_string();
        assert!(problem.contains("take fewer pictures"), "{problem}");
        assert!(check_size(256, usize::MAX, 2).is_err());
    }
}
