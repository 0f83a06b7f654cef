//! The style encoder E(x, y): a reference picture becomes a style code of a domain.
//!
//! [`Trunk`] (shared in shape, not in weights, with the discriminator): 3x3 convolution to the first width, down blocks without
//! norm to 4 x 4, LeakyReLU, a 4x4 convolution without padding, LeakyReLU. Then one linear head per domain.

use burn::module::Module;
use burn::tensor::Tensor;

use super::blocks::ResBlk;
use super::config::ModelConfig;
use burn::tensor::activation::leaky_relu;

use super::layers::{Conv, Cover, Dual, Linear, Step, activate};
use super::weights::{Scope, WeightError};
use crate::kernels::{Kind, SLOPE};

/// Channels that leave the trunk.
pub fn trunk_width(config: &ModelConfig) -> usize {
    config
        .trunk_widths()
        .last()
        .map_or(config.base_width, |block| block.output)
}

/// Picture (B x 3 x S x S) to B x width.
#[derive(Module, Debug)]
pub struct Trunk {
    first: Conv,
    blocks: Vec<ResBlk>,
    last: Cover,
}

impl Trunk {
    /// Reads the trunk from the official `Sequential` at `scope`: 0, then the blocks, then (after an activation) the 4x4 convolution.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let shapes = config.trunk_widths();
        let width = trunk_width(config);
        let last = shapes.len() + 2;
        Ok(Self {
            first: Conv::load(&scope.child(0), [config.base_width, 3, 3], true)?,
            blocks: shapes
                .into_iter()
                .enumerate()
                .map(|(at, shape)| ResBlk::load(&scope.child(at + 1), shape, false))
                .collect::<Result<_, _>>()?,
            last: Cover::load(&scope.child(last), [width, width, 4])?,
        })
    }

    /// `picture`: B x 3 x S x S in [-1, 1].
    pub fn forward(&self, picture: Tensor<4>) -> Tensor<2> {
        let first = self.first.forward(picture, Step::bare(Kind::Same));
        let x = self.blocks.iter().fold(first, |x, block| block.forward(x));
        leaky_relu(self.last.forward(activate(x)), SLOPE)
    }

    /// The trunk and its directional derivative; it has no norm and is piecewise linear.
    pub fn forward_dual(&self, picture: Dual<4>) -> Dual<2> {
        let first = Step::bare(Kind::Same);
        let first = self.first.forward_dual(picture, first, None);
        let x = self
            .blocks
            .iter()
            .fold(first, |x, block| block.forward_dual(x))
            .activate();
        let last = Dual {
            value: self.last.forward(x.value),
            slope: self.last.slope(x.slope),
        };
        last.activate()
    }
}

/// E: reference picture and domain to style code.
#[derive(Module, Debug)]
pub struct StyleEncoder {
    shared: Trunk,
    unshared: Vec<Linear>,
}

impl StyleEncoder {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let unshared = scope.child("unshared");
        let heads = 0..config.num_domains();
        Ok(Self {
            shared: Trunk::load(&scope.child("shared"), config)?,
            unshared: heads
                .map(|domain| {
                    Linear::load(
                        &unshared.child(domain),
                        trunk_width(config),
                        config.style_dim,
                    )
                })
                .collect::<Result<_, _>>()?,
        })
    }

    /// Styles (B x style_dim) of `references` (B x 3 x S x S in [-1, 1]), row i in domain `domains[i]`.
    pub fn forward(&self, references: Tensor<4>, domains: &[usize]) -> Tensor<2> {
        let trunk = self.shared.forward(references);
        super::select_heads(domains, |domain| {
            self.unshared[domain].forward(trunk.clone())
        })
    }
}
