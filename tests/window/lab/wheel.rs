//! The branch wheel: one source, the same style, every branch.

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::{Branch, LabelSet};
use stargrid::gui::state::Session;

use super::{Desk, buttons, lab_complete, row, slide};
use crate::labels::label_model;

fn wheel() -> Desk {
    let mut desk = Desk::ready();
    desk.key(Key::W);
    lab_complete(&mut desk);
    desk
}

#[test]
fn the_wheel_shows_the_source_in_every_branch() {
    let mut desk = wheel();
    assert!(desk.is_chosen(Role::RadioButton, "Wheel"));
    desk.get_by_label("In the middle: clay-0000.png");
    let spokes = buttons(&desk, "Branch ");
    assert_eq!(spokes.len(), 4, "{spokes:?}");
    for domain in ["clay", "critters", "moods", "sprouts"] {
        let name = format!("Branch {domain}, changes ");
        assert!(
            spokes.iter().any(|spoke| spoke.starts_with(&name)),
            "{spokes:?}"
        );
    }
    desk.key(Key::W);
    assert!(desk.is_chosen(Role::RadioButton, "Grid"));
    desk.click(Role::RadioButton, "Wheel");
    desk.key(Key::Escape);
    assert!(desk.is_chosen(Role::RadioButton, "Grid"));
}

#[test]
fn the_full_view_goes_before_the_wheel_does() {
    let mut desk = wheel();
    let moods = buttons(&desk, "Branch moods")[0].clone();
    desk.press(&moods);
    desk.hand_away();
    desk.key(Key::F);
    desk.get_by_role_and_label(Role::Button, "Back to the grid");
    desk.key(Key::Escape);
    desk.rest();
    assert!(desk.is_chosen(Role::RadioButton, "Wheel"), "{desk:?}");
    desk.key(Key::Escape);
    desk.rest();
    assert!(desk.is_chosen(Role::RadioButton, "Grid"));
}

#[test]
fn choosing_a_spoke_chooses_its_branch() {
    let mut desk = wheel();
    let moods = buttons(&desk, "Branch moods")[0].clone();
    desk.press(&moods);
    assert_eq!(desk.state().explore().branch, Branch::One(2));
    assert!(desk.is_chosen(Role::Button, &moods));
    assert!(
        desk.says("clay-0000.png as moods in the style of moods-0001.png"),
        "{desk:?}"
    );
    desk.key(Key::ArrowRight);
    assert_eq!(desk.state().explore().branch, Branch::One(3));
    desk.key(Key::ArrowRight);
    assert_eq!(
        desk.state().explore().branch,
        Branch::One(0),
        "it goes round"
    );
    desk.key(Key::ArrowLeft);
    desk.rest();
    desk.complete();
    desk.key(Key::Escape);
    desk.rest();
    desk.ctrl(Key::Z);
    assert_ne!(desk.state().explore().branch, Branch::One(3), "undo");
}

#[test]
fn the_strength_moves_with_slider_keys_and_scroll() {
    let mut desk = wheel();
    let full = buttons(&desk, "Branch ");
    slide(&mut desk, "Style strength", 0.25);
    lab_complete(&mut desk);
    assert_eq!(desk.state().explore().strength, 0.25);
    assert_ne!(
        buttons(&desk, "Branch "),
        full,
        "other pictures, other changes"
    );
    desk.hand_away();
    desk.key(Key::ArrowUp);
    assert_eq!(desk.state().explore().strength, 0.3);
    let middle = desk
        .get_by_label("In the middle: clay-0000.png")
        .rect()
        .center();
    desk.hover_at(middle);
    desk.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 2000.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    desk.rest();
    desk.rest();
    assert_eq!(desk.state().explore().strength, 1.0, "up to all of it");
    lab_complete(&mut desk);
    desk.hand_away();
    assert_eq!(
        buttons(&desk, "Branch "),
        full,
        "exactly the first pictures"
    );
}

#[test]
fn a_latent_goes_through_every_branch_with_its_truncation() {
    let mut desk = Desk::ready();
    desk.key(Key::S);
    desk.complete_of(24);
    desk.key(Key::W);
    lab_complete(&mut desk);
    let spokes = buttons(&desk, "Branch ");
    assert_eq!(spokes.len(), 4);
    assert_eq!(
        desk.state().progress(),
        (24, 24),
        "the cells of the grid are the same"
    );
    desk.hand_away();
    desk.key(Key::ArrowDown);
    assert_eq!(desk.state().explore().psi, 0.95);
    desk.click(Role::RadioButton, "Against neighbour");
    lab_complete(&mut desk);
    desk.click(Role::RadioButton, "Against source");
    assert_eq!(buttons(&desk, "Branch ").len(), 4);
}

#[test]
fn the_blend_can_be_turned_to_every_branch() {
    let mut desk = Desk::ready();
    desk.press("Add a blend row");
    desk.complete_of(30);
    desk.press("clay-0000.png in a style of 50 % clay-0001.png + 50 % critters-0001.png");
    desk.key(Key::W);
    lab_complete(&mut desk);
    let sprouts = buttons(&desk, "Branch sprouts")[0].clone();
    desk.press(&sprouts);
    desk.key(Key::Escape);
    desk.complete_of(30);
    assert_eq!(desk.state().explore().branch, Branch::One(3));
    assert!(desk.mentions("50 % clay-0001.png + 50 %"), "{desk:?}");
    assert_ne!(row(&desk, 0), row(&desk, 1));
}

#[test]
fn a_label_model_has_a_spoke_for_each_label() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["Glasses", "Frame", "Hat"].map(str::to_owned).to_vec();
    let sets = vec![LabelSet::attributes("looks", names)];
    let networks = [stargrid::model::schema::NetworkKind::Generator];
    let session = Session {
        model: Some(label_model(folder.path(), sets, &networks)),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete();
    desk.rest();
    desk.key(Key::W);
    lab_complete(&mut desk);
    let spokes = buttons(&desk, "Branch with ");
    assert_eq!(spokes.len(), 3, "{desk:?}");
    desk.press(&spokes[2]);
    desk.key(Key::Escape);
    assert!(desk.says("clay-0000.png with Hat"), "{desk:?}");
    desk.key(Key::N);
    assert!(
        desk.mentions("guided by labels, not by style codes"),
        "{desk:?}"
    );
}

#[test]
fn without_sources_or_rows_the_wheel_says_the_next_step() {
    let mut desk = Desk::ready();
    for picture in [
        "clay-0001.png",
        "critters-0001.png",
        "moods-0001.png",
        "sprouts-0002.png",
    ] {
        desk.press(&format!("reference {picture}"));
        desk.key(Key::Delete);
    }
    desk.key(Key::W);
    assert!(desk.mentions("No references yet."), "{desk:?}");
}
