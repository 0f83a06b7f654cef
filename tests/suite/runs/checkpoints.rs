//! Checkpoints: exact, complete or refused, and never fewer than promised.

use std::path::Path;

use stargrid::checkpoint::{Card, import};
use stargrid::domain::DomainSet;
use stargrid::model::config::ModelConfig;
use stargrid::model::schema::NetworkKind;
use stargrid::runs::RunError;
use stargrid::runs::checkpoints::{
    best, list, load_state, mark_best, newest_state, prune, save_averaged, save_state,
};

use super::{assert_names, names, note, place, state};
use crate::support::golden_tensors;

fn small_model() -> ModelConfig {
    ModelConfig {
        base_width: 4,
        width_cap: 8,
        style_dim: 4,
        latent_dim: 4,
        hidden: 8,
        ..ModelConfig::official(32, DomainSet::new(["cat", "dog"]), 0.0)
    }
}

fn save(run: &Path, step: u64, autosave: bool) {
    save_state(run, &state(step), &note(), autosave).unwrap();
}

fn kept(run: &Path) -> Vec<u64> {
    let saved = list(run).unwrap().into_iter();
    saved
        .filter(|saved| saved.state.is_some())
        .map(|saved| saved.step)
        .collect()
}

#[test]
fn a_state_comes_back_to_the_last_bit() {
    let (_folder, run) = place("run");
    let path = save_state(&run, &state(1_000), &note(), false).unwrap();
    assert!(path.ends_with("checkpoints/001000_state.safetensors"));
    assert_eq!(load_state(&path).unwrap(), (state(1_000), note()));
    let autosave = save_state(&run, &state(1_003), &note(), true).unwrap();
    assert!(autosave.ends_with("checkpoints/autosave_state.safetensors"));
    let (found, found_note, complaints) = newest_state(&run).unwrap();
    assert_eq!((found, found_note), (state(1_003), note()));
    assert!(complaints.is_empty());
    save(&run, 1_005, true);
    assert_eq!(
        kept(&run),
        [1_000, 1_005],
        "an autosave replaces the one before"
    );
    assert_eq!(names(&run.join("checkpoints")).len(), 2);
}

#[test]
fn a_state_cut_short_falls_back_to_an_older_one() {
    let (_folder, run) = place("run");
    assert!(matches!(newest_state(&run), Err(RunError::NoState(_))));
    for step in [100, 200] {
        save(&run, step, false);
    }
    let newest = run.join("checkpoints/000200_state.safetensors");
    let whole = std::fs::read(&newest).unwrap();
    for cut in [
        0,
        1,
        8,
        9,
        100,
        whole.len() / 2,
        whole.len() - 24,
        whole.len() - 1,
    ] {
        std::fs::write(&newest, &whole[..cut]).unwrap();
        assert!(
            matches!(load_state(&newest), Err(RunError::Checkpoint { .. })),
            "{cut}"
        );
        let (found, _, complaints) = newest_state(&run).unwrap();
        assert_eq!((found.step, complaints.len()), (100, 1), "{cut}");
        assert!(complaints[0].contains("cannot be used"), "{complaints:?}");
        assert!(complaints[0].contains("000200_state"), "{complaints:?}");
    }
    // An autosave that tells nothing is reported and passed over too.
    std::fs::write(run.join("checkpoints/autosave_state.safetensors"), b"\0\0").unwrap();
    let (found, _, complaints) = newest_state(&run).unwrap();
    assert_eq!((found.step, complaints.len()), (100, 2));
    std::fs::remove_file(run.join("checkpoints/000100_state.safetensors")).unwrap();
    assert!(matches!(
        newest_state(&run),
        Err(RunError::Checkpoint { .. })
    ));
}

#[test]
fn files_of_other_kinds_are_told_apart() {
    let (_folder, run) = place("run");
    let path = save_state(&run, &state(5), &note(), false).unwrap();
    let whole = std::fs::read(&path).unwrap();
    // Equally long words, so that the header keeps its length.
    for (from, to, part) in [
        ("stargrid-training", "stargrid-painting", "not the state"),
        (
            "\"format_version\":\"1\"",
            "\"format_version\":\"9\"",
            "newer Stargrid",
        ),
        (
            "\"format_version\":\"1\"",
            "\"format_version\":\"0\"",
            "is none",
        ),
        ("\"step\":\"5\"", "\"step\":\"x\"", "\"step\""),
        ("\"step\":\"5\"", "\"stop\":\"5\"", "\"step\" is missing"),
        ("\"dtype\":\"F32\"", "\"dtype\":\"I32\"", "32-bit floats"),
        ("\"dtype\":\"F32\"", "\"dtype\":\"F16\"", "cut short"),
        ("networks.gen", "netwerks.gen", "belongs to no training"),
        ("\"[10,5,5,10]\"", "\"[10,5,5,-1]\"", "\"updates\""),
    ] {
        let text = whole
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let bytes: Vec<u8> = changed.chars().map(|letter| letter as u8).collect();
        std::fs::write(&path, bytes).unwrap();
        assert_names(&load_state(&path).unwrap_err(), part, &path);
    }
    std::fs::write(&path, b"<html>gone").unwrap();
    assert_names(&load_state(&path).unwrap_err(), "a web page", &path);
    let absent = run.join("no");
    assert_names(&load_state(&absent).unwrap_err(), "no such file", &absent);
    let model = small_model();
    let tensors = golden_tensors(&model, &[NetworkKind::Generator]);
    let averaged = save_averaged(&run, 5, &model, &tensors, &Card::default()).unwrap();
    assert_names(
        &load_state(&averaged).unwrap_err(),
        "a model to explore",
        &averaged,
    );
}

#[test]
fn a_state_that_went_wrong_replaces_nothing() {
    let (_folder, run) = place("run");
    save(&run, 10, true);
    let mut bad = state(11);
    bad.moments.values_mut().next().unwrap().values[0] = f32::NAN;
    let error = save_state(&run, &bad, &note(), true).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("moments.generator.a.weight.m holds NaN"),
        "{error}"
    );
    assert_eq!(newest_state(&run).unwrap().0, state(10));
    assert_eq!(
        names(&run.join("checkpoints")).len(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn averaged_networks_open_as_a_model() {
    let (_folder, run) = place("run");
    let model = small_model();
    let networks = [
        NetworkKind::Generator,
        NetworkKind::MappingNetwork,
        NetworkKind::StyleEncoder,
    ];
    let mut tensors = golden_tensors(&model, &networks);
    let card = Card {
        name: "mine".to_owned(),
        ..Card::default()
    };
    let path = save_averaged(&run, 250, &model, &tensors, &card).unwrap();
    assert!(path.ends_with("checkpoints/000250_ema.safetensors"));
    let opened = import(&path).unwrap();
    assert_eq!((opened.config, &opened.tensors), (model.clone(), &tensors));
    assert_eq!(
        (opened.card.name.as_str(), opened.card.step),
        ("mine", Some(250))
    );
    tensors.pop_first();
    let error = save_averaged(&run, 300, &model, &tensors, &card).unwrap_err();
    assert!(matches!(error, RunError::Checkpoint { .. }), "{error}");
    let saved = list(&run).unwrap();
    assert_eq!(
        (saved.len(), saved[0].step, saved[0].state.as_ref()),
        (1, 250, None)
    );
}

#[test]
fn pruning_spares_the_newest_and_the_best() {
    let (_folder, run) = place("run");
    prune(&run, 3).unwrap();
    assert_eq!(best(&run), None);
    for step in [100, 200, 300, 400, 1_000_000] {
        save(&run, step, false);
    }
    save(&run, 450, true);
    mark_best(&run, 200, 0.125).unwrap();
    assert!(mark_best(&run, 300, f64::NAN).is_err());
    assert_eq!(best(&run), Some((200, 0.125)));
    prune(&run, 2).unwrap();
    assert_eq!(kept(&run), [200, 400, 450, 1_000_000]);
    prune(&run, 0).unwrap();
    assert_eq!(kept(&run), [200, 450, 1_000_000]);
    let marked: Vec<u64> = list(&run)
        .unwrap()
        .iter()
        .filter(|saved| saved.best)
        .map(|saved| saved.step)
        .collect();
    assert_eq!(marked, [200]);
}
