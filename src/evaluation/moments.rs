//! Mean and covariance of feature rows that pass by once, so that memory does not grow with the set.

use super::fault::{FigureFault, check};
use crate::kernels::product::merge;

/// Rows that are merged at once: enough for an optimised matrix product. They always begin at the same rows of the stream, so the result is
/// the same to the bit whatever the sizes of the batches.
const BLOCK: usize = 128;

/// The streamed mean and scatter of feature rows, in float64. No more than 128 rows are held.
#[derive(Clone, Debug)]
pub struct Moments {
    mean: Vec<f64>,
    /// Lower half of the sum of `(x - mean) (x - mean)^T`.
    scatter: Vec<f64>,
    /// Rows in `mean` and `scatter`.
    merged: usize,
    /// Rows that wait for a whole block.
    waiting: Vec<f32>,
}

impl Moments {
    /// Of no rows yet, each of `width` numbers. Takes 8 `width`^2 bytes.
    pub fn new(width: usize) -> Self {
        Self {
            mean: vec![0.0; width],
            scatter: vec![0.0; width * width],
            merged: 0,
            waiting: Vec::with_capacity(BLOCK * width),
        }
    }

    /// Takes a batch of rows (row-major, any number of whole rows).
    ///
    /// # Errors
    /// The numbers are not whole rows, or one of them is not finite; then none of the batch was taken.
    pub fn add(&mut self, rows: &[f32]) -> Result<(), FigureFault> {
        check(rows, self.width(), self.count())?;
        let block = BLOCK * self.width();
        let mut rest = rows;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(block - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            rest = later;
            if self.waiting.len() == block {
                self.settle();
            }
        }
        Ok(())
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// Rows so far.
    pub fn count(&self) -> usize {
        self.merged + self.waiting.len().checked_div(self.width()).unwrap_or(0)
    }

    /// The mean of the rows: `width` numbers.
    ///
    /// # Errors
    /// There are fewer than 2 rows.
    pub fn mean(&self) -> Result<Vec<f64>, FigureFault> {
        Ok(self.settled()?.mean)
    }

    /// The unbiased covariance (divided by n - 1): `width` x `width`, row-major, both halves.
    ///
    /// # Errors
    /// There are fewer than 2 rows.
    pub fn covariance(&self) -> Result<Vec<f64>, FigureFault> {
        Ok(self.both()?.1)
    }

    /// Mean and covariance.
    pub(super) fn both(&self) -> Result<(Vec<f64>, Vec<f64>), FigureFault> {
        let settled = self.settled()?;
        let (width, mut covariance) = (settled.width(), settled.scatter);
        let share = 1.0 / (settled.merged - 1) as f64;
        for row in 0..width {
            for column in 0..=row {
                let value = covariance[row * width + column] * share;
                covariance[row * width + column] = value;
                covariance[column * width + row] = value;
            }
        }
        Ok((settled.mean, covariance))
    }

    /// A copy in which no row waits.
    fn settled(&self) -> Result<Self, FigureFault> {
        let (needed, found) = (2, self.count());
        if found < needed {
            return Err(FigureFault::TooFew { needed, found });
        }
        let mut copy = self.clone();
        copy.settle();
        Ok(copy)
    }

    fn settle(&mut self) {
        let count = self.count();
        merge(
            &self.waiting,
            self.merged,
            &mut self.mean,
            &mut self.scatter,
        );
        self.merged = count;
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::normal;
    use super::*;

    fn moments(rows: &[f32], width: usize, batch: usize) -> Moments {
        let mut moments = Moments::new(width);
        for batch in rows.chunks(batch * width) {
            moments.add(batch).unwrap();
        }
        moments
    }

    #[test]
    fn mean_and_covariance_equal_the_formula() {
        let (width, count) = (5, 300);
        let rows: Vec<f32> = normal(1, width * count)
            .iter()
            .map(|x| 3.0 + 2.0 * x)
            .collect();
        let found = moments(&rows, width, 7);
        assert_eq!((found.count(), found.width()), (count, width));
        let (mean, covariance) = (found.mean().unwrap(), found.covariance().unwrap());
        let value = |row: usize, at: usize| f64::from(rows[row * width + at]);
        for i in 0..width {
            let expected = (0..count).map(|row| value(row, i)).sum::<f64>() / count as f64;
            assert!((mean[i] - expected).abs() < 1e-13);
            for j in 0..width {
                let product = |row| (value(row, i) - mean[i]) * (value(row, j) - mean[j]);
                let expected = (0..count).map(product).sum::<f64>() / (count - 1) as f64;
                assert!(
                    (covariance[i * width + j] - expected).abs() < 1e-12,
                    "{i} {j}"
                );
            }
        }
    }

    #[test]
    fn the_sizes_of_the_batches_change_nothing() {
        let width = 6;
        let rows: Vec<f32> = normal(2, width * 517).iter().map(|x| 100.0 + x).collect();
        let whole = moments(&rows, width, 517);
        for batch in [1, 8, 64, 128, 200] {
            let parts = moments(&rows, width, batch);
            assert_eq!(parts.mean(), whole.mean(), "{batch}");
            assert_eq!(parts.covariance(), whole.covariance(), "{batch}");
        }
    }

    #[test]
    fn figures_may_be_read_in_between() {
        let rows = normal(3, 4 * 40);
        let mut read = moments(&rows[..80], 4, 3);
        read.covariance().unwrap();
        read.add(&rows[80..]).unwrap();
        assert_eq!(read.covariance(), moments(&rows, 4, 40).covariance());
    }

    #[test]
    fn what_cannot_be_used_is_refused_whole() {
        let mut moments = Moments::new(2);
        moments.add(&[1.0, 2.0]).unwrap();
        let too_few = FigureFault::TooFew {
            needed: 2,
            found: 1,
        };
        assert_eq!(moments.mean(), Err(too_few));
        assert_eq!(moments.covariance(), Err(too_few));
        let width = FigureFault::Width {
            expected: 2,
            found: 1,
        };
        assert_eq!(moments.add(&[1.0; 3]), Err(width));
        let broken = moments.add(&[1.0, 1.0, 2.0, f32::NAN]);
        assert_eq!(broken, Err(FigureFault::NotFinite { picture: 3 }));
        assert_eq!(moments.count(), 1);
        moments.add(&[1.0, 4.0]).unwrap();
        assert_eq!(moments.mean().unwrap(), [1.0, 3.0]);
        assert_eq!(moments.covariance().unwrap(), [0.0, 0.0, 0.0, 2.0]);
        assert!(Moments::new(0).add(&[]).is_ok() && Moments::new(0).add(&[1.0]).is_err());
    }
}
