//! Feature extractors: a picture to some numbers that say what is on it. Distributions of pictures are compared by them (KID, Fréchet distance).
//!
//! | | weights | input | features |
//! | --- | --- | --- | --- |
//! | [`EfficientNet`]-lite0 | bundled | 224 x 224, (v - 127) / 128 | 1280 |
//! | [`Inception`]-v3 | torchvision's file, brought by a person | 299 x 299, ImageNet's mean and deviation | 2048 |
//!
//! Batch norms use their running statistics and are folded into the convolutions before them when a network is built. Inputs are
//! B x 3 x S x S, features B x D, all float32; nothing is trained.

mod efficientnet;
mod inception;
mod plan;

use burn::tensor::Tensor;

pub use efficientnet::EfficientNet;
pub use inception::Inception;

use super::schema::TensorSpec;
use super::weights::{Scope, WeightError};

/// ImageNet's mean and deviation of each colour, of values in [0, 1].
const COLOUR_MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const COLOUR_DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];
/// What EfficientNet-lite takes off a byte, and divides by.
const BYTE_MEAN: f32 = 127.0;
const BYTE_DEVIATION: f32 = 128.0;

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// EfficientNet-lite0.
    EfficientNetLite0,
    /// Inception-v3.
    InceptionV3,
}

impl Kind {
    /// Its name in reports, and the start of its tensors' names in a [`TensorMap`](super::weights::TensorMap).
    pub fn name(self) -> &'static str {
        match self {
            Self::EfficientNetLite0 => "efficientnet_lite0",
            Self::InceptionV3 => "inception_v3",
        }
    }

    /// Numbers of a picture's features.
    pub fn width(self) -> usize {
        match self {
            Self::EfficientNetLite0 => efficientnet::WIDTH,
            Self::InceptionV3 => inception::WIDTH,
        }
    }

    /// Height and width of the pictures it takes.
    pub fn side(self) -> usize {
        match self {
            Self::EfficientNetLite0 => 224,
            Self::InceptionV3 => 299,
        }
    }

    /// A byte of colour channel 0 to 2 as the network takes it.
    pub fn value(self, channel: usize, byte: u8) -> f32 {
        let byte = f32::from(byte);
        match self {
            Self::EfficientNetLite0 => (byte - BYTE_MEAN) / BYTE_DEVIATION,
            Self::InceptionV3 => (byte / 255.0 - COLOUR_MEAN[channel]) / COLOUR_DEVIATION[channel],
        }
    }

    /// Every tensor that the network reads, by its published name. `running_mean` and `running_var` are listed as bias and scale, which they
    /// act like.
    pub fn specs(self) -> Vec<TensorSpec> {
        match self {
            Self::EfficientNetLite0 => efficientnet::specs(),
            Self::InceptionV3 => inception::specs(),
        }
    }
}

/// One of the networks.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one lives for an evaluation")]
pub enum Extractor {
    /// EfficientNet-lite0.
    EfficientNet(EfficientNet),
    /// Inception-v3.
    Inception(Inception),
}

impl Extractor {
    /// Reads the network's tensors by their published names from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(kind: Kind, scope: &Scope<'_>) -> Result<Self, WeightError> {
        Ok(match kind {
            Kind::EfficientNetLite0 => Self::EfficientNet(EfficientNet::load(scope)?),
            Kind::InceptionV3 => Self::Inception(Inception::load(scope)?),
        })
    }

    /// Which network it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::EfficientNet(_) => Kind::EfficientNetLite0,
            Self::Inception(_) => Kind::InceptionV3,
        }
    }

    /// Numbers of a picture's features.
    pub fn width(&self) -> usize {
        self.kind().width()
    }

    /// Height and width of the pictures it takes.
    pub fn side(&self) -> usize {
        self.kind().side()
    }

    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }

    /// The features (B x width) of normalised pictures (B x 3 x side x side, see [`Kind::value`]).
    pub fn features(&self, pictures: Tensor<4>) -> Tensor<2> {
        match self {
            Self::EfficientNet(network) => network.features(pictures),
            Self::Inception(network) => network.features(pictures),
        }
    }
}
