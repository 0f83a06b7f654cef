//! Fixed-Point GAN (ICCV 2019): StarGAN's networks, but the generator gives a change of the picture instead of a picture.
//!
//! So "change nothing" is a generator that gives zero, which the losses (`train::systems::fixed_point`) ask for when the target labels are
//! the picture's own.

use burn::tensor::Tensor;

use crate::model::label_generator::LabelGenerator;

/// T(x, c) = tanh(x + delta) with the generator's `delta`: B x 3 x S x S in [-1, 1]. `labels`: B x L.
pub fn translate(generator: &LabelGenerator, x: Tensor<4>, labels: Tensor<2>) -> Tensor<4> {
    (x.clone() + generator.forward(x, labels)).tanh()
}
