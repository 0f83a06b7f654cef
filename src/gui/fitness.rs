//! How well the pictures suit the open model: measured by jobs, judged here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::app::App;
use super::notices::Notice;
use super::state::PictureId;
use super::text::fitness as text;
use crate::data::fitness::{Fitness, Measures, Taken, Usual, judge};
use crate::domain::{CropBox, Fingerprint};
use crate::engine::messages::{ModelInfo, ModelSource};

/// Pictures that are looked over at once, so that newly dropped ones are not decoded after hundreds of them.
const AT_ONCE: usize = 4;
/// Words in the names of domains and labels that only data sets of people have.
const OF_PEOPLE: [&str; 6] = [
    "male",
    "female",
    "young",
    "smiling",
    "black_hair",
    "eyeglasses",
];

/// Pixels, and whether a face was looked for in them.
type LookedAt = (Fingerprint, bool);

/// What was measured so far.
#[derive(Default)]
pub(super) struct FitnessState {
    kept: HashMap<LookedAt, Measures>,
    asked: HashSet<LookedAt>,
}

/// What the open model's pictures are like.
fn usual(model: &ModelInfo) -> Usual {
    let config = &model.config;
    let domains = config.domains.names().iter().cloned();
    let mut names = domains.chain(config.labels.names());
    let of_people = |name: String| OF_PEOPLE.contains(&name.to_lowercase().as_str());
    let creatures = model.source == ModelSource::Demo;
    Usual {
        size: config.img_size,
        sharpness: if creatures {
            Usual::CREATURE_SHARPNESS
        } else {
            Usual::PHOTO_SHARPNESS
        },
        // Only the model of faces was published with a high-pass skip.
        faces: config.has_high_pass() || names.any(of_people),
    }
}

impl App {
    /// Has pictures looked over that are at the model's size and were not yet, a few at a time.
    pub(super) fn order_fitness(&mut self) {
        let Some(model) = &self.model else { return };
        let faces = usual(model).faces;
        let all = self.explore.sources.iter().chain(&self.explore.references);
        for &id in all {
            if self.sight.fitness.asked.len() >= AT_ONCE {
                return;
            }
            let Some(view) = self.library.fitting(id) else {
                continue;
            };
            let key = (view.shown.fingerprint, faces);
            if !self.sight.fitness.kept.contains_key(&key) && self.sight.fitness.asked.insert(key) {
                let picture = Arc::clone(&view.shown.picture);
                self.engine.jobs.look_over(key, picture);
            }
        }
    }

    /// A picture was looked over.
    pub(super) fn looked_over(&mut self, key: LookedAt, measures: Measures) {
        self.sight.fitness.asked.remove(&key);
        self.sight.fitness.kept.insert(key, measures);
    }

    /// How well a picture suits the open model, once it was looked over.
    pub(super) fn fitness(&self, picture: PictureId) -> Option<Fitness> {
        let usual = usual(self.model.as_ref()?);
        let pic = self.library.get(picture)?;
        let view = self.library.fitting(picture)?;
        let measures = self
            .sight
            .fitness
            .kept
            .get(&(view.shown.fingerprint, usual.faces))?;
        let taken = Taken {
            whole: pic.size,
            crop: view.crop,
        };
        Some(judge(measures, &taken, &usual))
    }

    /// Whether every picture was looked over: for tests.
    pub fn fitness_is_there(&self) -> bool {
        let mut all = self.explore.sources.iter().chain(&self.explore.references);
        all.all(|id| self.fitness(*id).is_some())
    }

    /// Crops to the largest square in the middle.
    pub(super) fn crop_whole(&mut self, picture: PictureId) {
        if let Some(pic) = self.library.get(picture) {
            let [width, height] = pic.size;
            let crop = CropBox::centred_square(width, height);
            self.explore.crops.insert(picture, crop);
        }
    }

    /// Crops as it was guessed.
    pub(super) fn crop_as_guessed(&mut self, picture: PictureId) {
        self.explore.crops.remove(&picture);
    }

    /// Has a job look for the face; the crop follows.
    pub(super) fn crop_to_face(&mut self, picture: PictureId) {
        let whole = self.library.get(picture).and_then(|pic| pic.whole.as_ref());
        if let Some(whole) = whole {
            self.engine
                .jobs
                .find_face(picture, Arc::clone(&whole.picture));
        }
    }

    /// A face was looked for.
    pub(super) fn face_found(&mut self, picture: PictureId, crop: Option<CropBox>) {
        match crop {
            Some(crop) => {
                self.explore.crops.insert(picture, crop);
            }
            None => self.tell(Notice::info(text::NO_FACE)),
        }
    }
}
