//! The curves of a run as a picture. (Contract; being written.)

use super::metrics::Row;
use crate::domain::Picture;
use crate::train::config::LossOptions;

/// Draws the discriminator's terms, the generator's total and its terms, one under the other.
///
/// # Errors
/// A sentence when the picture cannot be drawn (no rows, a size of nothing).
pub fn draw(_rows: &[Row], _losses: &LossOptions, _size: [usize; 2]) -> Result<Picture, String> {
    todo!()
}

/// The rows as CSV with a header line.
pub fn csv(_rows: &[Row]) -> String {
    todo!()
}
