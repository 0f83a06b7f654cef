//! Fixed-Point GAN's generator loss: StarGAN's, the same once more with the picture's own labels as the target, and the identity. D's loss
//! is StarGAN's.

use burn::tensor::Tensor;

use super::stargan::{
    self, LabelTask, LabelWeights, Loss, Translate, Translation, cls, of_generator, rec, term,
};
use crate::model::patch_discriminator::PatchDiscriminator;
use crate::train::label_trainer::LabelTrainer;
use crate::train::losses::distance;
use crate::train::objective::Objective;
use crate::train::terms::Term;

/// StarGAN's terms, then those of the same-domain translation.
const TERMS: [Term; 11] = {
    let [d_real, d_fake, d_cls, d_gp, g_fake, g_rec, g_cls] = stargan::TERMS;
    [
        d_real,
        d_fake,
        d_cls,
        d_gp,
        g_fake,
        g_rec,
        g_cls,
        of_generator(term(
            "G/loss_fake_id",
            "How real the discriminator finds pictures that were to stay as they are, negated",
        )),
        rec(
            "G/loss_rec_id",
            "Reconstruction from a picture that was to stay as it is",
        ),
        of_generator(cls(
            "G/loss_cls_id",
            "How badly the discriminator reads the labels of pictures that were to stay as they are",
        )),
        of_generator(Term {
            weight: |losses, _| losses.lambda_identity as f64,
            ..term(
                "G/loss_id",
                "Identity: how much a picture changes that was to stay as it is",
            )
        }),
    ]
};

/// Fixed-Point GAN.
pub const OBJECTIVE: Objective = Objective {
    terms: &TERMS,
    score: &["G/loss_rec", "G/loss_cls", "G/loss_id"],
    // Both its translations.
    tape: |model| 2 * stargan::tape(model),
    begin: |config, model, weights, device| {
        let trainer = LabelTrainer::new(config, model, weights, device, generator_loss)?;
        Ok(Box::new(trainer))
    },
    resume: |config, model, state, device| {
        let trainer = LabelTrainer::restore(config, model, state, device, generator_loss)?;
        Ok(Box::new(trainer))
    },
    ..stargan::OBJECTIVE
};

/// StarGAN's loss for `target`, plus its loss for the picture's own labels, plus lambda_id mean |x - T(x, own)|. `x`: B x 3 x S x S with its
/// own labels; labels B x L. D takes part as a constant.
pub fn generator_loss(
    translate: Translate<'_>,
    d: &PatchDiscriminator,
    (x, own): (Tensor<4>, Tensor<2>),
    target: Tensor<2>,
    task: &LabelTask,
    weights: &LabelWeights,
) -> Loss {
    let part = |target| Translation::of(translate, d, (x.clone(), own.clone()), target, task);
    let (cross, same) = (part(target), part(own.clone()));
    let id = distance(x.clone(), same.picture.clone());
    let total = cross.total(weights) + same.total(weights) + id.clone() * weights.id;
    let terms = [
        ("G/loss_fake", &cross.fake),
        ("G/loss_rec", &cross.rec),
        ("G/loss_cls", &cross.cls),
        ("G/loss_fake_id", &same.fake),
        ("G/loss_rec_id", &same.rec),
        ("G/loss_cls_id", &same.cls),
        ("G/loss_id", &id),
    ];
    Loss::new(total, terms)
}
