//! Matrix products in float64, and the streamed mean and scatter of feature rows that is made with them.

use faer::linalg::matmul::{matmul, triangular};
use faer::{Accum, MatMut, MatRef, Par};

/// `A B^T`: the products of every row of `a` with every row of `b`, row-major (rows of `a` x rows of `b`). Both have rows of `width` numbers.
pub fn cross(a: &[f64], b: &[f64], width: usize) -> Vec<f64> {
    let (rows, columns) = (a.len() / width.max(1), b.len() / width.max(1));
    let mut products = vec![0.0; rows * columns];
    matmul(
        MatMut::from_row_major_slice_mut(&mut products, rows, columns),
        Accum::Replace,
        MatRef::from_row_major_slice(a, rows, width),
        MatRef::from_row_major_slice(b, columns, width).transpose(),
        1.0,
        Par::Seq,
    );
    products
}

/// Adds `X^T X` of `rows` to the lower half of `sums` (`width` x `width`, row-major). What lies above the diagonal means nothing.
fn add_square(rows: &[f64], width: usize, sums: &mut [f64]) {
    use triangular::BlockStructure::{Rectangular, TriangularLower};
    let count = rows.len() / width;
    let rows = MatRef::from_row_major_slice(rows, count, width);
    triangular::matmul(
        MatMut::from_row_major_slice_mut(sums, width, width),
        TriangularLower,
        Accum::Add,
        rows.transpose(),
        Rectangular,
        rows,
        Rectangular,
        1.0,
        Par::Seq,
    );
}

/// Merges more rows into the mean of `count` rows and the lower half of their scatter, the sum of `(x - mean) (x - mean)^T` (Chan, Golub and
/// LeVeque, 1983). Each row is as long as the mean; the scatter is `width` x `width`, row-major.
///
/// The rows are centred on their own mean, and the distance of the two means enters as one more row, so nothing large is ever subtracted from
/// something large.
pub fn merge(rows: &[f32], count: usize, mean: &mut [f64], scatter: &mut [f64]) {
    let width = mean.len();
    let added = rows.len() / width.max(1);
    if added == 0 {
        return;
    }
    let own = mean_of(rows, width);
    let (before, added) = (count as f64, added as f64);
    let all = before + added;
    let mut centred = Vec::with_capacity(rows.len() + width);
    for row in rows.chunks_exact(width) {
        centred.extend(row.iter().zip(&own).map(|(&x, mean)| f64::from(x) - mean));
    }
    let weight = (before * added / all).sqrt();
    centred.extend(
        own.iter()
            .zip(&*mean)
            .map(|(own, mean)| weight * (own - mean)),
    );
    add_square(&centred, width, scatter);
    for (mean, own) in mean.iter_mut().zip(own) {
        *mean += (own - *mean) * (added / all);
    }
}

fn mean_of(rows: &[f32], width: usize) -> Vec<f64> {
    let mut sums = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        for (sum, &x) in sums.iter_mut().zip(row) {
            *sum += f64::from(x);
        }
    }
    let count = (rows.len() / width) as f64;
    sums.iter().map(|sum| sum / count).collect()
}

/// Numbers in [-1, 1) for tests.
#[cfg(test)]
pub(crate) fn noise(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed;
    let mut draw = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f64 / 8_388_608.0 - 1.0
    };
    (0..count).map(|_| draw()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_equal_plain_loops() {
        for (rows, columns, width) in [(1, 1, 1), (3, 2, 5), (70, 33, 129), (0, 4, 3)] {
            let (a, b) = (noise(1, rows * width), noise(2, columns * width));
            let found = cross(&a, &b, width);
            assert_eq!(found.len(), rows * columns);
            for (at, found) in found.iter().enumerate() {
                let (a, b) = (&a[at / columns * width..], &b[at % columns * width..]);
                let sum: f64 = a.iter().zip(b).take(width).map(|(a, b)| a * b).sum();
                assert!((sum - found).abs() < 1e-13, "{sum} {found}");
            }
        }
    }

    #[test]
    fn merged_parts_equal_the_whole() {
        let (width, count) = (37, 61);
        // Far from zero, so that sums of squares would lose half their digits.
        let rows: Vec<f32> = noise(5, width * count)
            .iter()
            .map(|u| *u as f32 + 1e4)
            .collect();
        let (mut mean, mut scatter) = (vec![0.0; width], vec![0.0; width * width]);
        let mut seen = 0;
        for part in [1, 0, 20, 3, 37] {
            merge(
                &rows[seen * width..][..part * width],
                seen,
                &mut mean,
                &mut scatter,
            );
            seen += part;
        }
        let expected = mean_of(&rows, width);
        for (at, found) in scatter.iter().enumerate() {
            let (i, j) = (at / width, at % width);
            assert!((mean[i] - expected[i]).abs() < 1e-11);
            let product =
                |row: &[f32]| (f64::from(row[i]) - expected[i]) * (f64::from(row[j]) - expected[j]);
            let sum: f64 = rows.chunks(width).map(product).sum();
            assert!(j > i || (found - sum).abs() < 1e-10, "{found} {sum}");
        }
    }
}
