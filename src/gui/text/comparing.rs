//! Sentences about comparing pictures, the loupe, the round trip and how a photo suits a model.

use crate::gui::widgets::{Against, ViewMode};

/// What a mode of the viewer shows.
pub fn mode_hint(mode: ViewMode) -> &'static str {
    match mode {
        ViewMode::Result => "The result alone (M goes through all ways)",
        ViewMode::Source => "The source alone, as the model sees it",
        ViewMode::Reference => "The reference alone, as the model sees it",
        ViewMode::SideBySide => "Both pictures beside each other; they zoom together",
        ViewMode::Wipe => "Drag the handle between the two pictures",
        ViewMode::Difference => "Where the two pictures differ, as a heat map",
        ViewMode::Blink => "The two pictures by turns, in the same place",
        ViewMode::RoundTrip => ROUND_TRIP_MODE,
    }
}

/// What the round trip's four pictures are.
pub const ROUND_TRIP_MODE: &str = "The result translated back to the source's own domain in the source's own style, and how far that is from the source: what the model was trained to keep small";

/// What the result can be compared with: the chip, and what it says.
pub fn against(against: Against) -> (&'static str, &'static str) {
    match against {
        Against::Source => ("source", "Compare with the result's own source"),
        Against::Reference => (
            "reference",
            "Compare with the reference whose style it takes",
        ),
        Against::Partner => (
            "other cell",
            "Compare with B: Ctrl+click another cell, or point at one and press B; X swaps the two",
        ),
    }
}

/// The two maps of differences to neighbours.
pub const NEIGHBOURS: (&str, &str) = (
    "style | content",
    "Two maps. Left, what the style alone changes: the same source in the row beside it. Right, what the source alone changes: another source in the same row.",
);
/// A place without a neighbour.
pub const NO_NEIGHBOUR: &str = "No neighbour with a result yet";
/// Beside the held picture's name.
pub const LET_GO: &str = "Let go of B (Esc)";
/// Marks a cell.
pub const COMPARE_WITH: &str = "Compare with this";
/// Keeps a picture as it is.
pub const HOLD: &str = "Compare with it as it is now";
/// What holding does.
pub const HOLD_HINT: &str =
    "Keeps this picture as B although sliders move on: before against after";
/// The full view's button.
pub const FULL: &str = "Full view";
/// Its hint.
pub const FULL_HINT: &str = "The picture fills the window (F)";
/// The way back.
pub const BACK: &str = "Back to the grid";
/// Fit or one to one.
pub const ACTUAL: (&str, &str) = (
    "1 : 1",
    "A pixel of the picture is one of the screen; again, and the picture fits (Z)",
);
/// The loupe.
pub const LOUPE: (&str, &str) = (
    "Loupe",
    "A twin magnifier at the pointer, here and over the grid; the wheel makes it stronger (G; hold G for a quick look)",
);
/// Walking through latents on the picture.
pub const STROLL: (&str, &str) = (
    "Walk",
    "Dragging on the picture moves z1 (right) and z2 (up), as on the pad; a double click brings both back (H; with Shift at any time)",
);
/// While the loupe waits for pixels.
pub const LOUPE_WAITS: &str = "reading…";
/// What the distance to the source is.
pub const TO_SOURCE: &str = "How much the model changed: mean absolute difference of result and source over all pixels and channels, 0 equal, 1 black against white. Small where the style asks for a change: the model holds back.";
/// What the round trip is.
pub const ROUND_TRIP: &str = "The result, translated back to the source's own domain in the source's own style, against the source; the same measure. Small: the model kept what it needs to find back. Large: pose or details were lost on the way, so trust the result less.";
/// Four models are compared.
pub const CLOSE_FIRST: &str = "Close one of them, then add it again.";
/// Two steps of a run.
pub const TWO_STEPS: &str = "What did the network learn in between? Opens both checkpoints in Compare, the later one as its difference to the earlier. The handles under the timeline choose the steps.";
/// Fewer than two checkpoints.
pub const NO_TWO_STEPS: &str =
    "Two kept checkpoints are needed between the handles under the timeline";
/// A fork and its first run.
pub const BOTH_RUNS: &str =
    "Opens the newest checkpoints of both runs in Compare, over the same sources and rows";
