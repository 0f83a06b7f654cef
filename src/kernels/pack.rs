//! Official weights in the order in which the inner loop reads them, and the way back for their gradient.
//!
//! conv 3x3 followed by a mean over 2x2 is one 4x4 kernel with stride 2: the 3x3 kernel summed over the shifts (0|1, 0|1), a quarter of
//! it. Enlarging before conv 3x3 is the adjoint: the same sum, turned around. So one 4x4 [`Kernel`] serves both, forwards and backwards.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::geometry::{Kind, Pattern};
use super::scratch::Scratch;

/// Output channels that the inner loop computes at once.
pub const BLOCK: usize = 8;

/// Up to 4 x 4 numbers: one input channel's share in one output channel. 3x3 and 1x1 kernels fill the first 9 and 1.
pub type Kernel = [f32; 16];

/// One output channel and one input channel of the official weights as a [`Kernel`]. `taps` has 16, 9 or 1 numbers.
#[inline]
pub fn kernel(kind: Kind, taps: &[f32]) -> Kernel {
    let mut kernel = [0.0; 16];
    match kind {
        Kind::Point | Kind::PointDown | Kind::Same | Kind::Half | Kind::Twice => {
            kernel[..taps.len()].copy_from_slice(taps);
        }
        Kind::Down => {
            widen(taps, &mut kernel);
            kernel.iter_mut().for_each(|value| *value *= 0.25);
        }
        Kind::Up => {
            widen(taps, &mut kernel);
            kernel.reverse();
        }
    }
    kernel
}

/// The adjoint of [`kernel`]: what a gradient of the [`Kernel`] is for the official numbers, added to `taps`.
pub fn add_to_taps(kind: Kind, mut kernel: Kernel, taps: &mut [f32]) {
    match kind {
        Kind::Point | Kind::PointDown | Kind::Same | Kind::Half | Kind::Twice => {
            for (tap, value) in taps.iter_mut().zip(kernel) {
                *tap += value;
            }
        }
        Kind::Down => {
            kernel.iter_mut().for_each(|value| *value *= 0.25);
            narrow(&kernel, taps);
        }
        Kind::Up => {
            kernel.reverse();
            narrow(&kernel, taps);
        }
    }
}

/// Both directions one after another: (w0, w0 + w1, w1 + w2, w2).
#[inline]
fn widen(taps: &[f32], kernel: &mut Kernel) {
    let taps = &taps[..9];
    let wide = |a: f32, b: f32, c: f32| [a, a + b, b + c, c];
    let rows = [0, 3, 6].map(|at| wide(taps[at], taps[at + 1], taps[at + 2]));
    for column in 0..4 {
        let down = wide(rows[0][column], rows[1][column], rows[2][column]);
        for (row, value) in down.into_iter().enumerate() {
            kernel[row * 4 + column] = value;
        }
    }
}

fn narrow(kernel: &Kernel, taps: &mut [f32]) {
    for (at, tap) in taps.iter_mut().enumerate() {
        for [down, right] in SHIFTS {
            *tap += kernel[(at / 3 + down) * 4 + at % 3 + right];
        }
    }
}

const SHIFTS: [[usize; 2]; 4] = [[0, 0], [0, 1], [1, 0], [1, 1]];

/// Up to `BLOCK` rows of `run` numbers, turned to columns of `BLOCK`; rows that are not there are zero.
struct Transpose<'a> {
    rows: &'a [f32],
    columns: &'a mut [f32],
    run: usize,
}

impl WithSimd for Transpose<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        if self.rows.len() < BLOCK * self.run {
            self.columns.fill(0.0);
            for (at, row) in self.rows.chunks_exact(self.run).enumerate() {
                for (column, &value) in self.columns.chunks_exact_mut(BLOCK).zip(row) {
                    column[at] = value;
                }
            }
            return;
        }
        let row = |at: usize| self.rows[at * self.run..][..self.run].iter();
        let rows = row(0).zip(row(1)).zip(row(2).zip(row(3)));
        let rows = rows.zip(row(4).zip(row(5)).zip(row(6).zip(row(7))));
        for (column, (((a, b), (c, d)), ((e, f), (g, h)))) in
            self.columns.chunks_exact_mut(BLOCK).zip(rows)
        {
            column.copy_from_slice(&[*a, *b, *c, *d, *e, *f, *g, *h]);
        }
    }
}

/// Weights for the inner loop: for each block of outputs and each phase: input channel, part, tap, output of the block.
#[derive(Debug)]
pub struct Packed {
    values: Scratch,
    /// Floats of one block and phase.
    run: usize,
    phases: usize,
    /// Output channels.
    pub outputs: usize,
}

impl Packed {
    /// Official weights (`out x in x k x k`) for the forward pass.
    pub fn forward(kind: Kind, weight: &[f32], [out, input]: [usize; 2]) -> Self {
        let taps = kind.kernel_size().pow(2);
        if kind.pattern().taps() == taps {
            return Self::transpose(weight, out, input * taps);
        }
        Self::pack(kind.pattern(), [out, input], |o, i| {
            kernel(kind, &weight[(o * input + i) * taps..][..taps])
        })
    }

    /// The same weights for the gradient of the input: inputs and outputs change places.
    pub fn adjoint(kind: Kind, weight: &[f32], [out, input]: [usize; 2]) -> Self {
        let taps = kind.kernel_size().pow(2);
        Self::pack(kind.pattern().adjoint(), [input, out], |i, o| {
            let mut kernel = kernel(kind, &weight[(o * input + i) * taps..][..taps]);
            if kind == Kind::Same {
                kernel[..9].reverse();
            }
            kernel
        })
    }

    /// Kernels that are used as they are: each block is its rows of the weights, turned to columns.
    fn transpose(weight: &[f32], outputs: usize, run: usize) -> Self {
        let mut values = Scratch::of(outputs.div_ceil(BLOCK) * BLOCK * run);
        let blocks = values.par_chunks_exact_mut(BLOCK * run);
        let rows = weight.par_chunks(BLOCK * run);
        blocks.zip(rows).for_each(|(columns, rows)| {
            Arch::new().dispatch(Transpose { rows, columns, run });
        });
        Self {
            values,
            run: BLOCK * run,
            phases: 1,
            outputs,
        }
    }

    fn pack(
        pattern: Pattern,
        [outputs, inputs]: [usize; 2],
        kernel: impl Fn(usize, usize) -> Kernel + Sync,
    ) -> Self {
        let (phases, positions) = (pattern.phases(), pattern.parts() * pattern.taps());
        let run = inputs * positions * BLOCK;
        let mut values = Scratch::of(outputs.div_ceil(BLOCK) * phases * run);
        let entries: Vec<Vec<usize>> = (0..phases)
            .map(|phase| {
                let taps = pattern.taps();
                let entry = |at: usize| pattern.entry(at / taps, phase, at % taps);
                (0..positions).map(entry).collect()
            })
            .collect();
        let blocks = values.par_chunks_mut(phases * run).enumerate();
        blocks.for_each(|(block, values)| {
            let first = block * BLOCK;
            for input in 0..inputs {
                let mut kernels = [[0.0; 16]; BLOCK];
                for (kernel_of, output) in kernels.iter_mut().zip(first..outputs) {
                    *kernel_of = kernel(output, input);
                }
                for (entries, values) in entries.iter().zip(values.chunks_exact_mut(run)) {
                    let values = &mut values[input * positions * BLOCK..][..positions * BLOCK];
                    for (&entry, values) in entries.iter().zip(values.chunks_exact_mut(BLOCK)) {
                        for (value, kernel) in values.iter_mut().zip(&kernels) {
                            *value = kernel[entry];
                        }
                    }
                }
            }
        });
        Self {
            values,
            run,
            phases,
            outputs,
        }
    }

    /// The numbers of a block of outputs for a phase.
    pub fn block(&self, block: usize, phase: usize) -> &[f32] {
        &self.values[(block * self.phases + phase) * self.run..][..self.run]
    }
}
