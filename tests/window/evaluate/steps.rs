//! Steps of a run: their list, their lines, and the way from a step to its matrix.

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::evaluation::messages::EvaluationNews;
use stargrid::engine::training::TrainEvent;

use super::world::{begin, desk, finish, tell};
use crate::app::Desk;
use crate::train::world as training;

/// A run with kept steps at every 250, shown on the Train tab.
pub fn run(desk: &mut Desk, step: u64) {
    let view = Box::new(training::view(step));
    training::tell(desk, TrainEvent::Loaded(Ok(view)));
    desk.click(Role::RadioButton, "Steps of a run");
    desk.rest();
}

/// All kept steps are evaluated.
pub fn evaluated(desk: &mut Desk, steps: &[u64]) {
    desk.press("Start");
    for (at, step) in steps.iter().enumerate() {
        begin(desk, at);
        finish(desk, at, "creatures-2026-11-22-1845", *step);
    }
    tell(desk, EvaluationNews::Ended(Some(Ok(()))));
    desk.rest();
}

#[test]
fn kept_steps_are_listed_and_chosen() {
    let mut desk = desk();
    desk.click(Role::RadioButton, "Steps of a run");
    assert!(desk.mentions("No run is open") && desk.is_possible("Open a run…"));
    assert!(!desk.is_possible("Start"));
    run(&mut desk, 1_240);
    assert!(desk.says("4 of 4 steps") && desk.says("4 steps, one after the other"));
    assert!(desk.is_chosen(Role::CheckBox, "Step 750, best so far"));
    desk.click(Role::CheckBox, "Step 250");
    assert!(desk.says("3 of 4 steps"));
    desk.click(Role::RadioButton, "None");
    assert!(!desk.is_possible("Start") && desk.says("Choose a step to evaluate."));
    desk.click(Role::RadioButton, "All");
    assert!(desk.is_possible("Start"));
}

#[test]
fn a_run_without_kept_steps_says_what_to_do() {
    let mut desk = desk();
    run(&mut desk, 100);
    assert!(desk.mentions("This run has kept no step yet") && !desk.is_possible("Start"));
}

#[test]
fn several_steps_become_lines_with_the_best_marked() {
    let mut desk = desk();
    run(&mut desk, 1_240);
    evaluated(&mut desk, &[250]);
    assert!(!desk.mentions("over training steps"), "one step is no line");
    evaluated(&mut desk, &[250, 500, 750, 1_000]);
    assert!(desk.says("KID over training steps"), "{desk:?}");
    assert!(desk.mentions("best, step ") && desk.mentions("floor 0.00"));
    let chart = desk.get_by_role_and_label(Role::Image, "KID over steps");
    let place = chart.rect();
    assert!(place.width() > 400.0 && place.height() > 150.0);
    desk.hover_at(place.left_center() + egui::vec2(60.0, 0.0));
    desk.rest();
    assert!(desk.says("Step 250"));
    desk.get_by_role_and_label(Role::Image, "KID over steps")
        .click();
    desk.rest();
    let named = desk.get_by_role_and_label(Role::ComboBox, "Evaluation");
    let value = egui_kittest::kittest::NodeT::accesskit_node(&named).value();
    assert_eq!(
        value.as_deref(),
        Some("creatures-2026-11-22-1845, step 500")
    );
}

#[test]
fn figures_of_a_training_are_drawn_beside_it() {
    let mut desk = desk();
    desk.click(Role::Tab, "Train");
    let mut view = training::view(900);
    view.config.evaluation.every = 250;
    training::tell(&mut desk, TrainEvent::Started(Box::new(view)));
    desk.rest();
    assert!(
        desk.says("The next evaluation is at step 1,000."),
        "{desk:?}"
    );
    for (step, best) in [(250, true), (500, true), (750, false)] {
        let evaluation = Box::new(super::world::evaluation("creatures", step));
        training::tell(&mut desk, TrainEvent::Evaluated { evaluation, best });
    }
    desk.rest();
    assert!(desk.says("KID over steps") && desk.mentions("Best: step 750, 0.0"));
    let place = desk
        .get_by_role_and_label(Role::Image, "KID over steps")
        .rect();
    desk.hover_at(place.center());
    desk.run_steps(12);
    assert!(desk.says("Step 500"), "{place:?} {desk:?}");
    desk.get_by_role_and_label(Role::Image, "KID over steps")
        .click();
    desk.rest();
    assert!(desk.says("At step 500"), "the shared cursor moved");
    desk.press("All figures");
    assert!(desk.is_chosen(Role::Tab, "Evaluate"));
    assert!(desk.is_chosen(Role::RadioButton, "Steps of a run"));
}
