//! Help.

use egui::Key;

use crate::gui::command::{Command, Group, ctrl, plain};
use crate::gui::log_view::Page;

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Help,
        "All commands…",
        "Find a command by typing a part of its name",
        |app, _| app.open_palette(),
    )
    .on(&[ctrl(Key::K)])
    .also_while_typing(),
    Command::new(
        Group::Help,
        "Help",
        "Short pages about everything, offline",
        |app, _| app.switch_help(),
    )
    .on(&[plain(Key::F1)])
    .also_while_typing(),
    Command::new(
        Group::Help,
        "Keys",
        "Show all keys, or hide them",
        |app, _| app.open.keys = !app.open.keys,
    )
    .on(&[plain(Key::Questionmark)])
    .also_while_typing(),
    Command::new(
        Group::Help,
        "Tour",
        "Six short steps with the real controls, from the beginning",
        |app, _| app.begin_tour(),
    ),
    Command::new(
        Group::Help,
        "Skip the tour",
        "End the tour; it can be taken again at any time",
        |app, _| app.skip_tour(),
    )
    .when(|app| match app.session.tour.at {
        Some(_) => Ok(()),
        None => Err("No tour is being taken"),
    }),
    Command::new(
        Group::Help,
        "Device facts",
        "Which device computes and why, and what this machine has",
        |app, _| app.show_log(Page::Device),
    ),
    Command::new(
        Group::Help,
        "About Stargrid",
        "Version, licences, privacy",
        |app, _| app.open.about = !app.open.about,
    ),
];
