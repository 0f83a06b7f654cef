//! The inner loop of every convolution, forwards and backwards: sums of shifted planes, eight outputs by up to three vectors at once.
//!
//! All sums of a tile live in registers, so a number of the input is loaded once for eight outputs and a weight once for three vectors;
//! the processor's multiply-add units are the limit, not memory. Vectors are as wide as the processor has them, found at run time.

use pulp::{Arch, Simd, WithSimd};

use super::geometry::Lattice;
use super::pack::{BLOCK, Packed};

/// Vectors of a tile.
const VECTORS: usize = 3;
/// Numbers of the widest vector.
const WIDEST: usize = 16;
/// Positions of the largest tile.
pub(crate) const TILE: usize = VECTORS * WIDEST;

/// Floats of planes that stay in a second cache of 1 MiB beside a block's weights.
pub(crate) const NEAR: usize = 192 << 10;

/// The sums of one tile: `BLOCK` rows of `length` positions.
pub type Tile = [f32; BLOCK * TILE];

/// Takes the sums as they come.
pub trait Sink {
    /// `sums` of the outputs `block * BLOCK..`, a row for each. For a form with phases there are two, the left and the right ones of one row of
    /// phases (`phase` is the first of them).
    fn take(&mut self, block: usize, phase: usize, run: Run, sums: &[Tile; 2]);
}

/// Which output positions a tile holds.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The first of them.
    pub first: usize,
    /// How many.
    pub length: usize,
    /// Distance from one output's row to the next in the tile.
    pub pitch: usize,
}

/// All sums of `blocks` of outputs over the planes of one sample.
pub struct Correlation<'a, S> {
    /// The planes of all input channels, one after another.
    pub planes: &'a [f32],
    /// How they lie.
    pub lattice: Lattice,
    /// The weights.
    pub packed: &'a Packed,
    /// Which blocks of outputs.
    pub blocks: std::ops::Range<usize>,
    /// Where the sums go.
    pub sink: S,
}

impl<S: Sink> Correlation<'_, S> {
    /// Computes all sums.
    pub fn run(self) {
        Arch::new().dispatch(self);
    }
}

impl<T: Sink> WithSimd for Correlation<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        // What is read again and again should stay in the second cache: the planes if they fit, else the weights of all blocks.
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

impl<T: Sink> Correlation<'_, T> {
    /// All tiles, each for all these blocks.
    #[inline(always)]
    fn tiles<S: Simd>(&mut self, simd: S, blocks: std::ops::Range<usize>) {
        let positions = self.lattice.positions();
        let (taps, phases) = (self.lattice.taps(), self.lattice.phases());
        let mut shifted = taps.clone();
        let mut sums = [[0.0; BLOCK * TILE]; 2];
        let mut first = 0;
        while first < positions {
            let vectors = vectors(positions - first, S::F32_LANES);
            for block in blocks.clone() {
                for row in (0..phases.len()).step_by(2) {
                    for (side, &phase) in phases[row..].iter().take(2).enumerate() {
                        for (shifted, tap) in shifted.iter_mut().zip(&taps) {
                            *shifted = tap + phase + first;
                        }
                        let weights = self.packed.block(block, row + side);
                        let sources = (self.planes, self.lattice.stride, shifted.as_slice());
                        tile(simd, vectors, sources, weights, &mut sums[side]);
                    }
                    let pitch = vectors * S::F32_LANES;
                    let length = pitch.min(positions - first);
                    let run = Run {
                        first,
                        length,
                        pitch,
                    };
                    self.sink.take(block, row, run, &sums);
                }
            }
            first += vectors * S::F32_LANES;
        }
    }
}

/// Vectors of the next tile when `left` positions are to be computed: two and two rather than three and one.
pub(crate) fn vectors(left: usize, lanes: usize) -> usize {
    match left.div_ceil(lanes) {
        4 => 2,
        more => more.min(VECTORS),
    }
}

/// Planes, the distance between them, and the distances of the taps.
pub(crate) type Sources<'a> = (&'a [f32], usize, &'a [usize]);

/// The sums of `vectors` vectors of positions, for one block of outputs.
#[inline(always)]
pub(crate) fn tile<S: Simd>(
    simd: S,
    vectors: usize,
    sources: Sources<'_>,
    weights: &[f32],
    sums: &mut Tile,
) {
    // With 16 registers only half a block fits.
    if S::REGISTER_COUNT >= 32 {
        match vectors {
            1 => rows::<S, BLOCK, 1>(simd, sources, weights, 0, sums),
            2 => rows::<S, BLOCK, 2>(simd, sources, weights, 0, sums),
            _ => rows::<S, BLOCK, 3>(simd, sources, weights, 0, sums),
        }
    } else {
        for first in [0, BLOCK / 2] {
            match vectors {
                1 => rows::<S, { BLOCK / 2 }, 1>(simd, sources, weights, first, sums),
                2 => rows::<S, { BLOCK / 2 }, 2>(simd, sources, weights, first, sums),
                _ => rows::<S, { BLOCK / 2 }, 3>(simd, sources, weights, first, sums),
            }
        }
    }
}

/// `ROWS` outputs from `first` on, by `VECTORS` vectors of positions.
#[inline(always)]
fn rows<S: Simd, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    (planes, stride, taps): Sources<'_>,
    weights: &[f32],
    first: usize,
    sums: &mut Tile,
) {
    let lanes = S::F32_LANES;
    let zero = simd.splat_f32s(0.0);
    let mut held = [[zero; VECTORS]; ROWS];
    let mut weights = weights.chunks_exact(BLOCK);
    for plane in planes.chunks_exact(stride) {
        for (&tap, weights) in taps.iter().zip(&mut weights) {
            let (loaded, _) = S::as_simd_f32s(&plane[tap..tap + VECTORS * lanes]);
            // Neither `array::from_fn` (its closure is not always inlined) nor a copy: vectors would travel through memory.
            let mut inputs = [zero; VECTORS];
            for (at, input) in inputs.iter_mut().enumerate() {
                *input = loaded[at];
            }
            let weights = &weights[first..first + ROWS];
            for (held, &weight) in held.iter_mut().zip(weights) {
                let weight = simd.splat_f32s(weight);
                for (held, &input) in held.iter_mut().zip(&inputs) {
                    *held = simd.mul_add_e_f32s(weight, input, *held);
                }
            }
        }
    }
    let (sums, _) = S::as_mut_simd_f32s(sums);
    let sums = sums.chunks_exact_mut(VECTORS).skip(first);
    for (out, held) in sums.zip(held) {
        out.copy_from_slice(&held);
    }
}
