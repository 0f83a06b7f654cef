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

/// The heat map of the mean absolute difference of the channels, times `amplify`.
///
/// It has the size of `a`; where `b` has another size, its nearest pixel counts.
pub fn difference(a: &Picture, b: &Picture, amplify: f32) -> Picture {
    let (width, height) = (a.width(), a.height());
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let there = (x * b.width() / width, y * b.height() / height);
            let left = a.pixel(x, y).unwrap_or_default();
            let right = b.pixel(there.0, there.1).unwrap_or_default();
            let sum: u32 = (0..3)
                .map(|channel| u32::from(left[channel].abs_diff(right[channel])))
                .sum();
            let amount = sum as f32 / (3.0 * 255.0) * amplify;
            rgb.extend(heat(amount).map(|value| (value * 255.0 + 0.5) as u8));
        }
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
    fn the_wipe_has_a_left_and_a_right() {
        let a = Picture::filled(4, 1, [1; 3]);
        let b = Picture::filled(2, 3, [2; 3]);
        let both = wipe(&a, &b, 0.5);
        assert_eq!(both.rgb(), [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }
}
