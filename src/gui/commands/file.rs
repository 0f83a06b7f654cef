//! Files in and out.

use egui::{Key, ViewportCommand};

use crate::engine::messages::{ModelSource, Purpose};
use crate::gui::App;
use crate::gui::command::{
    ANYWHERE, Command, FIGURES, GRID, Group, Place, Places, ctrl, ctrl_shift,
};
use crate::gui::taste::Stage;

/// What came of a taste test.
const RESULT: Places = Places {
    all: &[Place::TasteResult],
    words: "Taste test, at its result",
    elsewhere: "Only at the result of a taste test",
};

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::File,
        "Open pictures…",
        "Add picture files to the grid",
        |app, _| app.ask(Purpose::Pictures, None),
    )
    .on(&[ctrl(Key::O)])
    .within(GRID),
    Command::new(
        Group::File,
        "Open a folder of pictures…",
        "Add the pictures of a folder to the grid",
        |app, _| app.ask(Purpose::Folder, None),
    )
    .within(GRID),
    Command::new(
        Group::File,
        "Open a model…",
        "Open a checkpoint of StarGAN v2 or a model of Stargrid in Explore",
        |app, _| app.ask(Purpose::Model, None),
    )
    .on(&[ctrl_shift(Key::O)])
    .within(ANYWHERE),
    Command::new(
        Group::File,
        "Open the demo model",
        "Open the bundled creatures in Explore",
        |app, _| app.open_model(ModelSource::Demo),
    ),
    Command::new(
        Group::File,
        "Save the result…",
        "Save the selected result as PNG",
        |app, _| app.ask_save(Purpose::SavePicture),
    )
    .on(&[ctrl(Key::S)])
    .within(GRID)
    .when(has_result),
    Command::new(
        Group::File,
        "Save the grid…",
        "Save the whole grid as PNG",
        |app, _| app.ask_save(Purpose::SaveSheet),
    )
    .on(&[ctrl_shift(Key::S)])
    .within(GRID),
    Command::new(
        Group::File,
        "Export…",
        "Make a film, a labelled sheet or a page to print",
        |app, _| app.toggle_exports(),
    )
    .on(&[ctrl(Key::E)])
    .within(GRID),
    Command::new(
        Group::File,
        "Save the figures…",
        "Save the evaluation on screen as JSON, CSV or PNG",
        |app, _| app.ask_save_evaluation(),
    )
    .on(&[ctrl(Key::S)])
    .within(FIGURES)
    .when(|app| match app.evaluate.figures.entry() {
        Some(_) => Ok(()),
        None => Err("There are no figures yet"),
    }),
    Command::new(
        Group::File,
        "Save the taste test…",
        "Save what came of the taste test as JSON or CSV",
        |app, _| app.ask(Purpose::SaveTaste, None),
    )
    .on(&[ctrl(Key::S)])
    .within(RESULT)
    .when(|app| match app.taste.stage {
        Stage::Result(_) => Ok(()),
        _ => Err("There is no result yet"),
    }),
    Command::new(
        Group::File,
        "Quit",
        "Close the window; what is open comes back next time",
        |_, ctx| ctx.send_viewport_cmd(ViewportCommand::Close),
    )
    .on(&[ctrl(Key::Q)]),
];

/// Whether a result is selected and there.
pub(super) fn has_result(app: &App) -> Result<(), &'static str> {
    match app.selected_result() {
        Some(_) => Ok(()),
        None => Err("Select a result first"),
    }
}
