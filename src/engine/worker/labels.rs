//! The worker's part in reading labels: what the open model's classifier sees in pictures.

use std::sync::Arc;

use super::{Worker, pool_of};
use crate::engine::bench::guarded_in;
use crate::engine::messages::{Event, LabelRequest};
use crate::problem::Problem;

impl Worker {
    /// Reads labels and reports each picture; a request for a model that is no longer there is left.
    pub(super) fn read_labels(&mut self, request: &LabelRequest) {
        const WHAT: &str = "The labels of a picture could not be read";
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        let Some((number, _, translator)) = self.model.as_mut() else {
            return;
        };
        for (at, &picture) in request.pictures.keys().enumerate() {
            if *number != request.model {
                return;
            }
            if self.inbox.has_other_model() {
                // What must come first may fail, and leave this model in use.
                let left = request.pictures.iter().skip(at);
                let left = left.map(|(key, picture)| (*key, Arc::clone(picture)));
                let request = LabelRequest {
                    pictures: left.collect(),
                    ..*request
                };
                return self.inbox.put(|orders| orders.labels.push(request));
            }
            let labels = guarded_in(pool, WHAT, || {
                let read = translator.read_labels(picture, request.set, &request.pictures);
                read.map_err(|error| Problem::because(WHAT, &error))
            });
            let of = (request.model, request.set, picture);
            self.reporter.send(Event::Labels { of, labels });
        }
    }
}
