//! What the window asks of the tasting worker, and what comes back. Nothing that comes back before the result says which model made what.

use std::path::PathBuf;
use std::sync::Arc;

use super::super::compare::messages::Input;
use super::super::evaluation::messages::Candidate;
use crate::data::dataset::DataRoot;
use crate::domain::Picture;
use crate::evaluation::Mode;
use crate::problem::Problem;
use crate::runs::tastes::Taste;

/// A picture that is open in Explore.
#[derive(Clone, Debug)]
pub struct OpenPicture {
    /// Its domain, as its folder's name tells.
    pub domain: Option<String>,
    /// Its name and pixels.
    pub input: Input,
}

/// Where sources and references come from.
#[derive(Clone, Debug)]
pub enum TastePictures {
    /// Held-out pictures of a data set.
    Set(DataRoot),
    /// What is open in Explore.
    Open {
        /// Sources.
        sources: Vec<OpenPicture>,
        /// References.
        references: Vec<OpenPicture>,
    },
}

/// A session to be begun, or to go on.
#[derive(Clone, Debug)]
pub struct TasteOrder {
    /// A number that events carry.
    pub id: u64,
    /// The models, at least two.
    pub candidates: Vec<Candidate>,
    /// The pictures.
    pub pictures: TastePictures,
    /// What guides the outputs: latents, references or both. A label system takes the branch of a latent.
    pub modes: Vec<Mode>,
    /// How many pairs there are to be.
    pub count: usize,
    /// Decides pairs, sides, sources and styles.
    pub seed: u64,
    /// Where the session is kept: a run's folder, or one of the program's own.
    pub folder: PathBuf,
    /// The day.
    pub date: Option<String>,
    /// The session to go on with, as it was read.
    pub resume: Option<Box<Taste>>,
}

/// A pair to be judged. Which model is at the left stays with the worker until the session ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Its place among the session's pairs, from 0.
    pub number: usize,
    /// What was translated.
    pub source: Arc<Picture>,
    /// The style picture, when there was one.
    pub reference: Option<Arc<Picture>>,
    /// One model's output.
    pub left: Arc<Picture>,
    /// The other's.
    pub right: Arc<Picture>,
    /// The branch that the source was translated to.
    pub target: String,
}

/// What the tasting worker reports.
#[derive(Debug)]
pub enum TasteNews {
    /// The pictures are being looked through: files seen, files in all.
    Scanning(usize, usize),
    /// A model is being read.
    Opening(String),
    /// A model, a mode or a picture is left out, and why; the test goes on without it.
    LeftOut(Problem),
    /// The session stands: so many pairs there are to be, so many are answered.
    Began {
        /// Pairs in all.
        count: usize,
        /// Pairs answered in an earlier sitting.
        answered: usize,
    },
    /// A pair is there.
    Trial(Box<Trial>),
    /// So many answers are on disk.
    Kept(usize),
    /// An answer could not be written and does not count; so many are on disk.
    NotKept(usize, Problem),
    /// The session ended, and who is who may be told.
    Result(Box<Taste>),
    /// The session cannot begin or go on.
    Failed(Problem),
}

/// Something the worker reports.
#[derive(Debug)]
pub enum TasteEvent {
    /// About the session that was ordered as `id`.
    News {
        /// The order.
        id: u64,
        /// The news.
        news: TasteNews,
    },
    /// The sessions in a folder.
    Sessions(PathBuf, Result<Vec<Taste>, Problem>),
}
