//! Checkpoints: what Explore opens (the averaged networks) and what a run resumes from (the full state).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::RunError;
use super::names;
use super::state_file;
use crate::checkpoint::kind::{FAN_PREFIX, HIGH_PASS_FILTER};
use crate::checkpoint::{Card, Imported, TensorMap, atomic, bundle};
use crate::model::config::ModelConfig;
use crate::train::TrainerState;

/// The folder inside a run.
pub const FOLDER: &str = "checkpoints";
const AVERAGED: &str = "ema.safetensors";
const STATE: &str = "state.safetensors";
const AUTOSAVE: &str = "autosave_state.safetensors";
const BEST: &str = "best.json";

/// One saved step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Iterations done.
    pub step: u64,
    /// The averaged networks, which Explore opens. Absent after an autosave.
    pub averaged: Option<PathBuf>,
    /// The full state, when it is still kept.
    pub state: Option<PathBuf>,
    /// Whether it is the best so far.
    pub best: bool,
}

/// What is stored beside the tensors of a full state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateNote {
    /// Seconds of training so far.
    pub seconds: f64,
    /// The data's fingerprint.
    pub data: String,
    /// Names of the domains.
    pub domains: Vec<String>,
    /// The run's random seed.
    pub seed: u64,
}

/// `best.json`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Best {
    step: u64,
    score: f64,
}

fn path_of(run: &Path, name: &str) -> PathBuf {
    run.join(FOLDER).join(name)
}

/// Everything saved in a run's folder, by step. A damaged autosave is left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(run: &Path) -> Result<Vec<Saved>, RunError> {
    let best = best(run).map(|(step, _)| step);
    let new = |step: u64| Saved {
        step,
        averaged: None,
        state: None,
        best: best == Some(step),
    };
    let mut all: BTreeMap<u64, Saved> = BTreeMap::new();
    for (step, kind, path) in names::list(&run.join(FOLDER))? {
        match kind.as_str() {
            AVERAGED => all.entry(step).or_insert(new(step)).averaged = Some(path),
            STATE => all.entry(step).or_insert(new(step)).state = Some(path),
            _ => {}
        }
    }
    let autosave = path_of(run, AUTOSAVE);
    if let Ok(step) = state_file::step(&autosave) {
        let saved = all.entry(step).or_insert(new(step));
        saved.state.get_or_insert(autosave);
    }
    Ok(all.into_values().collect())
}

/// Saves the averaged networks of a step for Explore; atomic. The card gets the step.
///
/// # Errors
/// A full disk among them; older files stay.
pub fn save_averaged(
    run: &Path,
    step: u64,
    model: &ModelConfig,
    tensors: &TensorMap,
    card: &Card,
) -> Result<PathBuf, RunError> {
    let path = new_path(run, &names::numbered(step, AVERAGED))?;
    let along = |name: &str| name.starts_with(FAN_PREFIX) || name == HIGH_PASS_FILTER;
    let (extras, tensors): (TensorMap, TensorMap) = tensors
        .clone()
        .into_iter()
        .partition(|(name, _)| along(name));
    let card = Card {
        step: Some(step),
        ..card.clone()
    };
    let whole = Imported::assemble(model.clone(), tensors, extras, card)
        .map_err(|fault| RunError::checkpoint(&path, fault.to_string()))?;
    bundle::save(&path, &whole)?;
    Ok(path)
}

/// Saves a full state; atomic. An autosave replaces the autosave before.
///
/// # Errors
/// A full disk among them; older files stay. A state with NaN or infinity in it is refused.
pub fn save_state(
    run: &Path,
    state: &TrainerState,
    note: &StateNote,
    autosave: bool,
) -> Result<PathBuf, RunError> {
    let name = if autosave {
        AUTOSAVE.to_owned()
    } else {
        names::numbered(state.step, STATE)
    };
    let path = new_path(run, &name)?;
    state_file::save(&path, state, note)?;
    Ok(path)
}

/// Where a checkpoint will lie; its folder is made.
fn new_path(run: &Path, name: &str) -> Result<PathBuf, RunError> {
    let folder = run.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(RunError::io(&folder))?;
    Ok(folder.join(name))
}

/// Reads a full state.
///
/// # Errors
/// When it is cut short or not one of ours.
pub fn load_state(path: &Path) -> Result<(TrainerState, StateNote), RunError> {
    state_file::load(path)
}

/// The newest full state that can be read, with the sentences about newer ones that cannot.
///
/// # Errors
/// When there is none: [`RunError::NoState`] when none was ever saved, otherwise what is wrong with the newest.
pub fn newest_state(run: &Path) -> Result<(TrainerState, StateNote, Vec<String>), RunError> {
    let mut candidates: Vec<(Option<u64>, PathBuf)> = kept_states(run)?
        .into_iter()
        .map(|(step, path)| (Some(step), path))
        .collect();
    let autosave = path_of(run, AUTOSAVE);
    if autosave.exists() {
        // One that does not even tell its step is looked at first, so that a person hears of it.
        candidates.insert(0, (state_file::step(&autosave).ok(), autosave));
    }
    candidates.sort_by_key(|(step, _)| Reverse(step.unwrap_or(u64::MAX)));
    let mut complaints = Vec::new();
    let mut first = None;
    for (step, path) in candidates {
        let read = load_state(&path).and_then(|found| match step {
            Some(step) if found.0.step != step => {
                let why = format!("it is of step {}, not of {step}", found.0.step);
                Err(RunError::checkpoint(&path, why))
            }
            _ => Ok(found),
        });
        match read {
            Ok((state, note)) => return Ok((state, note, complaints)),
            Err(error) => {
                complaints.push(error.to_string());
                first.get_or_insert(error);
            }
        }
    }
    Err(first.unwrap_or_else(|| RunError::NoState(run.to_owned())))
}

/// The kept states, oldest first, without the autosave.
fn kept_states(run: &Path) -> Result<Vec<(u64, PathBuf)>, RunError> {
    let all = names::list(&run.join(FOLDER))?.into_iter();
    Ok(all
        .filter(|(_, kind, _)| kind == STATE)
        .map(|(step, _, path)| (step, path))
        .collect())
}

/// Keeps the last `keep` full states and the best one, removes older ones. EMA files all stay, and so does the newest state.
///
/// # Errors
/// When a file cannot be removed.
pub fn prune(run: &Path, keep: usize) -> Result<(), RunError> {
    let states = kept_states(run)?;
    let best = best(run).map(|(step, _)| step);
    let surplus = states.len().saturating_sub(keep.max(1));
    for (step, path) in &states[..surplus] {
        if best != Some(*step) {
            std::fs::remove_file(path).map_err(RunError::io(path))?;
        }
    }
    Ok(())
}

/// Marks a step as the best so far; `score` (lower is better) is kept so that later ones can be compared.
///
/// # Errors
/// When it cannot be written, or the score is not a number.
pub fn mark_best(run: &Path, step: u64, score: f64) -> Result<(), RunError> {
    let path = new_path(run, BEST)?;
    if !score.is_finite() {
        return Err(RunError::checkpoint(&path, "its score is not a number"));
    }
    let text = serde_json::to_string(&Best { step, score });
    let write = |text: String| atomic::write(&path, |writer| writeln!(writer, "{text}"));
    let written = text.map_err(std::io::Error::from).and_then(write);
    written.map_err(RunError::io(&path))
}

/// Step and score of the best so far.
pub fn best(run: &Path) -> Option<(u64, f64)> {
    let bytes = std::fs::read(path_of(run, BEST)).ok()?;
    let best: Best = serde_json::from_slice(&bytes).ok()?;
    Some((best.step, best.score))
}

/// The files of a run up to `step` that a fork begins with, by the name they get there.
///
/// # Errors
/// When the full state of that step is not kept, or the folder cannot be read.
pub(super) fn up_to(run: &Path, step: u64) -> Result<Vec<(PathBuf, String)>, RunError> {
    let saved = list(run)?;
    let state = saved.iter().find(|saved| saved.step == step);
    let Some(state) = state.and_then(|saved| saved.state.clone()) else {
        let why = format!("the full state of step {step} is not kept");
        return Err(RunError::checkpoint(&run.join(FOLDER), why));
    };
    let earlier = saved.iter().filter(|saved| saved.step <= step);
    let averaged = earlier.filter_map(|saved| {
        let name = names::numbered(saved.step, AVERAGED);
        Some((saved.averaged.clone()?, name))
    });
    let mut files: Vec<(PathBuf, String)> = averaged.collect();
    files.push((state, names::numbered(step, STATE)));
    let steps: BTreeSet<u64> = saved.iter().map(|saved| saved.step).collect();
    if best(run).is_some_and(|(best, _)| best <= step && steps.contains(&best)) {
        files.push((path_of(run, BEST), BEST.to_owned()));
    }
    Ok(files)
}
