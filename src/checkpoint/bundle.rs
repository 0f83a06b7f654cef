//! Our own model file: one safetensors file that any safetensors program reads.
//!
//! Tensors lie under their official full names, what comes along under `extra.`; `__metadata__` holds `format`,
//! `format_version`, `config` and `card`. Writing is atomic: the old file stays until the new one is complete.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thiserror::Error;

use super::card::Card;
use super::error::{Fault, ImportError};
use super::import::{Imported, gather};
use super::named::Named;
use super::report::{Inspection, KeyReport};
use super::source::Source;
use super::store;
use super::tensors::{HostTensor, TensorMap};
use crate::evaluation::Evaluation;
use crate::model::config::ModelConfig;

const FORMAT: &str = "stargrid";
const FORMAT_VERSION: u32 = 1;
const EXTRA_PREFIX: &str = "extra.";

/// A model that could not be saved.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The disk is full.
    #[error("The model was not saved, because the disk is full; free some space and save again: {}", path.display())]
    DiskFull {
        /// Where it should have gone.
        path: PathBuf,
    },
    /// The folder is absent or may not be written to.
    #[error("The model was not saved, because its folder does not exist or may not be written to ({cause}); choose another: {}", path.display())]
    Folder {
        /// Where it should have gone.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// Writing failed otherwise.
    #[error("The model was not saved ({cause}); an older file of that name is unchanged: {}", path.display())]
    Write {
        /// Where it should have gone.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
}

/// Figures that could not be kept with a model.
#[derive(Debug, Error)]
pub enum KeepError {
    /// The file has no card.
    #[error("Figures can be kept only with a model in Stargrid's own format; save it so first, with stargrid import: {}", .0.display())]
    Foreign(PathBuf),
    /// The model could not be read.
    #[error(transparent)]
    Load(ImportError),
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl SaveError {
    fn new(path: &Path, cause: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match cause.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::NotADirectory => Self::Folder { path, cause },
            _ => Self::Write { path, cause },
        }
    }
}

/// Saves a model; the file appears only when it is complete and on the disk.
pub fn save(path: &Path, model: &Imported) -> Result<(), SaveError> {
    let write = || store::write(path, &described_by(model)?, &named(model));
    write().map_err(|error| SaveError::new(path, error))
}

/// Adds figures to the card of one of our own files.
///
/// # Errors
/// When the file is of another format, or cannot be written; the old file stays then.
pub fn keep_evaluation(path: &Path, evaluation: Evaluation) -> Result<(), KeepError> {
    let mut model = load(path).map_err(|error| match error.fault {
        Fault::Description { .. } => KeepError::Foreign(path.to_owned()),
        _ => KeepError::Load(error),
    })?;
    model.card.keep(evaluation);
    Ok(save(path, &model)?)
}

/// Loads one of our own files; the same strictness as an import.
pub fn load(path: &Path) -> Result<Imported, ImportError> {
    let read = || {
        let source = Source::open(path)?;
        unpack(&source)
    };
    read().map_err(|fault| ImportError::new(fault, path))
}

/// Loads one of our own files from memory, such as the demo inside the program.
pub fn from_bytes(bytes: &[u8]) -> Result<Imported, ImportError> {
    let read = || unpack(&Source::from_safetensors(bytes.to_vec())?);
    read().map_err(|fault| ImportError::new(fault, Path::new("(in memory)")))
}

/// The model under official names, as {network: {name: tensor}}: what `torch.save` would nest.
pub fn official_names(tensors: &TensorMap) -> BTreeMap<&str, BTreeMap<&str, &HostTensor>> {
    let mut networks: BTreeMap<&str, BTreeMap<&str, &HostTensor>> = BTreeMap::new();
    for (full, tensor) in tensors {
        if let Some((network, name)) = full.split_once('.') {
            networks.entry(network).or_default().insert(name, tensor);
        }
    }
    networks
}

/// Whether a file says it is one of ours.
pub(super) fn is_ours(source: &Source) -> bool {
    source
        .metadata
        .get("format")
        .is_some_and(|format| format == FORMAT)
}

/// The model in one of our own files.
pub(super) fn unpack(source: &Source) -> Result<Imported, Fault> {
    if !is_ours(source) {
        return Err(Fault::Description {
            why: "it is a safetensors file, but not one of Stargrid's".to_owned(),
        });
    }
    let version = described(source, "format_version")?;
    match version.parse::<u32>() {
        Ok(FORMAT_VERSION) => {}
        Ok(0) | Err(_) => {
            let why = format!("its format version \"{version}\" is not a version");
            return Err(Fault::Description { why });
        }
        Ok(_) => {
            let version = version.to_owned();
            return Err(Fault::Newer { version });
        }
    }
    let config: ModelConfig = parsed(source, "config")?;
    let card: Card = parsed(source, "card")?;
    config.validate()?;
    let names = names_of(source)?;
    let named = Named::of(source, names);
    let report = KeyReport::compare(&config, named.shapes());
    let inspection = Inspection {
        config,
        report,
        card,
    };
    gather(&named, inspection)
}

/// The name in the file of every tensor, by official name.
fn names_of(source: &Source) -> Result<BTreeMap<String, String>, Fault> {
    let mut names = BTreeMap::new();
    for raw in source.entries.keys() {
        let name = raw.strip_prefix(EXTRA_PREFIX).unwrap_or(raw).to_owned();
        if names.insert(name.clone(), raw.clone()).is_some() {
            let why = format!("the tensor {name} is in it twice");
            return Err(Fault::Description { why });
        }
    }
    Ok(names)
}

fn described<'a>(source: &'a Source, key: &str) -> Result<&'a str, Fault> {
    let value = source.metadata.get(key).map(String::as_str);
    value.ok_or_else(|| Fault::Description {
        why: format!("\"{key}\" is missing"),
    })
}

fn parsed<T: DeserializeOwned>(source: &Source, key: &str) -> Result<T, Fault> {
    serde_json::from_str(described(source, key)?).map_err(|error| Fault::Description {
        why: format!("\"{key}\" cannot be read, {error}"),
    })
}

/// Tensors by their name in the file, in the file's order.
fn named(model: &Imported) -> BTreeMap<String, &HostTensor> {
    let extras = model.extras.iter();
    let extras = extras.map(|(name, tensor)| (format!("{EXTRA_PREFIX}{name}"), tensor));
    let tensors = model.tensors.iter();
    let tensors = tensors.map(|(name, tensor)| (name.clone(), tensor));
    tensors.chain(extras).collect()
}

/// The free text of the file.
fn described_by(model: &Imported) -> serde_json::Result<BTreeMap<&'static str, String>> {
    Ok(BTreeMap::from([
        ("format", FORMAT.to_owned()),
        ("format_version", FORMAT_VERSION.to_string()),
        ("config", serde_json::to_string(&model.config)?),
        ("card", serde_json::to_string(&model.card)?),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let message = SaveError::new(Path::new("/m.safetensors"), full).to_string();
        assert!(message.contains("the disk is full") && message.ends_with("/m.safetensors"));
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let message = SaveError::new(Path::new("/m.safetensors"), denied).to_string();
        assert!(message.contains("may not be written to"), "{message}");
    }
}
