//! The networks a trainer holds, and their optimisers.

use burn::module::{Module as _, ParamId};
use burn::tensor::Device;

use super::adam::Adam;
use super::config::TrainConfig;
use super::parameters::{Names, export};
use crate::model::config::ModelConfig;
use crate::model::mapping::MappingNetwork;
use crate::model::schema::NetworkKind;
use crate::model::style_encoder::StyleEncoder;
use crate::model::systems::Generator;
use crate::model::weights::{Scope, TensorMap, WeightError, parameter_id};

/// Generator, mapping network and style encoder.
#[derive(Clone, Debug)]
pub(super) struct Translators {
    /// Picture and style to picture.
    pub generator: Generator,
    /// Latent to style.
    pub mapping_network: MappingNetwork,
    /// Reference to style.
    pub style_encoder: StyleEncoder,
}

impl Translators {
    /// The three networks of `weights` on a device; they collect gradients if it does.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        model: &ModelConfig,
        weights: &TensorMap,
        device: &Device,
    ) -> Result<Self, WeightError> {
        let scope = |kind: NetworkKind| Scope::new(weights, kind.name(), device);
        Ok(Self {
            generator: Generator::load(&scope(NetworkKind::Generator), model)?,
            mapping_network: MappingNetwork::load(&scope(NetworkKind::MappingNetwork), model)?,
            style_encoder: StyleEncoder::load(&scope(NetworkKind::StyleEncoder), model)?,
        })
    }

    /// The same networks without gradients.
    pub fn constant(&self) -> Self {
        Self {
            generator: self.generator.valid(),
            mapping_network: self.mapping_network.valid(),
            style_encoder: self.style_encoder.valid(),
        }
    }

    /// All weights by full official name.
    pub fn export(&self, names: &Names) -> TensorMap {
        let mut tensors = TensorMap::new();
        export(&self.generator, names, &mut tensors);
        export(&self.mapping_network, names, &mut tensors);
        export(&self.style_encoder, names, &mut tensors);
        tensors
    }
}

/// The optimisers, one a network.
#[derive(Debug)]
pub(super) struct Optimisers {
    /// For G.
    pub generator: Adam,
    /// For F, with a rate of its own.
    pub mapping_network: Adam,
    /// For E.
    pub style_encoder: Adam,
    /// For D.
    pub discriminator: Adam,
}

impl Optimisers {
    /// Optimisers that have not seen a gradient.
    pub fn new(config: &TrainConfig, model: &ModelConfig) -> Self {
        let options = &config.optimiser;
        let adam = |rate| Adam::new(options, rate);
        let mut generator = adam(options.learning_rate);
        if model.has_high_pass() {
            generator.leave_out(unused_shortcuts(model));
        }
        Self {
            generator,
            mapping_network: adam(options.mapping_learning_rate),
            style_encoder: adam(options.learning_rate),
            discriminator: adam(options.learning_rate),
        }
    }

    /// In the order of [`NetworkKind::ALL`].
    pub fn each(&self) -> [&Adam; 4] {
        [
            &self.generator,
            &self.mapping_network,
            &self.style_encoder,
            &self.discriminator,
        ]
    }

    /// As [`Self::each`], to be changed.
    pub fn each_mut(&mut self) -> [&mut Adam; 4] {
        [
            &mut self.generator,
            &mut self.mapping_network,
            &mut self.style_encoder,
            &mut self.discriminator,
        ]
    }
}

/// With the high-pass skip the decoder's 1x1 shortcuts exist and are never used.
fn unused_shortcuts(model: &ModelConfig) -> impl Iterator<Item = ParamId> {
    let blocks = 0..model.decoder_widths().len();
    blocks.map(|at| parameter_id(&format!("generator.decode.{at}.conv1x1.weight")))
}
