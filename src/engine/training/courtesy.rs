//! What a training does between two passes: it rests when asked to, lets Explore go first, and leaves time to the window.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::device::compute_threads;
use super::clock::Rest;
use super::desk::{Desk, Orders};
use super::messages::TrainEvent;
use super::outbox::Outbox;

/// How often a training that let others go first looks whether they are done.
const LOOK: Duration = Duration::from_millis(5);
/// From here on the dial also leaves half of the cores alone.
const HALF_THE_CORES: f32 = 0.5;

/// Threads that train on a CPU with the dial at `courtesy`.
pub fn threads(courtesy: f32) -> usize {
    if courtesy >= HALF_THE_CORES {
        (compute_threads() / 2).max(1)
    } else {
        compute_threads()
    }
}

/// Stands between the passes of one run.
pub struct Courtesy {
    desk: Arc<Desk>,
    outbox: Outbox,
    rest: Rest,
    resting: bool,
    pass_begun: Instant,
}

impl Courtesy {
    /// For a run that adds its rests to `rest`.
    pub fn new(desk: Arc<Desk>, outbox: Outbox, rest: Rest) -> Self {
        Self {
            desk,
            outbox,
            rest,
            resting: false,
            pass_begun: Instant::now(),
        }
    }

    /// Called between two passes.
    pub fn between(&mut self) {
        let took = self.pass_begun.elapsed();
        let share = self.desk.courtesy();
        if share > 0.0 {
            let sleep = took.mul_f32(share);
            self.desk
                .wait_while(Some(sleep), |orders| !orders.ends_the_run());
        }
        while self.desk.has_priority_work() && !self.desk.orders().ends_the_run() {
            std::thread::sleep(LOOK);
        }
        self.rest_if_asked();
        self.pass_begun = Instant::now();
    }

    /// Waits while a pause is asked for and nothing else is to be done.
    pub fn rest_if_asked(&mut self) {
        let pausing = |orders: &Orders| orders.pause && !orders.wants_end_of_step();
        if pausing(&self.desk.orders()) {
            if !self.resting {
                self.resting = true;
                self.outbox.send(TrainEvent::Paused);
            }
            let begun = Instant::now();
            self.desk.wait_while(None, pausing);
            self.rest.add(begun.elapsed());
        }
        if self.resting && !self.desk.orders().pause {
            self.resting = false;
            self.outbox.send(TrainEvent::GoesOn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dial_halves_the_threads_from_its_middle_on() {
        assert_eq!(threads(0.0), compute_threads());
        assert_eq!(threads(0.49), compute_threads());
        assert_eq!(threads(0.5), (compute_threads() / 2).max(1));
    }
}
