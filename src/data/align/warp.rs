//! Resampling by Lanczos with eight taps a direction, at exact positions.

use std::f64::consts::PI;

use super::similarity::Similarity;
use super::wide::Wide;

/// Taps a direction, and how many of them lie before the position's whole part.
const TAPS: usize = 8;
const BEFORE: i64 = 3;
/// Half the filter's width.
const LOBES: f64 = 4.0;

/// Positions further out than this are taken as this; everything there is black.
const FARTHEST: f64 = 1e9;

/// The picture of `size` x `size` (rows of R G B, not clamped) whose pixel at (x, y) is that of `wide` at `back`(x, y).
///
/// Whole coordinates are the middles of pixels. What lies outside is black; the filter is not widened where the picture shrinks.
pub fn warp(wide: &Wide, back: &Similarity, size: usize) -> Vec<f64> {
    let mut levels = Vec::with_capacity(size * size * 3);
    for y in 0..size {
        for x in 0..size {
            levels.extend(sample(wide, back.apply([x as f64, y as f64])));
        }
    }
    levels
}

fn sample(wide: &Wide, place: [f64; 2]) -> [f64; 3] {
    let [across, down] = place.map(weights);
    let [left, top] = place.map(|at| at.floor().clamp(-FARTHEST, FARTHEST) as i64 - BEFORE);
    let mut colour = [0.0; 3];
    for (y, row_weight) in (top..).zip(down) {
        let (skipped, row) = wide.row_from(left, y);
        let mut sums = [0.0; 3];
        for (pixel, weight) in row
            .as_chunks::<3>()
            .0
            .iter()
            .zip(across.iter().skip(skipped))
        {
            for (sum, level) in sums.iter_mut().zip(pixel) {
                *sum += weight * level;
            }
        }
        for (level, sum) in colour.iter_mut().zip(sums) {
            *level += row_weight * sum;
        }
    }
    colour
}

/// The taps' weights for a position, their sum 1.
fn weights(at: f64) -> [f64; TAPS] {
    let behind = at - at.floor() + BEFORE as f64;
    let raw: [f64; TAPS] = std::array::from_fn(|tap| {
        let distance = behind - tap as f64;
        sinc(distance) * sinc(distance / LOBES)
    });
    let total: f64 = raw.iter().sum();
    raw.map(|weight| weight / total)
}

fn sinc(t: f64) -> f64 {
    if t == 0.0 {
        1.0
    } else {
        (PI * t).sin() / (PI * t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_positions_take_one_pixel() {
        let found = weights(-17.0);
        for (tap, weight) in found.into_iter().enumerate() {
            let expected = if tap == 3 { 1.0 } else { 0.0 };
            assert!((weight - expected).abs() < 1e-15, "{tap}: {weight}");
        }
        assert!((weights(0.3).iter().sum::<f64>() - 1.0).abs() < 1e-15);
    }
}
