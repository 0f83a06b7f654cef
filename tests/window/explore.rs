//! The Explore tab by role and name: first screen, selection, branches, stop, theme.

use std::time::Duration;

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Branch;
use stargrid::gui::state::Session;

use super::app::{Desk, SIZE, fifo};

/// A cell of the demo grid, in the branch "own".
const CELL: &str = "clay-0000.png as clay in the style of clay-0001.png";
/// The one right of it.
const NEXT: &str = "critters-0000.png as clay in the style of clay-0001.png";

#[test]
fn the_first_screen_shows_24_cells_and_three_next_steps() {
    let mut desk = Desk::new();
    desk.complete_of(24);
    desk.rest();
    assert!(desk.mentions("24 cells · "), "the status bar: {desk:?}");
    assert!(desk.query_by_label("Stop").is_none());
    let cells = desk.cells();
    assert!(cells.contains(&CELL.to_owned()), "{cells:?}");
    assert!(cells.len() >= 18, "{} of 24 cells on screen", cells.len());
    for step in ["Add your pictures", "Open a model", "Train on the demo"] {
        assert!(desk.is_possible(step));
    }
    assert!(desk.mentions("Device: CPU"), "{desk:?}");
    assert!(desk.mentions("Model: "), "{desk:?}");
}

#[test]
fn the_third_step_leads_to_training() {
    let mut desk = Desk::ready();
    desk.press("Train on the demo");
    assert!(desk.is_chosen(Role::Tab, "Train"));
    assert!(desk.says("Before the start"), "{desk:?}");
    assert!(desk.query_by_label("Start").is_some());
}

#[test]
fn while_a_model_is_read_the_window_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = fifo(folder.path(), "slow.safetensors");
    let session = Session {
        model: Some(pipe.clone()),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.until("the file is named", |desk| {
        desk.says("Model: Opening slow.safetensors…")
    });
    assert!(desk.says("Opening the model…"));
    assert_eq!(desk.state().progress(), (0, 0));
    // Whoever writes the pipe ends the wait; an empty file is no model, and the demo takes its place.
    std::fs::write(&pipe, b"").unwrap();
    desk.complete_of(24);
    desk.get_by_role_and_label(Role::Button, "Copy report");
    assert!(!desk.says("Opening the model…"));
}

#[test]
fn a_click_shows_a_cell_large_with_its_sentence() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    assert!(desk.is_chosen(Role::Button, CELL));
    desk.hand_away();
    desk.get_by_role_and_label(Role::Label, CELL);
    desk.get_by_role_and_label(Role::Image, "Large view: Result");
    for possible in ["Save…", "Use as source", "Copy", "Save the whole grid…"] {
        assert!(desk.is_possible(possible), "{possible}");
    }
    desk.key(Key::M);
    desk.get_by_role_and_label(Role::Image, "Large view: Source");
    assert!(desk.is_chosen(Role::RadioButton, "Source"));
}

#[test]
fn arrow_keys_move_the_selection_and_escape_ends_it() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.hand_away();
    desk.key(Key::ArrowRight);
    assert!(desk.is_chosen(Role::Button, NEXT));
    desk.key(Key::ArrowLeft);
    desk.key(Key::ArrowLeft);
    assert!(desk.is_chosen(Role::Button, CELL), "it stops at the edge");
    desk.key(Key::ArrowDown);
    let below = "clay-0000.png as critters in the style of critters-0001.png";
    desk.get_by_role_and_label(Role::Label, below);
    desk.key(Key::Escape);
    assert!(desk.says("Click a cell to see it large."));
}

#[test]
fn arrow_keys_bring_the_selected_result_into_view() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.hand_away();
    desk.key(Key::Num9);
    desk.complete_of(96);
    desk.rest();
    let top = desk
        .get_by_role_and_label(Role::Button, "source clay-0000.png")
        .rect();
    for _ in 0..16 {
        desk.key(Key::ArrowDown);
    }
    desk.rest();
    let last = "clay-0000.png as sprouts in the style of sprouts-0002.png";
    assert!(desk.is_chosen(Role::Button, last), "{desk:?}");
    let cell = desk.get_by_role_and_label(Role::Button, last).rect();
    let header = desk
        .get_by_role_and_label(Role::Button, "source clay-0000.png")
        .rect();
    assert_eq!(header, top, "headers stay");
    assert!(
        cell.top() > top.bottom() && cell.bottom() < SIZE.y,
        "{cell}"
    );
}

#[test]
fn number_keys_switch_the_branch() {
    let mut desk = Desk::ready();
    let own = desk.state().fingerprints();
    desk.key(Key::Num9);
    assert!(desk.is_chosen(Role::RadioButton, "all"));
    desk.complete_of(16 * 6);
    assert!(desk.says("clay (own)"), "the own branch is marked");
    desk.key(Key::Num2);
    assert!(desk.is_chosen(Role::RadioButton, "critters"));
    desk.complete_of(4 * 6);
    assert_eq!(desk.state().explore().branch, Branch::One(1));
    let cells = desk.cells();
    assert!(
        cells.iter().all(|name| name.contains(" as critters in ")),
        "{cells:?}"
    );
    assert!(
        desk.says("as critters"),
        "the header says which domain it is made for"
    );
    let one = desk.state().fingerprints();
    assert_eq!(one[6..12], own[6..12], "critters-0001 was a critter before");
    assert_ne!(one[0..6], own[0..6]);
    desk.key(Key::Num0);
    desk.complete_of(24);
    assert_eq!(desk.state().fingerprints(), own);
}

#[test]
fn a_branch_chip_does_what_its_key_does() {
    let mut desk = Desk::ready();
    desk.click(Role::RadioButton, "sprouts");
    assert_eq!(desk.state().explore().branch, Branch::One(3));
    desk.click(Role::RadioButton, "own");
    assert_eq!(desk.state().explore().branch, Branch::Own);
}

#[test]
fn computing_can_be_stopped_and_taken_up_again() {
    let mut desk = Desk::ready();
    desk.key(Key::Num9);
    desk.until("it can be stopped", |desk| desk.says("Stop"));
    desk.press("Stop");
    desk.rest();
    assert!(desk.mentions("Stopped at "), "{desk:?}");
    let (there, all) = desk.state().progress();
    assert!(there < all, "{there} of {all}");
    desk.hand_away();
    desk.rest();
    let delay = desk.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_secs(1), "nothing moves: {delay:?}");
    desk.press("Go on");
    desk.complete_of(96);
    assert!(desk.mentions("96 cells"));
}

#[test]
fn the_theme_button_switches_and_is_remembered() {
    let mut desk = Desk::ready();
    assert_eq!(desk.ctx.theme(), egui::Theme::Dark);
    desk.press("Light theme");
    assert_eq!(desk.ctx.theme(), egui::Theme::Light);
    assert!(!desk.state().session().dark);
    desk.press("Dark theme");
    assert_eq!(desk.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn a_session_brings_everything_back() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    desk.key(Key::Num9);
    let text = serde_json::to_string(&desk.state().session()).unwrap();
    let mut again = Desk::with(serde_json::from_str(&text).unwrap());
    again.complete_of(16 * 7);
    assert_eq!(again.state().explore(), desk.state().explore());
    again.get_by_role_and_label(Role::Button, "source mia.png");
    assert!(again.is_chosen(Role::RadioButton, "all"));
}

#[test]
fn a_header_shows_its_picture_large_and_can_be_moved() {
    let mut desk = Desk::ready();
    desk.press("source critters-0000.png");
    desk.hand_away();
    let large = desk
        .get_by_role_and_label(Role::Button, "critters-0000.png")
        .rect();
    assert!(large.width() > 250.0, "large, not a thumbnail: {large}");
    assert!(desk.says("128 × 128 pixels"), "{desk:?}");
    let before = desk.state().explore().sources.clone();
    desk.press("Move back");
    let after = desk.state().explore().sources.clone();
    assert_eq!([after[0], after[1]], [before[1], before[0]]);
    desk.press("Move on");
    assert_eq!(desk.state().explore().sources, before);
    let compare = desk.query_by_role_and_label(Role::RadioButton, "Difference");
    assert!(compare.is_none(), "nothing to compare with");
    desk.press("Make it a reference");
    assert_eq!(desk.state().explore().references.last(), Some(&before[1]));
    desk.complete_of(5 * 5);
}
