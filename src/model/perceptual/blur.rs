//! The blur before every step of the shift-tolerant network: `[1, 2, 1]` in both directions, every second pixel of the result kept.
//!
//! The border is mirrored by two pixels on each side (the edge itself not repeated), so a side of n becomes (n + 1) / 2 + 1, rounded down.

use burn::tensor::module::conv2d;
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::{Tensor, TensorData};

/// Products of the weights 1/4, 1/2, 1/4.
const KERNEL: [f32; 9] = [
    0.0625, 0.125, 0.0625, 0.125, 0.25, 0.125, 0.0625, 0.125, 0.0625,
];
/// Mirrored pixels on each side.
const BORDER: usize = 2;
/// Step of the result.
const STRIDE: usize = 2;

/// `x`: B x C x H x W, sides at least 3, to about half the sides.
pub fn blur(x: Tensor<4>) -> Tensor<4> {
    let channels = x.dims()[1];
    let kernel = TensorData::new(KERNEL.repeat(channels), [channels, 1, 3, 3]);
    let kernel = Tensor::from_data(kernel, &x.device());
    let x = x.pad((BORDER, BORDER, BORDER, BORDER), PadMode::Reflect);
    let each_alone = ConvOptions::new([STRIDE; 2], [0, 0], [1, 1], channels);
    conv2d(x, kernel, None, each_alone)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, Tensor, TensorData};

    use super::blur;

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
}
