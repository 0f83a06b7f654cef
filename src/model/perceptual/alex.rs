//! AlexNet's five convolutions as LPIPS uses them, in two forms.
//!
//! | | plain (torchvision) | shift tolerant |
//! | --- | --- | --- |
//! | first convolution, 11 x 11, padding 2 | stride 4 | stride 1, then blur with stride 2, then ReLU |
//! | before the second and third convolution | max pool 3, stride 2 | max pool 3, stride 1, then blur with stride 2 |
//!
//! The maps are those behind the ReLUs: 64, 192, 384, 256 and 256 channels. A 64 x 64 picture gives maps of side 15, 7, 3, 3, 3 in the plain
//! form and 30, 15, 8, 8, 8 in the shift-tolerant one. `nn.Sequential` counts all layers, hence the numbers in the names.

use burn::tensor::{Tensor, TensorData};

use crate::kernels::frozen::Range;
use crate::model::frozen::{self, Border, Layer, Maps, Place, Shape};
use crate::model::schema::{Fill, TensorSpec};
use crate::model::weights::{Scope, WeightError};

/// Number of maps.
pub const LAYERS: usize = 5;
/// Channels of each map.
pub const WIDTHS: [usize; LAYERS] = [64, 192, 384, 256, 256];
/// Names of the convolutions.
const NAMES: [usize; LAYERS] = [0, 3, 6, 8, 10];
/// Channels before each convolution.
const INPUTS: [usize; LAYERS] = [3, 64, 192, 384, 256];
/// Side of each kernel, and the zeros around its map.
const KERNELS: [(usize, usize); LAYERS] = [(11, 2), (5, 2), (3, 1), (3, 1), (3, 1)];
/// Mean and deviation of the colours, of pictures in [-1, 1].
const COLOUR_MEAN: [f32; 3] = [-0.030, -0.088, -0.188];
const COLOUR_DEVIATION: [f32; 3] = [0.458, 0.448, 0.450];
/// What torchvision calls the convolutions together.
const FEATURES: &str = "features";

/// Which of the two networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// LPIPS v0.1 on torchvision's AlexNet.
    Plain,
    /// ST-LPIPS: no step is wider than a pixel before it was blurred.
    ShiftTolerant,
}

impl Variant {
    /// Step of the first convolution.
    fn first_stride(self) -> usize {
        match self {
            Self::Plain => 4,
            Self::ShiftTolerant => 1,
        }
    }

    /// Height and width that a picture must have at least: below, a pool or a blur has too small a map.
    pub fn least_side(self) -> usize {
        match self {
            Self::Plain => 31,
            Self::ShiftTolerant => 21,
        }
    }
}

/// What layer `at` is.
fn shape(at: usize, variant: Variant) -> Shape {
    let (kernel, padding) = KERNELS[at];
    Shape {
        channels: [WIDTHS[at], INPUTS[at]],
        kernel: [kernel; 2],
        stride: if at == 0 { variant.first_stride() } else { 1 },
        border: Border::Zeros([padding; 2]),
        alone: false,
        range: match (at, variant) {
            // Blurred before its ReLU.
            (0, Variant::ShiftTolerant) => Range::ALL,
            _ => Range::POSITIVE,
        },
    }
}

/// Every tensor of the trunk by torchvision's name, `features.0.weight` to `features.10.bias`.
pub fn specs() -> Vec<TensorSpec> {
    let layers = (0..LAYERS).flat_map(|at| {
        let shape = shape(at, Variant::Plain);
        let spec = |part: &str, shape: &[usize], kind| TensorSpec {
            name: format!("{FEATURES}.{}.{part}", NAMES[at]),
            shape: shape.to_vec(),
            kind,
        };
        [
            spec("weight", &shape.weight(), Fill::Weight),
            spec("bias", &shape.channels[..1], Fill::Bias),
        ]
    });
    layers.collect()
}

/// The convolutions.
#[derive(Clone, Debug)]
pub struct Trunk {
    layers: Vec<Layer>,
    variant: Variant,
    place: Place,
}

impl Trunk {
    /// Reads `features.0.weight` to `features.10.bias` from `scope`.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn load(scope: &Scope<'_>, variant: Variant) -> Result<Self, WeightError> {
        let place = Place::of(scope);
        let scope = scope.child(FEATURES);
        let layer = |at: usize| {
            let (scope, shape) = (scope.child(NAMES[at]), shape(at, variant));
            let weight = scope.host("weight", &shape.weight())?.values.clone();
            let bias = scope.host("bias", &shape.channels[..1])?.values.clone();
            Ok(Layer::new(shape, weight, bias, &place))
        };
        Ok(Self {
            layers: (0..LAYERS).map(layer).collect::<Result<_, _>>()?,
            variant,
            place,
        })
    }

    /// The form.
    pub fn variant(&self) -> Variant {
        self.variant
    }

    /// The five maps of pictures B x 3 x H x W in [-1, 1].
    pub fn maps(&self, pictures: Tensor<4>) -> Vec<Tensor<4>> {
        frozen::run(standardised(pictures), &self.place, |x| self.look(&x))
    }

    fn look(&self, x: &Maps) -> Vec<Maps> {
        let mut maps: Vec<Maps> = Vec::with_capacity(LAYERS);
        for (at, layer) in self.layers.iter().enumerate() {
            let map = match (at, maps.last()) {
                (1 | 2, Some(before)) => layer.forward(&self.reduced(before)),
                (_, Some(before)) => layer.forward(before),
                (_, None) => self.first(layer, x),
            };
            maps.push(map);
        }
        maps
    }

    fn first(&self, layer: &Layer, x: &Maps) -> Maps {
        let x = layer.forward(x);
        match self.variant {
            Variant::Plain => x,
            Variant::ShiftTolerant => x.blurred().held(Range::POSITIVE),
        }
    }

    /// A map of about half the side.
    fn reduced(&self, x: &Maps) -> Maps {
        match self.variant {
            Variant::Plain => x.largest(2),
            Variant::ShiftTolerant => x.largest(1).blurred(),
        }
    }
}

/// Pictures with the colours' mean at 0 and their deviation at 1.
fn standardised(pictures: Tensor<4>) -> Tensor<4> {
    let device = pictures.device();
    let colours = |values: [f32; 3]| {
        Tensor::<4>::from_data(TensorData::new(values.to_vec(), [1, 3, 1, 1]), &device)
    };
    (pictures - colours(COLOUR_MEAN)) / colours(COLOUR_DEVIATION)
}
