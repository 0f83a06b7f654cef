//! Latent codes z: from a seed, and the arithmetic on style codes that sliders need.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// The latent code of `seed`: `dim` standard normal numbers, the same on every machine and in every version.
pub fn from_seed(seed: u64, dim: usize) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..dim).map(|_| StandardNormal.sample(&mut rng)).collect()
}

/// `count` codes after one another from one seed, as one row-major matrix (count x dim).
pub fn many(seed: u64, count: usize, dim: usize) -> Vec<f32> {
    from_seed(seed, count * dim)
}

/// The line from `from` (weight 0) to `to` (weight 1), in the form of `torch.lerp`, which the official code uses: exact at both ends.
pub fn lerp(from: &[f32], to: &[f32], weight: f32) -> Vec<f32> {
    let between = |(a, b): (&f32, &f32)| {
        if weight < 0.5 {
            a + weight * (b - a)
        } else {
            b - (b - a) * (1.0 - weight)
        }
    };
    from.iter().zip(to).map(between).collect()
}

/// Truncation: `mean + psi * (style - mean)`; psi 1 leaves the style, psi 0 gives the mean.
pub fn truncate(style: &[f32], mean: &[f32], psi: f32) -> Vec<f32> {
    lerp(mean, style, psi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_repeat_and_differ() {
        assert_eq!(from_seed(41, 16), from_seed(41, 16));
        assert_ne!(from_seed(41, 16), from_seed(42, 16));
    }

    #[test]
    fn many_codes_look_standard_normal() {
        let codes = many(1, 10_000, 16);
        let mean = codes.iter().sum::<f32>() / codes.len() as f32;
        let variance = codes.iter().map(|z| z * z).sum::<f32>() / codes.len() as f32;
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((variance - 1.0).abs() < 0.02, "{variance}");
    }

    #[test]
    fn truncation_ends_are_exact() {
        let (style, mean) = (vec![1.0, -2.0], vec![0.25, 0.5]);
        assert_eq!(truncate(&style, &mean, 0.0), mean);
        assert_eq!(truncate(&style, &mean, 1.0), style);
    }
}
