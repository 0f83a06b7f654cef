//! From the window to the session, and back: what is open, and the pixels that are in no other file.

use std::path::PathBuf;

use super::App;
use super::compare::memory::CompareMemory;
use super::evaluate::memory::EvaluateMemory;
use super::intake;
use super::library::Pic;
use super::state::{Origin, PictureId, Session};
use super::train::memory::TrainMemory;
use crate::data::CropReason;
use crate::domain::Fingerprint;
use crate::engine::demo;
use crate::engine::home::{Pixels, pictures};

impl App {
    /// Brings back the pictures of the session, or shows the demo's.
    pub(super) fn restore_pictures(&mut self) {
        let Some(explore) = self.session.explore.clone() else {
            self.settle_links();
            return self.show_demo_pictures();
        };
        self.explore = explore;
        let origins = std::mem::take(&mut self.session.origins);
        let names = std::mem::take(&mut self.session.names);
        let at_home = self.desk.home.is_some();
        let known = |id: &PictureId| match origins.get(id) {
            None | Some(Origin::Memory) => false,
            Some(Origin::Kept { .. }) => at_home,
            Some(_) => true,
        };
        self.explore.sources.retain(known);
        self.explore.references.retain(known);
        // Numbers are given again: what was set for a picture that is gone must not fall to another one.
        self.explore.prune();
        self.settle_links();
        for id in self.explore.sources.iter().chain(&self.explore.references) {
            if let Some(origin) = origins.get(id) {
                let name = names.get(id).cloned();
                let name = name.unwrap_or_else(|| intake::origin_name(origin));
                self.library.enter_as(*id, name, origin.clone());
                self.decode(*id, origin);
            }
        }
        if self.explore.sources.is_empty() && self.explore.references.is_empty() {
            self.show_demo_pictures();
        }
    }

    /// Puts the bundled pictures on both sides.
    pub(super) fn show_demo_pictures(&mut self) {
        self.explore.sources = demo::SOURCES
            .map(|place| self.enter(Origin::Demo(place)))
            .to_vec();
        self.explore.references = demo::REFERENCES
            .map(|place| self.enter(Origin::Demo(place)))
            .to_vec();
    }

    /// What to keep for next time.
    pub fn session(&self) -> Session {
        let mut session = self.session.clone();
        session.explore = Some(self.explore.clone());
        session.train = TrainMemory::of(&self.train);
        session.compare = CompareMemory::of(&self.compare);
        session.evaluate = EvaluateMemory::of(&self.evaluate);
        // JSON has no way to write a path that is not UTF-8; the rest of the session must not be lost with it.
        let kept = |path: &PathBuf| path.to_str().is_some();
        session.model = session.model.filter(kept);
        session.eye = session.eye.filter(kept);
        session.mean_face = session.mean_face.filter(kept);
        session.recent.retain(kept);
        session.known_models.retain(|_, path| kept(path));
        session.recent_runs.retain(kept);
        session.recent_data.retain(kept);
        (session.origins, session.names) = Default::default();
        for (id, pic) in self.used() {
            match &pic.origin {
                Origin::File(path) if !kept(path) => continue,
                Origin::Memory | Origin::Kept { .. } => {
                    session.names.insert(id, pic.name.clone());
                }
                _ => {}
            }
            session.origins.insert(id, kept_origin(pic));
        }
        session
    }

    /// The pictures that are sources or references.
    fn used(&self) -> impl Iterator<Item = (PictureId, &Pic)> {
        let all = self.explore.sources.iter().chain(&self.explore.references);
        all.filter_map(|id| Some((*id, self.library.get(*id)?)))
    }

    /// The pixels that the session names, the older ones first. Those of earlier sessions are in its folder already, unless they were
    /// removed a while ago and undo brought them back.
    pub(super) fn pixels_to_keep(&self) -> Vec<Pixels> {
        let mut pixels: Vec<(PictureId, Pixels)> = self
            .used()
            .filter_map(|(id, pic)| match &pic.origin {
                Origin::Kept { fingerprint, .. } => {
                    let number = u128::from_str_radix(fingerprint, 16).ok()?;
                    let whole = pic.whole.as_ref();
                    let whole = whole.map(|whole| whole.picture.clone());
                    Some((id, (Fingerprint(number), whole)))
                }
                Origin::Memory => {
                    let whole = pic.whole.as_ref()?;
                    Some((id, (whole.fingerprint, Some(whole.picture.clone()))))
                }
                _ => None,
            })
            .collect();
        pixels.sort_by_key(|(id, _)| *id);
        pixels.into_iter().map(|(_, pixels)| pixels).collect()
    }
}

/// Where a picture will come from next time.
fn kept_origin(pic: &Pic) -> Origin {
    match (&pic.origin, &pic.whole) {
        (Origin::Memory, Some(whole)) => Origin::Kept {
            fingerprint: pictures::name(whole.fingerprint),
            whole: matches!(pic.guess, Some((_, CropReason::Whole))),
        },
        (origin, _) => origin.clone(),
    }
}
