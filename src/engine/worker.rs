//! The inference worker: one named thread that owns the device and the model, takes the newest orders, and reports cell by cell.
//!
//! Between two cells it looks for newer orders, so a moving slider is never behind by more than one cell. A panic inside a cell
//! (a kernel, a driver) becomes a message; the caches are dropped, the thread lives on.

mod codes;
mod eye;
mod labels;
mod trip;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::Instant;

use super::bench::{guarded, guarded_in};
use super::codes::CodeWork;
use super::device::{self, Compute, DeviceChoice, SharedGpu};
use super::half::Precision;
use super::inbox::{Inbox, Orders};
use super::made::Made;
use super::messages::{CellJob, Event, GridRequest, ModelSource};
use super::open::{self, ReadModel};
use super::priority;
use super::translator::{Pictures, TranslateError, Translator};
use super::warmup::Warmup;
use crate::domain::CellKey;
use crate::domain::eye::Look;
use crate::model::config::ModelConfig;
use crate::model::perceptual::Perceptual;
use crate::problem::Problem;

/// Tells the window that something arrived.
pub type Notify = Arc<dyn Fn() + Send + Sync>;

/// Where events go.
#[derive(Clone)]
pub struct Reporter {
    events: SyncSender<Event>,
    notify: Notify,
}

impl Reporter {
    /// Sends into `events` and calls `notify` after each.
    pub fn new(events: SyncSender<Event>, notify: Notify) -> Self {
        Self { events, notify }
    }

    /// Delivers an event unless too many wait already; gives it back then. Events that nobody will ever read are dropped.
    ///
    /// # Errors
    /// The event, when it has to be offered again later.
    pub fn offer(&self, event: Event) -> Result<(), Box<Event>> {
        match self.events.try_send(event) {
            Err(TrySendError::Full(event)) => return Err(Box::new(event)),
            Ok(()) | Err(TrySendError::Disconnected(_)) => {}
        }
        (self.notify)();
        Ok(())
    }

    /// Delivers an event; `false` when nobody listens any more.
    pub fn send(&self, event: Event) -> bool {
        let delivered = self.events.send(event).is_ok();
        (self.notify)();
        delivered
    }
}

/// The worker's state.
pub struct Worker {
    inbox: Arc<Inbox>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    compute: Option<Compute>,
    pool: Option<rayon::ThreadPool>,
    model: Option<(u64, ModelSource, Translator)>,
    opened: u64,
    /// Whether half precision is wanted.
    half: bool,
    /// The sizes whose kernels the device has.
    prepared: Option<(ModelConfig, Precision)>,
    /// The cell delivered last: a request that crossed it on the way names it again.
    delivered: Option<CellKey>,
    /// The landmark network's file for models that bring none.
    wing: Option<PathBuf>,
    /// How sources are looked at.
    looks: Vec<Look>,
    /// Style codes that are being made.
    codes: Option<CodeWork>,
    /// Measures round trips; made for the first one on a device.
    extractor: Option<Result<Perceptual, Problem>>,
}

impl Worker {
    /// A worker that has not chosen its device yet.
    pub fn new(inbox: Arc<Inbox>, reporter: Reporter, shared: Option<SharedGpu>) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(device::compute_threads())
            .thread_name(|at| format!("stargrid-compute-{at}"))
            .start_handler(|_| priority::give_way())
            .build()
            .map_err(|error| log::warn!("no compute pool of its own: {error}"))
            .ok();
        Self {
            inbox,
            reporter,
            shared,
            compute: None,
            pool,
            model: None,
            opened: 0,
            half: false,
            prepared: None,
            delivered: None,
            wing: None,
            looks: Vec::new(),
            codes: None,
            extractor: None,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        loop {
            let Orders {
                device,
                half,
                open,
                labels,
                grid,
                codes: _,
                eye,
                trip,
                close,
            } = self.inbox.wait();
            if close {
                return;
            }
            let _at_work = self.inbox.begin_work();
            if let Some(choice) = device {
                self.switch_device(choice);
            }
            if let Some(half) = half {
                self.switch_precision(half);
            }
            self.serve_eye(eye);
            if let Some(source) = open {
                self.open(source);
            }
            for request in &labels {
                self.read_labels(request);
            }
            if let Some(request) = grid {
                self.compute_cells(&request);
            }
            self.finish_codes();
            if let Some(order) = trip {
                self.serve_trip(order);
            }
        }
    }

    fn switch_device(&mut self, choice: DeviceChoice) {
        match device::choose(choice, self.shared.as_ref()) {
            Ok(compute) => {
                let facts = compute.facts.clone();
                self.compute = Some(compute);
                self.prepared = None;
                self.extractor = None;
                self.reporter.send(Event::Device(facts));
                if let Some((_, source, _)) = self.model.take() {
                    self.open(source);
                }
            }
            Err(error) => {
                let problem = Problem::because("The device stays as it is", &error)
                    .hint("Choose the CPU, or update the graphics driver.");
                self.reporter.send(Event::Failed(problem));
            }
        }
    }

    fn switch_precision(&mut self, half: bool) {
        let before = self.precision();
        self.half = half;
        if self.precision() != before
            && let Some((_, source, _)) = self.model.take()
        {
            self.open(source);
        }
    }

    /// Half where it is wanted and the device has it.
    fn precision(&self) -> Precision {
        let offered = self
            .compute
            .as_ref()
            .is_some_and(|compute| compute.facts.offers_half);
        if self.half && offered {
            Precision::Half
        } else {
            Precision::Full
        }
    }

    fn open(&mut self, source: ModelSource) {
        self.reporter.send(Event::Opening(source.clone()));
        let Some(compute) = self.compute.clone() else {
            self.switch_device(DeviceChoice::Auto);
            return self.open(source);
        };
        let build = || open::build(&source, &compute.device);
        match guarded("The model could not be opened", build) {
            Ok(read) => {
                self.opened += 1;
                let info = read.info(self.opened, &source);
                let ReadModel { model, eye, .. } = read;
                self.model = Some((
                    self.opened,
                    source,
                    Translator::with_precision(model, self.precision()),
                ));
                self.reporter.send(Event::Opened(Box::new(info)));
                self.open_eye(eye);
                self.prepare_kernels();
            }
            Err(problem) => {
                if !self.is_network(&source) {
                    self.reporter.send(Event::OpenFailed(problem));
                }
                // After a switch of device the model before is gone: the window is never left without one.
                if self.model.is_none() && source != ModelSource::Demo {
                    self.open(ModelSource::Demo);
                }
            }
        }
    }

    /// On a GPU: compiles the kernels part by part and tells how far it is; another model or device ends it.
    fn prepare_kernels(&mut self) {
        let Some((compute, (_, _, translator))) = self.compute.as_ref().zip(self.model.as_ref())
        else {
            return;
        };
        let wanted = (translator.model().config.clone(), translator.precision());
        if !compute.facts.gpu || self.prepared.as_ref() == Some(&wanted) {
            return;
        }
        let began = Instant::now();
        let mut warmup = Warmup::new(translator, compute.on_window);
        loop {
            let (done, all) = warmup.progress();
            self.reporter.send(Event::Preparing { done, all });
            if done == all {
                break;
            }
            if self.inbox.has_other_model() {
                return;
            }
            let step = catch_unwind(AssertUnwindSafe(|| warmup.step()));
            if !matches!(step, Ok(Ok(true))) {
                // The first cell meets the same fault, and says so.
                log::warn!("the kernels could not be prepared: {step:?}");
                self.reporter.send(Event::Preparing { done: all, all });
                return;
            }
        }
        log::info!("kernels ready after {} ms", began.elapsed().as_millis());
        self.prepared = Some(wanted);
    }

    fn compute_cells(&mut self, request: &GridRequest) {
        for job in &request.cells {
            if self.inbox.has_news() {
                return;
            }
            if let Some(asides) = self.inbox.take_asides() {
                self.serve_eye(asides);
            }
            self.serve_codes();
            if self.delivered.replace(job.key) == Some(job.key) {
                continue;
            }
            let started = Instant::now();
            let Some(result) = self.compute_cell(job, &request.pictures) else {
                continue;
            };
            let millis = started.elapsed().as_secs_f32() * 1000.0;
            if !self.reporter.send(Event::Cell {
                key: job.key,
                result,
                millis,
            }) {
                return;
            }
        }
    }

    /// `None` for a cell of a model that is no longer there.
    fn compute_cell(
        &mut self,
        job: &CellJob,
        pictures: &Pictures,
    ) -> Option<Result<Made, Problem>> {
        const WHAT: &str = "This cell could not be computed";
        let (number, _, translator) = self.model.as_mut()?;
        if *number != job.key.model {
            return None;
        }
        let on_window = self.compute.as_ref().is_some_and(|c| c.on_window);
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        let (source, style) = (job.key.source, &job.style);
        let mut translate = || -> Result<Made, TranslateError> {
            if on_window {
                let made = translator.translate_on_device(source, style, pictures)?;
                return Ok(Made::OnDevice(made));
            }
            let picture = translator.translate(source, style, pictures)?;
            Ok(Made::Pixels(Arc::new(picture)))
        };
        Some(match guarded_in(pool, WHAT, || Ok(translate())) {
            Ok(result) => result.map_err(|error| Problem::because(WHAT, &error)),
            Err(panic) => {
                translator.forget();
                Err(panic)
            }
        })
    }
}

/// Where networks run: CubeCL keeps a stream per thread, so GPU work stays on the worker's; CPU work gets the worker's own pool.
fn pool_of<'a>(
    pool: Option<&'a rayon::ThreadPool>,
    compute: Option<&Compute>,
) -> Option<&'a rayon::ThreadPool> {
    pool.filter(|_| !compute.is_some_and(|compute| compute.facts.gpu))
}

/// What a person reads after a panic in a worker.
pub fn panic_problem(what: &str, panic: &(dyn std::any::Any + Send)) -> Problem {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    let mut problem = Problem::new(what)
        .hint("Try again; if it comes back, choose the CPU as device and report it.");
    problem
        .causes
        .push(text.unwrap_or_else(|| "an internal fault without a message".to_owned()));
    problem
}
