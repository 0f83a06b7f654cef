//! One curve: the thin layer between the charts and [`crate::domain::History`], so that its names are met in one place.

use std::ops::RangeInclusive;

/// Some neighbouring steps as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// The step it stands at.
    pub step: f64,
    /// The least value.
    pub min: f64,
    /// The mean.
    pub mean: f64,
    /// The greatest.
    pub max: f64,
}

/// A value over steps.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    rows: Vec<(u64, f64)>,
}

impl Curve {
    /// Adds a value; a step that is not newer than the last is left out.
    pub fn push(&mut self, step: u64, value: f64) {
        if self.rows.last().is_none_or(|(last, _)| *last < step) {
            self.rows.push((step, value));
        }
    }

    /// At most about `most` buckets over `range`.
    pub fn buckets(&self, range: RangeInclusive<u64>, most: usize) -> Vec<Bucket> {
        let from = self.rows.partition_point(|(step, _)| step < range.start());
        let to = self.rows.partition_point(|(step, _)| step <= range.end());
        let rows = self.rows.get(from..to).unwrap_or_default();
        let size = rows.len().div_ceil(most.max(1)).max(1);
        rows.chunks(size)
            .map(|chunk| {
                let values = chunk.iter().map(|(_, value)| *value);
                Bucket {
                    step: chunk.iter().map(|(step, _)| *step as f64).sum::<f64>() / chunk.len() as f64,
                    min: values.clone().fold(f64::INFINITY, f64::min),
                    max: values.clone().fold(f64::NEG_INFINITY, f64::max),
                    mean: values.sum::<f64>() / chunk.len() as f64,
                }
            })
            .collect()
    }

    /// The newest step and value.
    pub fn last(&self) -> Option<(u64, f64)> {
        self.rows.last().copied()
    }

    /// The value at a step, or the newest one before it.
    pub fn value_at(&self, step: u64) -> Option<f64> {
        let at = self.rows.partition_point(|(other, _)| *other <= step);
        self.rows.get(at.checked_sub(1)?).map(|(_, value)| *value)
    }
}

/// The moving mean of `buckets` with a memory of `steps` steps: the same curve whatever the zoom, as it counts steps and not points.
pub fn smoothed(buckets: &[Bucket], steps: f64) -> Vec<[f64; 2]> {
    let (mut sum, mut weight, mut last) = (0.0, 0.0, None::<f64>);
    let mut line = Vec::with_capacity(buckets.len());
    for bucket in buckets {
        let gone = last.map_or(1.0, |last| bucket.step - last);
        let kept = (-gone / steps.max(f64::MIN_POSITIVE)).exp();
        sum = sum * kept + bucket.mean * (1.0 - kept);
        weight = weight * kept + (1.0 - kept);
        last = Some(bucket.step);
        line.push([bucket.step, sum / weight.max(f64::MIN_POSITIVE)]);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(steps: u64) -> Curve {
        let mut curve = Curve::default();
        for step in 1..=steps {
            curve.push(step, step as f64);
        }
        curve
    }

    #[test]
    fn a_long_curve_gives_few_buckets() {
        let curve = ramp(100_000);
        let buckets = curve.buckets(0..=100_000, 300);
        assert!(buckets.len() <= 300 && buckets.len() > 100);
        assert!(buckets.iter().all(|bucket| bucket.min <= bucket.mean && bucket.mean <= bucket.max));
        assert_eq!(curve.last(), Some((100_000, 100_000.0)));
        assert_eq!(curve.value_at(0), None);
    }

    #[test]
    fn smoothing_does_not_depend_on_the_number_of_points() {
        let mut curve = Curve::default();
        for step in 1..=4_000 {
            curve.push(step, if step < 2_000 { 1.0 } else { 0.0 });
        }
        let at = |most| {
            let line = smoothed(&curve.buckets(0..=4_000, most), 200.0);
            let near = line.iter().find(|point| point[0] >= 2_200.0);
            near.map_or(f64::NAN, |point| point[1])
        };
        let (fine, rough) = (at(4_000), at(200));
        assert!((fine - (-1.0_f64).exp()).abs() < 0.01, "{fine}");
        assert!((fine - rough).abs() < 0.03, "{fine} {rough}");
    }
}
