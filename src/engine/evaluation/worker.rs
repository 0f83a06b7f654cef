//! The thread that evaluates for the window: one order at a time, the newest wins, and everybody else goes first.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::super::device::{self, Compute, DeviceChoice, SharedGpu, compute_threads};
use super::super::messages::Event;
use super::super::priority;
use super::super::training::Busy;
use super::super::worker::{Reporter, panic_problem};
use super::job::{self, Memory};
use super::messages::{EvaluationEvent, EvaluationNews, EvaluationOrder};
use crate::problem::Problem;

/// How often an evaluation that let others go first looks whether they are done.
const LOOK: Duration = Duration::from_millis(5);

/// What waits for the worker.
#[derive(Debug, Default)]
pub struct Orders {
    /// Evaluate; ends the evaluation in progress.
    pub order: Option<EvaluationOrder>,
    /// End the evaluation in progress.
    pub cancel: bool,
    /// The device of the next evaluation.
    pub device: DeviceChoice,
    /// End the thread.
    pub close: bool,
}

impl Orders {
    fn ends(&self) -> bool {
        self.order.is_some() || self.cancel || self.close
    }
}

/// The worker's mailbox.
#[derive(Debug, Default)]
pub struct Slot {
    orders: Mutex<Orders>,
    changed: Condvar,
}

impl Slot {
    /// Changes the waiting orders and wakes the worker.
    pub fn put(&self, change: impl FnOnce(&mut Orders)) {
        change(&mut self.lock());
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for an order; `None` when the thread is to end.
    fn next(&self) -> Option<(EvaluationOrder, DeviceChoice)> {
        let mut orders = self.lock();
        loop {
            if orders.close {
                return None;
            }
            orders.cancel = false;
            if let Some(order) = orders.order.take() {
                return Some((order, orders.device));
            }
            orders = self
                .changed
                .wait(orders)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The worker's state.
pub struct Worker {
    slot: Arc<Slot>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    busy: Busy,
    memory: Memory,
    pool: Option<rayon::ThreadPool>,
}

impl Worker {
    /// A worker with this mailbox; `busy` tells whether others that go first are at work.
    pub fn new(slot: Arc<Slot>, reporter: Reporter, shared: Option<SharedGpu>, busy: Busy) -> Self {
        Self {
            slot,
            reporter,
            shared,
            busy,
            memory: Memory::default(),
            pool: None,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        priority::give_way_to_all();
        while let Some((order, choice)) = self.slot.next() {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.perform(&order, choice)));
            let outcome = outcome.unwrap_or_else(|panic| {
                // Nothing that was open is trusted.
                self.memory = Memory::default();
                Err(panic_problem("The evaluation met a fault", &*panic))
            });
            let ended = match outcome {
                Ok(true) => Some(Ok(())),
                Ok(false) => None,
                Err(problem) => Some(Err(problem)),
            };
            tell(&self.reporter, order.id, EvaluationNews::Ended(ended));
        }
    }

    /// `false` when the person stopped it.
    fn perform(&mut self, order: &EvaluationOrder, choice: DeviceChoice) -> Result<bool, Problem> {
        let compute = device::choose(choice, self.shared.as_ref())
            .map_err(|error| Problem::because("The device cannot be used", &error))?;
        let (slot, busy, reporter) = (&self.slot, &self.busy, &self.reporter);
        let mut watch = |news| {
            tell(reporter, order.id, news);
            while busy() && !slot.lock().ends() {
                std::thread::sleep(LOOK);
            }
            match slot.lock().ends() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        let memory = &mut self.memory;
        let pool = pool_of(&mut self.pool, &compute);
        match pool {
            Some(pool) => pool.install(|| job::perform(order, &compute, memory, &mut watch)),
            None => job::perform(order, &compute, memory, &mut watch),
        }
    }
}

fn tell(reporter: &Reporter, id: u64, news: EvaluationNews) {
    reporter.send(Event::Evaluation(Box::new(EvaluationEvent { id, news })));
}

/// CPU work in a pool of threads that give way like this one; GPU work stays on this thread, which CubeCL keeps a stream for.
fn pool_of<'a>(
    pool: &'a mut Option<rayon::ThreadPool>,
    compute: &Compute,
) -> Option<&'a rayon::ThreadPool> {
    if compute.facts.gpu {
        return None;
    }
    if pool.is_none() {
        *pool = rayon::ThreadPoolBuilder::new()
            .num_threads(compute_threads())
            .thread_name(|at| format!("stargrid-evaluation-{at}"))
            .build()
            .map_err(|error| log::warn!("no evaluation threads: {error}"))
            .ok();
    }
    pool.as_ref()
}
