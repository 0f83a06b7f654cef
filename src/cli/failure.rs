//! How a command ends without a result: it failed, or it was called wrongly.

use crate::problem::Problem;

/// Why a command has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It failed: exit code 1.
    Problem(Problem),
    /// Its options do not go together, which only the model could tell: exit code 2.
    Usage(String),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
