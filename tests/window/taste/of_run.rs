//! A test of steps of a run is kept with the run.

use egui::{Key, Role};
use stargrid::engine::training::TrainEvent;
use stargrid::runs::checkpoints::Saved;
use stargrid::runs::tastes;

use super::Table;
use crate::models::pale_demo;
use crate::train::world;

#[test]
fn a_test_of_steps_is_kept_with_their_run() {
    let mut table = Table::new();
    let run = table.folder.path().join("my-run");
    std::fs::create_dir(&run).unwrap();
    let saved = |step| Saved {
        step,
        averaged: Some(pale_demo(&run, step)),
        state: None,
        best: false,
    };
    let mut view = world::view(200);
    view.checkpoints = [100, 200].map(saved).to_vec();
    view.folder = run.clone();
    table.desk.state_mut().make_up_training();
    world::tell(&mut table.desk, TrainEvent::Started(Box::new(view)));
    table.desk.key(Key::T);
    table.desk.rest();
    for step in ["my-run, step 200", "my-run, step 100"] {
        table.desk.press("Add a step of the run…");
        table.desk.rest();
        table.desk.press(step);
        table.desk.rest();
    }
    table.desk.press("Remove Demo creatures, step 3,500");
    table.desk.click(Role::RadioButton, "Open in Explore (6)");
    table.desk.click(Role::RadioButton, "20");
    table.desk.key(Key::Enter);
    table.pair(0);
    table.desk.key(Key::ArrowDown);
    table.desk.until("the answer is with the run", |_| {
        let kept = tastes::read(&run).unwrap();
        kept.last().is_some_and(|test| test.answers.len() == 1)
    });
    assert!(table.kept().is_empty(), "and nowhere else");
    table.desk.key(Key::Escape);
    table.desk.press("Show the result now");
    table
        .desk
        .until("the result is there", |desk| desk.says("Ranking"));
    assert!(table.desk.says("Kept with the run my-run"));
    assert!(
        table
            .desk
            .mentions("No difference from step 100 can be told"),
        "{:?}",
        table.desk
    );
}
