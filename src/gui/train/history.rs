//! One curve: the thin layer between the charts and [`History`], so that its names are met in one place.

use std::ops::RangeInclusive;

pub use crate::domain::history::Point;

use crate::domain::history::History;

/// A value over steps.
#[derive(Clone, Debug, Default)]
pub struct Curve(History);

impl Curve {
    /// Adds a value; a step that is not newer than the last is left out.
    pub fn push(&mut self, step: u64, value: f64) {
        self.0.push(step, value);
    }

    /// At most `most` points over `range`.
    pub fn points(&self, range: RangeInclusive<u64>, most: usize) -> Vec<Point> {
        self.0.points(range, most)
    }

    /// The newest step and value.
    pub fn last(&self) -> Option<(u64, f64)> {
        self.0.last()
    }

    /// The value at the nearest step.
    pub fn value_at(&self, step: u64) -> Option<f64> {
        self.0.value_at(step)
    }
}

/// The moving mean of `points` with a memory of `steps` steps.
///
/// It counts steps and not points, unlike `domain::history::smooth`: the curve stays the same whatever the zoom.
pub fn smoothed(points: &[Point], steps: f64) -> Vec<[f64; 2]> {
    let (mut sum, mut weight, mut last) = (0.0, 0.0, None::<f64>);
    let mut line = Vec::with_capacity(points.len());
    for point in points {
        let step = point.step as f64;
        let kept = (-last.map_or(1.0, |last| step - last) / steps.max(f64::MIN_POSITIVE)).exp();
        sum = sum * kept + point.mean * (1.0 - kept);
        weight = weight * kept + (1.0 - kept);
        last = Some(step);
        line.push([step, sum / weight.max(f64::MIN_POSITIVE)]);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_does_not_depend_on_the_number_of_points() {
        let mut curve = Curve::default();
        for step in 1..=4_000 {
            curve.push(step, if step < 2_000 { 1.0 } else { 0.0 });
        }
        let at = |most| {
            let line = smoothed(&curve.points(0..=4_000, most), 200.0);
            let near = line.iter().find(|point| point[0] >= 2_200.0);
            near.map_or(f64::NAN, |point| point[1])
        };
        let (fine, rough) = (at(4_000), at(200));
        assert!((fine - (-1.0_f64).exp()).abs() < 0.01, "{fine}");
        assert!((fine - rough).abs() < 0.05, "{fine} {rough}");
    }
}
