//! The polynomial kernel of the kernel distance, (x . y / width + 1)^3, summed over all pairs of rows of two sets.
//!
//! Pairs are met in blocks, so that memory stays small however many rows there are.

use super::product::cross;

/// Rows of a block: two of 2,048 numbers are 8 MiB.
const BLOCK: usize = 256;

/// Sums of the kernel over pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// For each row of the first set, over its partners in the second.
    pub rows: Vec<f64>,
    /// For each row of the second set, over its partners in the first.
    pub columns: Vec<f64>,
}

/// The kernel summed over all pairs of a row of `a` and a row of `b`, each of `width` numbers.
pub fn between(a: &[f32], b: &[f32], width: usize) -> Sums {
    sums(a, b, width, |_, _| true)
}

/// The kernel summed over all ordered pairs of rows of one set that lie in different groups: for each row, over its partners. `groups` has one
/// number for each row.
pub fn within(rows: &[f32], groups: &[u64], width: usize) -> Vec<f64> {
    sums(rows, rows, width, |i, j| groups[i] != groups[j]).rows
}

fn sums(a: &[f32], b: &[f32], width: usize, counts: impl Fn(usize, usize) -> bool) -> Sums {
    let size = width.max(1);
    let mut sums = Sums {
        rows: vec![0.0; a.len() / size],
        columns: vec![0.0; b.len() / size],
    };
    let wide = |rows: &[f32]| rows.iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
    let scale = 1.0 / size as f64;
    for (a, first) in a.chunks(BLOCK * size).zip((0..).step_by(BLOCK)) {
        let a = wide(a);
        for (b, second) in b.chunks(BLOCK * size).zip((0..).step_by(BLOCK)) {
            let columns = b.len() / size;
            let products = cross(&a, &wide(b), width);
            for (row, products) in products.chunks(columns).enumerate() {
                for (column, product) in products.iter().enumerate() {
                    if counts(first + row, second + column) {
                        let value = (product * scale + 1.0).powi(3);
                        sums.rows[first + row] += value;
                        sums.columns[second + column] += value;
                    }
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::noise;

    fn rows(seed: u64, count: usize) -> Vec<f32> {
        noise(seed, count).iter().map(|u| *u as f32).collect()
    }

    fn kernel(a: &[f32], b: &[f32]) -> f64 {
        let product: f64 = a
            .iter()
            .zip(b)
            .map(|(a, b)| f64::from(*a) * f64::from(*b))
            .sum();
        (product / a.len() as f64 + 1.0).powi(3)
    }

    #[test]
    fn sums_equal_a_double_loop_over_blocks_too() {
        let width = 3;
        let (a, b) = (rows(1, 300 * width), rows(2, 520 * width));
        let found = between(&a, &b, width);
        for (row, sum) in a.chunks(width).zip(&found.rows) {
            let expected: f64 = b.chunks(width).map(|other| kernel(row, other)).sum();
            assert!((sum / expected - 1.0).abs() < 1e-12);
        }
        for (row, sum) in b.chunks(width).zip(&found.columns) {
            let expected: f64 = a.chunks(width).map(|other| kernel(other, row)).sum();
            assert!((sum / expected - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn rows_of_one_group_are_no_partners() {
        let width = 4;
        let set = rows(3, 5 * width);
        let found = within(&set, &[7, 8, 7, 9, 8], width);
        let rows: Vec<&[f32]> = set.chunks(width).collect();
        let expected =
            kernel(rows[0], rows[1]) + kernel(rows[0], rows[3]) + kernel(rows[0], rows[4]);
        assert!((found[0] / expected - 1.0).abs() < 1e-14);
        assert_eq!(within(&set, &[1; 5], width), [0.0; 5]);
        assert!(between(&[], &set, width).rows.is_empty());
    }
}
