//! Batches: a pure function of data, seed and step, so that a resumed run sees what an uninterrupted one would. (Contract; being written.)

use std::sync::Arc;

use super::dataset::{DataError, Dataset};
use crate::domain::{Batch, Picture};

/// What decides a batch besides the data.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedOptions {
    /// Side of the pictures.
    pub img_size: usize,
    /// Pictures of each kind.
    pub batch: usize,
    /// Length of a latent.
    pub latent_dim: usize,
    /// Decides every draw.
    pub seed: u64,
    /// Probability of a random resized crop.
    pub crop_probability: f32,
    /// Probability of mirroring.
    pub flip_probability: f32,
}

/// Draws batches.
#[derive(Debug)]
pub struct Feed {
    dataset: Arc<Dataset>,
    options: FeedOptions,
}

impl Feed {
    /// Draws from the training pictures of `dataset`.
    pub fn new(dataset: Arc<Dataset>, options: FeedOptions) -> Self {
        Self { dataset, options }
    }

    /// The data.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The options.
    pub fn options(&self) -> &FeedOptions {
        &self.options
    }

    /// The batch of iteration `step` (from 1), in any order and from any thread. A single unreadable picture is replaced by another of its
    /// domain; it appears in [`Feed::take_skipped`].
    ///
    /// # Errors
    /// When most pictures can no longer be read (an unplugged disk).
    pub fn batch(&self, _step: u64) -> Result<Batch, DataError> {
        todo!()
    }

    /// Sentences about pictures that had to be skipped since the last call.
    pub fn take_skipped(&self) -> Vec<String> {
        todo!()
    }

    /// `count` held-out (else training) pictures as the networks see them at test time, with their domains, spread evenly over domains; the
    /// same for the same seed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self, _count: usize, _seed: u64) -> Result<Vec<(Picture, usize)>, DataError> {
        todo!()
    }
}
