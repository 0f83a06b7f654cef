//! The networks of the family's systems, in Burn and own kernels for it.
//!
//! A [`Model`] is built from a [`ModelConfig`](config::ModelConfig) and a map of named tensors on a device chosen at run time.

pub mod activated;
pub mod blocks;
pub mod config;
pub mod discriminator;
pub mod encoder;
pub mod extractor;
pub mod face_masks;
pub mod fan;
pub mod form;
pub mod frozen;
pub mod fused_norm;
pub mod generator;
pub mod label_generator;
pub mod layers;
pub mod mapping;
pub mod modulated;
pub mod operation;
pub mod patch_discriminator;
pub mod perceptual;
pub mod schema;
pub mod style_encoder;
pub mod system;
pub mod systems;
pub mod weights;
pub mod wide;

use burn::tensor::{Device, Int, Tensor, TensorData};

use config::ModelConfig;
use discriminator::Discriminator;
use fan::Fan;
use generator::Features;
use mapping::MappingNetwork;
use patch_discriminator::PatchDiscriminator;
use schema::NetworkKind;
use style_encoder::StyleEncoder;
use systems::Generator;
use systems::stargan::LabelShape;
use weights::{Scope, TensorMap, WeightError};

/// A model on a device: the networks that its file had.
#[derive(Debug)]
pub struct Model {
    /// The configuration all networks share.
    pub config: ModelConfig,
    /// Picture and style code or label vector to picture.
    pub generator: Generator,
    /// Latent to style, when the file has it.
    pub mapping_network: Option<MappingNetwork>,
    /// Reference to style, when the file has it.
    pub style_encoder: Option<StyleEncoder>,
    /// Picture to logit, when the file has it.
    pub discriminator: Option<Discriminator>,
    /// Picture to labels, when a label system's file has its discriminator.
    pub classifier: Option<PatchDiscriminator>,
    /// The landmark network whose masks a high-pass model is trained with; sample sheets are drawn with it.
    pub fan: Option<Fan>,
    device: Device,
}

impl Model {
    /// Builds every network that `tensors` holds. A network none of whose tensors is there is left out.
    ///
    /// # Errors
    /// When the generator is absent, or a present network lacks a tensor or has one of another shape.
    pub fn load(
        config: &ModelConfig,
        tensors: &TensorMap,
        device: &Device,
    ) -> Result<Self, WeightError> {
        let scope = |kind: NetworkKind| Scope::new(tensors, kind.name(), device);
        let present = |kind: NetworkKind| {
            let prefix = format!("{}.", kind.name());
            tensors
                .range(prefix.clone()..)
                .next()
                .is_some_and(|(name, _)| name.starts_with(&prefix))
        };
        let styled = !config.system.takes_labels();
        let optional = |kind: NetworkKind| (styled && present(kind)).then(|| scope(kind));
        Ok(Self {
            config: config.clone(),
            generator: Generator::load(&scope(NetworkKind::Generator), config)?,
            mapping_network: optional(NetworkKind::MappingNetwork)
                .map(|at| MappingNetwork::load(&at, config))
                .transpose()?,
            style_encoder: optional(NetworkKind::StyleEncoder)
                .map(|at| StyleEncoder::load(&at, config))
                .transpose()?,
            discriminator: optional(NetworkKind::Discriminator)
                .map(|at| Discriminator::load(&at, config))
                .transpose()?,
            classifier: (!styled && present(NetworkKind::Discriminator))
                .then(|| {
                    let shape = LabelShape::of(config);
                    PatchDiscriminator::load(&scope(NetworkKind::Discriminator), &shape)
                })
                .transpose()?,
            fan: None,
            device: device.clone(),
        })
    }

    /// A model made of networks that are already on `device`, without a discriminator.
    pub fn of_networks(
        config: ModelConfig,
        generator: Generator,
        mapping_network: MappingNetwork,
        style_encoder: StyleEncoder,
        device: Device,
    ) -> Self {
        Self {
            config,
            generator,
            mapping_network: Some(mapping_network),
            style_encoder: Some(style_encoder),
            discriminator: None,
            classifier: None,
            fan: None,
            device,
        }
    }

    /// A label system's model made of networks that are already on `device`.
    pub fn of_label_networks(
        config: ModelConfig,
        generator: Generator,
        classifier: PatchDiscriminator,
        device: Device,
    ) -> Self {
        Self {
            config,
            generator,
            mapping_network: None,
            style_encoder: None,
            discriminator: None,
            classifier: Some(classifier),
            fan: None,
            device,
        }
    }

    /// The content of sources (B x 3 x S x S), with masks where the model has a landmark network.
    pub fn encode(&self, sources: Tensor<4>) -> Features {
        let masks = self.fan.as_ref();
        let masks = masks.map(|fan| face_masks::of(fan, sources.clone()));
        self.generator.encode(sources, masks.as_ref())
    }

    /// The device the networks are on.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Planar values (3 x S x S in [-1, 1], several pictures after one another) as a B x 3 x S x S tensor on this device.
    pub fn pictures(&self, planes: Vec<f32>) -> Tensor<4> {
        let size = self.config.img_size;
        let batch = planes.len() / (3 * size * size);
        Tensor::from_data(
            TensorData::new(planes, [batch, 3, size, size]),
            &self.device,
        )
    }
}

/// Row i of the result is row i of `head(domains[i])`. Only the heads that occur are computed.
fn select_heads(domains: &[usize], head: impl Fn(usize) -> Tensor<2>) -> Tensor<2> {
    let mut occurring = domains.to_vec();
    occurring.sort_unstable();
    occurring.dedup();
    let outputs: Vec<Tensor<2>> = occurring.iter().map(|&domain| head(domain)).collect();
    if let [only] = outputs.as_slice() {
        return only.clone();
    }
    let batch = domains.len();
    let device = outputs[0].device();
    let place = |domain| occurring.partition_point(|&other| other < domain);
    let rows: Vec<i64> = domains
        .iter()
        .enumerate()
        .map(|(row, &domain)| (place(domain) * batch + row) as i64)
        .collect();
    let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [batch]), &device);
    Tensor::cat(outputs, 0).select(0, rows)
}
