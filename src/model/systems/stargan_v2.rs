//! StarGAN v2 (Choi et al., 2020): style codes from references or latents, a head for each domain. The networks are in
//! [`generator`](crate::model::generator), [`mapping`](crate::model::mapping), [`style_encoder`](crate::model::style_encoder) and
//! [`discriminator`](crate::model::discriminator).

use burn::tensor::Tensor;

use super::Translation;
use crate::model::config::ModelConfig;
use crate::model::generator::{Features, Masks};
use crate::model::schema::{self, NetworkKind};
use crate::model::system::{Definition, Guidance};
use crate::model::weights::{Scope, WeightError};

pub use crate::model::generator::Generator;

/// StarGAN v2.
pub const DEFINITION: Definition = Definition {
    name: "stargan-v2",
    title: "StarGAN v2",
    summary: "Any picture in the style of any other, or of a random one, in every domain.",
    guidance: Guidance::Styles,
    networks: &NetworkKind::ALL,
    specs: schema::style_specs,
    generator_maps: schema::generator_maps,
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
