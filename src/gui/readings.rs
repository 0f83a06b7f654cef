//! The sources' own labels: what a label model's classifier reads in them, what their names say, or what the person set.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::app::App;
use super::labels::NamedSet;
use super::library::Library;
use super::notices::Notice;
use super::state::{Explore, PictureId};
use crate::domain::Fingerprint;
use crate::engine::messages::{LabelRequest, ModelInfo};
use crate::engine::translator::Pictures;
use crate::problem::Problem;

/// Model, set of labels, and picture.
type ReadingKey = (u64, usize, Fingerprint);

/// What classifiers read so far, and what they were asked.
#[derive(Debug, Default)]
pub struct Readings {
    kept: HashMap<ReadingKey, Vec<f32>>,
    asked: HashSet<ReadingKey>,
}

/// Who says which labels a picture has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The person.
    Person,
    /// The model's classifier.
    Classifier,
    /// The name of its domain.
    Name,
    /// Nobody: none is taken to hold.
    Nobody,
}

/// A picture's own labels of one set, and who says so; `None` while they are being read.
pub fn own_labels(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    set: &NamedSet,
    picture: PictureId,
) -> Option<(Vec<f32>, Says)> {
    if let Some(labels) = explore.labels.own(picture, set) {
        return Some((labels, Says::Person));
    }
    if model.has_classifier {
        let view = library.get(picture)?.view.as_ref()?;
        let key = (model.number, set.index, view.shown.fingerprint);
        let read = library.readings.kept.get(&key)?;
        if read.len() == set.names.len() {
            return Some((read.clone(), Says::Classifier));
        }
    }
    let domain = explore.own.get(&picture).map(String::as_str);
    let folder = || library.get(picture)?.parent.as_deref();
    let known = domain.or_else(folder).and_then(|name| set.labels_of(name));
    Some(match known {
        Some(labels) => (labels, Says::Name),
        None => (vec![0.0; set.names.len()], Says::Nobody),
    })
}

impl Readings {
    /// What was asked and not answered may be asked again: another order may have ended it.
    pub(super) fn ask_again(&mut self) {
        self.asked.retain(|key| self.kept.contains_key(key));
    }
}

impl App {
    /// Has the classifier read the sources that it has not read yet.
    pub(super) fn order_labels(&mut self) {
        let Some(model) = self.model.as_ref().filter(|model| model.has_classifier) else {
            return;
        };
        let set = self.explore.labels.chosen(&model.config.labels).index;
        let (number, size) = (model.number, model.config.img_size);
        let mut pictures = Pictures::new();
        for id in &self.explore.sources {
            let view = self.library.get(*id).and_then(|pic| pic.view.as_ref());
            let Some(shown) = view.map(|view| view.shown.clone()) else {
                continue;
            };
            let key = (number, set, shown.fingerprint);
            if shown.picture.width() == size && self.library.readings.asked.insert(key) {
                pictures.insert(shown.fingerprint, Arc::clone(&shown.picture));
            }
        }
        if pictures.is_empty() {
            return;
        }
        self.engine.read_labels(LabelRequest {
            model: number,
            set,
            pictures,
        });
        // Any order ends the cells in progress.
        self.grid.requested.clear();
    }

    /// The classifier read a picture; without an answer the picture counts as unread.
    pub(super) fn labels_read(&mut self, key: ReadingKey, labels: Result<Vec<f32>, Problem>) {
        let labels = labels.unwrap_or_else(|problem| {
            self.tell(Notice::warn(&problem));
            Vec::new()
        });
        self.library.readings.kept.insert(key, labels);
    }
}
