//! The official losses. Each function gives a sum to call `backward` on and the unweighted terms as plain tensors.
//!
//! R1 asks for the gradient of a gradient, which first-order autodiff has not. But D is piecewise linear in the picture: with
//! g = dD/dx held constant, half the squared norm of the gradient has the same parameter gradient as the derivative of D along g,
//! and that is an ordinary forward pass of its linear pieces ([`Discriminator::forward_with_slope`]).

use burn::module::Module as _;
use burn::tensor::Tensor;
use burn::tensor::activation::sigmoid;

use super::config::LossOptions;
use crate::model::discriminator::Discriminator;
use crate::model::face_masks;
use crate::model::fan::Fan;
use crate::model::generator::{Features, Masks};
use crate::model::style_encoder::StyleEncoder;
use crate::model::systems::Generator;

/// Binary cross-entropy with logits against "real" (`true`) or "fake", mean over the batch, stable for large logits.
pub fn adversarial(logits: Tensor<1>, real: bool) -> Tensor<1> {
    let signed = if real { logits.neg() } else { logits };
    // softplus(l) = max(l, 0) + ln(1 + exp(-|l|))
    let tail = signed.clone().abs().neg().exp().log1p();
    (signed.clamp_min(0.0) + tail).mean()
}

/// Mean absolute difference.
pub(super) fn distance<const D: usize>(a: Tensor<D>, b: Tensor<D>) -> Tensor<1> {
    (a - b).abs().mean()
}

/// A discriminator's loss on one (micro-)batch.
#[derive(Debug)]
pub struct DiscriminatorLoss {
    /// What D minimises.
    pub total: Tensor<1>,
    /// `real`, `fake` and `reg` (R1 with its factor 0.5), then the mean sigma of real and of fake pictures.
    pub terms: [Tensor<1>; 5],
}

/// L_D = adv(D(x, y), real) + adv(D(x', y'), fake) + lambda_reg R1(x, y). `real` and `fake`: B x 3 x S x S, constants.
pub fn discriminator(
    d: &Discriminator,
    (real, real_domains): (Tensor<4>, &[usize]),
    (fake, fake_domains): (Tensor<4>, &[usize]),
    lambda_reg: f32,
) -> DiscriminatorLoss {
    let gradient = input_gradient(d, real.clone(), real_domains);
    let (real_logits, slope) = d.forward_with_slope(real, gradient, real_domains);
    let fake_logits = d.forward(fake, fake_domains);
    let (slope, sigma_real, sigma_fake) = (
        slope.mean(),
        sigmoid(real_logits.clone()).mean(),
        sigmoid(fake_logits.clone()).mean(),
    );
    let real = adversarial(real_logits, true);
    let fake = adversarial(fake_logits, false);
    let terms = [
        real.clone(),
        fake.clone(),
        slope.clone() * 0.5,
        sigma_real,
        sigma_fake,
    ];
    DiscriminatorLoss {
        total: real + fake + slope * lambda_reg,
        terms: terms.map(Tensor::without_autodiff),
    }
}

/// R1 alone: half the mean squared norm of dD/dx, with the parameter gradient of exactly that.
pub fn r1(d: &Discriminator, real: Tensor<4>, domains: &[usize]) -> (Tensor<1>, Tensor<1>) {
    let gradient = input_gradient(d, real.clone(), domains);
    let (_, slope) = d.forward_with_slope(real, gradient, domains);
    let slope = slope.mean();
    (slope.clone(), slope.without_autodiff() * 0.5)
}

/// The gradient of each picture's logit by the picture (B x 3 x S x S), as a constant.
pub fn input_gradient(d: &Discriminator, pictures: Tensor<4>, domains: &[usize]) -> Tensor<4> {
    let constant = d.valid();
    gradient_by_picture(pictures, |pictures| {
        constant.forward(pictures, domains).sum()
    })
}

/// The gradient of a score (one number) by the pictures (B x 3 x S x S), as a constant. The score's networks have no gradients.
pub(super) fn gradient_by_picture(
    pictures: Tensor<4>,
    score: impl FnOnce(Tensor<4>) -> Tensor<1>,
) -> Tensor<4> {
    let pictures = pictures.without_autodiff().autodiff().require_grad();
    let gradients = score(pictures.clone()).backward();
    let zero = || pictures.clone().without_autodiff().zeros_like();
    pictures.grad(&gradients).unwrap_or_else(zero)
}

/// The networks of a generator pass. Parameters of a network without autodiff are constants.
#[derive(Clone, Copy, Debug)]
pub struct GeneratorPass<'a> {
    /// G, collecting gradients.
    pub generator: &'a Generator,
    /// G without gradients, for the second picture of the diversity term.
    pub constant_generator: &'a Generator,
    /// E; it collects gradients in the latent pass.
    pub style_encoder: &'a StyleEncoder,
    /// The landmark network, a constant, when the high-pass skip is trained with masks.
    pub fan: Option<&'a Fan>,
    /// D, a constant.
    pub discriminator: &'a Discriminator,
    /// Weights of the terms.
    pub losses: &'a LossOptions,
    /// Present weight of the diversity term.
    pub lambda_ds: f64,
}

/// A generator's loss on one (micro-)batch.
#[derive(Debug)]
pub struct GeneratorLoss {
    /// What G minimises.
    pub total: Tensor<1>,
    /// `adv`, `sty`, `ds`, `cyc`, identity (0 when it is out of use), then the share of values outside [-1, 1].
    pub terms: [Tensor<1>; 6],
}

impl GeneratorPass<'_> {
    /// L_G = adv + lambda_sty L_sty - lambda_ds L_ds + lambda_cyc L_cyc (+ lambda_identity L_identity) for the sources `x` (B x 3 x S x S) of domains
    /// `source` with their `masks`, translated to `target` in `style` (B x style_dim, a gradient may flow); `style2` is a constant.
    pub fn loss(
        &self,
        (x, source, masks): (Tensor<4>, &[usize], Option<&Masks>),
        target: &[usize],
        style: Tensor<2>,
        style2: Tensor<2>,
    ) -> GeneratorLoss {
        let features = self.generator.encode(x.clone(), masks);
        let fake = self.generator.decode(&features, style.clone());
        let adv = adversarial(self.discriminator.forward(fake.clone(), target), true);
        let sty = distance(self.style_encoder.forward(fake.clone(), target), style);
        let other = self.constant_generator.decode(&features.constant(), style2);
        let ds = distance(fake.clone(), other);
        let own_style = self.style_encoder.forward(x.clone(), source);
        // The masks of the way back are those of the translated face; no gradient flows through them.
        let back_masks = self.fan.map(|fan| face_masks::of(fan, fake.clone()));
        let back = self.generator.encode(fake.clone(), back_masks.as_ref());
        let back = self.generator.decode(&back, own_style.clone());
        let cyc = distance(back, x.clone());
        let identity = self.identity(&features, own_style, x);
        let losses = self.losses;
        let mut total = adv.clone() + sty.clone() * losses.lambda_sty - ds.clone() * self.lambda_ds
            + cyc.clone() * losses.lambda_cyc;
        if let Some(identity) = identity.clone() {
            total = total + identity * losses.lambda_identity;
        }
        let outside = fake.without_autodiff().abs().greater_elem(1.0);
        let nothing = adv.clone().without_autodiff().zeros_like();
        let identity = identity.unwrap_or(nothing);
        let terms = [adv, sty, ds, cyc, identity, outside.float().mean()];
        GeneratorLoss {
            total,
            terms: terms.map(Tensor::without_autodiff),
        }
    }

    /// mean |G(x, E(x, y)) - x|: not official, left out unless its weight is positive.
    fn identity(&self, features: &Features, own: Tensor<2>, x: Tensor<4>) -> Option<Tensor<1>> {
        (self.losses.lambda_identity > 0.0)
            .then(|| distance(self.generator.decode(features, own), x))
    }
}
