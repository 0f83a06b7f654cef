//! Evaluation: the protocol at work (`protocol`, one `task` after the other; `job` from order to result), and the worker of the window that
//! performs it.

pub mod examples;
mod findings;
mod guides;
pub mod job;
pub mod messages;
mod pace;
pub mod protocol;
pub mod reals;
pub mod set;
pub mod subject;
mod tally;
mod task;
pub mod tools;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::device::{DeviceChoice, SharedGpu};
use super::messages::Event;
use super::training::Busy;
use super::worker::Reporter;
use crate::checkpoint::bundle;
use crate::evaluation::Evaluation;
use crate::problem::Problem;
use crate::runs::evaluations;
use messages::{EvaluationEvent, EvaluationNews, EvaluationOrder};
use worker::{Slot, Worker};

/// The window's handle of the evaluating worker. Every method returns at once; answers come as [`EvaluationEvent`]s.
pub struct Evaluations {
    slot: Arc<Slot>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    busy: Busy,
    thread: OnceLock<()>,
}

impl Evaluations {
    /// A worker that reports to `reporter`; its thread starts with the first order. `busy` tells whether others that go first are at work.
    pub fn new(
        choice: DeviceChoice,
        reporter: Reporter,
        shared: Option<SharedGpu>,
        busy: Busy,
    ) -> Self {
        let slot = Arc::new(Slot::default());
        slot.put(|orders| orders.device = choice);
        Self {
            slot,
            reporter,
            shared,
            busy,
            thread: OnceLock::new(),
        }
    }

    /// Evaluates; an evaluation in progress is ended.
    pub fn order(&self, order: EvaluationOrder) {
        let id = order.id;
        self.slot.put(|orders| orders.order = Some(order));
        self.thread.get_or_init(|| self.start(id));
    }

    /// Ends the evaluation in progress; what was found stays.
    pub fn cancel(&self) {
        self.slot.put(|orders| {
            orders.order = None;
            orders.cancel = true;
        });
    }

    /// Uses another device from the next order on.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.slot.put(|orders| orders.device = choice);
    }

    /// Reads what was found of a run's steps: [`EvaluationNews::Read`].
    pub fn read(&self, run: PathBuf) {
        self.errand(move || {
            let found = evaluations::read(&run);
            EvaluationNews::Read(found.map_err(|error| Problem::new(error.to_string())))
        });
    }

    /// Writes an evaluation into the card of a model file of ours: [`EvaluationNews::Kept`].
    pub fn keep(&self, model: PathBuf, evaluation: Box<Evaluation>) {
        self.errand(move || {
            let kept = bundle::keep_evaluation(&model, *evaluation);
            let kept = kept.map_err(|error| Problem::new(error.to_string()));
            EvaluationNews::Kept(kept.map(|()| model))
        });
    }

    fn start(&self, id: u64) {
        let worker = Worker::new(
            Arc::clone(&self.slot),
            self.reporter.clone(),
            self.shared.clone(),
            Arc::clone(&self.busy),
        );
        let spawned = std::thread::Builder::new()
            .name("stargrid-evaluation".to_owned())
            .stack_size(super::WORKER_STACK)
            .spawn(move || worker.run());
        if let Err(error) = spawned {
            let problem = Problem::because("The evaluating worker could not be started", &error);
            self.tell(id, EvaluationNews::Ended(Some(Err(problem))));
        }
    }

    /// Reads or writes something small on a thread of its own.
    fn errand(&self, work: impl FnOnce() -> EvaluationNews + Send + 'static) {
        let reporter = self.reporter.clone();
        let spawned = std::thread::Builder::new()
            .name("stargrid-errand".to_owned())
            .spawn(move || {
                let news = work();
                let event = EvaluationEvent { id: 0, news };
                reporter.send(Event::Evaluation(Box::new(event)));
            });
        if let Err(error) = spawned {
            let problem = Problem::because("A file could not be read or written", &error);
            self.tell(0, EvaluationNews::Trouble(problem));
        }
    }

    fn tell(&self, id: u64, news: EvaluationNews) {
        let event = EvaluationEvent { id, news };
        self.reporter.send(Event::Evaluation(Box::new(event)));
    }
}

impl Drop for Evaluations {
    /// Tells the worker to end after its current group; the window does not wait for it.
    fn drop(&mut self) {
        self.slot.put(|orders| orders.close = true);
    }
}
