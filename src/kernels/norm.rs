//! Instance norm on the CPU: the numbers of each plane, and the gradient through norm and activation.

use pulp::{Simd, WithSimd};

use super::prologue::{Affine, Channel, Gate, normalised, slope_at};

/// Partial sums held side by side, so that vectors can be used and errors stay small.
const LANES: usize = 64;

/// The norm of one plane with the learned scale and shift, made with the processor's vectors.
pub struct Measure<'a> {
    /// The plane.
    pub plane: &'a [f32],
    /// Learned scale.
    pub scale: f32,
    /// Learned shift.
    pub shift: f32,
}

impl WithSimd for Measure<'_> {
    type Output = Affine;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Affine {
        affine(self.plane, self.scale, self.shift)
    }
}

/// The sum of a plane.
pub struct Total<'a>(pub &'a [f32]);

impl WithSimd for Total<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        sum(self.0, |x| x)
    }
}

/// Takes the gradient of a normalised and activated channel to that of the channel, in place. Gives the gradients of scale and shift.
pub struct Through<'a> {
    /// The gradient.
    pub gradient: &'a mut [f32],
    /// The channel.
    pub channel: Channel<'a>,
}

impl WithSimd for Through<'_> {
    type Output = [f32; 2];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f32; 2] {
        let Channel {
            values,
            affine,
            gate,
            slope,
        } = self.channel;
        match affine {
            Some(affine) => {
                let slope = matches!(gate, Gate::Own).then_some(slope);
                backward(self.gradient, values, affine, slope)
            }
            None => {
                backward_gate(self.gradient, values, gate, slope);
                [0.0; 2]
            }
        }
    }
}

#[inline(always)]
fn affine(plane: &[f32], scale: f32, shift: f32) -> Affine {
    let count = plane.len() as f64;
    let mean = (sum(plane, |x| x) / count) as f32;
    let variance = sum(plane, |x| (x - mean) * (x - mean)) / count;
    let rstd = (1.0 / (variance + super::EPSILON).sqrt()) as f32;
    Affine {
        mean,
        rstd,
        factor: scale * rstd,
        shift,
    }
}

/// Sum of a function over a plane.
#[inline(always)]
fn sum(plane: &[f32], function: impl Fn(f32) -> f32) -> f64 {
    let mut lanes = [0.0f32; LANES];
    let chunks = plane.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += function(value);
        }
    }
    let rest: f64 = rest.iter().map(|&value| f64::from(function(value))).sum();
    rest + lanes.iter().copied().map(f64::from).sum::<f64>()
}

/// Sums of a pair of functions over two planes.
#[inline(always)]
fn sums(a: &[f32], b: &[f32], function: impl Fn(f32, f32) -> [f32; 2]) -> [f64; 2] {
    let mut lanes = [[0.0f32; LANES]; 2];
    let whole = a.len() / LANES * LANES;
    let chunks = a.chunks_exact(LANES).zip(b.chunks_exact(LANES));
    for (a, b) in chunks {
        for lane in 0..LANES {
            let [first, second] = function(a[lane], b[lane]);
            lanes[0][lane] += first;
            lanes[1][lane] += second;
        }
    }
    let mut totals = lanes.map(|lanes| lanes.iter().copied().map(f64::from).sum::<f64>());
    for (&a, &b) in a[whole..].iter().zip(&b[whole..]) {
        let values = function(a, b);
        totals[0] += f64::from(values[0]);
        totals[1] += f64::from(values[1]);
    }
    totals
}

/// Turns the gradient of a normalised and activated plane into that of the plane `x`, in place. Returns the gradients of scale and shift.
#[inline(always)]
fn backward(gradient: &mut [f32], x: &[f32], affine: Affine, slope: Option<f32>) -> [f32; 2] {
    let Affine {
        mean, rstd, factor, ..
    } = affine;
    if let Some(slope) = slope {
        for (gradient, &x) in gradient.iter_mut().zip(x) {
            *gradient *= slope_at(normalised(x, affine), slope);
        }
    }
    let [shift, scale] = sums(gradient, x, |g, x| [g, g * ((x - mean) * rstd)]);
    let count = x.len() as f64;
    let (offset, tilt) = ((shift / count) as f32, (scale / count) as f32 * rstd);
    for (gradient, &x) in gradient.iter_mut().zip(x) {
        *gradient = factor * (*gradient - offset - (x - mean) * tilt);
    }
    [scale as f32, shift as f32]
}

/// The same for an activation alone.
#[inline(always)]
fn backward_gate(gradient: &mut [f32], x: &[f32], gate: Gate<'_>, slope: f32) {
    let sides = match gate {
        Gate::Open => return,
        Gate::Own => x,
        Gate::Other(gate) => gate,
    };
    for (gradient, &side) in gradient.iter_mut().zip(sides) {
        *gradient *= slope_at(side, slope);
    }
}
