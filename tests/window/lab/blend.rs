//! Blends of several styles: parts, weights, and what each gives.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::gui::state::{Blend, End, Session};

use super::{Desk, lab_complete, row, slide};

const FIRST: &str = "clay-0001.png";
const SECOND: &str = "critters-0001.png";

fn blended() -> Desk {
    let mut desk = Desk::ready();
    desk.press("Add a blend row");
    desk.complete_of(30);
    desk
}

fn blend(desk: &Desk) -> Blend {
    desk.state().explore().blend.clone().unwrap()
}

#[test]
fn a_blend_row_lies_between_its_ends() {
    let mut desk = blended();
    assert!(
        desk.mentions(&format!("50 % {FIRST} + 50 % {SECOND}")),
        "{desk:?}"
    );
    assert_ne!(row(&desk, 0), row(&desk, 1));
    slide(&mut desk, &format!("Weight of {SECOND}"), 0.0);
    desk.complete_of(30);
    assert_eq!(row(&desk, 0), row(&desk, 1), "all weight on the first");
    slide(&mut desk, &format!("Weight of {SECOND}"), 1.0);
    desk.complete_of(30);
    assert_eq!(row(&desk, 0), row(&desk, 2), "the first takes what is left");
    desk.press("Remove the blend row");
    desk.complete_of(24);
}

#[test]
fn styles_are_added_levelled_and_taken_out() {
    let mut desk = blended();
    desk.press("Add a style");
    desk.complete_of(30);
    let third = "33 % moods-0001.png";
    assert!(desk.mentions(third), "{desk:?}");
    slide(&mut desk, &format!("Weight of {FIRST}"), 0.25);
    assert!(desk.mentions(&format!("20 % {FIRST} + 40 %")), "{desk:?}");
    desk.press("Equal");
    desk.rest();
    assert!(desk.mentions(third));
    desk.press(&format!("Take {SECOND} out of the blend"));
    desk.rest();
    assert_eq!(blend(&desk).parts.len(), 2);
    desk.ctrl(Key::Z);
    assert_eq!(blend(&desk).parts.len(), 3, "undo brings it back");
    for _ in 3..8 {
        // The panel scrolls by now: the button is pressed as an assistive technology does.
        desk.get_by_label("Add a style").click_accesskit();
        desk.rest();
    }
    assert!(!desk.is_possible("Add a style"), "eight are the most");
    assert_eq!(blend(&desk).parts.len(), 8);
    desk.complete_of(30);
}

#[test]
fn a_blend_can_hold_a_latent() {
    let mut desk = blended();
    desk.click(Role::ComboBox, "Style 2");
    desk.rest();
    desk.get_by_label("seed 41 as clay").click();
    desk.rest();
    desk.complete_of(30);
    assert!(desk.mentions("+ 50 % seed 41 as clay"), "{desk:?}");
}

#[test]
fn pointing_at_what_a_part_gives_shows_the_result_without_it() {
    let mut desk = blended();
    desk.press("Add a style");
    desk.complete_of(30);
    lab_complete(&mut desk);
    let whole = row(&desk, 0);
    let gives = desk.state().contributions().to_vec();
    assert_eq!(gives.len(), 3);
    assert!(
        gives.iter().all(|change| change.is_some_and(|c| c > 0.0)),
        "{gives:?}"
    );
    let words = format!("Without {FIRST}: gives {:.1} %", gives[0].unwrap() * 100.0);
    let over = desk.get_by_label(&words).rect().center();
    desk.hover_at(over);
    desk.rest();
    desk.complete_of(30);
    let label = format!("without {FIRST}: 50 % {SECOND} + 50 % moods-0001.png");
    assert!(desk.mentions(&label), "{desk:?}");
    let without = row(&desk, 0);
    assert_ne!(without, whole);
    desk.hand_away();
    desk.rest();
    assert_eq!(row(&desk, 0), whole, "at once, from the cache");
    desk.get_by_label(&words).focus();
    desk.rest();
    assert_eq!(row(&desk, 0), without, "the keyboard can look too");
    assert_eq!(blend(&desk).parts.len(), 3, "nothing was changed");
    desk.press(&format!("Take {FIRST} out of the blend"));
    desk.hand_away();
    desk.complete_of(30);
    assert_eq!(row(&desk, 0), without, "it is what taking it out gives");
}

#[test]
fn a_reference_joins_the_blend_by_menu_or_by_dropping_it() {
    let mut desk = blended();
    desk.get_by_label("reference sprouts-0002.png")
        .click_secondary();
    desk.rest();
    desk.get_by_label("Add to the blend").click();
    desk.rest();
    assert_eq!(blend(&desk).parts.len(), 3);
    let header = desk
        .get_by_label("reference moods-0001.png")
        .rect()
        .center();
    let target = desk.get_by_label("Equal").rect().center();
    desk.drag_at(header);
    desk.rest();
    desk.hover_at(target);
    desk.rest();
    desk.drop_at(target);
    desk.rest();
    assert_eq!(blend(&desk).parts.len(), 4, "{:?}", blend(&desk));
    assert!(desk.mentions("+ 25 % moods-0001.png"));
    desk.get_by_label("Style 4");
}

#[test]
fn a_session_with_a_blend_of_two_ends_opens() {
    let desk = blended();
    let mut session = serde_json::to_value(desk.state().session()).unwrap();
    let parts = session["explore"]["blend"]["parts"].clone();
    let old = serde_json::json!({
        "from": parts[0]["style"], "to": parts[1]["style"], "weight": 0.0,
    });
    session["explore"]["blend"] = old;
    let session: Session = serde_json::from_value(session).unwrap();
    let mut again = Desk::with(session);
    again.complete_of(30);
    assert_eq!(row(&again, 0), row(&again, 1), "weight 0 is the first end");
    let first = blend(&again).parts[0].clone();
    assert!(matches!(first.style, End::Reference(_)) && first.weight == 1.0);
    assert!(
        again
            .get_by_label("Style 1")
            .accesskit_node()
            .value()
            .is_some()
    );
}

#[test]
fn a_reference_can_be_weaker() {
    let mut desk = Desk::ready();
    let full = desk.state().fingerprints();
    slide(&mut desk, "Strength", 0.5);
    desk.complete_of(24);
    let half = desk.state().fingerprints();
    assert!(full.iter().zip(&half).all(|(full, half)| full != half));
    assert!(
        desk.mentions("in the style of clay-0001.png, 50 % strong"),
        "{desk:?}"
    );
    desk.press("Reset Strength");
    desk.rest();
    assert_eq!(desk.state().fingerprints(), full);
}
