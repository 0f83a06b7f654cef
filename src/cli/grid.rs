//! `stargrid grid`: every source in every style, written as one picture.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::domains::colour;
use crate::domain::{Branch, Picture, StyleSource};
use crate::engine::device::DeviceChoice;
use crate::engine::translator::TOGETHER;
use crate::export::contact::{self, Paper, RowWords, Words};
use crate::export::png;
use crate::export::sheet::{Sheet, SheetRow};
use crate::problem::Problem;

use super::args::Grid;
use super::failure::Failure;
use super::guides::{self, Reference, find_all};
use super::intake::{Found, View};
use super::session::Session;
use super::{branch, destination, guidance, labels, output, progress};

/// Most pixels of a grid: above it the picture alone would take more than 1 GB, and few programs could show it.
const MOST_PIXELS: usize = 256 << 20;

/// A row before its cells are computed.
struct Row {
    header: Option<View>,
    name: String,
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
    let (sources, names, rows) = if session.system().takes_labels() {
        label_rows(command, &sources, &mut session)?
    } else {
        style_rows(command, &sources, &mut session)?
    };
    let started = Instant::now();
    let sheet = compute(&sources, &rows, &mut session)?;
    let spent = started.elapsed();
    let picture = if command.words.sheet {
        let words = words(command, names, &rows, &session);
        contact::draw(&sheet, &words).map_err(Problem::new)?
    } else {
        sheet.render()
    };
    png::save(&picture, &command.out).map_err(|error| Problem::new(error.to_string()))?;
    output::result(summary(
        sources.len() * rows.len(),
        spent,
        &session,
        &command.out,
    ))?;
    Ok(())
}

/// What is written on a labelled sheet.
fn words(command: &Grid, sources: Vec<String>, rows: &[Row], session: &Session) -> Words {
    let options = &command.words;
    let labelled = session.system().takes_labels();
    let row = |row: &Row| RowWords {
        name: row.name.clone(),
        branch: (!labelled).then(|| session.domains().name(row.domain)),
    };
    let caption = options.caption.clone();
    Words {
        title: options
            .title
            .clone()
            .unwrap_or_else(|| session.name.clone()),
        sources,
        rows: rows.iter().map(row).collect(),
        caption: vec![caption.unwrap_or_else(|| session.described())],
        paper: if options.dark {
            Paper::Dark
        } else {
            Paper::Light
        },
    }
}

fn check_guidance(command: &Grid, session: &Session) -> Result<(), Failure> {
    let styles = [
        ("--references", !command.references.is_empty()),
        ("--seeds", !command.seeds.is_empty()),
        ("--domain", command.domain.is_some()),
    ];
    guidance::check(session, &styles, &command.labels)?;
    let rows = command.references.len() + command.seeds.len();
    if rows == 0 && !session.system().takes_labels() {
        let sentence = "A grid of this model needs rows: give --references or --seeds";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    Ok(())
}

/// Sources, their names, and the rows that they are crossed with.
type Crossed = (Vec<View>, Vec<String>, Vec<Row>);

/// The sources, and the rows of references and seeds.
fn style_rows(
    command: &Grid,
    sources: &[Found],
    session: &mut Session,
) -> Result<Crossed, Problem> {
    let domain = command.domain.as_deref().unwrap_or("own");
    let branch = branch::parse(domain, |text| session.domain(text))?;
    let references = guides::find_references(&command.references, branch, session)?;
    check_output(command, references.iter().map(|reference| &reference.found))?;
    let latents = latent_rows(command, branch, session)?;
    let counts = references.iter().map(|reference| reference.domains.len());
    check_size(
        tile(command, session),
        sources.len(),
        counts.sum::<usize>() + latents.len(),
    )?;
    let sources = guides::read_sources(sources, command.crop, session)?;
    let (sources, names) = sources.into_iter().unzip();
    let mut rows = read_references(command, &references, session)?;
    rows.extend(latents);
    Ok((sources, names, rows))
}

/// The sources, and a row for each wish about labels.
fn label_rows(
    command: &Grid,
    sources: &[Found],
    session: &mut Session,
) -> Result<Crossed, Problem> {
    let wishes = labels::wishes(&command.labels, session.labels())?;
    check_size(tile(command, session), sources.len(), wishes.len())?;
    let sources = guides::read_sources(sources, command.crop, session)?;
    let (sources, names): (Vec<View>, Vec<String>) = sources.into_iter().unzip();
    let styles = labels::styles(&wishes, &sources, session)?;
    let rows = wishes.iter().zip(styles).map(|(wish, styles)| Row {
        header: None,
        name: wish.words(session.labels()),
        styles: Styles::Each(styles),
        domain: wish.place(session.labels()),
    });
    Ok((sources, names, rows.collect()))
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

fn check_output<'a>(
    command: &Grid,
    inputs: impl Iterator<Item = &'a Found>,
) -> Result<(), Problem> {
    let inputs = inputs.map(|found| found.path.as_path());
    destination::check(&command.out, "png", inputs.chain([command.model.as_path()]))
}

fn latent_rows(command: &Grid, branch: Branch, session: &Session) -> Result<Vec<Row>, Problem> {
    let pairs = guides::find_seeds(&command.seeds, branch, session)?;
    let row = |(seed, domain)| Row {
        header: None,
        name: format!("seed {seed}"),
        styles: Styles::Same(session.drawn_style(seed, domain, command.psi)),
        domain,
    };
    Ok(pairs.into_iter().map(row).collect())
}

/// Side of a cell: a labelled sheet enlarges small ones.
fn tile(command: &Grid, session: &Session) -> usize {
    match command.words.sheet {
        true => contact::cell(session.size()),
        false => session.size(),
    }
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

fn read_references(
    command: &Grid,
    references: &[Reference],
    session: &mut Session,
) -> Result<Vec<Row>, Problem> {
    let bar = progress::bar("styles", references.len());
    let mut rows = Vec::new();
    for reference in references {
        let view = guides::read(&reference.found, command.crop, session)?;
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
        name: guides::name_of(&reference.found.path),
        styles: Styles::Same(StyleSource::Reference {
            picture: view.fingerprint,
            domain,
        }),
        domain,
    };
    reference.domains.iter().map(row).collect()
}

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
        assert_eq!(check_size(64, 200, 200), Ok(()));
        assert!(check_size(contact::cell(64), 200, 200).is_err());
    }
}
