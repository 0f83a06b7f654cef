//! EfficientNet-lite0: inverted residual blocks without attention, every activation a ReLU6.
//!
//! Mingxing Tan, Quoc V. Le, "EfficientNet", ICML 2019; the lite form (no squeeze-and-excitation, ReLU6 instead of Swish) is Renjie Liu's,
//! 2020. A block: 1 x 1 to `expand` times the width, k x k of each channel alone, 1 x 1 to the new width without activation, plus the
//! block's input where extents and width stay. Borders are TensorFlow's `SAME`. 224 x 224 become 7 x 7 with 320, 1280 channels, then their mean.

use burn::tensor::Tensor;

use super::plan::{Make, Plan, specs_of};
use crate::kernels::frozen::Range;
use crate::model::frozen::{self, Border, Layer, Maps, Place, Shape};
use crate::model::schema::TensorSpec;
use crate::model::weights::{Scope, WeightError};

/// Numbers of a picture's features.
pub(super) const WIDTH: usize = 1280;
/// Classes of ImageNet.
const CLASSES: usize = 1000;
/// Channels of the first convolution.
const FIRST: usize = 32;
/// Of each stage: times the width inside, kernel, step of its first block, channels, blocks.
const STAGES: [(usize, usize, usize, usize, usize); 7] = [
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
];

/// An inverted residual block.
#[derive(Clone, Debug)]
struct Block<L> {
    expand: Option<L>,
    alone: L,
    project: L,
    /// Whether the input is added.
    residual: bool,
}

#[derive(Clone, Debug)]
struct Network<L> {
    stem: L,
    blocks: Vec<Block<L>>,
    head: L,
}

/// The network, with its classifier when the weights had one.
#[derive(Clone, Debug)]
pub struct EfficientNet {
    network: Network<Layer>,
    classifier: Option<(Tensor<2>, Tensor<1>)>,
    place: Place,
}

/// Every tensor that the network needs, by its published name.
pub(super) fn specs() -> Vec<TensorSpec> {
    specs_of(|make| build(make))
}

fn build<L>(make: &mut Make<'_, L>) -> Result<Network<L>, WeightError> {
    let mut layer = |convolution: String, norm: String, shape| {
        make(Plan {
            convolution,
            norm,
            shape,
        })
    };
    let stem = layer("_conv_stem".into(), "_bn0".into(), dense([FIRST, 3], 3, 2))?;
    let mut blocks: Vec<Block<L>> = Vec::new();
    let mut width = FIRST;
    for (expand, kernel, first_stride, out, count) in STAGES {
        for at in 0..count {
            let stride = if at == 0 { first_stride } else { 1 };
            let inside = width * expand;
            let name = |part: &str| format!("_blocks.{}.{part}", blocks.len());
            let expanded = (expand > 1).then(|| {
                let shape = dense([inside, width], 1, 1);
                layer(name("_expand_conv"), name("_bn0"), shape)
            });
            let expand = expanded.transpose()?;
            let alone = Shape {
                alone: true,
                ..dense([inside, inside], kernel, stride)
            };
            let alone = layer(name("_depthwise_conv"), name("_bn1"), alone)?;
            let project = Shape {
                range: Range::ALL,
                ..dense([out, inside], 1, 1)
            };
            let project = layer(name("_project_conv"), name("_bn2"), project)?;
            blocks.push(Block {
                expand,
                alone,
                project,
                residual: stride == 1 && width == out,
            });
            width = out;
        }
    }
    let head = layer(
        "_conv_head".into(),
        "_bn1".into(),
        dense([WIDTH, width], 1, 1),
    )?;
    Ok(Network { stem, blocks, head })
}

fn dense(channels: [usize; 2], kernel: usize, stride: usize) -> Shape {
    Shape {
        channels,
        kernel: [kernel; 2],
        stride,
        border: Border::Same,
        alone: false,
        range: Range::TO_SIX,
    }
}

impl EfficientNet {
    /// Reads `_conv_stem.weight` to `_bn1.running_var` from `scope`, and the classifier `_fc` if it is there.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>) -> Result<Self, WeightError> {
        let place = Place::of(scope);
        let end = scope.child("_fc");
        let classifier = match end.tensor("weight", [CLASSES, WIDTH]) {
            Err(WeightError::Missing { .. }) => None,
            weight => Some((weight?, end.tensor("bias", [CLASSES])?)),
        };
        Ok(Self {
            network: build(&mut |plan: Plan| plan.load(scope, &place))?,
            classifier,
            place,
        })
    }

    /// The features (B x 1280) of normalised pictures (B x 3 x 224 x 224).
    pub fn features(&self, pictures: Tensor<4>) -> Tensor<2> {
        let found = frozen::run(pictures, &self.place, |x| vec![self.network.look(&x)]);
        frozen::rows(found, WIDTH, &self.place)
    }

    /// The logits (B x 1000) of features (B x 1280); `None` without classifier.
    pub fn logits(&self, features: Tensor<2>) -> Option<Tensor<2>> {
        let (weight, bias) = self.classifier.clone()?;
        Some(features.matmul(weight.transpose()) + bias.unsqueeze())
    }
}

impl Network<Layer> {
    fn look(&self, x: &Maps) -> Maps {
        let mut x = self.stem.forward(x);
        for block in &self.blocks {
            let inside = match &block.expand {
                Some(expand) => block.alone.forward(&expand.forward(&x)),
                None => block.alone.forward(&x),
            };
            let kept = block.residual.then_some(&x);
            x = block.project.forward_with(&inside, kept);
        }
        self.head.forward(&x).means()
    }
}
