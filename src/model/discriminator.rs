//! The discriminator D(x, y): one logit per domain, the picture's own domain's is used.
//!
//! The style encoder's trunk with a 1x1 convolution on top. No norm, no smooth activation: D is piecewise linear in the
//! picture, which the exact R1 gradient of training rests on.

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::ModelConfig;
use super::layers::{Conv, Dual};
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
        choose(self.logits.forward(self.main.forward(pictures)), domains)
    }

    /// Logits (B), and their derivatives (B) along `directions` (B x 3 x S x S). Exact and differentiable by the parameters, because D is
    /// piecewise linear in the picture.
    pub fn forward_with_slope(
        &self,
        pictures: Tensor<4>,
        directions: Tensor<4>,
        domains: &[usize],
    ) -> (Tensor<1>, Tensor<1>) {
        let input = Dual {
            value: pictures,
            slope: directions,
        };
        let all = self.logits.forward_dual(self.main.forward_dual(input));
        (choose(all.value, domains), choose(all.slope, domains))
    }
}

/// Of B x D x 1 x 1 logits, those of each picture's own domain.
fn choose(all: Tensor<4>, domains: &[usize]) -> Tensor<1> {
    let all: Tensor<2> = all.flatten(1, 3);
    let chosen = super::select_heads(domains, |domain| all.clone().narrow(1, domain, 1));
    chosen.flatten(0, 1)
}
