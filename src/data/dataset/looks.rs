//! How a picture looks, in 432 bytes: finds pictures that are nearly the same, re-encoded or cut a little differently.
//!
//! Drawn pictures of one style look alike: with 64-bit hashes (difference or cosine) half of the distinct creatures had a twin. So a
//! look keeps colours, and the edges of a picture are left out of it: then a copy that was cut by up to 5 % on a side still holds all of
//! it, and a search over cuts finds it again. The threshold is measured; docs/decisions.md has the figures.

use crate::data::resize::{Filter, resize};
use crate::domain::{CropBox, Picture};

/// Side of a look in pixels.
const SIDE: usize = 12;
/// What is cut off each edge before a look is taken, as a share of the side.
const MARGIN: f32 = 0.05;
/// Cuts that are tried at each edge of the picture in question: from none up to twice the margin.
const CUTS: [f32; 5] = [0.0, 0.025, 0.05, 0.075, 0.1];
/// A picture in question is made this large first: 625 cuts of it are resized.
const WORKING_SIDE: usize = 128;
/// Root mean square of the differences, of 255, up to which two looks are of one picture.
const NEAR: f32 = 5.0;
/// Looks that differ more without any search are not compared further: a cut of 4 % at every edge moves a look by 31 at most.
const HOPELESS: f32 = 45.0;

/// Colours of the middle of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look([u8; SIDE * SIDE * 3]);

impl Look {
    /// The look of a picture.
    pub fn of(picture: &Picture) -> Self {
        Self::cut(picture, [MARGIN; 4])
    }

    /// With these shares cut off at the left, right, top and bottom.
    fn cut(picture: &Picture, cuts: [f32; 4]) -> Self {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let [left, right] = [cuts[0], cuts[1]].map(|share| (share * width).round());
        let [top, bottom] = [cuts[2], cuts[3]].map(|share| (share * height).round());
        let area = CropBox {
            x: left,
            y: top,
            width: width - left - right,
            height: height - top - bottom,
        };
        let small = resize(picture, area, SIDE, SIDE, Filter::Bilinear);
        let mut look = [0; SIDE * SIDE * 3];
        look.copy_from_slice(small.rgb());
        Self(look)
    }

    /// Root mean square of the differences, of 255.
    fn distance(&self, other: &Self) -> f32 {
        let squares = self.0.iter().zip(&other.0).map(|(&a, &b)| {
            let difference = i32::from(a) - i32::from(b);
            (difference * difference) as u32
        });
        (squares.sum::<u32>() as f32 / self.0.len() as f32).sqrt()
    }
}

/// Whether one of `looks` is that of `picture`, perhaps re-encoded, resized or cut a little differently.
pub fn has_near(looks: &[Look], picture: &Picture) -> bool {
    let plain = Look::of(picture);
    let close = |look: &&Look| plain.distance(look) <= HOPELESS;
    let candidates: Vec<&Look> = looks.iter().filter(close).collect();
    if candidates.iter().any(|look| plain.distance(look) <= NEAR) {
        return true;
    }
    if candidates.is_empty() {
        return false;
    }
    let whole = CropBox::whole(picture.width(), picture.height());
    let working = resize(picture, whole, WORKING_SIDE, WORKING_SIDE, Filter::Bilinear);
    let pairs = CUTS.map(|first| CUTS.map(|second| [first, second]));
    let pairs = pairs.as_flattened();
    pairs.iter().any(|&[left, right]| {
        pairs.iter().any(|&[top, bottom]| {
            let cut = Look::cut(&working, [left, right, top, bottom]);
            candidates.iter().any(|look| cut.distance(look) <= NEAR)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs(seed: usize) -> Picture {
        let colour = |x: usize, y: usize, channel: usize| {
            let wave = (x * (3 + seed) + y * (2 + channel)) as f32 / 40.0;
            (127.0 + 120.0 * (wave + (seed * 7 + channel) as f32).sin()) as u8
        };
        let at = |place: usize| (place % 100, place / 100);
        let rgb = (0..100 * 80).flat_map(|place| {
            let (x, y) = at(place);
            [0, 1, 2].map(|channel| colour(x, y, channel))
        });
        Picture::new(100, 80, rgb.collect()).unwrap()
    }

    #[test]
    fn a_picture_that_was_resized_or_cut_is_known_again() {
        let looks: Vec<Look> = (0..5).map(|seed| Look::of(&blobs(seed))).collect();
        let known = blobs(3);
        assert!(has_near(&looks, &known));
        let whole = CropBox::whole(100, 80);
        let smaller = resize(&known, whole, 64, 64, Filter::Bilinear);
        assert!(has_near(&looks, &smaller));
        let cut = CropBox {
            x: 5.0,
            y: 0.0,
            width: 95.0,
            height: 76.0,
        };
        let cut = resize(&known, cut, 128, 128, Filter::Bicubic);
        assert!(has_near(&looks, &cut));
        assert!(!has_near(&looks, &blobs(9)));
        assert!(!has_near(&[], &known));
    }
}
