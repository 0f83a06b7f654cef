//! What the window asks about the model's eye, and what it is told.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::eye::Look;
use crate::domain::{Fingerprint, Picture};
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

/// What waits for the worker, one slot a kind.
#[derive(Debug, Default)]
pub struct EyeOrders {
    /// A landmark network's file: for high-pass models that are opened from now on; with `true` for the open one too, and at once.
    pub network: Option<(PathBuf, bool)>,
    /// How sources are looked at; replaces what was said before.
    pub looks: Option<Vec<Look>>,
    /// A source (at the model's size) whose masks are to be shown.
    pub view: Option<(Fingerprint, Arc<Picture>)>,
}

impl EyeOrders {
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
    /// What the eye sees in a source, or why nothing.
    Seen {
        /// The source.
        source: Fingerprint,
        /// Both masks.
        planes: Result<Arc<EyePlanes>, Problem>,
    },
}
