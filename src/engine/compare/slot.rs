//! The comparing worker's mailbox: one slot a kind of order, and the newest order wins.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::super::device::DeviceChoice;
use super::messages::CompareOrder;

/// What waits for the worker.
#[derive(Debug, Default)]
pub struct Orders {
    /// Switch to another device.
    pub device: Option<DeviceChoice>,
    /// What is wanted now.
    pub order: Option<CompareOrder>,
    /// End.
    pub close: bool,
}

impl Orders {
    fn is_empty(&self) -> bool {
        self.device.is_none() && self.order.is_none() && !self.close
    }
}

/// A slot for [`Orders`] between the window and the worker.
#[derive(Debug, Default)]
pub struct Slot {
    orders: Mutex<Orders>,
    changed: Condvar,
    at_work: AtomicBool,
}

impl Slot {
    /// Changes the waiting orders and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    /// Takes all that waits; without work of its own the worker waits until there is something.
    pub fn take(&self, has_work: bool) -> Orders {
        let mut orders = self.lock();
        self.at_work.store(has_work, Ordering::Relaxed);
        while !has_work && orders.is_empty() {
            orders = self
                .changed
                .wait(orders)
                .unwrap_or_else(PoisonError::into_inner);
        }
        std::mem::take(&mut orders)
    }

    /// Whether the worker is at work, or about to be.
    pub fn is_busy(&self) -> bool {
        self.at_work.load(Ordering::Relaxed) || !self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_order_wins_and_a_busy_worker_does_not_wait() {
        let slot = Slot::default();
        assert!(
            slot.take(true).order.is_none(),
            "nothing waits, nobody waits"
        );
        assert!(slot.is_busy());
        for jobs in 0..2 {
            let panes = Vec::with_capacity(jobs);
            slot.put(|orders| {
                orders.order = Some(CompareOrder {
                    panes,
                    ..CompareOrder::default()
                });
            });
        }
        slot.put(|orders| orders.device = Some(DeviceChoice::Cpu));
        let taken = slot.take(false);
        assert!(taken.order.is_some() && taken.device.is_some());
        assert!(!slot.is_busy());
    }
}
