//! Pillow's antialiased resize, bit for bit, because the official data pipeline is Pillow's.
//!
//! Weights are fixed-point numbers with 22 bits; the horizontal pass comes first and each pass rounds to bytes.

use crate::domain::{CropBox, Picture};

const PRECISION: u32 = 22;
const HALF: i32 = 1 << (PRECISION - 1);

/// The kernel of a resize.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Triangle; what training and evaluation use.
    Bilinear,
    /// Cubic convolution with a = -0.5.
    Bicubic,
}

impl Filter {
    fn support(self) -> f64 {
        match self {
            Self::Bilinear => 1.0,
            Self::Bicubic => 2.0,
        }
    }

    fn weight(self, x: f64) -> f64 {
        let x = x.abs();
        match self {
            Self::Bilinear => (1.0 - x).max(0.0),
            Self::Bicubic if x < 1.0 => (1.5 * x - 2.5) * x * x + 1.0,
            Self::Bicubic if x < 2.0 => ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0,
            Self::Bicubic => 0.0,
        }
    }
}

/// The input pixels that make one output pixel.
struct Taps {
    first: usize,
    weights: Vec<i32>,
}

/// Resizes `area` of `picture` (moved inside it, on whole pixels) to `width` x `height`, the aspect not kept.
///
/// Pixels outside `area` have no influence, as if the area had been cut out first.
pub fn resize(
    picture: &Picture,
    area: CropBox,
    width: usize,
    height: usize,
    filter: Filter,
) -> Picture {
    let (width, height) = (width.max(1), height.max(1));
    let area = area.inside(picture.width(), picture.height());
    let (left, top) = (area.x as usize, area.y as usize);
    let (columns, rows) = (area.width as usize, area.height as usize);
    let across = taps(columns, width, filter);
    let down = taps(rows, height, filter);

    let mut narrow = vec![0; rows * width * 3];
    for (row, out) in narrow.chunks_exact_mut(width * 3).enumerate() {
        let start = ((top + row) * picture.width() + left) * 3;
        let input = &picture.rgb()[start..start + columns * 3];
        resize_row(input, &across, out);
    }
    let mut rgb = vec![0; width * height * 3];
    let mut sums = vec![HALF; width * 3];
    for (out, taps) in rgb.chunks_exact_mut(width * 3).zip(&down) {
        add_rows(&narrow, taps, &mut sums);
        for (byte, &sum) in out.iter_mut().zip(&sums) {
            *byte = to_byte(sum);
        }
    }
    // The byte count fits by construction; the fallback only keeps this function total.
    Picture::new(width, height, rgb).unwrap_or_else(|| Picture::filled(width, height, [0; 3]))
}

fn to_byte(sum: i32) -> u8 {
    (sum >> PRECISION).clamp(0, 255) as u8
}

fn resize_row(input: &[u8], taps: &[Taps], out: &mut [u8]) {
    for (colour, taps) in out.chunks_exact_mut(3).zip(taps) {
        let mut sums = [HALF; 3];
        let pixels = input[taps.first * 3..].chunks_exact(3);
        for (&weight, pixel) in taps.weights.iter().zip(pixels) {
            for (sum, &value) in sums.iter_mut().zip(pixel) {
                *sum += weight * i32::from(value);
            }
        }
        for (byte, sum) in colour.iter_mut().zip(sums) {
            *byte = to_byte(sum);
        }
    }
}

fn add_rows(narrow: &[u8], taps: &Taps, sums: &mut [i32]) {
    sums.fill(HALF);
    let stride = sums.len();
    let rows = narrow[taps.first * stride..].chunks_exact(stride);
    for (&weight, row) in taps.weights.iter().zip(rows) {
        for (sum, &value) in sums.iter_mut().zip(row) {
            *sum += weight * i32::from(value);
        }
    }
}

fn taps(input: usize, output: usize, filter: Filter) -> Vec<Taps> {
    let scale = input as f64 / output as f64;
    let stretch = scale.max(1.0);
    let support = filter.support() * stretch;
    let inverse = 1.0 / stretch;
    (0..output)
        .map(|index| {
            let centre = (index as f64 + 0.5) * scale;
            let first = ((centre - support + 0.5) as i64).max(0) as usize;
            let end = ((centre + support + 0.5) as usize).min(input);
            let weights: Vec<f64> = (first..end)
                .map(|k| filter.weight((k as f64 - centre + 0.5) * inverse))
                .collect();
            let total: f64 = weights.iter().sum();
            Taps {
                first,
                weights: weights.iter().map(|w| fixed_point(w / total)).collect(),
            }
        })
        .collect()
}

/// Rounds half away from zero, as Pillow does.
fn fixed_point(weight: f64) -> i32 {
    (weight * f64::from(1 << PRECISION)).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_colour_stays_one_colour() {
        let picture = Picture::filled(37, 19, [3, 200, 255]);
        for filter in [Filter::Bilinear, Filter::Bicubic] {
            for (width, height) in [(1, 1), (8, 64), (100, 3)] {
                let out = resize(&picture, CropBox::whole(37, 19), width, height, filter);
                assert_eq!(out, Picture::filled(width, height, [3, 200, 255]));
            }
        }
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let bytes = (0..5 * 4 * 3).map(|v| (v * 37 % 256) as u8).collect();
        let picture = Picture::new(5, 4, bytes).unwrap();
        for filter in [Filter::Bilinear, Filter::Bicubic] {
            let out = resize(&picture, CropBox::whole(5, 4), 5, 4, filter);
            assert_eq!(out, picture);
        }
    }
}
