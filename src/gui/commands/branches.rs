//! The branch of the results: one key each.

use egui::{Context, Key};

use crate::domain::Branch;
use crate::gui::App;
use crate::gui::command::{Command, GRID, Group, Stroke, plain};

/// What the keys of the branches do together.
const ONE: (&str, &str) = ("1 to 8", "All results in the branch of that number");

/// A command that chooses one branch.
const fn one(
    name: &'static str,
    keys: &'static [Stroke],
    run: fn(&mut App, &Context),
    available: fn(&App) -> Result<(), &'static str>,
    title: fn(&App) -> Option<String>,
) -> Command {
    let help = "All results in this branch";
    Command::new(Group::Explore, name, help, run)
        .on(keys)
        .within(GRID)
        .when(available)
        .titled(title)
        .of_family(ONE.0, ONE.1)
}

/// The command of the branch at a place.
macro_rules! branch {
    ($place:literal, $key:ident, $name:literal) => {
        one(
            $name,
            &[plain(Key::$key)],
            |app, _| app.choose_branch(Branch::One($place)),
            |app| has(app, $place),
            |app| title(app, $place),
        )
    };
}

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Explore,
        "Each in its own branch",
        "Each reference in its own branch",
        |app, _| app.choose_branch(Branch::Own),
    )
    .on(&[plain(Key::Num0)])
    .within(GRID)
    .when(styles),
    branch!(0, Num1, "Branch 1"),
    branch!(1, Num2, "Branch 2"),
    branch!(2, Num3, "Branch 3"),
    branch!(3, Num4, "Branch 4"),
    branch!(4, Num5, "Branch 5"),
    branch!(5, Num6, "Branch 6"),
    branch!(6, Num7, "Branch 7"),
    branch!(7, Num8, "Branch 8"),
    Command::new(
        Group::Explore,
        "All branches",
        "A row for each branch",
        |app, _| app.choose_branch(Branch::All),
    )
    .on(&[plain(Key::Num9)])
    .within(GRID)
    .when(styles),
];

/// Whether the open model has branches.
pub(super) fn styles(app: &App) -> Result<(), &'static str> {
    match &app.model {
        None => Err("No model is open yet"),
        Some(_) if app.takes_labels() => Err("This model takes labels, not styles"),
        Some(_) => Ok(()),
    }
}

fn has(app: &App, place: usize) -> Result<(), &'static str> {
    styles(app)?;
    match app.model.as_ref().map(|model| model.config.num_domains()) {
        Some(count) if place < count => Ok(()),
        _ => Err("The open model has fewer branches"),
    }
}

fn title(app: &App, place: usize) -> Option<String> {
    has(app, place).ok()?;
    let domains = &app.model.as_ref()?.config.domains;
    Some(format!("Branch {}", domains.name(place)))
}
