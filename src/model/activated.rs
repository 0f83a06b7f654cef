//! One step of a residual block: `factor * (conv(LeakyReLU(norm(x))) + addend)`, with pooling or enlarging at the convolution.
//!
//! Three forms of the same: as the official code has it, rewritten into fewer multiplications, and by own kernels (on a
//! GPU: the norm by an own program, the rest rewritten). Notation as in [`Convolution`]; shapes NCHW.

use burn::tensor::Tensor;
use burn::tensor::activation::leaky_relu;
use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions, PadMode};

use super::form::Form;
use super::fused_norm;
use super::layers::{Dual, double, halve, modulated_norm};
use super::operation::{Activation, Convolution};
use crate::kernels::{Kind, Resample, SLOPE};

/// Computes the step in a form.
pub fn run(step: Convolution, form: Form) -> Tensor<4> {
    match form {
        Form::Plain => plain(step),
        Form::Exact => exact(step),
        Form::Kernels => {
            let own = pays(&step).then(|| step.clone().run()).flatten();
            own.unwrap_or_else(|| exact(fused(step)))
        }
    }
}

/// Fewest positions of the result of a [`Kind::Half`] that fill the kernels' vectors: below, many channels on a small map are a matrix
/// product, which Burn has (measured: equal at 8 x 8, three times faster at 1 x 1).
const FEWEST: usize = 64;

/// Whether own kernels are worth it, should the step be one for them.
fn pays(step: &Convolution) -> bool {
    let [_, _, height, width] = step.x.dims();
    let [height, width] = step.kind.output_extents([height, width]);
    step.kind != Kind::Half || height * width >= FEWEST
}

/// The same step with norm and LeakyReLU already done, where a GPU does both in one program.
fn fused(step: Convolution) -> Convolution {
    let leaky = match step.activation {
        Activation::None => false,
        Activation::Leaky => true,
        Activation::Gated(_) => return step,
    };
    // The program knows one slope.
    let known = leaky && step.slope == SLOPE;
    let normalised = step
        .norm
        .clone()
        .and_then(|[scale, shift]| fused_norm::normalise(step.x.clone(), scale, shift, known));
    match normalised {
        None => step,
        Some(x) => Convolution {
            x,
            norm: None,
            activation: if known {
                Activation::None
            } else {
                step.activation
            },
            ..step
        },
    }
}

/// The official order: every operation on its own.
fn plain(step: Convolution) -> Tensor<4> {
    let x = entered(&step);
    let bias = step.bias.clone();
    let y = match step.kind {
        Kind::Point => convolve(x, step.weight.clone(), bias, 0),
        Kind::PointDown => convolve(halve(x), step.weight.clone(), bias, 0),
        Kind::Same => convolve(x, step.weight.clone(), bias, 1),
        Kind::Down => halve(convolve(x, step.weight.clone(), bias, 1)),
        Kind::Up => convolve(double(x), step.weight.clone(), bias, 1),
        Kind::Half => halving(x, step.weight.clone(), bias),
        Kind::Twice => {
            let options = ConvTransposeOptions::new([2, 2], [1, 1], [0, 0], [1, 1], 1);
            conv_transpose2d(x, step.weight.clone().swap_dims(0, 1), bias, options)
        }
    };
    finished(y, step)
}

/// 16 multiplications for 36 wherever the size changes.
fn exact(step: Convolution) -> Tensor<4> {
    let y = match step.kind {
        Kind::Down => {
            let weight = widened(step.weight.clone()) * 0.25;
            halving(entered(&step), weight, step.bias.clone())
        }
        Kind::Up => by_phases(
            entered(&step),
            widened(step.weight.clone()),
            step.bias.clone(),
        ),
        Kind::Point | Kind::PointDown | Kind::Same | Kind::Half | Kind::Twice => {
            return plain(step);
        }
    };
    finished(y, step)
}

fn entered(step: &Convolution) -> Tensor<4> {
    let x = match step.norm.clone() {
        None => step.x.clone(),
        Some(norm) => normalised(step.x.clone(), norm),
    };
    match &step.activation {
        Activation::None => x,
        Activation::Leaky => leaky_relu(x, step.slope),
        Activation::Gated(gate) => Dual::gated(x, gate.clone(), step.slope),
    }
}

fn normalised(x: Tensor<4>, norm: [Tensor<2>; 2]) -> Tensor<4> {
    let [scale, shift] = norm.map(|each| each.unsqueeze_dims(&[2, 3]));
    modulated_norm(x, scale, shift)
}

/// An instance norm on its own, for places where no convolution follows: scale and shift each B x C.
pub fn normalise(x: Tensor<4>, norm: [Tensor<2>; 2], form: Form) -> Tensor<4> {
    let [scale, shift] = norm.clone();
    let fused = match form {
        Form::Plain | Form::Exact => None,
        Form::Kernels => fused_norm::normalise(x.clone(), scale, shift, false),
    };
    fused.unwrap_or_else(|| normalised(x, norm))
}

fn finished(y: Tensor<4>, step: Convolution) -> Tensor<4> {
    let y = match step.addend {
        None => y,
        Some((map, Resample::Keep)) => y + map,
        Some((map, Resample::Double)) => y + double(map),
        Some((map, Resample::Halve)) => y + halve(map),
    };
    if step.factor == 1.0 {
        y
    } else {
        y * step.factor
    }
}

fn convolve(x: Tensor<4>, weight: Tensor<4>, bias: Option<Tensor<1>>, padding: usize) -> Tensor<4> {
    let options = ConvOptions::new([1, 1], [padding; 2], [1, 1], 1);
    conv2d(x, weight, bias, options)
}

/// A 4x4 convolution with stride 2 and a border of one zero.
fn halving(x: Tensor<4>, weight: Tensor<4>, bias: Option<Tensor<1>>) -> Tensor<4> {
    let options = ConvOptions::new([2, 2], [1, 1], [1, 1], 1);
    conv2d(x, weight, bias, options)
}

/// out x in x 3 x 3 to out x in x 4 x 4: the sum of the kernel over the shifts (0|1, 0|1).
fn widened(weight: Tensor<4>) -> Tensor<4> {
    let axis = |weight: Tensor<4>, axis: usize| {
        let pad = |before: usize, after: usize| {
            let mut pairs = [(0, 0); 4];
            pairs[axis] = (before, after);
            weight.clone().pad(pairs, PadMode::Constant(0.0))
        };
        pad(0, 1) + pad(1, 0)
    };
    axis(axis(weight, 2), 3)
}

/// Enlarging and a 3x3 convolution as four 2x2 convolutions of the small map, one for each phase of the result: phase q takes the rows
/// q and q + 2 of the widened kernel.
fn by_phases(x: Tensor<4>, widened: Tensor<4>, bias: Option<Tensor<1>>) -> Tensor<4> {
    let [batch, _, height, width] = x.dims();
    let [out, input, _, _] = widened.dims();
    let phases: Vec<Tensor<4>> = (0..4)
        .map(|phase| phase_kernel(&widened, phase / 2, phase % 2))
        .collect();
    let bias = bias.map(|bias| bias.repeat_dim(0, 4));
    debug_assert_eq!(phases[0].dims(), [out, input, 2, 2]);
    // With a border of one there is a row and a column more than a phase has: each takes its own window.
    let all = convolve(x, Tensor::cat(phases, 0), bias, 1);
    let windows = (0..4).map(|phase| {
        let window = all.clone().narrow(1, phase * out, out);
        let window = window.narrow(2, phase / 2, height);
        window.narrow(3, phase % 2, width)
    });
    let windows: Vec<Tensor<4>> = windows.collect();
    let row =
        |top: usize| -> Tensor<5> { Tensor::stack(windows[2 * top..2 * top + 2].to_vec(), 4) };
    let both: Tensor<6> = Tensor::stack(vec![row(0), row(1)], 3);
    both.reshape([batch, out, 2 * height, 2 * width])
}

fn phase_kernel(widened: &Tensor<4>, down: usize, right: usize) -> Tensor<4> {
    let axis = |weight: Tensor<4>, axis: usize, phase: usize| {
        let tap = |at: usize| weight.clone().narrow(axis, at, 1);
        Tensor::cat(vec![tap(phase), tap(phase + 2)], axis)
    };
    axis(axis(widened.clone(), 2, down), 3, right)
}
