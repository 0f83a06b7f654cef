//! A picture with room around it: mirrored at its edges, and blurred the more the nearer to the border.

use crate::domain::Picture;

/// The blur's width is the picture's side divided by this, rounded down, on a copy of half the size.
const SIDE_PER_SIGMA: usize = 100;
/// The blur's kernel reaches this many widths far.
const REACH: usize = 4;
/// The sharp picture's share grows with this power of the distance from the border.
const POWER: i32 = 4;

/// Twice as wide and high as the picture in its middle; R G B in 0..=255, not rounded.
#[derive(Clone, Debug)]
pub struct Wide {
    side: usize,
    levels: Vec<f64>,
}

impl Wide {
    /// Pixels added on each side of a picture of `size` x `size`.
    pub fn margin(size: usize) -> usize {
        size / 2
    }

    /// Widens a square `picture` with an even side.
    pub fn of(picture: &Picture) -> Self {
        let size = picture.width().min(picture.height());
        let side = 2 * size;
        let mirrored = mirror(picture, size);
        let blurred = blur(&halve(&mirrored, side), size);
        let nearness: Vec<f64> = (0..side)
            .map(|at| (at.min(side - 1 - at) as f64 / (side / 4) as f64).min(1.0))
            .collect();
        let mut levels = Vec::with_capacity(mirrored.len());
        for y in 0..side {
            for x in 0..side {
                let weight = nearness[x].min(nearness[y]).powi(POWER);
                let soft = enlarged(&blurred, size, [x, y]);
                let at = (y * side + x) * 3;
                let mixed = (0..3).map(|channel| {
                    weight * f64::from(mirrored[at + channel]) + (1.0 - weight) * soft[channel]
                });
                levels.extend(mixed);
            }
        }
        Self { side, levels }
    }

    /// Its width and height.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Row `y` from column `x` on, R G B by R G B, and how many columns before the first one were asked for in vain. Empty outside.
    pub fn row_from(&self, x: i64, y: i64) -> (usize, &[f64]) {
        let skipped = usize::try_from(-x).unwrap_or(0);
        let first = usize::try_from(x).unwrap_or(0);
        let row = match usize::try_from(y) {
            Ok(y) if y < self.side => &self.levels[y * self.side * 3..][..self.side * 3],
            _ => &[],
        };
        (skipped, row.get(first * 3..).unwrap_or_default())
    }
}

/// The picture and its mirror images; the edge itself is not repeated.
fn mirror(picture: &Picture, size: usize) -> Vec<u8> {
    let margin = Wide::margin(size);
    let place = |at: usize| match at.checked_sub(margin) {
        None => margin - at,
        Some(at) if at >= size => 2 * size - 2 - at,
        Some(at) => at,
    };
    let mut bytes = Vec::with_capacity(4 * size * size * 3);
    for y in (0..2 * size).map(place) {
        for x in (0..2 * size).map(place) {
            bytes.extend(picture.pixel(x, y).unwrap_or_default());
        }
    }
    bytes
}

/// The mean of each 2 x 2 block, rounded, halves up.
fn halve(bytes: &[u8], side: usize) -> Vec<f64> {
    let half = side / 2;
    let value = |at: usize| {
        let (channel, x, y) = (at % 3, at / 3 % half, at / 3 / half);
        let corner = (2 * y * side + 2 * x) * 3 + channel;
        let block = [corner, corner + 3, corner + side * 3, corner + side * 3 + 3];
        let sum: u32 = block.iter().map(|&at| u32::from(bytes[at])).sum();
        f64::from((sum + 2) / 4)
    };
    (0..half * half * 3).map(value).collect()
}

/// A Gaussian over a square of this side, edges repeated; pictures below 100 pixels are left sharp.
fn blur(levels: &[f64], side: usize) -> Vec<f64> {
    let sigma = side / SIDE_PER_SIGMA;
    if sigma == 0 {
        return levels.to_vec();
    }
    let radius = REACH * sigma;
    let bell = |at: usize| {
        let distance = at.abs_diff(radius) as f64 / sigma as f64;
        (-0.5 * distance * distance).exp()
    };
    let kernel: Vec<f64> = (0..=2 * radius).map(bell).collect();
    let total: f64 = kernel.iter().sum();
    let kernel: Vec<f64> = kernel.iter().map(|weight| weight / total).collect();
    let rows = blur_along(levels, side, &kernel, 3 * side, 3);
    blur_along(&rows, side, &kernel, 3, 3 * side)
}

/// Blurs along one direction: `step` values from pixel to pixel, `line` values from line to line.
fn blur_along(levels: &[f64], side: usize, kernel: &[f64], line: usize, step: usize) -> Vec<f64> {
    let radius = kernel.len() / 2;
    let mut out = vec![0.0; levels.len()];
    for start in (0..side).map(|index| index * line) {
        for at in 0..side {
            let mut sums = [0.0; 3];
            for (tap, weight) in kernel.iter().enumerate() {
                let from = (at + tap).saturating_sub(radius).min(side - 1);
                let from = start + from * step;
                for (sum, level) in sums.iter_mut().zip(&levels[from..from + 3]) {
                    *sum += weight * level;
                }
            }
            let to = start + at * step;
            out[to..to + 3].copy_from_slice(&sums);
        }
    }
    out
}

/// The colour at [x, y] of the square of this side at twice its size: bilinear, half-pixel centres, edges repeated.
fn enlarged(levels: &[f64], side: usize, place: [usize; 2]) -> [f64; 3] {
    // Pixel 2i lies a quarter before the middle of pixel i, pixel 2i + 1 a quarter behind it.
    let [across, down] = place.map(|at| {
        let near = at / 2;
        let far = if at % 2 == 0 {
            near.saturating_sub(1)
        } else {
            (near + 1).min(side - 1)
        };
        [(near, 0.75), (far, 0.25)]
    });
    let mut colour = [0.0; 3];
    for (y, row_weight) in down {
        for (x, column_weight) in across {
            let at = (y * side + x) * 3;
            for (sum, level) in colour.iter_mut().zip(&levels[at..at + 3]) {
                *sum += row_weight * column_weight * level;
            }
        }
    }
    colour
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_colour_stays_one_colour() {
        for size in [8, 64, 200] {
            let wide = Wide::of(&Picture::filled(size, size, [3, 200, 255]));
            assert_eq!(wide.side(), 2 * size);
            let last = 2 * size as i64 - 1;
            for (x, y) in [(0, 0), (last, 3), (size as i64, last)] {
                let (_, row) = wide.row_from(x, y);
                let colour = &row[..3];
                for (found, expected) in colour.iter().zip([3.0, 200.0, 255.0]) {
                    assert!((found - expected).abs() < 1e-9, "{size}: {found}");
                }
            }
            for (x, y) in [(0, -1), (0, last + 1), (last + 1, 0)] {
                assert_eq!(wide.row_from(x, y), (0, [].as_slice()));
            }
            let (skipped, row) = wide.row_from(-2, 1);
            assert_eq!((skipped, row.len()), (2, 6 * size));
        }
    }

    #[test]
    fn the_edge_is_not_repeated() {
        let column = |at: usize| [(at % 8 * 10) as u8; 3];
        let picture = Picture::new(8, 8, (0..64).flat_map(column).collect()).unwrap();
        let row: Vec<u8> = mirror(&picture, 8)
            .chunks(3)
            .take(16)
            .map(|c| c[0])
            .collect();
        let expected = [
            40, 30, 20, 10, 0, 10, 20, 30, 40, 50, 60, 70, 60, 50, 40, 30,
        ];
        assert_eq!(row, expected);
    }
}
