//! Two pictures compared on the CPU: the plain fallback of the shaders and the oracle of their tests.

use crate::domain::Picture;

/// The colours of the difference map from no difference to the largest, evenly spaced, sRGB in 0 to 1.
///
/// `shaders/difference.wgsl` holds the same five.
pub const HEAT: [[f32; 3]; 5] = [
    [0.02, 0.02, 0.05],
    [0.30, 0.07, 0.42],
    [0.76, 0.22, 0.33],
    [0.98, 0.58, 0.15],
    [0.99, 0.98, 0.76],
];

/// The colour of a difference `amount` in 0 to 1.
pub fn heat(amount: f32) -> [f32; 3] {
    let steps = (HEAT.len() - 1) as f32;
    let at = amount.clamp(0.0, 1.0) * steps;
    let low = (at.floor() as usize).min(HEAT.len() - 2);
    let weight = at - low as f32;
    std::array::from_fn(|channel| {
        HEAT[low][channel] + (HEAT[low + 1][channel] - HEAT[low][channel]) * weight
    })
}

/// The colour of the rim around the strongest differences: far from all of [`HEAT`]. `shaders/difference.wgsl` holds the same.
pub const MARK: [f32; 3] = [0.10, 0.72, 1.0];
/// The strongest one in so many pixels is marked.
const MARKED_OF: usize = 100;
/// The largest difference of a pixel: all of three channels.
const MOST_LEVELS: usize = 3 * 255;

/// How much two pictures differ, in levels of 255.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Strongest {
    /// Least difference of the strongest 1 %, summed over the channels; 0 when the pictures are equal. When more pixels share the
    /// largest difference, it is that.
    pub least: u32,
    /// Mean over pixels and channels.
    pub mean: f32,
}

/// The size at which two pictures are compared: the larger one's, side by side.
pub fn common_size(a: &Picture, b: &Picture) -> [usize; 2] {
    [a.width().max(b.width()), a.height().max(b.height())]
}

/// The sum of the absolute differences of the channels at column `x`, row `y` of two pictures at their common size; of a smaller one
/// the nearest pixel counts.
pub fn level_at(a: &Picture, b: &Picture, x: usize, y: usize) -> u32 {
    let [width, height] = common_size(a, b);
    let colour = |picture: &Picture| {
        let there = (x * picture.width() / width, y * picture.height() / height);
        picture.pixel(there.0, there.1).unwrap_or_default()
    };
    let apart = colour(a).into_iter().zip(colour(b));
    apart.map(|(l, r)| u32::from(l.abs_diff(r))).sum()
}

/// [`level_at`] for all pixels, row by row.
fn levels(a: &Picture, b: &Picture) -> Vec<u32> {
    let [width, height] = common_size(a, b);
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    places.map(|(x, y)| level_at(a, b, x, y)).collect()
}

/// Where the strongest 1 % begin, and the mean.
pub fn strongest(a: &Picture, b: &Picture) -> Strongest {
    let levels = levels(a, b);
    let mut counts = [0; MOST_LEVELS + 1];
    for &level in &levels {
        counts[(level as usize).min(MOST_LEVELS)] += 1;
    }
    let most = levels.len().div_ceil(MARKED_OF);
    let (mut least, mut marked) = (0, 0);
    for level in (1..=MOST_LEVELS).rev().filter(|&level| counts[level] > 0) {
        if marked > 0 && marked + counts[level] > most {
            break;
        }
        marked += counts[level];
        least = level as u32;
    }
    let sum: u64 = levels.iter().map(|&level| u64::from(level)).sum();
    let mean = sum as f32 / (3 * levels.len().max(1)) as f32;
    Strongest { least, mean }
}

/// As [`difference`], with a rim around the pixels that differ by `least` or more.
pub fn marked_difference(a: &Picture, b: &Picture, amplify: f32, least: u32) -> Picture {
    let map = difference(a, b, amplify);
    if least == 0 {
        return map;
    }
    let [width, height] = common_size(a, b);
    let strong: Vec<bool> = levels(a, b).iter().map(|&level| level >= least).collect();
    let strong_at = |x: usize, y: usize| strong[y.min(height - 1) * width + x.min(width - 1)];
    let mut rgb = map.rgb().to_vec();
    for (at, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (at % width, at / width);
        let around = [
            (x + 1, y),
            (x.saturating_sub(1), y),
            (x, y + 1),
            (x, y.saturating_sub(1)),
        ];
        if strong[at] && !around.iter().all(|&(x, y)| strong_at(x, y)) {
            pixel.copy_from_slice(&MARK.map(|value| (value * 255.0 + 0.5) as u8));
        }
    }
    Picture::new(width, height, rgb).unwrap_or(map)
}

/// The heat map of the mean absolute difference of the channels, times `amplify`.
///
/// It has the larger one's size; of the smaller one the nearest pixel counts.
pub fn difference(a: &Picture, b: &Picture, amplify: f32) -> Picture {
    let [width, height] = common_size(a, b);
    let mut rgb = Vec::with_capacity(width * height * 3);
    for sum in levels(a, b) {
        let amount = sum as f32 / MOST_LEVELS as f32 * amplify;
        rgb.extend(heat(amount).map(|value| (value * 255.0 + 0.5) as u8));
    }
    Picture::new(width, height, rgb).unwrap_or_else(|| Picture::filled(1, 1, [0; 3]))
}

/// `a` left of `split` (0 to 1 of the width), `b` right of it, in the size of `a`.
pub fn wipe(a: &Picture, b: &Picture, split: f32) -> Picture {
    let (width, height) = (a.width(), a.height());
    let edge = split * width as f32;
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let there = (x * b.width() / width, y * b.height() / height);
            let colour = if (x as f32 + 0.5) < edge {
                a.pixel(x, y)
            } else {
                b.pixel(there.0, there.1)
            };
            rgb.extend(colour.unwrap_or_default());
        }
    }
    Picture::new(width, height, rgb).unwrap_or_else(|| Picture::filled(1, 1, [0; 3]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pictures_are_cold_and_opposites_hot() {
        let black = Picture::filled(2, 2, [0; 3]);
        let white = Picture::filled(2, 2, [255; 3]);
        let cold = HEAT[0].map(|value| (value * 255.0 + 0.5) as u8);
        let hot = HEAT[4].map(|value| (value * 255.0 + 0.5) as u8);
        assert_eq!(difference(&black, &black, 8.0).pixel(1, 1), Some(cold));
        assert_eq!(difference(&black, &white, 1.0).pixel(0, 0), Some(hot));
        assert_eq!(difference(&black, &white, 90.0).pixel(0, 0), Some(hot));
    }

    #[test]
    fn the_strongest_one_in_a_hundred_is_marked() {
        let plain = Picture::filled(20, 10, [10; 3]);
        let mut rgb = plain.rgb().to_vec();
        for (at, change) in [(45, 9), (46, 8), (100, 3), (101, 3)] {
            rgb[3 * at] += change;
        }
        let changed = Picture::new(20, 10, rgb).unwrap();
        let found = strongest(&plain, &changed);
        assert_eq!(found.least, 8, "two of two hundred");
        assert!((found.mean - 23.0 / 600.0).abs() < 1e-6);
        let map = marked_difference(&plain, &changed, 1.0, found.least);
        let mark = MARK.map(|value| (value * 255.0 + 0.5) as u8);
        let marked = |x, y| map.pixel(x, y) == Some(mark);
        assert!(marked(5, 2) && marked(6, 2) && !marked(7, 2) && !marked(0, 5));
        assert_eq!(strongest(&plain, &plain), Strongest::default());
        let white = Picture::filled(20, 10, [11; 3]);
        assert_eq!(strongest(&plain, &white).least, 3, "all alike: all of them");
    }

    #[test]
    fn pictures_are_compared_at_the_larger_ones_size() {
        let mut large = Picture::filled(4, 4, [10; 3]);
        large.paste(&Picture::filled(1, 1, [40; 3]), 3, 0);
        let small = Picture::filled(2, 2, [10; 3]);
        for (a, b) in [(&large, &small), (&small, &large)] {
            let map = difference(a, b, 1.0);
            assert_eq!([map.width(), map.height()], [4, 4]);
            assert_eq!(level_at(a, b, 3, 0), 90);
            let found = strongest(a, b);
            assert_eq!(found.least, 90);
            assert!((found.mean - 90.0 / 48.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_wipe_has_a_left_and_a_right() {
        let a = Picture::filled(4, 1, [1; 3]);
        let b = Picture::filled(2, 3, [2; 3]);
        let both = wipe(&a, &b, 0.5);
        assert_eq!(both.rgb(), [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }
}
