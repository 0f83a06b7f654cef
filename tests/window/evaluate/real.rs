//! The page on the real worker: a few pictures measured, figures kept in a file's card, and shown when the file is opened again.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::checkpoint::bundle;
use stargrid::gui::state::Session;

use super::world::{evaluation, session};
use crate::app::{Desk, picture_in};
use crate::models::pale_demo;

/// Two of the demo's domains with a few pictures each, some of them held out.
fn pictures(folder: &Path) -> PathBuf {
    let root = folder.join("few creatures");
    for (domain, hue) in [("clay", 20), ("moods", 160)] {
        for (part, count) in [("train", 4), ("val", 3)] {
            let place = root.join(part).join(domain);
            std::fs::create_dir_all(&place).unwrap();
            for at in 0..count {
                let shade = hue + at as u8 * 9 + part.len() as u8;
                picture_in(&place, &format!("{part}-{at}.png"), shade);
            }
        }
    }
    root
}

#[test]
fn a_few_pictures_are_measured_and_kept_with_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let model = pale_demo(folder.path(), 12);
    let mut desk = Desk::with(Session {
        model: Some(model.clone()),
        ..session(true)
    });
    desk.until("the model is open", |desk| {
        desk.says("Model: Pale creatures")
    });
    desk.drop_files(&[pictures(folder.path())]);
    desk.click(Role::CheckBox, "Reference-guided");
    desk.get_by_role_and_label(Role::SpinButton, "Outputs a source")
        .set_value_accesskit(1.0);
    desk.rest();
    desk.press("Start");
    desk.until("it is evaluated", |desk| desk.says("Evaluated"));
    assert!(desk.mentions("mean of 2 tasks, latent-guided"), "{desk:?}");
    assert!(desk.mentions("KID, clay to moods: "));
    desk.click(Role::RadioButton, "Same-domain change");
    assert!(desk.mentions("Same-domain change, moods to moods: 0."));
    desk.press("Keep with the model");
    desk.until("it is kept", |desk| {
        desk.mentions("The figures are in the card of")
    });
    let card = bundle::load(&model).unwrap().card;
    assert_eq!(card.evaluations.len(), 1);
    desk.press("Model card");
    desk.rest();
    assert!(desk.says("Figures on few creatures"), "{desk:?}");
}

#[test]
fn figures_in_a_card_are_shown_when_the_tab_opens() {
    let folder = tempfile::tempdir().unwrap();
    let model = pale_demo(folder.path(), 12);
    bundle::keep_evaluation(&model, evaluation("Pale creatures", 12)).unwrap();
    let mut desk = Desk::with(Session {
        model: Some(model),
        ..session(true)
    });
    desk.until("the card's figures are there", |desk| {
        desk.mentions("mean of 12 tasks")
    });
    assert!(desk.says("Figures of before"));
    assert!(
        !desk.is_possible("Keep with the model"),
        "it is in the card"
    );
    assert!(desk.is_possible("Save…") && desk.is_possible("Copy the command"));
    desk.press("Model card");
    desk.rest();
    // It lies below the edge of the card, so it is reached as a screen reader reaches it.
    desk.get_by_label("How they were measured")
        .click_accesskit();
    desk.run_steps(8);
    for words in [
        "777",
        "10 outputs a source",
        "EfficientNet-lite0",
        "stargrid eval",
    ] {
        assert!(desk.mentions(words), "{words}");
    }
}
