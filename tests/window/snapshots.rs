//! The whole window in its states, against pictures kept in `snapshots/`.

use std::path::PathBuf;

use egui::{Key, Role, Vec2, vec2};
use stargrid::gui::state::{Explore, Origin, Session};

use super::app::{Desk, SIZE, fifo};

/// The cell that is selected in most pictures.
const CELL: &str = "critters-0002.png as moods in the style of moods-0001.png";

fn session(dark: bool) -> Session {
    Session {
        dark,
        ..Session::default()
    }
}

fn first(dark: bool, size: Vec2) -> Desk {
    let mut desk = Desk::drawn(session(dark), size);
    desk.complete();
    desk.rest();
    desk
}

/// Compares what is on screen.
#[track_caller]
fn keep(mut desk: Desk, name: &str) {
    desk.keep(name);
}

#[test]
fn first_screen() {
    keep(first(true, SIZE), "window_first");
}

#[test]
fn first_screen_small() {
    keep(first(true, vec2(1024.0, 640.0)), "window_first_small");
}

#[test]
fn latents_mode() {
    let mut desk = first(true, SIZE);
    desk.key(Key::S);
    desk.complete();
    desk.press("critters-0002.png as clay, seed 41");
    keep(desk, "window_latents");
}

#[test]
fn all_branches() {
    let mut desk = first(false, SIZE);
    desk.press(CELL);
    desk.key(Key::Num9);
    desk.complete();
    keep(desk, "window_branches");
}

#[test]
fn a_blend_row_and_the_wipe() {
    let mut desk = first(true, SIZE);
    desk.press("Add a blend row");
    desk.press(CELL);
    desk.click(Role::RadioButton, "Wipe");
    desk.complete();
    keep(desk, "window_wipe");
}

#[test]
fn model_card() {
    let mut desk = first(true, SIZE);
    desk.press("Model card");
    keep(desk, "window_card");
}

#[test]
fn crop_sheet_and_toast() {
    let mut desk = first(false, SIZE);
    let photo = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/astronaut.jpg");
    desk.drop_files(&[PathBuf::from(photo)]);
    desk.until("the photo is there", |desk| {
        desk.says("Added astronaut.jpg as source")
    });
    desk.complete();
    desk.press("source astronaut.jpg");
    desk.press("Adjust crop…");
    keep(desk, "window_crop");
}

#[test]
fn error_notice() {
    let session = Session {
        model: Some(PathBuf::from("/nowhere/celeba.ckpt")),
        ..session(true)
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.complete();
    keep(desk, "window_error");
}

#[test]
fn empty_grid() {
    let explore = Explore {
        references: vec![1, 7],
        ..Explore::default()
    };
    let session = Session {
        explore: Some(explore),
        origins: [(1, Origin::Demo(1)), (7, Origin::Demo(7))].into(),
        ..session(true)
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.until("the pictures are read", |desk| {
        desk.says("No cells yet") && desk.state().views_are_there()
    });
    keep(desk, "window_empty");
}

#[test]
fn while_loading() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = fifo(folder.path(), "celeba.ckpt");
    let session = Session {
        model: Some(pipe.clone()),
        ..session(true)
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.until("the model is being opened", |desk| {
        desk.says("Model: Opening celeba.ckpt…") && desk.mentions("Device: CPU")
    });
    keep(desk, "window_loading");
    std::fs::write(pipe, b"").unwrap();
}
