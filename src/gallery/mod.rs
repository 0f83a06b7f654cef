//! Kept results on disk: PNG files that carry their recipes, and a journal that says which are starred, named or deleted.
//!
//! A file is written whole before the journal speaks of it, and every line of the journal is on the disk before anybody is told: so a
//! program that is killed loses nothing that it said was kept. A picture that the journal does not know (killed between the two, or a
//! lost journal) is taken in at the next start, by the recipe that it carries. What is deleted is only marked, and goes at a later start.

mod error;
mod journal;
mod kept;
mod store;

pub use error::GalleryError;
pub use journal::JOURNAL;
pub use kept::{Kept, KeptId, Mark};
pub use store::{Opened, Store};
