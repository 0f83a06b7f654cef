//! The modulated 3x3 convolution: `weight(o, i) * (1 + style_i)`, divided by its 2-norm for each output channel and sample. No bias.
//!
//! A weight of its own for each sample would need a grouped convolution. Scaling the input's channels by `1 + style` before the shared
//! weight, and the output's channels after it, is the same.

use burn::module::Module;
use burn::tensor::{DType, Tensor};

use crate::kernels::Kind;
use crate::model::layers::{Conv, Linear, Step};
use crate::model::weights::{Scope, WeightError};

/// Added to the squared norm of the scaled weights.
const DEMODULATION_EPSILON: f64 = 1e-8;

/// The convolution and the linear layer that reads its scales from the style.
#[derive(Module, Debug)]
pub struct ModulatedConv {
    style: Linear,
    conv: Conv,
}

/// What a style does to a convolution.
pub struct Factors {
    /// Factors of the channels that enter, B x in.
    pub entering: Tensor<2>,
    /// Factors of the channels that leave, B x out; all positive.
    pub leaving: Tensor<2>,
}

impl ModulatedConv {
    /// Reads `convN.weight` (`out x in x 3 x 3`) and `styleN` (`in x style_dim`), N = `at`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        at: usize,
        [out, input]: [usize; 2],
        style_dim: usize,
    ) -> Result<Self, WeightError> {
        let style = scope.child(format!("style{at}"));
        let conv = scope.child(format!("conv{at}"));
        Ok(Self {
            style: Linear::load(&style, style_dim, input)?,
            conv: Conv::load(&conv, [out, input, 3], false)?,
        })
    }

    /// The factors for the styles (B x style_dim).
    pub fn factors(&self, style: Tensor<2>) -> Factors {
        let entering = self.style.forward(style) + 1.0;
        // The sum over input channels and places of (weight * scale)^2, as one product of matrices.
        let dtype = entering.dtype();
        let (scale, weight) = (wide(entering.clone()), wide(self.conv.weight()));
        let [out, input, rows, columns] = weight.dims();
        let (batch, places) = (scale.dims()[0], rows * columns);
        let scale: Tensor<3> = (scale.clone() * scale).reshape([batch, input, 1]);
        let scale: Tensor<2> = scale
            .expand([batch, input, places])
            .reshape([batch, input * places]);
        let weight: Tensor<2> = weight.reshape([out, input * places]);
        let energy = (weight.clone() * weight).matmul(scale.transpose());
        let norm = energy.transpose() + DEMODULATION_EPSILON;
        Factors {
            entering,
            leaving: norm.sqrt().recip().cast(dtype),
        }
    }

    /// The convolution with the shared weight, without any factor. `x`: B x in x H x W.
    pub fn convolve(&self, x: Tensor<4>) -> Tensor<4> {
        self.conv.forward(x, Step::bare(Kind::Same))
    }
}

/// Squares of small numbers vanish in 16 bits.
fn wide<const D: usize>(values: Tensor<D>) -> Tensor<D> {
    match values.dtype() {
        DType::F16 => values.cast(DType::F32),
        _ => values,
    }
}
