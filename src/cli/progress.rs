//! A progress bar on a terminal, and nothing anywhere else.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TEMPLATE: &str = "{msg:9} {wide_bar} {pos}/{len} {eta}";

/// A bar over `count` steps of `what`, cleared when it is dropped or finished.
pub fn bar(what: &'static str, count: usize) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style =
        ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(count as u64), target)
        .with_style(style)
        .with_message(what)
        .with_finish(indicatif::ProgressFinish::AndClear)
}
