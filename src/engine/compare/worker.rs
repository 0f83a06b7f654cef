//! The comparing worker: one step at a time (open a model, make a picture, make a stage, measure a distance), and newer orders between two
//! steps. Pictures come before numbers.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::super::device::{self, Compute, DeviceChoice, SharedGpu};
use super::super::distance;
use super::super::messages::{Event, ModelSource};
use super::super::priority;
use super::super::worker::{Reporter, panic_problem};
use super::messages::{
    ChainJob, CompareEvent, CompareJob, CompareOrder, Compared, Crossing, Heads, Inputs, PaneId,
};
use super::pane::{Begun, Pane};
use super::slot::Slot;
use crate::model::perceptual::Perceptual;
use crate::problem::Problem;

/// A result whose perceptual distance is still to be measured.
struct Unmeasured {
    pane: PaneId,
    crossing: Crossing,
    pair: Compared,
}

/// A pane: what it shall show, and its model once that is there. One that could not be opened is not tried again.
struct Slotted {
    id: PaneId,
    source: ModelSource,
    tried: bool,
    pane: Option<Pane>,
}

/// The worker's state.
pub(super) struct Worker {
    slot: Arc<Slot>,
    reporter: Reporter,
    shared: Option<SharedGpu>,
    choice: DeviceChoice,
    compute: Option<Compute>,
    pool: Option<rayon::ThreadPool>,
    panes: Vec<Slotted>,
    inputs: Arc<Inputs>,
    heads: Heads,
    jobs: VecDeque<CompareJob>,
    chains: VecDeque<ChainJob>,
    begun: Option<Begun>,
    unmeasured: VecDeque<Unmeasured>,
    extractor: Option<Result<Perceptual, Problem>>,
}

impl Worker {
    /// A worker that has opened nothing yet.
    pub fn new(
        slot: Arc<Slot>,
        reporter: Reporter,
        shared: Option<SharedGpu>,
        choice: DeviceChoice,
    ) -> Self {
        Self {
            slot,
            reporter,
            shared,
            choice,
            compute: None,
            pool: None,
            panes: Vec::new(),
            inputs: Arc::default(),
            heads: Heads::default(),
            jobs: VecDeque::new(),
            chains: VecDeque::new(),
            begun: None,
            unmeasured: VecDeque::new(),
            extractor: None,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        loop {
            let news = self.slot.take(self.has_work());
            if news.close {
                return;
            }
            if let Some(choice) = news.device {
                self.choice = choice;
                self.compute = None;
                self.extractor = None;
                self.begun = None;
                for slotted in &mut self.panes {
                    (slotted.pane, slotted.tried) = (None, false);
                }
            }
            if let Some(order) = news.order {
                self.take(order);
            }
            self.step();
        }
    }

    fn has_work(&self) -> bool {
        let closed = self.panes.iter().any(|slotted| !slotted.tried);
        let waiting = self.jobs.len() + self.chains.len() + self.unmeasured.len();
        closed || waiting > 0
    }

    /// Makes an order the one in force; models that it does not name are let go.
    fn take(&mut self, order: CompareOrder) {
        let mut before = std::mem::take(&mut self.panes);
        self.panes = order
            .panes
            .into_iter()
            .map(|wanted| {
                let same = |old: &Slotted| (old.id, &old.source) == (wanted.id, &wanted.source);
                match before.iter().position(same) {
                    Some(at) => before.swap_remove(at),
                    None => Slotted {
                        id: wanted.id,
                        source: wanted.source,
                        tried: false,
                        pane: None,
                    },
                }
            })
            .collect();
        self.inputs = order.inputs;
        self.heads = order.heads;
        for slotted in &mut self.panes {
            if let Some(pane) = &mut slotted.pane {
                pane.views.keep(&self.inputs);
            }
        }
        self.jobs = order.jobs.into();
        self.chains = order.chains.into();
        self.begun = None;
        let panes = &self.panes;
        self.unmeasured
            .retain(|waiting| panes.iter().any(|slotted| slotted.id == waiting.pane));
    }

    fn step(&mut self) {
        if let Some(at) = self.panes.iter().position(|slotted| !slotted.tried) {
            self.open(at);
        } else if let Some(job) = self.jobs.pop_front() {
            self.cell(job);
        } else if let Some(job) = self.chains.pop_front() {
            self.stage(job);
        } else if let Some(waiting) = self.unmeasured.pop_front() {
            self.measure(&waiting);
        }
    }

    fn tell(&self, event: CompareEvent) {
        self.reporter.send(Event::Compare(Box::new(event)));
    }

    fn open(&mut self, at: usize) {
        let (id, source) = (self.panes[at].id, self.panes[at].source.clone());
        self.panes[at].tried = true;
        self.tell(CompareEvent::Opening(id));
        let device = self.device();
        let opened = device.and_then(|device| {
            let opened = catch_unwind(AssertUnwindSafe(|| Pane::open(id, &source, &device)));
            opened.unwrap_or_else(|panic| {
                Err(panic_problem("The model could not be opened", &*panic))
            })
        });
        match opened {
            Ok((pane, info)) => {
                self.panes[at].pane = Some(pane);
                self.tell(CompareEvent::Opened(id, Box::new(info)));
            }
            Err(problem) => self.tell(CompareEvent::NotOpened(id, problem)),
        }
    }

    fn device(&mut self) -> Result<burn::tensor::Device, Problem> {
        if let Some(compute) = &self.compute {
            return Ok(compute.device.clone());
        }
        let compute = device::choose(self.choice, self.shared.as_ref())
            .map_err(|error| Problem::because("The device cannot be used", &error))?;
        // CubeCL keeps a stream per thread, so GPU work stays on this one; CPU work gets threads of its own.
        if !compute.facts.gpu && self.pool.is_none() {
            self.pool = rayon::ThreadPoolBuilder::new()
                .num_threads(device::compute_threads())
                .thread_name(|at| format!("stargrid-compare-{at}"))
                .start_handler(|_| priority::give_way())
                .build()
                .map_err(|error| log::warn!("no compute pool of its own: {error}"))
                .ok();
        }
        let device = compute.device.clone();
        self.compute = Some(compute);
        Ok(device)
    }

    /// Does `work` with the model of a pane, where GPU or CPU work belongs; a panic becomes a problem. `None` without that model.
    fn with_pane<T: Send>(
        &mut self,
        id: PaneId,
        what: &str,
        work: impl FnOnce(&mut Pane, &Inputs, &Heads) -> Result<T, Problem> + Send,
    ) -> Option<Result<T, Problem>> {
        let slotted = self.panes.iter_mut().find(|slotted| slotted.id == id)?;
        let pane = slotted.pane.as_mut()?;
        let gpu = self
            .compute
            .as_ref()
            .is_some_and(|compute| compute.facts.gpu);
        let (inputs, heads) = (&*self.inputs, &self.heads);
        let outcome = catch_unwind(AssertUnwindSafe(|| match &self.pool {
            Some(pool) if !gpu => pool.install(|| work(pane, inputs, heads)),
            _ => work(pane, inputs, heads),
        }));
        Some(outcome.unwrap_or_else(|panic| {
            if let Some(pane) = &mut slotted.pane {
                pane.forget();
            }
            Err(panic_problem(what, &*panic))
        }))
    }

    fn cell(&mut self, job: CompareJob) {
        let CompareJob {
            pane,
            crossing,
            style,
        } = job;
        let what = "This picture could not be computed";
        let result = self.with_pane(pane, what, |model, inputs, heads| {
            model.cell(crossing.subject, &style, heads, inputs)
        });
        let Some(result) = result else { return };
        if let Ok(pair) = &result {
            self.unmeasured.push_back(Unmeasured {
                pane,
                crossing,
                pair: pair.clone(),
            });
        }
        self.tell(CompareEvent::Cell {
            pane,
            crossing,
            result,
        });
    }

    /// One stage of a chain, which goes back to the front until it is over.
    fn stage(&mut self, job: ChainJob) {
        let what = "A stage of the chain could not be computed";
        let mut begun = self.begun.take();
        let made = self.with_pane(job.pane, what, |model, inputs, _| {
            if begun.is_none() {
                begun = Some(model.begin(job.subject, &job.links, inputs)?);
            }
            match &mut begun {
                Some(begun) => model.next(begun),
                None => Ok(None),
            }
        });
        let Some(result) = made.and_then(Result::transpose) else {
            return;
        };
        let done = begun.as_ref().map_or(0, |begun| begun.done);
        let failed = result.is_err();
        self.tell(CompareEvent::Stage {
            pane: job.pane,
            subject: job.subject,
            links: Arc::clone(&job.links),
            source: begun.as_ref().map(|begun| Arc::clone(&begun.source)),
            at: if failed { done } else { done.saturating_sub(1) },
            result,
        });
        if let Some(begun) = begun.filter(|begun| !failed && !begun.is_over()) {
            self.begun = Some(begun);
            self.chains.push_front(job);
        }
    }

    fn measure(&mut self, waiting: &Unmeasured) {
        let result = self.distance(&waiting.pair);
        self.tell(CompareEvent::Perceptual {
            pane: waiting.pane,
            crossing: waiting.crossing,
            result,
        });
    }

    fn distance(&mut self, pair: &Compared) -> Result<f32, Problem> {
        let device = self.device()?;
        let extractor = self
            .extractor
            .get_or_insert_with(|| Perceptual::bundled(&device));
        let extractor = extractor.as_ref().map_err(Clone::clone)?;
        let gpu = self
            .compute
            .as_ref()
            .is_some_and(|compute| compute.facts.gpu);
        let work = || distance::perceptual(extractor, &device, &pair.source, &pair.output);
        let outcome = catch_unwind(AssertUnwindSafe(|| match &self.pool {
            Some(pool) if !gpu => pool.install(work),
            _ => work(),
        }));
        outcome.unwrap_or_else(|panic| {
            Err(panic_problem(
                "The perceptual distance could not be measured",
                &*panic,
            ))
        })
    }
}
