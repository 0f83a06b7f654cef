//! StarGAN v2 with modulated convolutions (Hramchenko): the decoder is the one of [`modulated`], everything else is official.

use burn::tensor::Tensor;

use super::{Translation, stargan_v2};
use crate::model::config::ModelConfig;
use crate::model::generator::{Features, Masks};
use crate::model::modulated;
use crate::model::schema::{NetworkKind, encoder_maps, style_specs};
use crate::model::system::Definition;
use crate::model::weights::{Scope, WeightError};

pub use crate::model::modulated::ModulatedGenerator as Generator;

/// StarGAN v2 with modulated convolutions.
pub const DEFINITION: Definition = Definition {
    name: "modulated",
    title: "StarGAN v2 with modulated convolutions",
    summary: "The style scales the weights instead of the maps: for large pictures, 512 pixels and more.",
    specs: |config, kind| match kind {
        NetworkKind::Generator => modulated::specs(config),
        _ => style_specs(config, kind),
    },
    generator_maps: |config| encoder_maps(config) + modulated::maps(config),
    ..stargan_v2::DEFINITION
};

impl Translation for Generator {
    fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        Generator::load(scope, config)
    }

    fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        Generator::encode(self, source, masks)
    }

    fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4> {
        Generator::decode(self, features, code)
    }
}
