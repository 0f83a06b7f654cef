//! Layers of networks that are only looked through, never trained: feature extractors and the trunk of the perceptual distance.
//!
//! A network is written once, over [`Maps`]. On the processor these are one picture's numbers, which the own kernels take through all layers
//! before the thread turns to the next picture; elsewhere, and in the plain form, they are Burn's tensors of the whole batch.

use std::sync::Arc;

use burn::backend::Flex;
use burn::tensor::module::{avg_pool2d, conv2d, max_pool2d};
use burn::tensor::ops::{AvgPoolOptions, ConvOptions, MaxPoolOptions, PadMode};
use burn::tensor::{DType, Device, Tensor, TensorData};

use super::form::Form;
use super::operation::{floats, take, tensor_of};
use super::perceptual::blur::blur;
use super::weights::Scope;
use crate::kernels::frozen::dense::Dense;
use crate::kernels::frozen::each::Each;
use crate::kernels::frozen::window::Window;
use crate::kernels::frozen::{Map, Range, each_sample, pool};

/// Side of a pool's window.
const POOL: usize = 3;
/// Why a layer cannot meet maps of the other kind: [`run`] makes the maps by the same [`Place`] as the layers.
const MIXED: &str = "layers and maps are made for the same place";

/// The zeros around a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// As many above as below, and left as right.
    Zeros([usize; 2]),
    /// TensorFlow's `SAME`: what the step needs, an odd one below and right.
    Same,
}

/// What a layer is, beside its weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Channels of the result and of the map.
    pub channels: [usize; 2],
    /// Height and width of the kernel.
    pub kernel: [usize; 2],
    /// Step.
    pub stride: usize,
    /// Zeros around the map.
    pub border: Border,
    /// Each channel alone (as many results as inputs).
    pub alone: bool,
    /// What results are held in: a ReLU, a ReLU6, or everything.
    pub range: Range,
}

impl Shape {
    /// PyTorch's shape of the kernel: out x in x height x width.
    pub fn weight(&self) -> [usize; 4] {
        let [out, input] = self.channels;
        let seen = if self.alone { 1 } else { input };
        [out, seen, self.kernel[0], self.kernel[1]]
    }

    fn window(&self, map: [usize; 2]) -> Window {
        match self.border {
            Border::Zeros(zeros) => Window::new(self.kernel, self.stride, zeros),
            Border::Same => Window::same(self.kernel, self.stride, map),
        }
    }
}

/// A convolution with its bias and activation.
#[derive(Clone, Debug)]
pub struct Layer {
    shape: Shape,
    weights: Weights,
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "a network has a hundred")]
enum Weights {
    /// For Burn's operations.
    Tensors(Tensor<4>, Tensor<1>),
    /// For the own kernels.
    Dense(Arc<Dense>),
    /// For the own kernels, each channel alone.
    Each(Arc<Each>),
}

/// Where a network is and in which form: by this its layers and its maps are of one kind.
#[derive(Clone, Debug)]
pub struct Place {
    form: Form,
    device: Device,
}

impl Place {
    /// The place of the networks of a scope.
    pub fn of(scope: &Scope<'_>) -> Self {
        Self {
            form: scope.form(),
            device: scope.device().clone().inner(),
        }
    }

    /// The device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Whether the own kernels run here.
    fn has_kernels(&self) -> bool {
        self.form == Form::Kernels && self.device == Device::flex()
    }
}

impl Layer {
    /// `weight` as [`Shape::weight`] says, row by row, and as many numbers in `bias` as there are results.
    pub fn new(shape: Shape, weight: Vec<f32>, bias: Vec<f32>, place: &Place) -> Self {
        let device = place.device();
        let weights = if !place.has_kernels() {
            let bias = TensorData::new(bias, [shape.channels[0]]);
            Weights::Tensors(
                Tensor::from_data(TensorData::new(weight, shape.weight()), device),
                Tensor::from_data(bias, device),
            )
        } else if shape.alone {
            Weights::Each(Arc::new(Each::new(weight, bias, shape.range)))
        } else {
            let dense = Dense::new(&weight, bias, shape.channels[1], shape.range);
            Weights::Dense(Arc::new(dense))
        };
        Self { shape, weights }
    }

    /// `range(conv(x) + bias)`.
    pub fn forward(&self, x: &Maps) -> Maps {
        self.forward_with(x, None)
    }

    /// `range(conv(x) + bias + addend)`; an addend only for layers over all channels.
    pub fn forward_with(&self, x: &Maps, addend: Option<&Maps>) -> Maps {
        match (x, &self.weights) {
            (Maps::Numbers(x), Weights::Dense(dense)) => {
                let addend = addend.and_then(Maps::numbers);
                Maps::Numbers(dense.forward(x, self.shape.window(x.extents), addend))
            }
            (Maps::Numbers(x), Weights::Each(each)) => {
                Maps::Numbers(each.forward(x, self.shape.window(x.extents)))
            }
            (Maps::Tensors(x), Weights::Tensors(weight, bias)) => {
                let y = self.convolve(x.clone(), weight.clone(), bias.clone());
                let addend = addend.and_then(Maps::tensors);
                let y = match addend {
                    Some(addend) => y + addend.clone(),
                    None => y,
                };
                Maps::Tensors(held(y, self.shape.range))
            }
            _ => unreachable!("{MIXED}"),
        }
    }

    /// The mean over 3 x 3, zeros of its border counted, then this 1 x 1 layer. Both are linear, so the own kernels take the mean of the few
    /// results instead of the many inputs.
    pub fn forward_behind_mean(&self, x: &Maps) -> Maps {
        match (x, &self.weights) {
            (Maps::Numbers(x), Weights::Dense(dense)) => {
                let few = dense.bare(x, self.shape.window(x.extents));
                let taps = POOL * POOL;
                let mean = Each::mean(taps, dense.bias().to_vec(), dense.range());
                Maps::Numbers(mean.forward(&few, Window::new([POOL; 2], 1, [1, 1])))
            }
            (Maps::Tensors(x), Weights::Tensors(..)) => {
                let options = AvgPoolOptions::new([POOL; 2]).with_stride([1; 2]);
                let options = options.with_padding([1; 2]).with_count_include_pad(true);
                self.forward(&Maps::Tensors(avg_pool2d(x.clone(), options)))
            }
            _ => unreachable!("{MIXED}"),
        }
    }

    fn convolve(&self, x: Tensor<4>, weight: Tensor<4>, bias: Tensor<1>) -> Tensor<4> {
        let [_, channels, height, width] = x.dims();
        let window = self.shape.window([height, width]);
        let groups = if self.shape.alone { channels } else { 1 };
        let (x, border) = if window.before == window.after {
            (x, window.before)
        } else {
            let [above, left] = window.before;
            let [below, right] = window.after;
            let zeros = (left, right, above, below);
            (x.pad(zeros, PadMode::Constant(0.0)), [0, 0])
        };
        let options = ConvOptions::new([window.stride; 2], border, [1, 1], groups);
        conv2d(x, weight, Some(bias), options)
    }
}

fn held(x: Tensor<4>, range: Range) -> Tensor<4> {
    let x = if range.least.is_finite() {
        x.clamp_min(range.least)
    } else {
        x
    };
    if range.most.is_finite() {
        x.clamp_max(range.most)
    } else {
        x
    }
}

/// Maps on their way through a network.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a few live at a time")]
pub enum Maps {
    /// A batch, for Burn's operations.
    Tensors(Tensor<4>),
    /// One picture's, for the own kernels.
    Numbers(Map),
}

impl Maps {
    fn numbers(&self) -> Option<&Map> {
        match self {
            Self::Numbers(map) => Some(map),
            Self::Tensors(_) => None,
        }
    }

    fn tensors(&self) -> Option<&Tensor<4>> {
        match self {
            Self::Tensors(maps) => Some(maps),
            Self::Numbers(_) => None,
        }
    }

    /// The largest of every 3 x 3 window inside the map.
    pub fn largest(&self, step: usize) -> Self {
        match self {
            Self::Numbers(map) => Self::Numbers(pool::largest(map, step)),
            Self::Tensors(maps) => {
                let options = MaxPoolOptions::new([POOL; 2]).with_stride([step; 2]);
                Self::Tensors(max_pool2d(maps.clone(), options))
            }
        }
    }

    /// The blur before every step of a shift-tolerant network.
    pub fn blurred(&self) -> Self {
        match self {
            Self::Numbers(map) => Self::Numbers(pool::blur(map)),
            Self::Tensors(maps) => Self::Tensors(blur(maps.clone())),
        }
    }

    /// Every number inside this range.
    pub fn held(self, range: Range) -> Self {
        match self {
            Self::Numbers(mut map) => {
                for value in map.values_mut() {
                    *value = range.hold(*value);
                }
                Self::Numbers(map)
            }
            Self::Tensors(maps) => Self::Tensors(held(maps, range)),
        }
    }

    /// The mean of each channel, as maps of one pixel.
    pub fn means(&self) -> Self {
        match self {
            Self::Numbers(map) => Self::Numbers(map.means()),
            Self::Tensors(maps) => Self::Tensors(maps.clone().mean_dim(3).mean_dim(2)),
        }
    }

    /// The channels of all these maps, one after another.
    pub fn beside(parts: Vec<Self>) -> Self {
        let mut numbers = Vec::new();
        let mut tensors = Vec::new();
        for part in parts {
            match part {
                Self::Numbers(map) => numbers.push(map),
                Self::Tensors(maps) => tensors.push(maps),
            }
        }
        if tensors.is_empty() {
            Self::Numbers(Map::beside(&numbers))
        } else {
            Self::Tensors(Tensor::cat(tensors, 1))
        }
    }
}

/// Runs a network of [`Layer`]s of this place over pictures B x 3 x H x W; `network` gives some maps, each of which comes back for the batch.
pub fn run(
    pictures: Tensor<4>,
    place: &Place,
    network: impl Fn(Maps) -> Vec<Maps> + Sync,
) -> Vec<Tensor<4>> {
    let pictures = pictures.without_autodiff().cast(DType::F32);
    let pictures = pictures.to_device(place.device());
    if !place.has_kernels() {
        let maps = network(Maps::Tensors(pictures)).into_iter();
        let tensors = maps.filter_map(|maps| maps.tensors().cloned());
        return tensors.collect();
    }
    let [batch, channels, height, width] = pictures.dims();
    let Some(numbers) = take(pictures, false, &mut Vec::new()) else {
        return Vec::new();
    };
    let size = channels * height * width;
    let values = floats(&numbers);
    let samples = each_sample(batch, |sample, pieces| {
        let values = &values[sample * size..][..size];
        let map = Map::copy_of(values, channels, [height, width], pieces);
        let maps = network(Maps::Numbers(map)).into_iter();
        let maps = maps.filter_map(|maps| match maps {
            Maps::Numbers(map) => Some(map),
            Maps::Tensors(_) => None,
        });
        maps.collect::<Vec<Map>>()
    });
    gathered(&samples)
}

/// The maps of each sample as tensors of the batch.
fn gathered(samples: &[Vec<Map>]) -> Vec<Tensor<4>> {
    let Some(first) = samples.first() else {
        return Vec::new();
    };
    let whole = |(at, map): (usize, &Map)| {
        let mut values = Vec::with_capacity(samples.len() * map.values().len());
        for sample in samples {
            values.extend_from_slice(sample[at].values());
        }
        let [height, width] = map.extents;
        let shape = [samples.len(), map.channels, height, width];
        Tensor::from_primitive::<Flex>(tensor_of(values, &shape))
    };
    first.iter().enumerate().map(whole).collect()
}

/// The first of some maps of one pixel as rows, B x `width`; no rows when there is none.
pub fn rows(maps: Vec<Tensor<4>>, width: usize, place: &Place) -> Tensor<2> {
    let first = maps.into_iter().next();
    first.map_or_else(
        || Tensor::zeros([0, width], place.device()),
        |maps| maps.flatten(1, 3),
    )
}
