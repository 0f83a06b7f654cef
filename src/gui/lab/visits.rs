//! Leaves the breadcrumbs: where the hand rests in latents, and the ways back.

use egui::Context;

use super::blend::{Blend, End};
use super::trail::Crumb;
use crate::domain::Branch;
use crate::gui::app::{App, Selected};
use crate::gui::latent::Latent;
use crate::gui::plan::RowId;
use crate::gui::state::{StyleFrom, Tab};

/// Seconds of rest after which a latent counts as visited: as long as undo waits.
const REST_SECONDS: f64 = 0.4;

/// The latent that the hand is at, and since when.
#[derive(Clone, Debug, Default)]
pub struct Visits {
    at: Option<(usize, Latent)>,
    since: f64,
}

impl Visits {
    /// Where the hand rested long enough by now; `None` while it moves.
    fn rested(&mut self, sample: usize, latent: &Latent, now: f64) -> bool {
        let here = self.at.as_ref();
        if here.is_some_and(|(place, at)| *place == sample && at == latent) {
            return now - self.since >= REST_SECONDS;
        }
        self.at = Some((sample, latent.clone()));
        self.since = now;
        false
    }
}

impl App {
    /// Leaves a crumb where the sliders rested.
    pub(in crate::gui) fn watch_visits(&mut self, ctx: &Context) {
        let shown = self.explore.style_from == StyleFrom::Latents && !self.takes_labels();
        if !shown || self.session.tab != Tab::Explore {
            return;
        }
        let sample = self.explore.edited;
        let Some(latent) = self.explore.latents.get(sample) else {
            return;
        };
        let now = ctx.input(|input| input.time);
        if self.lab.visits.rested(sample, latent, now) {
            self.session.trail.visit(sample, latent);
        } else {
            ctx.request_repaint_after_secs(REST_SECONDS as f32);
        }
    }

    /// Back to the latent visited before.
    pub(in crate::gui) fn latent_back(&mut self) {
        let crumb = self.session.trail.back();
        self.return_to(crumb);
    }

    /// Forward to the latent that a step back came from.
    pub(in crate::gui) fn latent_forward(&mut self) {
        let crumb = self.session.trail.forward();
        self.return_to(crumb);
    }

    /// Back to the last visited latent of another seed.
    pub(in crate::gui) fn previous_seed(&mut self) {
        let crumb = self.session.trail.back_to_seed();
        self.return_to(crumb);
    }

    /// To a crumb of the trail by its place.
    pub(in crate::gui) fn go_to_crumb(&mut self, at: usize) {
        let crumb = self.session.trail.go(at);
        self.return_to(crumb);
    }

    fn return_to(&mut self, crumb: Option<Crumb>) {
        let Some(Crumb { sample, latent }) = crumb else {
            return;
        };
        if self.takes_labels() || self.explore.latents.is_empty() {
            return;
        }
        let sample = sample.min(self.explore.latents.len() - 1);
        self.explore.latents[sample] = latent;
        self.explore.edited = sample;
        self.explore.style_from = StyleFrom::Latents;
    }

    /// Sets the latent of the sliders aside, or takes it back.
    pub(in crate::gui) fn keep_latent(&mut self) {
        if let Some(latent) = self.explore.latents.get(self.explore.edited) {
            self.session.trail.toggle_kept(latent);
        }
    }

    /// Makes the two latents that were set aside the ends of a blend.
    pub(in crate::gui) fn slide_between_kept(&mut self) {
        let Some(pair) = self.session.trail.pair() else {
            return;
        };
        let branch = match self.explore.branch {
            Branch::One(domain) => domain,
            Branch::Own | Branch::All => self.explore.fallback,
        };
        let ends = pair.map(|latent| End::At(latent, branch));
        self.explore.blend = Some(Blend::equal(ends));
        self.select_blend();
    }

    /// Selects the cell of the blend row.
    pub(in crate::gui) fn select_blend(&mut self) {
        if let Some(source) = self.lab_source() {
            self.grid.selected = Selected::Cell(RowId::Blend, source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latent_is_visited_after_a_rest() {
        let mut visits = Visits::default();
        let (one, other) = (Latent::from_seed(1, 4), Latent::from_seed(2, 4));
        assert!(!visits.rested(0, &one, 10.0));
        assert!(!visits.rested(0, &one, 10.3));
        assert!(visits.rested(0, &one, 10.5));
        assert!(!visits.rested(0, &other, 10.6), "it moved");
        assert!(!visits.rested(0, &one, 10.7));
        assert!(!visits.rested(1, &one, 11.2), "another sample");
        assert!(visits.rested(1, &one, 11.6));
    }
}
