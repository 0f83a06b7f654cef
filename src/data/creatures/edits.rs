//! The edits: each takes a picture and gives another of the same size. Nothing here is drawn by chance.

use crate::domain::Picture;

/// How much of a tinted picture is the tint; the rest is its own colour.
const TINT: f32 = 0.8;
/// Width of the frame, and of its inner line, in pixels.
const FRAME: usize = 5;
const LINE: usize = 1;
const FRAME_COLOUR: [f32; 3] = [240.0, 190.0, 60.0];
const LINE_COLOUR: [f32; 3] = [70.0, 45.0, 10.0];
/// Centre (from the left and from the top) and radius of the mark, in pixels.
const MARK: (f32, f32, f32) = (10.5, 10.5, 4.5);
/// Width of the lines of mark and glasses, in pixels.
const RIM: f32 = 2.0;
const INK: [f32; 3] = [15.0, 15.0, 20.0];
const WHITE: [f32; 3] = [255.0; 3];
/// How much of what is behind a lens is white.
const LENS: f32 = 0.45;

/// A colour that a whole picture takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// Red.
    Red,
    /// Blue.
    Blue,
}

/// Where the glasses of a kind of creature sit, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eyes {
    /// The middle between the eyes.
    x: f32,
    y: f32,
    /// From that middle to each eye.
    apart: f32,
    /// Radius of a lens.
    radius: f32,
}

impl Eyes {
    /// Eyes `apart` to the left and right of (`x`, `y`), for lenses of this radius.
    pub const fn new(x: f32, y: f32, apart: f32, radius: f32) -> Self {
        Self {
            x,
            y,
            apart,
            radius,
        }
    }

    /// The same eyes in a mirrored picture of this width.
    pub fn mirrored(self, width: usize) -> Self {
        Self {
            x: width as f32 - self.x,
            ..self
        }
    }
}

/// Left and right exchanged.
pub fn mirrored(picture: &Picture) -> Picture {
    let last = picture.width() - 1;
    repainted(picture, |x, y, _| colour(picture, last - x, y))
}

/// With a button in the upper left corner.
pub fn marked(picture: &Picture) -> Picture {
    let (x, y, radius) = MARK;
    repainted(picture, |column, row, own| {
        let from = distance(column, row, x, y);
        let filled = mixed(own, WHITE, inside(from, radius));
        mixed(filled, INK, ring(from, radius))
    })
}

/// In shades of one colour.
pub fn tinted(picture: &Picture, tint: Tint) -> Picture {
    let (dark, light) = match tint {
        Tint::Red => ([60.0, 0.0, 0.0], [255.0, 130.0, 110.0]),
        Tint::Blue => ([0.0, 10.0, 70.0], [110.0, 170.0, 255.0]),
    };
    repainted(picture, |_, _, own| {
        let lightness = (0.299 * own[0] + 0.587 * own[1] + 0.114 * own[2]) / 255.0;
        mixed(own, mixed(dark, light, lightness), TINT)
    })
}

/// With round glasses.
pub fn with_glasses(picture: &Picture, eyes: Eyes) -> Picture {
    let lenses = [eyes.x - eyes.apart, eyes.x + eyes.apart];
    repainted(picture, |column, row, own| {
        let from = |x: f32| distance(column, row, x, eyes.y);
        let nearest = from(lenses[0]).min(from(lenses[1]));
        let glass = mixed(own, WHITE, LENS * inside(nearest, eyes.radius));
        let rim = ring(nearest, eyes.radius);
        let x = column as f32 + 0.5;
        let (left, right) = (lenses[0] + eyes.radius, lenses[1] - eyes.radius);
        let between = (left..right).contains(&x);
        // The legs of the glasses go on outwards.
        let reach = eyes.apart + eyes.radius;
        let beside = (reach..reach + eyes.radius * 0.6).contains(&(x - eyes.x).abs());
        let height = (row as f32 + 0.5 - eyes.y).abs();
        let bar = if between || beside {
            inside(height, RIM / 2.0)
        } else {
            0.0
        };
        mixed(glass, INK, rim.max(bar))
    })
}

/// With a golden frame.
pub fn framed(picture: &Picture) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    repainted(picture, |x, y, own| {
        let edge = x.min(y).min(width - 1 - x).min(height - 1 - y);
        if edge < FRAME - LINE {
            FRAME_COLOUR
        } else if edge < FRAME {
            LINE_COLOUR
        } else {
            own
        }
    })
}

/// The picture with each pixel's colour replaced by that which `paint` gives for its column, row and colour.
fn repainted(picture: &Picture, paint: impl Fn(usize, usize, [f32; 3]) -> [f32; 3]) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let mut painted = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let new = paint(x, y, colour(picture, x, y));
            painted.extend(new.map(|value| value.round().clamp(0.0, 255.0) as u8));
        }
    }
    Picture::new(width, height, painted).unwrap_or_else(|| picture.clone())
}

fn colour(picture: &Picture, x: usize, y: usize) -> [f32; 3] {
    picture.pixel(x, y).unwrap_or_default().map(f32::from)
}

fn mixed(a: [f32; 3], b: [f32; 3], share: f32) -> [f32; 3] {
    std::array::from_fn(|at| a[at] + (b[at] - a[at]) * share)
}

/// From a pixel's middle to (`x`, `y`).
fn distance(column: usize, row: usize, x: f32, y: f32) -> f32 {
    (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y)
}

/// How much of a pixel at `distance` from the middle of a disc lies in it.
fn inside(distance: f32, radius: f32) -> f32 {
    (radius + 0.5 - distance).clamp(0.0, 1.0)
}

/// The same for the line around the disc.
fn ring(distance: f32, radius: f32) -> f32 {
    inside((distance - radius).abs(), RIM / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey() -> Picture {
        Picture::filled(64, 64, [120; 3])
    }

    #[test]
    fn the_mark_goes_to_the_other_corner() {
        let marked = marked(&grey());
        assert_eq!(marked.pixel(10, 10), Some([255; 3]));
        assert_eq!(marked.pixel(53, 10), Some([120; 3]));
        let other = mirrored(&marked);
        assert_eq!(other.pixel(53, 10), Some([255; 3]));
        assert_eq!(mirrored(&other), marked);
    }

    #[test]
    fn tints_are_what_they_are_called() {
        for (tint, strongest) in [(Tint::Red, 0), (Tint::Blue, 2)] {
            for own in [[0; 3], [255; 3], [200, 30, 220], [20, 250, 30]] {
                let tinted = tinted(&Picture::filled(1, 1, own), tint);
                let colour = tinted.pixel(0, 0).unwrap();
                assert_eq!(colour.iter().max(), Some(&colour[strongest]), "{colour:?}");
            }
        }
    }

    #[test]
    fn glasses_and_frame_stay_where_they_belong() {
        let eyes = Eyes::new(32.0, 30.0, 9.0, 7.0);
        let worn = with_glasses(&grey(), eyes);
        assert_eq!(worn, mirrored(&with_glasses(&grey(), eyes.mirrored(64))));
        assert_eq!(worn.pixel(32, 10), Some([120; 3]));
        assert!(worn.pixel(30, 30).unwrap()[0] < 60, "the rim is dark");
        assert!(worn.pixel(23, 30).unwrap()[0] > 150, "the lens is bright");
        let framed = framed(&grey());
        assert_eq!(framed.pixel(32, 32), Some([120; 3]));
        assert_eq!(framed.pixel(FRAME, FRAME), Some([120; 3]));
        assert_ne!(framed.pixel(FRAME - 1, 32), Some([120; 3]));
        assert_eq!(framed.pixel(63, 63), Some([240, 190, 60]));
    }
}
