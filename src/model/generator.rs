//! The generator G(x, s), in two calls: [`Generator::encode`] does not see the style, [`Generator::decode`] does.
//!
//! So a grid of S sources and R styles costs S encodings and S x R decodings (the official code encodes S x R times).
//!
//! Shapes at image size S (first width c0): the [`Encoder`]; the decoder mirrors it; `to_rgb` norm, LeakyReLU, 1x1 to 3. No tanh:
//! values are unbounded.

use burn::module::Module;
use burn::tensor::Tensor;

use super::blocks::AdainResBlk;
use super::config::ModelConfig;
use super::encoder::Encoder;
use super::layers::{AffineNorm, Conv, Step};
use super::systems::unet::Skips;
use super::weights::{Scope, WeightError};
use crate::kernels::Kind;

pub use super::encoder::{Features, Masks};

/// G: picture and style code to picture.
#[derive(Module, Debug)]
pub struct Generator {
    encoder: Encoder,
    decode: Vec<AdainResBlk>,
    to_rgb_norm: AffineNorm,
    to_rgb_conv: Conv,
}

impl Generator {
    /// Builds the official network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        Self::load_with(scope, config, Skips::None)
    }

    /// The same with skips from the encoder to the decoder, which have no weights of their own.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load_with(
        scope: &Scope<'_>,
        config: &ModelConfig,
        skips: Skips,
    ) -> Result<Self, WeightError> {
        let residual_only = config.w_hpf > 0.0;
        let decode = config.decoder_widths().into_iter().enumerate();
        let decode_scope = scope.child("decode");
        Ok(Self {
            encoder: Encoder::load(scope, config, skips)?,
            decode: decode
                .map(|(at, shape)| {
                    AdainResBlk::load(
                        &decode_scope.child(at),
                        shape,
                        config.style_dim,
                        residual_only,
                    )
                })
                .collect::<Result<_, _>>()?,
            to_rgb_norm: AffineNorm::load(&scope.child("to_rgb.0"), config.base_width)?,
            to_rgb_conv: Conv::load(&scope.child("to_rgb.2"), [3, config.base_width, 1], true)?,
        })
    }

    /// The content of `source` (B x 3 x S x S in [-1, 1]). Masks act only in a model with `w_hpf > 0`.
    pub fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        self.encoder.forward(source, masks)
    }

    /// The picture (B x 3 x S x S, unbounded) of `features` in `style` (B x style_dim).
    pub fn decode(&self, features: &Features, style: Tensor<2>) -> Tensor<4> {
        let block = |at: usize, x| self.decode[at].forward(x, style.clone());
        let x = features.decode(self.decode.len(), block);
        let norm = self.to_rgb_norm.factors(x.dims()[0]);
        self.to_rgb_conv
            .forward(x, Step::activated(Kind::Point, Some(norm)))
    }
}
