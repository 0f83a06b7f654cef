//! Several models side by side.

use crate::gui::command::{COMPARE, Command, Group};
use crate::gui::compare::Mode;

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Compare,
        "Results or chains",
        "Every source in every row, or one chain as a film strip",
        |app, _| {
            app.compare.mode = match app.compare.mode {
                Mode::Results => Mode::Chains,
                Mode::Chains => Mode::Results,
            };
        },
    )
    .within(COMPARE),
    Command::new(
        Group::Compare,
        "Also in grey",
        "Every source also without its colours, or not",
        |app, _| app.compare.grey = !app.compare.grey,
    )
    .within(COMPARE),
];
