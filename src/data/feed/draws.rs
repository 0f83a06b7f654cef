//! The random numbers behind batches: which pictures, which latents. Nothing here reads a picture.
//!
//! Each iteration has its own stream of one generator, so that any batch can be made without those before it. Each picture of a batch
//! has a generator of its own: what happens to one (a crop that takes more draws, a file that cannot be read) moves no other.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// The stream of the reference pairs; iterations begin at 1.
const PAIRS: u64 = 0;
/// The stream of the probes; no run gets there.
const PROBES: u64 = u64::MAX;

/// What is drawn for an iteration before any picture is opened.
pub struct Draws {
    /// A generator for each source.
    pub sources: Vec<ChaCha8Rng>,
    /// A generator for each reference pair.
    pub references: Vec<ChaCha8Rng>,
    /// B x latent_dim standard normal numbers.
    pub latents: Vec<f32>,
    /// The same again.
    pub latents2: Vec<f32>,
}

impl Draws {
    /// The draws of iteration `step`.
    pub fn of(seed: u64, step: u64, batch: usize, latent_dim: usize) -> Self {
        let mut rng = stream(seed, step);
        let mut children = || (0..batch).map(|_| child(&mut rng)).collect();
        let (sources, references) = (children(), children());
        let mut normal = || {
            let count = batch * latent_dim;
            (0..count)
                .map(|_| StandardNormal.sample(&mut rng))
                .collect()
        };
        Self {
            sources,
            references,
            latents: normal(),
            latents2: normal(),
        }
    }
}

/// What is drawn for one data set of an iteration with labels.
pub struct LabelDraws {
    /// A generator for each picture.
    pub pictures: Vec<ChaCha8Rng>,
    /// Of each picture, which one's labels it is translated to.
    pub targets: Vec<usize>,
    /// A number in [0, 1) for each picture.
    pub alphas: Vec<f32>,
}

impl LabelDraws {
    /// The draws of iteration `step`, for each of `sets` data sets. Those of the first are the same whatever sets follow.
    pub fn of(seed: u64, step: u64, batch: usize, sets: usize) -> Vec<Self> {
        let mut rng = stream(seed, step);
        let draws = (0..sets).map(|_| Self {
            pictures: (0..batch).map(|_| child(&mut rng)).collect(),
            targets: permutation(batch, &mut rng),
            alphas: (0..batch).map(|_| unit_f32(&mut rng)).collect(),
        });
        draws.collect()
    }
}

/// The second halves of the reference pairs: of each domain one permutation, the same for a whole run.
pub fn partners(seed: u64, counts: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut rng = stream(seed, PAIRS);
    counts.map(|count| permutation(count, &mut rng)).collect()
}

/// An order of `count` pictures to look at, for each domain.
pub fn orders(seed: u64, counts: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut rng = stream(seed, PROBES);
    counts.map(|count| permutation(count, &mut rng)).collect()
}

/// A whole number below `count`, which is at least 1.
pub fn below(count: usize, rng: &mut impl Rng) -> usize {
    // Written out instead of a library's range, whose draws may change with its version. The bias is below count / 2^64.
    ((u128::from(rng.next_u64()) * count as u128) >> 64) as usize
}

/// A number in [0, 1).
pub fn unit(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A number in [0, 1): one of [`unit`] could be rounded to 1.
fn unit_f32(rng: &mut impl Rng) -> f32 {
    (rng.next_u64() >> 40) as f32 / (1_u32 << 24) as f32
}

/// The generator of `seed` at its stream `stream`.
pub fn stream(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng
}

fn child(rng: &mut ChaCha8Rng) -> ChaCha8Rng {
    let mut key = [0; 32];
    rng.fill_bytes(&mut key);
    ChaCha8Rng::from_seed(key)
}

/// The numbers below `count` in a drawn order.
pub fn permutation(count: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, below(last + 1, rng));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latents_are_standard_normal_and_differ() {
        let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
        let mut product = 0.0;
        for step in 1..=200 {
            let draws = Draws::of(777, step, 8, 16);
            for (z, z2) in draws.latents.iter().zip(&draws.latents2) {
                sum += z + z2;
                squares += z * z + z2 * z2;
                product += z * z2;
                count += 2.0;
            }
        }
        assert!((sum / count).abs() < 0.02, "{}", sum / count);
        assert!((squares / count - 1.0).abs() < 0.03, "{}", squares / count);
        assert!((product / count).abs() < 0.02, "{}", product / count);
    }

    #[test]
    fn permutations_hold_everything_and_fall_evenly() {
        let mut first = [0; 4];
        for seed in 0..4000 {
            let orders = partners(seed, [4, 0, 1].into_iter());
            assert_eq!((orders[1].len(), &orders[2]), (0, &vec![0]));
            let mut sorted = orders[0].clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3]);
            first[orders[0][0]] += 1;
        }
        assert!(
            first.iter().all(|count| (850..1150).contains(count)),
            "{first:?}"
        );
    }
}
