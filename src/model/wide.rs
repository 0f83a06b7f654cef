//! The 7x7 convolution at both ends of StarGAN's generator.

use burn::module::{Module, Param};
use burn::tensor::Tensor;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;

use super::weights::{Scope, WeightError};

/// Height and width of the kernel.
pub const WIDTH: usize = 7;
/// Zeros around the map.
const BORDER: usize = WIDTH / 2;

/// `out x in x 7 x 7` with a border of three zeros, no bias.
#[derive(Module, Debug)]
pub struct Wide {
    weight: Param<Tensor<4>>,
}

impl Wide {
    /// Reads `weight` (`out x in x 7 x 7`) from `scope`.
    ///
    /// # Errors
    /// When the tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, [out, input]: [usize; 2]) -> Result<Self, WeightError> {
        Ok(Self {
            weight: scope.parameter("weight", [out, input, WIDTH, WIDTH])?,
        })
    }

    /// `x`: B x in x H x W, to B x out x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let options = ConvOptions::new([1, 1], [BORDER; 2], [1, 1], 1);
        conv2d(x, self.weight.val(), None, options)
    }
}
