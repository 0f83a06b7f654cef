//! Seconds of training, without the pauses: for the log, the pace and the time that is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Weight of the newest step in the smoothed pace.
const NEWEST: f64 = 0.1;

/// Time during which training rested; whoever lets it rest adds to it.
#[derive(Clone, Debug, Default)]
pub struct Rest(Arc<AtomicU64>);

impl Rest {
    /// Adds the time of one rest.
    pub fn add(&self, time: Duration) {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanos, Ordering::Relaxed);
    }

    fn total(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

/// Counts the time of a run over all its sessions.
#[derive(Debug)]
pub struct Clock {
    before: f64,
    begun: Instant,
    rest: Rest,
    last: f64,
    step_seconds: Option<f64>,
    waiting: f32,
}

impl Clock {
    /// Goes on from the seconds of earlier sessions.
    pub fn going_on_from(before: f64) -> Self {
        Self {
            before,
            begun: Instant::now(),
            rest: Rest::default(),
            last: before,
            step_seconds: None,
            waiting: 0.0,
        }
    }

    /// Where rests are added.
    pub fn rest(&self) -> Rest {
        self.rest.clone()
    }

    /// Seconds of training so far.
    pub fn seconds(&self) -> f64 {
        let worked = self.begun.elapsed().saturating_sub(self.rest.total());
        self.before + worked.as_secs_f64()
    }

    /// Takes in the end of a step, `waited` of whose time went into waiting for data.
    pub fn step_done(&mut self, waited: Duration) {
        let now = self.seconds();
        // A clock's tick at least, so that no pace is infinite.
        let took = (now - self.last).max(1e-9);
        self.last = now;
        let share = (waited.as_secs_f64() / took).min(1.0) as f32;
        match &mut self.step_seconds {
            Some(smooth) => {
                *smooth += NEWEST * (took - *smooth);
                self.waiting += NEWEST as f32 * (share - self.waiting);
            }
            None => {
                self.step_seconds = Some(took);
                self.waiting = share;
            }
        }
    }

    /// Steps a second, smoothed; 0 before the first step.
    pub fn pace(&self) -> f64 {
        self.step_seconds.map_or(0.0, f64::recip)
    }

    /// Seconds that so many steps will take.
    pub fn left(&self, steps: u64) -> f64 {
        self.step_seconds.unwrap_or(0.0) * steps as f64
    }

    /// Share of the time that training waited for data, smoothed.
    pub fn waiting(&self) -> f32 {
        self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_do_not_count() {
        let mut clock = Clock::going_on_from(100.0);
        clock.rest().add(Duration::from_secs(3600));
        assert_eq!(clock.seconds(), 100.0, "a rest longer than the time so far");
        let mut clock_with_time = Clock::going_on_from(100.0);
        std::thread::sleep(Duration::from_millis(5));
        assert!(clock_with_time.seconds() > 100.004);
        clock_with_time.step_done(Duration::from_millis(1));
        assert!(clock_with_time.pace() < 200.0 && clock_with_time.pace() > 0.0);
        assert!(clock_with_time.waiting() > 0.0 && clock_with_time.waiting() <= 0.2);
        let left = clock_with_time.left(10);
        assert!(left >= 0.05, "{left}");
        clock.step_done(Duration::ZERO);
        assert_eq!(clock.waiting(), 0.0);
    }
}
