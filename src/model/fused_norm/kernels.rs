//! The two GPU programs of the fused norm: one workgroup takes one plane (a channel of a sample), so no workgroup waits for another.
//!
//! Only plain shared memory and barriers, which every WGSL implementation has; float32 throughout. The backward pass gets what the
//! forward pass wrote down of each plane, [`FACTS`] numbers, so that it needs few buffers (eight is the least that WebGPU promises).

use cubecl::prelude::*;

use crate::kernels;

const EPSILON: f32 = kernels::EPSILON as f32;
const SLOPE: f32 = kernels::SLOPE as f32;

/// Numbers that the forward pass keeps of each plane: mean, one over the deviation, scale over deviation, shift.
pub const FACTS: usize = 4;

/// Sum of one number of each thread, given to all threads. `partial` has room for one number a thread, a power of two of them.
#[cube]
fn total(value: f32, partial: &mut Shared<[f32]>, #[comptime] threads: usize) -> f32 {
    let unit = UNIT_POS as usize;
    partial[unit] = value;
    sync_cube();
    #[unroll]
    for halving in 1..=comptime!(threads.ilog2()) {
        let half = comptime!(threads >> halving);
        if unit < half {
            partial[unit] += partial[unit + half];
        }
        sync_cube();
    }
    let sum = partial[0];
    // Nobody may write the next sum's numbers before everybody has read this one.
    sync_cube();
    sum
}

/// `number`, times the LeakyReLU's slope at `value` with `activated`.
#[cube]
fn leaned(number: f32, value: f32, #[comptime] activated: bool) -> f32 {
    if comptime!(activated) {
        number * select(value > 0.0f32, 1.0f32, SLOPE)
    } else {
        number
    }
}

/// `out = LeakyReLU((x - mean) * (scale / deviation) + shift)`, the LeakyReLU only with `activated`.
///
/// `x` and `out`: planes of `count` numbers. `scale`, `shift`: sample x channel, in any layout. `facts`: [`FACTS`] a plane.
#[cube(launch)]
pub fn forward(
    x: &[f32],
    scale: &Tensor<f32>,
    shift: &Tensor<f32>,
    out: &mut [f32],
    facts: &mut [f32],
    count: u32,
    #[comptime] activated: bool,
    #[comptime] threads: usize,
) {
    let (channel, sample) = (CUBE_POS_X as usize, CUBE_POS_Y as usize);
    let plane = sample * CUBE_COUNT_X as usize + channel;
    let (unit, count) = (UNIT_POS as usize, count as usize);
    let first = plane * count;
    let mut partial = Shared::<[f32]>::new_slice(threads);

    let mut sum = 0.0f32;
    let mut at = unit;
    while at < count {
        sum += x[first + at];
        at += threads;
    }
    let mean = total(sum, &mut partial, threads) / f32::cast_from(count);

    let mut squares = 0.0f32;
    let mut at = unit;
    while at < count {
        let centred = x[first + at] - mean;
        squares += centred * centred;
        at += threads;
    }
    let variance = total(squares, &mut partial, threads) / f32::cast_from(count);
    let rstd = 1.0f32 / (variance + EPSILON).sqrt();
    let factor = scale[sample * scale.stride(0) + channel * scale.stride(1)] * rstd;
    let offset = shift[sample * shift.stride(0) + channel * shift.stride(1)];

    let mut at = unit;
    while at < count {
        let value = (x[first + at] - mean) * factor + offset;
        out[first + at] = leaned(value, value, activated);
        at += threads;
    }
    if unit == 0 {
        let row = plane * FACTS;
        facts[row] = mean;
        facts[row + 1] = rstd;
        facts[row + 2] = factor;
        facts[row + 3] = offset;
    }
}

/// From the gradient `dy` of [`forward`]'s result those of `x`, `scale` and `shift`.
///
/// The formulas are those of the processor's kernel: with `n = (x - mean) / deviation` and `g = dy` behind the LeakyReLU,
/// `dx = factor * (g - mean(g) - n * mean(g n))`, `dscale = sum(g n)`, `dshift = sum(g)`.
#[cube(launch)]
pub fn backward(
    dy: &[f32],
    x: &[f32],
    facts: &[f32],
    dx: &mut [f32],
    dscale: &mut [f32],
    dshift: &mut [f32],
    count: u32,
    #[comptime] activated: bool,
    #[comptime] threads: usize,
) {
    let plane = CUBE_POS_Y as usize * CUBE_COUNT_X as usize + CUBE_POS_X as usize;
    let (unit, count) = (UNIT_POS as usize, count as usize);
    let first = plane * count;
    let row = plane * FACTS;
    let mean = facts[row];
    let rstd = facts[row + 1];
    let factor = facts[row + 2];
    let offset = facts[row + 3];
    let mut partial = Shared::<[f32]>::new_slice(threads);

    let mut of_shift = 0.0f32;
    let mut of_scale = 0.0f32;
    let mut at = unit;
    while at < count {
        let centred = x[first + at] - mean;
        let gradient = leaned(dy[first + at], centred * factor + offset, activated);
        of_shift += gradient;
        of_scale += gradient * (centred * rstd);
        at += threads;
    }
    let of_shift = total(of_shift, &mut partial, threads);
    let of_scale = total(of_scale, &mut partial, threads);
    let level = of_shift / f32::cast_from(count);
    let tilt = of_scale / f32::cast_from(count) * rstd;

    let mut at = unit;
    while at < count {
        let centred = x[first + at] - mean;
        let gradient = leaned(dy[first + at], centred * factor + offset, activated);
        dx[first + at] = factor * (gradient - level - centred * tilt);
        at += threads;
    }
    if unit == 0 {
        dscale[plane] = of_scale;
        dshift[plane] = of_shift;
    }
}
