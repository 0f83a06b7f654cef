//! Maps halved and doubled outside of a convolution: the gradients of pooling and enlarging.

use pulp::{Simd, WithSimd};

use super::prologue::pooled_row;

/// What to do with a map.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Only multiply.
    Keep,
    /// Sum over 2x2 blocks.
    Gather,
    /// Every number at four places.
    Spread,
}

/// One plane, changed in size and multiplied, with the processor's vectors.
pub struct Resampling<'a> {
    /// Where the result goes.
    pub out: &'a mut [f32],
    /// The plane.
    pub values: &'a [f32],
    /// Width of the smaller of the two.
    pub columns: usize,
    /// What happens.
    pub change: Change,
    /// Factor of everything.
    pub factor: f32,
}

impl WithSimd for Resampling<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self {
            out,
            values,
            columns,
            factor,
            ..
        } = self;
        match self.change {
            Change::Keep => scale(out, values, factor),
            Change::Gather => gather(out, values, columns, 4.0 * factor),
            Change::Spread => spread(out, values, columns, factor),
        }
    }
}

#[inline(always)]
fn scale(out: &mut [f32], values: &[f32], factor: f32) {
    for (out, &value) in out.iter_mut().zip(values) {
        *out = value * factor;
    }
}

/// Means over 2x2 blocks of a map, times `factor`.
#[inline(always)]
fn gather(out: &mut [f32], values: &[f32], columns: usize, factor: f32) {
    for (row, out) in out.chunks_exact_mut(columns).enumerate() {
        pooled_row(values, 2 * columns, row, out);
        out.iter_mut().for_each(|value| *value *= factor);
    }
}

/// Every number of a map at four places, times `factor`.
#[inline(always)]
fn spread(out: &mut [f32], values: &[f32], columns: usize, factor: f32) {
    let rows = out.chunks_exact_mut(4 * columns);
    for (out, values) in rows.zip(values.chunks_exact(columns)) {
        let (top, bottom) = out.split_at_mut(2 * columns);
        for (pair, &value) in top.chunks_exact_mut(2).zip(values) {
            pair.fill(value * factor);
        }
        bottom.copy_from_slice(top);
    }
}
