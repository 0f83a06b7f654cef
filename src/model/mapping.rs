//! The mapping network F(z, y): a latent code becomes a style code of a domain.
//!
//! Shared trunk: latent to hidden, then three hidden layers, ReLU after each. Per domain: three hidden layers with ReLU, then
//! hidden to style without activation.

use burn::module::Module;
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor, TensorData};

use super::config::ModelConfig;
use super::layers::Linear;
use super::weights::{Scope, WeightError};
use crate::domain::latent;

/// Names of the linear layers inside the official `Sequential`s; the odd numbers are activations.
const LAYERS: [usize; 4] = [0, 2, 4, 6];

/// Latents whose mean is a domain's mean style, as in the official sampling code.
const MEAN_SAMPLES: usize = 10_000;
/// Their seed.
const MEAN_SEED: u64 = 0;

/// F: latent code and domain to style code.
#[derive(Module, Debug)]
pub struct MappingNetwork {
    shared: Vec<Linear>,
    unshared: Vec<Vec<Linear>>,
}

impl MappingNetwork {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let hidden = config.hidden;
        let stack = |scope: Scope<'_>, first: usize, last: usize| {
            let sizes = [
                (first, hidden),
                (hidden, hidden),
                (hidden, hidden),
                (hidden, last),
            ];
            let layers = LAYERS.iter().zip(sizes);
            layers
                .map(|(name, (input, out))| Linear::load(&scope.child(name), input, out))
                .collect::<Result<Vec<_>, _>>()
        };
        let heads = 0..config.num_domains();
        let unshared = scope.child("unshared");
        Ok(Self {
            shared: stack(scope.child("shared"), config.latent_dim, hidden)?,
            unshared: heads
                .map(|domain| stack(unshared.child(domain), hidden, config.style_dim))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Styles (B x style_dim) of `latents` (B x latent_dim), row i in domain `domains[i]`.
    pub fn forward(&self, latents: Tensor<2>, domains: &[usize]) -> Tensor<2> {
        let trunk = self
            .shared
            .iter()
            .fold(latents, |x, layer| relu(layer.forward(x)));
        super::select_heads(domains, |domain| {
            head(&self.unshared[domain], trunk.clone())
        })
    }
}

impl MappingNetwork {
    /// The mean style (1 x style_dim) of a domain over 10,000 fixed latents: the point that truncation moves toward, as in the official
    /// sampling code.
    pub fn mean_style(&self, domain: usize, latent_dim: usize, device: &Device) -> Tensor<2> {
        let codes = latent::many(MEAN_SEED, MEAN_SAMPLES, latent_dim);
        let codes = TensorData::new(codes, [MEAN_SAMPLES, latent_dim]);
        let styles = self.forward(Tensor::from_data(codes, device), &[domain; MEAN_SAMPLES]);
        styles.mean_dim(0)
    }
}

fn head(layers: &[Linear], trunk: Tensor<2>) -> Tensor<2> {
    let last = layers.len().saturating_sub(1);
    layers.iter().enumerate().fold(trunk, |x, (at, layer)| {
        let x = layer.forward(x);
        if at < last { relu(x) } else { x }
    })
}
