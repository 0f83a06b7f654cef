//! An order from beginning to end, on the caller's thread: the data is looked through, each candidate opened and evaluated, its result kept.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::device::Compute;
use super::messages::{Candidate, EvaluationNews, EvaluationOrder};
use super::protocol::{self, Bench};
use super::set::EvaluationSet;
use super::subject::Subject;
use super::tools::Tools;
use crate::data::dataset::{self, DataError, DataReport, DataRoot, Dataset};
use crate::evaluation::Evaluation;
use crate::problem::Problem;
use crate::runs::evaluations;

/// Share of the pictures that are held out where the folder does not say itself.
pub const VAL_SHARE: f32 = 0.1;

/// Takes the news; may end the evaluation.
pub type Watch<'a> = &'a mut (dyn FnMut(EvaluationNews) -> ControlFlow<()> + Send);

/// Data that was looked through; kept, because that takes long.
#[derive(Clone, Debug)]
pub struct Looked {
    root: DataRoot,
    dataset: Arc<Dataset>,
    report: Arc<DataReport>,
}

impl Looked {
    /// Takes over data that a run was prepared with.
    pub fn of(root: DataRoot, dataset: Arc<Dataset>, report: DataReport) -> Self {
        Self {
            root,
            dataset,
            report: Arc::new(report),
        }
    }
}

/// Performs `order`: `true` when all was done, `false` when `watch` ended it. `known` holds the data that was looked through last.
///
/// # Errors
/// When the data or an extractor cannot be used, or none of the candidates.
pub fn perform(
    order: &EvaluationOrder,
    compute: &Compute,
    known: &mut Option<Looked>,
    watch: Watch<'_>,
) -> Result<bool, Problem> {
    let Some(looked) = look(&order.data, known, watch)? else {
        return Ok(false);
    };
    let tools = Tools::open(&order.extractors, &compute.device)?;
    let mut last = None;
    let mut any = false;
    for (number, candidate) in order.candidates.iter().enumerate() {
        match one(order, number, candidate, &looked, &tools, compute, watch) {
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

/// Evaluates one candidate on data that was looked through.
///
/// # Errors
/// When it cannot be opened or evaluated.
fn one(
    order: &EvaluationOrder,
    number: usize,
    candidate: &Candidate,
    looked: &Looked,
    tools: &Tools,
    compute: &Compute,
    watch: Watch<'_>,
) -> Result<Option<Evaluation>, Problem> {
    let subject = Subject::open(candidate, &compute.device)?;
    let config = &subject.model().config;
    let most = order.protocol.most_sources;
    let set = EvaluationSet::new(&looked.dataset, &looked.report, config, most)?;
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
        tools,
        protocol: &order.protocol,
    };
    protocol::evaluate(bench, number, watch)
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

/// The data of `root`; `None` when `watch` ended the search.
fn look(
    root: &DataRoot,
    known: &mut Option<Looked>,
    watch: Watch<'_>,
) -> Result<Option<Looked>, Problem> {
    if let Some(looked) = known.as_ref().filter(|looked| looked.root == *root) {
        return Ok(Some(looked.clone()));
    }
    let watch = Mutex::new(watch);
    let progress = |done: usize, all: usize| {
        let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch(EvaluationNews::Scanning(done, all)).is_continue()
    };
    match dataset::scan(root, VAL_SHARE, &progress) {
        Ok((dataset, report)) => {
            let looked = Looked::of(root.clone(), Arc::new(dataset), report);
            *known = Some(looked.clone());
            Ok(Some(looked))
        }
        Err(DataError::Cancelled) => Ok(None),
        Err(error) => Err(Problem::new(error.to_string())),
    }
}
