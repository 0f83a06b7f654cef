//! FAN, the face landmark network: a picture to 98 heatmaps, one a WFLW landmark, and a boundary map that nobody uses here.
//!
//! The picture at 256 x 256 in [0, 1]: 7x7 convolution with coordinates to 64 channels at 128; blocks to 128, halved to 64 x 64, to 256;
//! an hourglass of depth 4 (down to 4 x 4 and back); a block; 1x1 to 99 maps at 64 x 64. Batch norms always use their running statistics.
//!
//! The network is only ever used, never trained: no gradient flows through it.

mod blocks;
mod specs;

use burn::module::Module;
use burn::tensor::module::interpolate;
use burn::tensor::ops::{InterpolateMode, InterpolateOptions};
use burn::tensor::{DType, Tensor};

use blocks::{BatchNorm, ConvBlock, CoordConv, Hourglass};
pub use specs::specs;

use super::layers::{Conv, Step, halve};
use super::weights::{Scope, WeightError};
use crate::domain::landmarks::{COUNT, MAP_SIDE};
use crate::kernels::Kind;

/// Name of the network in checkpoints.
pub const NAME: &str = "fan";
/// Side of the pictures the network looks at.
pub const SIDE: usize = 256;

/// Channels of the hourglass.
const WIDTH: usize = 256;
/// Channels of the blocks before it.
const NARROW: [usize; 2] = [64, 128];
/// Levels of the hourglass.
const DEPTH: usize = 4;
/// Kernel of the first convolution.
const FIRST_KERNEL: usize = 7;
/// Row, column, distance from the middle.
const COORDINATES: usize = 3;
/// The landmarks' maps and the boundary's.
const MAPS: usize = COUNT + 1;

/// The landmark network.
#[derive(Module, Debug)]
pub struct Fan {
    conv1: CoordConv,
    bn1: BatchNorm,
    conv2: ConvBlock,
    conv3: ConvBlock,
    conv4: ConvBlock,
    enter: CoordConv,
    hourglass: Hourglass,
    top: ConvBlock,
    last: Conv,
    last_norm: BatchNorm,
    maps: Conv,
}

impl Fan {
    /// Builds the network from the tensors below `scope` (see [`specs`]), as constants even on a device with autodiff.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>) -> Result<Self, WeightError> {
        let [first, second] = NARROW;
        let block = |name: &str, input, out| ConvBlock::load(&scope.child(name), input, out);
        let coordinate = |name: &str, shape, side, stride| {
            CoordConv::load(&scope.child(name).child("conv"), shape, side, stride)
        };
        let fan = Self {
            conv1: coordinate("conv1", [first, 3, FIRST_KERNEL], SIDE, 2)?,
            bn1: BatchNorm::load(&scope.child("bn1"), first)?,
            conv2: block("conv2", first, second)?,
            conv3: block("conv3", second, second)?,
            conv4: block("conv4", second, WIDTH)?,
            enter: coordinate("m0.coordconv", [WIDTH, WIDTH, 1], MAP_SIDE, 1)?,
            hourglass: Hourglass::load(&scope.child("m0"), DEPTH)?,
            top: block("top_m_0", WIDTH, WIDTH)?,
            last: Conv::load(&scope.child("conv_last0"), [WIDTH, WIDTH, 1], true)?,
            last_norm: BatchNorm::load(&scope.child("bn_end0"), WIDTH)?,
            maps: Conv::load(&scope.child("l0"), [MAPS, WIDTH, 1], true)?,
        };
        Ok(fan.valid())
    }

    /// The landmarks' heatmaps, B x 98 x 64 x 64, of `pictures` (B x 3 x S x S in [-1, 1], also those of a generator).
    pub fn heatmaps(&self, pictures: Tensor<4>) -> Tensor<4> {
        let pictures = pictures.without_autodiff().cast(DType::F32);
        let [_, _, height, width] = pictures.dims();
        let seen = if [height, width] == [SIDE; 2] {
            pictures
        } else {
            let options = InterpolateOptions::new(InterpolateMode::Bilinear)
                .with_align_corners(false)
                .with_output_size([SIDE; 2]);
            interpolate(pictures, options)
        };
        self.maps_of(seen * 0.5 + 0.5).narrow(1, 0, COUNT)
    }

    /// All 99 maps, B x 99 x 64 x 64, of `pictures` (B x 3 x 256 x 256 in [0, 1]): the landmarks', then the boundary's.
    pub fn maps_of(&self, pictures: Tensor<4>) -> Tensor<4> {
        let x = self.bn1.activated(self.conv1.forward(pictures));
        let x = self.conv3.forward(halve(self.conv2.forward(x)));
        let x = self.enter.forward(self.conv4.forward(x));
        let x = self.top.forward(self.hourglass.forward(x));
        let x = self.last.forward(x, Step::bare(Kind::Point));
        let x = self.last_norm.activated(x);
        self.maps.forward(x, Step::bare(Kind::Point))
    }
}
