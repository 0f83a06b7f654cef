//! Jobs about how well photos suit a model.

use std::sync::Arc;

use super::Jobs;
use crate::data;
use crate::domain::{Fingerprint, Picture};
use crate::engine::messages::{Event, Ticket};

impl Jobs {
    /// Measures how well a picture at the model's size suits a model; looks for a face when the second of `of` says so.
    pub fn look_over(&self, of: (Fingerprint, bool), view: Arc<Picture>) {
        self.spawn(move || Event::LookedOver {
            of,
            measures: data::fitness::measure(&view, of.1),
        });
    }

    /// Looks for the face in a whole picture, and the square around it.
    pub fn find_face(&self, ticket: Ticket, whole: Arc<Picture>) {
        self.spawn(move || Event::Face {
            ticket,
            crop: data::face_crop(&whole),
        });
    }
}
