//! The residual blocks of StarGAN v2: [`ResBlk`] (encoder, style encoder, discriminator) and [`AdainResBlk`] (decoder).
//!
//! Down blocks pool after the first convolution, up blocks enlarge before it. A shortcut convolution (1x1, no bias) exists
//! only where the width changes; since it commutes with pooling and nearest enlargement it runs on the small side.

use std::f64::consts::FRAC_1_SQRT_2;

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::BlockWidths;
use super::layers::{AdaIn, AffineNorm, Conv, Dual, Step};
use super::weights::{Scope, WeightError};
use crate::kernels::{Kind, Resample};

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
            conv1: Conv::load(&scope.child("conv1"), [input, input, 3], true)?,
            conv2: Conv::load(&scope.child("conv2"), [output, input, 3], true)?,
            norm1: norm("norm1")?,
            norm2: norm("norm2")?,
            conv1x1: load_shortcut(scope, shape)?,
            down: resample,
        })
    }

    /// `x`: B x in x H x W.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let batch = x.dims()[0];
        let norm = |norm: &Option<AffineNorm>| norm.as_ref().map(|norm| norm.factors(batch));
        let (first, point, kept) = self.kinds();
        let shortcut = match &self.conv1x1 {
            Some(conv) => (conv.forward(x.clone(), Step::bare(point)), Resample::Keep),
            None => (x.clone(), kept),
        };
        let x = self
            .conv1
            .forward(x, Step::activated(first, norm(&self.norm1)));
        let second = Step::activated(Kind::Same, norm(&self.norm2));
        self.conv2.forward(x, second.plus(shortcut, FRAC_1_SQRT_2))
    }

    /// The block and its directional derivative. Only for blocks without norm, which are piecewise linear.
    pub fn forward_dual(&self, x: Dual) -> Dual {
        debug_assert!(self.norm1.is_none() && self.norm2.is_none());
        let (first, point, kept) = self.kinds();
        let shortcut = match &self.conv1x1 {
            Some(conv) => {
                let small = conv.forward_dual(x.clone(), Step::bare(point), None);
                (small, Resample::Keep)
            }
            None => (x.clone(), kept),
        };
        let x = self
            .conv1
            .forward_dual(x, Step::activated(first, None), None);
        let second = Step {
            factor: FRAC_1_SQRT_2,
            ..Step::activated(Kind::Same, None)
        };
        self.conv2.forward_dual(x, second, Some(shortcut))
    }

    /// What the first convolution and the shortcut do to the size, with and without a convolution of its own.
    fn kinds(&self) -> (Kind, Kind, Resample) {
        if self.down {
            (Kind::Down, Kind::PointDown, Resample::Halve)
        } else {
            (Kind::Same, Kind::Point, Resample::Keep)
        }
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
            conv1: Conv::load(&scope.child("conv1"), [output, input, 3], true)?,
            norm2: AdaIn::load(&scope.child("norm2"), style_dim, output)?,
            conv2: Conv::load(&scope.child("conv2"), [output, output, 3], true)?,
            conv1x1: load_shortcut(scope, shape)?,
            up: resample,
            residual_only,
        })
    }

    /// `x`: B x in x H x W, `style`: B x style_dim.
    pub fn forward(&self, x: Tensor<4>, style: Tensor<2>) -> Tensor<4> {
        let (first, resample) = if self.up {
            (Kind::Up, Resample::Double)
        } else {
            (Kind::Same, Resample::Keep)
        };
        let shortcut = || match &self.conv1x1 {
            // On the small side: a 1x1 convolution commutes with enlarging.
            Some(conv) => conv.forward(x.clone(), Step::bare(Kind::Point)),
            None => x.clone(),
        };
        let shortcut = (!self.residual_only).then(shortcut);
        let first = Step::activated(first, Some(self.norm1.factors(style.clone())));
        let x = self.conv1.forward(x, first);
        let second = Step::activated(Kind::Same, Some(self.norm2.factors(style)));
        let second = match shortcut {
            Some(shortcut) => second.plus((shortcut, resample), FRAC_1_SQRT_2),
            None => second,
        };
        self.conv2.forward(x, second)
    }
}
