//! The discriminator D(x, y): one logit per domain, the picture's own domain's is used.
//!
//! The style encoder's trunk with a 1x1 convolution on top. No norm, no smooth activation: D is piecewise linear in the
//! picture, which the exact R1 gradient of training rests on.

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::ModelConfig;
use super::layers::Conv;
use super::style_encoder::{Trunk, trunk_width};
use super::weights::{Scope, WeightError};

/// D: picture and domain to logit.
#[derive(Module, Debug)]
pub struct Discriminator {
    main: Trunk,
    logits: Conv,
}

impl Discriminator {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let main = scope.child("main");
        let last = config.trunk_widths().len() + 4;
        Ok(Self {
            main: Trunk::load(&main, config)?,
            logits: Conv::load(
                &main.child(last),
                [config.num_domains(), trunk_width(config), 1],
                true,
                0,
            )?,
        })
    }

    /// Logits (B) of `pictures` (B x 3 x S x S in [-1, 1]), row i for domain `domains[i]`; positive means real.
    pub fn forward(&self, pictures: Tensor<4>, domains: &[usize]) -> Tensor<1> {
        let all: Tensor<2> = self
            .logits
            .forward(self.main.forward(pictures))
            .flatten(1, 3);
        let chosen = super::select_heads(domains, |domain| all.clone().narrow(1, domain, 1));
        chosen.flatten(0, 1)
    }
}
