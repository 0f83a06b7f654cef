//! The tabs of the window.

use serde::{Deserialize, Serialize};

/// A tab of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tab {
    /// The grid.
    #[default]
    Explore,
    /// Training.
    Train,
    /// Figures of models, and the blind taste test.
    Evaluate,
    /// Several models side by side.
    Compare,
    /// Kept results.
    Gallery,
}

impl Tab {
    /// All tabs with their names, in the order of the bar.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Explore, "Explore"),
        (Self::Train, "Train"),
        (Self::Evaluate, "Evaluate"),
        (Self::Compare, "Compare"),
        (Self::Gallery, "Gallery"),
    ];
}
