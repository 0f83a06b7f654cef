//! Sentences of the style lab.

/// Before there is a blend.
pub const BLEND_NONE: &str = "A row whose style is mixed of two to eight others, each with its weight. Right click on a reference adds it.";
/// Fewer than two styles.
pub const BLEND_TOO_FEW: &str = "A blend needs two styles: add a reference or a sample first.";
/// What a part's figure is.
pub const CONTRIBUTION: &str = "Mean difference of the selected result with and without this style, over all pixels and channels. Point here, or on the style, to see the result without it.";
/// The strength of references.
pub const REFERENCE_STRENGTH: &str =
    "1 takes the reference's style as it is, 0 the mean style of its domain";
/// The strength in the wheel.
pub const WHEEL_STRENGTH: &str = "0 is the mean style of each branch, 1 all of the style. Scroll over the wheel, or Up and Down.";
/// The strength of label systems in the wheel.
pub const WHEEL_LABELS: &str =
    "0 keeps the source's labels, 1 switches one. Scroll over the wheel, or Up and Down.";
/// A model that has no mean style.
pub const WHEEL_NO_MAPPING: &str =
    "The strength needs the mean style of a mapping network, and this model has none.";
/// How the wheel is handled.
pub const WHEEL_HANDS: &str =
    "Click a branch, or Left and Right, to choose it · scroll: strength · Esc: back to the grid";
/// How the map is handled.
pub const MAP_HANDS: &str = "Click a point to use it, hold anywhere to blend the nearest · wheel: closer · right drag: move · keys: Tab, arrows, Enter, plus and minus";
/// The map of a label system.
pub const MAP_LABELS: &str = "This model is guided by labels, not by style codes: there is no map of them. The wheel (W) shows what each label changes.";
/// Codes on their way.
pub const MAP_WAITS: &str = "Placing styles…";
/// One style alone.
pub const MAP_FEW: &str =
    "A map needs two styles: this model has no mapping network, so add references.";
/// What the axes are.
pub const MAP_AXES: &str = "Principal components of the style codes: the two directions in which references, random seeds and mean styles differ most. What lies close together here may still differ in other directions.";
/// Before the hand rested anywhere.
pub const TRAIL_NONE: &str = "Where you rest leaves a dot";
