//! Every state of the page as a picture to look at: `STARGRID_SHOTS=/tmp cargo test --test window evaluate::shots -- --ignored`.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use egui::{Role, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::evaluation::messages::EvaluationNews;
use stargrid::problem::Problem;

use super::steps::{evaluated, run};
use super::world::{CELL, drawn, half_way, tell, whole};
use crate::app::{Desk, SIZE};

fn save(desk: &mut Desk, name: &str) {
    desk.rest();
    let folder = std::env::var("STARGRID_SHOTS").unwrap_or_else(|_| "/tmp".to_owned());
    let image = desk.render().unwrap();
    image.save(format!("{folder}/evaluate-{name}.png")).unwrap();
}

fn one(dark: bool, size: Vec2, name: &str) {
    let mut desk = drawn(dark, size, 1.0);
    save(&mut desk, &format!("empty-{name}"));
    half_way(&mut desk);
    save(&mut desk, &format!("running-{name}"));
    tell(&mut desk, EvaluationNews::Ended(None));
    desk.rest();
    whole(&mut desk);
    desk.press(CELL);
    desk.hand_away();
    save(&mut desk, &format!("done-{name}"));
    desk.click(Role::RadioButton, "Distance to source");
    desk.hand_away();
    save(&mut desk, &format!("source-{name}"));
    run(&mut desk, 2_000);
    evaluated(
        &mut desk,
        &[250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000],
    );
    desk.click(Role::RadioButton, "KID");
    desk.press("Close these pictures");
    desk.hand_away();
    save(&mut desk, &format!("steps-{name}"));
}

#[test]
#[ignore = "writes pictures to look at"]
fn shots() {
    one(true, SIZE, "dark");
    one(false, SIZE, "light");
    one(true, vec2(960.0, 600.0), "small");
    let mut desk = drawn(false, SIZE, 1.0);
    whole(&mut desk);
    desk.get_by_label(CELL).hover();
    desk.run_steps(12);
    save(&mut desk, "tooltip");
    desk.press("Start");
    let why = Problem::new("The pictures have one domain, moods; an evaluation needs two");
    tell(&mut desk, EvaluationNews::Ended(Some(Err(why))));
    desk.hand_away();
    save(&mut desk, "failed");
}

#[test]
#[ignore = "writes a picture to look at"]
fn training() {
    use crate::train::world as training;
    use stargrid::engine::training::TrainEvent;
    let mut desk = drawn(true, SIZE, 1.0);
    desk.click(Role::Tab, "Train");
    training::running(&mut desk, 1_240);
    for (step, best) in [(250, true), (500, true), (750, true), (1_000, false)] {
        let evaluation = Box::new(super::world::evaluation("creatures", step));
        training::tell(&mut desk, TrainEvent::Evaluated { evaluation, best });
    }
    save(&mut desk, "training");
}

#[test]
#[ignore = "writes a picture to look at"]
fn card() {
    let folder = tempfile::tempdir().unwrap();
    let model = crate::models::pale_demo(folder.path(), 12);
    let found = super::world::evaluation("Pale creatures", 12);
    stargrid::checkpoint::bundle::keep_evaluation(&model, found).unwrap();
    let session = stargrid::gui::state::Session {
        model: Some(model),
        ..super::world::session(true)
    };
    let mut desk = Desk::drawn_at(session, SIZE, 1.0);
    desk.until("the card's figures are there", |desk| {
        desk.mentions("mean of 12 tasks")
    });
    desk.press("Model card");
    desk.rest();
    desk.get_by_label("How they were measured").click();
    desk.run_steps(8);
    save(&mut desk, "card");
}
