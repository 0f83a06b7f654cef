//! Kept results: a thread of its own writes and reads them, so that neither the window nor a training waits for the disk.
//!
//! What changes the disk is done in the order in which it was asked, and all of it before the program ends; thumbnails are made between,
//! and the newest wish for them replaces the one before.

mod item;
pub mod messages;
mod slot;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::made::Made;
use super::messages::Event;
use super::worker::Reporter;
use crate::domain::{Picture, Recipe};
use crate::gallery::{KeptId, Mark};
use crate::problem::Problem;
use messages::{LoadFor, Riding};
use slot::{Slot, Task};
use worker::Worker;

pub(super) use worker::whole;

/// How long the end of the program waits until everything is on the disk.
const CLOSE_PATIENCE: Duration = Duration::from_secs(10);

/// The window's handle of the gallery's thread. Every method returns at once; answers come as events.
pub struct Gallery {
    slot: Arc<Slot>,
    reporter: Reporter,
    thread: OnceLock<()>,
}

impl Gallery {
    /// A gallery whose thread starts with the first order.
    pub fn new(reporter: Reporter) -> Self {
        Self {
            slot: Arc::default(),
            reporter,
            thread: OnceLock::new(),
        }
    }

    /// Opens the folder of kept results, before anything else is asked.
    pub fn open(&self, folder: PathBuf) {
        self.order(Task::Open(folder));
    }

    /// Keeps a result with the pictures that went in.
    pub fn keep(&self, made: Made, recipe: Recipe, inputs: Vec<Arc<Picture>>) {
        self.order(Task::Keep(made, Box::new(recipe), inputs));
    }

    /// Stars, names, deletes or restores.
    pub fn mark(&self, ids: Vec<KeptId>, mark: Mark) {
        self.order(Task::Mark(ids, mark));
    }

    /// Reads a kept result whole.
    pub fn load(&self, id: KeptId, purpose: LoadFor) {
        self.order(Task::Load(id, purpose));
    }

    /// Copies a kept result to a file.
    pub fn export(&self, id: KeptId, path: PathBuf, riding: Riding) {
        self.order(Task::Export(id, path, riding));
    }

    /// Makes these thumbnails, in this order, and no others any more.
    pub fn thumbnails(&self, ids: Vec<KeptId>) {
        self.slot.want(ids);
        self.thread.get_or_init(|| self.start_thread());
    }

    fn order(&self, task: Task) {
        self.slot.put(task);
        self.thread.get_or_init(|| self.start_thread());
    }

    fn start_thread(&self) {
        let worker = Worker::new(Arc::clone(&self.slot), self.reporter.clone());
        let spawned = std::thread::Builder::new()
            .name("stargrid-gallery".to_owned())
            .spawn(move || worker.run());
        if let Err(error) = &spawned {
            let problem = Problem::because("The gallery could not be started", error);
            // Nobody waits in this thread's channel: it is the window's own.
            let _ = self.reporter.offer(Event::Failed(problem));
        }
    }
}

impl Drop for Gallery {
    /// Tells the thread to end, and waits until everything that was asked is on the disk.
    fn drop(&mut self) {
        self.slot.close();
        if self.thread.get().is_some() {
            self.slot.wait_until_done(CLOSE_PATIENCE);
        }
    }
}
