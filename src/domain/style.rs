//! Where a style code or label vector comes from, and the keys under which results are kept.
//!
//! A result depends on the model, the source's pixels and the style's recipe, on nothing else: so a cell is known
//! by [`CellKey`], and a result that arrives late is still the right picture for its key.

use serde::{Deserialize, Serialize};

use super::Fingerprint;
use super::picture::first_128_bits;

/// The recipe of what guides a generator: a style code or a label vector.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleSource {
    /// The style encoder's code of a reference picture (model-sized pixels) in a branch.
    Reference {
        /// The model-sized reference picture.
        picture: Fingerprint,
        /// The branch: which head of the style encoder.
        domain: usize,
    },
    /// The mapping network's code of a latent in a branch, truncated toward the branch's mean style.
    Latent {
        /// The latent code (usually 16 numbers).
        z: Vec<f32>,
        /// The branch: which head of the mapping network.
        domain: usize,
        /// Truncation: 1 none, 0 the mean style.
        psi: f32,
    },
    /// A label vector on the line from the source's own labels to others.
    Labels {
        /// The vector at strength 0.
        from: Vec<f32>,
        /// The vector at strength 1.
        to: Vec<f32>,
        /// Position on the line; beyond 1 it overshoots.
        strength: f32,
    },
    /// A straight line between two styles.
    Blend {
        /// The style at weight 0.
        from: Box<StyleSource>,
        /// The style at weight 1.
        to: Box<StyleSource>,
        /// Position on the line.
        weight: f32,
    },
}

/// Identifies a style recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StyleKey(pub u128);

/// Identifies a result: one source in one style through one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellKey {
    /// The model, as numbered by the engine; every opened model has a new number.
    pub model: u64,
    /// The model-sized source picture.
    pub source: Fingerprint,
    /// The style.
    pub style: StyleKey,
}

impl StyleSource {
    /// The mapping network's mean style of a branch, for latents of `dim` numbers.
    pub fn mean(domain: usize, dim: usize) -> Self {
        Self::Latent {
            z: vec![0.0; dim],
            domain,
            psi: 0.0,
        }
    }

    /// The key of this recipe: equal recipes have equal keys.
    pub fn key(&self) -> StyleKey {
        let mut hasher = blake3::Hasher::new();
        self.feed(&mut hasher);
        StyleKey(first_128_bits(&hasher))
    }

    /// The pictures this recipe needs.
    pub fn pictures(&self) -> Vec<Fingerprint> {
        match self {
            Self::Reference { picture, .. } => vec![*picture],
            Self::Latent { .. } | Self::Labels { .. } => Vec::new(),
            Self::Blend { from, to, .. } => [from.pictures(), to.pictures()].concat(),
        }
    }

    fn feed(&self, hasher: &mut blake3::Hasher) {
        match self {
            Self::Reference { picture, domain } => {
                hasher
                    .update(b"r")
                    .update(&picture.0.to_le_bytes())
                    .update(&(*domain as u64).to_le_bytes());
            }
            Self::Latent { z, domain, psi } => {
                hasher.update(b"l").update(&(z.len() as u64).to_le_bytes());
                for value in z {
                    hasher.update(&value.to_bits().to_le_bytes());
                }
                hasher
                    .update(&(*domain as u64).to_le_bytes())
                    .update(&psi.to_bits().to_le_bytes());
            }
            Self::Labels { from, to, strength } => {
                hasher
                    .update(b"v")
                    .update(&strength.to_bits().to_le_bytes());
                for vector in [from, to] {
                    hasher.update(&(vector.len() as u64).to_le_bytes());
                    for value in vector {
                        hasher.update(&value.to_bits().to_le_bytes());
                    }
                }
            }
            Self::Blend { from, to, weight } => {
                hasher.update(b"b").update(&weight.to_bits().to_le_bytes());
                from.feed(hasher);
                to.feed(hasher);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latent(first: f32, psi: f32) -> StyleSource {
        StyleSource::Latent {
            z: vec![first, 0.5],
            domain: 1,
            psi,
        }
    }

    #[test]
    fn keys_tell_recipes_apart() {
        assert_eq!(latent(1.0, 0.7).key(), latent(1.0, 0.7).key());
        assert_ne!(latent(1.0, 0.7).key(), latent(1.0, 0.8).key());
        assert_ne!(latent(1.0, 0.7).key(), latent(2.0, 0.7).key());
        let blend = |weight| StyleSource::Blend {
            from: Box::new(latent(1.0, 1.0)),
            to: Box::new(latent(2.0, 1.0)),
            weight,
        };
        assert_ne!(blend(0.25).key(), blend(0.5).key());
        let reference = |domain| StyleSource::Reference {
            picture: Fingerprint(7),
            domain,
        };
        assert_ne!(reference(0).key(), reference(1).key());
        let labels = |to: f32, strength| StyleSource::Labels {
            from: vec![0.0, 1.0],
            to: vec![to, 1.0],
            strength,
        };
        assert_eq!(labels(1.0, 0.5).key(), labels(1.0, 0.5).key());
        assert_ne!(labels(1.0, 0.5).key(), labels(1.0, 1.0).key());
        assert_ne!(labels(1.0, 0.5).key(), labels(0.0, 0.5).key());
    }
}
