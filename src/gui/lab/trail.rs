//! Breadcrumbs: the latents that were visited, one after another, with back and forward as a browser has them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::gui::latent::Latent;

/// Crumbs that are remembered.
pub const MOST_CRUMBS: usize = 64;
/// Crumbs that can be kept at once: the ends of a slider.
const MOST_KEPT: usize = 2;

/// A latent that was visited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Crumb {
    /// The sample that it was in.
    pub sample: usize,
    /// Its seed and numbers.
    pub latent: Latent,
}

/// The way through latents so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trail {
    crumbs: Vec<Crumb>,
    /// Where on the way the person is.
    at: usize,
    /// Latents set aside, at most two.
    kept: Vec<Latent>,
    /// The trails of models whose latents have another length, by that length.
    others: BTreeMap<usize, Trail>,
}

impl Trail {
    /// All crumbs, oldest first.
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// The place among the crumbs where the person is.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The latents that were set aside.
    pub fn kept(&self) -> &[Latent] {
        &self.kept
    }

    /// A latent where the hand rested. What lay ahead is cut off, unless this is the next or the last step again.
    pub fn visit(&mut self, sample: usize, latent: &Latent) {
        let new = Crumb {
            sample,
            latent: latent.clone(),
        };
        let is_at = |at: Option<usize>| at.filter(|&at| self.crumbs.get(at) == Some(&new));
        let around = [Some(self.at), self.at.checked_sub(1), Some(self.at + 1)];
        if let Some(at) = around.into_iter().find_map(is_at) {
            self.at = at;
            return;
        }
        self.crumbs.truncate(self.at + 1);
        self.crumbs.push(new);
        let over = self.crumbs.len().saturating_sub(MOST_CRUMBS);
        self.crumbs.drain(..over);
        self.at = self.crumbs.len() - 1;
    }

    /// Whether there is a step back.
    pub fn can_go_back(&self) -> bool {
        self.at > 0 && !self.crumbs.is_empty()
    }

    /// Whether there is a step forward.
    pub fn can_go_forward(&self) -> bool {
        self.at + 1 < self.crumbs.len()
    }

    /// One step back.
    pub fn back(&mut self) -> Option<Crumb> {
        let at = self.at.checked_sub(1)?;
        self.go(at)
    }

    /// One step forward.
    pub fn forward(&mut self) -> Option<Crumb> {
        self.go(self.at + 1)
    }

    /// Back to the last crumb of another seed.
    pub fn back_to_seed(&mut self) -> Option<Crumb> {
        let seed = self.crumbs.get(self.at)?.latent.seed;
        let before = self.crumbs[..self.at].iter();
        let at = before.rev().position(|crumb| crumb.latent.seed != seed)?;
        self.go(self.at - 1 - at)
    }

    /// To a crumb by its place.
    pub fn go(&mut self, at: usize) -> Option<Crumb> {
        let crumb = self.crumbs.get(at)?.clone();
        self.at = at;
        Some(crumb)
    }

    /// Sets a latent aside, or takes it back; a third one takes the place of the first.
    pub fn toggle_kept(&mut self, latent: &Latent) {
        if let Some(at) = self.kept.iter().position(|kept| kept == latent) {
            self.kept.remove(at);
            return;
        }
        if self.kept.len() == MOST_KEPT {
            self.kept.remove(0);
        }
        self.kept.push(latent.clone());
    }

    /// The two that were set aside.
    pub fn pair(&self) -> Option<[Latent; 2]> {
        self.kept.clone().try_into().ok()
    }

    /// Sample `gone` is removed: its crumbs go, and those of later samples follow them.
    pub fn after_removal_of(&mut self, gone: usize) {
        let mut left: Vec<Crumb> = Vec::new();
        let mut here = 0;
        for (at, mut crumb) in std::mem::take(&mut self.crumbs).into_iter().enumerate() {
            if crumb.sample == gone {
                continue;
            }
            crumb.sample -= usize::from(crumb.sample > gone);
            // Two visits with nothing between them are one.
            if left.last() != Some(&crumb) {
                left.push(crumb);
            }
            if at <= self.at {
                here = left.len() - 1;
            }
        }
        (self.crumbs, self.at) = (left, here);
        for other in self.others.values_mut() {
            other.after_removal_of(gone);
        }
    }

    /// The trail of models with latents of `dim` numbers; that of others waits for them.
    pub fn fit(&mut self, dim: usize) {
        let crumbs = self.crumbs.iter().map(|crumb| &crumb.latent);
        let own = crumbs.chain(&self.kept).next().map(|own| own.z.len());
        if own != Some(dim) {
            let mut others = std::mem::take(&mut self.others);
            let next = others.remove(&dim).unwrap_or_default();
            let before = std::mem::replace(self, next);
            others.extend(own.map(|own| (own, before)));
            self.others = others;
        }
        self.kept.retain(|latent| latent.z.len() == dim);
        self.crumbs.retain(|crumb| crumb.latent.z.len() == dim);
        self.at = self.at.min(self.crumbs.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latent(seed: u64) -> Latent {
        Latent::from_seed(seed, 4)
    }

    fn walked(seeds: &[u64]) -> Trail {
        let mut trail = Trail::default();
        for seed in seeds {
            trail.visit(0, &latent(*seed));
        }
        trail
    }

    fn seeds(trail: &Trail) -> Vec<u64> {
        let crumbs = trail.crumbs().iter();
        crumbs.map(|crumb| crumb.latent.seed).collect()
    }

    #[test]
    fn back_and_forward_walk_the_trail_and_a_new_way_cuts_it() {
        let mut trail = walked(&[1, 2, 3]);
        assert!(!trail.can_go_forward() && trail.forward().is_none());
        assert_eq!(trail.back().unwrap().latent.seed, 2);
        assert_eq!(trail.back().unwrap().latent.seed, 1);
        assert!(!trail.can_go_back() && trail.back().is_none());
        assert_eq!(trail.forward().unwrap().latent.seed, 2);
        trail.visit(0, &latent(2));
        assert_eq!(seeds(&trail), [1, 2, 3], "resting there changes nothing");
        trail.visit(0, &latent(9));
        assert_eq!(seeds(&trail), [1, 2, 9]);
        assert!(!trail.can_go_forward());
    }

    #[test]
    fn an_undo_to_the_step_before_is_a_step_back() {
        let mut trail = walked(&[1, 2, 3]);
        trail.visit(0, &latent(2));
        assert_eq!((seeds(&trail), trail.at()), (vec![1, 2, 3], 1));
        trail.visit(0, &latent(3));
        assert_eq!(trail.at(), 2);
        trail.visit(1, &latent(3));
        assert_eq!(seeds(&trail), [1, 2, 3, 3], "another sample is a step");
    }

    #[test]
    fn the_previous_seed_skips_what_sliders_did() {
        let mut trail = walked(&[1, 2]);
        let mut moved = latent(2);
        moved.z[0] = 2.5;
        trail.visit(0, &moved);
        assert_eq!(trail.back_to_seed().unwrap().latent, latent(1));
        assert_eq!(trail.back_to_seed(), None);
        assert_eq!(Trail::default().back_to_seed(), None);
    }

    #[test]
    fn the_trail_is_bounded_and_comes_back_with_the_session() {
        let seeds_gone: Vec<u64> = (0..100).collect();
        let mut trail = walked(&seeds_gone);
        assert_eq!(trail.crumbs().len(), MOST_CRUMBS);
        assert_eq!((trail.at(), seeds(&trail)[0]), (MOST_CRUMBS - 1, 36));
        trail.toggle_kept(&latent(5));
        let text = serde_json::to_string(&trail).unwrap();
        assert_eq!(serde_json::from_str::<Trail>(&text).unwrap(), trail);
        trail.fit(16);
        assert!(trail.crumbs().is_empty() && trail.kept().is_empty());
        assert!(!trail.can_go_back() && trail.back().is_none());
        trail.visit(0, &Latent::from_seed(8, 16));
        trail.fit(4);
        assert_eq!((trail.crumbs().len(), trail.kept().len()), (MOST_CRUMBS, 1));
        let text = serde_json::to_string(&trail).unwrap();
        let mut trail: Trail = serde_json::from_str(&text).unwrap();
        trail.fit(16);
        assert_eq!((seeds(&trail), trail.kept().len()), (vec![8], 0));
    }

    #[test]
    fn the_trail_follows_a_sample_that_moves_up() {
        let mut trail = Trail::default();
        let visits = [(0, 1), (1, 2), (1, 7), (0, 1), (2, 3), (0, 4), (1, 5)];
        for (sample, seed) in visits {
            trail.visit(sample, &latent(seed));
        }
        trail.back();
        trail.back();
        trail.after_removal_of(1);
        let crumbs: Vec<_> = trail.crumbs().iter().map(|crumb| crumb.sample).collect();
        assert_eq!((crumbs, seeds(&trail)), (vec![0, 1, 0], vec![1, 3, 4]));
        assert_eq!(trail.at(), 1);
        trail.after_removal_of(0);
        assert_eq!((seeds(&trail), trail.at()), (vec![3], 0));
        trail.after_removal_of(0);
        assert!(trail.crumbs().is_empty() && trail.at() == 0);
    }

    #[test]
    fn two_are_kept_and_the_third_replaces_the_first() {
        let mut trail = Trail::default();
        for seed in [1, 2, 3] {
            trail.toggle_kept(&latent(seed));
        }
        assert_eq!(trail.pair(), Some([latent(2), latent(3)]));
        trail.toggle_kept(&latent(3));
        assert_eq!(trail.pair(), None);
        assert_eq!(trail.kept(), [latent(2)]);
    }
}
