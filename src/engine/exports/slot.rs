//! The exporting worker's mailbox: exports in the order in which they were asked for, and those that are given up.

use std::collections::{HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::super::device::DeviceChoice;
use super::messages::{ExportId, ExportOrder};

/// What waits for the worker.
#[derive(Debug, Default)]
struct Orders {
    exports: VecDeque<ExportOrder>,
    cancelled: HashSet<ExportId>,
    device: Option<DeviceChoice>,
    /// Whether an export is under way.
    at_work: bool,
    close: bool,
}

/// What the worker is to do next.
#[derive(Debug)]
pub struct Next {
    /// Another device from now on.
    pub device: Option<DeviceChoice>,
    /// The export.
    pub order: ExportOrder,
    /// Whether it was given up while it waited.
    pub cancelled: bool,
}

/// A queue between the window and the worker.
#[derive(Debug, Default)]
pub struct Slot {
    orders: Mutex<Orders>,
    changed: Condvar,
}

impl Slot {
    /// Adds an export.
    pub fn put(&self, order: ExportOrder) {
        self.lock().exports.push_back(order);
        self.changed.notify_all();
    }

    /// Gives an export up; gives it back when it waited, and the worker does not hear of it.
    pub fn cancel(&self, id: ExportId) -> Option<ExportOrder> {
        let mut orders = self.lock();
        orders.cancelled.insert(id);
        let at = orders.exports.iter().position(|order| order.id == id)?;
        orders.exports.remove(at)
    }

    /// Another device from the next export on.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.lock().device = Some(choice);
    }

    /// Ends the worker.
    pub fn close(&self) {
        self.lock().close = true;
        self.changed.notify_all();
    }

    /// Waits until no export is under way, at most for `limit`.
    pub fn wait_until_idle(&self, limit: Duration) {
        let works = |orders: &mut Orders| orders.at_work;
        drop(self.changed.wait_timeout_while(self.lock(), limit, works));
    }

    /// Waits for the next export; `None` at the end.
    pub fn take(&self) -> Option<Next> {
        let mut orders = self.lock();
        orders.at_work = false;
        self.changed.notify_all();
        while orders.exports.is_empty() && !orders.close {
            orders = self
                .changed
                .wait(orders)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if orders.close {
            return None;
        }
        let order = orders.exports.pop_front()?;
        orders.at_work = true;
        Some(Next {
            device: orders.device.take(),
            cancelled: orders.cancelled.remove(&order.id),
            order,
        })
    }

    /// Whether export `id` is not wanted any more.
    pub fn is_over(&self, id: ExportId) -> bool {
        let orders = self.lock();
        orders.close || orders.cancelled.contains(&id)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.lock().exports.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
