//! From recipes back to styles, and mixes of several styles as blends of blends.

use super::{BranchRecipe, PictureRecipe, SliderRecipe, StyleRecipe};
use crate::domain::mix::shares;
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
            Self::Mean { branch: to } => StyleSource::mean(branch(to)?, dim),
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

/// A mix as sliders have it: styles with weights, where references may all lie between their branch's mean and themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix<'a> {
    /// The styles: references, latents, means.
    pub parts: Vec<&'a StyleRecipe>,
    /// The weight of each, up to 1; one alone has 1.
    pub weights: Vec<f64>,
    /// How far the references lie from their branch's mean: 1 in full.
    pub strength: f32,
}

impl StyleRecipe {
    /// The style as a mix; with `sliders`, where they stood. None when no sliders give it (blends of blends that are no chain).
    pub fn as_mix(&self, sliders: Option<&SliderRecipe>) -> Option<Mix<'_>> {
        let (first, rest) = self.chain();
        let mut readings = Vec::new();
        // A mean and a reference of the same branch at the beginning: a weak reference, or two parts.
        if let Some((reference, weight)) = rest.first().filter(|(to, _)| is_mean_of(first, to)) {
            readings.extend(reading((*reference, *weight), &rest[1..]));
        }
        readings.extend(reading((first, 1.0), &rest));
        let as_stood = |mix: &&(Mix<'_>, Vec<f32>)| {
            sliders.is_some_and(|sliders| sliders.strength == mix.0.strength)
        };
        let (mut mix, folds) = readings.iter().find(as_stood).or(readings.first())?.clone();
        let stood = sliders.map(|sliders| sliders.weights.clone());
        let stood =
            stood.filter(|weights| weights.len() == mix.parts.len() && folds_of(weights) == folds);
        mix.weights = stood.unwrap_or_else(|| weights_of(&folds));
        Some(mix)
    }

    /// The first style of a blend of blends, and what was blended to it, one after the other.
    fn chain(&self) -> (&Self, Vec<(&Self, f32)>) {
        match self {
            Self::Blend { from, to, weight } => {
                let (first, mut rest) = from.chain();
                rest.push((to, *weight));
                (first, rest)
            }
            leaf => (leaf, Vec::new()),
        }
    }
}

/// Whether `mean` is the mean style of the branch of the reference `of`.
fn is_mean_of(mean: &StyleRecipe, of: &StyleRecipe) -> bool {
    match (mean, of) {
        (StyleRecipe::Mean { branch: mean }, StyleRecipe::Reference { branch, .. }) => {
            mean == branch
        }
        _ => false,
    }
}

/// A chain as a mix with the weights of its blends, when all its references are as strong; `first` with its strength.
fn reading<'a>(
    first: (&'a StyleRecipe, f32),
    rest: &[(&'a StyleRecipe, f32)],
) -> Option<(Mix<'a>, Vec<f32>)> {
    let mut parts = vec![first];
    for (style, _) in rest {
        parts.push(match style {
            StyleRecipe::Blend { from, to, weight } if is_mean_of(from, to) => (to, *weight),
            StyleRecipe::Blend { .. } | StyleRecipe::Labels(_) => return None,
            leaf => (leaf, 1.0),
        });
    }
    let references = parts
        .iter()
        .filter(|(part, _)| matches!(part, StyleRecipe::Reference { .. }));
    let strengths: Vec<f32> = references.map(|(_, strength)| *strength).collect();
    let strength = strengths.first().copied().unwrap_or(1.0);
    let same = strengths.iter().all(|other| *other == strength);
    let mix = Mix {
        parts: parts.into_iter().map(|(part, _)| part).collect(),
        weights: Vec::new(),
        strength,
    };
    same.then(|| (mix, rest.iter().map(|(_, weight)| *weight).collect()))
}

/// The weights of the blends that a mix of these weights is made of; as [`super::super::mix::mix`] has them.
fn folds_of(weights: &[f64]) -> Vec<f32> {
    let shares = shares(weights);
    let mut sum = shares.first().copied().unwrap_or_default();
    let rest = shares.iter().skip(1).map(|share| {
        sum += share;
        (share / sum) as f32
    });
    rest.collect()
}

/// Weights up to 1 that give these blends. In float64 the way back ends at the same float32 numbers.
fn weights_of(folds: &[f32]) -> Vec<f64> {
    // Backward: the last one has its weight, those before it share the rest.
    let mut shares = vec![1.0f64];
    for fold in folds.iter().map(|fold| f64::from(*fold)) {
        for share in &mut shares {
            *share *= 1.0 - fold;
        }
        shares.push(fold);
    }
    let most = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    shares.iter().map(|share| share / most).collect()
}

#[cfg(test)]
mod tests;
