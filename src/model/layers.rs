//! The leaves every network is made of: convolution, linear layer, instance norm, AdaIN.
//!
//! Weights keep PyTorch's shapes (convolution out x in x k x k, linear out x in), so official checkpoints load without
//! rearranging. Tensors are NCHW float32.

use burn::module::{Module, Param};
use burn::tensor::activation::leaky_relu;
use burn::tensor::module::{avg_pool2d, conv2d};
use burn::tensor::ops::{AvgPoolOptions, ConvOptions, PadMode};
use burn::tensor::{DType, Device, Tensor};

use super::weights::{Scope, WeightError};

/// Negative slope of every LeakyReLU in the generator, style encoder and discriminator.
pub const SLOPE: f64 = 0.2;
/// Added to the variance by every instance norm.
const EPSILON: f64 = 1e-5;

/// A map and its derivative along one direction of the input picture, both B x C x H x W (a forward-mode derivative).
#[derive(Clone, Debug)]
pub struct Dual {
    /// The map.
    pub value: Tensor<4>,
    /// Its directional derivative.
    pub slope: Tensor<4>,
}

impl Dual {
    /// A linear operation on both.
    pub fn linear(self, operation: impl Fn(Tensor<4>) -> Tensor<4>) -> Self {
        Self {
            value: operation(self.value),
            slope: operation(self.slope),
        }
    }

    /// LeakyReLU: the derivative is scaled by the slope of the side on which each value lies, a constant.
    pub fn activate(self) -> Self {
        let positive = self.value.clone().without_autodiff().greater_elem(0.0);
        let factor = positive.float().cast(self.slope.dtype()) * (1.0 - SLOPE) + SLOPE;
        Self {
            value: activate(self.value),
            slope: self.slope * factor,
        }
    }
}

/// 2-D convolution with stride 1: `out x in x k x k`.
#[derive(Module, Debug)]
pub struct Conv {
    weight: Param<Tensor<4>>,
    bias: Option<Param<Tensor<1>>>,
    padding: usize,
}

impl Conv {
    /// Reads `weight` (`out x in x size x size`) and, with `bias`, `bias` (`out`) from `scope`; zero padding `padding`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        shape: [usize; 3],
        bias: bool,
        padding: usize,
    ) -> Result<Self, WeightError> {
        let [out, input, size] = shape;
        let bias = if bias {
            Some(scope.parameter("bias", [out])?)
        } else {
            None
        };
        Ok(Self {
            weight: scope.parameter("weight", [out, input, size, size])?,
            bias,
            padding,
        })
    }

    /// `x`: B x in x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.convolve(x, self.bias.as_ref().map(Param::val))
    }

    /// The layer and its derivative: the bias has none.
    pub fn forward_dual(&self, x: Dual) -> Dual {
        Dual {
            value: self.forward(x.value),
            slope: self.convolve(x.slope, None),
        }
    }

    fn convolve(&self, x: Tensor<4>, bias: Option<Tensor<1>>) -> Tensor<4> {
        let options = ConvOptions::new([1, 1], [self.padding; 2], [1, 1], 1);
        conv2d(x, self.weight.val(), bias, options)
    }
}

/// Linear layer, weight `out x in`.
#[derive(Module, Debug)]
pub struct Linear {
    weight: Param<Tensor<2>>,
    bias: Param<Tensor<1>>,
}

impl Linear {
    /// Reads `weight` (`out x input`) and `bias` (`out`) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, input: usize, out: usize) -> Result<Self, WeightError> {
        Ok(Self {
            weight: scope.parameter("weight", [out, input])?,
            bias: scope.parameter("bias", [out])?,
        })
    }

    /// `x`: B x in.
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        x.matmul(self.weight.val().transpose()) + self.bias.val().unsqueeze()
    }
}

/// Instance norm with learned scale and shift per channel.
#[derive(Module, Debug)]
pub struct AffineNorm {
    weight: Param<Tensor<1>>,
    bias: Param<Tensor<1>>,
}

impl AffineNorm {
    /// Reads `weight` and `bias` (`channels` each) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, channels: usize) -> Result<Self, WeightError> {
        Ok(Self {
            weight: scope.parameter("weight", [channels])?,
            bias: scope.parameter("bias", [channels])?,
        })
    }

    /// `x`: B x C x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let channels = self.weight.dims()[0];
        let shape = [1, channels, 1, 1];
        modulated_norm(
            x,
            self.weight.val().reshape(shape),
            self.bias.val().reshape(shape),
        )
    }
}

/// Adaptive instance norm: the style gives each channel's scale (`1 + gamma`) and shift (`beta`).
#[derive(Module, Debug)]
pub struct AdaIn {
    fc: Linear,
}

impl AdaIn {
    /// Reads `fc` (`2 * channels x style_dim`) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, style_dim: usize, channels: usize) -> Result<Self, WeightError> {
        Ok(Self {
            fc: Linear::load(&scope.child("fc"), style_dim, 2 * channels)?,
        })
    }

    /// `x`: B x C x H x W, `style`: B x style_dim.
    pub fn forward(&self, x: Tensor<4>, style: Tensor<2>) -> Tensor<4> {
        let [batch, channels, _, _] = x.dims();
        let factors = self.fc.forward(style).reshape([batch, 2 * channels, 1, 1]);
        let [gamma, beta] = [
            factors.clone().narrow(1, 0, channels),
            factors.narrow(1, channels, channels),
        ];
        modulated_norm(x, gamma + 1.0, beta)
    }
}

/// `scale * (x - mean) / sqrt(var + eps) + shift`, mean and biased variance per sample and channel.
///
/// Scale and deviation are folded into one factor per channel first, so that the big tensor is read and written as few times as
/// possible; the mean is taken off before, because `x * factor - mean * factor` would cancel digits.
fn modulated_norm(x: Tensor<4>, scale: Tensor<4>, shift: Tensor<4>) -> Tensor<4> {
    // Sums of many squares overflow 16 bits.
    let dtype = x.dtype();
    let wide = |values: Tensor<4>| match dtype {
        DType::F16 => values.cast(DType::F32),
        _ => values,
    };
    let (x, scale, shift) = (wide(x), wide(scale), wide(shift));
    let [batch, channels, height, width] = x.dims();
    let rows = x.reshape([batch, channels, height * width]);
    let centred = rows.clone() - rows.mean_dim(2);
    let variance = (centred.clone() * centred.clone()).mean_dim(2);
    let factor = scale / (variance + EPSILON).sqrt().reshape([batch, channels, 1, 1]);
    (centred.reshape([batch, channels, height, width]) * factor + shift).cast(dtype)
}

/// LeakyReLU with the networks' slope.
pub fn activate(x: Tensor<4>) -> Tensor<4> {
    leaky_relu(x, SLOPE)
}

/// Mean over 2 x 2 blocks: half the height and width.
pub fn halve(x: Tensor<4>) -> Tensor<4> {
    avg_pool2d(x, AvgPoolOptions::new([2, 2]).with_stride([2, 2]))
}

/// Every pixel twice in each direction (nearest neighbour).
pub fn double(x: Tensor<4>) -> Tensor<4> {
    let [batch, channels, height, width] = x.dims();
    x.reshape([batch, channels, height, 1, width, 1])
        .expand([batch, channels, height, 2, width, 2])
        .reshape([batch, channels, height * 2, width * 2])
}

/// The fixed high-pass filter: centre 8, the eight neighbours -1, all divided by `w_hpf`, zero padding, each channel alone.
pub fn high_pass(x: Tensor<4>, w_hpf: f32) -> Tensor<4> {
    let [_, channels, height, width] = x.dims();
    let padded = x.clone().pad((1, 1, 1, 1), PadMode::Constant(0.0));
    let columns = (0..3)
        .map(|at| padded.clone().narrow(3, at, width))
        .reduce(|sum, next| sum + next);
    let box_sum = columns.map(|sum| {
        let [top, middle, bottom] = [0, 1, 2].map(|at| sum.clone().narrow(2, at, height));
        top + middle + bottom
    });
    debug_assert!(channels > 0);
    match box_sum {
        Some(sum) => (x * 9.0 - sum) / w_hpf,
        None => x,
    }
}

/// A B x N tensor of latent codes or styles from rows of equal length.
pub fn rows(rows: &[&[f32]], device: &Device) -> Tensor<2> {
    let width = rows.first().map_or(0, |row| row.len());
    let values: Vec<f32> = rows.iter().flat_map(|row| row.iter().copied()).collect();
    Tensor::from_data(
        burn::tensor::TensorData::new(values, [rows.len(), width]),
        device,
    )
}
