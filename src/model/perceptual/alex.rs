//! AlexNet's five convolutions as LPIPS uses them, in two forms.
//!
//! | | plain (torchvision) | shift tolerant |
//! | --- | --- | --- |
//! | first convolution, 11 x 11, padding 2 | stride 4 | stride 1, then blur with stride 2, then ReLU |
//! | before the second and third convolution | max pool 3, stride 2 | max pool 3, stride 1, then blur with stride 2 |
//!
//! The maps are those behind the ReLUs: 64, 192, 384, 256 and 256 channels. A 64 x 64 picture gives maps of side 15, 7, 3, 3, 3 in the plain
//! form and 30, 15, 8, 8, 8 in the shift-tolerant one. `nn.Sequential` counts all layers, hence the numbers in the names.

use burn::tensor::activation::relu;
use burn::tensor::module::{conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Tensor, TensorData};

use super::blur::blur;
use crate::model::weights::{Scope, WeightError};

/// Number of maps.
pub const LAYERS: usize = 5;
/// Channels of each map.
pub const WIDTHS: [usize; LAYERS] = [64, 192, 384, 256, 256];
/// Names of the convolutions.
const NAMES: [usize; LAYERS] = [0, 3, 6, 8, 10];
/// Channels before each convolution.
const INPUTS: [usize; LAYERS] = [3, 64, 192, 384, 256];
/// Side of each kernel, and the zeros around its map.
const KERNELS: [(usize, usize); LAYERS] = [(11, 2), (5, 2), (3, 1), (3, 1), (3, 1)];
/// Mean and deviation of the colours, of pictures in [-1, 1].
const COLOUR_MEAN: [f32; 3] = [-0.030, -0.088, -0.188];
const COLOUR_DEVIATION: [f32; 3] = [0.458, 0.448, 0.450];
/// Side of a max pool's window.
const POOL: usize = 3;

/// Which of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// LPIPS v0.1 on torchvision's AlexNet.
    Plain,
    /// ST-LPIPS: no step is wider than a pixel before it was blurred.
    ShiftTolerant,
}

impl Variant {
    /// Step of the first convolution.
    fn first_stride(self) -> usize {
        match self {
            Self::Plain => 4,
            Self::ShiftTolerant => 1,
        }
    }

    /// Height and width that a picture must have at least: below, a pool or a blur has too small a map.
    pub fn least_side(self) -> usize {
        match self {
            Self::Plain => 31,
            Self::ShiftTolerant => 21,
        }
    }
}

#[derive(Clone, Debug)]
struct Layer {
    weight: Tensor<4>,
    bias: Tensor<1>,
    padding: usize,
}

impl Layer {
    fn load(scope: &Scope<'_>, at: usize) -> Result<Self, WeightError> {
        let scope = scope.child(NAMES[at]);
        let (kernel, padding) = KERNELS[at];
        Ok(Self {
            weight: scope.tensor("weight", [WIDTHS[at], INPUTS[at], kernel, kernel])?,
            bias: scope.tensor("bias", [WIDTHS[at]])?,
            padding,
        })
    }

    fn forward(&self, x: Tensor<4>, stride: usize) -> Tensor<4> {
        let options = ConvOptions::new([stride; 2], [self.padding; 2], [1, 1], 1);
        conv2d(x, self.weight.clone(), Some(self.bias.clone()), options)
    }
}

/// The convolutions.
#[derive(Clone, Debug)]
pub struct Trunk {
    layers: Vec<Layer>,
    variant: Variant,
}

impl Trunk {
    /// Reads `0.weight` to `10.bias` from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, variant: Variant) -> Result<Self, WeightError> {
        let layers = (0..LAYERS).map(|at| Layer::load(scope, at));
        Ok(Self {
            layers: layers.collect::<Result<_, _>>()?,
            variant,
        })
    }

    /// The form.
    pub fn variant(&self) -> Variant {
        self.variant
    }

    /// The five maps of pictures B x 3 x H x W in [-1, 1].
    pub fn maps(&self, pictures: Tensor<4>) -> Vec<Tensor<4>> {
        let mut maps: Vec<Tensor<4>> = Vec::with_capacity(LAYERS);
        let mut x = standardised(pictures);
        for (at, layer) in self.layers.iter().enumerate() {
            x = match at {
                0 => self.first(layer, x),
                1 | 2 => layer.forward(self.reduced(x), 1),
                _ => layer.forward(x, 1),
            };
            x = relu(x);
            maps.push(x.clone());
        }
        maps
    }

    fn first(&self, layer: &Layer, x: Tensor<4>) -> Tensor<4> {
        let x = layer.forward(x, self.variant.first_stride());
        match self.variant {
            Variant::Plain => x,
            Variant::ShiftTolerant => blur(x),
        }
    }

    /// A map of about half the side.
    fn reduced(&self, x: Tensor<4>) -> Tensor<4> {
        match self.variant {
            Variant::Plain => {
                let pool = MaxPoolOptions::new([POOL; 2]).with_stride([2; 2]);
                max_pool2d(x, pool)
            }
            Variant::ShiftTolerant => blur(largest_of_three(largest_of_three(x, 3), 2)),
        }
    }
}

/// The max pool with stride 1 along one axis. Two comparisons of whole maps for each axis: 39 ms instead of 105 for 2 x 64 x 126 x 126
/// (two busy cores).
fn largest_of_three(x: Tensor<4>, axis: usize) -> Tensor<4> {
    let side = x.dims()[axis] - (POOL - 1);
    let from = |first| x.clone().narrow(axis, first, side);
    from(0).max_pair(from(1)).max_pair(from(2))
}

/// Pictures with the colours' mean at 0 and their deviation at 1.
fn standardised(pictures: Tensor<4>) -> Tensor<4> {
    let device = pictures.device();
    let colours = |values: [f32; 3]| {
        Tensor::<4>::from_data(TensorData::new(values.to_vec(), [1, 3, 1, 1]), &device)
    };
    (pictures - colours(COLOUR_MEAN)) / colours(COLOUR_DEVIATION)
}
