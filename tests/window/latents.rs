//! Latent rows by role and name: samples, sliders, seeds, truncation, and the row between two styles.

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Fingerprint;

use super::app::Desk;

fn latents() -> Desk {
    let mut desk = Desk::ready();
    desk.click(Role::RadioButton, "Latents");
    desk.complete_of(24);
    desk.rest();
    desk
}

/// Sets a slider as an assistive technology does.
fn slide(desk: &mut Desk, name: &str, value: f64) {
    desk.get_by_role_and_label(Role::Slider, name)
        .set_value_accesskit(value);
    desk.rest();
}

fn row(desk: &Desk, at: usize) -> Vec<Option<Fingerprint>> {
    desk.state().fingerprints()[at * 6..(at + 1) * 6].to_vec()
}

#[test]
fn a_sample_has_a_row_in_each_domain_and_sixteen_sliders() {
    let mut desk = latents();
    let cells = desk.cells();
    for domain in ["clay", "critters", "moods", "sprouts"] {
        let name = format!("clay-0000.png as {domain}, seed 41");
        assert!(cells.contains(&name), "{name} of {cells:?}");
    }
    for place in 1..=16 {
        desk.get_by_role_and_label(Role::Slider, &format!("z{place}"));
    }
    assert!(desk.query_by_label("z17").is_none());
    desk.key(Key::Num3);
    desk.complete_of(6);
    desk.key(Key::S);
    desk.complete_of(24);
    assert!(desk.is_chosen(Role::RadioButton, "References"));
}

#[test]
fn a_slider_changes_the_cells_and_its_reset_brings_them_back() {
    let mut desk = latents();
    let before = desk.state().fingerprints();
    assert!(!desk.is_possible("Reset z5"));
    slide(&mut desk, "z5", 2.5);
    assert_eq!(desk.state().explore().latents[0].z[4], 2.5);
    desk.complete();
    let after = desk.state().fingerprints();
    assert!(before.iter().zip(&after).all(|(old, new)| old != new));
    assert!(desk.mentions("seed 41 moved"), "the row says it was moved");
    desk.press("Reset z5");
    assert_eq!(
        desk.state().fingerprints(),
        before,
        "at once, from the cache"
    );
    assert!(!desk.is_possible("Reset z5"));
    desk.rest();
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore().latents[0].z[4], 2.5);
}

#[test]
fn a_new_seed_makes_another_style_and_is_shown() {
    let mut desk = latents();
    desk.press("New seed");
    let first = desk.state().explore().latents[0].seed;
    assert_ne!(first, 41);
    desk.complete();
    assert!(desk.mentions(&format!("as clay, seed {first}")));
    desk.key(Key::R);
    assert_ne!(desk.state().explore().latents[0].seed, first);
}

#[test]
fn a_seed_s_numbers_beyond_the_sliders_stay_what_they_are() {
    let mut desk = latents();
    let far = |seed: &u64| {
        let z = stargrid::domain::latent::from_seed(*seed, 16);
        z[..2].iter().any(|value| value.abs() > 3.0) && z[2..].iter().any(|value| value.abs() > 3.0)
    };
    let seed = (0..).find(far).unwrap();
    desk.get_by_role_and_label(Role::SpinButton, "Seed")
        .set_value_accesskit(seed as f64);
    desk.rest();
    desk.get_by_label("Latent pad").focus();
    desk.rest();
    let latent = desk.state().explore().latents[0].clone();
    assert_eq!(
        latent.z,
        stargrid::domain::latent::from_seed(seed, 16),
        "seed {seed}"
    );
    assert!(!desk.mentions("moved"));
}

#[test]
fn no_truncation_left_means_the_mean_style() {
    let mut desk = latents();
    desk.press("Add a sample");
    desk.complete_of(48);
    assert_ne!(row(&desk, 0), row(&desk, 4), "two samples as clay");
    slide(&mut desk, "ψ", 0.0);
    desk.complete_of(48);
    assert_eq!(row(&desk, 0), row(&desk, 4), "both are the mean of clay");
    assert_ne!(row(&desk, 0), row(&desk, 1), "clay and critters");
    desk.press("Remove this sample");
    desk.complete_of(24);
}

#[test]
fn the_second_cell_and_the_selected_one_follow_a_sample_that_moves_up() {
    let mut desk = latents();
    desk.press("Add a sample");
    desk.key(Key::Num1);
    desk.complete_of(12);
    let name = |source: &str, seed: u64| format!("{source}-0000.png as clay, seed {seed}");
    desk.press(&name("clay", 42));
    let other = name("critters", 42);
    desk.get_by_role_and_label(Role::Button, &other)
        .click_modifiers(egui::Modifiers::COMMAND);
    desk.rest();
    desk.click(Role::RadioButton, "seed 41");
    desk.press("Remove this sample");
    desk.hand_away();
    desk.complete_of(6);
    desk.rest();
    assert!(desk.says(&format!("A: {}", name("clay", 42))), "{desk:?}");
    assert!(desk.says(&format!("B: {other}")), "{desk:?}");
}

#[test]
fn the_pad_moves_the_first_two_numbers() {
    let mut desk = latents();
    let before = desk.state().explore().latents[0].z.clone();
    desk.get_by_label("Latent pad").focus();
    desk.rest();
    desk.key(Key::ArrowRight);
    desk.key(Key::ArrowUp);
    let after = &desk.state().explore().latents[0].z;
    assert!(after[0] > before[0] && after[1] > before[1]);
    assert_eq!(after[2..], before[2..]);
}

/// Drags on the large picture, in parts of its size.
fn drag(desk: &mut Desk, by: egui::Vec2) {
    let picture = desk.get_by_label("Large view: Result").rect();
    let from = picture.center();
    desk.hover_at(from);
    desk.run_steps(2);
    desk.drag_at(from);
    desk.run_steps(2);
    desk.hover_at(from + by * picture.size());
    desk.run_steps(2);
    desk.drop_at(from + by * picture.size());
    desk.rest();
}

fn near(value: f32, wanted: f32) -> bool {
    (value - wanted).abs() < 0.02
}

#[test]
fn a_hand_walks_on_the_large_picture() {
    let mut desk = latents();
    desk.press("critters-0000.png as moods, seed 41");
    let z = |desk: &Desk| desk.state().explore().latents[0].z.clone();
    let home = z(&desk);
    drag(&mut desk, egui::vec2(0.25, -0.125));
    assert_eq!(z(&desk), home, "a drag pans");
    desk.key(Key::H);
    assert!(desk.is_chosen(Role::CheckBox, "Walk"));
    drag(&mut desk, egui::vec2(-0.25, -0.125));
    let walked = z(&desk);
    assert!(near(walked[0], (home[0] - 1.5).max(-3.0)), "{walked:?}");
    assert!(near(walked[1], (home[1] + 0.75).min(3.0)), "{walked:?}");
    assert_eq!(walked[2..], home[2..]);
    desk.complete();
    desk.ctrl(Key::Z);
    assert_eq!(z(&desk), home, "one drag is one step");
    desk.ctrl(Key::Y);
    assert_eq!(z(&desk), walked);
    let picture = desk.get_by_label("Large view: Result").rect();
    desk.double_click_at(picture.center());
    desk.rest();
    assert_eq!(z(&desk), home, "a double click brings it home");
    desk.key(Key::H);
    drag(&mut desk, egui::vec2(0.1, 0.1));
    assert_eq!(z(&desk), home);
}

#[test]
fn there_is_no_walk_on_a_reference_s_picture() {
    let mut desk = Desk::ready();
    assert!(desk.query_by_label("Walk").is_none());
    desk.key(Key::H);
    let before = desk.state().explore().clone();
    drag(&mut desk, egui::vec2(0.2, 0.2));
    assert_eq!(desk.state().explore(), &before);
}
