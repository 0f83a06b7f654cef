//! What the training worker is asked and what it answers.

use std::path::PathBuf;
use std::sync::Arc;

use crate::checkpoint::{Card, TensorMap};
use crate::data::DataReport;
use crate::data::creatures::MadeSet;
use crate::domain::Picture;
use crate::evaluation::Evaluation;
use crate::model::config::ModelConfig;
use crate::problem::Problem;
use crate::runs::Row;
use crate::runs::checkpoints::Saved;
use crate::runs::snapshots::Snapshot;
use crate::train::TrainConfig;
use crate::train::health::Finding;
use crate::train::warm::WarmStart;

/// Everything that begins a run.
#[derive(Clone, Debug)]
pub struct RunStart {
    /// Every knob, the data's root among them.
    pub config: TrainConfig,
    /// The folder to make.
    pub folder: PathBuf,
    /// The person's own photos to follow, cropped to the model's size.
    pub probes: Vec<Arc<Picture>>,
}

/// A run that is to go on from its newest state.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// Its folder.
    pub folder: PathBuf,
    /// Another number of steps for the whole run.
    pub steps: Option<u64>,
    /// Where the data lies now, when it has moved.
    pub data: Option<PathBuf>,
}

/// What one measured step tells about a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Seconds of one step.
    pub step_seconds: f64,
    /// Seconds of the whole run, sheets and checkpoints included as far as measured.
    pub total_seconds: f64,
    /// Bytes of main memory that the run will use at most, the program included.
    pub memory: u64,
    /// Bytes of device memory, where that is separate.
    pub device_memory: Option<u64>,
}

/// A run as the window shows it when it begins or is looked at.
#[derive(Clone, Debug)]
pub struct RunView {
    /// Its folder.
    pub folder: PathBuf,
    /// Its configuration.
    pub config: TrainConfig,
    /// Names of the domains.
    pub domains: Vec<String>,
    /// Rows so far.
    pub rows: Vec<Row>,
    /// Sheets so far.
    pub snapshots: Vec<Snapshot>,
    /// Checkpoints so far.
    pub checkpoints: Vec<Saved>,
    /// Evaluations of its steps so far.
    pub evaluations: Vec<Evaluation>,
    /// Iterations done.
    pub step: u64,
    /// What a warm start did.
    pub warm: Option<WarmStart>,
}

/// News of one iteration; sent for every step, at most 20 a second.
#[derive(Clone, Debug)]
pub struct StepNews {
    /// The step's numbers (every step, also those not logged to the file).
    pub row: Row,
    /// Steps a second, smoothed; pauses left out.
    pub pace: f64,
    /// Seconds left.
    pub left: f64,
    /// Bytes of main memory in use by the program.
    pub memory: u64,
    /// Share of the time that training waited for data, smoothed.
    pub waiting: f32,
}

/// The networks of a running training at one step.
#[derive(Clone, Debug)]
pub struct LiveModel {
    /// Iterations done.
    pub step: u64,
    /// Moving averages, or the raw weights in the first thousand steps.
    pub averaged: bool,
    /// Sizes and domains.
    pub config: ModelConfig,
    /// Name and step for people.
    pub card: Card,
    /// Generator, mapping network, style encoder.
    pub tensors: TensorMap,
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All steps are done.
    Done,
    /// The person stopped it.
    Stopped,
    /// It could not go on; the last good checkpoint is kept.
    Failed(Problem),
}

/// What the training worker reports.
#[derive(Debug)]
pub enum TrainEvent {
    /// A scan goes on: files seen, files in all.
    Scanning(usize, usize),
    /// A data set was looked through; findings about its size come along.
    Data(Result<(Box<DataReport>, Vec<Finding>), Problem>),
    /// A labelled set of creatures is there, or why it is not.
    Made(MadeSet, Result<PathBuf, Problem>),
    /// One step is being measured.
    Estimating,
    /// It was measured.
    Estimate(Result<Estimate, Problem>),
    /// A run is being prepared; what is being done.
    Preparing(String),
    /// A run begins, or goes on after a break.
    Started(Box<RunView>),
    /// A run could not begin.
    StartFailed(Problem),
    /// A run was read for looking at.
    Loaded(Result<Box<RunView>, Problem>),
    /// A run was read to lie beside another; nothing comes of one that cannot be read.
    Beside(Box<RunView>),
    /// One iteration is done.
    Step(Box<StepNews>),
    /// A sheet was drawn and saved.
    Snapshot(Snapshot, Arc<Picture>),
    /// A sheet was read.
    Sheet(Snapshot, Result<Arc<Picture>, Problem>),
    /// A checkpoint was saved.
    Saved(Saved),
    /// A step was evaluated; its averaged networks are kept.
    Evaluated {
        /// The figures, with the step.
        evaluation: Box<Evaluation>,
        /// Whether no step so far is better by the figure that the run goes by.
        best: bool,
    },
    /// Health has something to say.
    Finding(u64, Finding),
    /// Something failed that training survives: a full disk, a file that is gone.
    Trouble(Problem),
    /// Followed photos that look like training pictures, by their place.
    NearDuplicates(Vec<usize>),
    /// Training rests.
    Paused,
    /// Training goes on.
    GoesOn,
    /// The networks as they are now are ready for Explore (`ModelSource::Live`).
    Live(Arc<LiveModel>),
    /// A fork is ready.
    Forked(Result<PathBuf, Problem>),
    /// Curves were written.
    Exported(Result<PathBuf, Problem>),
    /// The run ended at this step.
    Ended(u64, Ending),
}
