//! Kept results: keep one in Explore; look, find, star, delete and recall them in the Gallery tab.

use egui::{Context, Key};

use super::file::has_result;
use crate::engine::gallery::messages::Part;
use crate::gui::App;
use crate::gui::command::{Command, EXPLORE, GALLERY, Group, Strike, Stroke, ctrl, plain, shift};
use crate::gui::gallery::Step;

/// What the keys that move do together.
const MOVES: (&str, &str) = (
    "Arrow keys, Home, End, Page Up, Page Down",
    "Select the next kept result; with Shift, all on the way",
);

/// A command that moves the selection.
const fn step(
    name: &'static str,
    help: &'static str,
    keys: &'static [Stroke],
    run: fn(&mut App, &Context),
) -> Command {
    Command::new(Group::Gallery, name, help, run)
        .on(keys)
        .struck(Strike::Repeats)
        .within(GALLERY)
        .of_family(MOVES.0, MOVES.1)
}

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Gallery,
        "Keep the result",
        "Keep the selected result with everything that makes it again",
        |app, _| app.keep_selected(),
    )
    .on(&[plain(Key::K)])
    .within(EXPLORE)
    .when(has_result),
    Command::new(
        Group::Gallery,
        "Copy the recipe",
        "Put the selected result's recipe on the clipboard, as a sentence that can be pasted",
        |app, ctx| app.copy_recipe(ctx),
    )
    .within(EXPLORE)
    .when(has_result),
    Command::new(
        Group::Gallery,
        "Recall",
        "Set Explore up as it was for the kept result",
        |app, _| app.recall_kept(Part::Whole),
    )
    .on(&[plain(Key::Enter)])
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Recall only the source",
        "Bring the source of the kept result into Explore",
        |app, _| app.recall_kept(Part::Source),
    )
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Recall only the style",
        "Set the style of the kept result up for your own source",
        |app, _| app.recall_kept(Part::Style),
    )
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Star",
        "Star the selected kept results, or take their stars",
        |app, _| app.star_kept(),
    )
    .on(&[plain(Key::S)])
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Delete",
        "Delete the selected kept results; they can be had back",
        |app, _| app.delete_kept(),
    )
    .on(&[plain(Key::Delete), plain(Key::Backspace)])
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Bring back what was deleted",
        "Undo the last deletion or naming of kept results",
        |app, _| app.undo_kept(),
    )
    .on(&[ctrl(Key::Z)])
    .within(GALLERY)
    .when(|app| match app.gallery.can_undo() {
        true => Ok(()),
        false => Err("Nothing was deleted or named"),
    })
    .titled(|app| app.gallery.undo_title()),
    Command::new(
        Group::Gallery,
        "Find",
        "Search kept results by words, model or branch",
        |app, _| app.gallery.view.search = true,
    )
    .on(&[ctrl(Key::F), plain(Key::Slash)])
    .within(GALLERY),
    Command::new(
        Group::Gallery,
        "Select all",
        "Select all kept results that are shown",
        |app, _| app.select_all_kept(),
    )
    .on(&[ctrl(Key::A)])
    .within(GALLERY),
    Command::new(
        Group::Gallery,
        "Export the kept result…",
        "Save a copy of the kept result as PNG, with its recipe",
        |app, _| app.export_kept(),
    )
    .on(&[ctrl(Key::S)])
    .within(GALLERY)
    .when(has_kept),
    Command::new(
        Group::Gallery,
        "Copy the kept result's recipe",
        "Put its recipe on the clipboard, as a sentence that can be pasted",
        |app, ctx| app.copy_kept_recipe(ctx),
    )
    .on(&[ctrl(Key::C)])
    .struck(Strike::Event)
    .within(GALLERY)
    .when(has_kept),
    step(
        "Select the next kept result",
        "The one to the right",
        &[plain(Key::ArrowRight), shift(Key::ArrowRight)],
        |app, ctx| app.step_kept(ctx, Step::By(1)),
    ),
    step(
        "Select the kept result before",
        "The one to the left",
        &[plain(Key::ArrowLeft), shift(Key::ArrowLeft)],
        |app, ctx| app.step_kept(ctx, Step::By(-1)),
    ),
    step(
        "Select the kept result below",
        "The one in the next row",
        &[plain(Key::ArrowDown), shift(Key::ArrowDown)],
        |app, ctx| app.step_kept(ctx, Step::Rows(1)),
    ),
    step(
        "Select the kept result above",
        "The one in the row before",
        &[plain(Key::ArrowUp), shift(Key::ArrowUp)],
        |app, ctx| app.step_kept(ctx, Step::Rows(-1)),
    ),
    step(
        "A page of kept results on",
        "As far as the window shows at once",
        &[plain(Key::PageDown), shift(Key::PageDown)],
        |app, ctx| app.step_kept(ctx, Step::Pages(1)),
    ),
    step(
        "A page of kept results back",
        "As far as the window shows at once",
        &[plain(Key::PageUp), shift(Key::PageUp)],
        |app, ctx| app.step_kept(ctx, Step::Pages(-1)),
    ),
    step(
        "The newest kept result",
        "To the beginning of the gallery",
        &[plain(Key::Home), shift(Key::Home)],
        |app, ctx| app.step_kept(ctx, Step::First),
    ),
    step(
        "The oldest kept result",
        "To the end of the gallery",
        &[plain(Key::End), shift(Key::End)],
        |app, ctx| app.step_kept(ctx, Step::Last),
    ),
];

/// Whether a kept result is selected.
fn has_kept(app: &App) -> Result<(), &'static str> {
    match app.gallery.current() {
        Some(_) => Ok(()),
        None => Err("Select a kept result first"),
    }
}
