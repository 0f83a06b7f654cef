//! Where commands can be used.

/// What fills the window. The window is in exactly one place, so two commands that share a key but no place never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The grid.
    Explore,
    /// The Train tab before a run.
    TrainSetup,
    /// A run.
    Run,
    /// Figures of models.
    Figures,
    /// The set-up of a taste test.
    TasteSetup,
    /// A taste test that is being made ready.
    TastePreparing,
    /// A pair to be judged.
    TasteAsking,
    /// A taste test at rest.
    TastePaused,
    /// What came of a taste test.
    TasteResult,
    /// Several models side by side.
    Compare,
    /// What was kept.
    Gallery,
}

/// Places that belong together, and what they are called.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The places.
    pub all: &'static [Place],
    /// What they are called: "Explore and Compare". Empty for all of them.
    pub words: &'static str,
    /// Why a command of them cannot be used elsewhere.
    pub elsewhere: &'static str,
}

/// Wherever the person is.
pub const ANYWHERE: Places = Places {
    all: &[
        Place::Explore,
        Place::TrainSetup,
        Place::Run,
        Place::Figures,
        Place::TasteSetup,
        Place::TastePreparing,
        Place::TasteAsking,
        Place::TastePaused,
        Place::TasteResult,
        Place::Compare,
        Place::Gallery,
    ],
    words: "",
    elsewhere: "",
};
/// Where sources and rows are worked on.
pub const GRID: Places = Places {
    all: &[Place::Explore, Place::Compare],
    words: "Explore, Compare",
    elsewhere: "Only in Explore and Compare",
};
/// The grid alone.
pub const EXPLORE: Places = Places {
    all: &[Place::Explore],
    words: "Explore",
    elsewhere: "Only in Explore",
};
/// Several models side by side.
pub const COMPARE: Places = Places {
    all: &[Place::Compare],
    words: "Compare",
    elsewhere: "Only in Compare",
};
/// The Train tab.
pub const TRAIN: Places = Places {
    all: &[Place::TrainSetup, Place::Run],
    words: "Train",
    elsewhere: "Only in Train",
};
/// A run on screen.
pub const RUN: Places = Places {
    all: &[Place::Run],
    words: "Train, with a run",
    elsewhere: "Only with a run on screen",
};
/// Figures of models.
pub const FIGURES: Places = Places {
    all: &[Place::Figures],
    words: "Evaluate",
    elsewhere: "Only in Evaluate",
};
/// Evaluate, but for a test that is under way.
pub const EVALUATE: Places = Places {
    all: &[Place::Figures, Place::TasteSetup, Place::TasteResult],
    words: "Evaluate",
    elsewhere: "Only in Evaluate, and not during a taste test",
};
/// The gallery.
pub const GALLERY: Places = Places {
    all: &[Place::Gallery],
    words: "Gallery",
    elsewhere: "Only in Gallery",
};
