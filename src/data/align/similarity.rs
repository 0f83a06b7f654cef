//! The map that brings one face onto another: turning, scaling and moving, without mirror or shear.

use crate::domain::landmarks::{
    LEFT_EYE, LEFT_PUPIL, Landmarks, MOUTH_CORNERS, Point, RIGHT_EYE, RIGHT_PUPIL, mean,
};

/// Landmarks whose distances from the middle give the scale.
const MEASURED: [usize; 4] = [LEFT_PUPIL, RIGHT_PUPIL, MOUTH_CORNERS[0], MOUTH_CORNERS[1]];
/// Shorter axes and distances, in pixels, are no face.
const LEAST: f64 = 1e-6;

/// (x, y) to (a x - b y + u, b x + a y + v).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// a and b: scale times cosine and sine.
    turn: Point,
    /// u and v.
    offset: Point,
}

impl Similarity {
    /// The map that brings `source` onto `target`: the axis of eyes and mouth onto the other's, the distances of pupils and mouth corners
    /// from the middle to the other's in the mean, the middle onto the middle. `None` when a face has no axis or extent.
    pub fn between(source: &Landmarks, target: &Landmarks) -> Option<Self> {
        let [from, to] = [axis(source)?, axis(target)?];
        let scale = scale(source, target)?;
        let cosine = from[0] * to[0] + from[1] * to[1];
        let sine = from[0] * to[1] - from[1] * to[0];
        let turned = Self {
            turn: [scale * cosine, scale * sine],
            offset: [0.0; 2],
        };
        let centre = turned.apply(source.centre());
        let goal = target.centre();
        Some(Self {
            offset: difference(goal, centre),
            ..turned
        })
    }

    /// Where a point goes.
    pub fn apply(&self, [x, y]: Point) -> Point {
        let ([a, b], [u, v]) = (self.turn, self.offset);
        [a * x - b * y + u, b * x + a * y + v]
    }

    /// The way back. The scale of a map made by [`Self::between`] is never 0.
    pub fn inverse(&self) -> Self {
        let [a, b] = self.turn;
        let square = a * a + b * b;
        let back = Self {
            turn: [a / square, -b / square],
            offset: [0.0; 2],
        };
        let offset = back.apply(self.offset).map(|value| -value);
        Self { offset, ..back }
    }

    /// The map as a matrix for columns (x, y, 1).
    pub fn rows(&self) -> [[f64; 3]; 3] {
        let ([a, b], [u, v]) = (self.turn, self.offset);
        [[a, -b, u], [b, a, v], [0.0, 0.0, 1.0]]
    }
}

/// The direction from the left eye to the right one, corrected by that from the eyes to the mouth; length 1.
fn axis(face: &Landmarks) -> Option<Point> {
    let points = face.points();
    let eye = |outline: std::ops::Range<usize>, pupil: usize| {
        let mut all = points[outline].to_vec();
        all.push(points[pupil]);
        mean(&all)
    };
    let [left, right] = [eye(LEFT_EYE, LEFT_PUPIL), eye(RIGHT_EYE, RIGHT_PUPIL)];
    let mouth = mean(&MOUTH_CORNERS.map(|corner| points[corner]));
    let [x, y] = difference(mean(&[left, right]), mouth);
    let across = difference(right, left);
    // Mouth to eyes, turned by a right angle, points from the left eye to the right one as well.
    let direction = difference(across, [y, -x]);
    let length = length(direction);
    (length > LEAST).then(|| direction.map(|value| value / length))
}

fn scale(source: &Landmarks, target: &Landmarks) -> Option<f64> {
    let [from, to] = [source, target].map(|face| {
        let centre = face.centre();
        MEASURED.map(|at| length(difference(face.points()[at], centre)))
    });
    if from.iter().chain(&to).any(|&distance| distance <= LEAST) {
        return None;
    }
    let ratios = from.iter().zip(to).map(|(from, to)| to / from);
    Some(ratios.sum::<f64>() / MEASURED.len() as f64)
}

fn difference(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

fn length([x, y]: Point) -> f64 {
    x.hypot(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_leads_back() {
        let map = Similarity {
            turn: [0.3, -1.7],
            offset: [40.0, -3.0],
        };
        let point = [12.5, -8.0];
        let back = map.inverse().apply(map.apply(point));
        assert!(length(difference(back, point)) < 1e-12);
    }
}
