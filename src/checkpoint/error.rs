//! Why a model file was not accepted, as sentences for a person.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::pickle::PickleFault;
use super::report::Inspection;
use crate::model::config::ConfigError;

/// A model file that was not accepted: why, and which.
#[derive(Debug)]
pub struct ImportError {
    /// What is wrong.
    pub fault: Fault,
    /// The file.
    pub path: PathBuf,
}

impl ImportError {
    /// `fault` of the file at `path`.
    pub fn new(fault: Fault, path: &Path) -> Self {
        let path = path.to_owned();
        Self { fault, path }
    }

    /// What was found out before the file was refused: present when its keys did not fit.
    pub fn inspection(&self) -> Option<&Inspection> {
        match &self.fault {
            Fault::Unmatched { inspection, .. } => Some(inspection),
            _ => None,
        }
    }

    /// The Python names for which the file was refused.
    pub fn foreign(&self) -> &[String] {
        match &self.fault {
            Fault::Foreign { names } => names,
            _ => &[],
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.fault, self.path.display())
    }
}

// Causes are part of the sentence, so there is no source to repeat them.
impl std::error::Error for ImportError {}

/// What is wrong with a model file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing lies at the path.
    #[error("There is no such file")]
    Absent,
    /// The path is a folder.
    #[error("This is a folder, not a model file; choose the .ckpt or .safetensors file inside it")]
    Folder,
    /// The file has no bytes.
    #[error("This file is empty; its download or copy was probably interrupted")]
    Empty,
    /// The operating system could not read it.
    #[error("This file could not be read ({0})")]
    Unreadable(std::io::Error),
    /// It is something else altogether.
    #[error(
        "This is {what}, not a model file; a StarGAN v2 checkpoint (.ckpt) or a Stargrid model (.safetensors) is wanted"
    )]
    NotAModel {
        /// What it seems to be.
        what: String,
    },
    /// It is a model, but of another kind.
    #[error("This is {what}; {wanted}")]
    WrongKind {
        /// What it is.
        what: String,
        /// What is wanted instead.
        wanted: String,
    },
    /// It was cut short or changed.
    #[error("This file is damaged or cut short ({why}); copy or download it again")]
    Damaged {
        /// What does not fit.
        why: String,
    },
    /// It asks Python to import what no tensor needs.
    #[error("This file asks for Python code that no model needs ({}); it was not run, and the file was refused. If it is your own training's, save its state_dict alone", names.join(", "))]
    Foreign {
        /// The Python names.
        names: Vec<String>,
    },
    /// Its shapes lead to no configuration.
    #[error("The size of this model cannot be told from its tensors: {why}")]
    Unclear {
        /// What does not fit.
        why: String,
    },
    /// The configuration is impossible.
    #[error("This model cannot be built: {0}")]
    Config(#[from] ConfigError),
    /// Tensors are missing, too many or misshapen.
    #[error("{sentence}")]
    Unmatched {
        /// How many, the first few by name, what to do.
        sentence: String,
        /// Everything that was found out.
        inspection: Box<Inspection>,
    },
    /// Two entries have the same official name.
    #[error(
        "This file holds the tensor {name} twice, with and without \"module.\"; save it again with one of them"
    )]
    Twice {
        /// The official name.
        name: String,
    },
    /// A weight is infinite or not a number.
    #[error(
        "The tensor {name} holds {value}, so the model can only make noise; the training that wrote it went wrong, take an earlier checkpoint"
    )]
    Broken {
        /// The tensor.
        name: String,
        /// The value: NaN or an infinity.
        value: f32,
    },
    /// A weight is stored in integers or another type without a meaning here.
    #[error(
        "The tensor {name} is not stored as floating-point numbers; save the model again in 16 or 32 bits"
    )]
    Type {
        /// The tensor.
        name: String,
    },
    /// It claims more weights than its bytes can hold.
    #[error(
        "This file claims {claimed} bytes of weights but has only {length} bytes, so it was refused"
    )]
    TooLarge {
        /// Bytes its tensors would take.
        claimed: u64,
        /// Bytes of the file.
        length: u64,
    },
    /// It was written by a later program.
    #[error(
        "This model was written by a newer Stargrid (file format {version}, this program reads 1); update Stargrid to open it"
    )]
    Newer {
        /// The version in the file.
        version: String,
    },
    /// Our own file lacks or garbles its description.
    #[error("The description inside this Stargrid model is incomplete: {why}")]
    Description {
        /// What is wrong.
        why: String,
    },
}

impl From<PickleFault> for Fault {
    fn from(fault: PickleFault) -> Self {
        Self::Damaged {
            why: fault.to_string(),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Absent,
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => Self::Damaged {
                why: error.to_string(),
            },
            _ => Self::Unreadable(error),
        }
    }
}
