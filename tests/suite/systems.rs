//! A tiny model of each system, as the tests of files and of the command line need them.

use stargrid::checkpoint::{Card, Imported, TensorMap};
use stargrid::domain::{DomainSet, LabelSet, LabelSpace};
use stargrid::model::config::ModelConfig;
use stargrid::model::system::System;
use stargrid::train::init::first_weights;

/// Side of a tiny model's pictures.
pub const SIDE: usize = 32;

/// Names out of one text.
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// One set of attributes with two hair colours.
pub fn faces() -> LabelSpace {
    let names = words("Black_Hair Blond_Hair Male");
    LabelSpace {
        sets: vec![LabelSet::attributes("faces", names)],
    }
}

/// Two sets: attributes and classes.
pub fn joint() -> LabelSpace {
    let mut space = faces();
    let moods = LabelSet::classes("moods", words("happy sad"));
    space.sets.push(moods);
    space
}

/// The smallest configuration of a system; `labels` counts for label systems.
pub fn tiny(system: System, labels: LabelSpace) -> ModelConfig {
    let base = ModelConfig {
        system,
        base_width: 4,
        width_cap: 8,
        style_dim: 6,
        latent_dim: 5,
        hidden: 8,
        ..ModelConfig::official(SIDE, DomainSet::unnamed(2), 0.0)
    };
    if !system.takes_labels() {
        return base;
    }
    ModelConfig {
        domains: DomainSet::new(labels.names()),
        labels,
        generator_blocks: 2,
        discriminator_layers: 4,
        ..base
    }
}

/// First weights of all networks.
pub fn weights(config: &ModelConfig) -> TensorMap {
    first_weights(config, config.system.networks(), 5)
}

/// A whole model with first weights.
pub fn model(config: &ModelConfig) -> Imported {
    let card = Card {
        name: format!("Tiny {}", config.system.name()),
        ..Card::default()
    };
    Imported::assemble(config.clone(), weights(config), TensorMap::new(), card).unwrap()
}
