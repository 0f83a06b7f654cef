//! A convolution of each channel alone (depthwise), and the mean over a window, which is one.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::super::scratch::Scratch;
use super::window::{Planes, Window};
use super::{Map, Range};

/// Vectors of a run.
const VECTORS: usize = 4;
/// Floats of the widest vector.
const WIDEST: usize = 16;

/// Weights and bias of each channel.
#[derive(Debug)]
pub struct Each {
    /// Channels x height x width.
    weights: Vec<f32>,
    bias: Vec<f32>,
    range: Range,
}

impl Each {
    /// `weights`: channels x height x width; `bias`: channels. Results are held in `range`.
    pub fn new(weights: Vec<f32>, bias: Vec<f32>, range: Range) -> Self {
        Self {
            weights,
            bias,
            range,
        }
    }

    /// The mean over `taps` numbers, then a bias; zeros of a border count.
    pub fn mean(taps: usize, bias: Vec<f32>, range: Range) -> Self {
        let weights = vec![1.0 / taps as f32; taps * bias.len()];
        Self::new(weights, bias, range)
    }

    /// `range(conv(x) + bias)`.
    pub fn forward(&self, x: &Map, window: Window) -> Map {
        let shape = window.planes(x.extents);
        let mut out = Map::of(x.channels, shape.extents, x.pieces);
        let (size, result) = (x.size(), out.size());
        let share = x.channels.div_ceil(x.pieces);
        let taps = shape.taps.len();
        let piece = |(at, out): (usize, &mut [f32])| {
            let mut planes = Scratch::of(shape.channel);
            for (channel, out) in (at * share..).zip(out.chunks_exact_mut(result)) {
                shape.fill(&x.values()[channel * size..][..size], &mut planes);
                Arch::new().dispatch(Sums {
                    planes: &planes,
                    shape: &shape,
                    weights: &self.weights[channel * taps..][..taps],
                    bias: self.bias[channel],
                    range: self.range,
                    out,
                });
            }
        };
        if x.pieces > 1 {
            let parts = out.values_mut().par_chunks_mut(share * result);
            parts.enumerate().for_each(piece);
        } else {
            piece((0, out.values_mut()));
        }
        out
    }
}

/// All sums of one channel.
struct Sums<'a> {
    planes: &'a [f32],
    shape: &'a Planes,
    weights: &'a [f32],
    bias: f32,
    range: Range,
    out: &'a mut [f32],
}

impl WithSimd for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut first = 0;
        while first < self.shape.positions {
            let left = (self.shape.positions - first).div_ceil(S::F32_LANES);
            let vectors = match left {
                1 => self.run::<S, 1>(simd, first),
                2 | 3 => self.run::<S, 2>(simd, first),
                _ => self.run::<S, VECTORS>(simd, first),
            };
            first += vectors * S::F32_LANES;
        }
    }
}

impl Sums<'_> {
    /// A run of `N` vectors from `first` on.
    #[inline(always)]
    fn run<S: Simd, const N: usize>(&mut self, simd: S, first: usize) -> usize {
        let lanes = S::F32_LANES;
        let mut held = [simd.splat_f32s(self.bias); N];
        for (&weight, &tap) in self.weights.iter().zip(&self.shape.taps) {
            let weight = simd.splat_f32s(weight);
            let (loaded, _) = S::as_simd_f32s(&self.planes[tap + first..][..N * lanes]);
            for (at, held) in held.iter_mut().enumerate() {
                *held = simd.mul_add_e_f32s(weight, loaded[at], *held);
            }
        }
        let mut sums = [0.0; VECTORS * WIDEST];
        let (vectors, _) = S::as_mut_simd_f32s(&mut sums);
        vectors[..N].copy_from_slice(&held);
        let (out, range) = (&mut *self.out, self.range);
        let length = (N * lanes).min(self.shape.positions - first);
        self.shape.outputs(first, length, |place, at, count| {
            let pairs = out[place..place + count]
                .iter_mut()
                .zip(&sums[at..at + count]);
            for (out, &sum) in pairs {
                *out = range.hold(sum);
            }
        });
        N
    }
}
