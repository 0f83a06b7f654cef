//! Round trips of the result on screen: asked for when it has rested for a moment, kept by their key.

use std::collections::HashMap;

use egui::Context;

use super::app::{App, Selected};
use super::plan::RowId;
use super::state::{PictureId, Tab};
use super::widgets::Shown;
use crate::domain::{StyleSource, latent};
use crate::engine::trip::{RoundTrip, TripKey, TripOrder};
use crate::problem::Problem;

/// Seconds for which a result rests on screen before its round trip is asked for, so that a slider is never slowed down.
const REST_SECONDS: f64 = 0.3;
/// Round trips kept before all are forgotten.
const KEPT_TRIPS: usize = 128;

/// A round trip as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Trip {
    /// The picture after both ways.
    pub returned: Shown,
    /// Mean absolute difference of the result to its source, 0 to 1.
    pub to_source: f32,
    /// Mean absolute difference of the returned picture to the source, 0 to 1.
    pub error: f32,
    /// ST-LPIPS of both to the source, once measured.
    pub perceptual: Option<[f32; 2]>,
}

/// What is known about round trips.
#[derive(Default)]
pub(super) struct Trips {
    kept: HashMap<TripKey, Result<Trip, Problem>>,
    asked: Option<TripKey>,
    rests: Option<(TripKey, f64)>,
}

impl App {
    /// Asks for the round trip of the result that is shown large, once it rests.
    pub(super) fn order_trip(&mut self, ctx: &Context) {
        if self.session.tab != Tab::Explore || self.grid.paused {
            return;
        }
        let Some(order) = self
            .subject()
            .and_then(|(row, source)| self.trip_of(row, source))
        else {
            return;
        };
        let key = order.key();
        if self.sight.trips.kept.contains_key(&key) || self.sight.trips.asked == Some(key) {
            return;
        }
        let now = ctx.input(|input| input.time);
        let rests = self.sight.trips.rests.filter(|(at, _)| *at == key);
        let (_, since) = *self.sight.trips.rests.insert(rests.unwrap_or((key, now)));
        if now - since < REST_SECONDS {
            return ctx.request_repaint_after_secs(REST_SECONDS as f32);
        }
        self.sight.trips.asked = Some(key);
        self.engine.round_trip(order);
    }

    /// The result that is shown large.
    fn subject(&self) -> Option<(RowId, PictureId)> {
        let selected = match self.grid.selected {
            Selected::Cell(row, source) => Some((row, source)),
            _ => None,
        };
        self.grid.hovered.or(selected)
    }

    /// The order for a result's round trip; none before the result is there, or when the model knows no way back.
    fn trip_of(&self, row: RowId, source: PictureId) -> Option<TripOrder> {
        let cell = self.key_of(row, source)?;
        self.results.face(cell)?;
        let row = self.grid.rows.iter().find(|other| other.id == row)?;
        let style = row.style_with(cell.style)?.clone();
        Some(TripOrder {
            cell,
            back: self.way_back(&style, source)?,
            style,
            pictures: std::sync::Arc::new(self.pictures_at_hand()),
        })
    }

    /// The style of the way back: the source's own labels, its own style in its own domain, or that domain's mean style.
    fn way_back(&self, style: &StyleSource, source: PictureId) -> Option<StyleSource> {
        if let StyleSource::Labels { from, to, .. } = style {
            return Some(StyleSource::Labels {
                from: to.clone(),
                to: from.clone(),
                strength: 1.0,
            });
        }
        let model = self.model.as_ref()?;
        let domains = &model.config.domains;
        let (domain, _) = self.library.own_domain(&self.explore, source, domains);
        if model.has_style_encoder {
            let picture = self.library.fitting(source)?.shown.fingerprint;
            return Some(StyleSource::Reference { picture, domain });
        }
        model.has_mapping.then(|| StyleSource::Latent {
            // Truncation 0 leaves nothing of the latent.
            z: latent::from_seed(0, model.config.latent_dim),
            domain,
            psi: 0.0,
        })
    }

    /// A round trip came in.
    pub(super) fn take_trip(&mut self, key: TripKey, result: Result<RoundTrip, Problem>) {
        let trips = &mut self.sight.trips;
        if trips.asked == Some(key) {
            trips.asked = None;
        }
        if trips.kept.len() >= KEPT_TRIPS {
            trips.kept.clear();
        }
        let trip = result.map(|trip| Trip {
            returned: Shown::new(trip.returned),
            to_source: trip.to_source,
            error: trip.error,
            perceptual: trip.perceptual,
        });
        trips.kept.insert(key, trip);
    }

    /// What is known about a result's round trip: whether there can be one, and then how it ended.
    pub(super) fn trip(
        &self,
        row: RowId,
        source: PictureId,
    ) -> Option<Option<Result<Trip, Problem>>> {
        let key = self.trip_of(row, source)?.key();
        Some(self.sight.trips.kept.get(&key).cloned())
    }

    /// The picture that came back, once it did.
    pub(super) fn returned(&self, row: RowId, source: PictureId) -> Option<Shown> {
        Some(self.trip(row, source)??.ok()?.returned)
    }

    /// Whether nothing more is expected of the round trip on screen: for tests.
    pub fn trip_is_there(&self) -> bool {
        let subject = self.subject().filter(|_| self.session.tab == Tab::Explore);
        let trip = subject.and_then(|(row, source)| self.trip(row, source));
        match trip {
            Some(Some(Ok(trip))) => trip.perceptual.is_some(),
            Some(None) => false,
            Some(Some(Err(_))) | None => true,
        }
    }
}
