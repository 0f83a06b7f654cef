//! A plane through many vectors that shows most of their differences: principal components, the first two.
//!
//! The same rows give the same plane, and its axes never flip: the largest number of each is positive.

use super::fault::FigureFault;
use super::moments::Moments;
use crate::kernels::symmetric::eigen;

/// A plane with two axes at right angles through the mean of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    mean: Vec<f64>,
    axes: [Vec<f64>; 2],
    /// Which share of all variance lies along the first and the second axis, 0 to 1.
    pub explained: [f64; 2],
}

impl Projection {
    /// Through `rows` of `width` numbers each (row-major); rows need not be in any order, but the order decides the last bits.
    ///
    /// # Errors
    /// There are fewer than 2 rows, they are not whole, a number is not finite, or the decomposition did not settle.
    pub fn of(rows: &[f32], width: usize) -> Result<Self, FigureFault> {
        let mut moments = Moments::new(width);
        moments.add(rows)?;
        let (mean, covariance) = moments.both()?;
        let eigen = eigen(&covariance, width).ok_or(FigureFault::Unsettled)?;
        let all: f64 = eigen.values.iter().map(|value| value.max(0.0)).sum();
        let axis = |from_last: usize| {
            let at = width.checked_sub(from_last + 1);
            let vector = at.and_then(|at| eigen.vectors.get(at * width..(at + 1) * width));
            let value = at.and_then(|at| eigen.values.get(at)).copied();
            let share = value.unwrap_or(0.0).max(0.0) / all;
            let vector = vector.map_or_else(|| vec![0.0; width], upright);
            (vector, if share.is_finite() { share } else { 0.0 })
        };
        let ((first, most), (second, less)) = (axis(0), axis(1));
        Ok(Self {
            mean,
            axes: [first, second],
            explained: [most, less],
        })
    }

    /// Where a vector lies in the plane, in units of the vector; a vector of another length has no place.
    pub fn place(&self, vector: &[f32]) -> Option<[f32; 2]> {
        let along = |axis: &Vec<f64>| {
            let parts = vector.iter().zip(&self.mean).zip(axis);
            let sum: f64 = parts.map(|((x, mean), a)| (f64::from(*x) - mean) * a).sum();
            sum as f32
        };
        let [first, second] = &self.axes;
        (vector.len() == self.mean.len()).then(|| [along(first), along(second)])
    }
}

/// The axis, turned round when its largest number is negative.
fn upright(axis: &[f64]) -> Vec<f64> {
    let larger = |a: &f64, b: &f64| if b.abs() > a.abs() { *b } else { *a };
    let largest = axis.iter().fold(0.0, |a, b| larger(&a, b));
    axis.iter().map(|x| x * largest.signum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::latent;

    /// Rows of 5 numbers, stretched along two known directions.
    fn rows() -> Vec<f32> {
        let noise = latent::many(7, 400, 5);
        let stretched = noise.chunks(5).flat_map(|row| {
            let (long, wide) = (row[0] * 6.0, row[1] * 3.0);
            [
                long * 0.6,
                long * 0.8 + 1.0,
                wide,
                row[3] * 0.1,
                row[4] * 0.1,
            ]
        });
        stretched.collect()
    }

    #[test]
    fn the_axes_are_those_of_the_stretching() {
        let plane = Projection::of(&rows(), 5).unwrap();
        let expected = [[0.6, 0.8, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0, 0.0]];
        for (axis, expected) in plane.axes.iter().zip(expected) {
            for (a, b) in axis.iter().zip(expected) {
                // Four hundred rows are a sample: their axes lie near the true ones.
                assert!((a - b).abs() < 0.06, "{axis:?}");
            }
        }
        let [most, less] = plane.explained;
        assert!(
            most > 0.7 && less > 0.15 && most + less < 1.0,
            "{most} {less}"
        );
        assert_eq!(plane, Projection::of(&rows(), 5).unwrap());
    }

    #[test]
    fn it_agrees_with_power_iteration() {
        let rows = latent::many(3, 50, 6);
        let plane = Projection::of(&rows, 6).unwrap();
        let mean: Vec<f64> = (0..6)
            .map(|at| rows.chunks(6).map(|row| f64::from(row[at])).sum::<f64>() / 50.0)
            .collect();
        let mut axis = vec![1.0; 6];
        for _ in 0..5000 {
            let mut next = [0.0; 6];
            for row in rows.chunks(6) {
                let centred = row.iter().zip(&mean).map(|(x, m)| f64::from(*x) - m);
                let centred: Vec<f64> = centred.collect();
                let along: f64 = centred.iter().zip(&axis).map(|(x, a)| x * a).sum();
                next.iter_mut()
                    .zip(&centred)
                    .for_each(|(n, x)| *n += along * x);
            }
            let length = next.iter().map(|n| n * n).sum::<f64>().sqrt();
            axis = next.iter().map(|n| n / length).collect();
        }
        for (a, b) in plane.axes[0].iter().zip(upright(&axis)) {
            assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn places_mix_as_their_vectors_do() {
        let rows = rows();
        let plane = Projection::of(&rows, 5).unwrap();
        let [a, b] = [&rows[..5], &rows[5..10]];
        let half = latent::lerp(a, b, 0.25);
        let places = [a, b, half.as_slice()].map(|row| plane.place(row).unwrap());
        let [a, b, half] = places;
        for (half, (a, b)) in half.iter().zip(a.iter().zip(b)) {
            assert!((half - (a * 0.75 + b * 0.25)).abs() < 1e-4);
        }
        assert_eq!(plane.place(&rows[..4]), None);
    }

    #[test]
    fn few_or_equal_rows_do_no_harm() {
        assert!(Projection::of(&[1.0, 2.0], 2).is_err());
        assert!(Projection::of(&[f32::NAN, 2.0, 1.0, 1.0], 2).is_err());
        let equal = Projection::of(&[1.0, 2.0, 1.0, 2.0], 2).unwrap();
        assert_eq!(equal.explained, [0.0, 0.0]);
        assert_eq!(equal.place(&[1.0, 2.0]), Some([0.0, 0.0]));
        let one = Projection::of(&[1.0, 2.0, 4.0], 1).unwrap();
        assert_eq!(one.place(&[3.0]).unwrap()[1], 0.0);
    }
}
