//! The kernel distance (KID): the squared maximum mean discrepancy of two sets of features under the kernel k(x, y) = (x . y / width + 1)^3,
//! with a standard error.
//!
//! Value: mean of k over pairs of real rows, plus that of pairs of made rows, minus twice that of mixed pairs. Pairs within one set are
//! taken from different *groups* only. With one row a group this is the customary unbiased estimate; where several outputs of one source form a
//! group it stays unbiased, while pairs of outputs of one source, which resemble each other, would make the made set look narrower than it is.
//!
//! Standard error: the jackknife of two independent samples. One group after the other is left out, of the real and of the made side, and
//! the variance is (G - 1) / G times the sum of squared deviations from their mean, added up over both sides. By the inequality of Efron and
//! Stein it is on average not below the true variance; near a distance of 0, where the terms linear in a row vanish, it is about twice
//! the variance. All this comes from sums of rows of the kernel, which are computed once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::{FigureFault, same_width};
use super::sample::Sample;
use crate::kernels::cubic::{between, within};

/// Groups on each side that the standard error needs: with one left out, a pair must be left.
const GROUPS: usize = 3;

/// A kernel distance. Papers often print it times 100 or 1,000; this is the plain number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kid {
    /// The estimate; below 0 where two sets are nearer to each other than chance would have it.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Real rows and made rows.
    pub rows: (usize, usize),
}

impl Kid {
    /// Between two samples.
    ///
    /// # Errors
    /// See [`Kid::of`].
    pub fn between(real: &Sample, made: &Sample) -> Result<Self, FigureFault> {
        same_width(real.width(), made.width())?;
        Self::of(
            (real.features(), real.groups()),
            (made.features(), made.groups()),
            real.width(),
        )
    }

    /// Of all rows given: for each side the features, row-major, `width` numbers a row, and the group of each row. The groups of the two sides
    /// have nothing to do with each other.
    ///
    /// # Errors
    /// A side has fewer than 3 groups, or rows do not fit.
    pub fn of(
        real: (&[f32], &[u64]),
        made: (&[f32], &[u64]),
        width: usize,
    ) -> Result<Self, FigureFault> {
        let sides = [real, made];
        for (rows, groups) in sides {
            if rows.len() != groups.len() * width {
                let found = rows.len().checked_div(groups.len()).unwrap_or(0);
                return Err(FigureFault::Width {
                    expected: width,
                    found,
                });
            }
        }
        let mixed = between(real.0, made.0, width);
        let [real, made] = [(real, &mixed.rows), (made, &mixed.columns)]
            .map(|((rows, groups), mixed)| Side::new(groups, &within(rows, groups, width), mixed));
        let found = real.groups.len().min(made.groups.len());
        if found < GROUPS {
            return Err(FigureFault::TooFew {
                needed: GROUPS,
                found,
            });
        }
        let value =
            real.inner(None) + made.inner(None) - 2.0 * real.mixed / (real.rows * made.rows);
        let variance = real.variance(&made) + made.variance(&real);
        Ok(Self {
            value,
            standard_error: variance.sqrt(),
            rows: (sides[0].1.len(), sides[1].1.len()),
        })
    }
}

/// What one group adds to the sums of its side.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    rows: f64,
    /// The kernel over ordered pairs of one of its rows and a row of another group of its side.
    inner: f64,
    /// The kernel over pairs of one of its rows and a row of the other side.
    mixed: f64,
}

/// The sums of one side.
#[derive(Debug)]
struct Side {
    groups: Vec<Group>,
    rows: f64,
    /// Ordered pairs of rows of different groups.
    pairs: f64,
    inner: f64,
    mixed: f64,
}

impl Side {
    fn new(groups: &[u64], inner: &[f64], mixed: &[f64]) -> Self {
        let mut found = BTreeMap::<u64, Group>::new();
        for ((group, inner), mixed) in groups.iter().zip(inner).zip(mixed) {
            let group = found.entry(*group).or_default();
            group.rows += 1.0;
            group.inner += inner;
            group.mixed += mixed;
        }
        let groups: Vec<Group> = found.into_values().collect();
        let sum = |part: fn(&Group) -> f64| groups.iter().map(part).sum::<f64>();
        let rows = sum(|group| group.rows);
        Self {
            rows,
            pairs: rows * rows - sum(|group| group.rows * group.rows),
            inner: sum(|group| group.inner),
            mixed: sum(|group| group.mixed),
            groups,
        }
    }

    /// Mean of the kernel within the side, with one group left out.
    fn inner(&self, without: Option<&Group>) -> f64 {
        let Some(group) = without else {
            return self.inner / self.pairs;
        };
        // A pair with the group is met from both its ends.
        let pairs = self.pairs - 2.0 * group.rows * (self.rows - group.rows);
        (self.inner - 2.0 * group.inner) / pairs
    }

    /// The jackknife's share of the variance that comes from the choice of this side's groups.
    fn variance(&self, other: &Self) -> f64 {
        let without = |group: &Group| {
            let mixed = (self.mixed - group.mixed) / ((self.rows - group.rows) * other.rows);
            self.inner(Some(group)) - 2.0 * mixed
        };
        let values: Vec<f64> = self.groups.iter().map(without).collect();
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        squares * (count - 1.0) / count
    }
}

#[cfg(test)]
mod tests;
