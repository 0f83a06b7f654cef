//! The discriminator D(x, y): one logit per domain, the picture's own domain's is used.
//!
//! The style encoder's trunk with a 1x1 convolution on top. No norm, no smooth activation: D is piecewise linear in the
//! picture, which the exact R1 gradient of training rests on.

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::ModelConfig;
use super::layers::{Cover, Dual};
use super::style_encoder::{Trunk, trunk_width};
use super::weights::{Scope, WeightError};

/// D: picture and domain to logit.
#[derive(Module, Debug)]
pub struct Discriminator {
    main: Trunk,
    logits: Cover,
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
            logits: Cover::load(
                &main.child(last),
                [config.num_domains(), trunk_width(config), 1],
            )?,
        })
    }

    /// Logits (B) of `pictures` (B x 3 x S x S in [-1, 1]), row i for domain `domains[i]`; positive means real.
    pub fn forward(&self, pictures: Tensor<4>, domains: &[usize]) -> Tensor<1> {
        let trunk = self.main.forward(pictures).unsqueeze_dims(&[2, 3]);
        choose(self.logits.forward(trunk), domains)
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
        let trunk = self.main.forward_dual(input);
        let value = self.logits.forward(trunk.value.unsqueeze_dims(&[2, 3]));
        let slope = self.logits.slope(trunk.slope.unsqueeze_dims(&[2, 3]));
        (choose(value, domains), choose(slope, domains))
    }
}

/// Of B x D logits, those of each picture's own domain.
fn choose(all: Tensor<2>, domains: &[usize]) -> Tensor<1> {
    let chosen = super::select_heads(domains, |domain| all.clone().narrow(1, domain, 1));
    chosen.flatten(0, 1)
}
