//! The tasting worker's mailbox: orders in the order in which they were given, because every answer counts.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
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
}

impl Slot {
    /// Adds an order and wakes the worker.
    pub fn put(&self, order: Order) {
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
        self.changed.notify_all();
        order
    }

    /// Whether an order waits that makes what is under way useless.
    pub fn ends_work(&self) -> bool {
        self.lock().iter().any(Order::ends_work)
    }

    /// Waits until every order was taken, at most for `limit`.
    pub fn wait_until_taken(&self, limit: Duration) {
        let waiting = |orders: &mut VecDeque<Order>| !orders.is_empty();
        drop(self.changed.wait_timeout_while(self.lock(), limit, waiting));
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
}
