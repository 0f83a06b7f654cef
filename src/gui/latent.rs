//! One latent sample of the grid.

use serde::{Deserialize, Serialize};

use crate::domain::latent;

/// Sliders, pad and picture reach this far: a standard normal number is beyond it once in 370 times.
pub const REACH: f32 = 3.0;

/// A number moved by `by` that stays within `reach`; one that is not moved may lie beyond.
pub fn moved_within(value: f32, by: f32, reach: f32) -> f32 {
    match by == 0.0 {
        true => value,
        false => (value + by).clamp(-reach, reach),
    }
}

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

    /// Moves the first two numbers, which the pad and the picture show as right and up; they stay within [`REACH`].
    pub fn walk(&mut self, by: [f32; 2]) {
        for (value, by) in self.z.iter_mut().zip(by) {
            *value = moved_within(*value, by, REACH);
        }
    }

    /// Brings the first two numbers back to the seed's.
    pub fn walk_home(&mut self) {
        let home = latent::from_seed(self.seed, self.z.len());
        for (value, home) in self.z.iter_mut().zip(home).take(2) {
            *value = home;
        }
    }

    /// Whether a slider moved it away from its seed.
    pub fn is_moved(&self) -> bool {
        self.z != latent::from_seed(self.seed, self.z.len())
    }
}
