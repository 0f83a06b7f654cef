//! The blind taste test: pairs of outputs of two models, without names, and a person who says which is better.
//!
//! A worker of its own opens the models and makes a few pairs ahead of the person (`session`); which pairs those are, `draw` decides from
//! the seed alone. It keeps to itself which model is on which side until the session ends. It gives way to Explore and Compare, and
//! training gives way to it.

pub mod draw;
mod export;
pub mod material;
pub mod messages;
pub mod plan;
mod session;
mod slot;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::WORKER_STACK;
use super::bench::Bench;
use super::device::{DeviceChoice, SharedGpu};
use super::messages::Event;
use super::priority;
use super::training::Busy;
use super::worker::Reporter;
use crate::problem::Problem;
use crate::runs::tastes::{self, Choice};
use messages::TasteOrder;
use slot::{Order, Slot};
use worker::Worker;

pub use session::BEHIND;

/// The worker's thread.
const THREAD: &str = "stargrid-taste";
/// How long the end of the program waits for the last answers to be written.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);

/// The window's handle of the tasting worker. Every method returns at once; answers come as events.
pub struct Taste {
    slot: Arc<Slot>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    choice: DeviceChoice,
    first: Busy,
    thread: OnceLock<()>,
}

impl Taste {
    /// A worker whose thread starts with the first order; `first` tells whether somebody is at work who goes first.
    pub fn new(
        choice: DeviceChoice,
        shared: Option<SharedGpu>,
        reporter: Reporter,
        first: Busy,
    ) -> Self {
        Self {
            slot: Arc::default(),
            reporter,
            shared,
            choice,
            first,
            thread: OnceLock::new(),
        }
    }

    /// Begins a session, or goes on with one; the one in progress is put away.
    pub fn begin(&self, order: TasteOrder) {
        self.order(Order::Begin(Box::new(order)));
    }

    /// The answer to pair `number`.
    pub fn answer(&self, number: usize, choice: Choice) {
        self.order(Order::Answer(number, choice));
    }

    /// Takes the last answer back.
    pub fn back(&self) {
        self.order(Order::Back);
    }

    /// Ends the session with what was answered, and tells who is who.
    pub fn finish(&self) {
        self.order(Order::Finish);
    }

    /// The session, also one that ended, is to have `count` pairs in all.
    pub fn extend(&self, count: usize) {
        self.order(Order::Extend(count));
    }

    /// Puts the session away as it is, to go on later.
    pub fn leave(&self) {
        self.order(Order::Leave);
    }

    /// Lists the sessions that are kept in a folder.
    pub fn look(&self, folder: PathBuf) {
        self.order(Order::Look(folder));
    }

    /// Writes a session's result to a file, CSV or JSON by its ending.
    pub fn export(&self, taste: tastes::Taste, to: PathBuf) {
        self.order(Order::Export(Box::new(taste), to));
    }

    /// Moves to another device; the models are opened there again with the next pair.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.slot.put(Order::Device(choice));
    }

    /// Tells whether the worker is at work; for training, which gives way to it.
    pub fn busy(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let slot = Arc::clone(&self.slot);
        move || slot.is_at_work()
    }

    fn order(&self, order: Order) {
        self.slot.put(order);
        self.thread.get_or_init(|| self.start_thread());
    }

    fn start_thread(&self) {
        let bench = Bench::new(
            (THREAD, priority::give_way_to_all),
            self.choice,
            self.shared.clone(),
        );
        let worker = Worker::new(
            Arc::clone(&self.slot),
            self.reporter.clone(),
            bench,
            Arc::clone(&self.first),
        );
        let spawned = std::thread::Builder::new()
            .name(THREAD.to_owned())
            .stack_size(WORKER_STACK)
            .spawn(move || worker.run());
        if let Err(error) = &spawned {
            let problem = Problem::because("The tasting worker could not be started", error);
            // Nobody waits in this thread's channel: it is the window's own.
            let _ = self.reporter.offer(Event::Failed(problem));
        }
    }
}

impl Drop for Taste {
    /// Tells the worker to end after its current picture. The window waits a moment for answers that are not on disk yet.
    fn drop(&mut self) {
        self.slot.put(Order::Close);
        if self.thread.get().is_some() {
            self.slot.wait_until_written(CLOSE_PATIENCE);
        }
    }
}
