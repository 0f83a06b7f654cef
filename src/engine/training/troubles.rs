//! What training survives is told once, not at every step: a full disk stays full for a while.

use std::collections::BTreeSet;

use super::messages::TrainEvent;
use crate::problem::Problem;

/// Receives what a session reports, on the thread that trains.
pub type Observer = Box<dyn FnMut(TrainEvent) + Send>;

/// What can fail again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The log.
    Log,
    /// Sample sheets.
    Sheets,
    /// Checkpoints.
    Checkpoints,
}

/// The areas in trouble.
#[derive(Debug, Default)]
pub struct Troubles(BTreeSet<Area>);

impl Troubles {
    /// Takes in how something ended; a trouble that is new is told.
    pub fn take<T>(
        &mut self,
        area: Area,
        outcome: Result<T, Problem>,
        observer: &mut Observer,
    ) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.0.remove(&area);
                Some(value)
            }
            Err(problem) => {
                if self.0.insert(area) {
                    observer(TrainEvent::Trouble(problem));
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_trouble_is_told_once_until_it_is_over() {
        let told = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&told);
        let mut observer: Observer = Box::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let mut troubles = Troubles::default();
        let full = || Err::<(), _>(Problem::new("full"));
        for (area, outcome, expected) in [
            (Area::Log, full(), 1),
            (Area::Log, full(), 1),
            (Area::Sheets, full(), 2),
            (Area::Log, Ok(()), 2),
            (Area::Log, full(), 3),
            (Area::Sheets, full(), 3),
        ] {
            troubles.take(area, outcome, &mut observer);
            assert_eq!(told.load(Ordering::Relaxed), expected);
        }
    }
}
