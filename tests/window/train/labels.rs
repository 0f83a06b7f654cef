//! The tab with systems that learn labels: choosing one, its data, its knobs, its run.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;

use egui::{Role, vec2};
use egui_kittest::kittest::Queryable as _;
use stargrid::data::creatures::MadeSet;
use stargrid::data::dataset::{DataReport, DataRoot, DomainCount, SetReport, Split};
use stargrid::engine::training::TrainEvent;
use stargrid::model::system::System;
use stargrid::problem::Problem;

use super::label_run::running;
use super::world::{self, desk, drawn, estimate, tell};
use crate::app::Desk;

/// Attributes of the made-up list, the first five of which are learnt.
pub const LIST: [&str; 6] = [
    "Red_Tint",
    "Blue_Tint",
    "Framed",
    "Glasses",
    "Mirrored",
    "Marked",
];

pub fn creatures() -> PathBuf {
    PathBuf::from("stargrid-runs/creature-attributes")
}

fn count(name: &str, train: usize, val: usize) -> DomainCount {
    DomainCount {
        name: name.to_owned(),
        train,
        val,
    }
}

/// What a look through the made creatures finds.
fn report() -> DataReport {
    let root = DataRoot::Folder(creatures());
    DataReport {
        root: root.clone(),
        split: Split::Automatic,
        domains: vec![
            count("Red_Tint", 314, 36),
            count("Blue_Tint", 318, 30),
            count("Framed", 470, 52),
            count("Glasses", 482, 49),
            count("Mirrored", 466, 54),
        ],
        sets: vec![SetReport {
            root,
            counts: 5,
            train: 944,
            val: 104,
            attributes: LIST.map(str::to_owned).to_vec(),
        }],
        unreadable: Vec::new(),
        duplicates: 0,
        warnings: Vec::new(),
    }
}

/// The same with a set of classes beside it.
fn joint_report() -> DataReport {
    let mut report = report();
    let classes = [
        ("plain", 120),
        ("red", 118),
        ("framed", 121),
        ("glasses", 113),
    ];
    report
        .domains
        .extend(classes.map(|(name, train)| count(name, train, 13)));
    report.sets.push(SetReport {
        root: DataRoot::Folder("/my/classes".into()),
        counts: classes.len(),
        train: 472,
        val: 52,
        attributes: Vec::new(),
    });
    report
}

fn found(report: DataReport) -> TrainEvent {
    TrainEvent::Data(Ok((Box::new(report), Vec::new())))
}

fn choose(desk: &mut Desk, combo: &str, item: &str) {
    desk.get_by_role_and_label(Role::ComboBox, combo).click();
    desk.run_steps(3);
    desk.get_by_role_and_label(Role::Button, item).click();
    desk.run_steps(3);
}

/// StarGAN, with the made creatures found.
fn with_creatures(desk: &mut Desk) {
    desk.press("Train on the demo");
    tell(desk, world::data(Vec::new()));
    desk.rest();
    choose(desk, "System", System::StarGan.title());
    desk.click(Role::RadioButton, "Labelled creatures");
    tell(desk, TrainEvent::Made(MadeSet::Attributes, Ok(creatures())));
    tell(desk, found(report()));
    desk.rest();
}

#[test]
fn a_system_has_its_presets_and_looks_through_the_data_again() {
    let mut desk = desk();
    desk.press("Train on the demo");
    tell(&mut desk, world::data(Vec::new()));
    desk.rest();
    assert!(desk.mentions("296 pictures to train on"));
    choose(&mut desk, "System", System::StarGan.title());
    assert!(desk.says("Looking for pictures…"), "{desk:?}");
    tell(&mut desk, world::data(Vec::new()));
    desk.rest();
    assert!(desk.mentions("1,016 pictures to train on") && desk.mentions("kinds of creatures"));
    assert!(!desk.says("Demo model"), "it is of another system");
    desk.get_by_role_and_label(Role::ComboBox, "Preset").click();
    desk.run_steps(3);
    assert!(desk.says("Official StarGAN (CelebA), 128 × 128") && !desk.says("Demo from nothing"));
    desk.key(egui::Key::Escape);
    choose(&mut desk, "System", System::UnetSkips.title());
    assert!(desk.says("Looking for pictures…"), "domains again");
}

#[test]
fn labelled_creatures_are_one_click_away() {
    let mut desk = desk();
    desk.press("Train on the demo");
    desk.press("Cancel");
    choose(&mut desk, "System", System::StarGan.title());
    assert!(desk.mentions("No labelled pictures at hand?") && !desk.is_possible("Start"));
    desk.press("Make labelled creatures");
    assert!(desk.says("Making labelled creatures…"));
    tell(
        &mut desk,
        TrainEvent::Made(MadeSet::Attributes, Ok(creatures())),
    );
    desk.rest();
    assert!(desk.says("Looking for pictures…"));
    tell(&mut desk, found(report()));
    desk.rest();
    assert!(desk.is_chosen(Role::RadioButton, "Labelled creatures"));
    for words in [
        "creature-attributes: 944 pictures to train on, 104 held out",
        "470 + 52",
    ] {
        assert!(desk.mentions(words), "{words}\n{desk:?}");
    }
    assert!(desk.mentions("Mirrored would be wrong"));
    desk.press("Turn mirroring off");
    assert!(!desk.mentions("Mirrored would be wrong") && desk.says("All settings, 1 changed"));
    let why = Problem::new("The disk is full; free some space");
    desk.click(Role::RadioButton, "Labelled creatures");
    tell(&mut desk, TrainEvent::Made(MadeSet::Attributes, Err(why)));
    desk.rest();
    assert!(desk.says("The disk is full; free some space"));
}

#[test]
fn attributes_are_chosen_and_taken() {
    let mut desk = desk();
    with_creatures(&mut desk);
    desk.get_by_label("Choose attributes: 5 of 6").click();
    desk.run_steps(8);
    assert!(!desk.is_possible("Learn these 5"));
    desk.click(Role::CheckBox, "Mirrored");
    desk.click(Role::CheckBox, "Marked");
    desk.click(Role::CheckBox, "Blue_Tint");
    desk.press("Learn these 4");
    assert!(desk.says("Looking for pictures…"), "{desk:?}");
    assert_eq!(
        desk.state().session().train.config.data.attributes,
        ["Red_Tint", "Framed", "Glasses", "Marked"]
    );
}

#[test]
fn a_second_set_is_learnt_together_with_the_first_and_leaves_again() {
    let mut desk = desk();
    with_creatures(&mut desk);
    desk.press("Add creatures with classes");
    tell(
        &mut desk,
        TrainEvent::Made(MadeSet::Classes, Ok("/my/classes".into())),
    );
    desk.rest();
    assert!(desk.says("Looking for pictures…"));
    tell(&mut desk, found(joint_report()));
    desk.rest();
    assert!(desk.mentions("classes: 472 pictures to train on, 52 held out"));
    assert!(desk.says("118 + 13"));
    desk.press("Remove classes");
    assert!(desk.says("Looking for pictures…") && desk.says("Add a second set…"));
}

#[test]
fn knobs_are_those_of_the_system() {
    let mut desk = desk();
    with_creatures(&mut desk);
    tell(&mut desk, estimate());
    desk.get_by_label("All settings").click();
    desk.run_steps(8);
    for name in ["λ_gp (penalty)", "D steps a G step", "Generator blocks"] {
        assert!(desk.says(name), "{name}");
    }
    for name in [
        "λ_sty (style)",
        "Mapping rate",
        "Style code",
        "λ_id (identity)",
    ] {
        assert!(!desk.says(name), "{name}");
    }
}

fn set_up(mut desk: Desk, name: &str) {
    desk.until("the demo model is open", |desk| {
        desk.state().model().is_some()
    });
    with_creatures(&mut desk);
    tell(&mut desk, TrainEvent::Estimating);
    tell(&mut desk, estimate());
    desk.state_mut()
        .name_run_folder("/home/mia/stargrid-runs/creatures");
    desk.keep(name);
}

#[test]
fn a_set_up_with_labels_light() {
    let desk = drawn(false, vec2(1360.0, 840.0), crate::shots::SNAPSHOT_SCALE);
    set_up(desk, "train_labels_setup");
}

#[test]
fn a_run_with_labels_dark() {
    let mut desk = drawn(true, vec2(1360.0, 840.0), crate::shots::SNAPSHOT_SCALE);
    desk.until("the demo model is open", |desk| {
        desk.state().model().is_some()
    });
    running(&mut desk, 1_240);
    desk.keep("train_labels_running");
}

/// Both states in both themes, to look at: see `shots`.
#[test]
#[ignore = "writes pictures to look at"]
fn shots() {
    let folder = std::env::var("STARGRID_SHOTS").unwrap_or_else(|_| "/tmp".to_owned());
    for (dark, size, name) in [
        (true, vec2(1360.0, 840.0), "dark"),
        (false, vec2(1360.0, 840.0), "light"),
        (true, vec2(960.0, 600.0), "small-dark"),
    ] {
        let mut desk = drawn(dark, size, 1.0);
        let save = |desk: &mut Desk, state: &str| {
            desk.rest();
            let path = format!("{folder}/train-labels-{state}-{name}.png");
            desk.render().unwrap().save(path).unwrap();
        };
        with_creatures(&mut desk);
        desk.get_by_label("Choose attributes: 5 of 6").click();
        desk.run_steps(8);
        tell(&mut desk, estimate());
        save(&mut desk, "setup");
        desk.press("Add creatures with classes");
        tell(
            &mut desk,
            TrainEvent::Made(MadeSet::Classes, Ok("/my/classes".into())),
        );
        desk.rest();
        tell(&mut desk, found(joint_report()));
        save(&mut desk, "joint");
        desk.get_by_role_and_label(Role::ComboBox, "System").click();
        desk.run_steps(3);
        save(&mut desk, "systems");
        running(&mut desk, 1_240);
        save(&mut desk, "running");
    }
}
