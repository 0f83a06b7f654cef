//! Runs on disk: what is written is read back the same, and damage of any kind loses nothing else.

use std::path::{Path, PathBuf};

use stargrid::checkpoint::HostTensor;
use stargrid::runs::RunError;
use stargrid::runs::checkpoints::StateNote;
use stargrid::runs::metrics::Row;
use stargrid::train::{Terms, TrainerState};

mod checkpoints;
mod curves;
mod folder;
mod metrics;

/// A row of numbers that differ from step to step.
pub fn row(step: u64) -> Row {
    let value = |name: &str| {
        let place = name.bytes().map(u64::from).sum::<u64>();
        (!name.ends_with("idt")).then(|| ((step * 7 + place) % 100) as f32 / 30.0)
    };
    Row {
        step,
        seconds: step as f64 * 0.3,
        lambda_ds: 1.0 - step as f64 * 1e-6,
        terms: Terms::from_named(value).unwrap(),
    }
}

/// A small state of this step.
pub fn state(step: u64) -> TrainerState {
    let tensor =
        |seed: f32| HostTensor::new(vec![2, 3], (0..6).map(|i| seed + i as f32 / 7.0).collect());
    let named = |names: &[&str], seed: f32| {
        let tensors = names
            .iter()
            .map(|name| ((*name).to_owned(), tensor(seed).unwrap()));
        tensors.collect()
    };
    TrainerState {
        step,
        lambda_ds: 1.0 - step as f64 / 3.0,
        networks: named(&["generator.a.weight", "discriminator.b.bias"], step as f32),
        averaged: named(&["generator.a.weight"], 0.5),
        moments: named(&["generator.a.weight.m", "generator.a.weight.v"], 0.25),
        updates: [step * 2, step, step, step * 2],
    }
}

/// The note of a state.
pub fn note() -> StateNote {
    StateNote {
        seconds: 0.1 + 0.2,
        data: "abc".to_owned(),
        domains: vec!["cat".to_owned(), "dög".to_owned()],
        seed: u64::MAX,
    }
}

/// Names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A refusal that names `path` and is a sentence for a person.
pub fn assert_names(error: &RunError, part: &str, path: &Path) {
    let said = error.to_string();
    assert!(said.contains(part), "{said}");
    assert!(said.ends_with(&path.display().to_string()), "{said}");
    assert!(!said.contains('\n'), "{said}");
}

/// A folder that is removed after the test, and a path in it.
pub fn place(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}
