//! What the window asks about the model's eye, and what it is told.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::eye::Look;
use crate::domain::landmarks::Landmarks;
use crate::domain::{CropBox, Fingerprint, Picture};
use crate::model::face_masks;
use crate::problem::Problem;

/// Where a landmark network came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EyeOrigin {
    /// The model's own file.
    Model,
    /// A file of its own, such as wing.ckpt.
    File(PathBuf),
}

/// What the eye sees in a source: two masks of [`EyePlanes::SIDE`] squared, row-major, a byte a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EyePlanes {
    /// Eyes, nose, mouth, brows and chin; acts at 32 x 32.
    pub coarse: Vec<u8>,
    /// Eyes and nose; acts at 64 x 64 and 128 x 128.
    pub fine: Vec<u8>,
}

impl EyePlanes {
    /// Height and width of both.
    pub const SIDE: usize = face_masks::SIDE;
}

/// A mean face that faces can be aligned to.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanFace {
    /// What to call it.
    pub name: String,
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// Its landmarks, in 256 x 256.
    pub face: Landmarks,
}

/// Where a mean face is to come from.
#[derive(Clone, Debug)]
pub enum MeanFrom {
    /// A NumPy file.
    File(PathBuf),
    /// The mean over the faces in these crops.
    Pictures(Vec<(Arc<Picture>, CropBox)>),
}

/// A face to be aligned.
#[derive(Clone, Debug)]
pub struct AlignOrder {
    /// The picture's number in the window.
    pub ticket: u64,
    /// Its pixels.
    pub picture: Arc<Picture>,
    /// The part that holds the face.
    pub crop: CropBox,
    /// Where the face is to lie, in 256 x 256.
    pub mean: Landmarks,
    /// The model's size.
    pub size: usize,
}

/// What waits for the worker, one slot a kind.
#[derive(Debug, Default)]
pub struct EyeOrders {
    /// A landmark network's file: for high-pass models that are opened from now on; with `true` for the open one too, and at once.
    pub network: Option<(PathBuf, bool)>,
    /// How sources are looked at; replaces what was said before.
    pub looks: Option<Vec<Look>>,
    /// A source (at the model's size) whose masks are to be shown.
    pub view: Option<(Fingerprint, Arc<Picture>)>,
    /// A mean face to be read or made.
    pub mean: Option<MeanFrom>,
    /// A face to be aligned.
    pub align: Option<AlignOrder>,
}

impl EyeOrders {
    /// Takes what is answered between two cells and ends no request.
    pub fn take_asides(&mut self) -> Option<Self> {
        let asides = Self {
            view: self.view.take(),
            mean: self.mean.take(),
            align: self.align.take(),
            ..Self::default()
        };
        (!asides.has_no_asides()).then_some(asides)
    }

    /// Whether nothing waits that is answered between two cells.
    pub fn has_no_asides(&self) -> bool {
        self.view.is_none() && self.mean.is_none() && self.align.is_none()
    }

    /// Whether nothing waits that changes what cells become.
    pub fn leave_cells(&self) -> bool {
        self.network.is_none() && self.looks.is_none()
    }
}

/// What the window is told.
#[derive(Debug)]
pub enum EyeEvent {
    /// What the open model sees with, if anything; comes after every model, and when it changes.
    Sight(Option<EyeOrigin>),
    /// A landmark network was read as asked; whether the open model sees with it. Cells made before are of no use then.
    Opened {
        /// Its file.
        path: PathBuf,
        /// Whether the open model has a high-pass skip.
        used: bool,
    },
    /// A mean face was read or made, or why not.
    Mean(Result<MeanFace, Problem>),
    /// A face was aligned, or why not.
    Aligned {
        /// The picture's number in the window.
        ticket: u64,
        /// The part of it that was looked at.
        crop: CropBox,
        /// The aligned face at the model's size.
        aligned: Result<Arc<Picture>, Problem>,
    },
    /// What the eye sees in a source, or why nothing.
    Seen {
        /// The source.
        source: Fingerprint,
        /// Both masks.
        planes: Result<Arc<EyePlanes>, Problem>,
    },
}
