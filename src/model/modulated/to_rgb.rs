//! `toRGB`: a map's contribution to the picture, by a modulated 1x1 convolution without demodulation and bias.
//!
//! Three output channels: the weight itself is scaled for each sample, which is far smaller than the map.

use burn::module::{Module, Param};
use burn::tensor::Tensor;

use crate::model::layers::Linear;
use crate::model::weights::{Scope, WeightError};

/// The 1x1 convolution and the linear layer that reads its scales from the style.
#[derive(Module, Debug)]
pub struct ToRgb {
    to_style: Linear,
    weight: Param<Tensor<4>>,
}

impl ToRgb {
    /// Reads `conv.weight` (`3 x channels x 1 x 1`) and `to_style` (`channels x style_dim`) from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, channels: usize, style_dim: usize) -> Result<Self, WeightError> {
        let conv = scope.child("conv");
        Ok(Self {
            to_style: Linear::load(&scope.child("to_style"), style_dim, channels)?,
            weight: conv.parameter("weight", [3, channels, 1, 1])?,
        })
    }

    /// `x`: B x channels x H x W, `style`: B x style_dim; to B x 3 x H x W.
    pub fn forward(&self, x: Tensor<4>, style: Tensor<2>) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let scale = self.to_style.forward(style) + 1.0;
        let weight: Tensor<3> = self.weight.val().reshape([1, 3, channels]);
        let weight = weight * scale.reshape([batch, 1, channels]);
        let pixels = x.reshape([batch, channels, height * width]);
        weight.matmul(pixels).reshape([batch, 3, height, width])
    }
}
