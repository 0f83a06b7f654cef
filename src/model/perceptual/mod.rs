//! The perceptual distance of two pictures, LPIPS on AlexNet: how far apart their feature maps are, weighted by heads that were fitted
//! to what people say.
//!
//! Richard Zhang and others, "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric", CVPR 2018 (LPIPS v0.1, which the
//! StarGAN v2 paper reports as diversity), and the shift-tolerant form ST-LPIPS of Abhijay Ghildyal and Feng Liu, ECCV 2022, which hardly
//! rises when a picture moves by a few pixels. Pictures are B x 3 x H x W in [-1, 1], at the size they have; nothing is resized.

mod alex;
pub(super) mod blur;

use burn::tensor::Tensor;

pub use alex::{Variant, specs};

use super::weights::{Scope, WeightError};
use alex::{LAYERS, Trunk, WIDTHS};

/// Added to the length of a pixel's channel vector before the division.
const LENGTH_EPSILON: f64 = 1e-10;

/// The distance: a trunk that makes five feature maps, and a head for each.
#[derive(Clone, Debug)]
pub struct Perceptual {
    trunk: Trunk,
    /// Each channel's weight, C x 1 for each map.
    heads: Vec<Tensor<2>>,
}

/// What the distance needs of some pictures: five maps, B x C x H' x W', each pixel's channel vector of length 1.
#[derive(Clone, Debug)]
pub struct Features {
    maps: Vec<Tensor<4>>,
}

impl Perceptual {
    /// Reads AlexNet's convolutions from `trunk` (torchvision's names, `features.0.weight` to `features.10.bias`) and the five heads from
    /// `heads` (`lin0.model.1.weight` to `lin4.model.1.weight`, 1 x C x 1 x 1). Weights of one variant make no sense in the other.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        trunk: &Scope<'_>,
        heads: &Scope<'_>,
        variant: Variant,
    ) -> Result<Self, WeightError> {
        let head = |(layer, channels)| {
            let scope = heads.child(format_args!("lin{layer}")).child("model");
            let weight = scope.child(1).tensor::<4>("weight", [1, channels, 1, 1])?;
            Ok(weight.reshape([channels, 1]))
        };
        Ok(Self {
            trunk: Trunk::load(trunk, variant)?,
            heads: WIDTHS
                .into_iter()
                .enumerate()
                .map(head)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The form of the network.
    pub fn variant(&self) -> Variant {
        self.trunk.variant()
    }

    /// The features of pictures B x 3 x H x W in [-1, 1]. Both sides must be at least [`Variant::least_side`]. To compare one picture with
    /// many, make its features once.
    pub fn features(&self, pictures: Tensor<4>) -> Features {
        let maps = self.trunk.maps(pictures);
        Features {
            maps: maps.into_iter().map(unit_length).collect(),
        }
    }

    /// The part of each map in the distance between row n of `a` and of `b`, B x 5. A single row is compared with all of the other.
    pub fn per_layer_between(&self, a: &Features, b: &Features) -> Tensor<2> {
        let layers = a.maps.iter().zip(&b.maps).zip(&self.heads);
        let parts = layers.map(|((a, b), head)| {
            let apart: Tensor<3> = (a.clone() - b.clone()).flatten(2, 3);
            // The mean over space first: the head is linear, and what is left is small.
            let channels: Tensor<2> = (apart.clone() * apart).mean_dim(2).squeeze_dim(2);
            channels.matmul(head.clone())
        });
        Tensor::cat(parts.collect(), 1)
    }

    /// The distances of all unordered pairs among the pictures of `features` (at least two): 45 for ten.
    pub fn pairs(&self, features: &Features) -> Tensor<1> {
        let count = features.len();
        let others = (0..count.saturating_sub(1)).map(|first| {
            // One picture against all that come after it.
            let (one, rest) = (
                features.narrow(first, 1),
                features.narrow(first + 1, count - first - 1),
            );
            Self::total(self.per_layer_between(&one, &rest))
        });
        Tensor::cat(others.collect(), 0)
    }

    /// As [`Self::per_layer_between`], for pictures B x 3 x H x W in [-1, 1], as many in `b` as in `a`; B x 5.
    pub fn per_layer(&self, a: Tensor<4>, b: Tensor<4>) -> Tensor<2> {
        let batch = a.dims()[0];
        // One pass of twice the batch keeps the processor busier than two.
        let both = self.features(Tensor::cat(vec![a, b], 0));
        self.per_layer_between(&both.narrow(0, batch), &both.narrow(batch, batch))
    }

    /// The distance between row n of `a` and of `b`: 0 for equal pictures, rarely above 1. Pictures B x 3 x H x W in [-1, 1], to B.
    pub fn distance(&self, a: Tensor<4>, b: Tensor<4>) -> Tensor<1> {
        Self::total(self.per_layer(a, b))
    }

    /// The distances that parts (B x 5) add up to, B.
    pub fn total(per_layer: Tensor<2>) -> Tensor<1> {
        debug_assert_eq!(per_layer.dims()[1], LAYERS);
        per_layer.sum_dim(1).squeeze_dim(1)
    }
}

impl Features {
    /// How many pictures.
    pub fn len(&self) -> usize {
        self.maps.first().map_or(0, |map| map.dims()[0])
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The features of all pictures of `parts` (at least one) in order.
    pub fn join(parts: Vec<Self>) -> Self {
        let layers = parts.first().map_or(0, |part| part.maps.len());
        let map = |at: usize| {
            let maps = parts.iter().map(|part| part.maps[at].clone());
            Tensor::cat(maps.collect(), 0)
        };
        Self {
            maps: (0..layers).map(map).collect(),
        }
    }

    /// The features of `count` pictures from number `first` on.
    pub fn narrow(&self, first: usize, count: usize) -> Self {
        let maps = self.maps.iter();
        Self {
            maps: maps
                .map(|map| map.clone().narrow(0, first, count))
                .collect(),
        }
    }
}

/// Each pixel's channel vector, divided by its length.
fn unit_length(map: Tensor<4>) -> Tensor<4> {
    let length = (map.clone() * map.clone()).sum_dim(1).sqrt();
    map / (length + LENGTH_EPSILON)
}
