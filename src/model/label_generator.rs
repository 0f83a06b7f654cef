//! The generator of StarGAN and Fixed-Point GAN: a picture and a label vector to a picture (or to a change of one).
//!
//! Shapes at image size S, first width w, L labels: the label vector, spread over the picture as L constant planes, behind its three
//! colours; 7x7 to w at S; two 4x4 with stride 2 to 2w at S/2 and 4w at S/4; residual blocks at 4w; two transposed 4x4 back to w at S;
//! 7x7 to 3. An instance norm and a ReLU follow every convolution but the last; no convolution has a bias.
//!
//! The norms use the statistics of each picture. (The official code also keeps running ones; pictures made with those are poor.)

use std::ops::Range;

use burn::module::Module;
use burn::tensor::Tensor;
use burn::tensor::activation::relu;

use super::activated::normalise;
use super::form::Form;
use super::layers::{AffineNorm, Conv, Step};
use super::schema::{Fill, TensorSpec};
use super::systems::stargan::LabelShape;
use super::weights::{Scope, WeightError};
use super::wide::{WIDTH, Wide};
use crate::kernels::Kind;

/// The slope of a ReLU on its negative side.
const RELU: f64 = 0.0;
/// Places in the official `Sequential` that a convolution with norm and activation takes.
const STAGE: usize = 3;
/// Halvings of the picture before the residual blocks, and doublings behind them.
pub const HALVINGS: usize = 2;
/// Colours of a picture.
const COLOURS: usize = 3;

/// G: picture and labels to three numbers a pixel, without bounds.
#[derive(Module, Debug)]
pub struct LabelGenerator {
    first: Wide,
    first_norm: AffineNorm,
    down: Vec<Stage>,
    blocks: Vec<Block>,
    up: Vec<Stage>,
    last: Wide,
    #[module(skip)]
    form: Form,
}

impl LabelGenerator {
    /// Builds the network of `shape` from the tensors below `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape, or the sizes do not fit each other.
    pub fn load(scope: &Scope<'_>, shape: &LabelShape) -> Result<Self, WeightError> {
        shape.check()?;
        let (main, places) = (scope.child("main"), Places::of(shape));
        let stages = |kind: Kind, places: Vec<Place>| -> Result<Vec<Stage>, WeightError> {
            let places = places.into_iter();
            places
                .map(|place| Stage::load(&main, kind, place))
                .collect()
        };
        let width = shape.width;
        Ok(Self {
            first: Wide::load(&main.child(0), [width, COLOURS + shape.labels])?,
            first_norm: AffineNorm::load(&main.child(1), width)?,
            down: stages(Kind::Half, places.down)?,
            blocks: places
                .blocks
                .map(|at| Block::load(&main.child(at).child("main"), shape.bottleneck()))
                .collect::<Result<_, _>>()?,
            up: stages(Kind::Twice, places.up)?,
            last: Wide::load(&main.child(places.last), [COLOURS, width])?,
            form: scope.form(),
        })
    }

    /// `pictures` (B x 3 x S x S in [-1, 1]) with `labels` (B x L): B x 3 x S x S.
    pub fn forward(&self, pictures: Tensor<4>, labels: Tensor<2>) -> Tensor<4> {
        let [batch, _, height, width] = pictures.dims();
        let count = labels.dims()[1];
        let planes: Tensor<4> = labels.unsqueeze_dims(&[2, 3]);
        let planes = planes.expand([batch, count, height, width]);
        let x = self.first.forward(Tensor::cat(vec![pictures, planes], 1));
        let (x, norm) = resize(&self.down, Kind::Half, x, Some(&self.first_norm));
        let x = self.settled(x, norm);
        let blocks = self.blocks.iter();
        let x = blocks.fold(x, |x, block| block.forward(x, self.form));
        let (x, norm) = resize(&self.up, Kind::Twice, x, None);
        self.last.forward(self.settled(x, norm))
    }

    /// Norm and ReLU where no step of a convolution takes them in.
    fn settled(&self, x: Tensor<4>, norm: Option<&AffineNorm>) -> Tensor<4> {
        match norm {
            Some(norm) => {
                let factors = norm.factors(x.dims()[0]);
                relu(normalise(x, factors, self.form))
            }
            None => x,
        }
    }
}

/// A convolution that changes the size, and the norm behind it.
#[derive(Module, Debug)]
struct Stage {
    conv: Conv,
    norm: AffineNorm,
}

impl Stage {
    fn load(main: &Scope<'_>, kind: Kind, place: Place) -> Result<Self, WeightError> {
        Ok(Self {
            conv: Conv::load(&main.child(place.at), place.weight(), false)?,
            norm: AffineNorm::load(&main.child(place.at + 1), place.outputs(kind))?,
        })
    }
}

/// Runs stages, each with the norm and ReLU of the one before; gives the norm that is still to be applied.
fn resize<'a>(
    stages: &'a [Stage],
    kind: Kind,
    x: Tensor<4>,
    norm: Option<&'a AffineNorm>,
) -> (Tensor<4>, Option<&'a AffineNorm>) {
    stages.iter().fold((x, norm), |(x, norm), stage| {
        let step = match norm {
            Some(norm) => rectified(kind, norm, x.dims()[0]),
            None => Step::bare(kind),
        };
        (stage.conv.forward(x, step), Some(&stage.norm))
    })
}

/// A convolution behind a norm and a ReLU.
fn rectified(kind: Kind, norm: &AffineNorm, batch: usize) -> Step {
    Step::activated(kind, Some(norm.factors(batch))).leaking(RELU)
}

/// Residual block, B x 4w x S/4 x S/4: convolution, norm, ReLU, convolution, norm, and the sum with its input.
#[derive(Module, Debug)]
struct Block {
    conv1: Conv,
    norm1: AffineNorm,
    conv2: Conv,
    norm2: AffineNorm,
}

impl Block {
    fn load(main: &Scope<'_>, width: usize) -> Result<Self, WeightError> {
        let conv = |at| Conv::load(&main.child(at), [width, width, 3], false);
        let norm = |at| AffineNorm::load(&main.child(at), width);
        Ok(Self {
            conv1: conv(0)?,
            norm1: norm(1)?,
            conv2: conv(3)?,
            norm2: norm(4)?,
        })
    }

    fn forward(&self, x: Tensor<4>, form: Form) -> Tensor<4> {
        let batch = x.dims()[0];
        let y = self.conv1.forward(x.clone(), Step::bare(Kind::Same));
        let y = self
            .conv2
            .forward(y, rectified(Kind::Same, &self.norm1, batch));
        normalise(y, self.norm2.factors(batch), form) + x
    }
}

/// A convolution that changes the size: its place in the official `Sequential`, and the width on the large side.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    width: usize,
}

impl Place {
    /// Extents of the weights, in either direction: `out x in` down, and `in x out`, as PyTorch has it, up.
    fn weight(self) -> [usize; 3] {
        [2 * self.width, self.width, 4]
    }

    fn outputs(self, kind: Kind) -> usize {
        match kind {
            Kind::Twice => self.width,
            _ => 2 * self.width,
        }
    }
}

/// Where the parts lie in the official `Sequential`.
struct Places {
    down: Vec<Place>,
    blocks: Range<usize>,
    up: Vec<Place>,
    last: usize,
}

impl Places {
    fn of(shape: &LabelShape) -> Self {
        let blocks = STAGE * (1 + HALVINGS);
        let behind = blocks + shape.generator_blocks;
        let place = |first: usize, step: usize, level: usize| Place {
            at: first + STAGE * step,
            width: shape.width << level,
        };
        let (down, up) = (0..HALVINGS, 0..HALVINGS);
        Self {
            down: down.map(|step| place(STAGE, step, step)).collect(),
            blocks: blocks..behind,
            up: up
                .map(|step| place(behind, step, HALVINGS - 1 - step))
                .collect(),
            last: behind + STAGE * HALVINGS,
        }
    }
}

/// Numbers that enter the convolutions for one sample.
pub fn maps(shape: &LabelShape) -> u64 {
    let side = |level: usize| (shape.img_size >> level) as u64;
    let map = |level: usize| (shape.width as u64) << level << (2 * side(level).max(1).ilog2());
    let resized: u64 = (0..HALVINGS).map(|level| map(level) + map(level + 1)).sum();
    let inner = 2 * shape.generator_blocks as u64 * map(HALVINGS);
    let ends = (COLOURS + shape.labels) as u64 * side(0) * side(0) + map(0);
    resized + inner + ends
}

/// Every learnable tensor of the generator, in official order.
pub fn specs(shape: &LabelShape) -> Vec<TensorSpec> {
    let places = Places::of(shape);
    let wide = |at: usize, [out, input]: [usize; 2]| {
        weight(format!("main.{at}"), &[out, input, WIDTH, WIDTH])
    };
    let stages = |kind: Kind, places: Vec<Place>| {
        places.into_iter().flat_map(move |place| {
            let [first, second, size] = place.weight();
            let conv = weight(format!("main.{}", place.at), &[first, second, size, size]);
            [conv]
                .into_iter()
                .chain(norm(format!("main.{}", place.at + 1), place.outputs(kind)))
        })
    };
    let width = shape.bottleneck();
    let block = |at: usize| {
        [(0, 1), (3, 4)]
            .into_iter()
            .flat_map(move |(conv, behind)| {
                let conv = weight(format!("main.{at}.main.{conv}"), &[width, width, 3, 3]);
                [conv]
                    .into_iter()
                    .chain(norm(format!("main.{at}.main.{behind}"), width))
            })
    };
    let first = [wide(0, [shape.width, COLOURS + shape.labels])];
    first
        .into_iter()
        .chain(norm("main.1".to_owned(), shape.width))
        .chain(stages(Kind::Half, places.down))
        .chain(places.blocks.flat_map(block))
        .chain(stages(Kind::Twice, places.up))
        .chain([wide(places.last, [COLOURS, shape.width])])
        .collect()
}

fn weight(name: String, shape: &[usize]) -> TensorSpec {
    TensorSpec {
        name: format!("{name}.weight"),
        shape: shape.to_vec(),
        kind: Fill::Weight,
    }
}

fn norm(name: String, width: usize) -> [TensorSpec; 2] {
    [("weight", Fill::Scale), ("bias", Fill::Bias)].map(|(part, kind)| TensorSpec {
        name: format!("{name}.{part}"),
        shape: vec![width],
        kind,
    })
}
