//! The kernels of a model on a GPU, compiled before the first cell needs them, one part of the networks after the other.
//!
//! CubeCL compiles a kernel when it is first launched, so each part is run once on a grey picture. Nothing else is done: with a
//! real run the kernels are those that cells will use, whatever the layers become.

use burn::tensor::Tensor;

use super::half::Precision;
use super::made::OnDevice;
use super::translator::{TranslateError, Translator, numbers};
use crate::model::Model;
use crate::model::generator::Features;
use crate::model::layers::rows;

/// A part of the networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Mapping,
    StyleEncoder,
    Encoder,
    Decoder,
}

/// The parts of one model that are still to be run.
pub struct Warmup<'a> {
    model: &'a Model,
    precision: Precision,
    parts: Vec<Part>,
    next: usize,
    features: Option<Features>,
    on_window: bool,
}

impl<'a> Warmup<'a> {
    /// The warm-up of a model; with `on_window` results stay on the device afterwards, which takes kernels of its own.
    pub fn new(translator: &'a Translator, on_window: bool) -> Self {
        let (model, precision) = (translator.model(), translator.precision());
        let mapping = model.mapping_network.as_ref().map(|_| Part::Mapping);
        let style_encoder = model.style_encoder.as_ref().map(|_| Part::StyleEncoder);
        let generator = [Part::Encoder, Part::Decoder];
        Self {
            model,
            precision,
            parts: mapping
                .into_iter()
                .chain(style_encoder)
                .chain(generator)
                .collect(),
            next: 0,
            features: None,
            on_window,
        }
    }

    /// Parts that are ready, and all of them.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.parts.len())
    }

    /// Runs the next part and waits for the device; `false` when there is none left.
    ///
    /// # Errors
    /// When the device gives nothing usable back.
    pub fn step(&mut self) -> Result<bool, TranslateError> {
        let Some(part) = self.parts.get(self.next) else {
            return Ok(false);
        };
        match part {
            Part::Mapping => {
                if let Some(mapping) = &self.model.mapping_network {
                    numbers(mapping.forward(self.zeros(self.model.config.latent_dim), &[0]))?;
                }
            }
            Part::StyleEncoder => {
                if let Some(encoder) = &self.model.style_encoder {
                    numbers(encoder.forward(self.grey(), &[0]))?;
                }
            }
            Part::Encoder => {
                let features = self
                    .model
                    .generator
                    .encode(self.precision.enter(self.grey()), None);
                // So that the wait is for this part.
                self.model
                    .device()
                    .sync()
                    .map_err(|error| TranslateError::Output(format!("{error:?}")))?;
                self.features = Some(features);
            }
            Part::Decoder => {
                if let Some(features) = self.features.take() {
                    let style = self.zeros(self.model.config.code_len());
                    let style = self.precision.enter(style);
                    let made = self.model.generator.decode(&features, style);
                    self.finish(self.precision.leave(made))?;
                }
            }
        }
        self.next += 1;
        Ok(true)
    }

    /// What becomes of an output is part of a cell too.
    fn finish(&self, output: Tensor<4>) -> Result<(), TranslateError> {
        if self.on_window {
            return OnDevice::hold(output, self.model.config.img_size).map(|_| ());
        }
        numbers(output).map(|_| ())
    }

    fn grey(&self) -> Tensor<4> {
        let side = self.model.config.img_size;
        self.model.pictures(vec![0.0; 3 * side * side])
    }

    fn zeros(&self, width: usize) -> Tensor<2> {
        rows(&[&vec![0.0; width]], self.model.device())
    }
}
