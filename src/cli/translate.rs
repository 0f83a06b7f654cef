//! `stargrid translate`: one source in one style.

use std::path::Path;
use std::time::Instant;

use crate::domain::StyleSource;
use crate::engine::device::DeviceChoice;
use crate::export::png;
use crate::problem::Problem;

use super::args::Translate;
use super::failure::Failure;
use super::intake::View;
use super::session::Session;
use super::{branch, destination, guidance, intake, labels, output};

/// Translates one picture and writes the result at exactly the model's size.
pub fn run(command: &Translate, device: DeviceChoice) -> Result<(), Failure> {
    let reference = command.reference.as_deref();
    let inputs = [command.source.as_path(), command.model.as_path()];
    destination::check(&command.out, "png", inputs.into_iter().chain(reference))?;
    let mut session = Session::open(&command.model, command.fan.as_deref(), device)?;
    let styles = [
        ("--reference", reference.is_some()),
        ("--seed", command.seed.is_some()),
        ("--domain", command.domain.is_some()),
    ];
    guidance::check(session.config(), &styles, &command.labels)?;
    let source = intake::view(&command.source, command.crop, session.size())?;
    session.add(&source);
    let style = if session.config().system.takes_labels() {
        label_style(command, &source, &session)?
    } else {
        style(command, &mut session)?
    };
    let started = Instant::now();
    let result = session.translate(&source, &style)?;
    let millis = started.elapsed().as_secs_f64() * 1000.0;
    png::save(&result, &command.out).map_err(|error| Problem::new(error.to_string()))?;
    output::result(format!(
        "1 picture of {0} x {0} pixels in {millis:.0} ms on {1}: {2}",
        session.size(),
        session.device.name,
        command.out.display()
    ))?;
    Ok(())
}

fn label_style(
    command: &Translate,
    source: &View,
    session: &Session,
) -> Result<StyleSource, Problem> {
    let wishes = labels::wishes(&command.labels, &session.config().labels)?;
    let mut styles = labels::styles(&wishes, std::slice::from_ref(source), session)?;
    let style = styles.pop().and_then(|mut row| row.pop());
    // Clap asks for one of the two, and either describes one translation.
    style.ok_or_else(|| Problem::new("Give --labels or --toggle"))
}

fn style(command: &Translate, session: &mut Session) -> Result<StyleSource, Problem> {
    let given = command.domain.as_deref();
    let given = given.map(|text| session.domain(text)).transpose()?;
    match (command.reference.as_deref(), command.seed) {
        (Some(path), _) => reference_style(path, given, command, session),
        (None, Some(seed)) => {
            let domain = given.map_or_else(|| only_domain(session), Ok)?;
            Ok(session.drawn_style(seed, domain, command.psi))
        }
        // Clap asks for one of the two.
        (None, None) => Err(Problem::new("Give --reference or --seed")),
    }
}

fn reference_style(
    path: &Path,
    given: Option<usize>,
    command: &Translate,
    session: &mut Session,
) -> Result<StyleSource, Problem> {
    let reference = intake::view(path, command.crop, session.size())?;
    let domain = given.map_or_else(|| branch::require_own(path, session.domains()), Ok)?;
    session.add(&reference);
    Ok(StyleSource::Reference {
        picture: reference.fingerprint,
        domain,
    })
}

/// A seed is of no domain, unless there is no choice.
fn only_domain(session: &Session) -> Result<usize, Problem> {
    let domains = session.domains();
    if domains.len() == 1 {
        return Ok(0);
    }
    Err(Problem::new(format!(
        "A seed has no domain of its own; give --domain with one of {}",
        branch::list(domains)
    )))
}
