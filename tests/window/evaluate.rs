//! The Evaluate tab's page of figures, by role and name, on made-up news of the worker; and in pictures kept in `snapshots/`.

#[path = "evaluate/real.rs"]
mod real;
#[path = "evaluate/shots.rs"]
mod shots;
#[path = "evaluate/steps.rs"]
mod steps;
#[path = "evaluate/world.rs"]
pub mod world;

use std::path::PathBuf;

use egui::{Key, Role, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::evaluation::messages::EvaluationNews;
use stargrid::evaluation::{Evaluation, Mode};
use stargrid::gui::state::Session;
use stargrid::problem::Problem;
use world::{CELL, begin, desk, done, drawn, drawn_of, finish, half_way, progress, tell, whole};

use crate::app::{Desk, SIZE};
use crate::models::pale_demo;
use crate::shots::SNAPSHOT_SCALE;

#[test]
fn an_empty_page_says_the_next_step_and_start_begins_it() {
    let mut desk = desk();
    assert!(desk.is_chosen(Role::Tab, "Evaluate"));
    assert!(desk.says("How good is a model, in numbers?") && desk.says("Nothing is evaluated yet"));
    desk.press("Evaluate Demo creatures, step 3,500 on creatures");
    assert!(desk.says("Beginning…") && desk.is_possible("Cancel"));
    tell(&mut desk, EvaluationNews::Scanning(412, 1_104));
    desk.rest();
    assert!(desk.mentions("Reading 412 of 1,104 pictures"));
    desk.click(Role::Tab, "Explore");
    desk.ctrl(Key::Num3);
    assert!(desk.mentions("Reading 412 of 1,104 pictures"));
}

#[test]
fn cells_fill_in_as_tasks_arrive_and_the_report_makes_it_whole() {
    let mut desk = desk();
    half_way(&mut desk);
    assert!(desk.says(CELL), "{desk:?}");
    assert!(desk.says("KID, sprouts to clay: not measured yet"));
    assert!(desk.mentions("mean of 7 tasks, latent-guided, lower is better"));
    assert!(desk.says("29 % · 4 min 44 s left"));
    assert!(!desk.is_possible("Copy the command") && !desk.is_possible("Keep with the model"));
    finish(&mut desk, 0, "Demo creatures", 3_500);
    tell(&mut desk, EvaluationNews::Ended(Some(Ok(()))));
    desk.rest();
    assert!(desk.mentions("mean of 12 tasks") && desk.says("Evaluated"));
    assert!(desk.is_possible("Start") && desk.is_possible("Copy the command"));
    assert!(desk.mentions("Floor, KID: 0.00"));
    desk.click(Role::RadioButton, "Reference-guided");
    assert!(desk.mentions("mean of 12 tasks, reference-guided"));
    desk.click(Role::RadioButton, "Same-domain change");
    assert!(desk.mentions("mean of 4 domains, reference-guided, which way is better depends"));
    assert!(desk.says("Same-domain change, clay to clay: 0.1250"));
    assert!(
        desk.query_by_label_contains("Same-domain change, clay to moods")
            .is_none()
    );
}

#[test]
fn a_task_shows_its_best_and_worst_outputs() {
    let mut desk = desk();
    whole(&mut desk);
    assert!(desk.mentions("Click a task in the matrix"));
    desk.press(CELL);
    assert!(desk.says("clay to moods, latent-guided"), "{desk:?}");
    assert!(desk.says("Nearest to real pictures of moods"));
    assert!(desk.says("Farthest from real pictures of moods"));
    assert!(desk.says("Output of moods-0000.png") && desk.mentions("moods-0004.png · 0.930"));
    assert!(!desk.mentions("Reference for"));
    desk.click(Role::RadioButton, "Reference-guided");
    assert!(desk.says("Reference for moods-0000.png"));
    desk.press("Close these pictures");
    assert!(!desk.mentions("Nearest to real"));
}

#[test]
fn what_was_measured_stays_when_it_is_stopped() {
    let mut desk = desk();
    half_way(&mut desk);
    desk.press("Cancel");
    assert!(desk.mentions("Stopping after this batch…") && !desk.is_possible("Cancel"));
    tell(&mut desk, EvaluationNews::Ended(None));
    desk.rest();
    assert!(desk.says("Stopped; what was measured stays"));
    assert!(desk.mentions("means are over the tasks that were done"));
    assert!(desk.says(CELL));
    assert!(desk.says("KID, sprouts to clay: not measured"));
    assert!(desk.is_possible("Start") && desk.is_possible("Save…"));
}

#[test]
fn what_cannot_be_evaluated_is_said() {
    let mut desk = desk();
    desk.press("Start");
    let why = Problem::new("The pictures have one domain, moods; an evaluation needs two");
    tell(&mut desk, EvaluationNews::Ended(Some(Err(why))));
    desk.rest();
    assert!(desk.says("There are no figures") && desk.mentions("an evaluation needs two"));
    desk.press("Try again");
    let why = Problem::new("The model could not be opened: list.ckpt");
    tell(&mut desk, EvaluationNews::Trouble(why));
    tell(&mut desk, EvaluationNews::Ended(Some(Ok(()))));
    desk.rest();
    assert!(desk.mentions("could not be opened: list.ckpt"));
}

#[test]
fn news_of_an_older_order_are_not_heard() {
    let mut desk = desk();
    desk.press("Start");
    let old = desk.state().evaluation_order().unwrap() - 1;
    let news = EvaluationNews::Scanning(1, 2);
    let event = stargrid::engine::evaluation::messages::EvaluationEvent { id: old, news };
    desk.state_mut().take_evaluation(event);
    desk.rest();
    assert!(desk.says("Beginning…"));
}

#[test]
fn drops_set_data_and_add_models() {
    let mut desk = desk();
    let folder = desk.folder.path().join("foxes and dogs");
    std::fs::create_dir(&folder).unwrap();
    desk.drop_files(&[folder, PathBuf::from("/models/fox.ckpt")]);
    desk.rest();
    assert!(desk.says("Evaluates on foxes and dogs") && desk.says("fox.ckpt will be evaluated"));
    assert!(desk.is_chosen(Role::CheckBox, "fox.ckpt"));
    assert!(desk.says("2 models, one after the other"));
    assert!(desk.is_chosen(Role::RadioButton, "My folder…"));
    desk.press("Remove fox.ckpt");
    desk.click(Role::CheckBox, "Demo creatures, step 3,500, in Explore");
    assert!(!desk.is_possible("Start") && desk.says("Choose a model to evaluate."));
}

#[test]
fn what_was_set_up_comes_back_next_time() {
    let mut desk = desk();
    desk.click(Role::CheckBox, "Latent-guided");
    desk.get_by_role_and_label(Role::SpinButton, "Outputs a source")
        .set_value_accesskit(2.0);
    desk.rest();
    assert!(desk.mentions("Not the official counts"), "{desk:?}");
    let text = serde_json::to_string(&desk.state().session()).unwrap();
    let again: Session = serde_json::from_str(&text).unwrap();
    let mut desk = world::desk_with(again);
    assert!(!desk.is_chosen(Role::CheckBox, "Latent-guided"));
    assert!(desk.is_chosen(Role::CheckBox, "Reference-guided"));
    desk.press("Official counts");
    assert!(desk.mentions("ten outputs of every held-out picture"));
}

#[test]
fn published_figures_stand_beside_ours_only_where_everything_is_the_same() {
    let mut desk = desk();
    whole(&mut desk);
    assert!(!desk.mentions("Published"));
    desk.press("Start");
    begin(&mut desk, 0);
    let evaluation = Box::new(afhq());
    tell(
        &mut desk,
        EvaluationNews::Done {
            candidate: 0,
            evaluation,
        },
    );
    desk.rest();
    desk.click(Role::RadioButton, "FID");
    assert!(desk.says("Published for AFHQ: 16.18"), "{desk:?}");
    assert!(desk.mentions("their released weights, means over ten seeds"));
}

/// As the authors publish: AFHQ at 256 pixels, 500 held-out pictures, 10 outputs.
fn afhq() -> Evaluation {
    let mut found = world::evaluation("afhq", 100_000);
    let names = ["cat", "dog", "wild"];
    found.domains = names.map(str::to_owned).to_vec();
    found.counts.sources = names.map(|name| (name.to_owned(), 500)).into();
    found.model.img_size = 256;
    let mut figure = stargrid::evaluation::Figure::default();
    for (source, target) in [("cat", "dog"), ("dog", "cat")] {
        figure.put(format!("{source}2{target}"), 16.2, None);
    }
    let fid = stargrid::evaluation::Metric::Fid;
    found.modes = [(Mode::Latent, [(fid, figure)].into())].into();
    found
}

fn keep(mut desk: Desk, name: &str) {
    desk.keep(name);
}

#[test]
fn an_empty_page_dark() {
    let folder = tempfile::tempdir().unwrap();
    let model = pale_demo(folder.path(), 3_000);
    keep(drawn_of(model, true), "evaluate_empty");
}

#[test]
fn the_demos_own_figures_dark() {
    let mut desk = Desk::drawn_at(world::session(true), SIZE, SNAPSHOT_SCALE);
    desk.until("the card's figures are there", |desk| {
        desk.mentions("mean of 12 tasks")
    });
    desk.rest();
    keep(desk, "evaluate_demo");
}

#[test]
fn a_page_that_is_filling_light() {
    let mut desk = drawn(false, SIZE, SNAPSHOT_SCALE);
    half_way(&mut desk);
    progress(&mut desk, 0, "moods to critters, latent-guided", 0.3);
    tell(&mut desk, done(Mode::Latent, 2, 1, 3_500));
    keep(desk, "evaluate_running");
}

#[test]
fn a_page_that_is_done_dark() {
    let mut desk = drawn(true, SIZE, SNAPSHOT_SCALE);
    whole(&mut desk);
    desk.press(CELL);
    keep(desk, "evaluate_done");
}

#[test]
fn a_page_that_is_done_light_and_small() {
    let mut desk = drawn(false, vec2(960.0, 600.0), SNAPSHOT_SCALE);
    whole(&mut desk);
    keep(desk, "evaluate_small");
}
