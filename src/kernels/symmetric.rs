//! Decompositions of dense matrices in float64, for the distances between sets of features.
//!
//! The work is `faer`'s, whose generic code is compiled where it is called: here, where it is optimised in every profile.
//! Everything runs on the calling thread, so a result is the same to the bit whatever the number of cores.

use faer::linalg::{evd, svd};
use faer::{Mat, MatRef, Par, diag::Diag, dyn_stack::MemBuffer, dyn_stack::MemStack};

/// The eigenvalues and eigenvectors of a symmetric matrix.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// `size` eigenvalues, smallest first.
    pub values: Vec<f64>,
    /// The eigenvectors (each of length 1) one after another, in the order of the values: `size` x `size`.
    pub vectors: Vec<f64>,
}

/// Decomposes a symmetric matrix (`size` x `size`, row-major) of which only the lower half is read. `None` if it holds numbers that are not
/// finite, or if the iteration does not settle.
pub fn eigen(matrix: &[f64], size: usize) -> Option<Eigen> {
    assert_eq!(matrix.len(), size * size, "a square matrix is expected");
    if size == 0 || !matrix.iter().all(|value| value.is_finite()) {
        return (size == 0).then(|| Eigen {
            values: Vec::new(),
            vectors: Vec::new(),
        });
    }
    let matrix = MatRef::from_row_major_slice(matrix, size, size);
    let (mut values, mut vectors) = (Diag::<f64>::zeros(size), Mat::zeros(size, size));
    let wanted = evd::ComputeEigenvectors::Yes;
    let scratch = evd::self_adjoint_evd_scratch::<f64>(size, wanted, Par::Seq, Default::default());
    evd::self_adjoint_evd(
        matrix,
        values.as_mut(),
        Some(vectors.as_mut()),
        Par::Seq,
        MemStack::new(&mut MemBuffer::try_new(scratch).ok()?),
        Default::default(),
    )
    .ok()?;
    Some(Eigen {
        values: values.column_vector().iter().copied().collect(),
        vectors: vectors
            .col_iter()
            .flat_map(|vector| vector.iter().copied())
            .collect(),
    })
}

/// The singular values of a matrix (`rows` x `columns`, row-major), largest first. `None` as [`eigen`].
pub fn singular_values(matrix: &[f64], rows: usize, columns: usize) -> Option<Vec<f64>> {
    assert_eq!(
        matrix.len(),
        rows * columns,
        "rows x columns numbers are expected"
    );
    if matrix.is_empty() || !matrix.iter().all(|value| value.is_finite()) {
        return matrix.is_empty().then(Vec::new);
    }
    // Read column by column it is the transpose, which has the same singular values.
    let matrix = MatRef::from_column_major_slice(matrix, columns, rows);
    let mut values = Diag::<f64>::zeros(rows.min(columns));
    let none = svd::ComputeSvdVectors::No;
    let scratch = svd::svd_scratch::<f64>(columns, rows, none, none, Par::Seq, Default::default());
    svd::svd(
        matrix,
        values.as_mut(),
        None,
        None,
        Par::Seq,
        MemStack::new(&mut MemBuffer::try_new(scratch).ok()?),
        Default::default(),
    )
    .ok()?;
    Some(values.column_vector().iter().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::{cross, noise};

    #[test]
    fn a_known_matrix_comes_apart() {
        // 3 and 1 along the diagonals; the upper half is not read.
        let found = eigen(&[2.0, 99.0, 1.0, 2.0], 2).unwrap();
        assert!((found.values[0] - 1.0).abs() < 1e-15 && (found.values[1] - 3.0).abs() < 1e-15);
        let half = 0.5_f64.sqrt();
        assert!((found.vectors[2].abs() - half).abs() < 1e-15);
        assert!((found.vectors[2] - found.vectors[3]).abs() < 1e-15);
        assert!((found.vectors[0] + found.vectors[1]).abs() < 1e-15);
    }

    #[test]
    fn vectors_and_values_make_the_matrix_again() {
        for size in [1, 3, 40, 150] {
            let rows = noise(7, size * size);
            let matrix = cross(&rows, &rows, size);
            let found = eigen(&matrix, size).unwrap();
            assert!(found.values.is_sorted());
            // (V diag(sqrt)) (V diag(sqrt))^T, from the transposed vectors.
            let scaled: Vec<f64> = (0..size * size)
                .map(|at| {
                    found.vectors[at % size * size + at / size]
                        * found.values[at % size].max(0.0).sqrt()
                })
                .collect();
            let again = cross(&scaled, &scaled, size);
            let largest = matrix
                .iter()
                .zip(&again)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max);
            assert!(largest < 1e-12 * size as f64, "{size}: {largest:e}");
        }
    }

    #[test]
    fn singular_values_are_roots_of_the_squares_eigenvalues() {
        for (rows, columns) in [(5, 3), (3, 5), (90, 60), (200, 7)] {
            let matrix = noise(3, rows * columns);
            let found = singular_values(&matrix, rows, columns).unwrap();
            assert_eq!(found.len(), rows.min(columns));
            let square = cross(&matrix, &matrix, columns);
            let values = eigen(&square, rows).unwrap().values;
            for (found, value) in found.iter().zip(values.iter().rev()) {
                assert!((found * found - value).abs() < 1e-10, "{found} {value}");
            }
        }
    }

    #[test]
    fn nothing_is_made_of_numbers_that_are_none() {
        assert!(eigen(&[f64::NAN], 1).is_none());
        assert!(singular_values(&[1.0, f64::INFINITY], 1, 2).is_none());
        assert!(eigen(&[], 0).unwrap().values.is_empty());
        assert_eq!(singular_values(&[], 0, 3), Some(Vec::new()));
        let flat = eigen(&[0.0; 9], 3).unwrap();
        assert_eq!(flat.values, [0.0; 3]);
    }
}
