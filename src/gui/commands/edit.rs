//! Undo and its like, and what is done to the selected picture.

use egui::{Key, ViewportCommand};

use super::file::has_result;
use crate::gui::App;
use crate::gui::app::Selected;
use crate::gui::command::{Command, GRID, Group, Strike, ctrl, ctrl_shift, plain};

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Edit,
        "Undo",
        "Take the last change back",
        |app, _| app.undo(),
    )
    .on(&[ctrl(Key::Z)])
    .struck(Strike::Repeats)
    .within(GRID)
    .when(|app| app.can_undo())
    .titled(|app| app.undo_title()),
    Command::new(
        Group::Edit,
        "Redo",
        "Bring back what was taken back",
        |app, _| app.redo(),
    )
    .on(&[ctrl_shift(Key::Z), ctrl(Key::Y)])
    .struck(Strike::Repeats)
    .within(GRID)
    .when(|app| app.can_redo())
    .titled(|app| app.redo_title()),
    Command::new(
        Group::Edit,
        "Copy the result",
        "Put the selected result on the clipboard",
        |app, _| app.copy_result(),
    )
    .on(&[ctrl(Key::C)])
    .struck(Strike::Event)
    .within(GRID)
    .when(has_result),
    Command::new(
        Group::Edit,
        "Paste",
        "Add the picture on the clipboard, or the files whose names are on it",
        |_, ctx| ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
    )
    .on(&[ctrl(Key::V)])
    .struck(Strike::Event)
    .within(GRID),
    Command::new(
        Group::Edit,
        "Use the result as a source",
        "Add the selected result to the sources",
        |app, _| app.use_selected_as_source(),
    )
    .on(&[plain(Key::U)])
    .within(GRID)
    .when(has_result),
    Command::new(
        Group::Edit,
        "Adjust the crop…",
        "Choose which part of the selected picture the model sees",
        |app, _| {
            if let Selected::Header(_, picture) = app.grid.selected {
                app.adjust_crop(picture);
            }
        },
    )
    .within(GRID)
    .when(has_header),
    Command::new(
        Group::Edit,
        "Remove the picture",
        "Take the selected picture off its side",
        |app, _| app.remove_selected(),
    )
    .on(&[plain(Key::Delete), plain(Key::Backspace)])
    .within(GRID)
    .when(has_header),
    Command::new(
        Group::Edit,
        "Settings…",
        "Look, device, session, log: once and for all",
        |app, _| app.open.settings = !app.open.settings,
    )
    .on(&[ctrl(Key::Comma)])
    .also_while_typing(),
];

/// Whether a picture of a side is selected.
fn has_header(app: &App) -> Result<(), &'static str> {
    match app.grid.selected {
        Selected::Header(..) => Ok(()),
        _ => Err("Select a source or a reference first"),
    }
}
