//! The worker's mailbox: one slot a kind of order, and the newest order wins. Nothing ever queues up behind a slider.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::codes::CodeRequest;
use super::device::DeviceChoice;
use super::eye::messages::EyeOrders;
use super::messages::{GridRequest, LabelRequest, ModelSource};
use super::trip::TripOrder;

/// What waits for the worker.
#[derive(Debug, Default)]
pub struct Orders {
    /// Switch to another device.
    pub device: Option<DeviceChoice>,
    /// Compute with half precision where the device has it, or not.
    pub half: Option<bool>,
    /// Open this model.
    pub open: Option<ModelSource>,
    /// Read these labels; none of these orders replaces another.
    pub labels: Vec<LabelRequest>,
    /// Compute these cells.
    pub grid: Option<GridRequest>,
    /// Make these style codes, between cells.
    pub codes: Option<CodeRequest>,
    /// About the model's eye.
    pub eye: EyeOrders,
    /// Make this round trip when nothing else waits.
    pub trip: Option<TripOrder>,
    /// End.
    pub close: bool,
}

impl Orders {
    /// Whether nothing waits that ends what is being done; a round trip waits its turn.
    fn is_empty(&self) -> bool {
        self.device.is_none()
            && self.half.is_none()
            && self.open.is_none()
            && self.labels.is_empty()
            && self.grid.is_none()
            && self.eye.leave_cells()
            && !self.close
    }
}

/// A slot for [`Orders`] between the window and the worker.
#[derive(Debug, Default)]
pub struct Inbox {
    orders: Mutex<Orders>,
    changed: Condvar,
    at_work: AtomicBool,
}

/// Lasts as long as the worker serves orders.
pub struct AtWork(Arc<Inbox>);

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.store(false, Ordering::Relaxed);
    }
}

impl Inbox {
    /// Changes the waiting orders and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    /// Waits until there is an order, and takes all that wait but the style codes, which are taken as there is time for them.
    pub fn wait(&self) -> Orders {
        let mut orders = self.lock();
        while orders.is_empty()
            && orders.eye.has_no_asides()
            && orders.codes.is_none()
            && orders.trip.is_none()
        {
            orders = self
                .changed
                .wait(orders)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let codes = orders.codes.take();
        let next = Orders {
            codes,
            ..Orders::default()
        };
        std::mem::replace(&mut orders, next)
    }

    /// Whether something newer waits.
    pub fn has_news(&self) -> bool {
        !self.lock().is_empty()
    }

    /// Takes what is to be answered between two cells.
    pub fn take_asides(&self) -> Option<EyeOrders> {
        self.lock().eye.take_asides()
    }

    /// Takes the style codes that are wanted.
    pub fn take_codes(&self) -> Option<CodeRequest> {
        self.lock().codes.take()
    }

    /// Whether something waits after which the open model is of no use any more.
    pub fn has_other_model(&self) -> bool {
        let orders = self.lock();
        orders.device.is_some() || orders.half.is_some() || orders.open.is_some() || orders.close
    }

    /// The worker begins to serve orders, until the value is dropped.
    pub fn begin_work(self: &Arc<Self>) -> AtWork {
        self.at_work.store(true, Ordering::Relaxed);
        AtWork(Arc::clone(self))
    }

    /// Whether the worker is at work, or about to be.
    pub fn is_busy(&self) -> bool {
        self.at_work.load(Ordering::Relaxed) || self.has_news()
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_order_replaces_the_older_one() {
        let inbox = Inbox::default();
        assert!(!inbox.has_news());
        inbox.put(|orders| orders.open = Some(ModelSource::Demo));
        inbox.put(|orders| orders.open = Some(ModelSource::File("b".into())));
        inbox.put(|orders| orders.grid = Some(GridRequest::default()));
        let orders = inbox.wait();
        assert_eq!(orders.open, Some(ModelSource::File("b".into())));
        assert!(orders.grid.is_some(), "kinds do not displace each other");
        assert!(!inbox.has_news());
        inbox.put(|orders| orders.grid = Some(GridRequest::default()));
        assert!(!inbox.has_other_model());
        inbox.put(|orders| orders.open = Some(ModelSource::Demo));
        assert!(inbox.has_other_model());
    }

    #[test]
    fn a_worker_is_busy_from_the_order_to_its_end() {
        let inbox = Arc::new(Inbox::default());
        assert!(!inbox.is_busy());
        inbox.put(|orders| orders.grid = Some(GridRequest::default()));
        assert!(inbox.is_busy());
        let _orders = inbox.wait();
        let at_work = inbox.begin_work();
        assert!(inbox.is_busy() && !inbox.has_news());
        drop(at_work);
        assert!(!inbox.is_busy());
    }
}
