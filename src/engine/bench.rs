//! Where a worker in the background computes: its device, and threads that give way to others.

use std::panic::{AssertUnwindSafe, catch_unwind};

use burn::tensor::Device;

use super::device::{self, Compute, DeviceChoice, SharedGpu};
use super::worker::panic_problem;
use crate::problem::Problem;

/// A device and a pool, made with their first use.
pub struct Bench {
    name: &'static str,
    lower: fn(),
    choice: DeviceChoice,
    shared: Option<SharedGpu>,
    compute: Option<Compute>,
    pool: Option<rayon::ThreadPool>,
}

impl Bench {
    /// A bench that has chosen nothing yet; its threads are called `name` and a number, and lower their priority by `lower`.
    pub fn new(
        (name, lower): (&'static str, fn()),
        choice: DeviceChoice,
        shared: Option<SharedGpu>,
    ) -> Self {
        Self {
            name,
            lower,
            choice,
            shared,
            compute: None,
            pool: None,
        }
    }

    /// Another device from now on; what was made on the one before is to be made again.
    pub fn switch(&mut self, choice: DeviceChoice) {
        self.choice = choice;
        self.compute = None;
    }

    /// The device.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn device(&mut self) -> Result<Device, Problem> {
        if self.compute.is_none() {
            let compute = device::choose(self.choice, self.shared.as_ref());
            let unusable = |error| Problem::because("The device cannot be used", &error);
            self.compute = Some(compute.map_err(unusable)?);
        }
        let none = || Problem::new("The device cannot be used");
        let compute = self.compute.as_ref().ok_or_else(none)?;
        Ok(compute.device.clone())
    }

    /// Does `work` of networks where it belongs; a panic becomes a problem that begins with `what`.
    ///
    /// # Errors
    /// Those of `work`, or its panic.
    pub fn compute<T: Send>(
        &mut self,
        what: &str,
        work: impl FnOnce() -> Result<T, Problem> + Send,
    ) -> Result<T, Problem> {
        let on_gpu = self.compute.as_ref().is_some_and(|own| own.facts.gpu);
        // CubeCL keeps a stream per thread, so GPU work stays on this one.
        if on_gpu {
            guarded(what, work)
        } else {
            self.in_pool(what, work)
        }
    }

    /// Does `work` of the processor on threads of its own.
    ///
    /// # Errors
    /// As [`Self::compute`].
    pub fn in_pool<T: Send>(
        &mut self,
        what: &str,
        work: impl FnOnce() -> Result<T, Problem> + Send,
    ) -> Result<T, Problem> {
        if self.pool.is_none() {
            let (name, lower) = (self.name, self.lower);
            self.pool = rayon::ThreadPoolBuilder::new()
                .num_threads(device::compute_threads())
                .thread_name(move |at| format!("{name}-{at}"))
                .start_handler(move |_| lower())
                .build()
                .map_err(|error| log::warn!("no compute pool of its own: {error}"))
                .ok();
        }
        guarded_in(self.pool.as_ref(), what, work)
    }
}

/// Does `work` on the threads of `pool`, or here without one.
pub fn on<T: Send>(pool: Option<&rayon::ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Does `work` on the threads of `pool`, or here without one; a panic becomes a problem that begins with `what`.
///
/// # Errors
/// Those of `work`, or its panic.
pub fn guarded_in<T: Send>(
    pool: Option<&rayon::ThreadPool>,
    what: &str,
    work: impl FnOnce() -> Result<T, Problem> + Send,
) -> Result<T, Problem> {
    guarded(what, || on(pool, work))
}

/// Does `work` here; a panic becomes a problem that begins with `what`.
///
/// # Errors
/// Those of `work`, or its panic.
pub fn guarded<T>(what: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let outcome = catch_unwind(AssertUnwindSafe(work));
    outcome.unwrap_or_else(|panic| Err(panic_problem(what, &*panic)))
}
