//! Two results against each other: the partner, the full view, the loupe.

use egui::Key;

use super::file::has_result;
use crate::gui::App;
use crate::gui::app::Selected;
use crate::gui::command::{Command, EXPLORE, Group, plain};
use crate::gui::partner::Partner;

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::View,
        "Compare with this result",
        "Hold the result under the pointer, or the selected one, against the next that is selected (also Ctrl+click); again lets it go",
        |app, _| app.mark_partner(),
    )
    .on(&[plain(Key::B)])
    .within(EXPLORE),
    Command::new(
        Group::View,
        "Compare with the result as it is now",
        "Hold the selected result's picture against what it becomes while sliders move on: before against after",
        |app, _| app.hold_selected(),
    )
    .within(EXPLORE)
    .when(has_result),
    Command::new(
        Group::View,
        "Swap the compared results",
        "What was held against the selected result is selected, and the other way round",
        |app, _| app.swap_partner(),
    )
    .on(&[plain(Key::X)])
    .within(EXPLORE)
    .when(has_partner),
    Command::new(
        Group::View,
        "Full view",
        "The large view fills the window",
        |app, _| app.toggle_full(),
    )
    .on(&[plain(Key::F)])
    .within(EXPLORE)
    .when(has_cell),
    Command::new(
        Group::View,
        "Fit or actual size",
        "A pixel of the picture for one of the screen, or the whole picture as large as there is space",
        |app, _| app.toggle_actual(),
    )
    .on(&[plain(Key::Z)])
    .within(EXPLORE)
    .when(has_result),
    Command::new(
        Group::View,
        "Loupe",
        "A magnifier at the pointer, with the same place of what is compared; held down, for a quick look",
        |app, ctx| app.press_loupe(ctx),
    )
    .on(&[plain(Key::G)])
    .within(EXPLORE),
];

fn has_partner(app: &App) -> Result<(), &'static str> {
    match app.grid.partner {
        Some(Partner::Cell(..)) => has_cell(app),
        Some(Partner::Held(..)) => Err("What is held is a picture as it was, which no cell shows"),
        None => Err("Nothing is held against the selected result"),
    }
}

fn has_cell(app: &App) -> Result<(), &'static str> {
    match app.grid.selected {
        Selected::Cell(..) => Ok(()),
        _ => Err("Select a result first"),
    }
}
