//! The engine: the only place that starts threads or owns a device.
//!
//! The window talks to an [`Engine`]: orders go in, [`Event`]s come out. The command line uses [`device`], [`open`] and
//! [`translator`] directly, on its own thread.

mod bench;
pub mod chain;
pub mod codes;
pub mod compare;
pub mod creatures;
pub mod demo;
pub mod device;
pub mod distance;
pub mod evaluation;
pub mod exports;
pub mod extractor;
pub mod eye;
pub mod film;
pub mod gallery;
pub mod half;
pub mod home;
pub mod inbox;
pub mod jobs;
pub mod journal;
mod labels;
pub mod machine;
pub mod made;
pub mod messages;
pub mod open;
pub mod perceptual;
mod priority;
pub mod settings;
pub mod taste;
pub mod training;
mod translate_error;
pub mod translator;
pub mod trip;
pub mod warmup;
pub mod worker;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use compare::Compare;
use device::{DeviceChoice, SharedGpu};
use evaluation::Evaluations;
use exports::Exports;
use gallery::Gallery;
use inbox::{Inbox, Orders};
use jobs::Jobs;
use messages::{Event, GridRequest, LabelRequest, ModelSource};
use taste::Taste;
use training::{Busy, Training};
use worker::{Notify, Reporter, Worker};

pub use crate::data::walk::MODEL_ENDINGS;
use crate::model::form::Form;
use crate::problem::Problem;

/// Networks that are opened from now on are computed step by step, as the papers have them; for the whole program.
pub fn compute_plainly() {
    Form::Plain.choose();
}

/// Stack of the inference worker: networks are built on it by value, and programs that were not optimised need several times more.
const WORKER_STACK: usize = 16 << 20;

/// Events that may wait for the window before a worker pauses.
const WAITING_EVENTS: usize = 256;

/// The handle of the window: an inference worker, a training worker and a job pool.
pub struct Engine {
    /// The first to go at the end: a worker that waits for room in it could not finish what it was asked.
    events: Receiver<Event>,
    /// Decoding, dialogs, saving.
    pub jobs: Jobs,
    /// Training, live.
    pub training: Training,
    /// Several models over one set of pictures.
    pub compare: Compare,
    /// The blind taste test.
    pub taste: Taste,
    /// Figures of models.
    pub evaluations: Evaluations,
    /// Films, sheets and keepsakes.
    pub exports: Exports,
    /// Kept results.
    pub gallery: Gallery,
    inbox: Arc<Inbox>,
}

impl Engine {
    /// Starts the workers. `notify` is called after each event, from any thread.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        choice: DeviceChoice,
        shared: Option<SharedGpu>,
        notify: Notify,
    ) -> Result<Self, Problem> {
        let (sender, events) = sync_channel(WAITING_EVENTS);
        let reporter = Reporter::new(sender, notify);
        let inbox = Arc::new(Inbox::default());
        inbox.put(|orders| orders.device = Some(choice));
        let at_work = Arc::clone(&inbox);
        let compare = Compare::start(choice, shared.clone(), reporter.clone())?;
        let compares = compare.busy();
        let explores: Busy = Arc::new(move || at_work.is_busy() || compares());
        let first = Arc::clone(&explores);
        let exports = Exports::new(choice, shared.clone(), reporter.clone(), Arc::clone(&first));
        let taste = Taste::new(choice, shared.clone(), reporter.clone(), first);
        // A person who waits for a pair comes before training and figures.
        let tastes = taste.busy();
        let busy: Busy = Arc::new(move || explores() || tastes());
        let training = Training::new(reporter.clone(), shared.clone(), Arc::clone(&busy));
        let evaluations = Evaluations::new(choice, reporter.clone(), shared.clone(), busy);
        training.set_device(choice);
        let worker = Worker::new(Arc::clone(&inbox), reporter.clone(), shared);
        std::thread::Builder::new()
            .name("stargrid-inference".to_owned())
            .stack_size(WORKER_STACK)
            .spawn(move || worker.run())
            .map_err(|error| {
                Problem::because("The inference worker could not be started", &error)
            })?;
        Ok(Self {
            events,
            gallery: Gallery::new(reporter.clone()),
            jobs: Jobs::new(reporter),
            training,
            compare,
            taste,
            evaluations,
            exports,
            inbox,
        })
    }

    /// All events that arrived since the last call; never waits.
    pub fn poll(&self) -> impl Iterator<Item = Event> + '_ {
        self.events.try_iter()
    }

    /// Opens a model; the one before stays in use until it is ready.
    pub fn open_model(&self, source: ModelSource) {
        self.inbox.put(|orders| orders.open = Some(source));
    }

    /// Asks for these cells, and for no others any more.
    pub fn request(&self, request: GridRequest) {
        self.inbox.put(|orders| orders.grid = Some(request));
    }

    /// Has the open model's classifier read the labels of these pictures, before any more cells.
    pub fn read_labels(&self, request: LabelRequest) {
        self.inbox.put(|orders| orders.labels.push(request));
    }

    /// Asks for style codes, and for no others any more; cells come first.
    pub fn request_codes(&self, request: codes::CodeRequest) {
        self.inbox.put(|orders| orders.codes = Some(request));
    }

    /// Asks for a round trip, in place of any asked for before; cells come first.
    pub fn round_trip(&self, order: trip::TripOrder) {
        self.inbox.put(|orders| orders.trip = Some(order));
    }

    /// Stops computing after the cell in progress.
    pub fn cancel(&self) {
        self.request(GridRequest::default());
    }

    /// Changes what is asked about the model's eye.
    pub fn eye(&self, change: impl FnOnce(&mut eye::messages::EyeOrders)) {
        self.inbox
            .put(|orders: &mut Orders| change(&mut orders.eye));
    }

    /// Half precision in the generator from now on, where the device has it, or full precision; opens the model again.
    pub fn use_half(&self, half: bool) {
        self.inbox.put(|orders| orders.half = Some(half));
    }

    /// Moves to another device and opens the model there again; a training changes with its next run.
    pub fn switch_device(&self, choice: DeviceChoice) {
        self.training.set_device(choice);
        self.compare.switch_device(choice);
        self.taste.switch_device(choice);
        self.evaluations.switch_device(choice);
        self.exports.switch_device(choice);
        self.inbox.put(|orders| orders.device = Some(choice));
    }
}

impl Drop for Engine {
    /// Tells the worker to end after its current cell; the window does not wait for it.
    fn drop(&mut self) {
        self.inbox.put(|orders| orders.close = true);
    }
}
