//! The blur before every step of the shift-tolerant network: `[1, 2, 1]` in both directions, every second pixel of the result kept.
//!
//! The border is mirrored by two pixels on each side (the edge itself not repeated), so a side of n becomes (n + 1) / 2 + 1, rounded down.
//! Mirrored windows are equal to their neighbours, because the weights are symmetric: they are copied in the small result instead of padding
//! the large map: 25 ms instead of 141 for 2 x 64 x 250 x 250 (two busy cores).

use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Tensor, TensorData};

/// Products of the weights 1/4, 1/2, 1/4.
const KERNEL: [f32; 9] = [
    0.0625, 0.125, 0.0625, 0.125, 0.25, 0.125, 0.0625, 0.125, 0.0625,
];
/// Step of the result.
const STRIDE: usize = 2;
/// Rows and columns.
const AXES: [usize; 2] = [3, 2];

/// `x`: B x C x H x W, sides at least 3, to about half the sides.
pub fn blur(x: Tensor<4>) -> Tensor<4> {
    let [_, channels, height, width] = x.dims();
    let kernel = TensorData::new(KERNEL.repeat(channels), [channels, 1, 3, 3]);
    let kernel = Tensor::from_data(kernel, &x.device());
    let x = AXES.into_iter().fold(x, closed);
    let each_alone = ConvOptions::new([STRIDE; 2], [0, 0], [1, 1], channels);
    let small = conv2d(x, kernel, None, each_alone);
    let sides = [(3, width), (2, height)];
    sides
        .into_iter()
        .fold(small, |small, (axis, side)| mirrored(small, axis, side))
}

/// A map of odd extent: an even one gets one pixel more, mirrored, which its last window shares with the map.
fn closed(x: Tensor<4>, axis: usize) -> Tensor<4> {
    let side = x.dims()[axis];
    if side % STRIDE == 1 {
        return x;
    }
    let next = x.clone().narrow(axis, side - 2, 1);
    Tensor::cat(vec![x, next], axis)
}

/// The windows that lie beyond the edges of a map of extent `side`: before the first, and for odd extents after the last.
fn mirrored(small: Tensor<4>, axis: usize, side: usize) -> Tensor<4> {
    let last = small.dims()[axis] - 1;
    let edge = |at| small.clone().narrow(axis, at, 1);
    let mut parts = vec![edge(0), small.clone()];
    if side % STRIDE == 1 {
        parts.push(edge(last));
    }
    Tensor::cat(parts, axis)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Distribution, Tensor, TensorData};

    use super::{KERNEL, blur};

    #[test]
    fn a_row_is_mirrored_weighted_and_thinned() {
        let device = Device::flex();
        let rows = [[1.0_f32, 5.0, 2.0, 8.0]; 4].as_flattened().to_vec();
        let x = Tensor::<4>::from_data(TensorData::new(rows, [1, 1, 4, 4]), &device);
        let found = blur(x);
        assert_eq!(found.dims(), [1, 1, 3, 3]);
        // Mirrored: 2 5 1 5 2 8 2 5; every row is alike, so only columns are weighted.
        let row = [13.0 / 4.0, 13.0 / 4.0, 20.0 / 4.0];
        let found = found.into_data().try_into_vec::<f32>().unwrap();
        for three in found.chunks(3) {
            assert_eq!(three, row);
        }
    }

    /// Value of a mirrored plane at a place that may lie up to two pixels outside.
    fn at(plane: &[f32], [height, width]: [usize; 2], row: i64, column: i64) -> f32 {
        let inside = |place: i64, side: usize| {
            let last = side as i64 - 1;
            (last - (last - place.abs()).abs()) as usize
        };
        plane[inside(row, height) * width + inside(column, width)]
    }

    #[test]
    fn every_extent_is_as_if_padded() {
        let device = Device::flex();
        for sides in [[3_usize, 3], [4, 3], [5, 8], [8, 5], [6, 10], [7, 9]] {
            let [height, width] = sides;
            let x = Tensor::<4>::random([2, 3, height, width], Distribution::Default, &device);
            let found = blur(x.clone());
            let [rows, columns] = sides.map(|side| side.div_ceil(2) + 1);
            assert_eq!(found.dims(), [2, 3, rows, columns]);
            let x = x.into_data().try_into_vec::<f32>().unwrap();
            let found = found.into_data().try_into_vec::<f32>().unwrap();
            let planes = x.chunks(height * width).zip(found.chunks(rows * columns));
            for (plane, found) in planes {
                for (place, &value) in found.iter().enumerate() {
                    let corner = [place / columns, place % columns].map(|at| at as i64 * 2 - 2);
                    let expected: f32 = (0..9)
                        .map(|tap| {
                            let (row, column) = (corner[0] + tap / 3, corner[1] + tap % 3);
                            KERNEL[tap as usize] * at(plane, sides, row, column)
                        })
                        .sum();
                    assert!((value - expected).abs() < 1e-6, "{sides:?} {place}");
                }
            }
        }
    }
}
