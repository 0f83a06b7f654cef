//! What this machine can do at most: multiplications with addition in registers, and copying memory.

use std::hint::black_box;
use std::thread;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};

/// Independent sums in flight: enough to hide the latency of two multiply-add units, few enough for 16 registers.
const SUMS: usize = 12;
/// Rounds over all sums in one measurement.
const ROUNDS: usize = 20_000_000;
/// Measurements of which the fastest counts.
const TRIES: usize = 5;
/// Numbers in a copied buffer: 256 MiB.
const COPIED: usize = 64 << 20;

/// The limits of the machine for a number of threads.
#[derive(Clone, Copy, Debug)]
pub struct Peak {
    /// Multiply-additions of 32-bit numbers in a second.
    pub macs: f64,
    /// Bytes read and bytes written in a second, together.
    pub bytes: f64,
}

impl Peak {
    /// Measures both with `threads` threads.
    pub fn measure(threads: usize) -> Self {
        Self {
            macs: multiply(threads),
            bytes: copy(threads),
        }
    }
}

/// `ROUNDS` times `SUMS` vector multiply-additions; returns the lanes of a vector and a number that depends on all of them.
struct Multiply {
    factor: f32,
    addend: f32,
}

impl WithSimd for Multiply {
    type Output = (usize, f32);

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
        let (x, y) = (simd.splat_f32s(self.factor), simd.splat_f32s(self.addend));
        let start = simd.splat_f32s(1.0);
        // Separate variables rather than an array, so that they stay in registers without the help of loop unrolling.
        let [mut a, mut b, mut c, mut d, mut e, mut f] = [start; SUMS / 2];
        let [mut g, mut h, mut i, mut j, mut k, mut l] = [start; SUMS / 2];
        macro_rules! advance {
            ($($sum:ident)*) => { $($sum = simd.mul_add_e_f32s($sum, x, y);)* };
        }
        // Not `for`: at opt-level 1 the iterator is a call, and every sum goes to memory and back.
        let mut round = 0;
        while round < ROUNDS {
            advance!(a b c d e f g h i j k l);
            round += 1;
        }
        let sums = [b, c, d, e, f, g, h, i, j, k, l];
        let all = sums.into_iter().fold(a, |a, b| simd.add_f32s(a, b));
        (S::F32_LANES, simd.reduce_sum_f32s(all))
    }
}

fn multiply(threads: usize) -> f64 {
    let work = || {
        Arch::new().dispatch(Multiply {
            factor: black_box(0.5),
            addend: black_box(1.0),
        })
    };
    let (lanes, _) = black_box(work());
    let seconds = fastest(|| {
        thread::scope(|scope| {
            let others: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            for other in others {
                drop(black_box(other.join()));
            }
        });
    });
    (threads * lanes * SUMS * ROUNDS) as f64 / seconds
}

fn copy(threads: usize) -> f64 {
    let source = vec![1.0_f32; COPIED];
    let mut target = vec![0.0_f32; COPIED];
    let part = COPIED.div_ceil(threads);
    let seconds = fastest(|| {
        thread::scope(|scope| {
            for (to, from) in target.chunks_mut(part).zip(source.chunks(part)) {
                scope.spawn(|| to.copy_from_slice(from));
            }
        });
        black_box(&target);
    });
    (2 * size_of::<f32>() * COPIED) as f64 / seconds
}

fn fastest(mut action: impl FnMut()) -> f64 {
    let once = |_| {
        let started = Instant::now();
        action();
        started.elapsed().as_secs_f64()
    };
    (0..TRIES).map(once).fold(f64::INFINITY, f64::min)
}
