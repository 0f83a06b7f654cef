//! How a session keeps what it has learned: autosaves, checkpoints, and the end of a run, the bad ones too.

use std::time::{Duration, Instant};

use super::super::keeper::{Stay, Written};
use super::super::messages::TrainEvent;
use super::super::troubles::Area;
use super::{Advance, Session};
use crate::problem::Problem;
use crate::runs::RunError;
use crate::runs::checkpoints::{self, StateNote};
use crate::train::health::Finding;

impl Session {
    /// Saves a checkpoint that is kept; training may go on meanwhile.
    pub fn save_now(&mut self) {
        self.save(true);
    }

    /// Ends this session of the run: the last steps are saved, and everything is on the disk.
    ///
    /// # Errors
    /// When the state could not be saved.
    pub fn finish(&mut self) -> Result<(), Problem> {
        if let Some(problem) = &self.broken {
            return Err(problem.clone());
        }
        self.settle();
        if self.kept != Some(self.step()) {
            self.save(true);
            self.settle();
        }
        let synced = self.ledger.sync().map_err(|error| not_logged(&error));
        self.troubles.take(Area::Log, synced, &mut self.observer);
        if let Some(problem) = &self.broken {
            return Err(problem.clone());
        }
        if self.kept == Some(self.step()) {
            return Ok(());
        }
        Err(Problem::new(format!(
            "The state of step {} could not be saved: {}",
            self.step(),
            self.folder().display()
        )))
    }

    pub(super) fn broken_problem(&mut self, step: u64, finding: &Finding) -> Problem {
        self.settle();
        let run = self.folder().to_owned();
        let saved = checkpoints::list(&run).unwrap_or_default();
        let good = saved.iter().rev().find(|saved| saved.state.is_some());
        let kept = match good {
            Some(saved) => format!("The newest good checkpoint is of step {}.", saved.step),
            None => "No checkpoint had been saved yet.".to_owned(),
        };
        Problem::new(format!(
            "Training stopped at step {step}: {}",
            finding.sentence()
        ))
        .hint(format!("{kept} {}", finding.advice()))
    }

    /// Nothing of the present state is saved any more.
    pub(super) fn fail(&mut self, problem: Problem) -> Advance {
        self.broken = Some(problem.clone());
        Advance::Failed(problem)
    }

    pub(super) fn data_is_gone(&mut self, problem: Problem) -> Advance {
        let step = self.step();
        let hint = match self.finish() {
            Ok(()) => format!("The run is saved at step {step}; resume it when the data is back."),
            Err(problem) => problem.to_string(),
        };
        Advance::Failed(problem.hint(hint))
    }

    pub(super) fn autosave_is_due(&self) -> bool {
        let schedule = &self.plan.config.schedule;
        let (step, time) = self.last_save;
        let patience = Duration::from_secs(schedule.autosave_seconds);
        let by_time = !patience.is_zero() && time.elapsed() >= patience;
        // While the write before is still in flight, the autosave waits for a later step.
        (by_time || self.step() - step >= schedule.autosave_steps) && !self.keeper.is_busy()
    }

    pub(super) fn save(&mut self, keep: bool) {
        self.settle();
        if self.broken.is_some() {
            return;
        }
        let synced = self.ledger.sync().map_err(|error| not_logged(&error));
        self.troubles.take(Area::Log, synced, &mut self.observer);
        let note = StateNote {
            seconds: self.clock.seconds(),
            data: self.plan.material.fingerprint(),
            domains: self.plan.material.names(),
            seed: self.plan.config.schedule.seed,
        };
        let stay = if keep {
            // With evaluation the best step goes by its figures.
            Stay::Kept(self.score.value().filter(|_| !self.judge.is_on()))
        } else {
            Stay::Auto
        };
        self.last_save = (self.step(), Instant::now());
        if let Some(written) = self.keeper.begin(self.trainer.state(), note, stay) {
            self.take_written(written);
        }
    }

    /// Waits for the checkpoint that is being written, and tells of it.
    pub fn settle(&mut self) {
        if let Some(written) = self.keeper.wait() {
            self.take_written(written);
        }
    }

    pub(super) fn take_written(&mut self, written: Written) {
        let outcome = match written {
            Written::Saved(saved) => Ok(saved),
            Written::Failed(problem) => Err(problem),
            Written::Broken(tensor) => {
                let finding = Finding::Broken(tensor);
                self.broken = Some(self.broken_problem(self.step(), &finding));
                self.tell(TrainEvent::Finding(self.step(), finding));
                return;
            }
        };
        let area = Area::Checkpoints;
        if let Some(saved) = self.troubles.take(area, outcome, &mut self.observer) {
            if saved.averaged.is_some() {
                self.kept = Some(saved.step);
            }
            self.tell(TrainEvent::Saved(saved));
        }
    }
}

/// The log is in trouble.
pub(super) fn not_logged(error: &RunError) -> Problem {
    Problem::because(
        "The metrics could not be written; training goes on and will try again",
        error,
    )
}
