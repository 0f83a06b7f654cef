//! The 7x7 convolution at both ends of StarGAN's generator.
//!
//! The own kernels know 3x3 and no 7x7. But with a border of zeros a 7x7 kernel is 9x9, that is nine 3x3 kernels, each of them for the map
//! shifted by -3, 0 or 3 in both directions. So where the kernels run it is one 3x3 convolution with nine times as many inputs (the shifted
//! maps) or outputs (shifted and summed afterwards), whichever is fewer.

use burn::module::{Module, Param};
use burn::tensor::module::conv2d;
use burn::tensor::ops::{ConvOptions, PadMode};
use burn::tensor::{DType, Device, Tensor};

use super::activated;
use super::form::Form;
use super::operation::{Activation, Convolution};
use super::weights::{Scope, WeightError};
use crate::kernels::{Kind, SLOPE};

/// Height and width of the kernel.
pub const WIDTH: usize = 7;
/// Zeros around the map.
const BORDER: usize = WIDTH / 2;
/// Height and width of the parts, and how many of them there are in each direction.
const PART: usize = 3;

/// `out x in x 7 x 7` with a border of three zeros, no bias.
#[derive(Module, Debug)]
pub struct Wide {
    weight: Param<Tensor<4>>,
    #[module(skip)]
    form: Form,
}

impl Wide {
    /// Reads `weight` (`out x in x 7 x 7`) from `scope`.
    ///
    /// # Errors
    /// When the tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, [out, input]: [usize; 2]) -> Result<Self, WeightError> {
        Ok(Self {
            weight: scope.parameter("weight", [out, input, WIDTH, WIDTH])?,
            form: scope.form(),
        })
    }

    /// `x`: B x in x H x W, to B x out x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let weight = self.weight.val();
        let [out, input, _, _] = weight.dims();
        if self.form != Form::Kernels || !kernels_run(&x) {
            let options = ConvOptions::new([1, 1], [BORDER; 2], [1, 1], 1);
            return conv2d(x, weight, None, options);
        }
        if out < input {
            few_outputs(x, weight)
        } else {
            few_inputs(x, weight)
        }
    }
}

fn kernels_run(x: &Tensor<4>) -> bool {
    x.dtype() == DType::F32 && x.device().inner() == Device::flex()
}

/// The parts' results, shifted and summed. The convolution's own border of zeros is that of the map padded by a shift.
fn few_outputs(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let [out, input, _, _] = weight.dims();
    let [_, _, height, width] = x.dims();
    let parts = parts(weight).permute([2, 4, 0, 1, 3, 5]);
    let parts = parts.reshape([PART * PART * out, input, PART, PART]);
    let all = correlate(padded(x, PART), parts);
    let first = all.clone().narrow(1, 0, out);
    let first = window(first, 0, [height, width]);
    (1..PART * PART).fold(first, |sum, part| {
        sum + window(
            all.clone().narrow(1, part * out, out),
            part,
            [height, width],
        )
    })
}

/// The shifted maps side by side. They are one pixel larger all around, which the convolution's border of zeros spoils.
fn few_inputs(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let [out, input, _, _] = weight.dims();
    let [_, _, height, width] = x.dims();
    let parts = parts(weight).permute([0, 2, 4, 1, 3, 5]);
    let parts = parts.reshape([out, PART * PART * input, PART, PART]);
    let x = padded(x, PART + 1);
    let shifted = (0..PART * PART).map(|part| window(x.clone(), part, [height + 2, width + 2]));
    let all = correlate(Tensor::cat(shifted.collect(), 1), parts);
    all.narrow(2, 1, height).narrow(3, 1, width)
}

/// `out x in x 7 x 7` to out, in, row of parts, row in the part, column of parts, column in the part.
fn parts(weight: Tensor<4>) -> Tensor<6> {
    let [out, input, _, _] = weight.dims();
    let weight = weight.pad((1, 1, 1, 1), PadMode::Constant(0.0));
    weight.reshape([out, input, PART, PART, PART, PART])
}

fn padded(x: Tensor<4>, border: usize) -> Tensor<4> {
    x.pad((border, border, border, border), PadMode::Constant(0.0))
}

/// The part of a padded map that a part of the kernel sees.
fn window(x: Tensor<4>, part: usize, [height, width]: [usize; 2]) -> Tensor<4> {
    let (row, column) = (part / PART, part % PART);
    x.narrow(2, PART * row, height)
        .narrow(3, PART * column, width)
}

fn correlate(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let step = Convolution {
        kind: Kind::Same,
        x,
        norm: None,
        activation: Activation::None,
        slope: SLOPE,
        weight,
        bias: None,
        addend: None,
        factor: 1.0,
    };
    activated::run(step, Form::Kernels)
}

#[cfg(test)]
mod tests {
    use burn::tensor::Distribution;

    use super::*;

    /// Result, and gradients of map and weights.
    fn made(form: Form, x: &Tensor<4>, weight: &Tensor<4>) -> [Vec<f32>; 3] {
        let tracked = |tensor: &Tensor<4>| tensor.clone().autodiff().require_grad();
        let (x, weight) = (tracked(x), tracked(weight));
        let wide = Wide {
            weight: Param::from_tensor(weight),
            form,
        };
        let y = wide.forward(x.clone());
        let gradients = (y.clone() * y.clone()).sum().backward();
        let weight = wide.weight.val().grad(&gradients).unwrap();
        [y.inner(), x.grad(&gradients).unwrap(), weight]
            .map(|tensor| tensor.into_data().try_to_vec().unwrap())
    }

    #[test]
    fn parts_of_three_equal_the_whole_kernel() {
        let device = Device::flex();
        for (out, input, map) in [(3, 9, [8, 12]), (16, 4, [12, 8]), (5, 5, [4, 4])] {
            let random = |shape: [usize; 4]| {
                Tensor::<4>::random(shape, Distribution::Uniform(-1.0, 1.0), &device)
            };
            let x = random([2, input, map[0], map[1]]);
            let weight = random([out, input, WIDTH, WIDTH]);
            let plain = made(Form::Plain, &x, &weight);
            let parts = made(Form::Kernels, &x, &weight);
            for (plain, parts) in plain.iter().zip(&parts) {
                let most = plain.iter().fold(0.0f32, |most, v| most.max(v.abs()));
                let pairs = plain.iter().zip(parts);
                let apart = pairs.fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
                assert!(apart <= 1e-5 * most, "{out} {input}: {apart:e} of {most}");
            }
        }
    }
}
