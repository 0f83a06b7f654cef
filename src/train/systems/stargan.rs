//! StarGAN's losses. Each function gives a sum to call `backward` on and the unweighted terms as plain tensors, by their official names.
//!
//! The gradient penalty asks for the gradient of a gradient, which first-order autodiff has not. With g the gradient of a picture's summed
//! patches by the picture, (|g| - 1)^2 has the same parameter gradient as the derivative of D along v = 2 (|g| - 1) g / |g|, held constant:
//! an ordinary forward pass of D's linear pieces ([`PatchDiscriminator::forward_with_slope`]), as for R1 in [`losses`].

use std::ops::Range;

use burn::module::Module as _;
use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;

use crate::domain::LabelKind;
use crate::model::config::ModelConfig;
use crate::model::patch_discriminator::{self, PatchDiscriminator};
use crate::model::systems::stargan::LabelShape;
use crate::train::config::LossOptions;
use crate::train::label_trainer::LabelTrainer;
use crate::train::losses::{self, distance};
use crate::train::objective::Objective;
use crate::train::terms::Term;

/// D's terms, then G's. G's are there in the steps in which it is trained.
pub const TERMS: [Term; 7] = [
    term(
        "D/loss_real",
        "How real the discriminator finds real pictures, negated",
    ),
    term(
        "D/loss_fake",
        "How real the discriminator finds translated pictures",
    ),
    cls(
        "D/loss_cls",
        "How badly the discriminator reads the labels of real pictures",
    ),
    Term {
        weight: |losses, _| losses.lambda_gp as f64,
        ..term(
            "D/loss_gp",
            "Gradient penalty: how far the discriminator's slope is from 1",
        )
    },
    of_generator(term(
        "G/loss_fake",
        "How real the discriminator finds translated pictures, negated",
    )),
    rec(
        "G/loss_rec",
        "Reconstruction: how far the way back is from the source",
    ),
    of_generator(cls(
        "G/loss_cls",
        "How badly the discriminator reads the target labels of translated pictures",
    )),
];

/// StarGAN.
pub const OBJECTIVE: Objective = Objective {
    terms: &TERMS,
    diversity: &[],
    score: &["G/loss_rec", "G/loss_cls"],
    tape,
    begin: |config, model, weights, device| {
        let trainer = LabelTrainer::new(config, model, weights, device, generator_loss)?;
        Ok(Box::new(trainer))
    },
    resume: |config, model, state, device| {
        let trainer = LabelTrainer::restore(config, model, state, device, generator_loss)?;
        Ok(Box::new(trainer))
    },
};

/// A translation and the way back, with D on the result.
pub(super) fn tape(model: &ModelConfig) -> u64 {
    let patches = patch_discriminator::maps(&LabelShape::of(model));
    2 * (model.system.definition().generator_maps)(model) + patches
}

pub(super) const fn term(name: &'static str, meaning: &'static str) -> Term {
    Term {
        name,
        meaning,
        weight: |_, _| 1.0,
        optional: false,
    }
}

pub(super) const fn cls(name: &'static str, meaning: &'static str) -> Term {
    Term {
        weight: |losses, _| losses.lambda_cls as f64,
        ..term(name, meaning)
    }
}

pub(super) const fn rec(name: &'static str, meaning: &'static str) -> Term {
    of_generator(Term {
        weight: |losses, _| losses.lambda_rec as f64,
        ..term(name, meaning)
    })
}

/// Only there when G is trained.
pub(super) const fn of_generator(term: Term) -> Term {
    Term {
        optional: true,
        ..term
    }
}

/// Shortest gradient that still has a direction.
const SHORTEST: f32 = 1e-12;

/// The classification of one data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelTask {
    /// What its labels say.
    pub kind: LabelKind,
    /// Its places among D's logits, which are also those in the label vector.
    pub logits: Range<usize>,
}

/// Weights of the terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelWeights {
    /// Of the classification.
    pub cls: f64,
    /// Of the way back.
    pub rec: f64,
    /// Of the gradient penalty.
    pub gp: f64,
    /// Of Fixed-Point GAN's identity.
    pub id: f64,
}

impl From<&LossOptions> for LabelWeights {
    fn from(losses: &LossOptions) -> Self {
        Self {
            cls: f64::from(losses.lambda_cls),
            rec: f64::from(losses.lambda_rec),
            gp: f64::from(losses.lambda_gp),
            id: f64::from(losses.lambda_identity),
        }
    }
}

impl Default for LabelWeights {
    /// The official ones.
    fn default() -> Self {
        Self {
            cls: 1.0,
            rec: 10.0,
            gp: 10.0,
            id: 10.0,
        }
    }
}

/// A loss on one (micro-)batch.
#[derive(Clone, Debug)]
pub struct Loss {
    /// What the network minimises.
    pub total: Tensor<1>,
    /// Unweighted terms by official name.
    pub terms: Vec<(&'static str, Tensor<1>)>,
}

impl Loss {
    pub(super) fn new<const N: usize>(
        total: Tensor<1>,
        terms: [(&'static str, &Tensor<1>); N],
    ) -> Self {
        let constant = |(name, term): (_, &Tensor<1>)| (name, term.clone().without_autodiff());
        Self {
            total,
            terms: terms.map(constant).to_vec(),
        }
    }
}

/// A generator: pictures (B x 3 x S x S) and labels (B x L) to pictures.
pub type Translate<'a> = &'a dyn Fn(Tensor<4>, Tensor<2>) -> Tensor<4>;

impl LabelTask {
    /// How badly `cls` (B x logits) says what `labels` (B x L) hold, in the mean of the batch; other sets' logits do not count.
    pub fn loss(&self, cls: Tensor<2>, labels: Tensor<2>) -> Tensor<1> {
        let own = |all: Tensor<2>| all.narrow(1, self.logits.start, self.logits.len());
        let (cls, labels) = (own(cls), own(labels));
        let batch = cls.dims()[0] as f64;
        let sum = match self.kind {
            LabelKind::Attributes => {
                // softplus(l) - l t, stable for large logits.
                let tail = cls.clone().abs().neg().exp().log1p();
                (cls.clone().clamp_min(0.0) - cls * labels + tail).sum()
            }
            LabelKind::Classes => (log_softmax(cls, 1) * labels).sum().neg(),
        };
        sum / batch
    }
}

/// -mean D(x) + mean D(fake) + lambda_cls CLS(x) + lambda_gp GP. `real` with its labels (B x L), and `fake`: B x 3 x S x S, constants;
/// `alpha`: B x 1 x 1 x 1 in [0, 1], each picture's place between the two for the penalty.
pub fn discriminator_loss(
    d: &PatchDiscriminator,
    (real, labels): (Tensor<4>, Tensor<2>),
    fake: Tensor<4>,
    alpha: Tensor<4>,
    task: &LabelTask,
    weights: &LabelWeights,
) -> Loss {
    let between = real.clone() * alpha.clone() + fake.clone() * (alpha.neg() + 1.0);
    let (src, cls) = d.forward(real);
    let real = src.mean().neg();
    let fake = d.patches(fake).mean();
    let cls = task.loss(cls, labels);
    let gp = gradient_penalty(d, between).objective;
    let total = real.clone() + fake.clone() + cls.clone() * weights.cls + gp.clone() * weights.gp;
    let terms = [
        ("D/loss_real", &real),
        ("D/loss_fake", &fake),
        ("D/loss_cls", &cls),
        ("D/loss_gp", &gp),
    ];
    Loss::new(total, terms)
}

/// The gradient penalty at some pictures.
#[derive(Clone, Debug)]
pub struct Penalty {
    /// mean (|g| - 1)^2, with the parameter gradient of exactly that.
    pub objective: Tensor<1>,
    /// |g| of each picture (B).
    pub norms: Tensor<1>,
}

/// mean (|g| - 1)^2, g the gradient of a picture's summed patches by the picture (B x 3 x S x S).
pub fn gradient_penalty(d: &PatchDiscriminator, pictures: Tensor<4>) -> Penalty {
    let constant = d.valid();
    let gradient = losses::gradient_by_picture(pictures.clone(), |pictures| {
        constant.patches(pictures).sum()
    });
    // Row by row: one long sum of 32-bit numbers loses digits.
    let squares = gradient.clone() * gradient.clone();
    let norms: Tensor<1> = [3, 2, 1]
        .into_iter()
        .fold(squares, |sum, axis| sum.sum_dim(axis))
        .sqrt()
        .flatten(0, 3);
    let excess = norms.clone() - 1.0;
    let pull = excess.clone() * 2.0 / norms.clone().clamp_min(SHORTEST);
    let direction = gradient * pull.unsqueeze_dims::<4>(&[1, 2, 3]);
    let (_, slope) = d.forward_with_slope(pictures, direction);
    let slope = slope.mean();
    // The slope has the right gradient and another value.
    let value = (excess.clone() * excess).mean();
    let objective = slope.clone() + (value - slope.without_autodiff());
    Penalty { objective, norms }
}

/// A translation by G and its three terms.
#[derive(Clone, Debug)]
pub(super) struct Translation {
    /// G(x, target).
    pub picture: Tensor<4>,
    /// -mean D(G(x, target)).
    pub fake: Tensor<1>,
    /// mean |x - G(G(x, target), own)|.
    pub rec: Tensor<1>,
    /// What D reads of the target labels.
    pub cls: Tensor<1>,
}

impl Translation {
    pub(super) fn of(
        translate: Translate<'_>,
        d: &PatchDiscriminator,
        (x, own): (Tensor<4>, Tensor<2>),
        target: Tensor<2>,
        task: &LabelTask,
    ) -> Self {
        let picture = translate(x.clone(), target.clone());
        let (src, cls) = d.forward(picture.clone());
        Self {
            fake: src.mean().neg(),
            rec: distance(x, translate(picture.clone(), own)),
            cls: task.loss(cls, target),
            picture,
        }
    }

    pub(super) fn total(&self, weights: &LabelWeights) -> Tensor<1> {
        self.fake.clone() + self.rec.clone() * weights.rec + self.cls.clone() * weights.cls
    }
}

/// -mean D(G(x, target)) + lambda_rec mean |x - G(G(x, target), own)| + lambda_cls CLS(G(x, target)). `x`: B x 3 x S x S with its own
/// labels; labels B x L. D takes part as a constant.
pub fn generator_loss(
    translate: Translate<'_>,
    d: &PatchDiscriminator,
    source: (Tensor<4>, Tensor<2>),
    target: Tensor<2>,
    task: &LabelTask,
    weights: &LabelWeights,
) -> Loss {
    let cross = Translation::of(translate, d, source, target, task);
    let terms = [
        ("G/loss_fake", &cross.fake),
        ("G/loss_rec", &cross.rec),
        ("G/loss_cls", &cross.cls),
    ];
    Loss::new(cross.total(weights), terms)
}
