//! The lab's views against pictures kept in `snapshots/`.

use egui::{Key, Role, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::gui::state::Session;

use super::{Desk, lab_complete, slide};
use crate::app::SIZE;

fn first(dark: bool, size: Vec2) -> Desk {
    let session = Session {
        dark,
        ..Session::default()
    };
    let mut desk = Desk::drawn(session, size);
    desk.complete();
    desk.rest();
    desk
}

#[test]
fn the_wheel_looks_like_this() {
    let mut desk = first(true, SIZE);
    desk.press("critters-0002.png as moods in the style of moods-0001.png");
    desk.key(Key::W);
    slide(&mut desk, "Style strength", 0.8);
    lab_complete(&mut desk);
    desk.complete();
    desk.keep("lab_wheel");
}

#[test]
fn the_wheels_differences_look_like_this() {
    let mut desk = first(false, vec2(1024.0, 640.0));
    desk.key(Key::W);
    desk.click(Role::RadioButton, "Against neighbour");
    lab_complete(&mut desk);
    desk.complete();
    desk.keep("lab_wheel_small");
}

#[test]
fn the_map_looks_like_this() {
    let mut desk = first(true, SIZE);
    desk.key(Key::N);
    desk.until("placed", |desk| desk.state().map_is_placed());
    desk.rest();
    let clay = desk.get_by_label("Style of clay-0001.png as clay").rect();
    let moods = desk.get_by_label("Style of moods-0001.png as moods").rect();
    let between = clay.center() + (moods.center() - clay.center()) * 0.45;
    desk.drag_at(between);
    desk.rest();
    desk.drop_at(between);
    desk.rest();
    desk.complete();
    lab_complete(&mut desk);
    desk.keep("lab_map");
}

#[test]
fn a_blend_of_three_looks_like_this() {
    let mut desk = first(true, SIZE);
    desk.press("Add a blend row");
    desk.press("Add a style");
    slide(&mut desk, "Weight of moods-0001.png", 0.25);
    desk.complete();
    lab_complete(&mut desk);
    desk.keep("lab_blend");
}

#[test]
fn the_trail_looks_like_this() {
    let mut desk = first(true, SIZE);
    desk.key(Key::S);
    desk.rest();
    desk.press("Set aside");
    for (name, value) in [("z1", 1.2), ("z2", 1.5), ("z1", -1.4), ("z2", -0.5)] {
        slide(&mut desk, name, value);
    }
    desk.press("Set aside");
    desk.press("Back to the latent before (Alt+Left)");
    desk.rest();
    desk.complete();
    desk.keep("lab_trail");
}
