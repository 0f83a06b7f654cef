//! Explore with label models by role and name: rows, chips, strength, masks, own labels, and styles that wait meanwhile.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::checkpoint::{Card, Imported, TensorMap, bundle};
use stargrid::domain::{DomainSet, Fingerprint, LabelSet, LabelSpace};
use stargrid::gui::state::Session;
use stargrid::model::config::ModelConfig;
use stargrid::model::schema::NetworkKind;
use stargrid::model::system::System;
use stargrid::train::init;

use super::app::{Desk, SIZE};

/// Sources of the demo.
const COLUMNS: usize = 6;

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Tints exclude each other; glasses and a frame do not.
pub fn looks() -> LabelSet {
    LabelSet::attributes("looks", words("Red_Tint Blue_Tint Glasses Frame"))
}

/// The demo's domains as classes.
pub fn kinds() -> LabelSet {
    LabelSet::classes("kinds", words("clay critters moods sprouts"))
}

/// Writes a small label model with random weights; `networks` without the discriminator has no classifier.
pub fn label_model(folder: &Path, sets: Vec<LabelSet>, networks: &[NetworkKind]) -> PathBuf {
    let labels = LabelSpace { sets };
    let config = ModelConfig {
        system: System::FixedPoint,
        base_width: 4,
        generator_blocks: 1,
        discriminator_layers: 3,
        labels: labels.clone(),
        ..ModelConfig::official(32, DomainSet::new(labels.names()), 0.0)
    };
    let tensors = init::first_weights(&config, networks, 7);
    let card = Card {
        name: "small-label-model".to_owned(),
        ..Card::default()
    };
    let model = Imported::assemble(config, tensors, TensorMap::new(), card).unwrap();
    let path = folder.join("labels.safetensors");
    bundle::save(&path, &model).unwrap();
    path
}

/// The same window, drawn, for pictures of it.
fn drawn(dark: bool, sets: Vec<LabelSet>, networks: &[NetworkKind]) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let session = Session {
        dark,
        model: Some(label_model(folder.path(), sets, networks)),
        ..Session::default()
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.complete();
    desk.rest();
    desk
}

/// A window on such a model, complete.
fn desk_on(sets: Vec<LabelSet>, networks: &[NetworkKind]) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = label_model(folder.path(), sets, networks);
    let session = Session {
        model: Some(path),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.until("the model is open", |desk| desk.state().model().is_some());
    desk.complete();
    desk.rest();
    desk
}

fn generator_only(sets: Vec<LabelSet>) -> Desk {
    desk_on(sets, &[NetworkKind::Generator])
}

fn row(desk: &Desk, at: usize) -> Vec<Option<Fingerprint>> {
    desk.state().fingerprints()[at * COLUMNS..(at + 1) * COLUMNS].to_vec()
}

fn slide(desk: &mut Desk, name: &str, value: f64) {
    desk.get_by_role_and_label(Role::Slider, name)
        .set_value_accesskit(value);
    desk.rest();
}

#[test]
fn a_label_model_has_a_row_for_each_label_and_one_that_changes_nothing() {
    let mut desk = generator_only(vec![kinds()]);
    desk.complete_of(5 * COLUMNS);
    let cells = desk.cells();
    for name in [
        "clay-0000.png with nothing changed",
        "clay-0000.png as critters",
        "critters-0000.png as clay",
    ] {
        assert!(cells.contains(&name.to_owned()), "{name} of {cells:?}");
    }
    for hidden in ["References", "Latents", "Add references", "own"] {
        assert!(desk.query_by_label(hidden).is_none(), "{hidden}");
    }
    // A class that a source has already is no change: its style is that of the row that changes nothing.
    let (same, clay) = (row(&desk, 0), row(&desk, 1));
    assert_eq!(same[0], clay[0], "clay-0000 is of clay, its folder says");
    assert_ne!(same[1], clay[1], "critters-0000 is not");
    // Keys of styles do nothing here.
    let before = desk.state().explore().clone();
    for key in [Key::L, Key::R, Key::Num2, Key::Num9] {
        desk.key(key);
    }
    assert_eq!(desk.state().explore(), &before);
}

#[test]
fn chips_change_the_selected_row_and_undo_takes_it_back() {
    let mut desk = generator_only(vec![looks()]);
    desk.complete_of(5 * COLUMNS);
    desk.press("Glasses");
    desk.hand_away();
    assert!(desk.is_chosen(Role::CheckBox, "Glasses"));
    assert!(!desk.is_chosen(Role::RadioButton, "Red Tint"));
    let before = desk.state().fingerprints();
    desk.click(Role::RadioButton, "Red Tint");
    desk.complete();
    desk.get_by_role_and_label(Role::Button, "Glasses + Red Tint");
    desk.click(Role::RadioButton, "Blue Tint");
    assert!(!desk.is_chosen(Role::RadioButton, "Red Tint"), "one tint");
    desk.complete();
    assert!(desk.says("clay-0000.png with Glasses and Blue Tint"));
    assert_ne!(desk.state().fingerprints(), before);
    desk.rest();
    desk.ctrl(Key::Z);
    desk.ctrl(Key::Z);
    desk.complete();
    assert_eq!(desk.state().fingerprints(), before);
    desk.press("+ Row of labels");
    desk.complete_of(6 * COLUMNS);
    assert_eq!(row(&desk, 5), row(&desk, 0), "a new row changes nothing");
    desk.click(Role::CheckBox, "Frame");
    desk.complete();
    assert_eq!(row(&desk, 5), row(&desk, 4));
    desk.press("Remove this row");
    desk.complete_of(5 * COLUMNS);
    desk.press("Undo");
    desk.complete_of(6 * COLUMNS);
}

#[test]
fn strength_goes_from_the_source_to_the_target_and_beyond() {
    let mut desk = generator_only(vec![looks()]);
    desk.complete_of(5 * COLUMNS);
    let full = desk.state().fingerprints();
    slide(&mut desk, "Strength", 0.0);
    desk.complete();
    assert_eq!(row(&desk, 3), row(&desk, 0), "strength 0 changes nothing");
    slide(&mut desk, "Strength", 2.0);
    desk.complete();
    let beyond = desk.state().fingerprints();
    assert_ne!(beyond[3 * COLUMNS..], full[3 * COLUMNS..]);
    assert!(desk.mentions("with Glasses, strength 2.00"));
    desk.press("Reset Strength");
    desk.complete();
    assert_eq!(desk.state().fingerprints(), full);
}

#[test]
fn a_joint_model_shows_the_wrong_mask_beside_the_right_one() {
    let mut desk = generator_only(vec![looks(), kinds()]);
    desk.complete_of(5 * COLUMNS);
    assert!(desk.is_chosen(Role::RadioButton, "looks"));
    desk.click(Role::CheckBox, "Also under the wrong mask");
    desk.complete_of(10 * COLUMNS);
    assert!(desk.says("mask: looks") && desk.says("wrong mask: kinds"));
    assert_ne!(row(&desk, 2), row(&desk, 3), "the mask's bit is another");
    let name = "clay-0000.png with Red Tint, under the mask of kinds";
    desk.press(name);
    desk.hand_away();
    desk.get_by_role_and_label(Role::Label, name);
    desk.click(Role::RadioButton, "kinds");
    desk.complete_of(10 * COLUMNS);
    assert!(desk.says("wrong mask: looks"));
    assert!(desk.query_by_label("Glasses").is_none());
    desk.ctrl(Key::Z);
    desk.complete_of(10 * COLUMNS);
    assert!(desk.says("wrong mask: kinds"));
}

#[test]
fn a_sources_labels_are_read_and_can_be_corrected() {
    let both = [NetworkKind::Generator, NetworkKind::Discriminator];
    let mut desk = desk_on(vec![looks()], &both);
    desk.press("source critters-0000.png");
    desk.hand_away();
    assert!(desk.mentions("Read by the model's classifier"), "{desk:?}");
    let chip = "critters-0000.png has Frame";
    let before = desk.is_chosen(Role::CheckBox, chip);
    let cells = desk.state().fingerprints();
    desk.click(Role::CheckBox, chip);
    assert_eq!(desk.is_chosen(Role::CheckBox, chip), !before);
    assert!(desk.says("Set by you"));
    desk.complete();
    assert_ne!(row(&desk, 0)[1], cells[1]);
    assert_eq!(row(&desk, 0)[0], cells[0], "the others are as they were");
    let text = serde_json::to_string(&desk.state().session()).unwrap();
    let session: Session = serde_json::from_str(&text).unwrap();
    assert_eq!(session.explore.as_ref(), Some(desk.state().explore()));
    desk.rest();
    desk.press("Forget my correction");
    desk.complete();
    assert_eq!(desk.state().fingerprints(), cells);
    desk.rest();
    desk.ctrl(Key::Z);
    assert!(desk.says("Set by you"));
}

#[test]
fn references_wait_while_a_label_model_is_open() {
    let mut desk = Desk::ready();
    let (cells, references) = (
        desk.state().fingerprints(),
        desk.state().explore().references.clone(),
    );
    desk.press("reference clay-0001.png");
    let path = label_model(desk.folder.path(), vec![kinds()], &[NetworkKind::Generator]);
    desk.drop_files(&[path]);
    desk.complete_of(5 * COLUMNS);
    assert!(desk.query_by_label("reference clay-0001.png").is_none());
    assert!(desk.says("small-label-model") || desk.mentions("small-label-model"));
    assert_eq!(desk.state().explore().references, references);
    // New pictures become sources, whatever side was touched last.
    desk.bring_picture("mia.png", 200);
    desk.get_by_role_and_label(Role::Button, "source mia.png");
    desk.ctrl(Key::Z);
    assert!(desk.query_by_label("source mia.png").is_none());
    desk.click(Role::Button, "Model: small-label-model");
    desk.rest();
    desk.get_by_label("Demo creatures").click();
    desk.until("the references are back", |desk| {
        desk.query_by_label("reference clay-0001.png").is_some()
    });
    desk.complete();
    assert_eq!(desk.state().fingerprints(), cells);
}

#[test]
fn without_rows_the_next_step_is_said() {
    let mut desk = generator_only(vec![LabelSet::attributes("one", words("Glasses"))]);
    for left in [1, 0] {
        desk.press("Remove this row");
        desk.rest();
        assert_eq!(desk.state().explore().labels.rows.len(), left);
    }
    assert!(desk.mentions("No rows. Add a row of labels"), "{desk:?}");
    assert!(!desk.is_possible("Remove this row"));
    desk.press("All rows again");
    desk.complete_of(2 * COLUMNS);
}

#[test]
fn a_joint_model_looks_like_this() {
    let mut desk = drawn(true, vec![looks(), kinds()], &[NetworkKind::Generator]);
    desk.click(Role::CheckBox, "Also under the wrong mask");
    desk.complete();
    desk.press("critters-0000.png with Glasses, under the mask of kinds");
    desk.click(Role::RadioButton, "Difference");
    desk.click(Role::CheckBox, "Mark the strongest 1 %");
    desk.complete();
    desk.keep("window_labels_joint");
}

#[test]
fn a_sources_labels_look_like_this() {
    let both = [NetworkKind::Generator, NetworkKind::Discriminator];
    let mut desk = drawn(false, vec![looks()], &both);
    desk.press("Frame");
    desk.click(Role::RadioButton, "Blue Tint");
    desk.press("source critters-0000.png");
    desk.complete();
    desk.keep("window_labels_own");
}
