//! What the window asks of the exporting worker, and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::film::Film;
use super::super::made::OnDevice;
use super::super::messages::ModelSource;
use super::super::translator::Pictures;
use crate::domain::eye::Look;
use crate::domain::{Fingerprint, StyleSource};
use crate::export::contact::Words;
use crate::export::film::Format;
use crate::export::keepsake::Keepsake;
use crate::export::sheet::Sheet;
use crate::problem::Problem;

/// Identifies an export of the window.
pub type ExportId = u64;

/// Something to be made and written.
#[derive(Clone, Debug)]
pub struct ExportOrder {
    /// Which export.
    pub id: ExportId,
    /// The model.
    pub model: ModelSource,
    /// The landmark network's file for a model that brings none.
    pub eye: Option<PathBuf>,
    /// How sources are looked at.
    pub looks: Vec<Look>,
    /// The pictures it speaks of, at the model's size.
    pub pictures: Arc<Pictures>,
    /// What is made.
    pub task: Task,
    /// Where it goes.
    pub to: PathBuf,
    /// Whether nothing may be there yet, because the person did not see that name.
    pub only_new: bool,
}

/// What is made.
#[derive(Clone, Debug)]
pub enum Task {
    /// A film.
    Film(Box<Film>, Format),
    /// A labelled sheet, or a plain one.
    Sheet(Box<SheetTask>),
    /// A page.
    Keepsake(Box<KeepsakeTask>),
}

/// A sheet, and the cells that are to be put in.
#[derive(Clone, Debug)]
pub struct SheetTask {
    /// The grid, with the cells whose pixels are in memory.
    pub sheet: Sheet,
    /// What is written on it; a plain sheet without.
    pub words: Option<Words>,
    /// Cells on the window's device: row, column and where they are.
    pub on_device: Vec<(usize, usize, OnDevice)>,
    /// Cells that are to be computed: row, column, source and style.
    pub missing: Vec<(usize, usize, Fingerprint, StyleSource)>,
}

/// A page whose results are to be computed.
#[derive(Clone, Debug)]
pub struct KeepsakeTask {
    /// The page; the results in it have no pictures yet.
    pub page: Keepsake,
    /// The source.
    pub source: Fingerprint,
    /// The style of the result.
    pub result: StyleSource,
    /// The styles of the variants.
    pub variants: Vec<StyleSource>,
}

/// What is reported of an export.
#[derive(Debug)]
pub struct ExportEvent {
    /// Which one.
    pub id: ExportId,
    /// What happened.
    pub news: ExportNews,
}

/// What happened to an export.
#[derive(Clone, Debug)]
pub enum ExportNews {
    /// Whether an ffmpeg was found; of no export.
    Encoder(bool),
    /// Its model is being opened.
    Opening,
    /// So many pictures of so many are made.
    Progress {
        /// Pictures that are made.
        done: usize,
        /// All pictures.
        all: usize,
        /// Seconds that are left, once that can be told.
        left: Option<f32>,
    },
    /// It is at its place.
    Done(PathBuf),
    /// It was given up, and nothing is left of it.
    Cancelled,
    /// It could not be made, and nothing is left of it.
    Failed(Problem),
}
