//! The style map: points to take, places to blend, keyboard and zoom.

use egui::{Key, Role, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Branch;
use stargrid::gui::state::{End, Side, StyleFrom};

use super::{Desk, buttons, lab_complete};

fn map() -> Desk {
    let mut desk = Desk::ready();
    desk.key(Key::N);
    placed(&mut desk);
    desk
}

fn placed(desk: &mut Desk) {
    desk.until("every style has its place", |desk| {
        desk.state().map_is_placed()
    });
    desk.rest();
}

#[test]
fn the_map_places_references_samples_means_and_seeds() {
    let desk = map();
    assert_eq!(
        buttons(&desk, "Style of "),
        [
            "Style of clay-0001.png as clay",
            "Style of critters-0001.png as critters",
            "Style of moods-0001.png as moods",
            "Style of sprouts-0002.png as sprouts",
        ]
    );
    assert_eq!(buttons(&desk, "Sample seed 41 as ").len(), 4);
    assert_eq!(buttons(&desk, "Style mean ").len(), 4);
    assert_eq!(
        buttons(&desk, "New seed ").len(),
        96,
        "24 in each of four branches"
    );
    assert!(desk.mentions("108 styles · across "), "{desk:?}");
}

#[test]
fn one_branch_has_its_own_map() {
    let mut desk = map();
    desk.key(Key::Num2);
    placed(&mut desk);
    assert_eq!(buttons(&desk, "New seed ").len(), 60);
    assert_eq!(
        buttons(&desk, "Style of ").len(),
        4,
        "all of them as critters"
    );
    assert!(
        buttons(&desk, "Style of ")
            .iter()
            .all(|name| name.ends_with(" as critters"))
    );
}

#[test]
fn a_click_on_a_point_makes_a_row_of_it() {
    let mut desk = map();
    let seeds = desk.state().explore().latents.len();
    let name = buttons(&desk, "New seed ")[30].clone();
    // Other points may lie over it.
    desk.get_by_label(&name).click_accesskit();
    desk.rest();
    let explore = desk.state().explore();
    assert_eq!(explore.style_from, StyleFrom::Latents);
    assert_eq!(explore.latents.len(), seeds + 1);
    let seed = explore.latents[seeds].seed;
    assert!(name.starts_with(&format!("New seed {seed} as ")), "{name}");
    desk.hand_away();
    assert!(
        desk.mentions(&format!("seed {seed}")),
        "the large view tells it"
    );
    desk.press("Style of moods-0001.png as moods");
    assert_eq!(desk.state().explore().style_from, StyleFrom::References);
    desk.press("Style mean sprouts");
    let blend = desk.state().explore().blend.clone().unwrap();
    assert_eq!(blend.parts.len(), 1);
    assert_eq!(blend.parts[0].style, End::Mean(3));
    desk.key(Key::Escape);
    desk.complete();
    assert!(desk.mentions("100 % mean sprouts"), "{desk:?}");
    desk.rest();
    desk.ctrl(Key::Z);
    let before = desk.state().explore().blend.clone().unwrap();
    assert!(
        matches!(before.parts[0].style, End::ReferenceAs(..)),
        "{before:?}"
    );
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore().blend, None, "one click, one step");
}

#[test]
fn holding_between_points_blends_them_live() {
    let mut desk = map();
    let all = desk.get_by_label("Style map").rect();
    let [clay, moods] = ["clay as clay", "moods as moods"].map(|name| {
        let (picture, domain) = name.split_once(" as ").unwrap();
        let name = format!("Style of {picture}-0001.png as {domain}");
        desk.get_by_label(&name).rect().center()
    });
    let between = clay + (moods - clay) * 0.5;
    assert!(all.contains(between));
    desk.drag_at(between);
    desk.rest();
    let held = desk.state().explore().blend.clone().unwrap();
    assert!((1..=3).contains(&held.parts.len()), "{held:?}");
    desk.hover_at(between + vec2(40.0, 25.0));
    desk.rest();
    let moved = desk.state().explore().blend.clone().unwrap();
    assert_ne!(moved, held, "it follows the hand");
    desk.drop_at(between + vec2(40.0, 25.0));
    desk.hand_away();
    desk.complete();
    assert!(
        desk.mentions("clay-0000.png in a style of "),
        "it is shown large"
    );
    assert_eq!(desk.state().explore().blend.as_ref(), Some(&moved));
}

#[test]
fn points_are_stepped_through_and_taken_with_the_keyboard() {
    let mut desk = map();
    desk.get_by_label("Style of clay-0001.png as clay").focus();
    lab_complete(&mut desk);
    desk.get_by_label("Preview: clay-0001.png as clay");
    desk.key(Key::Tab);
    desk.key(Key::Enter);
    desk.rest();
    assert!(
        desk.says("clay-0000.png as critters in the style of critters-0001.png"),
        "{desk:?}"
    );
}

#[test]
fn the_wheel_of_the_mouse_goes_closer_and_a_button_shows_all() {
    let mut desk = map();
    let place = |desk: &Desk| {
        let nodes = ["Style of clay-0001.png as clay", "Style mean clay"];
        nodes.map(|name| desk.query_by_label(name).map(|node| node.rect().center()))
    };
    let [Some(clay), Some(mean)] = place(&desk) else {
        panic!("{desk:?}");
    };
    desk.hover_at(clay);
    desk.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 60.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    desk.rest();
    let [near, _] = place(&desk);
    assert!(
        (near.unwrap() - clay).length() < 2.0,
        "it stays under the pointer"
    );
    if let [Some(near), Some(far)] = place(&desk) {
        assert!((far - near).length() > (mean - clay).length() * 1.1);
    }
    assert_eq!(desk.state().explore().branch, Branch::Own);
    desk.press("Show all");
    desk.rest();
    assert_eq!(place(&desk), [Some(clay), Some(mean)]);
    assert!(
        desk.state().explore().blend.is_none(),
        "looking changes nothing"
    );
    assert!(desk.query_by_label("Show all").is_none());
}

#[test]
fn plus_and_minus_go_closer_but_not_while_a_field_is_typed_in() {
    let mut desk = map();
    desk.hand_away();
    desk.press("Model card");
    desk.rest();
    desk.get_by_role_and_label(Role::TextInput, "Domain 3")
        .click();
    desk.rest();
    desk.key(Key::Plus);
    assert!(desk.query_by_label("Show all").is_none(), "it is typed");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.rest();
    desk.key(Key::Plus);
    desk.get_by_label("Show all");
    desk.key(Key::Minus);
    assert!(desk.query_by_label("Show all").is_none());
}

#[test]
fn a_kept_result_lies_on_the_map_and_its_style_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::ready();
    desk.state_mut().keep_gallery_in(folder.path().to_owned());
    desk.step();
    desk.key(Key::S);
    desk.complete_of(24);
    desk.press("clay-0000.png as moods, seed 41");
    desk.hand_away();
    desk.key(Key::K);
    desk.until("it is kept", |desk| desk.state().gallery().count() == 1);
    desk.press("New seed");
    desk.complete_of(24);
    desk.key(Key::N);
    placed(&mut desk);
    let kept = buttons(&desk, "Style of the kept result: ");
    assert_eq!(kept.len(), 1, "{desk:?}");
    let place = desk.get_by_label(&kept[0]).rect().center();
    let seeds = buttons(&desk, "New seed ");
    assert_eq!(seeds.len(), 96, "the ground stays");
    assert!(desk.get_by_label("Style map").rect().contains(place));
    desk.get_by_label(&kept[0]).click_accesskit();
    desk.until("seed 41 is back", |desk| {
        desk.state()
            .explore()
            .latents
            .iter()
            .any(|latent| latent.seed == 41)
    });
    desk.key(Key::Num2);
    placed(&mut desk);
    assert!(
        buttons(&desk, "Style of the kept result: ").is_empty(),
        "it is of another branch"
    );
}

#[test]
fn a_kept_result_lies_on_the_map_as_soon_as_its_picture_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::ready();
    desk.state_mut().keep_gallery_in(folder.path().to_owned());
    desk.step();
    desk.press("clay-0000.png as clay in the style of clay-0001.png");
    desk.hand_away();
    desk.key(Key::K);
    desk.until("it is kept", |desk| desk.state().gallery().count() == 1);
    let [source, reference] = [Side::Sources, Side::References].map(|side| {
        let pictures = desk.state().explore().side(side);
        (side, pictures[0])
    });
    desk.state_mut().forget_picture(reference.0, reference.1);
    desk.key(Key::N);
    placed(&mut desk);
    assert!(buttons(&desk, "Style of the kept result: ").is_empty());
    desk.key(Key::N);
    // One picture for another: the same number of them.
    desk.state_mut().forget_picture(source.0, source.1);
    let clay = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/demo/pictures/clay/clay-0001.png"
    );
    desk.drop_files(&[clay.into()]);
    desk.until("it is added", |desk| {
        desk.mentions("Added clay-0001.png as source")
    });
    desk.complete();
    desk.key(Key::N);
    placed(&mut desk);
    let kept = buttons(&desk, "Style of the kept result: ");
    assert_eq!(kept.len(), 1, "{desk:?}");
}
