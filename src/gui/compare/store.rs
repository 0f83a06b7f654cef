//! Textures of the Compare tab, and difference maps that are made once.

use std::collections::HashMap;

use crate::domain::Fingerprint;
use crate::gui::widgets::{Shown, Textures, compare};

/// Difference maps kept.
const MAPS: usize = 64;

/// What the tab draws with.
#[derive(Default)]
pub struct Store {
    /// Textures.
    pub textures: Textures,
    maps: HashMap<(Fingerprint, Fingerprint, u32), Shown>,
}

impl Store {
    /// The heat map of the difference between `a` and `b`, in the size of `a`.
    pub fn difference(&mut self, a: &Shown, b: &Shown, amplify: f32) -> Shown {
        let key = (a.fingerprint, b.fingerprint, amplify.to_bits());
        if self.maps.len() >= MAPS && !self.maps.contains_key(&key) {
            self.maps.clear();
        }
        let made = || Shown::new(compare::difference(&a.picture, &b.picture, amplify));
        self.maps.entry(key).or_insert_with(made).clone()
    }
}
