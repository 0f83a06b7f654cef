//! The generator G(x, s), in two calls: [`Generator::encode`] does not see the style, [`Generator::decode`] does.
//!
//! So a grid of S sources and R styles costs S encodings and S x R decodings (the official code encodes S x R times).
//!
//! Shapes at image size S (first width c0): `from_rgb` 3 to c0 at S; down blocks to 16 x 16 (8 x 8 with the high-pass skip);
//! two blocks at that size; the decoder mirrors it; `to_rgb` norm, LeakyReLU, 1x1 to 3. No tanh: values are unbounded.
//!
//! High-pass skip (`w_hpf > 0`, only when masks are given): encoder maps of height 32, 64 and 128, masked and high-passed, are
//! added after the decoder blocks of the same height: the coarse mask at 32, the fine one at 64 and 128.

use std::collections::BTreeMap;

use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::module::interpolate;
use burn::tensor::ops::{InterpolateMode, InterpolateOptions};

use super::blocks::{AdainResBlk, ResBlk};
use super::config::ModelConfig;
use super::layers::{AffineNorm, Conv, Step, high_pass};
use super::weights::{Scope, WeightError};
use crate::kernels::Kind;

/// Heights at which the high-pass skip acts, whatever the image size.
const SKIP_HEIGHTS: [usize; 3] = [32, 64, 128];
/// The height at which the coarse mask is used; the fine one at the others.
const COARSE_HEIGHT: usize = 32;

/// The two landmark masks of a batch of faces, each B x 1 x H x W in [0, 1].
#[derive(Clone, Debug)]
pub struct Masks {
    /// Eyes, nose, mouth, brows and chin.
    pub coarse: Tensor<4>,
    /// Eyes and nose only.
    pub fine: Tensor<4>,
}

/// What the decoder needs of a source: its content, without any style.
#[derive(Clone, Debug)]
pub struct Features {
    bottleneck: Tensor<4>,
    skips: BTreeMap<usize, Tensor<4>>,
}

impl Features {
    /// Height of the bottleneck in pixels (16, or 8 with the high-pass skip).
    pub fn height(&self) -> usize {
        self.bottleneck.dims()[2]
    }

    /// Several contents as one batch, in this order; `None` for none. All must be of one model, with masks or without.
    pub fn join(mut contents: Vec<Self>) -> Option<Self> {
        if contents.len() < 2 {
            return contents.pop();
        }
        let bottlenecks = contents.iter().map(|each| each.bottleneck.clone());
        let skip = |&height: &usize| {
            let maps = contents.iter().map(|each| each.skips.get(&height).cloned());
            let maps: Option<Vec<_>> = maps.collect();
            Some((height, Tensor::cat(maps?, 0)))
        };
        Some(Self {
            bottleneck: Tensor::cat(bottlenecks.collect(), 0),
            skips: contents[0].skips.keys().filter_map(skip).collect(),
        })
    }

    /// The same content as a constant: no gradient flows through it.
    pub fn constant(&self) -> Self {
        let skips = self.skips.iter();
        Self {
            bottleneck: self.bottleneck.clone().without_autodiff(),
            skips: skips
                .map(|(&height, map)| (height, map.clone().without_autodiff()))
                .collect(),
        }
    }

    /// Bytes held on the device.
    pub fn bytes(&self) -> usize {
        let count = |tensor: &Tensor<4>| tensor.dims().iter().product::<usize>();
        (count(&self.bottleneck) + self.skips.values().map(count).sum::<usize>()) * size_of::<f32>()
    }
}

/// G: picture and style code to picture.
#[derive(Module, Debug)]
pub struct Generator {
    from_rgb: Conv,
    encode: Vec<ResBlk>,
    decode: Vec<AdainResBlk>,
    to_rgb_norm: AffineNorm,
    to_rgb_conv: Conv,
    w_hpf: f32,
}

impl Generator {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let residual_only = config.w_hpf > 0.0;
        let encode = config.encoder_widths().into_iter().enumerate();
        let decode = config.decoder_widths().into_iter().enumerate();
        let (encode_scope, decode_scope) = (scope.child("encode"), scope.child("decode"));
        Ok(Self {
            from_rgb: Conv::load(&scope.child("from_rgb"), [config.base_width, 3, 3], true)?,
            encode: encode
                .map(|(at, shape)| ResBlk::load(&encode_scope.child(at), shape, true))
                .collect::<Result<_, _>>()?,
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
            w_hpf: config.w_hpf,
        })
    }

    /// The content of `source` (B x 3 x S x S in [-1, 1]). Masks act only in a model with `w_hpf > 0`.
    pub fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        let masks = masks.filter(|_| self.w_hpf > 0.0);
        let mut entering = BTreeMap::new();
        let mut x = self.from_rgb.forward(source, Step::bare(Kind::Same));
        for block in &self.encode {
            let height = x.dims()[2];
            if masks.is_some() && SKIP_HEIGHTS.contains(&height) {
                entering.insert(height, x.clone());
            }
            x = block.forward(x);
        }
        let skips = masks.map(|masks| {
            let masked = entering
                .into_iter()
                .map(|(height, map)| (height, self.skip(map, masks)));
            masked.collect()
        });
        Features {
            bottleneck: x,
            skips: skips.unwrap_or_default(),
        }
    }

    /// The picture (B x 3 x S x S, unbounded) of `features` in `style` (B x style_dim).
    pub fn decode(&self, features: &Features, style: Tensor<2>) -> Tensor<4> {
        let mut x = features.bottleneck.clone();
        for block in &self.decode {
            x = block.forward(x, style.clone());
            if let Some(skip) = features.skips.get(&x.dims()[2]) {
                x = x + skip.clone();
            }
        }
        let norm = self.to_rgb_norm.factors(x.dims()[0]);
        self.to_rgb_conv
            .forward(x, Step::activated(Kind::Point, Some(norm)))
    }

    fn skip(&self, map: Tensor<4>, masks: &Masks) -> Tensor<4> {
        let height = map.dims()[2];
        let mask = if height == COARSE_HEIGHT {
            &masks.coarse
        } else {
            &masks.fine
        };
        let options = InterpolateOptions::new(InterpolateMode::Bilinear)
            .with_align_corners(false)
            .with_output_size([height, height]);
        high_pass(interpolate(mask.clone(), options) * map, self.w_hpf)
    }
}
