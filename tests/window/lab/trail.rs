//! The trail of latents: crumbs, back and forward, two set aside.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{Desk, slide};

fn latents() -> Desk {
    let mut desk = Desk::ready();
    desk.key(Key::S);
    desk.complete_of(24);
    desk.rest();
    desk
}

fn seed(desk: &Desk) -> u64 {
    desk.state().explore().latents[0].seed
}

fn alt(desk: &mut Desk, key: Key) {
    desk.key_press_modifiers(Modifiers::ALT, key);
    desk.rest();
}

fn new_seed(desk: &mut Desk) -> u64 {
    desk.press("New seed");
    desk.rest();
    seed(desk)
}

#[test]
fn back_and_forward_go_through_the_latents_visited() {
    let mut desk = latents();
    assert!(!desk.is_possible("Back to the latent before (Alt+Left)"));
    let first = new_seed(&mut desk);
    let second = new_seed(&mut desk);
    assert!(desk.says("3 of 3"), "{desk:?}");
    desk.press("Back to the latent before (Alt+Left)");
    desk.rest();
    assert_eq!(seed(&desk), first);
    alt(&mut desk, Key::ArrowLeft);
    assert_eq!(seed(&desk), 41);
    alt(&mut desk, Key::ArrowRight);
    alt(&mut desk, Key::ArrowRight);
    assert_eq!(seed(&desk), second);
    alt(&mut desk, Key::ArrowLeft);
    let other = new_seed(&mut desk);
    assert!(desk.says("3 of 3"), "what lay ahead is cut off: {desk:?}");
    alt(&mut desk, Key::ArrowLeft);
    assert_eq!(seed(&desk), first);
    alt(&mut desk, Key::ArrowRight);
    assert_eq!(seed(&desk), other);
}

#[test]
fn shift_r_goes_back_to_the_seed_before() {
    let mut desk = latents();
    let first = new_seed(&mut desk);
    slide(&mut desk, "z5", 2.5);
    assert!(desk.mentions(&format!("seed {first} moved")));
    desk.key_press_modifiers(Modifiers::SHIFT, Key::R);
    desk.rest();
    assert_eq!(seed(&desk), 41);
    alt(&mut desk, Key::ArrowRight);
    assert_eq!(seed(&desk), first);
    alt(&mut desk, Key::ArrowRight);
    assert_eq!(desk.state().explore().latents[0].z[4], 2.5);
    desk.ctrl(Key::Z);
    assert_ne!(
        desk.state().explore().latents[0].z[4],
        2.5,
        "steps can be undone"
    );
}

#[test]
fn two_latents_set_aside_make_a_slider_between_them() {
    let mut desk = latents();
    desk.press("Set aside");
    let other = new_seed(&mut desk);
    desk.press("Set aside");
    assert!(desk.says("seed 41") && desk.says(&format!("seed {other}")));
    desk.press("Slide between");
    desk.complete_of(30);
    let words = format!("50 % seed 41 as clay + 50 % seed {other} as clay");
    assert!(desk.mentions(&words), "{desk:?}");
    desk.get_by_label(&format!("Weight of seed {other} as clay"));
    desk.press("Let it go");
    assert!(desk.query_by_label("Slide between").is_none());
}

#[test]
fn a_right_click_on_a_crumb_goes_there_and_the_session_remembers() {
    let mut desk = latents();
    let first = new_seed(&mut desk);
    let pad = desk.get_by_label("Latent pad").rect();
    let home = stargrid::domain::latent::from_seed(41, 2);
    let unit = egui::vec2(home[0], -home[1]) / 3.0;
    desk.hover_at(pad.center() + unit * pad.size() / 2.0);
    desk.rest();
    for pressed in [true, false] {
        desk.event(egui::Event::PointerButton {
            pos: pad.center() + unit * pad.size() / 2.0,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.step();
    }
    desk.rest();
    assert_eq!(seed(&desk), 41);
    assert!(desk.says("1 of 2"));
    let text = serde_json::to_string(&desk.state().session()).unwrap();
    let mut again = Desk::with(serde_json::from_str(&text).unwrap());
    again.complete_of(24);
    again.rest();
    assert!(again.says("1 of 2"), "{again:?}");
    alt(&mut again, Key::ArrowRight);
    assert_eq!(seed(&again), first);
}

#[test]
fn a_step_back_to_another_sample_leaves_this_one() {
    let mut desk = latents();
    desk.press("Add a sample");
    desk.rest();
    let seeds = |desk: &Desk| {
        let latents = desk.state().explore().latents.iter();
        latents.map(|latent| latent.seed).collect::<Vec<_>>()
    };
    assert_eq!(seeds(&desk), [41, 42]);
    desk.press("Back to the latent before (Alt+Left)");
    desk.rest();
    assert_eq!(desk.state().explore().edited, 0);
    assert_eq!(seeds(&desk), [41, 42]);
    desk.press("Forward again (Alt+Right)");
    desk.rest();
    assert_eq!(desk.state().explore().edited, 1);
    assert_eq!(seeds(&desk), [41, 42]);
}
