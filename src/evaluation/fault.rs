//! Why a figure could not be made.

/// What was wrong with the numbers that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureFault {
    /// Too few pictures for the figure.
    #[error(
        "this figure needs at least {needed} pictures on each side, and there are {found}: add pictures or sources"
    )]
    TooFew {
        /// The fewest that will do.
        needed: usize,
        /// How many there are on the smaller side.
        found: usize,
    },
    /// The feature vectors are not of the same length.
    #[error(
        "features of {found} numbers do not fit features of {expected}: compute both sides with the same extractor"
    )]
    Width {
        /// The length of the other vectors.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// A feature is infinite or not a number.
    #[error(
        "the features of picture {picture} hold a number that is not finite: the model's output is broken there"
    )]
    NotFinite {
        /// Counted from 1, in the order in which rows were given.
        picture: usize,
    },
    /// The decomposition of a covariance did not settle.
    #[error(
        "the covariances could not be decomposed: leave out the Fréchet distance, or report these features as an error in the program"
    )]
    Unsettled,
    /// A comparison names a candidate that there is not, or one against itself.
    #[error(
        "comparison {comparison} does not name two of the {candidates} candidates: delete that answer"
    )]
    Comparison {
        /// Counted from 1.
        comparison: usize,
        /// How many candidates there are.
        candidates: usize,
    },
}

/// Checks rows of `width` numbers that come after `before` others.
pub(crate) fn check(rows: &[f32], width: usize, before: usize) -> Result<(), FigureFault> {
    let rest = rows.len().checked_rem(width).unwrap_or(rows.len());
    if rest != 0 {
        let (expected, found) = (width, rest);
        return Err(FigureFault::Width { expected, found });
    }
    match rows.iter().position(|x| !x.is_finite()) {
        None => Ok(()),
        Some(at) => Err(FigureFault::NotFinite {
            picture: before + at / width + 1,
        }),
    }
}

/// Checks that two sides have features of one length.
pub(crate) fn same_width(expected: usize, found: usize) -> Result<(), FigureFault> {
    if expected == found {
        return Ok(());
    }
    Err(FigureFault::Width { expected, found })
}
