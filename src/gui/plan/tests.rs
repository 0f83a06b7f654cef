//! Rows keep their names when one of them is removed.

use super::RowId::{Blend, Labels, Latent, Reference};
use super::after_removal_of;

#[test]
fn rows_behind_a_removed_one_move_up() {
    let latent = |row| after_removal_of(Latent(1, 0), row);
    assert_eq!(latent(Latent(0, 2)), Some(Latent(0, 2)));
    assert_eq!(latent(Latent(1, 2)), None, "in any branch");
    assert_eq!(latent(Latent(2, 3)), Some(Latent(1, 3)));
    for other in [Reference(2, 0), Blend, Labels(2, 0)] {
        assert_eq!(latent(other), Some(other));
    }
    let labels = |row| after_removal_of(Labels(0, 0), row);
    assert_eq!(labels(Labels(0, 1)), None);
    assert_eq!(labels(Labels(3, 1)), Some(Labels(2, 1)));
    assert_eq!(labels(Latent(3, 1)), Some(Latent(3, 1)));
}
