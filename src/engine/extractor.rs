//! From pictures to features: resizing, normalising, batches. The weights are bundled (EfficientNet-lite0) or brought by a person (Inception-v3).

use std::path::Path;

use burn::tensor::{Device, Tensor, TensorData};
use rayon::prelude::*;

use super::translator::numbers;
use crate::checkpoint::source::Source;
use crate::checkpoint::torchvision::Published;
use crate::checkpoint::{Fault, TensorMap};
use crate::data::{Filter, resize};
use crate::domain::{CropBox, Picture};
use crate::model::extractor::{Extractor, Kind};
use crate::model::weights::Scope;
use crate::problem::Problem;

/// The weights, as assets/features/README.md describes them.
const WEIGHTS: &[u8] = include_bytes!("../../assets/features/efficientnet_lite0.safetensors");
/// Pictures that go through a network together.
pub const BATCH: usize = 16;

/// A feature extractor on a device.
#[derive(Clone, Debug)]
pub struct FeatureExtractor {
    network: Extractor,
    device: Device,
}

impl FeatureExtractor {
    /// EfficientNet-lite0 with the bundled weights.
    ///
    /// # Errors
    /// When the program's own file is damaged.
    pub fn bundled(device: &Device) -> Result<Self, Problem> {
        const WHAT: &str = "The feature extractor could not be prepared";
        let kind = Kind::EfficientNetLite0;
        let read = || -> Result<TensorMap, Fault> {
            Source::from_safetensors(WEIGHTS.to_vec())?.read_all(kind.name())
        };
        let tensors = read().map_err(|fault| Problem::because(WHAT, &fault))?;
        Self::of(kind, &tensors, device).map_err(|error| Problem::because(WHAT, &error))
    }

    /// Inception-v3 with the weights of torchvision's file at `path`.
    ///
    /// # Errors
    /// When the file is another one or damaged; the problem says which file is wanted and where it is published.
    pub fn inception(path: &Path, device: &Device) -> Result<Self, Problem> {
        const WHAT: &str = "Inception-v3 could not be opened";
        let tensors = Published::InceptionV3.read(path);
        let tensors = tensors.map_err(|error| Problem::because(WHAT, &error))?;
        Self::of(Kind::InceptionV3, &tensors, device)
            .map_err(|error| Problem::because(WHAT, &error))
    }

    fn of(
        kind: Kind,
        tensors: &TensorMap,
        device: &Device,
    ) -> Result<Self, crate::model::weights::WeightError> {
        Ok(Self {
            network: Extractor::load(kind, &Scope::new(tensors, kind.name(), device))?,
            device: device.clone(),
        })
    }

    /// Which network it is.
    pub fn kind(&self) -> Kind {
        self.network.kind()
    }

    /// Numbers of a picture's features: D.
    pub fn width(&self) -> usize {
        self.network.width()
    }

    /// Its name in reports.
    pub fn name(&self) -> &'static str {
        self.network.name()
    }

    /// The network's input (3 x side x side) of a picture of any size: resized as Pillow does it, without keeping the aspect, then normalised.
    /// The filter is bilinear for Inception-v3, as in StarGAN v2's FID, and bicubic for EfficientNet-lite0.
    pub fn prepare(&self, picture: &Picture) -> Vec<f32> {
        prepare(self.kind(), picture)
    }

    /// The features of all pictures, a row of [`Self::width`] for each. A few pictures are worked on at a time ([`BATCH`]).
    ///
    /// # Errors
    /// When the device gives nothing usable back, or a feature is not a number.
    pub fn features_of(&self, pictures: &[&Picture]) -> Result<Vec<f32>, Problem> {
        const WHAT: &str = "The features of the pictures could not be computed";
        let side = self.network.side();
        let mut rows = Vec::with_capacity(pictures.len() * self.width());
        for batch in pictures.chunks(BATCH) {
            let inputs: Vec<Vec<f32>> = batch
                .par_iter()
                .map(|picture| self.prepare(picture))
                .collect();
            let inputs = TensorData::new(inputs.concat(), [batch.len(), 3, side, side]);
            let inputs = Tensor::<4>::from_data(inputs, &self.device);
            let features = numbers(self.network.features(inputs))
                .map_err(|error| Problem::because(WHAT, &error))?;
            rows.extend(features);
        }
        if rows.len() != pictures.len() * self.width() || rows.iter().any(|v| !v.is_finite()) {
            return Err(Problem::new(format!("{WHAT}: some are not numbers"))
                .hint("Choose the CPU (--device cpu) and try again"));
        }
        Ok(rows)
    }
}

/// The input of a network of this kind, see [`FeatureExtractor::prepare`].
pub fn prepare(kind: Kind, picture: &Picture) -> Vec<f32> {
    let filter = match kind {
        Kind::EfficientNetLite0 => Filter::Bicubic,
        Kind::InceptionV3 => Filter::Bilinear,
    };
    let side = kind.side();
    let whole = CropBox::whole(picture.width(), picture.height());
    let small = resize(picture, whole, side, side, filter);
    // Every byte's value once, not every pixel's.
    let values = [0, 1, 2].map(|channel| {
        let bytes = 0..=u8::MAX;
        bytes
            .map(|byte| kind.value(channel, byte))
            .collect::<Vec<f32>>()
    });
    let mut planes = Vec::with_capacity(3 * side * side);
    for (channel, values) in values.iter().enumerate() {
        let bytes = small.rgb().iter().skip(channel).step_by(3);
        planes.extend(bytes.map(|&byte| values[usize::from(byte)]));
    }
    planes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_values_by_each_networks_rule() {
        let picture = Picture::filled(40, 30, [127, 255, 0]);
        let planes = prepare(Kind::EfficientNetLite0, &picture);
        assert_eq!(planes.len(), 3 * 224 * 224);
        assert_eq!(planes[0], 0.0);
        assert_eq!(planes[224 * 224], 1.0);
        assert_eq!(planes[2 * 224 * 224], -127.0 / 128.0);
        let planes = prepare(Kind::InceptionV3, &picture);
        assert_eq!(planes.len(), 3 * 299 * 299);
        let expected = (127.0 / 255.0 - 0.485) / 0.229;
        assert!((planes[0] - expected).abs() < 1e-6);
        assert_eq!(planes[299 * 299], (1.0 - 0.456) / 0.224);
    }

    #[test]
    fn a_row_is_the_pictures_own_whatever_the_batch() {
        let extractor = FeatureExtractor::bundled(&Device::flex()).unwrap();
        let pictures: Vec<Picture> = (0..BATCH + 1)
            .map(|seed| {
                let bytes = (0..12 * 12 * 3).map(|at| (at * (7 + seed) % 251) as u8);
                Picture::new(12, 12, bytes.collect()).unwrap()
            })
            .collect();
        let all: Vec<&Picture> = pictures.iter().collect();
        let rows = extractor.features_of(&all).unwrap();
        let width = extractor.width();
        assert_eq!(rows.len(), all.len() * width);
        let last = extractor.features_of(&all[BATCH..]).unwrap();
        assert_eq!(rows[BATCH * width..], last);
        assert_ne!(rows[..width], last);
        assert!(extractor.features_of(&[]).unwrap().is_empty());
    }
}
