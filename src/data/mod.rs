//! From what a person drops, opens or pastes to pictures a model can see.
//!
//! Everything here is plain CPU work on bytes, without threads of its own and without tensors: finding the files
//! ([`intake`]), decoding them safely ([`decode`]), choosing a crop ([`faces`]) and making the model-sized
//! picture ([`crop`], [`resize`]) exactly as the official data pipeline makes it. For training, [`dataset`] looks
//! through folders of pictures and [`feed`] draws batches from them.

pub mod align;
pub mod creatures;
pub mod crop;
pub mod dataset;
pub mod decode;
pub mod error;
pub mod faces;
pub mod feed;
pub mod fitness;
mod flatten;
mod headers;
pub mod intake;
pub mod landmarks;
pub mod note;
pub mod resize;
mod shrink;
pub mod walk;

pub use crop::model_view;
pub use dataset::{DataError, DataReport, DataRoot, Dataset, LabelledSet};
pub use decode::{Decoded, decode, decode_file};
pub use error::DecodeError;
pub use faces::{CropGuess, CropReason, face_crop, guess_crop};
pub use feed::{Feed, FeedOptions, LabelFeed, LabelProbe};
pub use intake::{Opened, open_picture, open_pixels, parent_domain};
pub use note::Note;
pub use resize::{Filter, resize};
pub use walk::{Expanded, IntakeProblem, expand};
