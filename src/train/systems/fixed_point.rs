//! Fixed-Point GAN's generator loss: StarGAN's, the same once more with the picture's own labels as the target, and the identity. D's loss
//! is StarGAN's.

use burn::tensor::Tensor;

use super::stargan::{LabelTask, LabelWeights, Loss, Translate, Translation};
use crate::model::patch_discriminator::PatchDiscriminator;
use crate::train::losses::distance;

/// The terms of both losses, by their official names: those of D, then those of G.
pub const TERMS: &[&str] = &[
    "D/loss_real",
    "D/loss_fake",
    "D/loss_cls",
    "D/loss_gp",
    "G/loss_fake",
    "G/loss_rec",
    "G/loss_cls",
    "G/loss_fake_id",
    "G/loss_rec_id",
    "G/loss_cls_id",
    "G/loss_id",
];

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
