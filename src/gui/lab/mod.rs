//! The style lab: blends of several styles and what each gives, the branch wheel, the style map, and the trail of visited latents.
//!
//! Here is what they know and ask for; `panels::lab` draws them.

pub mod blend;
mod cells;
mod hands;
mod kept;
pub(super) mod map;
pub(super) mod points;
pub mod trail;
mod visits;
pub(super) mod wheel;

pub(super) use cells::{Changes, Wanted};

/// What the middle of Explore shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Centre {
    /// All sources in all rows' styles.
    #[default]
    Grid,
    /// One source in all branches.
    Wheel,
    /// All style codes in a plane.
    Map,
}

impl Centre {
    /// All with their names, what they are for, and the commands that lead to them.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 3] = [
        (
            Self::Grid,
            "Grid",
            "All sources in all styles",
            "Close or cancel",
        ),
        (
            Self::Wheel,
            "Wheel",
            "One source in all branches, with the same style",
            "Branch wheel",
        ),
        (
            Self::Map,
            "Map",
            "All styles in a plane: click between them to blend",
            "Style map",
        ),
    ];
}

/// What the lab remembers between frames.
#[derive(Default)]
pub(super) struct Lab {
    pub centre: Centre,
    /// The part of the blend that is left out while a person looks what it gives.
    pub without: Option<usize>,
    /// How much the result changes without each part of the blend, 0 to 1, as far as known.
    pub contributions: Vec<Option<f32>>,
    /// Cells that are wanted beside the grid's.
    pub wanted: Vec<Wanted>,
    pub changes: Changes,
    pub wheel: wheel::Wheel,
    pub map: map::Map,
    pub visits: visits::Visits,
    pub kept: kept::KeptPoints,
}
