//! The largest of a window, and the blur before a step of shift-tolerant networks; without border zeros.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::super::scratch::Scratch;
use super::Map;

/// Side of the window of both.
const SIDE: usize = 3;
/// Step of the blur, and how far it mirrors the map.
const STEP: usize = 2;

/// The largest of every 3 x 3 window, with this step; windows that lie inside the map only.
pub fn largest(x: &Map, step: usize) -> Map {
    let extents = x.extents.map(|side| side.saturating_sub(SIDE) / step + 1);
    planes(x, extents, |from, width, buffer, out| {
        Arch::new().dispatch(Largest {
            from,
            width,
            step,
            buffer,
            out,
            columns: extents[1],
        });
    })
}

/// `[1, 2, 1]` in both directions over 16, every second pixel of the result, the map mirrored by two pixels on each side.
pub fn blur(x: &Map) -> Map {
    let extents = x.extents.map(|side| side.div_ceil(STEP) + 1);
    planes(x, extents, |from, width, buffer, out| {
        Arch::new().dispatch(Blur {
            from,
            width,
            buffer,
            out,
            columns: extents[1],
        });
    })
}

/// Makes each channel of a map from the same channel of another: values, width of a row, a row of scratch, result.
fn planes(
    x: &Map,
    extents: [usize; 2],
    make: impl Fn(&[f32], usize, &mut [f32], &mut [f32]) + Sync,
) -> Map {
    let mut out = Map::of(x.channels, extents, x.pieces);
    let (size, result) = (x.size(), out.size());
    let share = x.channels.div_ceil(x.pieces);
    let width = x.extents[1];
    let work = |(from, out): (&[f32], &mut [f32])| {
        let mut buffer = Scratch::of(width);
        let channels = from.chunks_exact(size).zip(out.chunks_exact_mut(result));
        for (from, out) in channels {
            make(from, width, &mut buffer, out);
        }
    };
    if x.pieces > 1 {
        let from = x.values().par_chunks(share * size);
        let out = out.values_mut().par_chunks_mut(share * result);
        from.zip(out).for_each(work);
    } else {
        work((x.values(), out.values_mut()));
    }
    out
}

struct Largest<'a> {
    from: &'a [f32],
    width: usize,
    step: usize,
    /// The largest of three rows.
    buffer: &'a mut [f32],
    out: &'a mut [f32],
    columns: usize,
}

impl WithSimd for Largest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let rows = self.out.chunks_exact_mut(self.columns).enumerate();
        for (y, out) in rows {
            let three = &self.from[y * self.step * self.width..][..SIDE * self.width];
            let (top, rest) = three.split_at(self.width);
            let (middle, bottom) = rest.split_at(self.width);
            let columns = top.iter().zip(middle).zip(bottom);
            for (largest, ((&top, &middle), &bottom)) in self.buffer.iter_mut().zip(columns) {
                *largest = larger(larger(top, middle), bottom);
            }
            if self.step == 1 {
                let [left, right] = [1, 2].map(|at| &self.buffer[at..][..out.len()]);
                let columns = self.buffer.iter().zip(left).zip(right);
                for (out, ((&a, &b), &c)) in out.iter_mut().zip(columns) {
                    *out = larger(larger(a, b), c);
                }
            } else {
                for (x, out) in out.iter_mut().enumerate() {
                    let three = &self.buffer[x * self.step..][..SIDE];
                    *out = larger(larger(three[0], three[1]), three[2]);
                }
            }
        }
    }
}

/// NaN is only kept on the left; no network here makes one from numbers.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

struct Blur<'a> {
    from: &'a [f32],
    width: usize,
    /// Three rows, weighted.
    buffer: &'a mut [f32],
    out: &'a mut [f32],
    columns: usize,
}

impl WithSimd for Blur<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (width, height) = (self.width, self.from.len() / self.width);
        for (y, out) in self.out.chunks_exact_mut(self.columns).enumerate() {
            let row = |at: usize| &self.from[mirrored(STEP * y + at, height) * width..][..width];
            let columns = row(0).iter().zip(row(1)).zip(row(2));
            for (sum, ((&top, &middle), &bottom)) in self.buffer.iter_mut().zip(columns) {
                *sum = (top + bottom + 2.0 * middle) * 0.25;
            }
            for (x, out) in out.iter_mut().enumerate() {
                let at = |tap: usize| self.buffer[mirrored(STEP * x + tap, width)];
                *out = (at(0) + at(2) + 2.0 * at(1)) * 0.25;
            }
        }
    }
}

/// The place in an extent of `side` that place `at` of the mirrored one shows: `at` counts from two before the first.
#[inline(always)]
fn mirrored(at: usize, side: usize) -> usize {
    let inside = at.abs_diff(STEP);
    if inside < side {
        inside
    } else {
        2 * (side - 1) - inside
    }
}
