//! Kept results on the style map: where their styles lie, as far as the pictures they need are open.

use super::points::{Point, What};
use crate::domain::{Fingerprint, StyleSource};
use crate::engine::gallery::messages::Part;
use crate::gallery::KeptId;
use crate::gui::app::App;

/// Kept results on the map: the newest ones.
const MOST: usize = 64;

/// What the kept points depend on: the model, what became of kept results, the open pictures.
type Stamp = (u64, usize, Vec<Fingerprint>);

/// The kept results' points, found anew only when something that they depend on changed.
#[derive(Default)]
pub struct KeptPoints {
    stamp: Stamp,
    points: Vec<Point>,
}

impl App {
    /// Points of the newest kept results that the open model made, in their own branches.
    pub(super) fn kept_points(&mut self) -> &[Point] {
        let stamp = self.kept_stamp();
        if self.lab.kept.stamp != stamp {
            let points = self.find_kept_points();
            self.lab.kept = KeptPoints { stamp, points };
        }
        &self.lab.kept.points
    }

    fn kept_stamp(&self) -> Stamp {
        let model = self.model.as_ref().map_or(0, |model| model.number);
        (
            model,
            self.gallery.changes(),
            self.open_pictures().collect(),
        )
    }

    /// The pixels that styles can be made of.
    fn open_pictures(&self) -> impl Iterator<Item = Fingerprint> {
        let used = self.explore.references.iter().chain(&self.explore.sources);
        used.filter_map(|id| Some(self.library.fitting(*id)?.shown.fingerprint))
    }

    fn find_kept_points(&self) -> Vec<Point> {
        let Some(model) = &self.model else {
            return Vec::new();
        };
        let pictures: Vec<Fingerprint> = self.open_pictures().collect();
        let dim = model.config.latent_dim;
        let mut points: Vec<Point> = Vec::new();
        for item in self.gallery.items().iter().rev() {
            let recipe = &item.kept.recipe;
            let made_here = recipe.model.as_ref().is_some_and(|m| m.is(&model.digest));
            if !item.is_there() || !made_here {
                continue;
            }
            let style = recipe.style.source(
                dim,
                &|picture| pictures.iter().copied().find(|pixels| picture.is(*pixels)),
                &|branch| branch.find(&model.config.domains, true),
            );
            let of_branch = style.as_ref().and_then(domain_of);
            let Some((style, domain)) = style.zip(of_branch) else {
                continue;
            };
            let key = style.key();
            if points.iter().any(|point| point.key == key) {
                continue;
            }
            let name = match item.kept.name.is_empty() {
                true => item.sentence.clone(),
                false => item.kept.name.clone(),
            };
            points.push(Point {
                what: What::Gallery(item.kept.id),
                domain,
                name,
                base: style,
                key,
                strength: 1.0,
            });
            if points.len() == MOST {
                break;
            }
        }
        points
    }

    /// Sets the style of a kept result up again.
    pub(super) fn take_kept_style(&mut self, id: KeptId) {
        let recipe = self
            .gallery
            .get(id)
            .map(|item| item.kept.recipe.as_ref().clone());
        if let Some(recipe) = recipe {
            self.recall(recipe, Vec::new(), Part::Style);
        }
    }
}

/// The branch of a style, or that of the first style in a mix.
pub fn domain_of(style: &StyleSource) -> Option<usize> {
    match style {
        StyleSource::Reference { domain, .. } | StyleSource::Latent { domain, .. } => Some(*domain),
        StyleSource::Blend { from, .. } => domain_of(from),
        StyleSource::Labels { .. } => None,
    }
}
