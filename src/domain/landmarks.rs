//! The 98 landmarks of a face, in the order of the WFLW data set: (x to the right, y down), in pixels of some square picture.

use std::ops::Range;

/// How many landmarks a face has.
pub const COUNT: usize = 98;
/// Side of the network's heatmaps, one for each landmark.
pub const MAP_SIDE: usize = 64;
/// Side of the picture that a mean face is given in.
pub const MEAN_SIDE: usize = 256;
/// Outline of the left eye; its pupil is [`LEFT_PUPIL`].
pub const LEFT_EYE: Range<usize> = 60..68;
/// Outline of the right eye; its pupil is [`RIGHT_PUPIL`].
pub const RIGHT_EYE: Range<usize> = 68..76;
/// Middle of the left eye.
pub const LEFT_PUPIL: usize = 96;
/// Middle of the right eye.
pub const RIGHT_PUPIL: usize = 97;
/// The corners of the mouth, left and right.
pub const MOUTH_CORNERS: [usize; 2] = [76, 82];

/// A point: x to the right, y down.
pub type Point = [f64; 2];

/// The landmarks of one face; [`COUNT`] finite points.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmarks(Vec<Point>);

impl Landmarks {
    /// Landmarks at these points; `None` when they are not 98 or not all finite.
    pub fn new(points: Vec<Point>) -> Option<Self> {
        let finite = points.iter().flatten().all(|value| value.is_finite());
        (points.len() == COUNT && finite).then_some(Self(points))
    }

    /// The points in order.
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// The same face in a picture of `factor` times the size.
    pub fn scaled(&self, factor: f64) -> Self {
        self.map(|value| value * factor)
    }

    /// The same face `by` pixels further right and down.
    pub fn moved(&self, by: f64) -> Self {
        self.map(|value| value + by)
    }

    /// The mean of all points.
    pub fn centre(&self) -> Point {
        mean(&self.0)
    }

    /// The mean face: each landmark's mean over `faces`, which are in pictures of the same size. `None` without a face.
    pub fn mean_of(faces: &[Self]) -> Option<Self> {
        if faces.is_empty() {
            return None;
        }
        let landmark = |at: usize| {
            let points: Vec<Point> = faces.iter().map(|face| face.0[at]).collect();
            mean(&points)
        };
        Some(Self((0..COUNT).map(landmark).collect()))
    }

    fn map(&self, value: impl Fn(f64) -> f64) -> Self {
        Self(self.0.iter().map(|point| point.map(&value)).collect())
    }
}

/// The mean of some points, of which there is at least one.
pub fn mean(points: &[Point]) -> Point {
    let count = points.len().max(1) as f64;
    [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(step: f64) -> Landmarks {
        let points = (0..COUNT).map(|at| [at as f64 * step, 7.0 - step]);
        Landmarks::new(points.collect()).unwrap()
    }

    #[test]
    fn only_98_finite_points_are_a_face() {
        assert!(Landmarks::new(vec![[0.0; 2]; 97]).is_none());
        assert!(Landmarks::new(vec![[0.0, f64::NAN]; 98]).is_none());
        assert!(Landmarks::new(vec![[0.0, -3.0]; 98]).is_some());
    }

    #[test]
    fn the_mean_face_lies_between_the_faces() {
        assert_eq!(Landmarks::mean_of(&[face(1.0), face(3.0)]), Some(face(2.0)));
        assert_eq!(Landmarks::mean_of(&[]), None);
        assert_eq!(face(1.0).centre(), [48.5, 6.0]);
        assert_eq!(face(1.0).scaled(2.0).moved(1.0).points()[3], [7.0, 13.0]);
    }
}
