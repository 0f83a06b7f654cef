//! A convolution over all channels with its border, bias, an addend and a range: one pass from map to map.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::super::correlate::{NEAR, TILE, Tile, tile, vectors};
use super::super::geometry::Kind;
use super::super::pack::{BLOCK, Packed};
use super::super::scratch::Scratch;
use super::window::{Planes, Window};
use super::{Map, Range};

/// Weights and bias of a convolution, ready for the inner loop.
#[derive(Debug)]
pub struct Dense {
    packed: Packed,
    bias: Vec<f32>,
    inputs: usize,
    range: Range,
}

impl Dense {
    /// `weight`: out x in x height x width; `bias`: out. Results are held in `range`.
    pub fn new(weight: &[f32], bias: Vec<f32>, inputs: usize, range: Range) -> Self {
        let outputs = bias.len();
        // The loop takes input channel by input channel and tap by tap: to it, a tap is an input of its own.
        let run = weight.len() / outputs.max(1);
        Self {
            packed: Packed::forward(Kind::Point, weight, [outputs, run]),
            bias,
            inputs,
            range,
        }
    }

    /// `range(conv(x) + bias + addend)`.
    pub fn forward(&self, x: &Map, window: Window, addend: Option<&Map>) -> Map {
        let finish = Finish {
            bias: Some(&self.bias),
            addend: addend.map(Map::values),
            range: self.range,
        };
        self.run(x, window, finish)
    }

    /// The convolution alone.
    pub fn bare(&self, x: &Map, window: Window) -> Map {
        let finish = Finish {
            bias: None,
            addend: None,
            range: Range::ALL,
        };
        self.run(x, window, finish)
    }

    /// One number for each output.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// What results are held in.
    pub fn range(&self) -> Range {
        self.range
    }

    fn run(&self, x: &Map, window: Window, finish: Finish<'_>) -> Map {
        debug_assert_eq!(x.channels, self.inputs);
        let shape = window.planes(x.extents);
        if shape.are_the_map(x) {
            return self.correlate(x.values(), &shape, x.pieces, finish);
        }
        let mut planes = Scratch::of(self.inputs * shape.channel);
        let size = x.size();
        if x.pieces > 1 {
            let channels = planes.par_chunks_exact_mut(shape.channel);
            channels
                .zip(x.values().par_chunks_exact(size))
                .for_each(|(planes, values)| shape.fill(values, planes));
        } else {
            let channels = planes.chunks_exact_mut(shape.channel);
            for (planes, values) in channels.zip(x.values().chunks_exact(size)) {
                shape.fill(values, planes);
            }
        }
        self.correlate(&planes, &shape, x.pieces, finish)
    }

    fn correlate(&self, planes: &[f32], shape: &Planes, pieces: usize, finish: Finish<'_>) -> Map {
        let outputs = self.bias.len();
        let mut out = Map::of(outputs, shape.extents, pieces);
        let size = out.size();
        let share = outputs.div_ceil(BLOCK).div_ceil(pieces);
        let piece = |(at, out): (usize, &mut [f32])| {
            Arch::new().dispatch(Sums {
                planes,
                shape,
                packed: &self.packed,
                blocks: at * share..outputs.div_ceil(BLOCK).min((at + 1) * share),
                finish,
                out,
                size,
            });
        };
        if pieces > 1 {
            let parts = out.values_mut().par_chunks_mut(share * BLOCK * size);
            parts.enumerate().for_each(piece);
        } else {
            piece((0, out.values_mut()));
        }
        out
    }
}

/// What is made of the sums.
#[derive(Clone, Copy)]
struct Finish<'a> {
    bias: Option<&'a [f32]>,
    addend: Option<&'a [f32]>,
    range: Range,
}

/// All sums of some blocks of outputs.
struct Sums<'a> {
    planes: &'a [f32],
    shape: &'a Planes,
    packed: &'a Packed,
    blocks: std::ops::Range<usize>,
    finish: Finish<'a>,
    /// These outputs' maps.
    out: &'a mut [f32],
    /// Floats of one output's map.
    size: usize,
}

impl WithSimd for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let blocks = self.blocks.clone();
        if self.planes.len() <= NEAR {
            for block in blocks {
                self.tiles(simd, block..block + 1);
            }
        } else {
            self.tiles(simd, blocks);
        }
    }
}

impl Sums<'_> {
    #[inline(always)]
    fn tiles<S: Simd>(&mut self, simd: S, blocks: std::ops::Range<usize>) {
        let mut shifted = self.shape.taps.clone();
        let mut sums = [0.0; BLOCK * TILE];
        let mut first = 0;
        while first < self.shape.positions {
            let vectors = vectors(self.shape.positions - first, S::F32_LANES);
            let pitch = vectors * S::F32_LANES;
            for (shifted, tap) in shifted.iter_mut().zip(&self.shape.taps) {
                *shifted = tap + first;
            }
            for block in blocks.clone() {
                let weights = self.packed.block(block, 0);
                let sources = (self.planes, self.shape.channel, shifted.as_slice());
                tile(simd, vectors, sources, weights, &mut sums);
                self.take(block, first, pitch, &sums);
            }
            first += pitch;
        }
    }

    #[inline(always)]
    fn take(&mut self, block: usize, first: usize, pitch: usize, sums: &Tile) {
        let begin = self.blocks.start * BLOCK;
        let end = begin + self.out.len() / self.size;
        let length = pitch.min(self.shape.positions - first);
        for (lane, channel) in (block * BLOCK..end.min((block + 1) * BLOCK)).enumerate() {
            let sums = &sums[lane * pitch..][..length];
            let bias = self.finish.bias.map_or(0.0, |bias| bias[channel]);
            let out = &mut self.out[(channel - begin) * self.size..][..self.size];
            let addend = self.finish.addend;
            let addend = addend.map(|all| &all[channel * self.size..][..self.size]);
            let range = self.finish.range;
            self.shape.outputs(first, length, |place, at, count| {
                let out = &mut out[place..place + count];
                let sums = &sums[at..at + count];
                match addend {
                    None => {
                        for (out, &sum) in out.iter_mut().zip(sums) {
                            *out = range.hold(sum + bias);
                        }
                    }
                    Some(addend) => {
                        let addend = &addend[place..place + count];
                        for ((out, &sum), &more) in out.iter_mut().zip(sums).zip(addend) {
                            *out = range.hold(sum + bias + more);
                        }
                    }
                }
            });
        }
    }
}
