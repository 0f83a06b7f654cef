//! The pictures in the window: where they came from, how they are cropped, and how the model sees them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::readings::Readings;
use super::state::{Explore, Origin, PictureId};
use super::widgets::Shown;
use crate::data::{CropReason, Opened};
use crate::domain::{CropBox, DomainSet, Fingerprint, Picture};
use crate::problem::Problem;

/// Above this many pictures only the model's view of each is kept; the whole picture is read again when it is needed.
const WHOLE_PICTURES: usize = 48;

/// How far a picture has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Being decoded.
    Loading,
    /// At hand.
    Ready,
    /// Cannot be used.
    Failed(Problem),
}

/// A picture as the model sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The crop it shows.
    pub crop: CropBox,
    /// The pixels, at the model's size.
    pub shown: Shown,
}

/// One picture of the window.
#[derive(Clone, Debug)]
pub struct Pic {
    /// Its file name, or what made it.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// Its folder's name: often its domain.
    pub parent: Option<String>,
    /// How far it has come.
    pub status: Status,
    /// The upright picture, while it is kept.
    pub whole: Option<Shown>,
    /// Size of the upright picture.
    pub size: [usize; 2],
    /// The crop guessed for it, and why.
    pub guess: Option<(CropBox, CropReason)>,
    /// What was done to it when it was read.
    pub notes: Vec<String>,
    /// The model's view of it.
    pub view: Option<View>,
    /// The view as it was cropped, while the aligned face stands in its place.
    pub manual: Option<Shown>,
    asked: Option<(CropBox, usize)>,
}

/// A view to be rendered by a job.
#[derive(Debug)]
pub struct ViewOrder {
    /// Which picture.
    pub picture: PictureId,
    /// Its pixels.
    pub whole: Arc<Picture>,
    /// The crop.
    pub crop: CropBox,
    /// The model's size.
    pub size: usize,
}

/// All pictures of the window.
#[derive(Debug, Default)]
pub struct Library {
    pictures: BTreeMap<PictureId, Pic>,
    /// What classifiers read in them.
    pub readings: Readings,
    next: PictureId,
    /// Sources that the model's eye is told to look at in another way, by the fingerprint that this gives them.
    pub looked: BTreeMap<PictureId, Fingerprint>,
    /// Side of the pictures of the open model, once views were ordered for it.
    size: Option<usize>,
}

impl Library {
    /// Enters a picture that is being decoded.
    pub fn enter(&mut self, name: String, origin: Origin) -> PictureId {
        self.next += 1;
        self.enter_as(self.next, name, origin);
        self.next
    }

    /// Enters a picture under the number it had in an earlier session.
    pub fn enter_as(&mut self, id: PictureId, name: String, origin: Origin) {
        self.next = self.next.max(id);
        let pic = Pic {
            name,
            origin,
            parent: None,
            status: Status::Loading,
            whole: None,
            size: [0, 0],
            guess: None,
            notes: Vec::new(),
            view: None,
            manual: None,
            asked: None,
        };
        self.pictures.insert(id, pic);
    }

    /// A picture.
    pub fn get(&self, id: PictureId) -> Option<&Pic> {
        self.pictures.get(&id)
    }

    /// The open model's view of a picture; none while it is only there for a model of another size.
    pub fn fitting(&self, id: PictureId) -> Option<&View> {
        let fits = |view: &&View| {
            self.size
                .is_none_or(|size| view.shown.picture.width() == size)
        };
        self.get(id)?.view.as_ref().filter(fits)
    }

    /// All pictures.
    pub fn iter(&self) -> impl Iterator<Item = (PictureId, &Pic)> {
        self.pictures.iter().map(|(id, pic)| (*id, pic))
    }

    /// The picture that the open model sees with these pixels.
    pub fn seen_as(&self, pixels: Fingerprint) -> Option<PictureId> {
        let ids = self.pictures.keys().copied();
        let seen = |id: &PictureId| {
            let view = self.fitting(*id);
            view.is_some_and(|view| view.shown.fingerprint == pixels)
        };
        ids.into_iter().find(seen)
    }

    /// What the results of a source are kept by; none while it is being read.
    pub fn source_key(&self, id: PictureId) -> Option<Fingerprint> {
        let view = self.fitting(id)?;
        let looked = self.looked.get(&id).copied();
        Some(looked.unwrap_or(view.shown.fingerprint))
    }

    /// A picture's name, for sentences.
    pub fn name(&self, id: PictureId) -> &str {
        self.pictures
            .get(&id)
            .map_or("a picture", |pic| pic.name.as_str())
    }

    /// A job brought a picture.
    pub fn opened(&mut self, id: PictureId, opened: Opened) {
        let Some(pic) = self.pictures.get_mut(&id) else {
            return;
        };
        pic.size = [opened.picture.width(), opened.picture.height()];
        pic.guess = Some((opened.guess.crop, opened.guess.reason));
        pic.parent = opened.parent.or(pic.parent.take());
        pic.notes = opened.notes.iter().map(ToString::to_string).collect();
        pic.whole = Some(Shown {
            picture: opened.picture,
            fingerprint: opened.fingerprint,
        });
        pic.status = Status::Ready;
        pic.asked = None;
    }

    /// A result of this session becomes a picture, whole and as it is.
    pub fn made_here(&mut self, id: PictureId, shown: Shown) {
        let Some(pic) = self.pictures.get_mut(&id) else {
            return;
        };
        let crop = super::intake::whole_of(&shown);
        pic.size = [shown.picture.width(), shown.picture.height()];
        pic.guess = Some((crop, CropReason::Whole));
        pic.status = Status::Ready;
        pic.view = Some(View {
            crop,
            shown: shown.clone(),
        });
        pic.whole = Some(shown);
    }

    /// A job brought no picture.
    pub fn failed(&mut self, id: PictureId, problem: Problem) {
        if let Some(pic) = self.pictures.get_mut(&id) {
            pic.status = Status::Failed(problem);
        }
    }

    /// A job rendered a view.
    pub fn viewed(&mut self, id: PictureId, crop: CropBox, shown: Shown) {
        let crowded = self.pictures.len() > WHOLE_PICTURES;
        let Some(pic) = self.pictures.get_mut(&id) else {
            return;
        };
        pic.view = Some(View { crop, shown });
        pic.manual = None;
        // The folder of kept pixels forgets what no session names, and undo may want it back.
        let kept = matches!(pic.origin, Origin::Memory | Origin::Kept { .. });
        if crowded && !kept {
            pic.whole = None;
        }
    }

    /// Puts the aligned face in the place of the crop, or the crop back.
    pub fn show_aligned(&mut self, id: PictureId, aligned: Option<Shown>) {
        let Some(pic) = self.pictures.get_mut(&id) else {
            return;
        };
        let Some(view) = &mut pic.view else { return };
        match aligned {
            Some(aligned) if pic.manual.is_none() => {
                pic.manual = Some(std::mem::replace(&mut view.shown, aligned));
            }
            Some(aligned) => view.shown = aligned,
            None => {
                if let Some(manual) = pic.manual.take() {
                    view.shown = manual;
                }
            }
        }
    }

    /// The crop in force for a picture.
    pub fn crop(&self, explore: &Explore, id: PictureId) -> Option<CropBox> {
        explore
            .crops
            .get(&id)
            .copied()
            .or_else(|| self.get(id)?.guess.map(|(crop, _)| crop))
    }

    /// A picture's own domain and whether it is only guessed: what the person set, else its folder's name, else the branch in force.
    pub fn own_domain(
        &self,
        explore: &Explore,
        id: PictureId,
        domains: &DomainSet,
    ) -> (usize, bool) {
        let set = explore.own.get(&id).and_then(|name| domains.find(name));
        let folder = || {
            self.get(id)?
                .parent
                .as_deref()
                .and_then(|name| domains.names().iter().position(|known| known == name))
        };
        match set.or_else(folder) {
            Some(domain) => (domain, false),
            None => (explore.fallback.min(domains.len().saturating_sub(1)), true),
        }
    }

    /// The views that are missing or out of date, and the files that must be read again for them.
    pub fn orders(&mut self, explore: &Explore, size: usize) -> (Vec<ViewOrder>, Vec<PictureId>) {
        self.size = Some(size);
        let (mut views, mut reads) = (Vec::new(), Vec::new());
        for &id in explore.sources.iter().chain(&explore.references) {
            let Some(crop) = self.crop(explore, id) else {
                continue;
            };
            let Some(pic) = self.pictures.get_mut(&id) else {
                continue;
            };
            let done = pic
                .view
                .as_ref()
                .is_some_and(|view| view.crop == crop && view.shown.picture.width() == size);
            if done || pic.asked == Some((crop, size)) || pic.status != Status::Ready {
                continue;
            }
            match &pic.whole {
                Some(whole) => {
                    pic.asked = Some((crop, size));
                    views.push(ViewOrder {
                        picture: id,
                        whole: Arc::clone(&whole.picture),
                        crop,
                        size,
                    });
                }
                None => {
                    pic.status = Status::Loading;
                    reads.push(id);
                }
            }
        }
        (views, reads)
    }

    /// Has a picture read again whose whole is no longer kept; `None` when it is at hand or cannot be.
    pub fn reread(&mut self, id: PictureId) -> Option<Origin> {
        let pic = self.pictures.get_mut(&id)?;
        if pic.whole.is_some() || pic.status != Status::Ready {
            return None;
        }
        pic.status = Status::Loading;
        Some(pic.origin.clone())
    }
}
