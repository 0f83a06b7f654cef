//! Checkpoints: what Explore opens (EMA) and what a run resumes from (full state). (Contract; being written.)

use std::path::{Path, PathBuf};

use super::error::RunError;
use crate::checkpoint::{Card, TensorMap};
use crate::model::config::ModelConfig;
use crate::train::TrainerState;

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
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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

/// Everything saved in a run's folder, by step.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(_run: &Path) -> Result<Vec<Saved>, RunError> {
    todo!()
}

/// Saves the averaged networks of a step for Explore; atomic.
///
/// # Errors
/// A full disk among them; older files stay.
pub fn save_averaged(
    _run: &Path,
    _step: u64,
    _model: &ModelConfig,
    _tensors: &TensorMap,
    _card: &Card,
) -> Result<PathBuf, RunError> {
    todo!()
}

/// Saves a full state; atomic. An autosave replaces the autosave before.
///
/// # Errors
/// A full disk among them; older files stay.
pub fn save_state(
    _run: &Path,
    _state: &TrainerState,
    _note: &StateNote,
    _autosave: bool,
) -> Result<PathBuf, RunError> {
    todo!()
}

/// Reads a full state.
///
/// # Errors
/// When it is cut short or not one of ours.
pub fn load_state(_path: &Path) -> Result<(TrainerState, StateNote), RunError> {
    todo!()
}

/// The newest full state that can be read, with the sentences about newer ones that cannot.
///
/// # Errors
/// When there is none.
pub fn newest_state(_run: &Path) -> Result<(TrainerState, StateNote, Vec<String>), RunError> {
    todo!()
}

/// Keeps the last `keep` full states and the best one, removes older ones. EMA files all stay.
///
/// # Errors
/// When a file cannot be removed.
pub fn prune(_run: &Path, _keep: usize) -> Result<(), RunError> {
    todo!()
}

/// Marks a step as the best so far; `score` (lower is better) is kept so that later ones can be compared.
///
/// # Errors
/// When it cannot be written.
pub fn mark_best(_run: &Path, _step: u64, _score: f64) -> Result<(), RunError> {
    todo!()
}

/// Step and score of the best so far.
pub fn best(_run: &Path) -> Option<(u64, f64)> {
    todo!()
}
