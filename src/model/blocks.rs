//! The residual blocks of StarGAN v2: [`ResBlk`] (encoder, style encoder, discriminator) and [`AdainResBlk`] (decoder).
//!
//! Down blocks pool after the first convolution, up blocks enlarge before it. A shortcut convolution (1x1, no bias) exists
//! only where the width changes; since it commutes with pooling and nearest enlargement it runs on the small side.

use std::f64::consts::FRAC_1_SQRT_2;

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::BlockWidths;
use super::layers::{AdaIn, AffineNorm, Conv, Dual, activate, double, halve};
use super::weights::{Scope, WeightError};

/// Pre-activation residual block: B x in x H x W to B x out x H(/2) x W(/2), divided by sqrt 2.
#[derive(Module, Debug)]
pub struct ResBlk {
    conv1: Conv,
    conv2: Conv,
    norm1: Option<AffineNorm>,
    norm2: Option<AffineNorm>,
    conv1x1: Option<Conv>,
    down: bool,
}

impl ResBlk {
    /// Reads the block from `scope`; `normalize` only in the generator's encoder.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        shape: BlockWidths,
        normalize: bool,
    ) -> Result<Self, WeightError> {
        let BlockWidths {
            input,
            output,
            resample,
        } = shape;
        let norm = |name: &str| match normalize {
            true => AffineNorm::load(&scope.child(name), input).map(Some),
            false => Ok(None),
        };
        Ok(Self {
            conv1: Conv::load(&scope.child("conv1"), [input, input, 3], true, 1)?,
            conv2: Conv::load(&scope.child("conv2"), [output, input, 3], true, 1)?,
            norm1: norm("norm1")?,
            norm2: norm("norm2")?,
            conv1x1: load_shortcut(scope, shape)?,
            down: resample,
        })
    }

    /// `x`: B x in x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        (self.shortcut(x.clone()) + self.residual(x)) * FRAC_1_SQRT_2
    }

    /// The block and its directional derivative. Only for blocks without norm, which are piecewise linear.
    pub fn forward_dual(&self, x: Dual) -> Dual {
        debug_assert!(self.norm1.is_none() && self.norm2.is_none());
        let pooled = |x: Dual| if self.down { x.linear(halve) } else { x };
        let shortcut = pooled(x.clone());
        let shortcut = match &self.conv1x1 {
            Some(conv) => conv.forward_dual(shortcut),
            None => shortcut,
        };
        let residual = pooled(self.conv1.forward_dual(x.activate()));
        let residual = self.conv2.forward_dual(residual.activate());
        Dual {
            value: (shortcut.value + residual.value) * FRAC_1_SQRT_2,
            slope: (shortcut.slope + residual.slope) * FRAC_1_SQRT_2,
        }
    }

    fn shortcut(&self, x: Tensor<4>) -> Tensor<4> {
        let x = if self.down { halve(x) } else { x };
        match &self.conv1x1 {
            Some(conv) => conv.forward(x),
            None => x,
        }
    }

    fn residual(&self, x: Tensor<4>) -> Tensor<4> {
        let x = self
            .conv1
            .forward(activate(normalized(self.norm1.as_ref(), x)));
        let x = if self.down { halve(x) } else { x };
        self.conv2
            .forward(activate(normalized(self.norm2.as_ref(), x)))
    }
}

fn normalized(norm: Option<&AffineNorm>, x: Tensor<4>) -> Tensor<4> {
    match norm {
        Some(norm) => norm.forward(x),
        None => x,
    }
}

fn load_shortcut(scope: &Scope<'_>, shape: BlockWidths) -> Result<Option<Conv>, WeightError> {
    if !shape.learned_shortcut() {
        return Ok(None);
    }
    Conv::load(
        &scope.child("conv1x1"),
        [shape.output, shape.input, 1],
        false,
        0,
    )
    .map(Some)
}

/// Decoder block: the style enters through two AdaIN layers. B x in x H x W to B x out x H(x2) x W(x2).
///
/// With the high-pass skip (`w_hpf > 0`) the block is its residual alone: no shortcut, no division. The shortcut's weights
/// exist in the official files all the same; they are kept so that an export is complete.
#[derive(Module, Debug)]
pub struct AdainResBlk {
    norm1: AdaIn,
    conv1: Conv,
    norm2: AdaIn,
    conv2: Conv,
    conv1x1: Option<Conv>,
    up: bool,
    residual_only: bool,
}

impl AdainResBlk {
    /// Reads the block from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(
        scope: &Scope<'_>,
        shape: BlockWidths,
        style_dim: usize,
        residual_only: bool,
    ) -> Result<Self, WeightError> {
        let BlockWidths {
            input,
            output,
            resample,
        } = shape;
        Ok(Self {
            norm1: AdaIn::load(&scope.child("norm1"), style_dim, input)?,
            conv1: Conv::load(&scope.child("conv1"), [output, input, 3], true, 1)?,
            norm2: AdaIn::load(&scope.child("norm2"), style_dim, output)?,
            conv2: Conv::load(&scope.child("conv2"), [output, output, 3], true, 1)?,
            conv1x1: load_shortcut(scope, shape)?,
            up: resample,
            residual_only,
        })
    }

    /// `x`: B x in x H x W, `style`: B x style_dim.
    pub fn forward(&self, x: Tensor<4>, style: Tensor<2>) -> Tensor<4> {
        if self.residual_only {
            return self.residual(x, style);
        }
        (self.residual(x.clone(), style) + self.shortcut(x)) * FRAC_1_SQRT_2
    }

    fn shortcut(&self, x: Tensor<4>) -> Tensor<4> {
        let x = match &self.conv1x1 {
            Some(conv) => conv.forward(x),
            None => x,
        };
        if self.up { double(x) } else { x }
    }

    fn residual(&self, x: Tensor<4>, style: Tensor<2>) -> Tensor<4> {
        let x = activate(self.norm1.forward(x, style.clone()));
        let x = if self.up { double(x) } else { x };
        let x = self.conv1.forward(x);
        self.conv2.forward(activate(self.norm2.forward(x, style)))
    }
}
