//! Pure data of the field: no tensors, no window, no threads, no files.
//!
//! * *source*: the picture whose pose and layout are kept;
//! * *reference*: the picture whose style is taken;
//! * *domain*: one of the sets the model was trained on (cat, dog, wild); *branch*: the domain a style is made for;
//! * *style code*: the vector (64 numbers) that the decoder follows, made by the style encoder from a reference
//!   or by the mapping network from a *latent* z (16 numbers);
//! * *label vector*: what a label system follows instead of a style code.

pub mod batch;
pub mod crop;
pub mod domains;
pub mod eye;
pub mod history;
pub mod labels;
pub mod landmarks;
pub mod latent;
pub mod mix;
pub mod picture;
pub mod range;
pub mod recipe;
pub mod style;
pub mod walk;

pub use batch::{Batch, LabelBatch};
pub use crop::CropBox;
pub use domains::{Branch, DomainSet};
pub use history::History;
pub use labels::{LabelFault, LabelKind, LabelSet, LabelSpace};
pub use picture::{Fingerprint, Picture};
pub use recipe::Recipe;
pub use style::{CellKey, StyleKey, StyleSource};
pub use walk::Walk;
