//! The grid: rows, seeds, the selection, computing.

use egui::{Context, Key};

use super::branches::styles;
use crate::gui::App;
use crate::gui::command::{Command, EXPLORE, GRID, Group, Strike, Stroke, plain};

/// What the arrow keys do together.
const ARROWS: (&str, &str) = ("Arrow keys", "Select the next result");

/// A command that moves the selection.
const fn arrow(
    name: &'static str,
    help: &'static str,
    keys: &'static [Stroke],
    run: fn(&mut App, &Context),
) -> Command {
    Command::new(Group::Explore, name, help, run)
        .on(keys)
        .struck(Strike::Repeats)
        .within(GRID)
        .of_family(ARROWS.0, ARROWS.1)
}

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Explore,
        "References or latents",
        "Styles from references, or from latents",
        |app, _| app.toggle_style_from(),
    )
    .on(&[plain(Key::S)])
    .within(GRID)
    .when(styles),
    Command::new(
        Group::Explore,
        "New seed",
        "Draw the latent of the sliders anew",
        |app, ctx| app.new_seed(ctx),
    )
    .on(&[plain(Key::R)])
    .within(GRID)
    .when(styles),
    Command::new(
        Group::Explore,
        "Walk on the picture",
        "Dragging on the large picture of a latent moves z1 and z2; again, and it pans (with Shift at any time)",
        |app, _| app.toggle_stroll(),
    )
    .on(&[plain(Key::H)])
    .within(EXPLORE)
    .when(styles),
    arrow(
        "Select the result to the left",
        "The same row, the source before",
        &[plain(Key::ArrowLeft)],
        |app, _| app.move_selection(-1, 0),
    ),
    arrow(
        "Select the result to the right",
        "The same row, the next source",
        &[plain(Key::ArrowRight)],
        |app, _| app.move_selection(1, 0),
    ),
    arrow(
        "Select the result above",
        "The same source, the row before",
        &[plain(Key::ArrowUp)],
        |app, _| app.move_selection(0, -1),
    ),
    arrow(
        "Select the result below",
        "The same source, the next row",
        &[plain(Key::ArrowDown)],
        |app, _| app.move_selection(0, 1),
    ),
    Command::new(
        Group::Explore,
        "Stop or go on computing",
        "Stop after the result in progress, or take it up again",
        |app, _| app.stop_or_go_on(),
    )
    .within(EXPLORE)
    .when(|app| {
        if app.grid.paused || app.is_computing() {
            Ok(())
        } else {
            Err("Nothing is being computed")
        }
    }),
];
