//! From recipes back to styles, and mixes of several styles as blends of blends.

use super::{BranchRecipe, PictureRecipe, StyleRecipe};
use crate::domain::{Fingerprint, StyleSource, latent};

/// Weights whose sum is this near to 100 are percentages.
const WHOLE: (f64, f64) = (100.0, 1e-6);

/// One style of several with weights (any positive unit): the first two blended, that with the third, and so on. None for no styles.
pub fn mixed(parts: impl IntoIterator<Item = (f64, StyleRecipe)>) -> Option<StyleRecipe> {
    let mut parts = parts.into_iter();
    let (mut sum, mut mixed) = parts.next()?;
    for (weight, style) in parts {
        sum += weight;
        if (sum - WHOLE.0).abs() < WHOLE.1 {
            sum = WHOLE.0;
        }
        mixed = StyleRecipe::Blend {
            from: Box::new(mixed),
            to: Box::new(style),
            weight: (weight / sum) as f32,
        };
    }
    Some(mixed)
}

impl StyleRecipe {
    /// The styles in it and how much each counts (together 1).
    pub fn parts(&self) -> Vec<(f64, &StyleRecipe)> {
        match self {
            Self::Blend { from, to, weight } => {
                let weight = f64::from(*weight);
                let from = from
                    .parts()
                    .into_iter()
                    .map(|(share, part)| (share * (1.0 - weight), part));
                let to = to
                    .parts()
                    .into_iter()
                    .map(|(share, part)| (share * weight, part));
                from.chain(to).collect()
            }
            leaf => vec![(1.0, leaf)],
        }
    }

    /// The style itself, for a model with latents of `dim` numbers: `picture` finds the pixels of a reference, `branch` a branch. None
    /// when one of them finds nothing, or for labels that were typed.
    pub fn source(
        &self,
        dim: usize,
        picture: &impl Fn(&PictureRecipe) -> Option<Fingerprint>,
        branch: &impl Fn(&BranchRecipe) -> Option<usize>,
    ) -> Option<StyleSource> {
        Some(match self {
            Self::Reference {
                picture: of,
                branch: to,
            } => StyleSource::Reference {
                picture: picture(of)?,
                domain: branch(to)?,
            },
            Self::Latent {
                seed,
                z,
                branch: to,
                psi,
            } => StyleSource::Latent {
                z: z.clone()
                    .or_else(|| seed.map(|seed| latent::from_seed(seed, dim)))?,
                domain: branch(to)?,
                psi: *psi,
            },
            Self::Labels(labels) => {
                let [from, to] = labels.vectors.clone();
                (!from.is_empty()).then_some(StyleSource::Labels {
                    from,
                    to,
                    strength: labels.strength,
                })?
            }
            Self::Blend { from, to, weight } => StyleSource::Blend {
                from: Box::new(from.source(dim, picture, branch)?),
                to: Box::new(to.source(dim, picture, branch)?),
                weight: *weight,
            },
        })
    }
}
