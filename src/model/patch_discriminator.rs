//! The discriminator of StarGAN and Fixed-Point GAN: a picture to a map of real-or-fake numbers, one a patch, and to the logits of its
//! labels.
//!
//! Shapes at image size S, first width w, n layers: 4x4 convolutions with stride 2 and bias to w at S/2, 2w at S/4, ... at S/2^n, a
//! LeakyReLU (slope 0.01) behind each; `conv1` 3x3 to one map (`src`); `conv2` over the whole map to the logits (`cls`). No norm: D is
//! piecewise linear in the picture, which the exact gradient penalty rests on.

use burn::module::{Module, Param};
use burn::tensor::Tensor;
use burn::tensor::activation::leaky_relu;

use super::layers::{Conv, Dual, Step};
use super::schema::{Fill, TensorSpec};
use super::systems::stargan::LabelShape;
use super::weights::{Scope, WeightError};
use crate::kernels::Kind;

/// The slope of this network's LeakyReLU on its negative side.
const LEAK: f64 = 0.01;

/// D: picture to patches and label logits.
#[derive(Module, Debug)]
pub struct PatchDiscriminator {
    main: Vec<Conv>,
    patches: Conv,
    labels: Param<Tensor<4>>,
}

impl PatchDiscriminator {
    /// Builds the network of `shape` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape, or the sizes do not fit each other.
    pub fn load(scope: &Scope<'_>, shape: &LabelShape) -> Result<Self, WeightError> {
        shape.check()?;
        let main = scope.child("main");
        let layers = layers(shape).into_iter();
        let layer = |(at, [out, input]): (usize, [usize; 2])| {
            Conv::load(&main.child(at), [out, input, 4], true)
        };
        let [size, width] = [shape.head_size(), shape.trunk_width()];
        Ok(Self {
            main: layers.map(layer).collect::<Result<_, _>>()?,
            patches: Conv::load(&scope.child("conv1"), [1, width, 3], false)?,
            labels: scope
                .child("conv2")
                .parameter("weight", [shape.logits, width, size, size])?,
        })
    }

    /// `src` (B x 1 x h x w, larger is more real) and `cls` (B x logits) of `pictures` (B x 3 x S x S in [-1, 1]).
    pub fn forward(&self, pictures: Tensor<4>) -> (Tensor<4>, Tensor<2>) {
        let x = self.trunk(pictures);
        let weight: Tensor<2> = self.labels.val().flatten(1, 3);
        let cls = x.clone().flatten::<2>(1, 3).matmul(weight.transpose());
        (self.patches.forward(x, Step::bare(Kind::Same)), cls)
    }

    /// `src` alone.
    pub fn patches(&self, pictures: Tensor<4>) -> Tensor<4> {
        let x = self.trunk(pictures);
        self.patches.forward(x, Step::bare(Kind::Same))
    }

    /// The sum of each picture's `src` (B), and its derivative (B) along `directions` (B x 3 x S x S). Exact and differentiable by the
    /// parameters, because D is piecewise linear in the picture.
    pub fn forward_with_slope(
        &self,
        pictures: Tensor<4>,
        directions: Tensor<4>,
    ) -> (Tensor<1>, Tensor<1>) {
        let input = Dual {
            value: pictures,
            slope: directions,
        };
        let mut layers = self.main.iter();
        let first = layers.next().map_or(input.clone(), |first| {
            first.forward_dual(input, Step::bare(Kind::Half), None)
        });
        let x = layers.fold(first, |x, layer| layer.forward_dual(x, leaky(), None));
        let x = x.activate_with(LEAK);
        let src = self.patches.forward_dual(x, Step::bare(Kind::Same), None);
        let sum = |map: Tensor<4>| map.flatten::<2>(1, 3).sum_dim(1).flatten(0, 1);
        (sum(src.value), sum(src.slope))
    }

    /// B x 3 x S x S to B x width x S/2^n x S/2^n, activated.
    fn trunk(&self, pictures: Tensor<4>) -> Tensor<4> {
        let layers = self.main.iter().enumerate();
        let x = layers.fold(pictures, |x, (at, layer)| {
            let step = if at == 0 {
                Step::bare(Kind::Half)
            } else {
                leaky()
            };
            layer.forward(x, step)
        });
        leaky_relu(x, LEAK)
    }
}

/// A layer behind the activation of the one before.
fn leaky() -> Step {
    Step::activated(Kind::Half, None).leaking(LEAK)
}

/// Place in the official `Sequential`, outputs and inputs of each layer.
fn layers(shape: &LabelShape) -> Vec<(usize, [usize; 2])> {
    let inputs = |at: usize| match at {
        0 => 3,
        _ => shape.width << (at - 1),
    };
    let layers = 0..shape.discriminator_layers;
    layers
        .map(|at| (2 * at, [shape.width << at, inputs(at)]))
        .collect()
}

/// Numbers that enter the convolutions for one sample.
pub fn maps(shape: &LabelShape) -> u64 {
    let side = |level: usize| (shape.img_size >> level) as u64;
    let entering = layers(shape).into_iter().enumerate();
    let trunk: u64 = entering
        .map(|(level, (_, [_, input]))| input as u64 * side(level) * side(level))
        .sum();
    // Both heads read the last map.
    let last = side(shape.discriminator_layers);
    trunk + 2 * shape.trunk_width() as u64 * last * last
}

/// Every learnable tensor of the discriminator, in official order.
pub fn specs(shape: &LabelShape) -> Vec<TensorSpec> {
    let spec = |name: String, shape: &[usize], kind: Fill| TensorSpec {
        name,
        shape: shape.to_vec(),
        kind,
    };
    let [size, width] = [shape.head_size(), shape.trunk_width()];
    let heads = [
        ("conv1.weight", [1, width, 3, 3]),
        ("conv2.weight", [shape.logits, width, size, size]),
    ];
    let layers = layers(shape).into_iter().flat_map(|(at, [out, input])| {
        [
            spec(
                format!("main.{at}.weight"),
                &[out, input, 4, 4],
                Fill::Weight,
            ),
            spec(format!("main.{at}.bias"), &[out], Fill::Bias),
        ]
    });
    layers
        .chain(heads.map(|(name, shape)| spec(name.to_owned(), &shape, Fill::Weight)))
        .collect()
}
