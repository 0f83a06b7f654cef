//! StarGAN v2 with modulated convolutions (Hramchenko, "Modifying StarGAN V2 using Modulated Convolutions"): another decoder.
//!
//! Instead of normalising maps and scaling them by the style (AdaIN), the style scales the convolutions' weights per sample, and the
//! scale it gave to the result is divided out again (demodulation). Each block adds a picture of its size (`toRGB`) to the enlarged
//! one of the block before; the last sum is the result. Encoder, other networks and losses are the official ones.
//!
//! Shapes: as the official generator; the picture grows with the blocks from B x 3 x 16 x 16 (8 x 8 with the high-pass skip) to
//! B x 3 x S x S. No tanh: values are unbounded.

mod convolution;
mod enlarging;
mod layout;
mod resample;
mod to_rgb;

use burn::module::Module;
use burn::tensor::Tensor;

use super::config::{BlockWidths, ModelConfig};
use super::encoder::{Encoder, Features, Masks};
use super::form::Form;
use super::layers::{AffineNorm, Conv, Step, activate};
use super::systems::unet::Skips;
use super::weights::{Scope, WeightError};
use crate::kernels::Kind;

use convolution::ModulatedConv;
use resample::{blur, enlarge};
use to_rgb::ToRgb;

pub use layout::{STYLE_TENSOR, blur_buffers, is_constant, is_layout, maps, specs};

/// `GenResBlk`: B x in x H x W to B x out x H(x2) x W(x2), and the picture so far, B x 3 x H(x2) x W(x2).
///
/// Enlarging is linear and alike for all channels, so it commutes with scaling them and with the shortcut's 1x1 convolution: both
/// happen on the small side.
#[derive(Module, Debug)]
struct GenResBlk {
    conv1: ModulatedConv,
    conv2: ModulatedConv,
    conv1x1: Option<Conv>,
    to_rgb: ToRgb,
    up: bool,
    #[module(skip)]
    form: Form,
}

impl GenResBlk {
    fn load(scope: &Scope<'_>, shape: BlockWidths, style_dim: usize) -> Result<Self, WeightError> {
        let BlockWidths {
            input,
            output,
            resample,
        } = shape;
        let shortcut = || Conv::load(&scope.child("conv1x1"), [output, input, 1], false);
        let conv = |at, widths| ModulatedConv::load(scope, at, widths, style_dim);
        Ok(Self {
            conv1: conv(1, [output, input])?,
            conv2: conv(2, [output, output])?,
            conv1x1: shape.learned_shortcut().then(shortcut).transpose()?,
            to_rgb: ToRgb::load(&scope.child("toRGB"), output, style_dim)?,
            up: resample,
            form: scope.form(),
        })
    }

    /// `x`: B x in x H x W, `style`: B x style_dim, `picture`: what the blocks before made.
    fn forward(
        &self,
        x: Tensor<4>,
        style: Tensor<2>,
        picture: Option<Tensor<4>>,
    ) -> (Tensor<4>, Tensor<4>) {
        let larger = |map| enlarge(map, self.form);
        let sized = |map: Tensor<4>| if self.up { larger(map) } else { map };
        let (first, second) = (
            self.conv1.factors(style.clone()),
            self.conv2.factors(style.clone()),
        );
        let shortcut = match &self.conv1x1 {
            Some(conv) => conv.forward(x.clone(), Step::bare(Kind::Point)),
            None => x.clone(),
        };
        let y = self.conv1.convolve(sized(scaled(x, first.entering)));
        // The demodulation is positive, so it passes through the LeakyReLU and joins the next scale.
        let y = scaled(activate(y), first.leaving * second.entering);
        let y = scaled(self.conv2.convolve(y), second.leaving);
        let x = activate(y + sized(shortcut));
        let own = self.to_rgb.forward(x.clone(), style);
        let picture = match picture {
            Some(before) if self.up => own + blur(larger(before)),
            Some(before) => own + before,
            None => own,
        };
        (x, picture)
    }
}

/// Every channel of every sample times its own factor (B x C).
fn scaled(x: Tensor<4>, factors: Tensor<2>) -> Tensor<4> {
    let [batch, channels] = factors.dims();
    x * factors.reshape([batch, channels, 1, 1])
}

/// G: picture and style code to picture.
#[derive(Module, Debug)]
pub struct ModulatedGenerator {
    encoder: Encoder,
    decode: Vec<GenResBlk>,
    // Never used, but every public file has them: they are kept so that an export is complete.
    to_rgb_norm: AffineNorm,
    to_rgb_conv: Conv,
}

impl ModulatedGenerator {
    /// Builds the network of `config` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, config: &ModelConfig) -> Result<Self, WeightError> {
        let decode = config.decoder_widths().into_iter().enumerate();
        let at = scope.child("decode");
        Ok(Self {
            encoder: Encoder::load(scope, config, Skips::None)?,
            decode: decode
                .map(|(index, shape)| GenResBlk::load(&at.child(index), shape, config.style_dim))
                .collect::<Result<_, _>>()?,
            to_rgb_norm: AffineNorm::load(&scope.child("to_rgb.0"), config.base_width)?,
            to_rgb_conv: Conv::load(&scope.child("to_rgb.2"), [3, config.base_width, 1], true)?,
        })
    }

    /// The content of `source` (B x 3 x S x S in [-1, 1]). Masks act only in a model with `w_hpf > 0`.
    pub fn encode(&self, source: Tensor<4>, masks: Option<&Masks>) -> Features {
        self.encoder.forward(source, masks)
    }

    /// The picture (B x 3 x S x S, unbounded) of `features` in `style` (B x style_dim).
    pub fn decode(&self, features: &Features, style: Tensor<2>) -> Tensor<4> {
        let mut last = None;
        let x = self.watched(features, style, |picture| last = Some(picture.clone()));
        // A configuration has at least two blocks.
        last.unwrap_or(x)
    }

    /// The picture after each block of the decoder, smallest first; the last is the result.
    pub fn stages(&self, features: &Features, style: Tensor<2>) -> Vec<Tensor<4>> {
        let mut all = Vec::new();
        self.watched(features, style, |picture| all.push(picture.clone()));
        all
    }

    /// Runs the decoder, showing the picture after each block; gives the last map. High-passed maps join the map, never the picture.
    fn watched(
        &self,
        features: &Features,
        style: Tensor<2>,
        mut seen: impl FnMut(&Tensor<4>),
    ) -> Tensor<4> {
        let mut picture = None;
        features.decode(self.decode.len(), |at, x| {
            let (x, after) = self.decode[at].forward(x, style.clone(), picture.take());
            seen(&after);
            picture = Some(after);
            x
        })
    }
}
