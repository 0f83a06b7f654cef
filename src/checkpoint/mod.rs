//! Model files: what a person brings (official PyTorch checkpoints), and our own single file.
//!
//! Nothing in a file is ever run: [`pickle`] walks a checkpoint's pickles first and refuses unknown imports by name.
//! [`import`] then reads the tensors, infers the configuration from their shapes and accounts for every key.

mod allowlist;
pub mod atomic;
pub mod bundle;
pub mod card;
pub mod constants;
pub mod container;
pub mod error;
pub mod import;
pub mod infer;
pub mod inspection;
pub mod kind;
pub mod label_files;
pub mod landmarks;
pub mod mean_face;
mod named;
pub mod pickle;
pub mod report;
pub mod source;
pub mod store;
pub mod tensors;
pub mod torchvision;

pub use bundle::from_bytes;
pub use card::Card;
pub use error::{Fault, ImportError};
pub use import::{Imported, import};
pub use report::{Inspection, KeyReport};
pub use tensors::{HostTensor, TensorMap};
