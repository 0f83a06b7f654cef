//! The blind taste test, which needs nothing but keys.

use egui::Key;

use crate::gui::App;
use crate::gui::command::{Command, Group, Place, Places, plain};
use crate::gui::taste::Stage;
use crate::runs::tastes::Choice;

/// The set-up of a test.
const SETUP: Places = Places {
    all: &[Place::TasteSetup],
    words: "Taste test, before it",
    elsewhere: "Only before a taste test",
};
/// A pair on screen.
const ASKING: Places = Places {
    all: &[Place::TasteAsking],
    words: "Taste test",
    elsewhere: "Only while a pair is on screen",
};
/// At rest.
const PAUSED: Places = Places {
    all: &[Place::TastePaused],
    words: "Taste test, paused",
    elsewhere: "Only while a taste test is paused",
};

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Taste,
        "Start the taste test",
        "Begin with the models and pictures that are set up",
        |app, _| app.start_taste(),
    )
    .on(&[plain(Key::Enter)])
    .within(SETUP)
    .when(|app| app.taste.setup.lacks().map_or(Ok(()), Err)),
    Command::new(
        Group::Taste,
        "The left one is better",
        "Prefer the left picture",
        |app, _| app.answer_taste(Choice::Left),
    )
    .on(&[plain(Key::ArrowLeft), plain(Key::A)])
    .within(ASKING),
    Command::new(
        Group::Taste,
        "The right one is better",
        "Prefer the right picture",
        |app, _| app.answer_taste(Choice::Right),
    )
    .on(&[plain(Key::ArrowRight), plain(Key::D)])
    .within(ASKING),
    Command::new(
        Group::Taste,
        "Cannot tell",
        "Prefer neither picture",
        |app, _| app.answer_taste(Choice::Even),
    )
    .on(&[plain(Key::ArrowDown), plain(Key::S)])
    .within(ASKING),
    Command::new(
        Group::Taste,
        "Take the answer back",
        "Return to the pair before",
        |app, _| app.take_taste_back(),
    )
    .on(&[plain(Key::Backspace)])
    .within(ASKING),
    Command::new(
        Group::Taste,
        "Show the result",
        "Tell who is who, once every pair was judged",
        |app, _| app.finish_taste(),
    )
    .on(&[plain(Key::Enter)])
    .within(ASKING)
    .when(|app| {
        if app.taste.is_complete() {
            Ok(())
        } else {
            Err("Judge every pair first")
        }
    }),
    Command::new(
        Group::Taste,
        "Go on with the taste test",
        "Show the next pair",
        |app, _| go_on(app),
    )
    .on(&[plain(Key::Enter), plain(Key::Space)])
    .within(PAUSED),
];

fn go_on(app: &mut App) {
    app.taste.stage = Stage::Asking;
}
