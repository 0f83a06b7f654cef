//! Writes checkpoints while training goes on: the state is copied to memory between two steps, a thread puts it on the disk.
//!
//! One write is in flight at most, so there is never more than one copy. A state with a value that is no number is not written: the
//! newest checkpoint is always one a run can go on from.

use std::path::PathBuf;
use std::thread::JoinHandle;

use crate::checkpoint::{Card, TensorMap};
use crate::model::config::ModelConfig;
use crate::problem::Problem;
use crate::runs::RunError;
use crate::runs::checkpoints::{self, Saved, StateNote};
use crate::train::TrainerState;

/// How long a checkpoint stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stay {
    /// Until the next autosave.
    Auto,
    /// It is kept, with its score: the averaged networks for good, the full state for a while.
    Kept(Option<f64>),
}

/// How a write ended.
#[derive(Debug)]
pub enum Written {
    /// It is on the disk.
    Saved(Saved),
    /// It is not; training may go on.
    Failed(Problem),
    /// The state holds a value that is no number, in the tensor named; nothing was written.
    Broken(String),
}

/// What stays the same for all checkpoints of a run.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The run's folder.
    pub run: PathBuf,
    /// Sizes and domains.
    pub model: ModelConfig,
    /// Name and licence of the averaged networks.
    pub card: Card,
    /// Full states to keep.
    pub keep: usize,
}

impl Shelf {
    /// The card of the networks at `step`.
    pub fn card(&self, step: u64) -> Card {
        Card {
            step: Some(step),
            ..self.card.clone()
        }
    }
}

/// One checkpoint to write.
struct Job {
    shelf: Shelf,
    state: TrainerState,
    note: StateNote,
    stay: Stay,
}

/// Writes one checkpoint at a time.
#[derive(Debug)]
pub struct Keeper {
    shelf: Shelf,
    writing: Option<JoinHandle<Written>>,
}

impl Keeper {
    /// Writes to this shelf.
    pub fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            writing: None,
        }
    }

    /// What stays the same for all checkpoints.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Whether a write is in flight.
    pub fn is_busy(&self) -> bool {
        self.writing
            .as_ref()
            .is_some_and(|writing| !writing.is_finished())
    }

    /// The result of the last write, once it has ended.
    pub fn poll(&mut self) -> Option<Written> {
        if self.is_busy() {
            return None;
        }
        self.wait()
    }

    /// Waits for the write in flight; `None` when there is none.
    pub fn wait(&mut self) -> Option<Written> {
        let writing = self.writing.take()?;
        Some(writing.join().unwrap_or_else(|panic| {
            Written::Failed(super::super::worker::panic_problem(
                "The checkpoint could not be saved",
                &*panic,
            ))
        }))
    }

    /// Begins to write; the write before must have ended. Gives the result at once when there is no thread for it.
    pub fn begin(&mut self, state: TrainerState, note: StateNote, stay: Stay) -> Option<Written> {
        debug_assert!(self.writing.is_none(), "one write at a time");
        let job = Job {
            shelf: self.shelf.clone(),
            state,
            note,
            stay,
        };
        let spawned = std::thread::Builder::new()
            .name("stargrid-writer".to_owned())
            .spawn(move || job.run());
        match spawned {
            Ok(writing) => {
                self.writing = Some(writing);
                None
            }
            Err(error) => Some(Written::Failed(not_saved(&error))),
        }
    }
}

impl Drop for Keeper {
    /// A write in flight comes to its end.
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

impl Job {
    fn run(self) -> Written {
        if let Some(name) = broken(&self.state) {
            return Written::Broken(name);
        }
        match self.write() {
            Ok(saved) => Written::Saved(saved),
            Err(error) => Written::Failed(not_saved(&error)),
        }
    }

    fn write(&self) -> Result<Saved, RunError> {
        let (run, step) = (&self.shelf.run, self.state.step);
        let autosave = self.stay == Stay::Auto;
        let state = checkpoints::save_state(run, &self.state, &self.note, autosave)?;
        let mut saved = Saved {
            step,
            averaged: None,
            state: Some(state),
            best: false,
        };
        if let Stay::Kept(score) = self.stay {
            let card = self.shelf.card(step);
            let averaged = &self.state.averaged;
            let model = &self.shelf.model;
            saved.averaged = Some(checkpoints::save_averaged(
                run, step, model, averaged, &card,
            )?);
            saved.best = self.mark_if_best(score)?;
            checkpoints::prune(run, self.shelf.keep)?;
        }
        Ok(saved)
    }

    fn mark_if_best(&self, score: Option<f64>) -> Result<bool, RunError> {
        let (run, step) = (&self.shelf.run, self.state.step);
        let Some(score) = score else {
            return Ok(false);
        };
        match checkpoints::best(run) {
            // A run that went back to an older state saves the same step again.
            Some((place, best)) if place != step && best <= score => Ok(false),
            _ => checkpoints::mark_best(run, step, score).map(|()| true),
        }
    }
}

fn not_saved(error: &dyn std::error::Error) -> Problem {
    Problem::because(
        "A checkpoint could not be saved; training goes on and will try again",
        error,
    )
}

/// Name of the first tensor with a value that is no number.
fn broken(state: &TrainerState) -> Option<String> {
    let parts: [&TensorMap; 3] = [&state.networks, &state.averaged, &state.moments];
    parts.into_iter().flatten().find_map(|(name, tensor)| {
        let broken = tensor.first_broken().is_some();
        broken.then(|| name.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::HostTensor;

    #[test]
    fn a_state_that_is_no_number_is_named() {
        let mut state = TrainerState::default();
        let tensor = |value| HostTensor::new(vec![2], vec![0.0, value]).unwrap();
        state.networks.insert("generator.a".to_owned(), tensor(1.0));
        assert_eq!(broken(&state), None);
        state
            .moments
            .insert("generator.a.v".to_owned(), tensor(f32::INFINITY));
        assert_eq!(broken(&state).as_deref(), Some("generator.a.v"));
    }
}
