//! One latent sample of the grid.

use serde::{Deserialize, Serialize};

use crate::domain::latent;

/// One latent sample: a row of the grid in each branch shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latent {
    /// The seed it started from.
    pub seed: u64,
    /// Its numbers, as moved by the sliders.
    pub z: Vec<f32>,
}

impl Latent {
    /// The latent of a seed.
    pub fn from_seed(seed: u64, dim: usize) -> Self {
        Self {
            seed,
            z: latent::from_seed(seed, dim),
        }
    }

    /// Whether a slider moved it away from its seed.
    pub fn is_moved(&self) -> bool {
        self.z != latent::from_seed(self.seed, self.z.len())
    }
}
