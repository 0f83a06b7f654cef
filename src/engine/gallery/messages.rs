//! What the gallery's thread tells the window.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::{Picture, Recipe};
use crate::gallery::KeptId;
use crate::problem::Problem;

pub use super::item::Item;

/// What a kept result is read for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadFor {
    /// To be seen large.
    View,
    /// To set Explore up as it was.
    Recall(Part),
    /// The pictures with these numbers (see [`crate::domain::recipe::PictureRecipe`]) are needed for a recipe that was pasted.
    Inputs,
}

/// What rides in a copy of a kept result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Riding {
    /// Nothing: pixels alone.
    Nothing,
    /// The recipe.
    Recipe,
    /// The recipe, and the pictures that went in.
    Inputs,
}

/// How much of a recipe is set up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Source and style.
    #[default]
    Whole,
    /// The source alone.
    Source,
    /// The style alone.
    Style,
}

/// A result with everything that makes it again.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The result.
    pub picture: Arc<Picture>,
    /// How it came about.
    pub recipe: Recipe,
    /// The pictures that went in, at the model's size.
    pub inputs: Vec<Arc<Picture>>,
    /// What was left out, as sentences.
    pub faults: Vec<String>,
}

/// What the gallery's thread reports.
#[derive(Debug)]
pub enum GalleryEvent {
    /// The folder is open: all kept results, oldest first.
    Opened {
        /// Those that are there, and those that were deleted a short while ago.
        kept: Vec<Item>,
        /// What a person should know.
        problems: Vec<Problem>,
    },
    /// The folder cannot be used.
    Closed(Problem),
    /// A result was kept; it is on the disk.
    Kept(Box<Item>),
    /// A result was not kept.
    NotKept(Problem),
    /// These changed; it is on the disk.
    Marked(Vec<Item>),
    /// A thumbnail.
    Thumbnail(KeptId, Result<Arc<Picture>, Problem>),
    /// A kept result was read.
    Loaded {
        /// Which.
        id: KeptId,
        /// What for.
        purpose: LoadFor,
        /// It, or why not.
        result: Result<Box<Whole>, Problem>,
    },
    /// A file that a person brought carries a recipe.
    Brought {
        /// The file.
        path: PathBuf,
        /// What it carries.
        whole: Box<Whole>,
    },
}
