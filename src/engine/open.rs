//! From a model's source to networks on a device.

use burn::tensor::Device;

use super::messages::ModelSource;
use super::training::LiveModel;
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
        ..
    } = read(source)?;
    let model = Model::load(&config, &tensors, device)
        .map_err(|error| Problem::because("The model could not be built", &error))?;
    Ok(ReadModel {
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
            },
        };
        let source = ModelSource::Live(Live(Arc::new(live)));
        let opened = build(&source, &Device::flex()).unwrap();
        assert_eq!(opened.model.config().labels, labels);
        assert!(opened.model.classifier.is_some(), "it reads labels");
    }
}
