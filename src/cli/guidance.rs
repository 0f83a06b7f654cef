//! Whether the options fit the model's system: styles guide some systems, labels the others.

use super::args::LabelOptions;
use super::failure::Failure;
use super::session::Session;

/// An option by name, and whether it was given.
pub type Given = (&'static str, bool);

/// Refuses options of the other kind of system: `styles` are those of style systems.
///
/// # Errors
/// One sentence that says what to use instead.
pub fn check(session: &Session, styles: &[Given], labels: &LabelOptions) -> Result<(), Failure> {
    let title = session.system().title();
    if session.system().takes_labels() {
        let Some(option) = first(styles) else {
            return Ok(());
        };
        return Err(Failure::Usage(format!(
            "{option} is for models that take styles, but this one is a {title} model, which takes labels: use --labels or --toggle with {}",
            session.labels().names().join(", ")
        )));
    }
    match first(&labels.given()) {
        None => Ok(()),
        Some(option) => Err(Failure::Usage(format!(
            "{option} is for models that take labels, but this one is a {title} model, which takes styles: use a reference or a seed with --domain"
        ))),
    }
}

fn first(options: &[Given]) -> Option<&'static str> {
    let mut given = options.iter().filter(|(_, given)| *given);
    given.next().map(|(option, _)| *option)
}
