//! The leaves every network is made of: convolution, linear layer, instance norm, AdaIN.
//!
//! Weights keep PyTorch's shapes (convolution out x in x k x k, linear out x in), so official checkpoints load without
//! rearranging. Tensors are NCHW float32.

use burn::module::{Module, Param};
use burn::tensor::activation::leaky_relu;
use burn::tensor::module::avg_pool2d;
use burn::tensor::ops::{AvgPoolOptions, PadMode};
use burn::tensor::{DType, Device, Tensor};

use super::activated;
use super::form::Form;
use super::operation::{Activation, Convolution};
use super::weights::{Scope, WeightError};
use crate::kernels::{EPSILON, Kind, Resample, SLOPE};

/// A tensor and its derivative along one direction of the input picture (a forward-mode derivative).
#[derive(Clone, Debug)]
pub struct Dual<const D: usize = 4> {
    /// The tensor.
    pub value: Tensor<D>,
    /// Its directional derivative.
    pub slope: Tensor<D>,
}

impl<const D: usize> Dual<D> {
    /// LeakyReLU: the derivative is scaled by the slope of the side on which each value lies, a constant.
    pub fn activate(self) -> Self {
        self.activate_with(SLOPE)
    }

    /// LeakyReLU with this slope of the negative side.
    pub fn activate_with(self, negative: f64) -> Self {
        Self {
            slope: Self::gated(self.slope, self.value.clone(), negative),
            value: leaky_relu(self.value, negative),
        }
    }

    /// A derivative behind the LeakyReLU of `value`.
    pub(super) fn gated(slope: Tensor<D>, value: Tensor<D>, negative: f64) -> Tensor<D> {
        let positive = value.without_autodiff().greater_elem(0.0);
        let factor = positive.float().cast(slope.dtype()) * (1.0 - negative) + negative;
        slope * factor
    }
}

/// What comes before and after a convolution in the same step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which convolution.
    pub kind: Kind,
    /// Scale and shift of an instance norm, each B x in.
    pub norm: Option<[Tensor<2>; 2]>,
    /// LeakyReLU between norm and convolution.
    pub activated: bool,
    /// Its slope on the negative side: 0 for a ReLU.
    pub slope: f64,
    /// A map to add, and how it reaches the size of the result.
    pub addend: Option<(Tensor<4>, Resample)>,
    /// Factor of everything.
    pub factor: f64,
}

impl Step {
    /// The convolution alone.
    pub fn bare(kind: Kind) -> Self {
        Self {
            kind,
            norm: None,
            activated: false,
            slope: SLOPE,
            addend: None,
            factor: 1.0,
        }
    }

    /// After a LeakyReLU, with a norm before it if there is one.
    pub fn activated(kind: Kind, norm: Option<[Tensor<2>; 2]>) -> Self {
        Self {
            norm,
            activated: true,
            ..Self::bare(kind)
        }
    }

    /// With this slope on the negative side of its LeakyReLU.
    pub fn leaking(self, slope: f64) -> Self {
        Self { slope, ..self }
    }

    /// The sum with a shortcut, times `factor`.
    pub fn plus(self, addend: (Tensor<4>, Resample), factor: f64) -> Self {
        Self {
            addend: Some(addend),
            factor,
            ..self
        }
    }
}

/// 2-D convolution: `out x in x 3 x 3` with a border of one zero, or `out x in x 1 x 1`; with stride 2 `out x in x 4 x 4`, or, for
/// [`Kind::Twice`], `in x out x 4 x 4`.
#[derive(Module, Debug)]
pub struct Conv {
    weight: Param<Tensor<4>>,
    bias: Option<Param<Tensor<1>>>,
    #[module(skip)]
    form: Form,
}

impl Conv {
    /// Reads `weight` (`out x in x size x size`) and, with `bias`, `bias` (`out`) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        [out, input, size]: [usize; 3],
        bias: bool,
    ) -> Result<Self, WeightError> {
        let bias = if bias {
            Some(scope.parameter("bias", [out])?)
        } else {
            None
        };
        Ok(Self {
            weight: scope.parameter("weight", [out, input, size, size])?,
            bias,
            form: scope.form(),
        })
    }

    /// The kernel, out x in x size x size.
    pub fn weight(&self) -> Tensor<4> {
        self.weight.val()
    }

    /// `x`: B x in x H x W.
    pub fn forward(&self, x: Tensor<4>, step: Step) -> Tensor<4> {
        let activation = if step.activated {
            Activation::Leaky
        } else {
            Activation::None
        };
        let bias = self.bias.as_ref().map(Param::val);
        self.run(x, activation, bias, step)
    }

    /// The step and its derivative: bias has none, and the LeakyReLU's is a constant. Only for steps without norm.
    pub fn forward_dual(&self, x: Dual, step: Step, addend: Option<(Dual, Resample)>) -> Dual {
        debug_assert!(step.norm.is_none());
        let (value, slope) = match addend {
            Some((dual, resample)) => (Some((dual.value, resample)), Some((dual.slope, resample))),
            None => (None, None),
        };
        let activation = if step.activated {
            Activation::Gated(x.value.clone())
        } else {
            Activation::None
        };
        let with = |addend| Step {
            addend,
            ..step.clone()
        };
        Dual {
            slope: self.run(x.slope, activation, None, with(slope)),
            value: self.forward(x.value, with(value)),
        }
    }

    fn run(
        &self,
        x: Tensor<4>,
        activation: Activation,
        bias: Option<Tensor<1>>,
        step: Step,
    ) -> Tensor<4> {
        // PyTorch stores transposed convolutions the other way round.
        let weight = match step.kind {
            Kind::Twice => self.weight.val().swap_dims(0, 1),
            _ => self.weight.val(),
        };
        let step = Convolution {
            kind: step.kind,
            x,
            norm: step.norm,
            activation,
            slope: step.slope,
            weight,
            bias,
            addend: step.addend,
            factor: step.factor,
        };
        activated::run(step, self.form)
    }
}

/// A convolution whose kernel covers its whole map: one number for each output channel.
#[derive(Module, Debug)]
pub struct Cover {
    weight: Param<Tensor<4>>,
    bias: Param<Tensor<1>>,
}

impl Cover {
    /// Reads `weight` (`out x in x size x size`) and `bias` (`out`) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, [out, input, size]: [usize; 3]) -> Result<Self, WeightError> {
        Ok(Self {
            weight: scope.parameter("weight", [out, input, size, size])?,
            bias: scope.parameter("bias", [out])?,
        })
    }

    /// `x`: B x in x size x size, to B x out.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        self.product(x) + self.bias.val().unsqueeze()
    }

    /// The layer's derivative along `x`: without the bias.
    pub fn slope(&self, x: Tensor<4>) -> Tensor<2> {
        self.product(x)
    }

    fn product(&self, x: Tensor<4>) -> Tensor<2> {
        let weight: Tensor<2> = self.weight.val().flatten(1, 3);
        x.flatten(1, 3).matmul(weight.transpose())
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

    /// Scale and shift for a batch, each B x C.
    pub fn factors(&self, batch: usize) -> [Tensor<2>; 2] {
        let channels = self.weight.dims()[0];
        [&self.weight, &self.bias].map(|each| {
            let row: Tensor<2> = each.val().unsqueeze();
            row.expand([batch, channels])
        })
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

    /// Scale and shift for the styles (B x style_dim), each B x C.
    pub fn factors(&self, style: Tensor<2>) -> [Tensor<2>; 2] {
        let factors = self.fc.forward(style);
        let channels = factors.dims()[1] / 2;
        [
            factors.clone().narrow(1, 0, channels) + 1.0,
            factors.narrow(1, channels, channels),
        ]
    }
}

/// `scale * (x - mean) / sqrt(var + eps) + shift`, mean and biased variance per sample and channel.
///
/// Scale and deviation are folded into one factor per channel first, so that the big tensor is read and written as few times as
/// possible; the mean is taken off before, because `x * factor - mean * factor` would cancel digits.
pub(super) fn modulated_norm(x: Tensor<4>, scale: Tensor<4>, shift: Tensor<4>) -> Tensor<4> {
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
