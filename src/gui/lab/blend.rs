//! The blend row: several styles, each with a weight.

use serde::{Deserialize, Serialize};

use crate::domain::mix::shares;
use crate::gui::latent::Latent;
use crate::gui::state::PictureId;

/// Most styles in one blend.
pub const MOST_PARTS: usize = 8;
/// All of a style.
const FULL: f64 = 1.0;

/// A style that a blend can hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum End {
    /// A reference, in the branch in force.
    Reference(PictureId),
    /// A reference in a branch of its own choice.
    ReferenceAs(PictureId, usize),
    /// A latent (by its place) in a domain.
    Latent(usize, usize),
    /// A latent as it was when it was taken, in a domain.
    At(Latent, usize),
    /// The mean style of a domain.
    Mean(usize),
}

impl End {
    /// Whether it is made from this picture.
    pub fn is_of(&self, picture: PictureId) -> bool {
        matches!(self, Self::Reference(id) | Self::ReferenceAs(id, _) if *id == picture)
    }

    /// The same style in another branch.
    pub fn turned_to(&self, branch: usize) -> Self {
        match self {
            Self::Reference(picture) | Self::ReferenceAs(picture, _) => {
                Self::ReferenceAs(*picture, branch)
            }
            Self::Latent(place, _) => Self::Latent(*place, branch),
            Self::At(latent, _) => Self::At(latent.clone(), branch),
            Self::Mean(_) => Self::Mean(branch),
        }
    }
}

/// A style and how much of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The style.
    pub style: End,
    /// Its weight, 0 to 1; what counts is its share of all weights. More exact than a style needs, so that a recipe comes back to the bit.
    pub weight: f64,
}

/// A row whose style is mixed of others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "BlendFile")]
pub struct Blend {
    /// One to eight styles; one alone only when it was taken from the map.
    pub parts: Vec<Part>,
}

/// A blend as sessions hold it: of parts, or of two ends as they were before there could be more.
#[derive(Deserialize)]
#[serde(untagged)]
enum BlendFile {
    Parts { parts: Vec<Part> },
    Ends { from: End, to: End, weight: f64 },
}

impl From<BlendFile> for Blend {
    fn from(file: BlendFile) -> Self {
        match file {
            BlendFile::Parts { parts } => Self { parts },
            BlendFile::Ends { from, to, weight } => Self {
                parts: vec![
                    Part {
                        style: from,
                        weight: 1.0 - weight,
                    },
                    Part { style: to, weight },
                ],
            },
        }
    }
}

impl Blend {
    /// Of these styles, as much of one as of the other.
    pub fn equal(styles: impl IntoIterator<Item = End>) -> Self {
        let mut blend = Self::weighted(styles.into_iter().map(|style| (style, FULL)));
        blend.level();
        blend
    }

    /// Of these styles with their weights.
    pub fn weighted(styles: impl IntoIterator<Item = (End, f64)>) -> Self {
        let part = |(style, weight)| Part { style, weight };
        Self {
            parts: styles.into_iter().take(MOST_PARTS).map(part).collect(),
        }
    }

    /// The share of each part, 0 to 1.
    pub fn shares(&self) -> Vec<f64> {
        let weights: Vec<f64> = self.parts.iter().map(|part| part.weight).collect();
        shares(&weights)
    }

    /// Whether it holds this style.
    pub fn holds(&self, style: &End) -> bool {
        self.parts.iter().any(|part| part.style == *style)
    }

    /// Takes one more style, with a weight like the average of the others; `false` when it is there already, or nothing more fits.
    pub fn add(&mut self, style: End) -> bool {
        if self.parts.len() >= MOST_PARTS || self.holds(&style) {
            return false;
        }
        let sum: f64 = self.parts.iter().map(|part| part.weight).sum();
        let mean = sum / self.parts.len().max(1) as f64;
        let weight = if mean > 0.0 { mean } else { FULL };
        self.parts.push(Part { style, weight });
        true
    }

    /// Gives all parts the same weight: their share.
    pub fn level(&mut self) {
        let share = FULL / self.parts.len().max(1) as f64;
        for part in &mut self.parts {
            part.weight = share;
        }
    }

    /// Sets the weight of a part; of two, the other one takes the rest, so that either slider leads from one to the other.
    pub fn weigh(&mut self, part: usize, weight: f64) {
        let two = self.parts.len() == 2;
        for (at, other) in self.parts.iter_mut().enumerate() {
            if at == part {
                other.weight = weight;
            } else if two {
                other.weight = FULL - weight;
            }
        }
    }

    /// The blend without one part; none when nothing is left.
    pub fn without(&self, part: usize) -> Option<Self> {
        let mut left = self.clone();
        if part < left.parts.len() {
            left.parts.remove(part);
        }
        (!left.parts.is_empty()).then_some(left)
    }

    /// Lets go of the parts that are not `kept`; what is then no blend any more is none.
    pub fn retain(mut self, kept: impl Fn(&End) -> bool) -> Option<Self> {
        let before = self.parts.len();
        self.parts.retain(|part| kept(&part.style));
        let complete = self.parts.len() == before;
        (self.parts.len() > 1 || (complete && before == 1)).then_some(self)
    }

    /// What is left when the latent sample at `place` goes: later ones move up.
    pub fn after_removal_of(self, place: usize) -> Option<Self> {
        let gone = |style: &End| matches!(style, End::Latent(at, _) if *at == place);
        let mut left = self.retain(|style| !gone(style))?;
        for part in &mut left.parts {
            match &mut part.style {
                End::Latent(at, _) if *at > place => *at -= 1,
                _ => {}
            }
        }
        Some(left)
    }

    /// All its styles in one branch.
    pub fn turned_to(&self, branch: usize) -> Self {
        let parts = self.parts.iter().map(|part| Part {
            style: part.style.turned_to(branch),
            weight: part.weight,
        });
        Self {
            parts: parts.collect(),
        }
    }

    /// All its styles in the branch that is in force from now on: references follow it later too.
    pub fn settled_in(&self, branch: usize) -> Self {
        let mut settled = self.turned_to(branch);
        for part in &mut settled.parts {
            if let End::ReferenceAs(picture, _) = part.style {
                part.style = End::Reference(picture);
            }
        }
        settled
    }

    /// Makes it fit a model: latents of its length. A latent of another length begins again at its seed.
    pub fn fit(&mut self, latent_dim: usize) {
        for part in &mut self.parts {
            if let End::At(latent, _) = &mut part.style
                && latent.z.len() != latent_dim
            {
                *latent = Latent::from_seed(latent.seed, latent_dim);
            }
        }
    }
}

#[cfg(test)]
mod tests;
