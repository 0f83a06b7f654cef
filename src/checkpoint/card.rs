//! The model card: what a person should know of a model before using it.

use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::infer::official_domains;
use crate::evaluation::Evaluation;
use crate::model::config::ModelConfig;

/// Licence of the released weights, told by shapes alone and therefore only probable.
pub const OFFICIAL_LICENCE: &str = "CC BY-NC 4.0 (official StarGAN v2 weights)";

/// Name, licence and origin of a model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// A name for people.
    pub name: String,
    /// The licence of the weights, as far as known.
    pub licence: String,
    /// Where the weights came from.
    pub provenance: Provenance,
    /// Training iterations, when the file's name tells.
    pub step: Option<u64>,
    /// Anything else worth knowing.
    pub notes: Vec<String>,
    /// Figures of the model, each with its protocol, extractors, counts and seed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<Evaluation>,
}

/// Where weights came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// In words.
    pub origin: String,
    /// Name of the imported file.
    pub file_name: String,
    /// BLAKE3 hash of the imported file, in hexadecimal.
    pub blake3: String,
}

impl Card {
    /// The card of a file that brings none: name and step from its path, hash from its bytes.
    pub fn of_file(path: &Path) -> std::io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(path)?)?;
        let file_name = text(path.file_name());
        Ok(Self {
            name: name_of(path),
            licence: "unknown".to_owned(),
            step: step_of(&file_name),
            provenance: Provenance {
                origin: "imported from a PyTorch checkpoint or safetensors file".to_owned(),
                file_name,
                blake3: hasher.finalize().to_hex().to_string(),
            },
            notes: Vec::new(),
            evaluations: Vec::new(),
        })
    }

    /// Adds figures; they replace older ones of the same protocol, data and seed.
    pub fn keep(&mut self, evaluation: Evaluation) {
        self.evaluations.retain(|old| !old.repeats(&evaluation));
        self.evaluations.push(evaluation);
    }

    /// Adds what the configuration tells about the weights.
    pub fn describe(&mut self, config: &ModelConfig) {
        if official_domains(config).is_some() {
            self.licence = format!("{OFFICIAL_LICENCE}, probably");
            let note = "The licence is a guess: every size equals that of a released model.";
            self.notes.push(note.to_owned());
        }
    }
}

/// The step of names such as `100000_nets_ema.ckpt`, or `200000-G.ckpt` of the label systems.
fn step_of(file_name: &str) -> Option<u64> {
    let (digits, rest) = file_name.split_once(['_', '-'])?;
    let network = rest.split('.').next();
    let known = rest.starts_with("nets") || matches!(network, Some("G" | "D"));
    known.then(|| digits.parse().ok())?
}

/// A file's stem; official files are all called alike, so theirs is the folder's name.
fn name_of(path: &Path) -> String {
    let stem = text(path.file_stem());
    let folder = text(path.parent().and_then(Path::file_name));
    if step_of(&stem).is_some() && !folder.is_empty() {
        folder
    } else {
        stem
    }
}

fn text(part: Option<&std::ffi::OsStr>) -> String {
    part.map(|part| part.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;

    #[test]
    fn steps_and_names_come_from_official_paths() {
        assert_eq!(step_of("100000_nets_ema.ckpt"), Some(100_000));
        assert_eq!(step_of("000500_nets.ckpt"), Some(500));
        assert_eq!(step_of("200000-G.ckpt"), Some(200_000));
        assert_eq!(step_of("2-Grapes.ckpt"), None);
        assert_eq!(step_of("creatures_ema.ckpt"), None);
        assert_eq!(step_of("2024_photos.ckpt"), None);
        assert_eq!(name_of(Path::new("/x/afhq/100000_nets_ema.ckpt")), "afhq");
        assert_eq!(name_of(Path::new("/x/creatures_ema.ckpt")), "creatures_ema");
    }

    #[test]
    fn only_official_sizes_suggest_the_official_licence() {
        let mut card = Card::default();
        card.describe(&ModelConfig::official(256, DomainSet::unnamed(4), 0.0));
        assert_eq!(card.licence, "");
        card.describe(&ModelConfig::official(256, DomainSet::unnamed(3), 0.0));
        assert_eq!(
            card.licence,
            "CC BY-NC 4.0 (official StarGAN v2 weights), probably"
        );
        assert!(card.notes[0].contains("a guess"));
    }
}
