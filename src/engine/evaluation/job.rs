//! An order from beginning to end, on the caller's thread: the data is looked through, each candidate opened and evaluated, its result kept.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::device::Compute;
use super::messages::{Candidate, EvaluationNews, EvaluationOrder};
use super::protocol::{self, Bench};
use super::reals::Reals;
use super::set::EvaluationSet;
use super::subject::Subject;
use super::tools::Tools;
use crate::data::dataset::{self, DataError, DataReport, DataRoot, Dataset};
use crate::evaluation::Evaluation;
use crate::problem::Problem;
use crate::runs::evaluations;

/// Takes the news; may end the evaluation.
pub type Watch<'a> = &'a mut (dyn FnMut(EvaluationNews) -> ControlFlow<()> + Send);

/// Data that was looked through; kept, because that takes long.
#[derive(Clone, Debug)]
struct Looked {
    root: DataRoot,
    val_share: f32,
    dataset: Arc<Dataset>,
    report: Arc<DataReport>,
}

/// What is kept from one order to the next.
#[derive(Debug, Default)]
pub struct Memory {
    looked: Option<Looked>,
    reals: Reals,
}

impl Memory {
    /// For orders that follow each other on the same pictures with the same extractors.
    pub fn of_many() -> Self {
        Self {
            looked: None,
            reals: Reals::kept(),
        }
    }
}

/// Performs `order`: `true` when all was done, `false` when `watch` ended it. `memory` holds the data that was looked through last.
///
/// # Errors
/// When the data or an extractor cannot be used, or none of the candidates.
pub fn perform(
    order: &EvaluationOrder,
    compute: &Compute,
    memory: &mut Memory,
    watch: Watch<'_>,
) -> Result<bool, Problem> {
    let Some(looked) = look(order, &mut memory.looked, watch)? else {
        return Ok(false);
    };
    let mut several = Reals::kept();
    let reals = match memory.reals.keeps() || order.candidates.len() < 2 {
        true => &mut memory.reals,
        false => &mut several,
    };
    let tools = Tools::open(&order.extractors, &compute.device)?;
    let round = Round {
        order,
        looked: &looked,
        tools: &tools,
        compute,
    };
    let mut last = None;
    let mut any = false;
    for (number, candidate) in order.candidates.iter().enumerate() {
        match round.one(number, candidate, reals, watch) {
            Ok(Some(evaluation)) => {
                any = true;
                keep(order, &evaluation, watch);
                let done = EvaluationNews::Done {
                    candidate: number,
                    evaluation: Box::new(evaluation),
                };
                if watch(done).is_break() {
                    return Ok(false);
                }
            }
            Ok(None) => return Ok(false),
            Err(problem) if order.candidates.len() == 1 => return Err(problem),
            Err(problem) => {
                last = Some(problem.clone());
                let named = Problem::because(
                    format!("{} could not be evaluated", candidate.name),
                    &problem,
                );
                if watch(EvaluationNews::Trouble(named)).is_break() {
                    return Ok(false);
                }
            }
        }
    }
    match last {
        Some(problem) if !any => Err(problem),
        _ => Ok(true),
    }
}

/// What all candidates of an order share.
struct Round<'a> {
    order: &'a EvaluationOrder,
    looked: &'a Looked,
    tools: &'a Tools,
    compute: &'a Compute,
}

impl Round<'_> {
    /// Evaluates one candidate.
    fn one(
        &self,
        number: usize,
        candidate: &Candidate,
        reals: &mut Reals,
        watch: Watch<'_>,
    ) -> Result<Option<Evaluation>, Problem> {
        let protocol = &self.order.protocol;
        let subject = Subject::open(candidate, &self.compute.device)?;
        let config = &subject.model().config;
        let (dataset, report) = (&self.looked.dataset, &self.looked.report);
        let set = EvaluationSet::new(dataset, report, config, protocol.most_sources)?;
        let began = EvaluationNews::Began {
            candidate: number,
            domains: set.names(),
        };
        if watch(began).is_break() {
            return Ok(None);
        }
        let bench = Bench {
            subject: &subject,
            set: &set,
            tools: self.tools,
            protocol,
        };
        protocol::evaluate(bench, number, reals, watch)
    }
}

/// A result that cannot be kept is told of and still shown.
fn keep(order: &EvaluationOrder, evaluation: &Evaluation, watch: Watch<'_>) {
    let Some(run) = &order.run else {
        return;
    };
    if let Err(error) = evaluations::append(run, evaluation) {
        let problem = Problem::because("The evaluation could not be kept with the run", &error);
        // Whether to go on is asked with the next news.
        let _ = watch(EvaluationNews::Trouble(problem));
    }
}

/// The data of an order; `None` when `watch` ended the search.
fn look(
    order: &EvaluationOrder,
    known: &mut Option<Looked>,
    watch: Watch<'_>,
) -> Result<Option<Looked>, Problem> {
    let (root, val_share) = (&order.data, order.val_share);
    let fits = |looked: &&Looked| looked.root == *root && looked.val_share == val_share;
    if let Some(looked) = known.as_ref().filter(fits) {
        return Ok(Some(looked.clone()));
    }
    let watch = Mutex::new(watch);
    let progress = |done: usize, all: usize| {
        let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch(EvaluationNews::Scanning(done, all)).is_continue()
    };
    match dataset::scan(root, val_share, &progress) {
        Ok((mut dataset, report)) => {
            // Nothing is searched for near duplicates here.
            dataset.looks = Vec::new();
            let looked = Looked {
                root: root.clone(),
                val_share,
                dataset: Arc::new(dataset),
                report: Arc::new(report),
            };
            *known = Some(looked.clone());
            Ok(Some(looked))
        }
        Err(DataError::Cancelled) => Ok(None),
        Err(error) => Err(Problem::new(error.to_string())),
    }
}
