//! Evaluation while training: a thread of the lowest priority looks at the averaged networks of some steps, and the best step is known
//! by a figure instead of by losses.
//!
//! It never touches the trainer, so a run with evaluation equals one without, step by step. One evaluation is in progress at most and one
//! waits; a newer step takes the place of the one that waits.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::super::device::Compute;
use super::super::evaluation::job::{self, Memory};
use super::super::evaluation::messages::{
    Candidate, EvaluationNews, EvaluationOrder, OwnExtractors,
};
use super::super::messages::{Live, ModelSource};
use super::super::priority;
use super::super::worker::panic_problem;
use super::keeper::Shelf;
use super::messages::LiveModel;
use super::prepare::Plan;
use super::scan::root_of;
use crate::evaluation::{Evaluation, EvaluationOptions};
use crate::problem::Problem;
use crate::runs::checkpoints::{self, Saved};
use crate::runs::{RunError, evaluations};

/// How an evaluation ended.
#[derive(Debug)]
pub enum Judged {
    /// What was found, and whether the step is the best so far.
    Found {
        /// The figures.
        evaluation: Box<Evaluation>,
        /// Whether no step so far is better.
        best: bool,
        /// The networks that were kept.
        saved: Saved,
    },
    /// It failed; training goes on.
    Failed(Problem),
}

/// What lies between the run and the judge's thread.
#[derive(Debug, Default)]
struct Table {
    waiting: Option<Arc<LiveModel>>,
    working: bool,
    done: VecDeque<Judged>,
    close: bool,
}

#[derive(Debug, Default)]
struct Shared {
    table: Mutex<Table>,
    changed: Condvar,
}

/// Evaluates steps of a run.
#[derive(Debug)]
pub struct Judge {
    every: u64,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    bench: Option<Bench>,
}

/// What an evaluation needs.
#[derive(Debug)]
struct Bench {
    options: EvaluationOptions,
    order: EvaluationOrder,
    shelf: Shelf,
    compute: Compute,
    memory: Memory,
}

impl Judge {
    /// Of a run with this plan, whose checkpoints lie on `shelf`. Its thread starts with the first step.
    pub fn new(plan: &Plan, shelf: &Shelf, compute: &Compute) -> Self {
        let options = plan.config.evaluation.clone();
        let order = EvaluationOrder {
            id: 0,
            candidates: Vec::new(),
            data: root_of(&plan.config.data),
            val_share: plan.config.data.val_share,
            protocol: options.protocol(),
            extractors: OwnExtractors::default(),
            run: None,
        };
        Self {
            every: options.every,
            shared: Arc::default(),
            thread: None,
            bench: Some(Bench {
                options,
                order,
                shelf: shelf.clone(),
                compute: compute.clone(),
                memory: Memory::of_many(),
            }),
        }
    }

    /// Whether the run is evaluated at all.
    pub fn is_on(&self) -> bool {
        self.every > 0
    }

    /// Whether step `step` of `total` is to be evaluated.
    pub fn is_due(&self, step: u64, total: u64) -> bool {
        self.is_on() && (step.is_multiple_of(self.every) || step == total)
    }

    /// Evaluates these networks as soon as it can; a step that still waits gives way.
    pub fn order(&mut self, live: LiveModel) {
        self.shared.table().waiting = Some(Arc::new(live));
        self.shared.changed.notify_all();
        if let Some(bench) = self.bench.take() {
            self.start(bench);
        }
    }

    /// What was found since the last call.
    pub fn poll(&self) -> Option<Judged> {
        self.shared.table().done.pop_front()
    }

    /// Whether an evaluation is in progress or waits.
    pub fn is_busy(&self) -> bool {
        let table = self.shared.table();
        table.working || table.waiting.is_some()
    }

    fn start(&mut self, bench: Bench) {
        let shared = Arc::clone(&self.shared);
        let spawned = std::thread::Builder::new()
            .name("stargrid-judge".to_owned())
            .stack_size(super::super::WORKER_STACK)
            .spawn(move || bench.run(&shared));
        match spawned {
            Ok(thread) => self.thread = Some(thread),
            Err(error) => {
                let problem = Problem::because("Steps cannot be evaluated", &error);
                let mut table = self.shared.table();
                table.waiting = None;
                table.done.push_back(Judged::Failed(problem));
            }
        }
    }
}

impl Drop for Judge {
    /// An evaluation in progress is given up.
    fn drop(&mut self) {
        self.shared.table().close = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn table(&self) -> std::sync::MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next networks; `None` at the end.
    fn next(&self) -> Option<Arc<LiveModel>> {
        let mut table = self.table();
        table.working = false;
        loop {
            if table.close {
                return None;
            }
            if let Some(live) = table.waiting.take() {
                table.working = true;
                return Some(live);
            }
            table = self
                .changed
                .wait(table)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Bench {
    fn run(mut self, shared: &Shared) {
        priority::give_way_even_to_training();
        // Two threads of a low priority would take turns with one that trains; one leaves it a core.
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .thread_name(|_| "stargrid-judge-0".to_owned())
            .build();
        while let Some(live) = shared.next() {
            let step = live.step;
            let work = || match &pool {
                Ok(pool) if !self.compute.facts.gpu => {
                    pool.install(|| self.judge(Arc::clone(&live), shared))
                }
                _ => self.judge(Arc::clone(&live), shared),
            };
            let outcome = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|panic| Err(panic_problem("The evaluation met a fault", &*panic)));
            let judged = match outcome {
                Ok(None) => continue,
                Ok(Some(judged)) => judged,
                Err(problem) => Judged::Failed(Problem::because(
                    format!("Step {step} could not be evaluated; training goes on"),
                    &problem,
                )),
            };
            shared.table().done.push_back(judged);
        }
    }

    /// `None` when the run ended meanwhile.
    fn judge(&mut self, live: Arc<LiveModel>, shared: &Shared) -> Result<Option<Judged>, Problem> {
        self.order.candidates = vec![Candidate {
            name: live.card.name.clone(),
            step: Some(live.step),
            source: ModelSource::Live(Live(Arc::clone(&live))),
        }];
        let mut found = None;
        let mut watch = |news| {
            if let EvaluationNews::Done { evaluation, .. } = news {
                found = Some(evaluation);
            }
            match shared.table().close {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        };
        job::perform(&self.order, &self.compute, &mut self.memory, &mut watch)?;
        let Some(evaluation) = found else {
            return Ok(None);
        };
        let kept = self.keep(&live, &evaluation);
        let saved = kept.map_err(|error| {
            Problem::because("The evaluation could not be kept with the run", &error)
        })?;
        Ok(Some(Judged::Found {
            evaluation,
            best: saved.best,
            saved,
        }))
    }

    /// Writes the figures to the run and into the card of the step's networks, which are kept; tells whether the step is the best.
    fn keep(&self, live: &LiveModel, evaluation: &Evaluation) -> Result<Saved, RunError> {
        let run: &PathBuf = &self.shelf.run;
        let mut card = self.shelf.card(live.step);
        card.keep(evaluation.clone());
        let model = &self.shelf.model;
        let averaged = checkpoints::save_averaged(run, live.step, model, &live.tensors, &card)?;
        evaluations::append(run, evaluation)?;
        let metric = self.options.metric;
        let all = evaluations::read(run)?;
        let best = evaluations::best(&all, metric).filter(|(step, _)| *step == live.step);
        if let Some((step, value)) = best {
            checkpoints::mark_best(run, step, metric.rank(value))?;
        }
        let known = checkpoints::list(run)?.into_iter();
        let state = known
            .filter(|saved| saved.step == live.step)
            .find_map(|saved| saved.state);
        Ok(Saved {
            step: live.step,
            averaged: Some(averaged),
            state,
            best: best.is_some(),
        })
    }
}
