//! From a model's source to networks on a device.

use std::path::Path;

use burn::tensor::Device;

use super::eye::Eye;
use super::messages::{ModelInfo, ModelSource};
use super::training::LiveModel;
use super::translator::Translator;
use crate::checkpoint::tensors::digest;
use crate::checkpoint::{self, Card, Imported, KeyReport, TensorMap};
use crate::model::Model;
use crate::problem::Problem;

/// The bundled demo model, in our own format.
const DEMO: &[u8] = include_bytes!("../../assets/demo/model.safetensors");

/// A model that is ready to work, with what is known about it.
#[derive(Debug)]
pub struct ReadModel {
    /// The networks.
    pub model: Model,
    /// Name, licence, provenance.
    pub card: Card,
    /// What became of every key.
    pub report: KeyReport,
    /// BLAKE3 of the weights in hexadecimal; empty for a running training's, which are gone a moment later.
    pub digest: String,
    /// The landmark network that a high-pass model brought along, or why it cannot be used.
    pub eye: Result<Option<Eye>, Problem>,
}

/// A face model without its landmark network.
const BLIND: &str = "This model was trained with landmark masks and runs without them, so eyes, nose and mouth follow the source less closely";

impl ReadModel {
    /// What the window shows of it under the number `number`.
    pub fn info(&self, number: u64, source: &ModelSource) -> ModelInfo {
        let model = &self.model;
        ModelInfo {
            number,
            source: source.clone(),
            config: model.config.clone(),
            card: self.card.clone(),
            digest: self.digest.clone(),
            report: self.report.clone(),
            has_style_encoder: model.style_encoder.is_some(),
            has_mapping: model.mapping_network.is_some(),
            has_classifier: model.classifier.is_some(),
        }
    }

    /// The model at work, with its eye when it has a use for one: the network in the file `fan`, or else its own. Also what a person should know
    /// when it goes without.
    ///
    /// # Errors
    /// When `fan` holds no landmark network, or the model has no use for one.
    pub fn at_work(
        self,
        fan: Option<&Path>,
        device: &Device,
    ) -> Result<(Translator, Option<Problem>), Problem> {
        let has_use = self.model.config.has_high_pass();
        let (eye, mut blind) = match (fan, self.eye) {
            (Some(_), _) if !has_use => {
                let text =
                    "This model was trained without landmark masks, so it has no use for --fan";
                return Err(Problem::new(text).hint("Leave --fan out"));
            }
            (Some(path), _) => (Some(Eye::read(path, device)?), None),
            (None, Ok(own)) => (own, None),
            (None, Err(problem)) => (None, Some(problem)),
        };
        if has_use && eye.is_none() {
            let none =
                || Problem::new(BLIND).hint("Give the landmark network with --fan wing.ckpt");
            blind = blind.or_else(|| Some(none()));
        }
        let mut translator = Translator::new(self.model);
        translator.see_with(eye);
        Ok((translator, blind))
    }
}

/// Reads a model's file.
///
/// # Errors
/// A problem that says what is wrong with the file.
pub fn read(source: &ModelSource) -> Result<Imported, Problem> {
    let outcome = match source {
        ModelSource::Demo => checkpoint::from_bytes(DEMO),
        ModelSource::File(path) => checkpoint::import(path),
        ModelSource::Live(live) => return Ok(published(&live.0)),
    };
    outcome.map_err(|error| Problem::new(error.to_string()))
}

/// The networks of a running training, as an imported model.
fn published(live: &LiveModel) -> Imported {
    let shapes = live
        .tensors
        .iter()
        .map(|(name, tensor)| (name.as_str(), tensor.shape.as_slice()));
    Imported {
        config: live.config.clone(),
        report: KeyReport::compare(&live.config, shapes),
        tensors: live.tensors.clone(),
        extras: TensorMap::new(),
        card: live.card.clone(),
    }
}

/// Reads a model's file and builds its networks on `device`.
///
/// # Errors
/// A problem that says what is wrong with the file.
pub fn build(source: &ModelSource, device: &Device) -> Result<ReadModel, Problem> {
    let Imported {
        config,
        tensors,
        report,
        card,
        extras,
    } = read(source)?;
    let model = Model::load(&config, &tensors, device)
        .map_err(|error| Problem::because("The model could not be built", &error))?;
    let eye = match config.has_high_pass() {
        true => Eye::of_extras(&extras, device),
        false => Ok(None),
    };
    let digest = match source {
        ModelSource::Live(_) => String::new(),
        ModelSource::Demo | ModelSource::File(_) => digest(&tensors),
    };
    Ok(ReadModel {
        digest,
        eye,
        model,
        card,
        report,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::card::Provenance;
    use crate::domain::{DomainSet, LabelSet, LabelSpace};
    use crate::engine::messages::Live;
    use crate::model::config::ModelConfig;
    use crate::model::system::System;
    use crate::train::init::first_weights;
    use std::sync::Arc;

    #[test]
    fn the_networks_of_a_label_run_open() {
        let names = ["Red_Tint", "Framed"].map(str::to_owned).to_vec();
        let labels = LabelSpace {
            sets: vec![LabelSet::attributes("creatures", names)],
        };
        let config = ModelConfig {
            system: System::FixedPoint,
            base_width: 4,
            generator_blocks: 1,
            discriminator_layers: 3,
            domains: DomainSet::new(labels.names()),
            labels: labels.clone(),
            ..ModelConfig::official(32, DomainSet::default(), 0.0)
        };
        let live = LiveModel {
            step: 3,
            averaged: false,
            tensors: first_weights(&config, config.system.networks(), 1),
            config,
            card: Card {
                name: "run".to_owned(),
                licence: "unknown".to_owned(),
                provenance: Provenance::default(),
                step: Some(3),
                notes: Vec::new(),
                evaluations: Vec::new(),
            },
        };
        let source = ModelSource::Live(Live(Arc::new(live)));
        let opened = build(&source, &Device::flex()).unwrap();
        assert_eq!(opened.model.config.labels, labels);
        assert!(opened.model.classifier.is_some(), "it reads labels");
    }
}
