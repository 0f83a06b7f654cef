//! How far an evaluation is, and how long it will take: in pictures that pass through the extractor.

use std::time::{Duration, Instant};

use super::messages::Progress;

/// Shortest time between two news.
const GAP: Duration = Duration::from_millis(100);
/// Time after which what is left can be told.
const WARM: Duration = Duration::from_secs(3);

/// Counts pictures.
#[derive(Debug)]
pub struct Pace {
    candidate: usize,
    begun: Instant,
    last: Option<Instant>,
    done: usize,
    all: usize,
}

impl Pace {
    /// Of `all` pictures of a candidate.
    pub fn new(candidate: usize, all: usize) -> Self {
        Self {
            candidate,
            begun: Instant::now(),
            last: None,
            done: 0,
            all,
        }
    }

    /// Counts `pictures` more; gives news when it is time for them.
    pub fn went(&mut self, pictures: usize, doing: impl FnOnce() -> String) -> Option<Progress> {
        self.done = (self.done + pictures).min(self.all);
        let now = Instant::now();
        if self.last.is_some_and(|last| now.duration_since(last) < GAP) {
            return None;
        }
        self.last = Some(now);
        let share = self.done as f64 / self.all.max(1) as f64;
        let took = now.duration_since(self.begun);
        let known = took >= WARM && self.done > 0;
        Some(Progress {
            candidate: self.candidate,
            doing: doing(),
            share: share as f32,
            seconds_left: known.then(|| took.as_secs_f64() * (1.0 - share) / share),
        })
    }

    /// Seconds since the beginning.
    pub fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }
}
