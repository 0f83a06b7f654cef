//! Maps enlarged bilinearly to twice their height and width (half-pixel centres), and the gradient of that.
//!
//! Along each axis a pixel becomes two: three quarters of it and one of the neighbour on that side; the edge is repeated beyond itself.

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use super::scratch::Scratch;

/// Share of the nearer pixel.
const NEAR: f32 = 0.75;
/// Share of the farther pixel.
const FAR: f32 = 0.25;

/// Planes of `extents` (height, width), one after another, to planes of twice the height and width.
pub fn enlarge(planes: &[f32], [height, width]: [usize; 2]) -> Vec<f32> {
    let size = height * width;
    let mut out = vec![0.0; 4 * planes.len()];
    let pairs = out.par_chunks_exact_mut(4 * size);
    pairs
        .zip(planes.par_chunks_exact(size))
        .for_each(|(large, small)| {
            Arch::new().dispatch(Enlarging {
                small,
                large,
                width,
            });
        });
    out
}

/// The transpose: gradients of the large planes to those of the small ones, of `extents` (height, width).
pub fn enlarge_backward(gradients: &[f32], [height, width]: [usize; 2]) -> Vec<f32> {
    let size = height * width;
    let mut out = vec![0.0; gradients.len() / 4];
    let pairs = out.par_chunks_exact_mut(size);
    pairs
        .zip(gradients.par_chunks_exact(4 * size))
        .for_each(|(small, large)| {
            Arch::new().dispatch(Gathering {
                small,
                large,
                width,
            });
        });
    out
}

struct Enlarging<'a> {
    small: &'a [f32],
    large: &'a mut [f32],
    width: usize,
}

impl WithSimd for Enlarging<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let width = self.width;
        let height = self.small.len() / width;
        let row = |at: usize| &self.small[at * width..][..width];
        let mut mixed = Scratch::of(width + 2);
        for (at, out) in self.large.chunks_exact_mut(2 * width).enumerate() {
            let near = at / 2;
            let far = match at % 2 {
                0 => near.saturating_sub(1),
                _ => (near + 1).min(height - 1),
            };
            for ((mixed, near), far) in mixed[1..=width].iter_mut().zip(row(near)).zip(row(far)) {
                *mixed = NEAR * near + FAR * far;
            }
            mixed[0] = mixed[1];
            mixed[width + 1] = mixed[width];
            for (pair, three) in out.chunks_exact_mut(2).zip(mixed.windows(3)) {
                pair[0] = NEAR * three[1] + FAR * three[0];
                pair[1] = NEAR * three[1] + FAR * three[2];
            }
        }
    }
}

struct Gathering<'a> {
    small: &'a mut [f32],
    large: &'a [f32],
    width: usize,
}

impl WithSimd for Gathering<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (width, wide) = (self.width, 2 * self.width);
        let height = self.large.len() / wide;
        let row = |at: usize| &self.large[at * wide..][..wide];
        let mut mixed = Scratch::of(wide + 2);
        for (at, out) in self.small.chunks_exact_mut(width).enumerate() {
            // The two rows that are near to this one, and the one beyond each.
            let (above, below) = ((2 * at).saturating_sub(1), (2 * at + 2).min(height - 1));
            let near = row(2 * at).iter().zip(row(2 * at + 1));
            let far = row(above).iter().zip(row(below));
            for ((mixed, near), far) in mixed[1..=wide].iter_mut().zip(near).zip(far) {
                *mixed = NEAR * (near.0 + near.1) + FAR * (far.0 + far.1);
            }
            mixed[0] = mixed[1];
            mixed[wide + 1] = mixed[wide];
            let (near, far) = (mixed[1..].chunks_exact(2), mixed.chunks_exact(2));
            let beyond = mixed[2..].chunks_exact(2);
            for (((out, near), far), beyond) in out.iter_mut().zip(near).zip(far).zip(beyond) {
                *out = NEAR * (near[0] + near[1]) + FAR * (far[0] + beyond[1]);
            }
        }
    }
}
