//! Events on their way to the window, which may be hidden and not look for a while: training goes on meanwhile.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use super::super::messages::Event;
use super::super::worker::Reporter;
use super::desk::lock;
use super::messages::TrainEvent;

/// News of steps that wait at most; the window reads the rest of a run's rows from its folder.
const WAITING: usize = 20_000;

/// Sends without waiting; what the window's channel does not take waits here, in order.
#[derive(Clone)]
pub struct Outbox {
    reporter: Reporter,
    waiting: Arc<Mutex<VecDeque<Event>>>,
}

impl Outbox {
    /// Sends to this reporter.
    pub fn new(reporter: Reporter) -> Self {
        Self {
            reporter,
            waiting: Arc::default(),
        }
    }

    /// Sends an event, now or when the window looks again.
    pub fn send(&self, event: TrainEvent) {
        let mut waiting = lock(&self.waiting);
        waiting.push_back(Event::Training(event));
        if waiting.len() > WAITING {
            waiting.pop_front();
        }
        drop(waiting);
        self.push();
    }

    /// Whether something still waits.
    pub fn is_waiting(&self) -> bool {
        !lock(&self.waiting).is_empty()
    }

    /// Tries again to send what waits.
    pub fn push(&self) {
        let mut waiting = lock(&self.waiting);
        while let Some(event) = waiting.pop_front() {
            if let Err(event) = self.reporter.offer(event) {
                waiting.push_front(*event);
                return;
            }
        }
    }
}
