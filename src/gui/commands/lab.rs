//! The style lab: the wheel, the map, and the trail of latents.

use egui::Key;

use super::branches::styles;
use crate::gui::App;
use crate::gui::command::{Command, EXPLORE, GRID, Group, alt, plain, shift};
use crate::gui::lab::Centre;

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Explore,
        "Branch wheel",
        "One source in the middle, every branch around it, all in the same style",
        |app, _| app.toggle_centre(Centre::Wheel),
    )
    .on(&[plain(Key::W)])
    .within(EXPLORE),
    Command::new(
        Group::Explore,
        "Style map",
        "All styles in a plane: click between them to blend",
        |app, _| app.toggle_centre(Centre::Map),
    )
    .on(&[plain(Key::N)])
    .within(EXPLORE),
    Command::new(
        Group::Explore,
        "Back to the latent before",
        "Go back along the latents that were visited",
        |app, _| app.latent_back(),
    )
    .on(&[alt(Key::ArrowLeft)])
    .within(GRID)
    .when(back),
    Command::new(
        Group::Explore,
        "Forward to the next latent",
        "Go forward again along the latents that were visited",
        |app, _| app.latent_forward(),
    )
    .on(&[alt(Key::ArrowRight)])
    .within(GRID)
    .when(forward),
    Command::new(
        Group::Explore,
        "Previous seed",
        "Go back to the last latent of another seed",
        |app, _| app.previous_seed(),
    )
    .on(&[shift(Key::R)])
    .within(GRID)
    .when(styles),
];

fn back(app: &App) -> Result<(), &'static str> {
    styles(app)?;
    match app.session.trail.can_go_back() {
        true => Ok(()),
        false => Err("No latent was visited before this one"),
    }
}

fn forward(app: &App) -> Result<(), &'static str> {
    styles(app)?;
    match app.session.trail.can_go_forward() {
        true => Ok(()),
        false => Err("No latent was visited after this one"),
    }
}
