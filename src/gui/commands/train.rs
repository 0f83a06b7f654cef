//! Training: before a run, and a run on screen.

use egui::Key;

use crate::engine::messages::Purpose;
use crate::gui::App;
use crate::gui::command::{ANYWHERE, Command, Group, Place, Places, RUN, Strike, TRAIN, plain};
use crate::gui::state::Tab;
use crate::gui::train::{Activity, Asked, Page, orders};

/// The set-up of a run.
const SETUP: Places = Places {
    all: &[Place::TrainSetup],
    words: "Train, before a run",
    elsewhere: "Only in Train, before a run",
};

/// The commands.
pub(super) static COMMANDS: &[Command] = &[
    Command::new(
        Group::Train,
        "Train on the demo",
        "Set up a run that goes on from the bundled model with the bundled creatures",
        |app, _| {
            app.session.tab = Tab::Train;
            app.set_up_demo();
        },
    )
    .when(|app| {
        if app.train.activity.is_under_way() {
            Err("A run is under way")
        } else {
            Ok(())
        }
    }),
    Command::new(
        Group::Train,
        "Start training",
        "Start the run that is set up",
        |app, _| app.start_run(),
    )
    .within(SETUP)
    .when(can_start),
    Command::new(
        Group::Train,
        "Pause or resume training",
        "Rest after the pass in progress, or go on",
        |app, _| pause_or_resume(app),
    )
    .within(ANYWHERE)
    .when(|app| match app.train.activity {
        Activity::Running | Activity::Paused => Ok(()),
        _ => Err("No run is under way"),
    }),
    Command::new(
        Group::Train,
        "Stop training",
        "Save everything and end the run; it can be resumed",
        |app, _| {
            app.train.activity = Activity::Stopping;
            orders::stop(app);
        },
    )
    .within(ANYWHERE)
    .when(|app| {
        if app.train.activity.is_under_way() {
            Ok(())
        } else {
            Err("No run is under way")
        }
    }),
    Command::new(
        Group::Train,
        "Save a checkpoint now",
        "Save a checkpoint that is kept, and go on",
        |app, _| orders::save_now(app),
    )
    .within(ANYWHERE)
    .when(|app| match app.train.activity {
        Activity::Running | Activity::Pausing | Activity::Paused => Ok(()),
        _ => Err("No run is under way"),
    }),
    Command::new(
        Group::Train,
        "Look at a run…",
        "Read a finished or interrupted run from its folder",
        |app, _| {
            app.session.tab = Tab::Train;
            app.train.asked = Asked::LookAt;
            app.ask(Purpose::Run, None);
        },
    ),
    Command::new(
        Group::Train,
        "Sheet before",
        "Move the cursor to the sheet before",
        |app, _| app.train.step_sheet(false),
    )
    .on(&[plain(Key::ArrowLeft)])
    .struck(Strike::Repeats)
    .within(RUN),
    Command::new(
        Group::Train,
        "Next sheet",
        "Move the cursor to the next sheet",
        |app, _| app.train.step_sheet(true),
    )
    .on(&[plain(Key::ArrowRight)])
    .struck(Strike::Repeats)
    .within(RUN),
    Command::new(
        Group::Train,
        "Play the sheets",
        "Play the sheets as a film, or stop it",
        |app, _| app.train.film.playing = !app.train.film.playing,
    )
    .on(&[plain(Key::Space)])
    .within(RUN),
    Command::new(
        Group::Train,
        "Newest step",
        "Let the cursor follow the newest step again",
        |app, _| app.train.go_live(),
    )
    .on(&[plain(Key::End)])
    .within(RUN),
    Command::new(
        Group::Train,
        "Show whole curves",
        "Zoom the charts out to the whole run",
        |app, _| app.train.look.fit(),
    )
    .within(TRAIN),
];

fn can_start(app: &App) -> Result<(), &'static str> {
    if app.train.activity.is_under_way() {
        return Err("Another run is under way");
    }
    if app.train.page != Page::Setup {
        return Err("Choose data first");
    }
    match app.train.setup.obstacle() {
        None => Ok(()),
        Some(_) => Err("Something is missing; the set-up says what"),
    }
}

fn pause_or_resume(app: &mut App) {
    if app.train.activity == Activity::Paused {
        app.train.activity = Activity::Running;
        orders::go_on(app);
    } else {
        app.train.activity = Activity::Pausing;
        orders::pause(app);
    }
}
