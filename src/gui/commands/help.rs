//! Help.

use egui::Key;

use crate::gui::command::{Command, Group, ctrl, plain};

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
        "Keys",
        "Show all keys, or hide them",
        |app, _| app.open.keys = !app.open.keys,
    )
    .on(&[plain(Key::F1), plain(Key::Questionmark)])
    .also_while_typing(),
    Command::new(
        Group::Help,
        "About Stargrid",
        "Version, licences, privacy",
        |app, _| app.open.about = !app.open.about,
    ),
];
