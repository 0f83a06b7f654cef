//! The ways in which the viewer shows a result, and what it is compared with.

use super::ViewerPictures;

/// How the viewer shows a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ViewMode {
    /// The result alone.
    #[default]
    Result,
    /// Its source alone.
    Source,
    /// Its reference alone.
    Reference,
    /// Both pictures side by side.
    SideBySide,
    /// The other picture left of a handle, the result right of it.
    Wipe,
    /// A heat map of what differs.
    Difference,
    /// Both pictures by turns.
    Blink,
    /// There and back: the result translated back to its source's domain, and how far that is from the source.
    RoundTrip,
}

impl ViewMode {
    /// All modes with their names, in the order of the bar.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Result, "Result"),
        (Self::Source, "Source"),
        (Self::Reference, "Reference"),
        (Self::SideBySide, "Side by side"),
        (Self::Wipe, "Wipe"),
        (Self::Difference, "Difference"),
        (Self::Blink, "Blink"),
        (Self::RoundTrip, "Round trip"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(mode, _)| *mode == self);
        found.map_or("", |(_, name)| name)
    }

    /// Whether it shows two pictures against each other.
    pub fn compares(self) -> bool {
        matches!(
            self,
            Self::SideBySide | Self::Wipe | Self::Difference | Self::Blink
        )
    }

    /// Whether the pictures are there that it shows; a round trip may still be on its way.
    pub fn is_possible(self, pictures: &ViewerPictures<'_>, against: Against) -> bool {
        match self {
            Self::Result => true,
            Self::Source => pictures.source.is_some(),
            Self::Reference => pictures.reference.is_some(),
            Self::RoundTrip => pictures.source.is_some() && pictures.result.is_some(),
            _ => pictures.pair(against).is_some(),
        }
    }
}

/// What a result is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Against {
    /// Its source.
    #[default]
    Source,
    /// Its reference.
    Reference,
    /// The picture that the person marked: another cell, or one held as it was.
    Partner,
}

impl Against {
    /// All, in the order of the chips.
    pub const ALL: [Self; 3] = [Self::Source, Self::Reference, Self::Partner];

    /// What the other picture is called on the pictures and in figures.
    pub fn other(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Reference => "reference",
            Self::Partner => "B",
        }
    }

    /// What the result is called beside it.
    pub fn own(self) -> &'static str {
        match self {
            Self::Partner => "A",
            _ => "result",
        }
    }
}

/// What the difference is taken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DifferenceKind {
    /// To what the result is compared with.
    #[default]
    Pair,
    /// Twice: to the same source in another style, and to another source in the same style.
    Neighbours,
}

impl DifferenceKind {
    /// What the two maps of [`Self::Neighbours`] show.
    pub const MAPS: [&'static str; 2] = ["style", "content"];
}
