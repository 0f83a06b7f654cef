//! Every state of the Train tab as a picture to look at, in a folder of the person's choice.
//!
//! `STARGRID_SHOTS=/tmp cargo test --test window train::shots -- --ignored` writes them; sheets come from `STARGRID_SHEET`, a PNG.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Role, Vec2, vec2};
use stargrid::data::decode_file;
use stargrid::domain::Picture;
use stargrid::engine::training::TrainEvent;
use stargrid::engine::training::messages::Ending;
use stargrid::problem::Problem;
use stargrid::train::health::Finding;
use stargrid::train::samples::SheetKind;

use super::world::{self, data, drawn, estimate, news, running, tell};
use crate::app::Desk;

fn real_sheet() -> Option<Arc<Picture>> {
    let path = std::env::var_os("STARGRID_SHEET")?;
    decode_file(Path::new(&path))
        .ok()
        .map(|decoded| Arc::new(decoded.picture))
}

fn save(desk: &mut Desk, name: &str) {
    desk.rest();
    let folder = std::env::var("STARGRID_SHOTS").unwrap_or_else(|_| "/tmp".to_owned());
    let image = desk.render().unwrap();
    image
        .save(Path::new(&folder).join(format!("train-{name}.png")))
        .unwrap();
}

fn train(desk: &mut Desk, step: u64) {
    running(desk, step);
    if let Some(sheet) = real_sheet() {
        for at in (0..=step).step_by(50) {
            let entry = world::snapshot(at, SheetKind::Reference);
            tell(desk, TrainEvent::Sheet(entry, Ok(Arc::clone(&sheet))));
        }
    }
    desk.rest();
}

fn before(dark: bool, size: Vec2, name: &str) {
    let mut desk = drawn(dark, size, 1.0);
    save(&mut desk, &format!("start-{name}"));
    desk.press("Train on the demo");
    tell(&mut desk, TrainEvent::Scanning(412, 1_104));
    save(&mut desk, &format!("scanning-{name}"));
    let few = Finding::FewPictures {
        total: 1_016,
        domain: "night".to_owned(),
        count: 96,
    };
    tell(&mut desk, data(vec![few]));
    tell(&mut desk, estimate());
    desk.state_mut().follow_explore_sources();
    save(&mut desk, &format!("setup-{name}"));
    desk.get_by_label("All settings").click();
    desk.run_steps(6);
    save(&mut desk, &format!("settings-{name}"));
}

fn during(dark: bool, size: Vec2, name: &str) {
    let mut desk = drawn(dark, size, 1.0);
    desk.state_mut().follow_explore_sources();
    train(&mut desk, 1_240);
    save(&mut desk, &format!("running-{name}"));
    tell(
        &mut desk,
        TrainEvent::Finding(900, Finding::DiscriminatorWins),
    );
    desk.key(Key::ArrowLeft);
    desk.key(Key::ArrowLeft);
    tell(&mut desk, TrainEvent::Paused);
    desk.click(Role::RadioButton, "Log");
    save(&mut desk, &format!("paused-{name}"));
    tell(
        &mut desk,
        TrainEvent::Finding(1_241, Finding::Broken("G/latent_adv".to_owned())),
    );
    let why = Problem::new("A loss is no longer a number")
        .hint("Resume from step 1,000 with a lower learning rate.");
    tell(&mut desk, TrainEvent::Ended(1_241, Ending::Failed(why)));
    save(&mut desk, &format!("failed-{name}"));
}

use egui_kittest::kittest::Queryable as _;

#[test]
#[ignore = "writes pictures to look at"]
fn shots() {
    let (large, small) = (vec2(1360.0, 840.0), vec2(960.0, 600.0));
    for (dark, size, name) in [
        (true, large, "dark"),
        (false, large, "light"),
        (true, small, "small-dark"),
        (false, small, "small-light"),
    ] {
        before(dark, size, name);
        during(dark, size, name);
    }
    let mut desk = drawn(true, large, 1.0);
    tell(&mut desk, TrainEvent::Started(Box::new(world::view(0))));
    save(&mut desk, "first-step");
    tell(&mut desk, news(1));
    train(&mut desk, 1_240);
    desk.get_by_label("Reference sheet").click();
    desk.run_steps(3);
    save(&mut desk, "large");
}
