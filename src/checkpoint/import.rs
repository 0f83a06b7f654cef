//! Imports a model: official checkpoints by shape, our own files by their description.

use std::path::Path;

use super::bundle;
use super::card::Card;
use super::constants::{self, add_high_pass, high_pass_strength};
use super::error::{Fault, ImportError};
use super::infer::infer;
use super::kind::{HIGH_PASS_FILTER, official_names, require_model};
use super::label_files::{self, Files};
use super::named::Named;
use super::report::{Inspection, KeyReport};
use super::source::Source;
use super::tensors::TensorMap;
use crate::model::config::ModelConfig;
use crate::model::system::System;

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
        return bundle::unpack(&source);
    }
    if let Some(network) = label_files::network_of(&source) {
        let files = Files::gather(path, source, network)?;
        let mut card = Card::of_file(&files.generator_path)?;
        card.notes.clone_from(&files.notes);
        return official(&files.named()?, files.foreign(), card);
    }
    let names = Named::of(&source, official_names(&source)?);
    official(&names, source.foreign.clone(), Card::of_file(path)?)
}

/// A model under official names, its configuration inferred.
fn official(named: &Named<'_>, foreign: Vec<String>, mut card: Card) -> Result<Imported, Fault> {
    let entries = named.entries();
    let inferred = if label_files::is_layout(&entries) {
        label_files::infer(&entries)?
    } else {
        require_model(&entries)?;
        let filter = named.find(HIGH_PASS_FILTER).transpose()?;
        let strength = filter.as_ref().map(high_pass_strength).transpose()?;
        infer(&entries, strength)?
    };
    let config = inferred.config;
    config.validate()?;
    card.describe(&config);
    card.notes.extend(inferred.notes);
    let mut report = KeyReport::compare(&config, named.shapes());
    report.foreign = foreign;
    let inspection = Inspection {
        config,
        report,
        card,
    };
    gather(named, inspection)
}

/// Reads the tensors that the report lists, once nothing stands against the file.
pub(super) fn gather(named: &Named<'_>, inspection: Inspection) -> Result<Imported, Fault> {
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
        if constants::is_blur(&config, name) {
            constants::check_blur(&named.read(name)?)?;
        } else if report.kept.contains(name) || name == HIGH_PASS_FILTER {
            extras.insert(name.clone(), named.read(name)?);
        } else {
            tensors.insert(name.clone(), named.weight(name)?);
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

    /// The same tensors as a model of `system`, which their names and shapes do not tell.
    ///
    /// # Errors
    /// When the tensors are not laid out as that system's.
    pub fn with_system(self, system: System) -> Result<Self, Fault> {
        let config = ModelConfig {
            system,
            ..self.config
        };
        let takes_labels = config.system.takes_labels();
        if takes_labels != self.report.system.takes_labels() {
            return Err(Fault::WrongKind {
                what: format!("a {} model", self.report.system),
                wanted: format!("its weights cannot be those of a {system} model"),
            });
        }
        Self::assemble(config, self.tensors, self.extras, self.card)
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
