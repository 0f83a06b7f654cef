//! The training worker of the window, and the session that window and command line share.
//!
//! [`session::Session`] performs a run step by step on the caller's thread: batches, logging, sheets, checkpoints, health. The window's
//! [`Training`] drives one on a thread of its own and takes orders between passes; `stargrid train` drives one directly.

mod clock;
mod courtesy;
mod desk;
pub mod errands;
pub mod estimate;
mod judge;
mod keeper;
mod ledger;
pub mod material;
pub mod memory;
pub mod messages;
mod outbox;
mod prefetch;
pub mod prepare;
pub mod scan;
mod score;
pub mod session;
mod troubles;
mod view;
mod worker;

pub use desk::Busy;
pub use messages::{Again, Estimate, LiveModel, RunStart, StepNews, TrainEvent};
pub use scan::Scan;
pub use session::{Advance, Session};
pub use troubles::Observer;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use self::scan::Wanted;
use super::device::{DeviceChoice, SharedGpu};
use super::worker::Reporter;
use crate::data::creatures::MadeSet;
use crate::domain::Picture;
use crate::problem::Problem;
use crate::train::TrainConfig;
use desk::{Begin, Desk, Orders};
use errands::Errands;
use outbox::Outbox;
use worker::Worker;

/// How long the end of the program waits for a run to save its last steps.
const CLOSE_PATIENCE: Duration = Duration::from_secs(5);

/// The window's handle of the training worker. Every method returns at once; answers come as [`TrainEvent`]s.
pub struct Training {
    desk: Arc<Desk>,
    outbox: Outbox,
    errands: Errands,
    shared: Option<SharedGpu>,
    thread: OnceLock<bool>,
}

impl Training {
    /// A worker that reports to `reporter`; its thread starts with the first order. `busy` tells whether Explore's networks are at work.
    pub fn new(reporter: Reporter, shared: Option<SharedGpu>, busy: Busy) -> Self {
        let desk = Arc::new(Desk::new(busy));
        let outbox = Outbox::new(reporter);
        Self {
            errands: Errands::new(Arc::clone(&desk), outbox.clone()),
            desk,
            outbox,
            shared,
            thread: OnceLock::new(),
        }
    }

    /// Uses another device from the next run on.
    pub fn set_device(&self, choice: DeviceChoice) {
        self.desk.put(|orders| orders.device = choice);
    }

    /// Looks through the data that a run needs: [`TrainEvent::Scanning`], then [`TrainEvent::Data`]. A newer call replaces an older one.
    pub fn scan(&self, config: &TrainConfig) {
        self.errands.scan(Wanted::of(config));
    }

    /// Ends the look through a data set; no answer comes.
    pub fn stop_scan(&self) {
        self.errands.stop_scan();
    }

    /// Makes a labelled set of creatures in the folder `out`, unless it is there: [`TrainEvent::Made`].
    pub fn make_creatures(&self, set: MadeSet, out: PathBuf) {
        self.errands.make_creatures(set, out);
    }

    /// Measures one step of `config` on the scanned data: [`TrainEvent::Estimate`].
    pub fn estimate(&self, config: TrainConfig) {
        self.order(|orders| orders.estimate = Some(Box::new(config)));
    }

    /// Begins a run.
    pub fn start(&self, start: RunStart) {
        self.begin(Begin::Start(Box::new(start)));
    }

    /// Goes on with a run from its newest checkpoint; `steps` changes the total when given.
    pub fn resume(&self, run: PathBuf, steps: Option<u64>) {
        self.begin(Begin::Resume(Again {
            folder: run,
            steps,
            data: None,
        }));
    }

    /// Rests after the pass in progress; nothing is lost.
    pub fn pause(&self) {
        self.desk.put(|orders| orders.pause = true);
    }

    /// Goes on after a pause.
    pub fn go_on(&self) {
        self.desk.put(|orders| orders.pause = false);
    }

    /// Saves and ends the run.
    pub fn stop(&self) {
        self.during_a_run(|orders| orders.stop = true);
    }

    /// Saves a checkpoint that is kept, and goes on.
    pub fn save_now(&self) {
        self.during_a_run(|orders| orders.save = true);
    }

    /// A new run in `to` with everything up to `step`; the present run goes on. Answer: [`TrainEvent::Forked`].
    pub fn fork(&self, run: PathBuf, step: u64, to: PathBuf) {
        self.errands.fork(run, step, to);
    }

    /// The dial: 0 trains as fast as possible, 1 keeps the window smooth.
    pub fn set_courtesy(&self, courtesy: f32) {
        self.desk.set_courtesy(courtesy);
    }

    /// Tells that somebody drags or waits for cells: training rests between passes for a moment.
    pub fn yield_now(&self) {
        self.desk.yield_now();
    }

    /// The person's own photos to follow, already cropped to the model's size. Near duplicates in the data are reported.
    pub fn set_probes(&self, pictures: Vec<Arc<Picture>>) {
        if self.is_running() {
            self.desk.put(|orders| orders.probes = Some(pictures));
        } else {
            self.errands.find_near_duplicates(pictures);
        }
    }

    /// Asks for the networks as they are now, for Explore: [`TrainEvent::Live`].
    pub fn publish(&self) {
        self.during_a_run(|orders| orders.publish = true);
    }

    /// Reads a finished or interrupted run for looking at: [`TrainEvent::Loaded`].
    pub fn look_at(&self, run: PathBuf) {
        self.errands.look_at(run);
    }

    /// Reads a run whose curves are to lie beside another's. Answer: [`TrainEvent::Beside`], or none when it cannot be read.
    pub fn look_beside(&self, run: PathBuf) {
        self.errands.look_beside(run);
    }

    /// Draws the present run's curves to a file, PNG or CSV by its ending.
    pub fn export_curves(&self, run: PathBuf, to: PathBuf) {
        self.errands.export_curves(run, to);
    }

    /// Reads a sheet from disk: [`TrainEvent::Sheet`].
    pub fn read_sheet(&self, snapshot: crate::runs::snapshots::Snapshot) {
        self.errands.read_sheet(snapshot);
    }

    /// Whether a run is in progress, or about to begin.
    pub fn is_running(&self) -> bool {
        self.desk.is_running() || self.desk.orders().begin.is_some()
    }

    fn begin(&self, begin: Begin) {
        let running = self.desk.is_running();
        self.order(|orders| {
            orders.begin = Some(begin);
            if !running {
                (orders.stop, orders.pause) = (false, false);
                (orders.save, orders.publish) = (false, false);
            }
        });
    }

    /// An order that means nothing without a run.
    fn during_a_run(&self, change: impl FnOnce(&mut Orders)) {
        if self.is_running() {
            self.desk.put(change);
        }
    }

    /// An order that the worker's thread must be there for.
    fn order(&self, change: impl FnOnce(&mut Orders)) {
        self.desk.put(change);
        self.thread.get_or_init(|| self.start_thread());
    }

    fn start_thread(&self) -> bool {
        let worker = Worker::new(
            Arc::clone(&self.desk),
            self.outbox.clone(),
            self.shared.clone(),
        );
        let spawned = std::thread::Builder::new()
            .name("stargrid-training".to_owned())
            .spawn(move || worker.run());
        if let Err(error) = &spawned {
            let problem = Problem::because("The training worker could not be started", error);
            self.outbox.send(TrainEvent::StartFailed(problem));
        }
        spawned.is_ok()
    }
}

impl Drop for Training {
    /// A run in progress saves its last steps, if that takes no longer than a moment; else the last autosave has to do.
    fn drop(&mut self) {
        self.desk.put(|orders| orders.close = true);
        if self.desk.is_running() {
            let desk = Arc::clone(&self.desk);
            self.desk
                .wait_while(Some(CLOSE_PATIENCE), |_| desk.is_running());
        }
    }
}
