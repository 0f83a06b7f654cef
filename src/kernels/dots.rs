//! The gradient of the weights: for every output channel, input channel and tap one long sum of products over all positions of all samples.
//!
//! Eight rows by three columns of such sums are made at once from eleven loads. The positions come in runs that fit the nearest cache, always in the
//! same order whatever the number of threads, so that a resumed run equals an uninterrupted one to the bit.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

/// Rows of sums made at once.
const ROWS: usize = 8;
/// Columns of sums made at once.
const COLUMNS: usize = 3;
/// Positions of a run: eight rows and three columns of it fit 32 KiB.
const RUN: usize = 640;
/// Columns of one task: enough to keep the rows of a run in the cache, few enough to share the work out.
const TASK: usize = 72;

/// The two sides of all products, for a whole batch.
pub struct Dots<'a> {
    /// Planes whose borders are zero: sample by sample, channel by channel.
    pub rows: &'a [f32],
    /// Distance between the planes of the rows.
    pub row_stride: usize,
    /// Row channels.
    pub row_count: usize,
    /// First position in a row plane.
    pub row_first: usize,
    /// Planes of the columns: sample by sample.
    pub columns: &'a [f32],
    /// Distance between the planes of the columns.
    pub column_stride: usize,
    /// Column planes of one sample.
    pub plane_count: usize,
    /// Distances of the taps in a column plane.
    pub taps: &'a [usize],
    /// Positions to sum over in each sample.
    pub positions: usize,
}

impl Dots<'_> {
    /// `row_count x (plane_count * taps)` sums.
    pub fn sums(&self) -> Vec<f32> {
        let width = self.plane_count * self.taps.len();
        let tasks = width.div_ceil(TASK);
        let blocks = self.row_count.div_ceil(ROWS);
        let parts: Vec<Vec<f32>> = (0..blocks * tasks)
            .into_par_iter()
            .map(|task| {
                let first = task % tasks * TASK;
                Arch::new().dispatch(Task {
                    dots: self,
                    first_row: task / tasks * ROWS,
                    columns: first..width.min(first + TASK),
                })
            })
            .collect();
        let mut all = vec![0.0; self.row_count * width];
        for (task, part) in parts.iter().enumerate() {
            let (block, first) = (task / tasks * ROWS, task % tasks * TASK);
            let length = TASK.min(width - first);
            let rows = part.chunks_exact(length).zip(block..self.row_count);
            for (part, row) in rows {
                all[row * width + first..][..length].copy_from_slice(part);
            }
        }
        all
    }

    fn samples(&self) -> usize {
        self.rows.len() / (self.row_stride * self.row_count).max(1)
    }

    /// Stretches of about [`RUN`] positions: sample, first position, length.
    fn runs(&self) -> Vec<Vec<(usize, usize, usize)>> {
        let (mut runs, mut run, mut held) = (Vec::new(), Vec::new(), 0);
        for sample in 0..self.samples() {
            for first in (0..self.positions).step_by(RUN) {
                let length = RUN.min(self.positions - first);
                if held + length > RUN && !run.is_empty() {
                    runs.push(std::mem::take(&mut run));
                    held = 0;
                }
                run.push((sample, first, length));
                held += length;
            }
        }
        runs.push(run);
        runs
    }
}

/// Eight rows of the sums, over some columns.
pub struct Task<'a> {
    /// All of them.
    pub dots: &'a Dots<'a>,
    /// The first row.
    pub first_row: usize,
    /// Which columns.
    pub columns: std::ops::Range<usize>,
}

impl WithSimd for Task<'_> {
    /// Eight rows, the ones past the last row included.
    type Output = Vec<f32>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<f32> {
        let width = self.columns.len();
        let mut sums = vec![0.0; ROWS * width];
        for run in self.dots.runs() {
            for at in (0..width).step_by(COLUMNS) {
                if S::REGISTER_COUNT >= 32 {
                    self.add::<S, ROWS>(simd, &run, at, 0, &mut sums);
                } else {
                    self.add::<S, { ROWS / 2 }>(simd, &run, at, 0, &mut sums);
                    self.add::<S, { ROWS / 2 }>(simd, &run, at, ROWS / 2, &mut sums);
                }
            }
        }
        sums
    }
}

impl Task<'_> {
    /// Adds the products of one run to `HEIGHT` rows from `first` on and three columns from `at` on. Past the end the last row and the last
    /// column are taken again and left out of the result.
    #[inline(always)]
    fn add<S: Simd, const HEIGHT: usize>(
        &self,
        simd: S,
        run: &[(usize, usize, usize)],
        at: usize,
        first: usize,
        sums: &mut [f32],
    ) {
        let (dots, width) = (self.dots, self.columns.len());
        let mut held = [[simd.splat_f32s(0.0); COLUMNS]; HEIGHT];
        for &(sample, start, length) in run {
            let vectors = length.div_ceil(S::F32_LANES);
            // Loops rather than `array::from_fn`, whose closures are not always inlined.
            let mut rows: [&[S::f32s]; HEIGHT] = [&[]; HEIGHT];
            for (row, slot) in rows.iter_mut().enumerate() {
                let row = (self.first_row + first + row).min(dots.row_count - 1);
                let plane = (sample * dots.row_count + row) * dots.row_stride;
                let from = plane + dots.row_first + start;
                *slot = S::as_simd_f32s(&dots.rows[from..from + vectors * S::F32_LANES]).0;
            }
            let mut columns: [&[S::f32s]; COLUMNS] = [&[]; COLUMNS];
            for (column, slot) in columns.iter_mut().enumerate() {
                let column = self.columns.start + (at + column).min(width - 1);
                let (plane, tap) = (column / dots.taps.len(), column % dots.taps.len());
                let plane = (sample * dots.plane_count + plane) * dots.column_stride;
                let from = plane + dots.taps[tap] + start;
                *slot = S::as_simd_f32s(&dots.columns[from..from + vectors * S::F32_LANES]).0;
            }
            multiply(simd, vectors, rows, columns, &mut held);
        }
        for (row, held) in held.into_iter().enumerate() {
            for (column, held) in held.into_iter().enumerate() {
                if at + column < width {
                    sums[(first + row) * width + at + column] += simd.reduce_sum_f32s(held);
                }
            }
        }
    }
}

#[inline(always)]
fn multiply<S: Simd, const HEIGHT: usize>(
    simd: S,
    vectors: usize,
    rows: [&[S::f32s]; HEIGHT],
    columns: [&[S::f32s]; COLUMNS],
    held: &mut [[S::f32s; COLUMNS]; HEIGHT],
) {
    let mut sums = *held;
    for at in 0..vectors {
        let mut inputs = [simd.splat_f32s(0.0); COLUMNS];
        for (input, column) in inputs.iter_mut().zip(&columns) {
            *input = column[at];
        }
        for (sums, row) in sums.iter_mut().zip(&rows) {
            let row = row[at];
            for (sum, &input) in sums.iter_mut().zip(&inputs) {
                *sum = simd.mul_add_e_f32s(row, input, *sum);
            }
        }
    }
    *held = sums;
}
