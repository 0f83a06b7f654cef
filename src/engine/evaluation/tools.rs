//! The networks that look at outputs: those that Stargrid brings, and those that a person brought.

use burn::tensor::{Device, Tensor};

use super::super::extractor::FeatureExtractor;
use super::super::translator::numbers;
use super::messages::OwnExtractors;
use crate::evaluation::Metric;
use crate::model::perceptual::{Features, Perceptual};
use crate::problem::Problem;

/// Pixels whose feature maps are computed at once.
const PIXELS_AT_ONCE: usize = 4 * 256 * 256;

/// All extractors of an evaluation, on its device.
#[derive(Debug)]
pub struct Tools {
    /// ST-LPIPS, bundled.
    pub st_lpips: Perceptual,
    /// LPIPS v0.1, with the person's AlexNet.
    pub lpips: Option<Perceptual>,
    /// EfficientNet-lite0, bundled.
    pub features: FeatureExtractor,
    /// The person's Inception-v3.
    pub inception: Option<FeatureExtractor>,
}

impl Tools {
    /// Reads them.
    ///
    /// # Errors
    /// When a file that the person brought is not what it should be.
    pub fn open(own: &OwnExtractors, device: &Device) -> Result<Self, Problem> {
        let lpips = own.alexnet.as_deref();
        let inception = own.inception.as_deref();
        Ok(Self {
            st_lpips: Perceptual::bundled(device)?,
            lpips: lpips
                .map(|path| Perceptual::published(path, device))
                .transpose()?,
            features: FeatureExtractor::bundled(device)?,
            inception: inception
                .map(|path| FeatureExtractor::inception(path, device))
                .transpose()?,
        })
    }

    /// The perceptual distances of diversity, with their figures' names. A model of fewer than 21 pixels is too small for either.
    pub fn diversities(&self, side: usize) -> impl Iterator<Item = (Metric, &Perceptual)> {
        let st = (Metric::StLpips, &self.st_lpips);
        let exact = self.lpips.as_ref().map(|lpips| (Metric::Lpips, lpips));
        std::iter::once(st)
            .chain(exact)
            .filter(move |(_, distance)| side >= distance.variant().least_side())
    }

    /// The features of pictures B x 3 x S x S for a perceptual distance, a few at a time: the first maps are large.
    pub fn perceptual_features(&self, distance: &Perceptual, pictures: Tensor<4>) -> Features {
        let [count, _, height, width] = pictures.dims();
        let at_once = (PIXELS_AT_ONCE / (height * width)).max(1);
        let starts = (0..count).step_by(at_once);
        let parts = starts.map(|start| {
            let some = at_once.min(count - start);
            distance.features(pictures.clone().narrow(0, start, some))
        });
        Features::join(parts.collect())
    }
}

/// The distances of all unordered pairs of the pictures of `features` (at least two).
///
/// # Errors
/// When the device gives nothing usable back.
pub fn pairs(distance: &Perceptual, features: &Features) -> Result<Vec<f32>, Problem> {
    distances(distance.pairs(features))
}

/// Distances of one picture to others.
///
/// # Errors
/// When the device gives nothing usable back.
pub fn from_one(
    distance: &Perceptual,
    one: &Features,
    others: &Features,
) -> Result<Vec<f32>, Problem> {
    distances(Perceptual::total(distance.per_layer_between(one, others)))
}

fn distances(tensor: Tensor<1>) -> Result<Vec<f32>, Problem> {
    let values = numbers(tensor)
        .map_err(|error| Problem::because("The perceptual distance could not be read", &error))?;
    if values.iter().any(|value| !value.is_finite()) {
        return Err(Problem::new("The perceptual distance is not a number"));
    }
    Ok(values)
}
