//! The encoder of a generator, the same in all systems around StarGAN v2, and what it hands to the decoder: [`Features`].
//!
//! Shapes at image size S (first width c0): `from_rgb` 3 to c0 at S; down blocks to 16 x 16 (8 x 8 with the high-pass skip);
//! two blocks at that size.
//!
//! High-pass skip (`w_hpf > 0`, only when masks are given): encoder maps of height 32, 64 and 128, masked and high-passed, are
//! added after the decoder blocks of the same height: the coarse mask at 32, the fine one at 64 and 128.

use std::collections::BTreeMap;

use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::module::interpolate;
use burn::tensor::ops::{InterpolateMode, InterpolateOptions};

use super::blocks::ResBlk;
use super::config::ModelConfig;
use super::layers::{Conv, Step, high_pass};
use super::systems::unet::Skips;
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
    /// High-passed maps by the height of the decoder block whose result they join.
    details: Maps,
    /// Encoder outputs by the decoder block whose input they join.
    skips: Maps,
}

type Maps = BTreeMap<usize, Tensor<4>>;

impl Features {
    /// A source as it is (B x 3 x S x S), for generators whose every layer sees the guidance.
    pub fn whole(source: Tensor<4>) -> Self {
        Self {
            bottleneck: source,
            details: Maps::new(),
            skips: Maps::new(),
        }
    }

    /// What every decoder starts from: the bottleneck, or the source itself.
    pub fn content(&self) -> Tensor<4> {
        self.bottleneck.clone()
    }

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
        Some(Self {
            bottleneck: Tensor::cat(bottlenecks.collect(), 0),
            details: joined(&contents, |each| &each.details),
            skips: joined(&contents, |each| &each.skips),
        })
    }

    /// The same content as a constant: no gradient flows through it.
    pub fn constant(&self) -> Self {
        let constant = |maps: &Maps| {
            let maps = maps.iter();
            maps.map(|(&at, map)| (at, map.clone().without_autodiff()))
                .collect()
        };
        Self {
            bottleneck: self.bottleneck.clone().without_autodiff(),
            details: constant(&self.details),
            skips: constant(&self.skips),
        }
    }

    /// Bytes held on the device.
    pub fn bytes(&self) -> usize {
        let maps = self.details.values().chain(self.skips.values());
        let count = |tensor: &Tensor<4>| tensor.dims().iter().product::<usize>();
        (count(&self.bottleneck) + maps.map(count).sum::<usize>()) * size_of::<f32>()
    }

    /// Runs the decoder: `block(at, x)` is its block number `at`.
    pub(super) fn decode(
        &self,
        blocks: usize,
        mut block: impl FnMut(usize, Tensor<4>) -> Tensor<4>,
    ) -> Tensor<4> {
        let plus = |x: Tensor<4>, map: Option<&Tensor<4>>| match map {
            Some(map) => x + map.clone(),
            None => x,
        };
        (0..blocks).fold(self.bottleneck.clone(), |x, at| {
            let x = block(at, plus(x, self.skips.get(&at)));
            let height = x.dims()[2];
            plus(x, self.details.get(&height))
        })
    }
}

fn joined(contents: &[Features], maps: impl Fn(&Features) -> &Maps) -> Maps {
    let join = |&at: &usize| {
        let parts = contents.iter().map(|each| maps(each).get(&at).cloned());
        let parts: Option<Vec<_>> = parts.collect();
        Some((at, Tensor::cat(parts?, 0)))
    };
    let first = contents.first().map(&maps);
    first
        .into_iter()
        .flat_map(BTreeMap::keys)
        .filter_map(join)
        .collect()
}

/// Picture to [`Features`].
#[derive(Module, Debug)]
pub struct Encoder {
    from_rgb: Conv,
    blocks: Vec<ResBlk>,
    w_hpf: f32,
    #[module(skip)]
    takers: Vec<Option<usize>>,
}

impl Encoder {
    /// Reads `from_rgb` and `encode` from the generator's `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        config: &ModelConfig,
        skips: Skips,
    ) -> Result<Self, WeightError> {
        let shapes = config.encoder_widths();
        let encode = scope.child("encode");
        let blocks = shapes.iter().enumerate();
        Ok(Self {
            from_rgb: Conv::load(&scope.child("from_rgb"), [config.base_width, 3, 3], true)?,
            blocks: blocks
                .map(|(at, &shape)| ResBlk::load(&encode.child(at), shape, true))
                .collect::<Result<_, _>>()?,
            w_hpf: config.w_hpf,
            takers: (0..shapes.len())
                .map(|at| skips.taker(&shapes, at))
                .collect(),
        })
    }

    /// The content of `source` (B x 3 x S x S in [-1, 1]). Masks act only in a model with `w_hpf > 0`.
    pub fn forward(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        let masks = masks.filter(|_| self.w_hpf > 0.0);
        let (mut entering, mut skips) = (Maps::new(), Maps::new());
        let mut x = self.from_rgb.forward(source, Step::bare(Kind::Same));
        for (block, taker) in self.blocks.iter().zip(&self.takers) {
            let height = x.dims()[2];
            if masks.is_some() && SKIP_HEIGHTS.contains(&height) {
                entering.insert(height, x.clone());
            }
            x = block.forward(x);
            if let Some(taker) = taker {
                skips.insert(*taker, x.clone());
            }
        }
        let details = masks.map(|masks| {
            let entering = entering.into_iter();
            let passed = entering.map(|(height, map)| (height, self.detail(map, masks)));
            passed.collect()
        });
        Features {
            bottleneck: x,
            details: details.unwrap_or_default(),
            skips,
        }
    }

    fn detail(&self, map: Tensor<4>, masks: &Masks) -> Tensor<4> {
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
