//! Exports that take a while: films, labelled sheets and keepsakes, one after the other, by a worker that opens its models itself.
//!
//! It lets Explore and Compare go first between two pictures, tells how far it is, and can be stopped at every picture, in a large one before every few sources. Nothing unfinished
//! is left behind.

pub mod messages;
mod slot;
mod worker;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::WORKER_STACK;
use super::bench::Bench;
use super::device::{DeviceChoice, SharedGpu};
use super::messages::Event;
use super::priority;
use super::training::Busy;
use super::worker::Reporter;
use crate::export::film;
use crate::problem::Problem;
use messages::{ExportEvent, ExportId, ExportNews, ExportOrder};
use slot::Slot;
use worker::Worker;

/// The worker's thread. A person waits for it, so its pool has Explore's priority; training comes behind.
const THREAD: &str = "stargrid-export";
/// How long the end of the program waits for an unfinished export to be removed: well above what a few sources take.
const CLOSE_PATIENCE: Duration = Duration::from_secs(10);

/// The window's handle of the exporting worker. Every method returns at once; answers come as [`ExportEvent`]s.
pub struct Exports {
    slot: Arc<Slot>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    choice: DeviceChoice,
    first: Busy,
    thread: OnceLock<()>,
}

impl Exports {
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

    /// Makes this after what was ordered before.
    pub fn order(&self, order: ExportOrder) {
        let id = order.id;
        self.slot.put(order);
        self.thread.get_or_init(|| self.start_thread(id));
    }

    /// Looks for an ffmpeg: [`ExportNews::Encoder`].
    pub fn look_for_encoder(&self) {
        let reporter = self.reporter.clone();
        let look = move || {
            let news = ExportNews::Encoder(film::encoder().is_some());
            reporter.send(Event::Export(Box::new(ExportEvent { id: 0, news })));
        };
        let errand = std::thread::Builder::new().name("stargrid-errand".to_owned());
        if let Err(error) = errand.spawn(look) {
            log::warn!("nobody looks for ffmpeg: {error}");
        }
    }

    /// Gives an export up, whether it is under way or waits; of one that waits it is told at once.
    pub fn cancel(&self, id: ExportId) {
        let news = ExportNews::Cancelled;
        let event = || Event::Export(Box::new(ExportEvent { id, news }));
        if let Some(order) = self.slot.cancel(id)
            && self.reporter.offer(event()).is_err()
        {
            // Too much waits to be told: the worker tells of it in its turn.
            self.slot.put(order);
        }
    }

    /// Uses another device from the next export on.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.slot.switch_device(choice);
    }

    fn start_thread(&self, id: ExportId) {
        let worker = Worker::new(
            Arc::clone(&self.slot),
            self.reporter.clone(),
            Bench::new(
                (THREAD, priority::give_way),
                self.choice,
                self.shared.clone(),
            ),
            Arc::clone(&self.first),
        );
        let spawned = std::thread::Builder::new()
            .name(THREAD.to_owned())
            .stack_size(WORKER_STACK)
            .spawn(move || worker.run());
        if let Err(error) = &spawned {
            let problem = Problem::because("The exporting worker could not be started", error);
            let news = ExportNews::Failed(problem);
            let event = Event::Export(Box::new(ExportEvent { id, news }));
            // Nobody waits in this thread's channel: it is the window's own.
            let _ = self.reporter.offer(event);
        }
    }
}

impl Drop for Exports {
    /// Tells the worker to end after what it computes now. The window waits a moment, so that what is unfinished is removed.
    fn drop(&mut self) {
        self.slot.close();
        if self.thread.get().is_some() {
            self.slot.wait_until_idle(CLOSE_PATIENCE);
        }
    }
}
