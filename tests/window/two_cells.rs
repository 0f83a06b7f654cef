//! Two cells against each other, by role and name: marking, swapping, letting go, every mode, the loupe, the full view, the round trip.

use egui::{Event, Key, Modifiers, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::gui::state::Session;
use stargrid::gui::widgets::ViewMode;

use super::app::{Desk, SIZE};
use super::commands::type_words;

/// The selected cell.
const CELL: &str = "clay-0000.png as clay in the style of clay-0001.png";
/// The one right of it: the same style, another source.
const RIGHT: &str = "critters-0000.png as clay in the style of clay-0001.png";
/// The one below: the same source, another style.
const BELOW: &str = "clay-0000.png as critters in the style of critters-0001.png";
/// The mark of the second cell.
const BADGE: &str = "Let go of B (Esc)";

/// Ctrl+click.
fn mark(desk: &mut Desk, name: &str) {
    let cell = desk.get_by_role_and_label(Role::Button, name);
    cell.click_modifiers(Modifiers::COMMAND);
    desk.run_steps(3);
}

fn both() -> Desk {
    let mut desk = Desk::ready();
    desk.press(CELL);
    mark(&mut desk, RIGHT);
    desk.hand_away();
    desk.rest();
    desk
}

#[test]
fn ctrl_click_marks_a_second_cell_and_both_sentences_are_told() {
    let mut desk = both();
    assert!(desk.is_chosen(Role::Button, CELL), "the selection stays");
    assert!(desk.says(&format!("A: {CELL}")) && desk.says(&format!("B: {RIGHT}")));
    assert!(
        desk.is_chosen(Role::RadioButton, "Wipe"),
        "it compares at once"
    );
    assert!(desk.is_chosen(Role::RadioButton, "other cell"));
    desk.key(Key::X);
    assert!(desk.is_chosen(Role::Button, RIGHT), "X swaps the two");
    assert!(desk.says(&format!("A: {RIGHT}")) && desk.says(&format!("B: {CELL}")));
    desk.key(Key::Escape);
    assert!(desk.says(RIGHT) && !desk.mentions("B: "), "Esc lets it go");
    assert!(desk.is_chosen(Role::Button, RIGHT), "and nothing else");
    assert!(desk.is_chosen(Role::RadioButton, "source"));
}

#[test]
fn the_badge_and_the_key_let_go_too() {
    let mut desk = both();
    let badges: Vec<egui::Rect> = desk
        .query_all_by_label(BADGE)
        .map(|node| node.rect())
        .collect();
    assert_eq!(badges.len(), 2, "one on the cell, one beside the sentence");
    let cell = desk.get_by_role_and_label(Role::Button, RIGHT).rect();
    let badge = badges.iter().find(|rect| cell.contains_rect(**rect));
    let at = badge.expect("the badge lies on its cell").center();
    desk.hover_at(at);
    desk.run_steps(2);
    desk.drag_at(at);
    desk.drop_at(at);
    desk.run_steps(3);
    desk.hand_away();
    assert!(!desk.mentions("B: "), "{desk:?}");
    desk.key(Key::B);
    assert!(
        desk.says(&format!("B: {CELL}")),
        "B marks the selected cell"
    );
    desk.key(Key::ArrowRight);
    assert!(desk.says(&format!("A: {RIGHT}")) && desk.says(&format!("B: {CELL}")));
    desk.get_by_role_and_label(Role::Button, CELL).hover();
    desk.run_steps(2);
    desk.key(Key::B);
    desk.hand_away();
    assert!(!desk.mentions("B: "), "B on the marked cell lets it go");
}

#[test]
fn every_mode_works_between_two_cells() {
    let mut desk = both();
    for mode in ["Side by side", "Wipe", "Difference", "Blink"] {
        desk.click(Role::RadioButton, mode);
        desk.get_by_role_and_label(Role::Image, &format!("Large view: {mode}"));
        assert!(desk.is_chosen(Role::RadioButton, "other cell"), "{mode}");
    }
    desk.click(Role::RadioButton, "Difference");
    let against_cell = figures(&desk);
    desk.click(Role::RadioButton, "source");
    assert_ne!(figures(&desk), against_cell);
    desk.click(Role::RadioButton, "reference");
    assert_ne!(figures(&desk), against_cell);
    desk.click(Role::RadioButton, "other cell");
    assert_eq!(figures(&desk), against_cell);
    let area = desk.get_by_label("Large view: Difference").rect();
    desk.hover_at(area.center());
    desk.run_steps(2);
    assert!(desk.mentions("differ by ") && desk.mentions("·  A ") && desk.mentions("·  B "));
    assert!(
        desk.mentions("of 255 levels or more"),
        "the legend: {desk:?}"
    );
}

fn figures(desk: &Desk) -> String {
    let node = desk.query_all_by_label_contains("Mean ").next();
    let words = node.and_then(|node| {
        let node = node.accesskit_node();
        node.value().or(node.label())
    });
    words.unwrap_or_default()
}

#[test]
fn style_and_content_have_a_map_each() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.hand_away();
    desk.click(Role::RadioButton, "Difference");
    desk.click(Role::RadioButton, "style | content");
    let style = "Only the style is another (critters-0001.png as critters): mean ";
    let content = "Only the source is another (critters-0000.png): mean ";
    assert!(desk.mentions(style) && desk.mentions(content), "{desk:?}");
    let area = desk.get_by_label("Large view: Difference").rect();
    desk.hover_at(area.left_center() + vec2(40.0, 0.0));
    desk.run_steps(2);
    assert!(
        desk.mentions("·  style ") && desk.mentions("·  content "),
        "{desk:?}"
    );
    let third = "clay-0000.png as moods in the style of moods-0001.png";
    mark(&mut desk, third);
    desk.click(Role::RadioButton, "style | content");
    desk.hand_away();
    assert!(
        desk.mentions("(moods-0001.png as moods)"),
        "the marked cell is the neighbour: {desk:?}"
    );
}

#[test]
fn a_picture_is_held_as_it_was() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.get_by_role_and_label(Role::Button, CELL)
        .click_secondary();
    desk.run_steps(3);
    desk.press("Compare with it as it is now");
    desk.hand_away();
    assert!(desk.says(&format!("B: {CELL} (as it was)")));
    desk.click(Role::RadioButton, "Difference");
    assert!(desk.says("Nothing differs"), "{desk:?}");
    desk.key(Key::Num2);
    desk.complete();
    desk.rest();
    assert!(desk.mentions("Mean "), "now it does: {desk:?}");
}

#[test]
fn a_picture_is_held_by_a_command_and_cannot_be_swapped() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.hand_away();
    let palette = |desk: &mut Desk, words: &str| {
        desk.ctrl(Key::K);
        desk.rest();
        type_words(desk, words);
    };
    palette(&mut desk, "as it is now");
    desk.key(Key::Enter);
    desk.rest();
    assert!(desk.says(&format!("B: {CELL} (as it was)")), "{desk:?}");
    palette(&mut desk, "swap the compared");
    assert!(desk.mentions("a picture as it was, which no cell shows"));
}

#[test]
fn the_full_view_fills_the_window_and_goes_back() {
    let mut desk = both();
    let small = desk.get_by_label("Large view: Wipe").rect();
    desk.key(Key::F);
    let large = desk.get_by_label("Large view: Wipe").rect();
    assert!(large.height() > 1.3 * small.height(), "{small} {large}");
    assert!(desk.query_by_role_and_label(Role::Button, CELL).is_none());
    assert!(desk.says(&format!("B: {RIGHT}")));
    desk.key(Key::ArrowDown);
    assert!(desk.says(&format!("A: {BELOW}")), "arrows go on: {desk:?}");
    desk.key(Key::Z);
    let own = desk.get_by_label("Large view: Wipe").rect();
    assert_eq!(
        own.width(),
        64.0,
        "a pixel of the picture is one of the screen"
    );
    assert!(desk.mentions("1 : 1, a pixel"));
    desk.key(Key::Z);
    assert_eq!(desk.get_by_label("Large view: Wipe").rect(), large);
    desk.key(Key::Escape);
    desk.get_by_role_and_label(Role::Button, CELL);
    assert!(desk.says(&format!("B: {RIGHT}")), "one thing at a time");
    desk.press("Full view");
    desk.press("Back to the grid");
    desk.get_by_role_and_label(Role::Button, CELL);
}

#[test]
fn the_loupe_magnifies_two_pictures_at_the_pointer() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.key(Key::G);
    let cell = desk.get_by_role_and_label(Role::Button, RIGHT).rect();
    desk.hover_at(cell.center());
    desk.run_steps(3);
    for glass in ["Loupe: source, 8×", "Loupe: result, 8×"] {
        desk.get_by_role_and_label(Role::Image, glass);
    }
    assert!(
        desk.mentions("source  ") && desk.mentions("result  "),
        "values: {desk:?}"
    );
    let wheel = |y| Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, y),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    };
    desk.event(wheel(800.0));
    desk.run_steps(12);
    desk.get_by_role_and_label(Role::Image, "Loupe: result, 16×");
    desk.event(wheel(-2000.0));
    desk.run_steps(12);
    desk.get_by_role_and_label(Role::Image, "Loupe: result, 4×");
    mark(&mut desk, BELOW);
    let area = desk.get_by_label("Large view: Wipe").rect();
    // Not on the handle, which is the hand's.
    desk.hover_at(area.center() + vec2(60.0, 0.0));
    desk.run_steps(3);
    for glass in ["Loupe: B, 4×", "Loupe: A, 4×"] {
        desk.get_by_role_and_label(Role::Image, glass);
    }
    desk.key(Key::Escape);
    desk.run_steps(2);
    assert!(!desk.mentions("Loupe: "), "Esc puts it away");
    assert!(desk.says(&format!("B: {BELOW}")));
}

#[test]
fn the_round_trip_comes_with_its_figures() {
    let mut desk = Desk::ready();
    desk.press(BELOW);
    desk.hand_away();
    desk.rest();
    desk.until("it came back", |desk| desk.state().trip_is_there());
    desk.rest();
    assert!(
        desk.mentions("distance to source 0.") && desk.mentions("round trip 0."),
        "{desk:?}"
    );
    desk.click(Role::RadioButton, "Round trip");
    let area = desk.get_by_label("Large view: Round trip").rect();
    desk.hover_at(area.center() + vec2(40.0, 40.0));
    desk.run_steps(2);
    assert!(
        desk.mentions("source and back again differ by "),
        "{desk:?}"
    );
}

#[test]
fn m_goes_through_the_modes_that_are_possible() {
    let mut desk = Desk::ready();
    desk.click(Role::RadioButton, "Latents");
    desk.complete();
    desk.press("clay-0000.png as clay, seed 41");
    desk.hand_away();
    let mut seen = vec!["Result"];
    for _ in 0..7 {
        desk.key(Key::M);
        let shown = ViewMode::ALL.map(|(_, name)| name);
        let shown = shown
            .into_iter()
            .find(|name| desk.says(&format!("Large view: {name}")));
        seen.push(shown.expect("a mode is shown"));
    }
    let all = [
        "Result",
        "Source",
        "Side by side",
        "Wipe",
        "Difference",
        "Blink",
        "Round trip",
        "Result",
    ];
    assert_eq!(seen, all, "a latent has no reference");
}

fn pictured(dark: bool) -> Desk {
    let session = Session {
        dark,
        ..Session::default()
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.complete();
    desk.rest();
    desk.press("critters-0002.png as moods in the style of moods-0001.png");
    mark(
        &mut desk,
        "critters-0002.png as sprouts in the style of sprouts-0002.png",
    );
    desk.hand_away();
    desk
}

#[test]
fn two_cells_look_like_this() {
    let mut desk = pictured(true);
    desk.click(Role::RadioButton, "Difference");
    desk.keep("window_two_cells");
}

#[test]
fn two_maps_look_like_this() {
    let mut desk = pictured(false);
    desk.click(Role::RadioButton, "Difference");
    desk.click(Role::RadioButton, "style | content");
    desk.keep("window_two_maps");
}

#[test]
fn the_full_view_looks_like_this() {
    let mut desk = pictured(true);
    desk.click(Role::RadioButton, "Side by side");
    desk.key(Key::F);
    desk.keep("window_full");
}

#[test]
fn a_round_trip_looks_like_this() {
    let mut desk = pictured(false);
    desk.key(Key::Escape);
    desk.click(Role::RadioButton, "Round trip");
    desk.keep("window_round_trip");
}

#[test]
fn the_loupe_looks_like_this() {
    let mut desk = pictured(true);
    desk.key(Key::G);
    let name = "critters-0002.png as moods in the style of moods-0001.png";
    let cell = desk.get_by_role_and_label(Role::Button, name).rect();
    desk.keep_at("window_loupe", cell.center() + vec2(8.0, -6.0));
}
