//! The parts of the landmark network: batch norm with fixed statistics, convolution that sees where it is, residual block, hourglass.
//!
//! Nothing here is trained: batch norms are one scale and shift a channel, and the coordinates' share of a [`CoordConv`] is a constant
//! map, added to the convolution of the pictures.

use burn::module::Module;
use burn::tensor::activation::relu;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor, TensorData};

use super::{COORDINATES, WIDTH};
use crate::kernels::Kind;
use crate::model::layers::{Conv, Step, double, halve};
use crate::model::weights::{Scope, WeightError};

/// PyTorch's epsilon of batch norms.
const EPSILON: f32 = 1e-5;

/// Batch norm by its running statistics, then ReLU.
#[derive(Module, Debug)]
pub(super) struct BatchNorm {
    scale: Tensor<4>,
    shift: Tensor<4>,
}

impl BatchNorm {
    /// Reads `weight`, `bias`, `running_mean` and `running_var` (`channels` each) from `scope`.
    pub(super) fn load(scope: &Scope<'_>, channels: usize) -> Result<Self, WeightError> {
        let read = |name: &str| scope.tensor(name, [channels]);
        let deviation = (read("running_var")? + EPSILON).sqrt();
        let scale: Tensor<1> = read("weight")? / deviation;
        let shift: Tensor<1> = read("bias")? - read("running_mean")? * scale.clone();
        let [scale, shift] = [scale, shift].map(|each| each.reshape([1, channels, 1, 1]));
        Ok(Self { scale, shift })
    }

    /// `x`: B x C x H x W.
    pub(super) fn activated(&self, x: Tensor<4>) -> Tensor<4> {
        relu(x * self.scale.clone() + self.shift.clone())
    }
}

/// A convolution (same border on each side) of the picture's channels and three more: row, column and distance from the middle.
#[derive(Module, Debug)]
pub(super) struct CoordConv {
    weight: Tensor<4>,
    /// What bias and coordinates add, 1 x out x H' x W'.
    place: Tensor<4>,
    stride: usize,
}

impl CoordConv {
    /// Reads `weight` (`out x (input + 3) x kernel x kernel`) and `bias` from `scope`, for maps of `side` x `side`.
    pub(super) fn load(
        scope: &Scope<'_>,
        [out, input, kernel]: [usize; 3],
        side: usize,
        stride: usize,
    ) -> Result<Self, WeightError> {
        let whole = scope.tensor("weight", [out, input + COORDINATES, kernel, kernel])?;
        let bias = scope.tensor("bias", [out])?;
        let around = whole.clone().narrow(1, input, COORDINATES);
        let place = coordinates(side, scope.device());
        Ok(Self {
            place: conv2d(place, around, Some(bias), options(stride, kernel)),
            weight: whole.narrow(1, 0, input),
            stride,
        })
    }

    /// `x`: B x input x side x side.
    pub(super) fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let kernel = self.weight.dims()[2];
        let seen = conv2d(x, self.weight.clone(), None, options(self.stride, kernel));
        seen + self.place.clone()
    }
}

fn options(stride: usize, kernel: usize) -> ConvOptions<2> {
    ConvOptions::new([stride; 2], [kernel / 2; 2], [1, 1], 1)
}

/// 1 x 3 x side x side: row and column in [-1, 1], and the distance from the middle, 1 in the corners.
fn coordinates(side: usize, device: &Device) -> Tensor<4> {
    let at = |index: usize| index as f32 / (side - 1) as f32 * 2.0 - 1.0;
    let map = |value: fn(f32, f32) -> f32| {
        (0..side * side).map(move |place| value(at(place / side), at(place % side)))
    };
    // The official code calls the row "x".
    let values: Vec<f32> = map(|row, _| row)
        .chain(map(|_, column| column))
        .chain(map(|row, column| row.hypot(column) / 2f32.sqrt()))
        .collect();
    Tensor::from_data(
        TensorData::new(values, [1, COORDINATES, side, side]),
        device,
    )
}

/// Three pre-activation convolutions in a row, of half, a quarter and a quarter of the width; their maps side by side, plus the shortcut.
#[derive(Module, Debug)]
pub(super) struct ConvBlock {
    norms: [BatchNorm; 3],
    convs: [Conv; 3],
    shortcut: Option<(BatchNorm, Conv)>,
}

impl ConvBlock {
    /// Reads the block from `scope`; the shortcut is learned where the width changes.
    pub(super) fn load(scope: &Scope<'_>, input: usize, out: usize) -> Result<Self, WeightError> {
        let norm = |name: &str, width| BatchNorm::load(&scope.child(name), width);
        let conv = |name: &str, shape| Conv::load(&scope.child(name), shape, false);
        let [half, quarter] = [out / 2, out / 4];
        let shortcut = || -> Result<_, WeightError> {
            let norm = norm("downsample.0", input)?;
            Ok((norm, conv("downsample.2", [out, input, 1])?))
        };
        Ok(Self {
            norms: [
                norm("bn1", input)?,
                norm("bn2", half)?,
                norm("bn3", quarter)?,
            ],
            convs: [
                conv("conv1", [half, input, 3])?,
                conv("conv2", [quarter, half, 3])?,
                conv("conv3", [quarter, quarter, 3])?,
            ],
            shortcut: (input != out).then(shortcut).transpose()?,
        })
    }

    /// `x`: B x input x H x W, to B x out x H x W.
    pub(super) fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let mut maps = Vec::with_capacity(self.convs.len());
        let mut map = x.clone();
        for (norm, conv) in self.norms.iter().zip(&self.convs) {
            map = conv.forward(norm.activated(map), Step::bare(Kind::Same));
            maps.push(map.clone());
        }
        let kept = match &self.shortcut {
            None => x,
            Some((norm, conv)) => conv.forward(norm.activated(x), Step::bare(Kind::Point)),
        };
        Tensor::cat(maps, 1) + kept
    }
}

/// One level of the hourglass: a branch at full size, and one at half size that holds the next level.
#[derive(Module, Debug)]
pub(super) struct Level {
    full: ConvBlock,
    before: ConvBlock,
    after: ConvBlock,
}

/// The hourglass: levels from the outermost, and a block at the smallest size.
#[derive(Module, Debug)]
pub(super) struct Hourglass {
    levels: Vec<Level>,
    innermost: ConvBlock,
}

impl Hourglass {
    /// Reads `b1_L`, `b2_L`, `b3_L` for L = `depth` … 1 and `b2_plus_1` from `scope`.
    pub(super) fn load(scope: &Scope<'_>, depth: usize) -> Result<Self, WeightError> {
        let block = |name: String| ConvBlock::load(&scope.child(name), WIDTH, WIDTH);
        let level = |at: usize| {
            Ok(Level {
                full: block(format!("b1_{at}"))?,
                before: block(format!("b2_{at}"))?,
                after: block(format!("b3_{at}"))?,
            })
        };
        Ok(Self {
            levels: (1..=depth).rev().map(level).collect::<Result<_, _>>()?,
            innermost: block("b2_plus_1".to_owned())?,
        })
    }

    /// `x`: B x 256 x H x W, H and W divisible by 2 as often as there are levels.
    pub(super) fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let mut kept = Vec::with_capacity(self.levels.len());
        let mut map = x;
        for level in &self.levels {
            kept.push(level.full.forward(map.clone()));
            map = level.before.forward(halve(map));
        }
        map = self.innermost.forward(map);
        for (level, full) in self.levels.iter().zip(kept).rev() {
            map = full + double(level.after.forward(map));
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_coordinate_runs_along_the_height() {
        let found = coordinates(3, &Device::flex());
        let found = found.into_data().try_into_vec::<f32>().unwrap();
        assert_eq!(found[..9], [-1.0, -1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!(found[9..12], [-1.0, 0.0, 1.0]);
        let side = 1.0 / 2f32.sqrt();
        let middle = [1.0, side, 1.0, side, 0.0, side, 1.0, side, 1.0];
        assert!(
            found[18..]
                .iter()
                .zip(middle)
                .all(|(a, b)| (a - b).abs() < 1e-6)
        );
    }
}
