//! What happens to sums on their way out of a convolution: bias, the shortcut's share, one common factor.
//!
//! The residual sum of a block would be two more passes over memory; here it is made while the result is written.

use super::correlate::{Run, Sink, Tile};
use super::geometry::{Lattice, Pattern};
use super::pack::BLOCK;

/// How an addend reaches the size of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resample {
    /// It has that size.
    Keep,
    /// Every number twice in each direction.
    Double,
    /// The mean over 2x2.
    Halve,
}

impl Resample {
    /// Extents of the addend for a result of these extents.
    pub fn extents(self, [height, width]: [usize; 2]) -> [usize; 2] {
        match self {
            Self::Keep => [height, width],
            Self::Double => [height / 2, width / 2],
            Self::Halve => [height * 2, width * 2],
        }
    }
}

/// A map that is added to the sums.
#[derive(Clone, Copy, Debug)]
pub struct Addend<'a> {
    /// All channels of one sample.
    pub values: &'a [f32],
    /// How it reaches the size of the result.
    pub resample: Resample,
}

/// What is made of the sums.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// One number for each channel of the whole result.
    pub bias: Option<&'a [f32]>,
    /// Added before the factor.
    pub addend: Option<Addend<'a>>,
    /// Factor of everything.
    pub factor: f32,
}

impl Finish<'_> {
    /// The sums as they are.
    pub const BARE: Self = Self {
        bias: None,
        addend: None,
        factor: 1.0,
    };
}

/// Writes sums into some channels of one sample.
pub struct Epilogue<'a> {
    /// These channels.
    pub out: &'a mut [f32],
    /// The first of them.
    pub first_channel: usize,
    /// Output positions as the sums come.
    pub lattice: Lattice,
    /// Extents of the result.
    pub extents: [usize; 2],
    /// What is made of the sums.
    pub finish: Finish<'a>,
}

impl Sink for Epilogue<'_> {
    #[inline(always)]
    fn take(&mut self, block: usize, phase: usize, run: Run, sums: &[Tile; 2]) {
        let size = self.extents[0] * self.extents[1];
        let channels = self.first_channel + self.out.len() / size;
        for (lane, channel) in (block * BLOCK..channels.min((block + 1) * BLOCK)).enumerate() {
            let row = |side: usize| &sums[side][lane * run.pitch..][..run.length];
            let bias = self.finish.bias.map_or(0.0, |bias| bias[channel]);
            let place = (channel - self.first_channel) * size;
            if self.lattice.pattern == Pattern::Scatter {
                self.interleave(place, phase / 2, run.first, [row(0), row(1)], bias);
            } else {
                self.copy(channel, place, run.first, row(0), bias);
            }
        }
    }
}

impl Epilogue<'_> {
    #[inline(always)]
    fn copy(&mut self, channel: usize, place: usize, first: usize, sums: &[f32], bias: f32) {
        let width = self.extents[1];
        let columns = self.lattice.grid()[1];
        let mut at = 0;
        while at < sums.len() {
            let [row, column] = [
                (first + at) / self.lattice.width,
                (first + at) % self.lattice.width,
            ];
            let length = columns.saturating_sub(column).min(sums.len() - at);
            if length > 0 {
                let out = &mut self.out[place + row * columns + column..][..length];
                let sums = &sums[at..at + length];
                match self.finish.addend {
                    None => write(out, sums, bias, self.finish.factor),
                    Some(addend) => {
                        // A flat map is one long row of the lattice.
                        let pixel = row * columns + column;
                        add(
                            out,
                            sums,
                            bias,
                            self.finish.factor,
                            (addend, channel, pixel),
                            width,
                            self.extents,
                        );
                    }
                }
            }
            at += (self.lattice.width - column).max(1);
        }
    }

    /// Left and right phases side by side.
    #[inline(always)]
    fn interleave(
        &mut self,
        place: usize,
        down: usize,
        first: usize,
        sums: [&[f32]; 2],
        bias: f32,
    ) {
        let width = self.extents[1];
        let columns = self.lattice.grid()[1];
        let [left, right] = sums;
        let factor = self.finish.factor;
        let mut at = 0;
        while at < left.len() {
            let [row, column] = [
                (first + at) / self.lattice.width,
                (first + at) % self.lattice.width,
            ];
            let length = columns.saturating_sub(column).min(left.len() - at);
            if length > 0 {
                let start = place + (2 * row + down) * width + 2 * column;
                let out = self.out[start..][..2 * length].chunks_exact_mut(2);
                let pairs = left[at..at + length].iter().zip(&right[at..at + length]);
                for (out, (&left, &right)) in out.zip(pairs) {
                    out[0] = (left + bias) * factor;
                    out[1] = (right + bias) * factor;
                }
            }
            at += self.lattice.width - column;
        }
    }
}

#[inline(always)]
fn write(out: &mut [f32], sums: &[f32], bias: f32, factor: f32) {
    for (out, &sum) in out.iter_mut().zip(sums) {
        *out = (sum + bias) * factor;
    }
}

/// Adds a stretch of one channel's addend that begins at `pixel` of the result.
#[inline(always)]
fn add(
    out: &mut [f32],
    sums: &[f32],
    bias: f32,
    factor: f32,
    (addend, channel, pixel): (Addend<'_>, usize, usize),
    width: usize,
    extents: [usize; 2],
) {
    let [rows, columns] = addend.resample.extents(extents);
    let plane = &addend.values[channel * rows * columns..][..rows * columns];
    if addend.resample == Resample::Keep {
        let plane = &plane[pixel..][..out.len()];
        for ((out, &sum), &more) in out.iter_mut().zip(sums).zip(plane) {
            *out = (sum + bias + more) * factor;
        }
        return;
    }
    // Row by row: a stretch of a flat map may hold several.
    let mut at = 0;
    while at < out.len() {
        let [row, column] = [(pixel + at) / width, (pixel + at) % width];
        let length = (width - column).min(out.len() - at);
        let (out, sums) = (&mut out[at..at + length], &sums[at..at + length]);
        for (offset, (out, &sum)) in out.iter_mut().zip(sums).enumerate() {
            let more = resampled(plane, columns, addend.resample, row, column + offset);
            *out = (sum + bias + more) * factor;
        }
        at += length;
    }
}

#[inline(always)]
fn resampled(plane: &[f32], columns: usize, resample: Resample, row: usize, column: usize) -> f32 {
    match resample {
        Resample::Keep => plane[row * columns + column],
        Resample::Double => plane[row / 2 * columns + column / 2],
        Resample::Halve => {
            let [top, bottom] = [2 * row, 2 * row + 1].map(|row| {
                let pair = &plane[row * columns + 2 * column..][..2];
                pair[0] + pair[1]
            });
            (top + bottom) * 0.25
        }
    }
}
