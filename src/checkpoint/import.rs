//! Imports a model: official checkpoints by shape, our own files by their description.

use std::collections::BTreeMap;
use std::path::Path;

use super::bundle;
use super::card::Card;
use super::error::{Fault, ImportError};
use super::infer::infer;
use super::kind::{HIGH_PASS_FILTER, official_names, require_model};
use super::report::{Inspection, KeyReport};
use super::source::{Entry, Source};
use super::tensors::{HostTensor, TensorMap};
use crate::model::config::ModelConfig;

/// A model in main memory: complete, of the right shapes, all numbers finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Its configuration.
    pub config: ModelConfig,
    /// The learnable tensors of its networks by full official name.
    pub tensors: TensorMap,
    /// What comes along: the landmark network (`fan.…`) and the high-pass kernel.
    pub extras: TensorMap,
    /// What became of every key.
    pub report: KeyReport,
    /// The model card.
    pub card: Card,
}

/// Imports the model file at `path`, whatever its format.
pub fn import(path: &Path) -> Result<Imported, ImportError> {
    read(path).map_err(|fault| ImportError::new(fault, path))
}

fn read(path: &Path) -> Result<Imported, Fault> {
    let source = Source::open(path)?;
    if bundle::is_ours(&source) {
        bundle::unpack(&source)
    } else {
        official(&source, Card::of_file(path)?)
    }
}

/// A model under official names, its configuration inferred.
fn official(source: &Source, mut card: Card) -> Result<Imported, Fault> {
    let names = official_names(source)?;
    let entries: BTreeMap<String, Entry> = names
        .iter()
        .filter_map(|(name, raw)| Some((name.clone(), source.entries.get(raw)?.clone())))
        .collect();
    require_model(&entries)?;
    let filter = names
        .get(HIGH_PASS_FILTER)
        .map(|raw| source.read(raw))
        .transpose()?;
    let strength = filter.as_ref().map(high_pass_strength).transpose()?;
    let inferred = infer(&entries, strength)?;
    let config = inferred.config;
    config.validate()?;
    card.describe(&config);
    card.notes.extend(inferred.notes);
    let mut report = KeyReport::compare(&config, shapes_of(&entries));
    report.foreign.clone_from(&source.foreign);
    let inspection = Inspection {
        config,
        report,
        card,
    };
    gather(source, &names, inspection)
}

fn shapes_of(entries: &BTreeMap<String, Entry>) -> impl Iterator<Item = (&str, &[usize])> {
    entries
        .iter()
        .map(|(name, entry)| (name.as_str(), entry.shape.as_slice()))
}

/// Reads the tensors that the report lists, once nothing stands against the file.
pub(super) fn gather(
    source: &Source,
    names: &BTreeMap<String, String>,
    inspection: Inspection,
) -> Result<Imported, Fault> {
    if !inspection.report.is_complete() {
        return Err(Fault::Unmatched {
            sentence: inspection.report.complaint(),
            inspection: Box::new(inspection),
        });
    }
    let Inspection {
        config,
        report,
        card,
    } = inspection;
    let (mut tensors, mut extras) = (TensorMap::new(), TensorMap::new());
    for name in report.used.iter().chain(&report.kept) {
        let raw = names.get(name).ok_or_else(|| Fault::Damaged {
            why: format!("the tensor {name} vanished"),
        })?;
        if report.kept.contains(name) || name == HIGH_PASS_FILTER {
            extras.insert(name.clone(), source.read(raw)?);
        } else {
            tensors.insert(name.clone(), read_weight(source, raw, name)?);
        }
    }
    add_high_pass(&config, &mut extras);
    Ok(Imported {
        config,
        tensors,
        extras,
        report,
        card,
    })
}

pub(super) fn read_weight(source: &Source, raw: &str, name: &str) -> Result<HostTensor, Fault> {
    let name = name.to_owned();
    if !source
        .entries
        .get(raw)
        .is_some_and(|entry| entry.number.is_float())
    {
        return Err(Fault::Type { name });
    }
    let tensor = source.read(raw)?;
    match tensor.first_broken() {
        Some(value) => Err(Fault::Broken { name, value }),
        None => Ok(tensor),
    }
}

/// Adds the high-pass kernel where a model needs it and the file lacks it.
fn add_high_pass(config: &ModelConfig, extras: &mut TensorMap) {
    if config.has_high_pass() {
        let name = HIGH_PASS_FILTER.to_owned();
        let kernel = || high_pass_kernel(config.w_hpf);
        extras.entry(name).or_insert_with(kernel);
    }
}

/// w_hpf as a stored kernel tells it: its centre is 8 / w_hpf, the others -1 / w_hpf.
fn high_pass_strength(kernel: &HostTensor) -> Result<f32, Fault> {
    let why = "the stored high-pass kernel is not the official one".to_owned();
    let centre = match kernel.values.as_slice() {
        values if values.len() == 9 => values[4],
        _ => return Err(Fault::Unclear { why }),
    };
    let strength = 8.0 / centre;
    let expected = high_pass_kernel(strength);
    let close = |(a, b): (&f32, &f32)| (a - b).abs() <= 1e-5 * centre.abs();
    let fits = kernel.values.iter().zip(&expected.values).all(close);
    if fits && strength > 0.0 && strength.is_finite() {
        Ok(strength)
    } else {
        Err(Fault::Unclear { why })
    }
}

/// The high-pass kernel of this strength.
pub fn high_pass_kernel(w_hpf: f32) -> HostTensor {
    let mut values = vec![-1.0 / w_hpf; 9];
    values[4] = 8.0 / w_hpf;
    HostTensor {
        shape: vec![3, 3],
        values,
    }
}

impl Imported {
    /// A model from its parts, checked as strictly as a file; used by training when it saves.
    pub fn assemble(
        config: ModelConfig,
        tensors: TensorMap,
        mut extras: TensorMap,
        card: Card,
    ) -> Result<Self, Fault> {
        config.validate()?;
        let shapes = tensors.iter().chain(&extras);
        let shapes = shapes.map(|(name, tensor)| (name.as_str(), tensor.shape.as_slice()));
        let report = KeyReport::compare(&config, shapes);
        if !report.is_complete() {
            return Err(Fault::Unmatched {
                sentence: report.complaint(),
                inspection: Box::new(Inspection {
                    config,
                    report,
                    card,
                }),
            });
        }
        for (name, tensor) in &tensors {
            if let Some(value) = tensor.first_broken() {
                let name = name.clone();
                return Err(Fault::Broken { name, value });
            }
        }
        add_high_pass(&config, &mut extras);
        Ok(Self {
            config,
            tensors,
            extras,
            report,
            card,
        })
    }

    /// What was found out about the file, for printing.
    pub fn inspection(&self) -> Inspection {
        Inspection {
            config: self.config.clone(),
            report: self.report.clone(),
            card: self.card.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_tell_their_strength() {
        for strength in [1.0, 2.0, 0.7] {
            let found = high_pass_strength(&high_pass_kernel(strength)).unwrap();
            assert!((found - strength).abs() < 1e-6);
        }
        let mut bent = high_pass_kernel(1.0);
        bent.values[0] = 0.0;
        assert!(high_pass_strength(&bent).is_err());
        for centre in [0.0, -8.0, f32::NAN] {
            let mut bad = high_pass_kernel(1.0);
            bad.values[4] = centre;
            assert!(high_pass_strength(&bad).is_err(), "{centre}");
        }
    }
}
