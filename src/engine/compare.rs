//! Several models over one set of pictures: the worker behind Compare, and the handle that the window has of it.
//!
//! It has a thread, a device handle and models of its own, so that Explore never waits for a comparison nor loses its model to one. Between
//! two pictures it looks for newer orders.

pub mod inputs;
pub mod messages;
pub mod pane;
pub mod recipe;
mod slot;
mod worker;

use std::sync::Arc;

use super::device::{DeviceChoice, SharedGpu};
use super::worker::Reporter;
use crate::problem::Problem;
use messages::CompareOrder;
use slot::Slot;
use worker::Worker;

/// The window's handle of the comparing worker.
pub struct Compare {
    slot: Arc<Slot>,
}

impl Compare {
    /// Starts the worker, which opens nothing before it is asked.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        choice: DeviceChoice,
        shared: Option<SharedGpu>,
        reporter: Reporter,
    ) -> Result<Self, Problem> {
        let slot = Arc::new(Slot::default());
        let worker = Worker::new(Arc::clone(&slot), reporter, shared, choice);
        std::thread::Builder::new()
            .name("stargrid-compare".to_owned())
            .stack_size(super::WORKER_STACK)
            .spawn(move || worker.run())
            .map_err(|error| {
                Problem::because("The comparing worker could not be started", &error)
            })?;
        Ok(Self { slot })
    }

    /// Asks for these results through these models, and for no others any more.
    pub fn order(&self, order: CompareOrder) {
        self.slot.put(|orders| orders.order = Some(order));
    }

    /// Moves to another device and opens the models there again.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.slot.put(|orders| orders.device = Some(choice));
    }

    /// Tells whether the worker is at work; for others that give way to it.
    pub fn busy(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let slot = Arc::clone(&self.slot);
        move || slot.is_busy()
    }
}

impl Drop for Compare {
    /// Tells the worker to end after its current picture; the window does not wait for it.
    fn drop(&mut self) {
        self.slot.put(|orders| orders.close = true);
    }
}
