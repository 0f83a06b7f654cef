//! What the window asks of the comparing worker, and what comes back.
//!
//! An order speaks of pictures and styles as Explore's model has them; the worker makes of them what each pane's model takes.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::chain::{Link, Stage};
use super::super::messages::{ModelInfo, ModelSource};
use crate::domain::{CropBox, DomainSet, Fingerprint, LabelSpace, Picture, StyleKey, StyleSource};
use crate::model::config::ModelConfig;
use crate::problem::Problem;

/// Identifies a pane of the window.
pub type PaneId = u64;

/// A pane that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaneOrder {
    /// Which pane.
    pub id: PaneId,
    /// Its model.
    pub source: ModelSource,
}

/// A picture that is compared on.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, for sentences.
    pub name: String,
    /// As Explore's model sees it.
    pub view: Arc<Picture>,
    /// The whole picture and the crop in force, while it is kept.
    pub whole: Option<(Arc<Picture>, CropBox)>,
}

/// All pictures of an order, by the fingerprint of Explore's view.
pub type Inputs = HashMap<Fingerprint, Input>;

/// What is translated: a picture as it is, or its grey copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Explore's view of it.
    pub picture: Fingerprint,
    /// Whether its colours are taken away first.
    pub grey: bool,
}

/// A crossing of what is translated and a row of Explore; the same in every pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crossing {
    /// What is translated.
    pub subject: Subject,
    /// The row's style, as Explore has it.
    pub style: StyleKey,
}

/// One result that is wanted.
#[derive(Clone, Debug)]
pub struct CompareJob {
    /// For which pane.
    pub pane: PaneId,
    /// Under which key it is kept.
    pub crossing: Crossing,
    /// The style, as Explore has it.
    pub style: StyleSource,
}

/// What the numbers in Explore's styles mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heads {
    /// Its model's domains.
    pub domains: DomainSet,
    /// Its model's labels, for a label system.
    pub labels: LabelSpace,
}

impl Heads {
    /// Those of a model.
    pub fn of(model: &ModelConfig) -> Self {
        Self {
            domains: model.domains.clone(),
            labels: model.labels.clone(),
        }
    }
}

/// A chain that is wanted.
#[derive(Clone, Debug)]
pub struct ChainJob {
    /// For which pane.
    pub pane: PaneId,
    /// Under which key its stages are kept.
    pub subject: Subject,
    /// Its links, at least one.
    pub links: Arc<[Link]>,
}

/// All that is wanted and not there yet, most important first. A newer order replaces an older one; models of panes that it does not
/// name are let go.
#[derive(Clone, Debug, Default)]
pub struct CompareOrder {
    /// The panes.
    pub panes: Vec<PaneOrder>,
    /// The pictures.
    pub inputs: Arc<Inputs>,
    /// What the styles' numbers mean.
    pub heads: Heads,
    /// Results.
    pub jobs: Vec<CompareJob>,
    /// Chains, computed after the results.
    pub chains: Vec<ChainJob>,
}

/// A result with what it was made of.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The source as the pane's model sees it.
    pub source: Arc<Picture>,
    /// What it became.
    pub output: Arc<Picture>,
    /// Mean absolute difference of the two, 0 to 1.
    pub pixel: f32,
}

/// What the comparing worker reports.
#[derive(Debug)]
pub enum CompareEvent {
    /// A pane's model is being read.
    Opening(PaneId),
    /// A pane's model is ready.
    Opened(PaneId, Box<ModelInfo>),
    /// A pane's model could not be opened.
    NotOpened(PaneId, Problem),
    /// A result is there.
    Cell {
        /// The pane.
        pane: PaneId,
        /// Its key.
        crossing: Crossing,
        /// The pictures, or why there are none.
        result: Result<Compared, Problem>,
    },
    /// The perceptual distance of a result to its source is there.
    Perceptual {
        /// The pane.
        pane: PaneId,
        /// Its key.
        crossing: Crossing,
        /// The distance, or why there is none.
        result: Result<f32, Problem>,
    },
    /// A stage of a chain is there.
    Stage {
        /// The pane.
        pane: PaneId,
        /// The chain's source.
        subject: Subject,
        /// The chain's links.
        links: Arc<[Link]>,
        /// The source as the pane's model sees it.
        source: Option<Arc<Picture>>,
        /// Which stage, from 0.
        at: usize,
        /// The stage, or why the chain ends here.
        result: Result<Stage, Problem>,
    },
}
