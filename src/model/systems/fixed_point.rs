//! Fixed-Point GAN (ICCV 2019): StarGAN's networks, but the generator gives a change of the picture instead of a picture.
//!
//! So "change nothing" is a generator that gives zero, which the losses (`train::systems::fixed_point`) ask for when the target labels are
//! the picture's own.

use burn::module::Module;
use burn::tensor::Tensor;

use super::{Translation, stargan};
use crate::model::config::ModelConfig;
use crate::model::generator::{Features, Masks};
use crate::model::label_generator::LabelGenerator;
use crate::model::system::Definition;
use crate::model::weights::{Scope, WeightError};

/// Fixed-Point GAN.
pub const DEFINITION: Definition = Definition {
    name: "fixed-point",
    title: "Fixed-Point GAN",
    summary: "As StarGAN, but it leaves alone what needs no change: the difference shows where it acted.",
    ..stargan::DEFINITION
};

/// Fixed-Point GAN's generator.
#[derive(Module, Debug)]
pub struct Generator {
    inner: LabelGenerator,
}

impl Translation for Generator {
    fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        Ok(Self {
            inner: LabelGenerator::load(scope, &stargan::LabelShape::of(config))?,
        })
    }

    fn encode(&self, source: Tensor<4>, _masks: Option<&Masks>) -> Features {
        Features::whole(source)
    }

    fn decode(&self, features: &Features, code: Tensor<2>) -> Tensor<4> {
        translate(&self.inner, features.content(), code)
    }
}

/// T(x, c) = tanh(x + delta) with the generator's `delta`: B x 3 x S x S in [-1, 1]. `labels`: B x L.
pub fn translate(generator: &LabelGenerator, x: Tensor<4>, labels: Tensor<2>) -> Tensor<4> {
    (x.clone() + generator.forward(x, labels)).tanh()
}
