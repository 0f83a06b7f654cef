//! The Fréchet distance between two normal distributions fitted to features: |m1 - m2|^2 + tr(C1 + C2 - 2 sqrt(C1 C2)).
//!
//! The usual way, a matrix square root of C1 C2, is inexact when a covariance is singular, as it always is with fewer pictures than
//! features: the root of rounding noise is large. Here C = L L^T comes from the eigenvalues, noise dropped, and the trace of sqrt(C1 C2) is
//! the sum of the singular values of L1^T L2, which takes no root of anything small.

use super::fault::{FigureFault, same_width};
use super::moments::Moments;
use crate::kernels::product::cross;
use crate::kernels::symmetric::{eigen, singular_values};

/// A fitted normal distribution, ready to be compared with many: the real side is decomposed once.
#[derive(Clone, Debug)]
pub struct Spread {
    mean: Vec<f64>,
    /// The rows of L^T, each as long as a feature: an eigenvector times the root of its eigenvalue. Before the first that is more than noise lie the
    /// others, unused: memory of one size for any number of pictures.
    rows: Vec<f64>,
    /// Rows that are more than noise: the last ones.
    rank: usize,
    /// The sum of the eigenvalues that were kept.
    trace: f64,
}

impl Spread {
    /// Of the rows that went into `moments`. For 2,048 numbers it works on about 200 MiB and keeps 32 MiB.
    ///
    /// # Errors
    /// There are fewer than 2 rows, or the covariance could not be decomposed.
    pub fn of(moments: &Moments) -> Result<Self, FigureFault> {
        let (mean, covariance) = moments.both()?;
        let width = mean.len();
        let eigen = eigen(&covariance, width).ok_or(FigureFault::Unsettled)?;
        let largest = eigen.values.last().copied().unwrap_or(0.0);
        let noise = width as f64 * f64::EPSILON * largest;
        let first = eigen.values.iter().position(|value| *value > noise);
        let mut spread = Self {
            mean,
            rows: eigen.vectors,
            rank: width - first.unwrap_or(width),
            trace: 0.0,
        };
        let vectors = spread.rows.chunks_mut(width.max(1)).zip(&eigen.values);
        for (vector, value) in vectors.skip(width - spread.rank) {
            let root = value.sqrt();
            vector.iter_mut().for_each(|x| *x *= root);
            spread.trace += value;
        }
        Ok(spread)
    }

    fn factor(&self) -> &[f64] {
        &self.rows[self.rows.len() - self.rank * self.mean.len()..]
    }

    /// Directions in which the features vary: at most one fewer than there were rows.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// The squared Fréchet distance, which is what papers print as FID; never below 0.
    ///
    /// # Errors
    /// The features are not of the same length, or the decomposition did not settle.
    pub fn distance(&self, other: &Self) -> Result<f64, FigureFault> {
        same_width(self.mean.len(), other.mean.len())?;
        let apart = self
            .mean
            .iter()
            .zip(&other.mean)
            .map(|(a, b)| (a - b) * (a - b));
        let products = cross(self.factor(), other.factor(), self.mean.len());
        let shared =
            singular_values(&products, self.rank, other.rank).ok_or(FigureFault::Unsettled)?;
        let spread = self.trace + other.trace - 2.0 * shared.iter().sum::<f64>();
        // Both terms are squares; rounding must not make them negative.
        Ok(apart.sum::<f64>() + spread.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::normal;
    use super::*;

    fn spread(rows: &[f32], width: usize) -> Spread {
        let mut moments = Moments::new(width);
        moments.add(rows).unwrap();
        Spread::of(&moments).unwrap()
    }

    /// Rows whose covariance is exactly diagonal with these variances and whose mean is exactly `mean`: two for each feature.
    fn crossed(mean: &[f32], deviations: &[f32]) -> Vec<f32> {
        let width = mean.len();
        let row = |at: usize, sign: f32| {
            let mut row = mean.to_vec();
            row[at] += sign * deviations[at];
            row
        };
        (0..width)
            .flat_map(|at| [row(at, 1.0), row(at, -1.0)].concat())
            .collect()
    }

    #[test]
    fn a_set_has_no_distance_from_itself() {
        for (width, count) in [(8, 100), (40, 10), (3, 2)] {
            let rows: Vec<f32> = normal(1, width * count)
                .iter()
                .map(|x| 5.0 * x + 1.0)
                .collect();
            let spread = spread(&rows, width);
            assert_eq!(spread.rank(), width.min(count - 1));
            let distance = spread.distance(&spread).unwrap();
            assert!(
                (0.0..1e-9).contains(&distance),
                "{width} {count}: {distance:e}"
            );
        }
    }

    #[test]
    fn it_is_the_same_both_ways() {
        let (a, b) = (normal(2, 12 * 30), normal(3, 12 * 8));
        let (a, b) = (spread(&a, 12), spread(&b, 12));
        let (there, back) = (a.distance(&b).unwrap(), b.distance(&a).unwrap());
        assert!(
            there > 1.0 && (there - back).abs() < 1e-12 * there,
            "{there} {back}"
        );
    }

    #[test]
    fn diagonal_covariances_follow_the_formula() {
        let (means, deviations) = (
            [[1.0, -2.0, 0.5], [0.0, 1.0, 4.0]],
            [[1.0, 2.0, 3.0], [4.0, 0.5, 0.0]],
        );
        let [a, b] = [0, 1].map(|side| spread(&crossed(&means[side], &deviations[side]), 3));
        assert_eq!((a.rank(), b.rank()), (3, 2));
        // Two of six rows are off in each feature: the variance is 2 d^2 / 5.
        let mut expected = 0.0;
        for at in 0..3 {
            let apart = f64::from(means[0][at] - means[1][at]);
            let wider = f64::from(deviations[0][at] - deviations[1][at]);
            expected += apart * apart + 0.4 * wider * wider;
        }
        let found = a.distance(&b).unwrap();
        assert!(
            (found - expected).abs() < 1e-13 * expected,
            "{found} {expected}"
        );
    }

    #[test]
    fn drawn_sets_approach_the_distributions_they_are_drawn_from() {
        let (width, count) = (4, 40_000);
        let draws = [normal(4, width * count), normal(5, width * count)];
        // Widths 1 and 2 in every direction, means 0.5 apart in each: 4 (0.25 + 1) = 5.
        let a = spread(&draws[0], width);
        let moved: Vec<f32> = draws[1].iter().map(|x| 0.5 + 2.0 * x).collect();
        let found = a.distance(&spread(&moved, width)).unwrap();
        assert!((found - 5.0).abs() < 0.1, "{found}");
        let same = a.distance(&spread(&draws[1], width)).unwrap();
        assert!(same < 2e-3, "{same}");
    }

    #[test]
    fn turning_both_sets_changes_nothing() {
        let (width, count) = (2, 50);
        let turn = |rows: &[f32]| -> Vec<f32> {
            let turned = |row: &[f32]| [0.6 * row[0] - 0.8 * row[1], 0.8 * row[0] + 0.6 * row[1]];
            rows.chunks(2).flat_map(turned).collect()
        };
        let a = normal(6, width * count);
        let b: Vec<f32> = normal(7, width * count)
            .chunks(2)
            .flat_map(|row| [3.0 * row[0], row[1] + 1.0])
            .collect();
        let straight = spread(&a, 2).distance(&spread(&b, 2)).unwrap();
        let turned = spread(&turn(&a), 2)
            .distance(&spread(&turn(&b), 2))
            .unwrap();
        assert!(
            (straight - turned).abs() < 1e-5 * straight,
            "{straight} {turned}"
        );
    }

    #[test]
    fn other_features_are_refused() {
        let (a, b) = (spread(&normal(8, 20), 2), spread(&normal(8, 20), 4));
        let fault = FigureFault::Width {
            expected: 2,
            found: 4,
        };
        assert_eq!(a.distance(&b), Err(fault));
        assert!(Spread::of(&Moments::new(3)).is_err());
        // Pictures that are all the same have a mean and no spread.
        assert_eq!(
            spread(&[1.0; 8], 2).distance(&spread(&[2.0; 8], 2)),
            Ok(2.0)
        );
    }
}
