//! What helps a person to see: the loupe, round trips, how well photos suit the model.

use super::fitness::FitnessState;
use super::loupe::Loupe;
use super::trip::Trips;

/// The state of all that.
#[derive(Default)]
pub(super) struct Sight {
    /// The twin magnifier.
    pub loupe: Loupe,
    /// Results translated back.
    pub trips: Trips,
    /// Whether a drag on the large picture walks through latents.
    pub strolls: bool,
    /// What was measured of the pictures.
    pub fitness: FitnessState,
}
