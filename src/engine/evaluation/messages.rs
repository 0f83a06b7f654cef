//! What the window asks of the evaluating worker, and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::messages::ModelSource;
use crate::data::dataset::DataRoot;
use crate::domain::Picture;
use crate::evaluation::{Evaluation, Metric, Mode, Protocol};
use crate::problem::Problem;

/// Files of networks that a person brought; without them those figures are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnExtractors {
    /// torchvision's AlexNet, for exact LPIPS v0.1.
    pub alexnet: Option<PathBuf>,
    /// torchvision's Inception-v3, for FID by the StarGAN v2 protocol.
    pub inception: Option<PathBuf>,
}

/// A model to evaluate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its name for people.
    pub name: String,
    /// Its step, when it is one of a run.
    pub step: Option<u64>,
    /// Where it comes from.
    pub source: ModelSource,
}

/// Models to evaluate on one set of pictures, one after the other.
#[derive(Clone, Debug)]
pub struct EvaluationOrder {
    /// A number that events carry.
    pub id: u64,
    /// The models.
    pub candidates: Vec<Candidate>,
    /// The pictures.
    pub data: DataRoot,
    /// Share of the pictures that is held out where the folder does not say itself.
    pub val_share: f32,
    /// Modes, counts, seed.
    pub protocol: Protocol,
    /// The person's own networks.
    pub extractors: OwnExtractors,
    /// The run whose `evaluations.jsonl` keeps the results.
    pub run: Option<PathBuf>,
}

/// Share of the pictures that is held out, unless a run said otherwise.
pub const VAL_SHARE: f32 = 0.1;

/// A task: indices of two domains of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Task {
    /// The source's domain.
    pub source: usize,
    /// The target's domain.
    pub target: usize,
}

/// How far an evaluation is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Which candidate, from 0.
    pub candidate: usize,
    /// What is being done, for people.
    pub doing: String,
    /// Share that is done, 0 to 1, of this candidate.
    pub share: f32,
    /// Seconds left for this candidate, once that can be told.
    pub seconds_left: Option<f64>,
}

/// One output with what it was made of; at most 128 pixels wide.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The source.
    pub source: Arc<Picture>,
    /// The reference, when there was one.
    pub reference: Option<Arc<Picture>>,
    /// The output.
    pub output: Arc<Picture>,
    /// The source's name.
    pub name: String,
    /// Distance of its features to those of the nearest real picture of the target.
    pub distance: f64,
}

/// The outputs of a task that are nearest to real pictures, and those that are farthest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Nearest first.
    pub best: Vec<Example>,
    /// Farthest first.
    pub worst: Vec<Example>,
}

/// A task that is done.
#[derive(Clone, Debug)]
pub struct TaskDone {
    /// Which.
    pub task: Task,
    /// In which mode.
    pub mode: Mode,
    /// Its figures, with standard errors where they can be told.
    pub figures: Vec<(Metric, f64, Option<f64>)>,
    /// Its best and worst outputs.
    pub examples: Examples,
}

/// What the evaluating worker reports.
#[derive(Debug)]
pub enum EvaluationNews {
    /// The data is being looked through: files seen, files in all.
    Scanning(usize, usize),
    /// A candidate's evaluation begins; its domains in order.
    Began {
        /// Which candidate, from 0.
        candidate: usize,
        /// Names of the domains that tasks speak of.
        domains: Vec<String>,
    },
    /// It goes on.
    Progress(Progress),
    /// A task is done.
    Task(Box<TaskDone>),
    /// A candidate is done.
    Done {
        /// Which candidate, from 0.
        candidate: usize,
        /// What was found.
        evaluation: Box<Evaluation>,
    },
    /// What was found of a run's steps earlier.
    Read(Result<Vec<Evaluation>, Problem>),
    /// An evaluation was written into the card of this model.
    Kept(Result<PathBuf, Problem>),
    /// Something failed that the rest survives (one candidate that cannot be opened, a file that cannot be written).
    Trouble(Problem),
    /// All candidates are done, or the person stopped it (`None`), or it failed.
    Ended(Option<Result<(), Problem>>),
}

/// Something the worker reports about order `id`.
#[derive(Debug)]
pub struct EvaluationEvent {
    /// The order.
    pub id: u64,
    /// The news.
    pub news: EvaluationNews,
}
