//! A value over steps, kept so that 100,000 points draw as fast as a thousand: the whole run in buckets whose width doubles
//! when there are too many, and the recent steps in full. Memory is bounded, and adding a value takes constant time on average.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

/// Most buckets of the whole run.
const BUCKETS: usize = 2048;
/// Most recent values that are kept in full.
const RECENT: usize = 1024;

/// A series of (step, value): the whole run at a resolution that halves when it grows, and the recent steps in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    buckets: Vec<Bucket>,
    /// A bucket spans 2^shift steps.
    shift: u32,
    recent: VecDeque<(u64, f64)>,
    broken: u64,
}

/// The values of neighbouring steps.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bucket {
    /// The last step in it.
    step: u64,
    min: f64,
    max: f64,
    sum: f64,
    /// Finite values; the others only make a bucket exist.
    count: u64,
}

/// One or more neighbouring values, for drawing. Without a finite value among them, `min`, `mean` and `max` are NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The last step.
    pub step: u64,
    /// The smallest value.
    pub min: f64,
    /// The mean value.
    pub mean: f64,
    /// The largest value.
    pub max: f64,
}

impl Bucket {
    fn new(step: u64, value: f64) -> Self {
        let finite = value.is_finite();
        Self {
            step,
            min: if finite { value } else { f64::INFINITY },
            max: if finite { value } else { f64::NEG_INFINITY },
            sum: if finite { value } else { 0.0 },
            count: u64::from(finite),
        }
    }

    /// Takes in the values of a later bucket.
    fn merge(&mut self, later: &Self) {
        self.step = later.step;
        self.min = self.min.min(later.min);
        self.max = self.max.max(later.max);
        self.sum += later.sum;
        self.count += later.count;
    }

    fn point(&self) -> Point {
        let some = |value: f64| if self.count > 0 { value } else { f64::NAN };
        Point {
            step: self.step,
            min: some(self.min),
            // Rounding may not carry the mean past the values.
            mean: some((self.sum / self.count as f64).max(self.min).min(self.max)),
            max: some(self.max),
        }
    }
}

impl History {
    /// Adds the value of `step`; steps must grow, and a step that does not is passed over. What is not a number breaks the
    /// line where it stands and is counted.
    pub fn push(&mut self, step: u64, value: f64) {
        if self.recent.back().is_some_and(|(last, _)| step <= *last) {
            return;
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((step, value));
        self.broken += u64::from(!value.is_finite());
        let bucket = Bucket::new(step, value);
        match self.buckets.last_mut() {
            Some(last) if last.step >> self.shift == step >> self.shift => last.merge(&bucket),
            _ => self.buckets.push(bucket),
        }
        while self.buckets.len() > BUCKETS {
            self.halve();
        }
    }

    /// Doubles the width of the buckets.
    fn halve(&mut self) {
        self.shift += 1;
        let shift = self.shift;
        self.buckets.dedup_by(|later, earlier| {
            let same = earlier.step >> shift == later.step >> shift;
            if same {
                earlier.merge(later);
            }
            same
        });
    }

    /// Whether there is no value yet.
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty()
    }

    /// The newest step and its value.
    pub fn last(&self) -> Option<(u64, f64)> {
        self.recent.back().copied()
    }

    /// How many values were infinite or not a number.
    pub fn broken(&self) -> u64 {
        self.broken
    }

    /// The newest values in full, oldest first.
    pub fn recent(&self) -> impl ExactSizeIterator<Item = (u64, f64)> + '_ {
        self.recent.iter().copied()
    }

    /// The value of the step nearest to `step`: exact in the recent window, before that the mean around it.
    pub fn value_at(&self, step: u64) -> Option<f64> {
        let (first, _) = self.recent.front()?;
        if step >= *first {
            let at = self.recent.partition_point(|(other, _)| *other < step);
            let near = self
                .recent
                .range(at.saturating_sub(1)..self.recent.len().min(at + 1));
            let near = near.min_by_key(|(other, _)| other.abs_diff(step));
            return near.map(|(_, value)| *value);
        }
        let at = self.buckets.partition_point(|bucket| bucket.step < step);
        let near = self
            .buckets
            .get(at.saturating_sub(1)..self.buckets.len().min(at + 1))?;
        let near = near.iter().min_by_key(|bucket| bucket.step.abs_diff(step));
        near.map(|bucket| bucket.point().mean)
    }

    /// The values of these steps, at most `most` points; in full where the recent window reaches.
    pub fn points(&self, range: RangeInclusive<u64>, most: usize) -> Vec<Point> {
        let (from, to) = range.into_inner();
        let full = self.recent.front().is_some_and(|(first, _)| *first <= from);
        let part: Vec<Bucket> = if full {
            let start = self.recent.partition_point(|(step, _)| *step < from);
            let end = self.recent.partition_point(|(step, _)| *step <= to);
            let values = self.recent.range(start..end.max(start));
            values
                .map(|(step, value)| Bucket::new(*step, *value))
                .collect()
        } else {
            let start = self.buckets.partition_point(|bucket| bucket.step < from);
            let end = self.buckets.partition_point(|bucket| bucket.step <= to);
            self.buckets[start..end.max(start)].to_vec()
        };
        if most == 0 {
            return Vec::new();
        }
        let together = part.len().div_ceil(most).max(1);
        part.chunks(together).filter_map(merged).collect()
    }
}

fn merged(buckets: &[Bucket]) -> Option<Point> {
    let (first, rest) = buckets.split_first()?;
    let mut whole = *first;
    rest.iter().for_each(|later| whole.merge(later));
    Some(whole.point())
}

/// An exponential moving average of `values`, `weight` in [0, 1): 0 changes nothing. The start is corrected, so that the
/// first values are not drawn toward 0. What is not a number is passed on and leaves the average as it is.
pub fn smooth(values: impl IntoIterator<Item = f64>, weight: f64) -> impl Iterator<Item = f64> {
    let weight = weight.clamp(0.0, 0.999_999);
    let (mut average, mut remaining) = (0.0, 1.0);
    values.into_iter().map(move |value| {
        if !value.is_finite() {
            return value;
        }
        average = weight * average + (1.0 - weight) * value;
        remaining *= weight;
        average / (1.0 - remaining)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// Smooth, and without a pattern that buckets could hide.
    fn value(step: u64) -> f64 {
        (step as f64 * 0.618).sin() * 3.0 + (step as f64).sqrt()
    }

    fn of(steps: impl Iterator<Item = u64>) -> History {
        let mut history = History::default();
        steps.for_each(|step| history.push(step, value(step)));
        history
    }

    #[test]
    fn a_million_values_are_fast_and_small() {
        let start = Instant::now();
        let history = of(1..=1_000_000);
        let time = start.elapsed();
        println!("1,000,000 values in {time:?}");
        assert!(time < Duration::from_secs(2), "{time:?}");
        assert!(history.buckets.len() <= BUCKETS && history.buckets.len() > BUCKETS / 4);
        assert!(history.buckets.capacity() <= 4 * BUCKETS);
        assert!(history.recent.capacity() <= 2 * RECENT);
        let start = Instant::now();
        assert_eq!(history.points(0..=u64::MAX, 500).len().div_ceil(500), 1);
        println!("500 points in {:?}", start.elapsed());
    }

    #[test]
    fn buckets_agree_with_a_plain_computation() {
        for (steps, most) in [(50_000u64, 700), (3_000, 2_048), (100, 7)] {
            let history = of(1..=steps);
            let points = history.points(0..=steps, most);
            assert!(points.len() <= most && points.len() * 3 > most.min(steps as usize));
            let mut first = 1;
            for point in points {
                let plain: Vec<f64> = (first..=point.step).map(value).collect();
                let (min, max) = plain
                    .iter()
                    .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
                let mean = plain.iter().sum::<f64>() / plain.len() as f64;
                assert_eq!((point.min, point.max), (min, max), "{}", point.step);
                assert!((point.mean - mean).abs() < 1e-9, "{}", point.step);
                first = point.step + 1;
            }
            assert_eq!(first, steps + 1, "nothing is left out");
        }
    }

    #[test]
    fn the_recent_window_is_exact() {
        let history = of((1..=10).chain((20..=50_000).step_by(10)));
        assert_eq!(history.recent().len(), RECENT);
        assert_eq!(history.last(), Some((50_000, value(50_000))));
        let points = history.points(49_500..=49_600, 100);
        let steps: Vec<u64> = points.iter().map(|point| point.step).collect();
        assert_eq!(steps, (49_500..=49_600).step_by(10).collect::<Vec<_>>());
        assert!(points.iter().all(|point| point.mean == value(point.step)));
        assert_eq!(history.value_at(49_504), Some(value(49_500)));
        assert_eq!(history.value_at(u64::MAX), Some(value(50_000)));
        let early = history.value_at(1_000).unwrap();
        assert!((early - value(1_000)).abs() < 10.0, "{early}");
        assert!(history.points(60_000..=70_000, 10).is_empty());
        assert!(history.points(0..=70_000, 0).is_empty());
        #[expect(clippy::reversed_empty_ranges, reason = "a person drags both ways")]
        let backwards = history.points(49_600..=49_500, 10);
        assert!(backwards.is_empty());
        assert_eq!(History::default().value_at(3), None);
    }

    #[test]
    fn what_is_not_a_number_is_counted_and_kept_apart() {
        let mut history = History::default();
        for (step, value) in [(1, 2.0), (2, f64::NAN), (3, 4.0), (4, f64::INFINITY)] {
            history.push(step, value);
        }
        history.push(4, 9.0);
        history.push(1, 9.0);
        assert_eq!((history.broken(), history.recent().len()), (2, 4));
        let points = history.points(1..=4, 4);
        assert!(points[1].mean.is_nan() && points[3].max.is_nan());
        let all = history.points(0..=9, 1)[0];
        assert_eq!((all.min, all.mean, all.max), (2.0, 3.0, 4.0));
    }

    #[test]
    fn steps_far_apart_stay_few_buckets() {
        let history = of((0..100_000).map(|place| place * place));
        assert!(
            history.buckets.len() <= BUCKETS,
            "{}",
            history.buckets.len()
        );
        assert!(history.buckets.len() > BUCKETS / 4);
    }

    #[test]
    fn smoothing_starts_at_the_first_value() {
        let flat: Vec<f64> = smooth([5.0; 20], 0.9).collect();
        assert!(
            flat.iter().all(|value| (value - 5.0).abs() < 1e-12),
            "{flat:?}"
        );
        let raw = [1.0, f64::NAN, 3.0];
        let same: Vec<f64> = smooth(raw, 0.0).collect();
        assert_eq!((same[0], same[1].is_nan(), same[2]), (1.0, true, 3.0));
        // (0.5 * 0.5 * 1 + 0.5 * 3) / 0.75
        let half: Vec<f64> = smooth(raw, 0.5).collect();
        assert!((half[2] - 7.0 / 3.0).abs() < 1e-12, "{half:?}");
    }
}
