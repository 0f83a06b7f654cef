//! States of a run that last, what each says, and the tab in two pictures kept in `snapshots/`.

use std::path::PathBuf;

use egui::{Role, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::training::TrainEvent;
use stargrid::engine::training::messages::Ending;
use stargrid::problem::Problem;
use stargrid::train::health::Finding;

use super::world::{self, data, desk, drawn, estimate, running, tell};
use crate::app::Desk;

#[test]
fn pause_resume_and_stop_say_what_they_wait_for() {
    let mut desk = desk();
    running(&mut desk, 400);
    desk.press("Pause");
    assert!(desk.mentions("Resting after this step…") && !desk.is_possible("Pause"));
    tell(&mut desk, TrainEvent::Paused);
    desk.rest();
    assert!(desk.says("Paused at step 400 of 2,000"));
    desk.press("Resume");
    tell(&mut desk, TrainEvent::GoesOn);
    desk.press("Stop");
    assert!(desk.mentions("Saving, then the run ends…"));
    tell(&mut desk, TrainEvent::Ended(400, Ending::Stopped));
    desk.rest();
    assert!(desk.says("Stopped and saved at step 400") && desk.is_possible("Resume run"));
}

#[test]
fn a_finding_has_a_sentence_and_advice_and_a_broken_run_says_so() {
    let mut desk = desk();
    running(&mut desk, 600);
    assert!(desk.mentions("Nothing to worry about"));
    tell(&mut desk, TrainEvent::Finding(590, Finding::Collapsed));
    desk.rest();
    assert!(desk.says(&Finding::Collapsed.sentence()) && desk.says(Finding::Collapsed.advice()));
    assert!(desk.says("Since step 590"));
    let why = Problem::new("A loss is no longer a number").hint("Resume from step 500.");
    tell(&mut desk, TrainEvent::Ended(601, Ending::Failed(why)));
    desk.rest();
    assert!(desk.mentions("Ended at step 601; the last good checkpoint is kept"));
    assert!(desk.says("A loss is no longer a number") && desk.says("Resume from step 500."));
    desk.ctrl(egui::Key::L);
    desk.rest();
    assert!(desk.mentions("notice: A loss is no longer a number"));
}

#[test]
fn forks_need_a_state_and_are_told() {
    let mut desk = desk();
    running(&mut desk, 200);
    assert!(!desk.is_possible("Fork here"));
    tell(&mut desk, TrainEvent::Saved(world::saved(500, true)));
    running(&mut desk, 600);
    assert!(desk.is_possible("Fork here, at step 500"));
    tell(
        &mut desk,
        TrainEvent::Forked(Ok(PathBuf::from("/runs/creatures-fork-500"))),
    );
    tell(
        &mut desk,
        TrainEvent::Trouble(Problem::new("The disk is full; free some space")),
    );
    desk.rest();
    assert!(
        desk.says("Resume creatures-fork-500") && !desk.is_possible("Resume creatures-fork-500")
    );
    assert!(desk.says("The disk is full; free some space"));
}

#[test]
fn another_run_is_looked_at_while_one_trains() {
    let mut desk = desk();
    running(&mut desk, 600);
    let mut other = world::view(300);
    other.folder = PathBuf::from("/runs/older");
    tell(&mut desk, TrainEvent::Loaded(Ok(Box::new(other))));
    desk.rest();
    assert!(desk.says("older") && desk.says("A run from disk") && desk.says("At step 300"));
    tell(&mut desk, world::news(601));
    desk.press("Back to this session's run");
    assert!(desk.says("At step 601"));
}

#[test]
fn photos_are_followed_and_near_duplicates_told() {
    let mut desk = desk();
    desk.until("the demo pictures are read", |desk| {
        desk.state().views_are_there()
    });
    desk.press("Train on the demo");
    desk.press("Use Explore's sources");
    assert!(desk.says("My photos (6)"));
    desk.until("the photos are seen", |desk| {
        desk.state().photos_are_there()
    });
    tell(&mut desk, TrainEvent::NearDuplicates(vec![1]));
    desk.rest();
    assert!(desk.mentions("A picture like this one is in the training data"));
    let name = "Photo clay-0000.png";
    desk.press(name);
    assert!(desk.says("My photos (5)"));
    let photo = desk.picture("mia.png", 120);
    desk.drop_files(&[photo]);
    desk.rest();
    assert!(
        desk.says("My photos (6)")
            && desk
                .get_by_role_and_label(Role::Button, "Photo mia.png")
                .rect()
                .width()
                > 1.0
    );
}

#[track_caller]
fn keep(mut desk: Desk, name: &str) {
    desk.until("the demo model is open", |desk| {
        desk.state().model().is_some()
    });
    desk.keep(name);
}

#[test]
fn a_run_dark() {
    let mut desk = drawn(true, vec2(1360.0, 840.0), crate::shots::SNAPSHOT_SCALE);
    running(&mut desk, 1_240);
    keep(desk, "train_running");
}

#[test]
fn a_set_up_light_and_small() {
    let mut desk = drawn(false, vec2(960.0, 600.0), crate::shots::SNAPSHOT_SCALE);
    desk.press("Train on the demo");
    tell(&mut desk, data(vec![Finding::SmallBatch(4)]));
    tell(&mut desk, TrainEvent::Estimating);
    tell(&mut desk, estimate());
    desk.state_mut()
        .name_run_folder("/home/mia/stargrid-runs/creatures");
    keep(desk, "train_setup");
}
