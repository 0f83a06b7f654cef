//! How a walk leaves a way point and comes to the next.

use serde::{Deserialize, Serialize};

/// The curve of the weights between two way points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ease {
    /// The sigmoid of the official videos: it starts at 0.7 % and ends at 98.9 %.
    #[default]
    Official,
    /// The same step every frame.
    Linear,
    /// Slow at both ends, without the official curve's small jumps there.
    Smooth,
}

impl Ease {
    /// All curves with their names.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Official, "Official"),
        (Self::Linear, "Linear"),
        (Self::Smooth, "Smooth"),
    ];

    /// The weights of `between` frames that lie between two way points.
    pub fn weights(self, between: usize) -> Vec<f64> {
        (0..between).map(|at| self.weight(at, between)).collect()
    }

    fn weight(self, at: usize, between: usize) -> f64 {
        let share = (at + 1) as f64 / (between + 1) as f64;
        match self {
            // With 20 frames: the sigmoid of -5, -4.5, …, 4.5.
            Self::Official => {
                let place = -5.0 + 10.0 * at as f64 / between as f64;
                1.0 / (1.0 + (-place).exp())
            }
            Self::Linear => share,
            Self::Smooth => share * share * (3.0 - 2.0 * share),
        }
    }
}

/// How fast a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Frames between two way points.
    pub between: usize,
    /// Frames for which each way point stays.
    pub hold: usize,
    /// The curve between them.
    pub ease: Ease,
}

impl Pace {
    /// That of the official videos: with the frame that begins a pair, 31 frames.
    pub const OFFICIAL: Self = Self {
        between: 20,
        hold: 10,
        ease: Ease::Official,
    };
}

impl Default for Pace {
    fn default() -> Self {
        Self::OFFICIAL
    }
}
