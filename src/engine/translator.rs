//! One model at work: sources to features, styles to codes, cells to pictures, each computed once and kept.
//!
//! A plain value without threads: the window's worker and the command line both own one.

use std::collections::HashMap;
use std::sync::Arc;

use burn::tensor::Tensor;

use super::eye::Eye;
use super::half::Precision;
use super::made::OnDevice;
use crate::domain::{Fingerprint, Picture, StyleKey, StyleSource, latent, range};
use crate::model::Model;
use crate::model::generator::{Features, Masks};
use crate::model::layers::rows;

/// Bytes of encoder features kept; a 256² official source takes 0.5 MB without and 21 MB with the high-pass skip.
const FEATURE_BYTES: usize = 256 << 20;
/// Style codes kept (256 bytes each).
const STYLE_COUNT: usize = 16_384;

pub use super::translate_error::TranslateError;

/// Sources that are decoded together: more gain little (docs/performance.md) and take memory.
pub const TOGETHER: usize = 4;

/// The pictures a request speaks of, at the model's size.
pub type Pictures = HashMap<Fingerprint, Arc<Picture>>;

/// How much work a [`Translator`] has done; what its caches answered is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranslatorStats {
    /// Sources that went through the encoder.
    pub encodings: usize,
    /// Style codes that were computed, blends included.
    pub styles: usize,
    /// Pictures that were decoded.
    pub decodings: usize,
}

/// A model with its caches.
pub struct Translator {
    model: Model,
    precision: Precision,
    eye: Option<Eye>,
    features: FeatureCache,
    styles: HashMap<StyleKey, Vec<f32>>,
    means: HashMap<usize, Vec<f32>>,
    stats: TranslatorStats,
}

impl Translator {
    /// Takes a model to work.
    pub fn new(model: Model) -> Self {
        Self::with_precision(model, Precision::Full)
    }

    /// Takes a model to work whose generator computes with this precision.
    pub fn with_precision(mut model: Model, precision: Precision) -> Self {
        model.generator = precision.of(model.generator);
        Self {
            model,
            precision,
            eye: None,
            features: FeatureCache::default(),
            styles: HashMap::new(),
            means: HashMap::new(),
            stats: TranslatorStats::default(),
        }
    }

    /// What was computed so far.
    pub fn stats(&self) -> TranslatorStats {
        self.stats
    }

    /// Drops everything kept; after a fault on the device nothing it made before is trusted.
    pub fn forget(&mut self) {
        self.features = FeatureCache::default();
        self.styles.clear();
        self.means.clear();
        if let Some(eye) = &mut self.eye {
            eye.forget();
        }
    }

    /// From now on a high-pass model's sources are encoded with the masks that `eye` sees; other models have no use for it.
    pub fn see_with(&mut self, eye: Option<Eye>) {
        self.eye = eye.filter(|_| self.model.config.has_high_pass());
        self.features = FeatureCache::default();
    }

    /// What the sources' masks come from.
    pub fn eye(&mut self) -> Option<&mut Eye> {
        self.eye.as_mut()
    }

    /// What the generator computes with.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The picture of `source` (at the model's size) in `style`.
    ///
    /// # Errors
    /// When the style cannot be made by this model, a picture is missing, or the output holds no numbers.
    pub fn translate(
        &mut self,
        source: Fingerprint,
        style: &StyleSource,
        pictures: &Pictures,
    ) -> Result<Picture, TranslateError> {
        let size = self.model.config.img_size;
        picture_of(self.decode(&[source], style, pictures)?, size)
    }

    /// The pictures of several sources in one style, decoded together: two or more at once keep both cores busy to the end.
    ///
    /// # Errors
    /// As [`Self::translate`].
    pub fn translate_row(
        &mut self,
        sources: &[Fingerprint],
        style: &StyleSource,
        pictures: &Pictures,
    ) -> Result<Vec<Picture>, TranslateError> {
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let made = self.decode(sources, style, pictures)?;
        let size = self.model.config.img_size;
        let each = (0..sources.len()).map(|at| picture_of(made.clone().narrow(0, at, 1), size));
        each.collect()
    }

    /// As [`Self::translate`], but left on the window's device.
    ///
    /// # Errors
    /// As [`Self::translate`].
    pub fn translate_on_device(
        &mut self,
        source: Fingerprint,
        style: &StyleSource,
        pictures: &Pictures,
    ) -> Result<OnDevice, TranslateError> {
        let size = self.model.config.img_size;
        OnDevice::hold(self.decode(&[source], style, pictures)?, size)
    }

    /// Sources (at least one) in one style: B x 3 x S x S.
    fn decode(
        &mut self,
        sources: &[Fingerprint],
        style: &StyleSource,
        pictures: &Pictures,
    ) -> Result<Tensor<4>, TranslateError> {
        let code = self.style(style, pictures)?;
        let contents: Result<Vec<Features>, _> = sources
            .iter()
            .map(|&source| self.features(source, pictures))
            .collect();
        let features = Features::join(contents?)
            .ok_or_else(|| TranslateError::Output("no source was given".to_owned()))?;
        self.stats.decodings += sources.len();
        let style = rows(&vec![code.as_slice(); sources.len()], self.model.device());
        let style = self.precision.enter(style);
        let made = self.model.generator.decode(&features, style);
        Ok(self.precision.leave(made))
    }

    /// The style code of a recipe.
    ///
    /// # Errors
    /// As [`Self::translate`].
    pub fn style(
        &mut self,
        style: &StyleSource,
        pictures: &Pictures,
    ) -> Result<Vec<f32>, TranslateError> {
        if let Some(code) = self.styles.get(&style.key()) {
            return Ok(code.clone());
        }
        let system = self.model.config.system;
        let code = match style {
            StyleSource::Labels { from, to, strength } => self.labels(from, to, *strength)?,
            _ if system.takes_labels() => {
                return Err(TranslateError::WantsLabels(system.title()));
            }
            StyleSource::Reference { picture, domain } => {
                self.encode_style(*picture, *domain, pictures)?
            }
            StyleSource::Latent { z, domain, psi } => self.map_style(z, *domain, *psi)?,
            StyleSource::Blend { from, to, weight } => {
                let (from, to) = (self.style(from, pictures)?, self.style(to, pictures)?);
                latent::lerp(&from, &to, *weight)
            }
        };
        self.stats.styles += 1;
        if self.styles.len() >= STYLE_COUNT {
            self.styles.clear();
        }
        self.styles.insert(style.key(), code.clone());
        Ok(code)
    }

    fn labels(&self, from: &[f32], to: &[f32], strength: f32) -> Result<Vec<f32>, TranslateError> {
        let config = &self.model.config;
        if !config.system.takes_labels() {
            return Err(TranslateError::WantsStyles(config.system.title()));
        }
        let expected = config.labels.len();
        match [from.len(), to.len()]
            .into_iter()
            .find(|&found| found != expected)
        {
            Some(found) => Err(TranslateError::LabelLength { found, expected }),
            None => Ok(latent::lerp(from, to, strength)),
        }
    }

    fn encode_style(
        &self,
        picture: Fingerprint,
        domain: usize,
        pictures: &Pictures,
    ) -> Result<Vec<f32>, TranslateError> {
        self.check_domain(domain)?;
        let encoder = self
            .model
            .style_encoder
            .as_ref()
            .ok_or(TranslateError::NoStyleEncoder)?;
        numbers(encoder.forward(self.input(picture, pictures)?, &[domain]))
    }

    fn map_style(
        &mut self,
        z: &[f32],
        domain: usize,
        psi: f32,
    ) -> Result<Vec<f32>, TranslateError> {
        self.check_domain(domain)?;
        let expected = self.model.config.latent_dim;
        if z.len() != expected {
            return Err(TranslateError::LatentLength {
                found: z.len(),
                expected,
            });
        }
        let mapping = self
            .model
            .mapping_network
            .as_ref()
            .ok_or(TranslateError::NoMapping)?;
        let style = numbers(mapping.forward(rows(&[z], self.model.device()), &[domain]))?;
        if psi == 1.0 {
            return Ok(style);
        }
        Ok(latent::truncate(&style, &self.mean_style(domain)?, psi))
    }

    /// The mean of the mapping network's styles of a domain over 10,000 fixed latents.
    ///
    /// # Errors
    /// When the model has no mapping network or no such domain.
    pub fn mean_style(&mut self, domain: usize) -> Result<Vec<f32>, TranslateError> {
        self.check_domain(domain)?;
        if let Some(mean) = self.means.get(&domain) {
            return Ok(mean.clone());
        }
        let mapping = self
            .model
            .mapping_network
            .as_ref()
            .ok_or(TranslateError::NoMapping)?;
        let dim = self.model.config.latent_dim;
        let mean = numbers(mapping.mean_style(domain, dim, self.model.device()))?;
        self.means.insert(domain, mean.clone());
        Ok(mean)
    }

    fn features(
        &mut self,
        source: Fingerprint,
        pictures: &Pictures,
    ) -> Result<Features, TranslateError> {
        if let Some(features) = self.features.get(source) {
            return Ok(features);
        }
        let input = self.input(source, pictures)?;
        let eye = self.eye.as_mut();
        let masks = eye.map(|eye| eye.masks(source, input.clone()));
        let masks = masks.map(|masks| Masks {
            coarse: self.precision.enter(masks.coarse),
            fine: self.precision.enter(masks.fine),
        });
        let input = self.precision.enter(input);
        let features = self.model.generator.encode(input, masks.as_ref());
        self.stats.encodings += 1;
        self.features.insert(source, features.clone());
        Ok(features)
    }

    pub(super) fn input(
        &self,
        picture: Fingerprint,
        pictures: &Pictures,
    ) -> Result<Tensor<4>, TranslateError> {
        let size = self.model.config.img_size;
        let fits = |picture: &&Arc<Picture>| picture.width() == size && picture.height() == size;
        let picture = pictures
            .get(&picture)
            .filter(fits)
            .ok_or(TranslateError::Picture(size))?;
        Ok(self.model.pictures(range::picture_to_planes(picture)))
    }

    fn check_domain(&self, domain: usize) -> Result<(), TranslateError> {
        let count = self.model.config.num_domains();
        if domain < count {
            Ok(())
        } else {
            Err(TranslateError::NoSuchDomain { domain, count })
        }
    }
}

/// Encoder features of the sources used last, bounded by the memory they take.
#[derive(Default)]
struct FeatureCache {
    kept: HashMap<Fingerprint, (u64, Features)>,
    clock: u64,
}

impl FeatureCache {
    fn get(&mut self, source: Fingerprint) -> Option<Features> {
        self.clock += 1;
        let (used, features) = self.kept.get_mut(&source)?;
        *used = self.clock;
        Some(features.clone())
    }

    fn insert(&mut self, source: Fingerprint, features: Features) {
        self.clock += 1;
        self.kept.insert(source, (self.clock, features));
        while self.kept.len() > 1
            && self
                .kept
                .values()
                .map(|(_, kept)| kept.bytes())
                .sum::<usize>()
                > FEATURE_BYTES
        {
            let oldest = self
                .kept
                .iter()
                .min_by_key(|(_, (used, _))| *used)
                .map(|(source, _)| *source);
            oldest.and_then(|source| self.kept.remove(&source));
        }
    }
}

pub(super) fn numbers<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, TranslateError> {
    tensor
        .into_data()
        .try_into_vec::<f32>()
        .map_err(|error| TranslateError::Output(format!("{error:?}")))
}

/// The picture of a network's output: 3 x size x size values.
pub(super) fn picture_of<const D: usize>(
    output: Tensor<D>,
    size: usize,
) -> Result<Picture, TranslateError> {
    let planes = numbers(output)?;
    if planes.iter().any(|value| !value.is_finite()) {
        return Err(TranslateError::not_numbers());
    }
    range::planes_to_picture(&planes, size, size)
        .ok_or_else(|| TranslateError::Output("its size is wrong".to_owned()))
}
