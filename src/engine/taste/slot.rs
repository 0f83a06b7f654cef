//! The tasting worker's mailbox: orders in the order in which they were given, because every answer counts.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::super::device::DeviceChoice;
use super::messages::TasteOrder;
use crate::runs::tastes::{Choice, Taste};

/// What the worker is told.
#[derive(Debug)]
pub enum Order {
    /// Begin a session, or go on with one; the one before is put away.
    Begin(Box<TasteOrder>),
    /// The answer to a pair.
    Answer(usize, Choice),
    /// Take the last answer back.
    Back,
    /// Show the result.
    Finish,
    /// So many pairs in all.
    Extend(usize),
    /// Put the session away as it is.
    Leave,
    /// List the sessions of a folder.
    Look(PathBuf),
    /// Write a session's result to a file.
    Export(Box<Taste>, PathBuf),
    /// Use another device.
    Device(DeviceChoice),
    /// End.
    Close,
}

impl Order {
    /// Whether it changes what is on disk of the answers.
    fn is_answer(&self) -> bool {
        matches!(self, Self::Answer(..) | Self::Back)
    }

    /// Whether what is under way is not wanted any more.
    fn ends_work(&self) -> bool {
        matches!(
            self,
            Self::Begin(_) | Self::Leave | Self::Device(_) | Self::Close
        )
    }
}

/// A queue of orders between the window and the worker.
#[derive(Debug, Default)]
pub struct Slot {
    orders: Mutex<VecDeque<Order>>,
    changed: Condvar,
    at_work: AtomicBool,
    /// Answers that are not on disk yet.
    unwritten: AtomicUsize,
}

impl Slot {
    /// Adds an order and wakes the worker.
    pub fn put(&self, order: Order) {
        if order.is_answer() {
            self.unwritten.fetch_add(1, Ordering::Relaxed);
        }
        self.lock().push_back(order);
        self.changed.notify_all();
    }

    /// Takes the next order; without work of its own the worker waits until there is one.
    pub fn take(&self, has_work: bool) -> Option<Order> {
        let mut orders = self.lock();
        self.at_work.store(has_work, Ordering::Relaxed);
        while !has_work && orders.is_empty() {
            orders = self
                .changed
                .wait(orders)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let order = orders.pop_front();
        self.at_work.fetch_or(order.is_some(), Ordering::Relaxed);
        order
    }

    /// Whether an order waits that makes what is under way useless.
    pub fn ends_work(&self) -> bool {
        self.lock().iter().any(Order::ends_work)
    }

    /// An answer is on disk, or was told not to be.
    pub fn written(&self) {
        // Under the lock, so that nobody who waits for it misses the change.
        let orders = self.lock();
        self.unwritten.fetch_sub(1, Ordering::Relaxed);
        drop(orders);
        self.changed.notify_all();
    }

    /// Waits until every answer is on disk, at most for `limit`.
    pub fn wait_until_written(&self, limit: Duration) {
        let waits = |_: &mut VecDeque<Order>| self.unwritten.load(Ordering::Relaxed) > 0;
        drop(self.changed.wait_timeout_while(self.lock(), limit, waits));
    }

    /// Whether any order waits.
    pub fn is_waiting(&self) -> bool {
        !self.lock().is_empty()
    }

    /// Whether the worker is at work.
    pub fn is_at_work(&self) -> bool {
        self.at_work.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Order>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_keep_their_order_and_only_some_orders_end_work() {
        let slot = Slot::default();
        assert!(slot.take(true).is_none());
        slot.put(Order::Answer(0, Choice::Left));
        slot.put(Order::Back);
        assert!(slot.is_waiting() && !slot.ends_work());
        slot.put(Order::Leave);
        assert!(slot.ends_work());
        let taken: Vec<Order> = (0..3).filter_map(|_| slot.take(true)).collect();
        assert!(matches!(
            taken[..],
            [Order::Answer(0, Choice::Left), Order::Back, Order::Leave]
        ));
        assert!(!slot.ends_work());
    }

    #[test]
    fn the_end_waits_for_answers_and_for_nothing_else() {
        let slot = Slot::default();
        slot.put(Order::Close);
        // Would last for ever otherwise.
        slot.wait_until_written(Duration::MAX);
        slot.put(Order::Answer(0, Choice::Even));
        let began = std::time::Instant::now();
        slot.wait_until_written(Duration::from_millis(30));
        assert!(began.elapsed() >= Duration::from_millis(30));
        std::thread::scope(|scope| {
            scope.spawn(|| slot.written());
            slot.wait_until_written(Duration::from_secs(60));
        });
        assert!(began.elapsed() < Duration::from_secs(50));
    }
}
