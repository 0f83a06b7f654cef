//! A run in the Train tab: one cursor for charts, sheets and timeline; what is hidden, zoomed, played and told.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::engine::training::TrainEvent;
use stargrid::train::samples::SheetKind;

use super::world::{self, desk, news, running, tell};
use crate::app::Desk;

fn at(step: u64) -> Desk {
    let mut desk = desk();
    running(&mut desk, step);
    desk
}

fn step_words(desk: &Desk) -> Option<String> {
    desk.get_by_role_and_label(Role::Slider, "Step")
        .accesskit_node()
        .value()
}

#[test]
fn a_run_shows_how_far_it_is_and_goes_on() {
    let mut desk = at(1_000);
    for words in [
        "Step 1,000",
        "of 2,000",
        "3.7 steps/s",
        "1.3 GB",
        "At step 1,000",
    ] {
        assert!(desk.says(words), "{words}\n{desk:?}");
    }
    assert_eq!(step_words(&desk).as_deref(), Some("step 1,000"));
    tell(&mut desk, news(1_001));
    desk.rest();
    assert!(
        desk.says("Step 1,001") && desk.says("At step 1,001"),
        "the cursor is live"
    );
    assert!(desk.mentions("sheet of step 950"));
}

#[test]
fn the_cursor_moves_sheet_and_values_until_it_is_live_again() {
    let mut desk = at(1_000);
    desk.key(Key::ArrowLeft);
    assert_eq!(step_words(&desk).as_deref(), Some("step 950"));
    assert!(desk.says("At step 950"));
    tell(&mut desk, news(1_001));
    desk.rest();
    assert!(desk.says("At step 950"), "a cursor that was moved stays");
    desk.press("To the newest");
    assert!(desk.says("At step 1,001"));
    let chart = desk.get_by_label("Generator terms chart").rect();
    desk.drag_at(chart.center());
    desk.hover_at(chart.center());
    desk.drop_at(chart.center());
    desk.rest();
    let step: u64 = step_words(&desk)
        .unwrap()
        .trim_start_matches("step ")
        .replace(',', "")
        .parse()
        .unwrap();
    assert!((300..700).contains(&step), "{step}");
    let line = desk.get_by_role_and_label(Role::Slider, "Step").rect();
    desk.drag_at(line.left_center());
    desk.hover_at(line.left_center());
    desk.drop_at(line.left_center());
    desk.rest();
    assert_eq!(step_words(&desk).as_deref(), Some("step 0"));
    desk.key(Key::End);
    assert!(desk.says("At step 1,001"));
}

#[test]
fn curves_hide_and_heights_turn_logarithmic() {
    let mut desk = at(300);
    assert!(desk.is_chosen(Role::CheckBox, "reference cyc"));
    desk.click(Role::CheckBox, "reference cyc");
    assert!(
        !desk.is_chosen(Role::CheckBox, "reference cyc")
            && desk.is_chosen(Role::CheckBox, "latent cyc")
    );
    for term in ["adv", "sty", "ds", "cyc"] {
        desk.press(&format!("Curves of {term}"));
    }
    desk.press("Curves of cyc");
    desk.rest();
    assert!(
        desk.is_chosen(Role::CheckBox, "latent cyc"),
        "all hidden, a click shows both"
    );
    desk.click(Role::RadioButton, "Log");
    desk.click(Role::RadioButton, "Recent");
    assert!(
        desk.is_chosen(Role::RadioButton, "Log") && desk.is_chosen(Role::RadioButton, "Recent")
    );
    let session = desk.state().session();
    assert!(
        session.train.log && session.train.hidden.len() == 6,
        "{:?}",
        session.train.hidden
    );
}

#[test]
fn the_wheel_zooms_and_everything_comes_back() {
    let mut desk = at(300);
    let chart = desk.get_by_label("Discriminator chart").rect();
    desk.hover_at(chart.center());
    desk.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 120.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    });
    desk.run_steps(6);
    assert!(desk.says("Show all"), "{desk:?}");
    desk.press("Show all");
    assert!(!desk.says("Show all"));
}

#[test]
fn a_brush_keeps_a_part_and_the_film_plays_it() {
    let mut desk = at(1_000);
    desk.get_by_role_and_label(Role::Slider, "Film start")
        .focus();
    desk.run_steps(2);
    for _ in 0..2 {
        desk.key(Key::ArrowRight);
    }
    let start = desk
        .get_by_role_and_label(Role::Slider, "Film start")
        .accesskit_node()
        .value();
    assert_eq!(start.as_deref(), Some("step 100"));
    assert!(desk.says("Whole film"));
    desk.press("Play the sheets (Space)");
    desk.run_steps(3);
    let step = step_words(&desk).unwrap();
    assert!(
        step.starts_with("step 1") || step.starts_with("step 2"),
        "the film begins at its start: {step}"
    );
    desk.press("Stop the film (Space)");
    desk.press("Whole film");
    assert!(!desk.says("Whole film"));
}

#[test]
fn a_click_shows_the_sheet_large_and_other_kinds_have_their_own() {
    let mut desk = at(500);
    desk.press("Reference sheet");
    assert!(desk.says("Large sheet"));
    desk.key(Key::Escape);
    desk.rest();
    assert!(!desk.says("Large sheet"));
    desk.click(Role::RadioButton, "Cycle");
    desk.rest();
    let entry = world::snapshot(500, SheetKind::CycleConsistency);
    let gone = stargrid::problem::Problem::new("The sheet is no longer there");
    tell(&mut desk, TrainEvent::Sheet(entry, Err(gone)));
    desk.rest();
    assert!(!desk.is_chosen(Role::RadioButton, "Reference"));
}

/// Figures of a long run: what a frame takes with 100,000 rows, laid out and cut into triangles.
#[test]
fn a_hundred_thousand_rows_draw_as_fast_as_a_few() {
    let mut desk = desk();
    let frame = |desk: &mut Desk| {
        let began = std::time::Instant::now();
        for _ in 0..10 {
            desk.step();
            let shapes = desk.output().shapes.clone();
            assert!(!desk.ctx.tessellate(shapes, 1.0).is_empty());
        }
        began.elapsed().as_secs_f64() * 100.0
    };
    running(&mut desk, 1_000);
    let few = frame(&mut desk);
    let mut view = world::view(1_000);
    view.rows = (1..=100_000).map(world::row).collect();
    view.step = 100_000;
    let began = std::time::Instant::now();
    tell(&mut desk, TrainEvent::Started(Box::new(view)));
    let taken = began.elapsed().as_secs_f64() * 1_000.0;
    desk.rest();
    let many = frame(&mut desk);
    println!(
        "frame {few:.1} ms with 1,000 rows, {many:.1} ms with 100,000 rows, taken in within {taken:.0} ms"
    );
    assert!(many < few * 3.0 + 10.0, "{few:.1} ms, then {many:.1} ms");
}
