//! What a model had no place for, until a model comes that has: opening a small model must not cost what was set up for a larger one.

use super::Explore;

/// The state before it was made to fit a model, and after.
#[derive(Clone, Debug)]
pub struct Unfitted {
    whole: Explore,
    fitted: Explore,
}

impl Unfitted {
    /// What was lost when `whole` became `fitted`; none when nothing was.
    pub fn of(whole: Explore, fitted: &Explore) -> Option<Self> {
        let lost = whole.blend != fitted.blend
            || whole.latents != fitted.latents
            || (whole.branch, whole.fallback) != (fitted.branch, fitted.fallback);
        let fitted = fitted.clone();
        lost.then_some(Self { whole, fitted })
    }

    /// Gives it back, but for what a person changed since.
    pub fn give_back(self, explore: &mut Explore) {
        let Self { whole, fitted } = self;
        if explore.blend == fitted.blend {
            explore.blend = whole.blend;
        }
        if explore.latents == fitted.latents {
            explore.latents = whole.latents;
        }
        if (explore.branch, explore.fallback) == (fitted.branch, fitted.fallback) {
            (explore.branch, explore.fallback) = (whole.branch, whole.fallback);
        }
    }
}
