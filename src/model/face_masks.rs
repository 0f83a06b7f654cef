//! From a face's heatmaps to the two masks of the high-pass skip: which regions keep their fine structure.
//!
//! The maps (B x 98 x 64 x 64) are enlarged to 256 x 256 with aligned corners, cut below 0.1 and stretched to [0, 1] each. Then every part
//! of the face is moved up or down (round the edge), sharpened by a power and added up. All of it is tensor work, so that training can do
//! it on a GPU. The distances are meant for 256 pixels, whatever the size of the model.

use burn::tensor::Tensor;
use burn::tensor::module::interpolate;
use burn::tensor::ops::{InterpolateMode, InterpolateOptions};

use super::fan::Fan;
use super::generator::Masks;

/// Side of the masks.
pub const SIDE: usize = 256;
/// Weaker heat is noise.
const THRESHOLD: f32 = 0.1;
/// Keeps the stretching of an even map finite.
const EPSILON: f32 = 1e-6;

/// Maps that become part of a mask in the same way.
struct Part {
    first: usize,
    count: usize,
    /// Rows up, and the power taken of the moved map; their results are added.
    moves: &'static [(i64, u8)],
    /// Whether it is in the fine mask too.
    fine: bool,
}

const fn part(first: usize, last: usize, moves: &'static [(i64, u8)], fine: bool) -> Part {
    let count = last - first + 1;
    Part {
        first,
        count,
        moves,
        fine,
    }
}

/// All maps that count. Cheeks, and the corners of brows and mouth, do not.
const PARTS: [Part; 11] = [
    // Chin.
    part(8, 24, &[(0, 3)], false),
    // Brows, without the corners 33 and 46.
    part(34, 45, &[(-7, 2)], false),
    part(47, 50, &[(-7, 2)], false),
    // Nose: root, ridge, nostrils.
    part(51, 51, &[(0, 1)], true),
    part(52, 54, &[(4, 1)], true),
    part(55, 59, &[(8, 4)], true),
    // Eyes: sharp below, soft far below.
    part(60, 75, &[(-8, 3), (-24, 1)], true),
    // Lips, without the corners 76 and 82: upper, lower, inner.
    part(77, 81, &[(-8, 4)], false),
    part(83, 87, &[(8, 4)], false),
    part(88, 95, &[(-2, 3)], false),
    // Pupils.
    part(96, 97, &[(0, 1)], true),
];

/// The masks (B x 1 x 256 x 256, constants) of `pictures` (B x 3 x S x S in [-1, 1]).
pub fn of(fan: &Fan, pictures: Tensor<4>) -> Masks {
    of_heatmaps(fan.heatmaps(pictures))
}

/// The masks (B x 1 x 256 x 256) of `heatmaps` (B x 98 x 64 x 64). A mask that would hold values that are not numbers is 0.
pub fn of_heatmaps(heatmaps: Tensor<4>) -> Masks {
    let [batch, _, _, _] = heatmaps.dims();
    let empty = Tensor::zeros([batch, 1, SIDE, SIDE], &heatmaps.device());
    let mut sums = [empty.clone(), empty];
    for part in &PARTS {
        let region = part.region(heatmaps.clone().narrow(1, part.first, part.count));
        let [coarse, fine] = sums;
        let fine = match part.fine {
            true => fine + region.clone(),
            false => fine,
        };
        sums = [coarse + region, fine];
    }
    let [coarse, fine] = sums.map(whole);
    Masks { coarse, fine }
}

/// A mask clamped to [0, 1]; 0 for a face whose mask holds a value that is no number.
fn whole(sum: Tensor<4>) -> Tensor<4> {
    let broken = sum.clone().is_nan().float().max_dims(&[2, 3]);
    let broken = broken.greater_elem(0.5).expand(sum.dims());
    sum.clamp(0.0, 1.0).mask_fill(broken, 0.0)
}

impl Part {
    /// What these maps (B x C x 64 x 64) add to a mask: B x 1 x 256 x 256.
    fn region(&self, maps: Tensor<4>) -> Tensor<4> {
        let maps = stretched(enlarged(maps));
        let moved = |&(up, power): &(i64, u8)| {
            let sharp = match power {
                1 => maps.clone(),
                2 => square(maps.clone()),
                3 => square(maps.clone()) * maps.clone(),
                _ => square(square(maps.clone())),
            };
            up_by(sharp.sum_dim(1), up)
        };
        let sum = self.moves.iter().map(moved).reduce(|a, b| a + b);
        sum.unwrap_or_else(|| maps.sum_dim(1))
    }
}

fn square(x: Tensor<4>) -> Tensor<4> {
    x.clone() * x
}

/// Four times the size, corner on corner.
fn enlarged(maps: Tensor<4>) -> Tensor<4> {
    let options = InterpolateOptions::new(InterpolateMode::Bilinear)
        .with_align_corners(true)
        .with_output_size([SIDE; 2]);
    interpolate(maps, options)
}

/// Cut below the threshold, then each map from 0 to (nearly) 1. A NaN makes its whole map NaN.
fn stretched(maps: Tensor<4>) -> Tensor<4> {
    let weak = maps.clone().lower_elem(THRESHOLD);
    let maps = maps.mask_fill(weak, 0.0);
    let lowest = maps.clone().min_dims(&[2, 3]);
    let highest = maps.clone().max_dims(&[2, 3]);
    (maps - lowest.clone()) / (highest - lowest + EPSILON)
}

/// Every row `rows` higher; what leaves at one edge enters at the other.
fn up_by(map: Tensor<4>, rows: i64) -> Tensor<4> {
    let height = map.dims()[2];
    let rows = rows.rem_euclid(height as i64) as usize;
    if rows == 0 {
        return map;
    }
    let above = map.clone().narrow(2, rows, height - rows);
    Tensor::cat(vec![above, map.narrow(2, 0, rows)], 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::landmarks::{COUNT, MAP_SIDE};
    use burn::tensor::{Device, TensorData};

    /// Faces with one warm place in each map, and one value of map `broken` replaced in the second face.
    fn faces(broken: usize, value: f32) -> Masks {
        let pixels = MAP_SIDE * MAP_SIDE;
        let mut values = vec![0.0; 2 * COUNT * pixels];
        for (at, map) in values.chunks_exact_mut(pixels).enumerate() {
            map[(at * 37) % pixels] = 0.8;
        }
        values[(COUNT + broken) * pixels + 5] = value;
        let shape = [2, COUNT, MAP_SIDE, MAP_SIDE];
        of_heatmaps(Tensor::from_data(
            TensorData::new(values, shape),
            &Device::flex(),
        ))
    }

    /// Sum of each face's mask.
    fn sums(mask: Tensor<4>) -> Vec<f32> {
        let sums = mask.sum_dims(&[1, 2, 3]);
        sums.into_data().try_into_vec::<f32>().unwrap()
    }

    #[test]
    fn a_value_that_is_no_number_clears_the_masks_it_would_enter() {
        let whole = faces(96, 0.0);
        let (coarse, fine) = (sums(whole.coarse), sums(whole.fine));
        assert!(coarse.iter().chain(&fine).all(|&sum| sum > 1.0));
        for value in [f32::NAN, f32::INFINITY] {
            let pupil = faces(96, value);
            assert_eq!(sums(pupil.coarse), [coarse[0], 0.0], "{value}");
            assert_eq!(sums(pupil.fine), [fine[0], 0.0], "{value}");
            let chin = faces(8, value);
            assert_eq!(sums(chin.coarse), [coarse[0], 0.0], "{value}");
            assert_eq!(sums(chin.fine), fine, "{value}");
            let cheek = faces(0, value);
            assert_eq!(sums(cheek.coarse), coarse, "{value}");
        }
    }

    #[test]
    fn rows_go_round_the_edge() {
        let map = Tensor::<4>::from_data(
            TensorData::new(vec![0.0_f32, 1.0, 2.0], [1, 1, 3, 1]),
            &Device::flex(),
        );
        let moved = |rows| {
            let map = up_by(map.clone(), rows);
            map.into_data().try_into_vec::<f32>().unwrap()
        };
        assert_eq!(moved(1), [1.0, 2.0, 0.0]);
        assert_eq!(moved(-1), [2.0, 0.0, 1.0]);
        assert_eq!(moved(0), [0.0, 1.0, 2.0]);
    }
}
