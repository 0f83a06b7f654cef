//! Cells that the lab wants beside the grid's, and how much pictures differ.

use std::collections::HashMap;

use super::Centre;
use crate::domain::{CellKey, Fingerprint, StyleSource};
use crate::gui::app::{App, Selected};
use crate::gui::plan;
use crate::gui::requests::Rank;
use crate::gui::state::{PictureId, Tab};
use crate::gui::widgets::{Shown, compare};

/// Differences that are kept.
const KEPT: usize = 256;
/// Levels of a channel.
const LEVELS: f32 = 255.0;
/// How much differences are amplified in pictures of them.
const AMPLIFY: f32 = 2.0;

/// A cell that is wanted beside the grid's.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// How soon.
    pub rank: Rank,
    /// Its key.
    pub key: CellKey,
    /// Its style.
    pub style: StyleSource,
}

/// How much pictures differ, each pair looked at once.
#[derive(Default)]
pub struct Changes {
    means: HashMap<(Fingerprint, Fingerprint), f32>,
    maps: HashMap<(Fingerprint, Fingerprint), Shown>,
}

impl Changes {
    /// The mean difference of two pictures over all pixels and channels, 0 to 1.
    pub fn mean(&mut self, a: &Shown, b: &Shown) -> f32 {
        if self.means.len() >= KEPT {
            self.means.clear();
        }
        let pair = (a.fingerprint, b.fingerprint);
        let look = || compare::strongest(&a.picture, &b.picture).mean / LEVELS;
        *self.means.entry(pair).or_insert_with(look)
    }

    /// The heat map of the difference of two pictures.
    pub fn map(&mut self, a: &Shown, b: &Shown) -> Shown {
        if self.maps.len() >= KEPT {
            self.maps.clear();
        }
        let pair = (a.fingerprint, b.fingerprint);
        let look = || Shown::new(compare::difference(&a.picture, &b.picture, AMPLIFY));
        self.maps.entry(pair).or_insert_with(look).clone()
    }
}

impl App {
    /// The source that the lab works on: that of the selected cell, or else the first.
    pub(in crate::gui) fn lab_source(&self) -> Option<PictureId> {
        match self.grid.selected {
            Selected::Cell(_, source) => Some(source),
            _ => self.explore.sources.first().copied(),
        }
    }

    /// The key of a source in a style.
    pub(in crate::gui) fn key_in_style(
        &self,
        source: PictureId,
        style: &StyleSource,
    ) -> Option<CellKey> {
        Some(CellKey {
            model: self.model.as_ref()?.number,
            source: self.library.source_key(source)?,
            style: style.key(),
        })
    }

    /// A result's pixels; those that lie on the device are fetched first.
    pub(in crate::gui) fn pixels_of(&mut self, key: CellKey) -> Option<Shown> {
        let pixels = self.results.face(key)?.pixels().cloned();
        if pixels.is_none() {
            self.fetch(key);
        }
        pixels
    }

    /// Lists the cells that the lab wants, and counts what the blend's parts give.
    pub(in crate::gui) fn want_lab_cells(&mut self) {
        let mut wanted = Vec::new();
        if self.session.tab == Tab::Explore && self.model.is_some() {
            match self.lab.centre {
                Centre::Grid => {}
                Centre::Wheel => self.want_wheel(&mut wanted),
                Centre::Map => self.want_preview(&mut wanted),
            }
            self.want_contributions(&mut wanted);
        }
        self.lab.wanted = wanted;
    }

    /// The source in the blend without each of its parts.
    fn want_contributions(&mut self, wanted: &mut Vec<Wanted>) {
        self.lab.contributions.clear();
        let (Some(source), Some(model), Some(blend)) =
            (self.lab_source(), &self.model, &self.explore.blend)
        else {
            return;
        };
        if self.takes_labels() || blend.parts.len() < 2 {
            return;
        }
        let style = |blend: &_| plan::blend_style(&self.explore, &self.library, model, blend);
        let left = (0..blend.parts.len()).map(|part| style(&blend.without(part)?));
        let left: Vec<_> = left.collect();
        let whole = style(blend);
        let key = |style: &Option<StyleSource>| self.key_in_style(source, style.as_ref()?);
        let (whole, keys) = (key(&whole), left.iter().map(key).collect::<Vec<_>>());
        let cells = keys.iter().zip(left);
        wanted.extend(cells.filter_map(|(key, style)| {
            Some(Wanted {
                rank: Rank::Aside,
                key: (*key)?,
                style: style?,
            })
        }));
        let whole = whole.and_then(|key| self.pixels_of(key));
        for key in keys {
            let left = key.and_then(|key| self.pixels_of(key));
            let pair = whole.as_ref().zip(left.as_ref());
            let change = pair.map(|(whole, left)| self.lab.changes.mean(whole, left));
            self.lab.contributions.push(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Picture;

    #[test]
    fn differences_are_shares_of_all_levels() {
        let flat = |value| Shown::new(Picture::filled(4, 4, [value; 3]));
        let mut changes = Changes::default();
        assert_eq!(changes.mean(&flat(0), &flat(51)), 0.2);
        assert_eq!(changes.mean(&flat(9), &flat(9)), 0.0);
        let map = changes.map(&flat(0), &flat(255));
        assert_eq!([map.picture.width(), map.picture.height()], [4, 4]);
        assert_ne!(map, changes.map(&flat(0), &flat(0)));
    }
}
