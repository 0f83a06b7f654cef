//! What happens to a map on its way into a convolution, while it is copied into planes: instance norm, LeakyReLU, pooling.
//!
//! The copy has to be made anyway, so norm and activation cost no pass over memory of their own.

use pulp::{Simd, WithSimd};

use super::geometry::{Lattice, Pattern};

/// Instance norm of one channel of one sample: `(x - mean) * factor + shift`, `factor = scale / sqrt(variance + epsilon)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Affine {
    /// Mean of the plane.
    pub mean: f32,
    /// One over its standard deviation.
    pub rstd: f32,
    /// Learned scale times `rstd`.
    pub factor: f32,
    /// Learned shift.
    pub shift: f32,
}

/// Which numbers decide about the side of the LeakyReLU.
#[derive(Clone, Copy, Debug)]
pub enum Gate<'a> {
    /// No activation.
    Open,
    /// Its own: the ordinary LeakyReLU.
    Own,
    /// Another map's: the derivative of a LeakyReLU along a direction.
    Other(&'a [f32]),
}

/// One channel of a map and what is to be done with it.
#[derive(Clone, Copy, Debug)]
pub struct Channel<'a> {
    /// Height x width numbers.
    pub values: &'a [f32],
    /// Instance norm, before the activation.
    pub affine: Option<Affine>,
    /// The activation.
    pub gate: Gate<'a>,
    /// Its negative slope: 0 for a ReLU.
    pub slope: f32,
}

/// Writes the planes of one channel, with the processor's vectors.
pub struct Fill<'a> {
    /// The channel.
    pub channel: Channel<'a>,
    /// How its planes lie.
    pub lattice: Lattice,
    /// Where they are.
    pub planes: &'a mut [f32],
    /// Extents of the channel if the mean over 2x2 of it is to be written, as it is.
    pub pooled: Option<[usize; 2]>,
}

impl WithSimd for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        match self.pooled {
            Some(extents) => self.channel.fill_pooled(extents, self.planes),
            None => self.channel.fill(&self.lattice, self.planes),
        }
    }
}

impl Channel<'_> {
    /// `length` numbers from `first` on, normalised and activated.
    #[inline(always)]
    fn write(&self, first: usize, out: &mut [f32]) {
        let values = &self.values[first..][..out.len()];
        let leaky = |x: f32| x * slope_at(x, self.slope);
        match (self.affine, self.gate) {
            (None, Gate::Open) => out.copy_from_slice(values),
            (None, Gate::Own) => apply(out, values, leaky),
            (Some(affine), Gate::Open) => apply(out, values, |x| normalised(x, affine)),
            (Some(affine), Gate::Own) => apply(out, values, |x| leaky(normalised(x, affine))),
            (_, Gate::Other(gate)) => {
                let gate = &gate[first..][..out.len()];
                for ((out, &x), &gate) in out.iter_mut().zip(values).zip(gate) {
                    *out = x * slope_at(gate, self.slope);
                }
            }
        }
    }

    /// Writes the channel's planes.
    #[inline(always)]
    fn fill(&self, lattice: &Lattice, planes: &mut [f32]) {
        match lattice.pattern {
            Pattern::Flat => {
                let [height, width] = lattice.map;
                self.write(0, &mut planes[..height * width]);
                planes[height * width..].fill(0.0);
            }
            Pattern::Neighbours | Pattern::Scatter => self.fill_padded(lattice, planes),
            Pattern::Gather => self.fill_parities(lattice, planes),
        }
    }

    #[inline(always)]
    fn fill_padded(&self, lattice: &Lattice, plane: &mut [f32]) {
        let ([height, width], row) = (lattice.map, lattice.width);
        plane[..row].fill(0.0);
        plane[(height + 1) * row..].fill(0.0);
        let rows = plane[row..].chunks_exact_mut(row).take(height);
        for (y, out) in rows.enumerate() {
            out[0] = 0.0;
            out[width + 1] = 0.0;
            self.write(y * width, &mut out[1..=width]);
        }
    }

    /// Pixel (y, x) lies at (y + 1, x + 1) of the padded map: odd rows of the map in the planes of even parity, and so on.
    #[inline(always)]
    fn fill_parities(&self, lattice: &Lattice, planes: &mut [f32]) {
        let ([height, width], row) = (lattice.map, lattice.width);
        let (half, stride) = (width / 2, lattice.stride);
        // Only the border is written twice; the whole is cheaper to clear than its four edges are to find.
        planes.fill(0.0);
        let mut buffer = [0.0; LONGEST];
        for y in 0..height {
            let part = (y + 1) % 2 * 2;
            let (even, odd) = planes[part * stride..][..2 * stride].split_at_mut(stride);
            let first = y.div_ceil(2) * row;
            for start in (0..width).step_by(LONGEST) {
                let length = (width - start).min(LONGEST);
                let buffer = &mut buffer[..length];
                self.write(y * width + start, buffer);
                let odd = &mut odd[first + start / 2..first + half];
                for (out, pair) in odd.iter_mut().zip(buffer.chunks_exact(2)) {
                    *out = pair[0];
                }
                let even = &mut even[first + start / 2 + 1..=first + half];
                for (out, pair) in even.iter_mut().zip(buffer.chunks_exact(2)) {
                    *out = pair[1];
                }
            }
        }
    }

    /// Writes the mean over 2x2 of a map of `extents` as a flat plane.
    #[inline(always)]
    fn fill_pooled(&self, [height, width]: [usize; 2], plane: &mut [f32]) {
        let half = width / 2;
        for (y, out) in plane.chunks_exact_mut(half).take(height / 2).enumerate() {
            pooled_row(self.values, width, y, out);
        }
        plane[height / 2 * half..].fill(0.0);
    }
}

/// Widest run that is split by parity at once; even.
const LONGEST: usize = 512;

/// Row `y` of the mean over 2x2 blocks of a map with rows of `width`.
#[inline(always)]
pub fn pooled_row(values: &[f32], width: usize, y: usize, out: &mut [f32]) {
    let (top, bottom) = values[2 * y * width..][..2 * width].split_at(width);
    let pairs = top.chunks_exact(2).zip(bottom.chunks_exact(2));
    for (out, (top, bottom)) in out.iter_mut().zip(pairs) {
        *out = (top[0] + top[1] + bottom[0] + bottom[1]) * 0.25;
    }
}

#[inline(always)]
fn apply(out: &mut [f32], values: &[f32], function: impl Fn(f32) -> f32) {
    for (out, &value) in out.iter_mut().zip(values) {
        *out = function(value);
    }
}

/// Instance norm of one number. The mean is taken off first: folded into the shift it would cancel digits.
#[inline(always)]
pub fn normalised(x: f32, affine: Affine) -> f32 {
    (x - affine.mean) * affine.factor + affine.shift
}

/// The LeakyReLU's derivative at `x`: 1, or its `negative` slope.
#[inline(always)]
pub fn slope_at(x: f32, negative: f32) -> f32 {
    if x > 0.0 { 1.0 } else { negative }
}
