//! What is in a style's recipe: pictures, branches, and whether it can be believed.

use super::{BranchRecipe, LIMITS, LONG_NAME, PictureRecipe, RecipeFault, StyleRecipe, is_short};
use crate::domain::labels::MOST_STRENGTH;

impl StyleRecipe {
    pub(super) fn pictures<'a>(&'a self, found: &mut Vec<&'a PictureRecipe>) {
        match self {
            Self::Reference { picture, .. } => found.push(picture),
            Self::Latent { .. } | Self::Mean { .. } | Self::Labels(_) => {}
            Self::Blend { from, to, .. } => {
                from.pictures(found);
                to.pictures(found);
            }
        }
    }

    pub(super) fn change_pictures(&mut self, change: &impl Fn(&mut PictureRecipe)) {
        match self {
            Self::Reference { picture, .. } => change(picture),
            Self::Latent { .. } | Self::Mean { .. } | Self::Labels(_) => {}
            Self::Blend { from, to, .. } => {
                from.change_pictures(change);
                to.change_pictures(change);
            }
        }
    }

    /// The branches in it, each once.
    pub fn branches(&self) -> Vec<&BranchRecipe> {
        match self {
            Self::Reference { branch, .. }
            | Self::Latent { branch, .. }
            | Self::Mean { branch } => vec![branch],
            Self::Labels(_) => Vec::new(),
            Self::Blend { from, to, .. } => {
                let mut branches = from.branches();
                for branch in to.branches() {
                    if !branches.contains(&branch) {
                        branches.push(branch);
                    }
                }
                branches
            }
        }
    }

    /// The names of its branches, or of the labels that it asks for.
    pub fn branch_names(&self) -> Vec<&str> {
        match self {
            Self::Labels(labels) => {
                let names = labels.switched.iter();
                names.map(|(name, _)| name.as_str()).collect()
            }
            style => {
                let branches = style.branches().into_iter();
                branches.map(|branch| branch.name.as_str()).collect()
            }
        }
    }

    pub(super) fn check(&self, depth: usize) -> Result<(), RecipeFault> {
        let wrong = |what| Err(RecipeFault::Value(what));
        let (_, most, deepest) = LIMITS;
        let numbers = |z: &[f32]| z.len() <= most && z.iter().all(|value| value.is_finite());
        let names_fit = match self {
            Self::Reference { branch, .. }
            | Self::Latent { branch, .. }
            | Self::Mean { branch } => is_short(&branch.name),
            Self::Labels(labels) => labels.switched.iter().all(|(name, _)| is_short(name)),
            Self::Blend { .. } => true,
        };
        if !names_fit {
            return wrong(LONG_NAME);
        }
        match self {
            Self::Reference { picture, .. } => picture.check(),
            Self::Mean { .. } => Ok(()),
            Self::Latent { seed, z, psi, .. } => {
                let there = seed.is_some() || z.is_some();
                let fits = there && z.iter().all(|z| numbers(z)) && psi.is_finite();
                fits.then_some(())
                    .ok_or(RecipeFault::Value("a latent without its numbers"))
            }
            Self::Labels(labels) => {
                let fits = labels.vectors.iter().all(|v| numbers(v));
                if depth > 0 || !fits || !(0.0..=MOST_STRENGTH).contains(&labels.strength) {
                    return wrong("labels that cannot be asked for");
                }
                Ok(())
            }
            Self::Blend { .. } if depth >= deepest => wrong("too many blends of blends"),
            Self::Blend { weight, .. } if !weight.is_finite() => {
                wrong("a weight that is no number")
            }
            Self::Blend { from, to, .. } => {
                from.check(depth + 1)?;
                to.check(depth + 1)
            }
        }
    }
}
