//! The tour and the help, by hand and by keyboard.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::gui::state::{Session, Tab};
use stargrid::model::schema::NetworkKind;

use crate::app::{Desk, SIZE};
use crate::commands::type_words;
use crate::labels::{label_model, looks};

fn first_start() -> Desk {
    let mut desk = Desk::with(Session::first());
    desk.complete();
    desk.rest();
    desk
}

/// The step that the tour shows.
fn step(desk: &Desk) -> Option<usize> {
    desk.state().session().tour.at
}

#[test]
fn the_tour_goes_on_as_the_person_does_what_it_says() {
    let mut desk = first_start();
    assert!(desk.says("1 of 6"), "{desk:?}");
    desk.press("critters-0000.png as critters in the style of critters-0001.png");
    desk.rest();
    assert_eq!(step(&desk), Some(1));
    // The slider is on screen, and a key on it is as good as a drag.
    let slider = desk.get_by_role_and_label(Role::Slider, "z1");
    slider.focus();
    desk.rest();
    desk.key(Key::ArrowRight);
    desk.rest();
    assert_eq!(step(&desk), Some(2));
    desk.click(Role::RadioButton, "moods");
    desk.rest();
    assert_eq!(step(&desk), Some(3));
    desk.bring_picture("mine.png", 40);
    assert_eq!(step(&desk), Some(4));
}

#[test]
fn it_can_be_skipped_goes_back_and_is_not_shown_again() {
    let mut desk = first_start();
    desk.press("Next");
    assert_eq!(step(&desk), Some(1));
    desk.press("Back");
    assert_eq!(step(&desk), Some(0));
    desk.press("Skip the tour");
    assert_eq!(step(&desk), None);
    let again = desk.state().session();
    let text = serde_json::to_string(&again).unwrap();
    let session: Session = serde_json::from_str(&text).unwrap();
    let mut desk = Desk::with(session);
    desk.complete();
    desk.rest();
    assert!(desk.query_by_label("Skip the tour").is_none());
}

#[test]
fn it_never_blocks_and_leads_back_to_its_control() {
    let mut desk = first_start();
    desk.ctrl(Key::Num2);
    desk.rest();
    assert_eq!(desk.state().session().tab, Tab::Train, "nothing is blocked");
    assert!(desk.says("This step is somewhere else."));
    desk.press("Show me");
    desk.rest();
    assert_eq!(desk.state().session().tab, Tab::Explore);
    assert!(!desk.says("This step is somewhere else."));
}

#[test]
fn show_me_leaves_the_wheel_and_the_full_view() {
    let mut desk = first_start();
    for key in [Key::W, Key::F] {
        desk.key(key);
        desk.rest();
        assert!(desk.says("This step is somewhere else."), "{key:?}");
        desk.press("Show me");
        desk.rest();
        assert!(!desk.says("This step is somewhere else."), "{key:?}");
        assert_eq!(step(&desk), Some(0));
    }
    assert!(desk.is_chosen(Role::RadioButton, "Grid"));
}

#[test]
fn steps_about_controls_that_the_model_lacks_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session {
        model: Some(label_model(
            folder.path(),
            vec![looks()],
            &[NetworkKind::Generator],
        )),
        ..Session::first()
    };
    let mut desk = Desk::with(session);
    desk.complete();
    desk.rest();
    assert!(desk.says("1 of 4"), "{desk:?}");
    desk.press("Next");
    assert_eq!(step(&desk), Some(3), "neither latents nor branches");
    assert!(desk.says("2 of 4"));
    desk.press("Back");
    assert_eq!(step(&desk), Some(0));
}

#[test]
fn every_step_has_its_control_on_the_smallest_window() {
    let mut desk = Desk::sized(Session::first(), egui::vec2(1024.0, 640.0));
    desk.complete();
    desk.rest();
    let mut steps = 0;
    while step(&desk).is_some() {
        steps += 1;
        desk.rest();
        assert!(!desk.says("This step is somewhere else."), "step {steps}");
        let last = desk.query_by_role_and_label(Role::Button, "Done").is_some();
        desk.press(if last { "Done" } else { "Next" });
    }
    assert_eq!(steps, 6);
}

#[test]
fn a_later_start_begins_without_the_tour_and_help_brings_it_back() {
    let mut desk = Desk::ready();
    assert!(desk.query_by_label("Skip the tour").is_none());
    desk.key(Key::F1);
    desk.rest();
    assert!(desk.says("What Stargrid is"));
    desk.press("Take the tour");
    desk.rest();
    assert!(desk.query_by_label("Skip the tour").is_some());
    assert!(!desk.says("What Stargrid is"), "the help makes room");
}

#[test]
fn help_turns_pages_follows_links_and_finds_words() {
    let mut desk = Desk::ready();
    desk.key(Key::F1);
    desk.rest();
    let link = desk.query_all_by_role_and_label(Role::Link, "Train").next();
    link.unwrap().click();
    desk.rest();
    assert!(desk.says("Stop, resume, fork"), "{desk:?}");
    desk.press("Back");
    desk.rest();
    assert!(desk.says("The tabs"));
    let field = desk.get_by_role_and_label(Role::TextInput, "Search the help");
    field.focus();
    desk.rest();
    type_words(&mut desk, "wing.ckpt");
    desk.rest();
    assert!(
        desk.says("Face models"),
        "the page with the words: {desk:?}"
    );
    let listed = desk.query_all_by_label("Evaluate");
    assert_eq!(
        listed
            .filter(|node| node.accesskit_node().role() == Role::Button)
            .count(),
        0
    );
    desk.key(Key::F1);
    desk.rest();
    assert!(!desk.says("Face models"));
}

#[test]
fn the_tour_in_a_picture() {
    let mut desk = Desk::drawn(Session::first(), SIZE);
    desk.complete();
    desk.press("Next");
    desk.complete();
    desk.keep("guide/tour");
}

#[test]
fn the_help_in_a_picture() {
    let light = Session {
        dark: false,
        ..Session::default()
    };
    let mut desk = Desk::drawn(light, SIZE);
    desk.complete();
    desk.key(Key::F1);
    desk.keep("guide/help");
}

#[test]
fn high_contrast_in_a_picture() {
    let session = Session {
        contrast: true,
        ..Session::default()
    };
    let mut desk = Desk::drawn(session, egui::vec2(1024.0, 640.0));
    desk.complete();
    desk.keep("guide/contrast");
}
