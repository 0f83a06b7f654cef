//! The training worker's desk: orders lie on it until the worker looks, between two passes at the latest.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::super::device::DeviceChoice;
use super::messages::{Again, RunStart};
use super::scan::Scan;
use crate::domain::Picture;
use crate::train::TrainConfig;

/// How long training rests after a person last moved something.
const YIELD: Duration = Duration::from_millis(150);

/// Tells whether the networks of Explore are at work.
pub type Busy = Arc<dyn Fn() -> bool + Send + Sync>;

/// How a run begins.
#[derive(Clone, Debug)]
pub enum Begin {
    /// A new one.
    Start(Box<RunStart>),
    /// An old one goes on.
    Resume(Again),
}

/// What lies on the desk. The newest order of a kind counts.
#[derive(Debug, Default)]
pub struct Orders {
    /// Begin a run.
    pub begin: Option<Begin>,
    /// Measure a step.
    pub estimate: Option<Box<TrainConfig>>,
    /// The device of the next run.
    pub device: DeviceChoice,
    /// Rest.
    pub pause: bool,
    /// Save a checkpoint that is kept.
    pub save: bool,
    /// Show the networks to Explore.
    pub publish: bool,
    /// Follow these photos.
    pub probes: Option<Vec<Arc<Picture>>>,
    /// Save and end the run.
    pub stop: bool,
    /// End the thread.
    pub close: bool,
}

impl Orders {
    /// Whether the iteration should come to its end, so that something can be done.
    pub fn wants_end_of_step(&self) -> bool {
        self.save
            || self.publish
            || self.probes.is_some()
            || self.ends_the_run()
            || self.begin.is_some()
            || self.estimate.is_some()
    }

    /// Whether the run is to end.
    pub fn ends_the_run(&self) -> bool {
        self.stop || self.close
    }

    /// Takes all that is done at the end of an iteration; pause, stop and close stay.
    pub fn take_for_step(&mut self) -> Self {
        Self {
            begin: self.begin.take(),
            estimate: self.estimate.take(),
            device: self.device,
            pause: self.pause,
            save: std::mem::take(&mut self.save),
            publish: std::mem::take(&mut self.publish),
            probes: self.probes.take(),
            stop: self.stop,
            close: self.close,
        }
    }
}

/// Orders, the dial, and what is known about the data; shared by the handle and the worker.
pub struct Desk {
    orders: Mutex<Orders>,
    changed: Condvar,
    courtesy: AtomicU32,
    yielded: Mutex<Option<Instant>>,
    busy: Busy,
    running: AtomicBool,
    known: Mutex<Option<Scan>>,
}

impl Desk {
    /// An empty desk; `busy` tells whether Explore computes.
    pub fn new(busy: Busy) -> Self {
        Self {
            orders: Mutex::default(),
            changed: Condvar::new(),
            courtesy: AtomicU32::new(0),
            yielded: Mutex::default(),
            busy,
            running: AtomicBool::new(false),
            known: Mutex::default(),
        }
    }

    /// Changes the orders and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.orders());
        self.changed.notify_all();
    }

    /// The orders, for a look.
    pub fn orders(&self) -> MutexGuard<'_, Orders> {
        lock(&self.orders)
    }

    /// Waits while `idle` holds, at most for `limit` when there is one.
    pub fn wait_while(&self, limit: Option<Duration>, idle: impl Fn(&Orders) -> bool) {
        let orders = self.orders();
        let idle = |orders: &mut Orders| idle(orders);
        match limit {
            Some(limit) => drop(self.changed.wait_timeout_while(orders, limit, idle)),
            None => drop(self.changed.wait_while(orders, idle)),
        }
    }

    /// The dial: 0 trains as fast as possible, 1 keeps the window smooth.
    pub fn courtesy(&self) -> f32 {
        f32::from_bits(self.courtesy.load(Ordering::Relaxed))
    }

    /// Turns the dial.
    pub fn set_courtesy(&self, courtesy: f32) {
        let courtesy = if courtesy.is_finite() { courtesy } else { 0.0 };
        let bits = courtesy.clamp(0.0, 1.0).to_bits();
        self.courtesy.store(bits, Ordering::Relaxed);
    }

    /// Somebody moves something.
    pub fn yield_now(&self) {
        *lock(&self.yielded) = Some(Instant::now());
    }

    /// Whether somebody moves something or waits for cells.
    pub fn has_priority_work(&self) -> bool {
        let recent = lock(&self.yielded).is_some_and(|last| last.elapsed() < YIELD);
        recent || (self.busy)()
    }

    /// Whether a run is in progress.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    /// Notes whether a run is in progress.
    pub fn set_running(&self, running: bool) {
        // Under the lock, so that nobody who waits for it misses the change.
        self.put(|_| self.running.store(running, Ordering::Relaxed));
    }

    /// The data that was looked through last.
    pub fn known(&self) -> MutexGuard<'_, Option<Scan>> {
        lock(&self.known)
    }
}

/// A lock that a panic elsewhere does not take away.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_work_is_a_recent_touch_or_a_busy_explore() {
        let busy = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&busy);
        let desk = Desk::new(Arc::new(move || flag.load(Ordering::Relaxed)));
        assert!(!desk.has_priority_work());
        desk.yield_now();
        assert!(desk.has_priority_work());
        std::thread::sleep(YIELD + Duration::from_millis(20));
        assert!(!desk.has_priority_work());
        busy.store(true, Ordering::Relaxed);
        assert!(desk.has_priority_work());
    }

    #[test]
    fn the_dial_stays_in_its_range() {
        let desk = Desk::new(Arc::new(|| false));
        for (turned, expected) in [(0.25, 0.25), (7.0, 1.0), (-1.0, 0.0), (f32::NAN, 0.0)] {
            desk.set_courtesy(turned);
            assert_eq!(desk.courtesy(), expected);
        }
    }

    #[test]
    fn a_stop_stays_until_the_run_has_ended() {
        let desk = Desk::new(Arc::new(|| false));
        desk.put(|orders| (orders.stop, orders.save) = (true, true));
        let taken = desk.orders().take_for_step();
        assert!(taken.save && taken.ends_the_run());
        let left = desk.orders();
        assert!(left.stop && !left.save && left.wants_end_of_step());
    }
}
