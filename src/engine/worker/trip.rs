//! The worker's part in round trips: between two grids, one at a time, given up as soon as there are newer orders.

use super::{Worker, pool_of};
use crate::engine::bench::guarded_in;
use crate::engine::messages::Event;
use crate::engine::trip::{self, NOT_MADE, RoundTrip, Travelled, TripOrder};
use crate::model::perceptual::Perceptual;
use crate::problem::Problem;

impl Worker {
    /// Makes a round trip and reports it, first without and then with the perceptual distances; newer orders come first.
    pub(super) fn serve_trip(&mut self, order: TripOrder) {
        if self.is_other_model(&order) {
            return;
        }
        if self.inbox.has_news() {
            return self.put_back(order);
        }
        let travelled = match self.with_model(|it| trip::there(it, &order)) {
            Ok(travelled) => travelled,
            Err(problem) => return self.tell_trip(&order, Err(problem)),
        };
        if self.inbox.has_news() {
            return self.put_back(order);
        }
        let mut made = match self.with_model(|it| trip::back(it, &order, &travelled)) {
            Ok(made) => made,
            Err(problem) => return self.tell_trip(&order, Err(problem)),
        };
        self.tell_trip(&order, Ok(made.clone()));
        if self.inbox.has_news() {
            return self.put_back(order);
        }
        match self.measure_trip(&travelled, &made) {
            Ok(perceptual) => made.perceptual = Some(perceptual),
            Err(problem) => log::info!("a round trip without perceptual distance: {problem}"),
        }
        self.tell_trip(&order, Ok(made));
    }

    fn is_other_model(&self, order: &TripOrder) -> bool {
        let number = self.model.as_ref().map(|(number, ..)| *number);
        number != Some(order.cell.model)
    }

    /// It waits until the newer orders are served, unless it was replaced meanwhile.
    fn put_back(&self, order: TripOrder) {
        self.inbox.put(|orders| {
            orders.trip.get_or_insert(order);
        });
    }

    fn tell_trip(&self, order: &TripOrder, result: Result<RoundTrip, Problem>) {
        self.reporter.send(Event::Trip {
            key: order.key(),
            result,
        });
    }

    fn with_model<T: Send>(
        &mut self,
        work: impl FnOnce(&mut super::Translator) -> Result<T, Problem> + Send,
    ) -> Result<T, Problem> {
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        let Some((.., translator)) = self.model.as_mut() else {
            return Err(Problem::new(NOT_MADE));
        };
        guarded_in(pool, NOT_MADE, || Ok(work(translator))).unwrap_or_else(|panic| {
            translator.forget();
            Err(panic)
        })
    }

    fn measure_trip(
        &mut self,
        travelled: &Travelled,
        made: &RoundTrip,
    ) -> Result<[f32; 2], Problem> {
        let Some(compute) = self.compute.clone() else {
            return Err(Problem::new(NOT_MADE));
        };
        let device = compute.device;
        let extractor = self
            .extractor
            .get_or_insert_with(|| Perceptual::bundled(&device));
        let extractor = extractor.as_ref().map_err(Problem::clone)?;
        let pool = pool_of(self.pool.as_ref(), self.compute.as_ref());
        guarded_in(pool, NOT_MADE, || {
            trip::measure(extractor, &device, travelled, made)
        })
    }
}
