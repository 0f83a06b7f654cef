//! The Train tab, by role and name, fed with made-up events.

mod label_run;
mod labels;
mod real;
mod run;
mod shots;
mod states;
pub mod world;

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::engine::training::TrainEvent;
use stargrid::gui::state::Session;
use stargrid::problem::Problem;
use stargrid::train::health::Finding;
use world::{data, desk, estimate, tell};

use crate::app::Desk;

#[test]
fn the_first_screen_offers_one_obvious_next_step() {
    let mut desk = desk();
    assert!(
        desk.says("Train on the demo") && desk.says("Use my folder…") && desk.says("Resume a run…")
    );
    assert!(desk.is_chosen(Role::Tab, "Train"));
    desk.click(Role::Tab, "Explore");
    assert!(!desk.says("Use my folder…"));
    desk.ctrl(Key::Num2);
    assert!(desk.says("Use my folder…"));
    desk.ctrl(Key::Num1);
    assert!(desk.is_chosen(Role::Tab, "Explore"));
}

#[test]
fn before_the_start_everything_found_is_said() {
    let mut desk = desk();
    desk.press("Train on the demo");
    assert!(desk.says("Looking for pictures…") && !desk.is_possible("Start"));
    tell(&mut desk, TrainEvent::Scanning(412, 1_104));
    desk.rest();
    assert!(desk.says("Reading 412 of 1,104 pictures"));
    tell(&mut desk, data(vec![Finding::SmallBatch(4)]));
    desk.rest();
    for words in [
        "296 pictures to train on, 24 held out, always the same ones",
        "less than half as many",
        "3 pictures are there more than once",
    ] {
        assert!(desk.mentions(words), "{words}\n{desk:?}");
    }
    assert!(desk.mentions("A batch of 4"));
    desk.get_by_label("1 file cannot be read and is left out")
        .click();
    desk.run_steps(6);
    assert!(desk.mentions("broken.png: The file ends too early"));
    desk.run_steps(10);
    assert!(
        desk.says("Measuring one step…"),
        "measured by itself once the hand rests"
    );
    assert!(!desk.is_possible("Start"));
    tell(&mut desk, estimate());
    desk.rest();
    assert!(desk.says("About 9 min 21 s") && desk.mentions("270 ms") && desk.mentions("1.3 GB"));
    assert!(desk.is_possible("Start"));
    desk.press("Start");
    assert!(desk.mentions("Preparing: Making the run's folder"));
}

#[test]
fn a_look_that_was_stopped_is_not_heard_any_more() {
    let mut desk = desk();
    desk.press("Train on the demo");
    desk.press("Cancel");
    assert!(desk.mentions("Choose the bundled creatures or a folder"));
    tell(&mut desk, data(Vec::new()));
    desk.rest();
    assert!(!desk.mentions("pictures to train on"));
    desk.click(Role::RadioButton, "Bundled creatures");
    tell(
        &mut desk,
        TrainEvent::Data(Err(Problem::new("There is only one domain"))),
    );
    desk.rest();
    assert!(desk.says("There is only one domain"));
    assert!(!desk.is_possible("Start"));
}

#[test]
fn the_demo_from_nothing_states_its_time_first() {
    let mut desk = desk();
    desk.press("Train on the demo");
    tell(&mut desk, data(Vec::new()));
    tell(&mut desk, estimate());
    desk.rest();
    assert!(desk.is_possible("Start"));
    desk.get_by_role_and_label(Role::ComboBox, "Preset").click();
    desk.run_steps(3);
    desk.get_by_label("Demo from nothing").click();
    desk.run_steps(2);
    assert!(!desk.is_possible("Start"), "{desk:?}");
    tell(&mut desk, TrainEvent::Estimating);
    tell(&mut desk, estimate());
    desk.rest();
    assert!(desk.is_possible("Start") && desk.mentions("About 9 min"));
}

#[test]
fn a_changed_knob_is_marked_and_goes_back() {
    let mut desk = desk();
    desk.press("Train on the demo");
    tell(&mut desk, data(Vec::new()));
    desk.get_by_label("All settings").click();
    desk.run_steps(8);
    desk.get_by_role_and_label(Role::SpinButton, "Batch")
        .set_value_accesskit(4.0);
    desk.rest();
    assert!(desk.says("All settings, 1 changed"), "{desk:?}");
    assert!(
        desk.get_by_role_and_label(Role::ComboBox, "Preset")
            .accesskit_node()
            .label()
            .is_some()
    );
    desk.press("Reset Batch");
    assert!(desk.says("All settings"));
}

#[test]
fn what_was_set_up_comes_back_next_time() {
    let mut desk = desk();
    desk.press("Train on the demo");
    desk.click(Role::RadioButton, "Random weights");
    let text = serde_json::to_string(&desk.state().session()).unwrap();
    let again: Session = serde_json::from_str(&text).unwrap();
    assert_eq!(
        again.train.config.start,
        stargrid::train::config::Start::Scratch
    );
    let mut desk = Desk::with(Session {
        train: again.train,
        tab: stargrid::gui::state::Tab::Explore,
        ..Session::default()
    });
    desk.state_mut().make_up_training();
    desk.ctrl(Key::Num2);
    desk.press("Set-up of last time, creatures");
    assert!(desk.is_chosen(Role::RadioButton, "Random weights"));
}
