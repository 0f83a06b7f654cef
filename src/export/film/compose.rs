//! What a frame of a film shows: the result alone, beside its source, or as the official videos have it.

use serde::{Deserialize, Serialize};

use crate::domain::Picture;

/// Width of the black bar at the right of the official sliding column.
const SLIDE_BAR: usize = 32;
/// The ground of a sliding column.
const BLACK: [u8; 3] = [0; 3];

/// The composition of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// The results alone, side by side.
    #[default]
    Result,
    /// Each source with its result beside it, one below the other.
    Beside,
    /// Official: the sources above their results.
    Interpolate,
    /// Official: the references slide up at the left, and the sources above their results at the right.
    Slide,
}

impl Form {
    /// All forms with their names.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Result, "Result"),
        (Self::Beside, "Source beside"),
        (Self::Interpolate, "Official: interpolate"),
        (Self::Slide, "Official: slide"),
    ];

    /// Whether it is one of the official videos' forms.
    pub fn is_official(self) -> bool {
        matches!(self, Self::Interpolate | Self::Slide)
    }

    /// Width and height of a frame of `sources` sources of side `side`.
    pub fn size(self, side: usize, sources: usize) -> [usize; 2] {
        match self {
            Self::Result => [side * sources, side],
            Self::Beside => [2 * side, side * sources],
            Self::Interpolate => [side * sources, 2 * side],
            Self::Slide => [side + SLIDE_BAR + side * sources, 2 * side],
        }
    }
}

/// The references of a frame in the form [`Form::Slide`].
#[derive(Clone, Copy, Debug)]
pub struct Strip<'a> {
    /// The reference that is left, and the one that is gone to.
    pub pair: [&'a Picture; 2],
    /// How far the walk is between them.
    pub weight: f64,
}

/// The row at which the strip of two references begins: the side at weight 0, the top at weight 1.
pub fn slide_top(side: usize, weight: f64) -> usize {
    (side as f64 * (1.0 - weight)) as usize
}

/// A frame of `sources` and their `results` (as many, all square and of one side).
pub fn compose<P: AsRef<Picture>>(
    form: Form,
    sources: &[P],
    results: &[Picture],
    strip: Option<Strip<'_>>,
) -> Picture {
    let side = results.first().map_or(1, Picture::width);
    let [width, height] = form.size(side, results.len());
    let mut frame = Picture::filled(width, height, BLACK);
    let both = || sources.iter().map(AsRef::as_ref).zip(results);
    match form {
        Form::Result => {
            for (at, result) in results.iter().enumerate() {
                frame.paste(result, at * side, 0);
            }
        }
        Form::Beside => {
            for (at, (source, result)) in both().enumerate() {
                frame.paste(source, 0, at * side);
                frame.paste(result, side, at * side);
            }
        }
        Form::Interpolate | Form::Slide => {
            let left = width - side * results.len();
            if let (Form::Slide, Some(strip)) = (form, strip) {
                frame.paste(&column(side, strip), 0, 0);
            }
            for (at, (source, result)) in both().enumerate() {
                frame.paste(source, left + at * side, 0);
                frame.paste(result, left + at * side, side);
            }
        }
    }
    frame
}

/// The sliding column without its bar: two sides high, the strip cut off at its lower end.
fn column(side: usize, strip: Strip<'_>) -> Picture {
    let mut column = Picture::filled(side, 2 * side, BLACK);
    let top = slide_top(side, strip.weight);
    let [previous, next] = strip.pair;
    column.paste(previous, 0, top);
    column.paste(next, 0, top + side);
    column
}
