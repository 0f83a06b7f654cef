//! The styles that were typed: references in their branches and seeds, for commands that take several.

use std::ffi::OsString;
use std::path::Path;

use crate::domain::Branch;
use crate::problem::Problem;

use super::args::CropChoice;
use super::intake::{Found, View};
use super::session::Session;
use super::{branch, intake, output, progress};

/// A reference and the domains whose branches it is shown in.
pub struct Reference {
    /// The picture.
    pub found: Found,
    /// The branches.
    pub domains: Vec<usize>,
}

/// The picture files that were typed, one by one, so that they stand in the order in which they were typed.
pub fn find_all<'a>(
    paths: impl IntoIterator<Item = &'a std::path::PathBuf>,
) -> Result<Vec<Found>, Problem> {
    let found: Result<Vec<_>, _> = paths.into_iter().map(|path| intake::find(path)).collect();
    Ok(found?.concat())
}

/// The references that were typed.
///
/// # Errors
/// When a file or a domain is not there, or a reference's own domain is not known.
pub fn find_references(
    typed: &[OsString],
    branch: Branch,
    session: &Session,
) -> Result<Vec<Reference>, Problem> {
    let domains = session.domains();
    let mut references = Vec::new();
    for typed in typed {
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

/// Each seed with each domain it is drawn for.
///
/// # Errors
/// When seeds are to be drawn in their own domain, which they do not have.
pub fn find_seeds(
    seeds: &[u64],
    branch: Branch,
    session: &Session,
) -> Result<Vec<(u64, usize)>, Problem> {
    let count = session.domains().len();
    let domains = match branch {
        _ if seeds.is_empty() => return Ok(Vec::new()),
        Branch::One(domain) => vec![domain],
        Branch::Own if count > 1 => {
            return Err(Problem::new(format!(
                "A seed has no domain of its own; give --domain with all or one of {}",
                branch::list(session.domains())
            )));
        }
        Branch::Own | Branch::All => (0..count).collect(),
    };
    let seeds = seeds.iter();
    let pairs = seeds.flat_map(|&seed| domains.iter().map(move |&at| (seed, at)));
    Ok(pairs.collect())
}

/// The sources as the model sees them, with their names; those of a folder that cannot be opened are left out, which is said.
///
/// # Errors
/// When a source that was named cannot be opened, or none is left.
pub fn read_sources(
    found: &[Found],
    crop: Option<CropChoice>,
    session: &mut Session,
) -> Result<Vec<(View, String)>, Problem> {
    let bar = progress::bar("sources", found.len());
    let mut views = Vec::new();
    for found in found {
        if let Some(view) = read(found, crop, session)? {
            views.push((view, name_of(&found.path)));
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

/// The picture as the model sees it; `None` for one out of a folder that cannot be opened, which is said.
///
/// # Errors
/// When a picture that was named cannot be opened.
pub fn read(
    found: &Found,
    crop: Option<CropChoice>,
    session: &mut Session,
) -> Result<Option<View>, Problem> {
    match intake::view(&found.path, crop, session.size()) {
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

/// What a picture is called: its file's name.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
