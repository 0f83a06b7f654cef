//! Jobs about how well photos suit a model.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Jobs, decoded};
use crate::data;
use crate::domain::{Fingerprint, Picture};
use crate::engine::messages::{Event, Ticket};

impl Jobs {
    /// Decodes a photo that a run follows; stopping what Explore reads leaves it.
    pub fn decode_photo(&self, ticket: Ticket, path: PathBuf) {
        self.spawn(move || decoded(ticket, &path));
    }

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
