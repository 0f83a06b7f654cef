//! A progress bar on a terminal, and nothing anywhere else.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TEMPLATE: &str = "{msg:9} {wide_bar} {pos}/{len} {eta}";
/// A training tells its own time that is left: it knows about pauses and about the steps of earlier sessions.
const TRAINING_TEMPLATE: &str = "{wide_bar} {pos}/{len} {msg}";

/// A bar over `count` steps of `what`, cleared when it is dropped or finished.
pub fn bar(what: &'static str, count: usize) -> ProgressBar {
    with_template(TEMPLATE, count as u64).with_message(what)
}

/// A bar over the steps of a training.
pub fn training_bar(steps: u64) -> ProgressBar {
    with_template(TRAINING_TEMPLATE, steps)
}

fn with_template(template: &str, count: u64) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(count), target)
        .with_style(style)
        .with_finish(indicatif::ProgressFinish::AndClear)
}
