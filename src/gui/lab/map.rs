//! The style map: which codes are there, where they lie, and what a hand does on it.

use std::collections::{HashMap, HashSet};

use super::Centre;
use super::blend::{Blend, End};
use super::cells::Wanted;
use super::points::{self, Point, What};
use crate::domain::mix::between;
use crate::domain::{Branch, StyleKey, StyleSource};
use crate::engine::codes::{CodeEvent, CodeRequest};
use crate::evaluation::Projection;
use crate::gui::app::{App, Selected};
use crate::gui::plan::{self, RowId};
use crate::gui::requests::Rank;
use crate::gui::state::{StyleFrom, Tab};

/// Codes that are kept, of 256 bytes each.
const KEPT: usize = 8192;

/// Where a blend lies, and its parts with their shares.
pub type Blended = ([f32; 2], Vec<([f32; 2], f32)>);

/// What the map knows, and which part of it is shown.
#[derive(Default)]
pub struct Map {
    /// Every style of the map, what lies at the back first.
    pub points: Vec<Point>,
    /// Where each lies, once its code is there.
    pub places: Vec<Option<[f32; 2]>>,
    /// Where the blend lies, and its parts with their shares.
    pub blend: Option<Blended>,
    /// Least and greatest of all places at full strength: what the whole map shows.
    pub bounds: Option<[[f32; 2]; 2]>,
    /// How much closer than the whole map.
    pub closer: Option<Closer>,
    /// The point under the pointer or with the keyboard.
    pub hovered: Option<usize>,
    /// The plane.
    pub plane: Option<Projection>,
    model: u64,
    codes: HashMap<StyleKey, Vec<f32>>,
    ground: Vec<StyleKey>,
    /// The order whose plane is waited for.
    waits: Option<u64>,
    asked: HashSet<StyleKey>,
    orders: u64,
}

/// A part of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closer {
    /// 1 shows all.
    pub zoom: f32,
    /// What lies in the middle, in units of the codes.
    pub middle: [f32; 2],
}

impl Map {
    /// Whether codes are still on their way.
    pub fn waits(&self) -> bool {
        self.waits.is_some() || self.places.iter().any(Option::is_none)
    }

    fn raw(&self, key: StyleKey) -> Option<[f32; 2]> {
        self.plane.as_ref()?.place(self.codes.get(&key)?)
    }

    /// Where a style lies that is `strength` strong.
    fn place(&self, key: StyleKey, strength: f32, mean: Option<StyleKey>) -> Option<[f32; 2]> {
        let full = self.raw(key)?;
        if strength == 1.0 {
            return Some(full);
        }
        let mean = self.raw(mean?)?;
        Some([0, 1].map(|axis| mean[axis] + strength * (full[axis] - mean[axis])))
    }

    /// Finds where everything lies.
    fn settle(&mut self, means: &[StyleKey], parts: Option<&[(StyleSource, usize, f32, f32)]>) {
        let mean = |domain: usize| means.get(domain).copied();
        let place = |p: &Point| self.place(p.key, p.strength, mean(p.domain));
        let places: Vec<_> = self.points.iter().map(place).collect();
        let full = self.points.iter().filter_map(|point| self.raw(point.key));
        self.bounds = full.fold(None, |bounds, at| {
            let [low, high] = bounds.unwrap_or([at, at]);
            Some([
                [low[0].min(at[0]), low[1].min(at[1])],
                [high[0].max(at[0]), high[1].max(at[1])],
            ])
        });
        let parts = parts.and_then(|parts| {
            let part = |(style, domain, strength, share): &(StyleSource, usize, f32, f32)| {
                Some((self.place(style.key(), *strength, mean(*domain))?, *share))
            };
            parts.iter().map(part).collect::<Option<Vec<_>>>()
        });
        self.blend = parts.map(|parts| {
            let sum = |axis: usize| parts.iter().map(|(at, share)| at[axis] * share).sum();
            ([sum(0), sum(1)], parts)
        });
        self.places = places;
    }

    /// Takes codes in.
    pub fn take(&mut self, event: CodeEvent) {
        if event.model != self.model {
            return;
        }
        self.codes.extend(event.codes);
        if let (Some(plane), true) = (event.plane, self.waits == Some(event.order)) {
            self.plane = plane.map(|plane| *plane);
            self.waits = None;
        }
    }

    /// What is to be asked for, if anything is.
    fn order(&mut self, wanted: Vec<StyleSource>) -> Option<CodeRequest> {
        let ground: Vec<&Point> = self.points.iter().filter(|p| p.is_ground()).collect();
        let keys: Vec<StyleKey> = ground.iter().map(|point| point.key).collect();
        let moved = keys != self.ground;
        let keyed = wanted.into_iter().map(|style| (style.key(), style));
        let missing: Vec<_> = keyed
            .filter(|(key, _)| !self.codes.contains_key(key))
            .collect();
        let news = missing.iter().any(|(key, _)| !self.asked.contains(key));
        if !moved && !news {
            return None;
        }
        self.orders += 1;
        let ground = if moved || self.waits.is_some() {
            self.waits = Some(self.orders);
            ground.iter().map(|point| point.base.clone()).collect()
        } else {
            Vec::new()
        };
        self.ground = keys;
        self.asked = missing.iter().map(|(key, _)| *key).collect();
        Some(CodeRequest {
            order: self.orders,
            model: self.model,
            ground,
            others: missing.into_iter().map(|(_, style)| style).collect(),
            pictures: Default::default(),
        })
    }
}

impl App {
    /// Finds the map's points and asks for the codes that are missing.
    pub(in crate::gui) fn order_codes(&mut self) {
        let shown = self.lab.centre == Centre::Map && self.session.tab == Tab::Explore;
        if !shown || self.takes_labels() {
            return;
        }
        let mut kept = self.kept_points().to_vec();
        let Some(model) = self.model.as_ref() else {
            return;
        };
        if self.lab.map.model != model.number || self.lab.map.codes.len() > KEPT {
            self.lab.map = Map {
                model: model.number,
                orders: self.lab.map.orders,
                ..Map::default()
            };
        }
        let (explore, library) = (&self.explore, &self.library);
        let mut points = points::points(explore, library, model, self.session.trail.kept());
        if let Branch::One(branch) = explore.branch {
            kept.retain(|point| point.domain == branch);
        }
        points.append(&mut kept);
        let blend = explore.blend.as_ref();
        let parts = blend.and_then(|blend| points::parts(explore, library, model, blend));
        let dim = model.config.latent_dim;
        let means = (0..model.config.num_domains()).map(|d| StyleSource::mean(d, dim));
        let means: Vec<StyleSource> = means.filter(|_| model.has_mapping).collect();
        let mut wanted: Vec<StyleSource> = points.iter().map(|p| p.base.clone()).collect();
        wanted.extend(means.iter().cloned());
        wanted.extend(parts.iter().flatten().map(|part| part.0.clone()));
        self.lab.map.points = points;
        if let Some(mut request) = self.lab.map.order(wanted) {
            request.pictures = self.pictures_at_hand().into();
            self.engine.request_codes(request);
        }
        let means: Vec<StyleKey> = means.iter().map(StyleSource::key).collect();
        self.lab.map.settle(&means, parts.as_deref());
    }

    /// The cell of the point under the pointer.
    pub(super) fn want_preview(&self, wanted: &mut Vec<Wanted>) {
        let point = self
            .lab
            .map
            .hovered
            .and_then(|at| self.lab.map.points.get(at));
        let cell = point.and_then(|point| self.cell_of_point(point));
        wanted.extend(cell.map(|(key, style)| Wanted {
            rank: Rank::OnScreen,
            key,
            style,
        }));
    }

    /// What the lab's source becomes in a point's style.
    pub(in crate::gui) fn cell_of_point(
        &self,
        point: &Point,
    ) -> Option<(crate::domain::CellKey, StyleSource)> {
        let model = self.model.as_ref()?;
        let style = match point.end() {
            Some(end) => plan::end_style(&self.explore, &self.library, model, &end)?,
            None => point.base.clone(),
        };
        Some((self.key_in_style(self.lab_source()?, &style)?, style))
    }

    /// Makes a row of a point: the reference, the sample, a new sample for a seed; the mean becomes a blend of itself.
    pub(in crate::gui) fn take_point(&mut self, at: usize) {
        let Some(point) = self.lab.map.points.get(at).cloned() else {
            return;
        };
        let Some(source) = self.lab_source() else {
            return;
        };
        let domain = point.domain;
        let row = match point.what {
            What::Reference(picture) => {
                self.explore.style_from = StyleFrom::References;
                RowId::Reference(picture, domain)
            }
            What::Latent(place) => {
                self.explore.edited = place;
                self.explore.style_from = StyleFrom::Latents;
                RowId::Latent(place, domain)
            }
            What::Kept(latent) | What::Seed(latent) => {
                let latents = &mut self.explore.latents;
                let known = latents.iter().position(|other| *other == latent);
                let place = known.unwrap_or_else(|| {
                    latents.push(latent);
                    latents.len() - 1
                });
                self.explore.edited = place;
                self.explore.style_from = StyleFrom::Latents;
                RowId::Latent(place, domain)
            }
            What::Mean => {
                self.explore.blend = Some(Blend::equal([End::Mean(domain)]));
                RowId::Blend
            }
            What::Gallery(id) => return self.take_kept_style(id),
        };
        let latent = matches!(row, RowId::Latent(..));
        let own = match row {
            RowId::Reference(picture, _) => self.model.as_ref().map(|model| {
                let domains = &model.config.domains;
                self.library.own_domain(&self.explore, picture, domains).0
            }),
            _ => None,
        };
        let shown = match self.explore.branch {
            Branch::One(branch) => branch == domain,
            Branch::Own => latent || row == RowId::Blend || own == Some(domain),
            Branch::All => true,
        };
        if !shown {
            self.explore.choose(Branch::One(domain));
        }
        self.grid.selected = Selected::Cell(row, source);
    }

    /// Makes the blend of the points around a place; within `snap` of one it is that one alone.
    pub(in crate::gui) fn blend_at(&mut self, place: [f32; 2], snap: f32) {
        let map = &self.lab.map;
        let known = map.places.iter().enumerate();
        let known = known.filter(|(at, _)| map.points[*at].end().is_some());
        let known: Vec<(usize, [f32; 2])> = known.filter_map(|(at, p)| Some((at, (*p)?))).collect();
        let places: Vec<[f32; 2]> = known.iter().map(|(_, place)| *place).collect();
        let found = between(&places, place, snap);
        if found.is_empty() {
            return;
        }
        let end = |(at, share): (usize, f32)| {
            let style = map.points[known[at].0].end()?;
            Some((style, f64::from(share)))
        };
        self.explore.blend = Some(Blend::weighted(found.into_iter().filter_map(end)));
        self.select_blend();
    }
}

#[cfg(test)]
mod tests;
