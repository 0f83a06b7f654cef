//! Everything a training run needs to go on exactly where it was.

use crate::model::weights::TensorMap;

/// The state of a [`Trainer`](super::Trainer) between two steps. Batches are a pure function of seed and step, so the
/// step stands for the random numbers and the order of the data too.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TrainerState {
    /// Iterations done.
    pub step: u64,
    /// Weight of the diversity term in the next iteration.
    pub lambda_ds: f64,
    /// Weights of the four networks by full official name.
    pub networks: TensorMap,
    /// Moving averages of generator, mapping network and style encoder by full official name.
    pub averaged: TensorMap,
    /// Adam's moments: full official name followed by `.m` or `.v`.
    pub moments: TensorMap,
    /// Updates done by the optimisers of generator, mapping network, style encoder and discriminator, in this order.
    pub updates: [u64; 4],
}
