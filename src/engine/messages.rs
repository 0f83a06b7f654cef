//! The contract between the window and the workers: what is asked, what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use super::codes::CodeEvent;
use super::eye::messages::EyeEvent;
use super::made::{Made, OnDevice};
use super::training::LiveModel;
use super::translator::Pictures;
use super::trip::{RoundTrip, TripKey};
use crate::checkpoint::{Card, KeyReport};
use crate::data::Opened;
use crate::data::fitness::Measures;
use crate::domain::{CellKey, CropBox, Fingerprint, Picture, Recipe, StyleSource};
use crate::export::sheet::Sheet;
use crate::model::config::ModelConfig;
use crate::problem::Problem;

use super::device::DeviceFacts;
use super::machine::Machine;

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// The bundled demo model.
    Demo,
    /// A file of the user's.
    File(PathBuf),
    /// The networks of a running training, as published at one step.
    Live(Live),
}

/// Networks that a training published; two are equal when they are the same publication.
#[derive(Clone, Debug)]
pub struct Live(pub Arc<LiveModel>);

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Live {}

/// One cell to compute.
#[derive(Clone, Debug)]
pub struct CellJob {
    /// Under which key the result is kept.
    pub key: CellKey,
    /// The style's recipe.
    pub style: StyleSource,
}

/// All that is wanted on screen and not there yet, most important first. A newer request replaces an older one.
#[derive(Clone, Debug, Default)]
pub struct GridRequest {
    /// Cells in the order in which they should come.
    pub cells: Vec<CellJob>,
    /// The pictures the cells speak of.
    pub pictures: Arc<Pictures>,
}

/// Pictures whose labels the open model's classifier is to read.
#[derive(Clone, Debug)]
pub struct LabelRequest {
    /// The engine's number of the model.
    pub model: u64,
    /// Which set of labels.
    pub set: usize,
    /// The pictures.
    pub pictures: Pictures,
}

/// What the window shows of an opened model.
#[derive(Clone, Debug)]
pub struct ModelInfo {
    /// The engine's number of this model; part of every [`CellKey`].
    pub number: u64,
    /// Where it came from.
    pub source: ModelSource,
    /// Sizes and domains.
    pub config: ModelConfig,
    /// Name, licence, provenance.
    pub card: Card,
    /// What became of every key in the file.
    pub report: KeyReport,
    /// BLAKE3 of its weights in hexadecimal; empty for a running training's.
    pub digest: String,
    /// Whether styles can come from references.
    pub has_style_encoder: bool,
    /// Whether styles can come from latents.
    pub has_mapping: bool,
    /// Whether labels can be read in pictures.
    pub has_classifier: bool,
}

/// Identifies a picture job of the window.
pub type Ticket = u64;

/// What a file dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Pictures to add.
    Pictures,
    /// A folder of pictures to add.
    Folder,
    /// A model to open.
    Model,
    /// A model to compare with others.
    ComparedModel,
    /// A landmark network, or a mean face to align to.
    Eye,
    /// A data set to train on.
    Data,
    /// A run to look at or to resume.
    Run,
    /// Pictures to evaluate on.
    EvaluationData,
    /// A model to evaluate.
    EvaluatedModel,
    /// torchvision's AlexNet or Inception-v3.
    Extractor,
    /// Where to save an evaluation: JSON, CSV or PNG.
    SaveEvaluation,
    /// A model for the taste test.
    TastedModel,
    /// Pictures for the taste test.
    TasteData,
    /// Where to save a taste test's result: JSON or CSV.
    SaveTaste,
    /// Where to save curves.
    SaveCurves,
    /// Where to save a picture.
    SavePicture,
    /// Where to copy a kept result to.
    SaveKept,
    /// Where to save the grid.
    SaveSheet,
    /// Where to save a film; the window knows as what.
    SaveFilm,
    /// Where to save the labelled sheet or the keepsake that is set up.
    SavePage,
}

/// What came back from the workers.
#[derive(Debug)]
pub enum Event {
    /// The device in use changed.
    Device(DeviceFacts),
    /// What this machine has to compute with.
    Machine(Box<Machine>),
    /// Of the files and folders that were asked for, those that are not there.
    Missing(Vec<PathBuf>),
    /// A model is being read.
    Opening(ModelSource),
    /// A model is ready.
    Opened(Box<ModelInfo>),
    /// The kernels of the open model are being compiled for its GPU; complete when `done` is `all`.
    Preparing {
        /// Parts that are ready.
        done: usize,
        /// All parts.
        all: usize,
    },
    /// A model could not be opened; the one before stays.
    OpenFailed(Problem),
    /// A cell is done.
    Cell {
        /// Its key.
        key: CellKey,
        /// What it became, or why there is nothing.
        result: Result<Made, Problem>,
        /// Time it took.
        millis: f32,
    },
    /// A classifier read a picture.
    Labels {
        /// The model's number, the set of labels, and the picture.
        of: (u64, usize, Fingerprint),
        /// Whether each label holds (1 or 0), or why nothing was read; empty without a classifier.
        labels: Result<Vec<f32>, Problem>,
    },
    /// Style codes for the map.
    Codes(CodeEvent),
    /// A round trip came back; a second time when its perceptual distances are measured.
    Trip {
        /// Which one.
        key: TripKey,
        /// What came back, or why nothing did.
        result: Result<RoundTrip, Problem>,
    },
    /// A result was read from the device, as asked.
    Read {
        /// The cell's key.
        key: CellKey,
        /// Its pixels, or why there are none.
        result: Result<Arc<Picture>, Problem>,
    },
    /// A picture was decoded.
    Picture {
        /// The job.
        ticket: Ticket,
        /// The picture, or why there is none.
        result: Result<Box<Opened>, Problem>,
    },
    /// A picture was not decoded, because the person stopped the reading first.
    Cancelled(Ticket),
    /// A drop or a folder was expanded: these pictures and models are in it.
    Expanded {
        /// Pictures found.
        pictures: Vec<PathBuf>,
        /// Model files found.
        models: Vec<PathBuf>,
        /// What was left out and why.
        problems: Vec<Problem>,
    },
    /// A picture as the model sees it.
    View {
        /// The job.
        ticket: Ticket,
        /// The crop it shows.
        crop: CropBox,
        /// Model-sized pixels.
        picture: Arc<Picture>,
        /// Their fingerprint.
        fingerprint: Fingerprint,
    },
    /// A picture was looked over.
    LookedOver {
        /// Its pixels, and whether a face was looked for.
        of: (Fingerprint, bool),
        /// What the pixels say.
        measures: Measures,
    },
    /// A face was looked for in a whole picture.
    Face {
        /// The picture.
        ticket: Ticket,
        /// The square around the face, if there is one.
        crop: Option<CropBox>,
    },
    /// A file dialog was answered; empty when it was cancelled.
    Picked {
        /// What it was for.
        purpose: Purpose,
        /// The paths chosen.
        paths: Vec<PathBuf>,
    },
    /// About the model's eye.
    Eye(Box<EyeEvent>),
    /// The training worker reports.
    Training(super::training::TrainEvent),
    /// The comparing worker reports.
    Compare(Box<super::compare::messages::CompareEvent>),
    /// The evaluating worker reports.
    Evaluation(Box<super::evaluation::messages::EvaluationEvent>),
    /// The gallery's thread reports.
    Gallery(Box<super::gallery::messages::GalleryEvent>),
    /// The tasting worker reports.
    Taste(Box<super::taste::messages::TasteEvent>),
    /// The exporting worker reports.
    Export(Box<super::exports::messages::ExportEvent>),
    /// Something was saved.
    Saved(PathBuf),
    /// Something in the background failed.
    Failed(Problem),
}

impl Event {
    /// About the model's eye; boxed, because it is large and rare.
    pub(super) fn eye(event: EyeEvent) -> Self {
        Self::Eye(Box::new(event))
    }
}

/// Something to write.
#[derive(Clone, Debug)]
pub enum SaveJob {
    /// One result.
    Picture(Made),
    /// One result with its recipe, and the pictures that went in.
    Recipe(Made, Box<Recipe>, Vec<Arc<Picture>>),
    /// The grid with its headers.
    Sheet {
        /// The grid, with the cells whose pixels are in memory.
        sheet: Sheet,
        /// The others: row, column and where they are.
        on_device: Vec<(usize, usize, OnDevice)>,
    },
}
