//! The GPU's fused norm against the same composed of Burn's operations on the processor: values and all three gradients.
//!
//! On whatever adapter there is: lavapipe (software Vulkan) in CI, a real GPU elsewhere.

use burn::tensor::activation::leaky_relu;
use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use stargrid::engine::device::{DeviceChoice, choose};
use stargrid::kernels::{Kind, SLOPE};
use stargrid::model::activated;
use stargrid::model::form::Form;
use stargrid::model::fused_norm::normalise;
use stargrid::model::operation::{Activation, Convolution};

/// Batch, channels, height, width: planes smaller than a workgroup, odd ones, one that every thread passes several times.
const SHAPES: [[usize; 4]; 6] = [
    [3, 5, 7, 9],
    [1, 1, 1, 2],
    [2, 3, 4, 4],
    [2, 17, 33, 5],
    [1, 4, 16, 16],
    [1, 2, 131, 127],
];

fn gpu() -> Device {
    choose(DeviceChoice::Gpu, None)
        .expect("a Vulkan adapter; CI installs lavapipe (mesa-vulkan-drivers)")
        .device
}

fn random(rng: &mut ChaCha8Rng, count: usize, middle: f32) -> Vec<f32> {
    (0..count)
        .map(|_| middle + rng.random_range(-1.0f32..1.0))
        .collect()
}

/// The numbers of a case, the same for every device.
struct Numbers {
    shape: [usize; 4],
    x: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
    direction: Vec<f32>,
}

impl Numbers {
    fn new(shape: [usize; 4]) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(11);
        let (all, planes) = (shape.iter().product(), shape[0] * shape[1]);
        Self {
            shape,
            // Far from zero: a variance that is not taken around the mean would show.
            x: random(rng, all, 3.0),
            scale: random(rng, planes, 0.5),
            shift: random(rng, planes, 0.0),
            direction: random(rng, all, 0.0),
        }
    }

    fn map(&self, values: &[f32], device: &Device) -> Tensor<4> {
        Tensor::from_data(TensorData::new(values.to_vec(), self.shape), device)
    }

    fn rows(&self, values: &[f32], device: &Device) -> Tensor<2> {
        let shape = [self.shape[0], self.shape[1]];
        Tensor::from_data(TensorData::new(values.to_vec(), shape), device)
    }

    /// Values, and the gradients of x, scale and shift, of a way to compute it.
    fn run(&self, device: &Device, way: impl Fn(Inputs) -> Tensor<4>) -> [Vec<f32>; 4] {
        let device = device.clone().autodiff();
        let x = self.map(&self.x, &device).require_grad();
        let scale = self.rows(&self.scale, &device).require_grad();
        let shift = self.rows(&self.shift, &device).require_grad();
        let y = way((x.clone(), scale.clone(), shift.clone()));
        let gradients = (y.clone() * self.map(&self.direction, &device))
            .sum()
            .backward();
        [
            numbers(y.inner()),
            numbers(x.grad(&gradients).unwrap()),
            numbers(scale.grad(&gradients).unwrap()),
            numbers(shift.grad(&gradients).unwrap()),
        ]
    }
}

type Inputs = (Tensor<4>, Tensor<2>, Tensor<2>);

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().unwrap()
}

fn composed((x, scale, shift): Inputs, activated: bool) -> Tensor<4> {
    let [batch, channels, height, width] = x.dims();
    let rows = x.reshape([batch, channels, height * width]);
    let centred = rows.clone() - rows.mean_dim(2);
    let variance = (centred.clone() * centred.clone()).mean_dim(2);
    let y = centred / (variance + 1e-5).sqrt() * scale.unsqueeze_dim(2) + shift.unsqueeze_dim(2);
    let y = y.reshape([batch, channels, height, width]);
    if activated { leaky_relu(y, 0.2) } else { y }
}

impl Numbers {
    /// The same as [`Self::run`] gives, in float64 and by the formulas.
    fn truth(&self, activated: bool) -> [Vec<f32>; 4] {
        let [batch, channels, height, width] = self.shape;
        let count = (height * width) as f64;
        let mut all: [Vec<f64>; 4] = Default::default();
        for plane in 0..batch * channels {
            let at = plane * height * width..(plane + 1) * height * width;
            let x: Vec<f64> = self.x[at.clone()].iter().copied().map(f64::from).collect();
            let [scale, shift] = [self.scale[plane], self.shift[plane]].map(f64::from);
            let mean = x.iter().sum::<f64>() / count;
            let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
            let rstd = 1.0 / (variance + 1e-5).sqrt();
            let normal: Vec<f64> = x.iter().map(|x| (x - mean) * rstd).collect();
            let side = |normal: f64| {
                let negative = activated && scale * normal + shift <= 0.0;
                if negative { 0.2 } else { 1.0 }
            };
            let gradient: Vec<f64> = normal
                .iter()
                .zip(&self.direction[at])
                .map(|(&normal, &dy)| side(normal) * f64::from(dy))
                .collect();
            let dshift = gradient.iter().sum::<f64>();
            let dscale = gradient
                .iter()
                .zip(&normal)
                .map(|(g, n)| g * n)
                .sum::<f64>();
            let dx = gradient.iter().zip(&normal);
            all[1]
                .extend(dx.map(|(g, n)| scale * rstd * (g - dshift / count - n * dscale / count)));
            all[0].extend(normal.iter().map(|&n| side(n) * (scale * n + shift)));
            all[2].push(dscale);
            all[3].push(dshift);
        }
        all.map(|values| values.into_iter().map(|value| value as f32).collect())
    }
}

/// Largest distance, and the largest value of `expected`.
fn apart(expected: &[f32], found: &[f32]) -> (f32, f32) {
    assert_eq!(expected.len(), found.len());
    assert!(found.iter().all(|value| value.is_finite()));
    let pairs = expected.iter().zip(found);
    let most = pairs.fold(0.0, |most: f32, (a, b)| most.max((a - b).abs()));
    let largest = expected
        .iter()
        .fold(0.0, |most: f32, value| most.max(value.abs()));
    (most, largest)
}

fn check(expected: &[Vec<f32>; 4], found: &[Vec<f32>; 4], what: &str) {
    let names = ["value", "dx", "dscale", "dshift"];
    let tolerances = [1e-5, 1e-4, 1e-4, 1e-4];
    for (((name, tolerance), expected), found) in
        names.iter().zip(tolerances).zip(expected).zip(found)
    {
        let (most, largest) = apart(expected, found);
        println!("{what} {name}: {most:e} apart, largest {largest}");
        assert!(
            most <= tolerance * largest.max(1.0),
            "{what} {name}: {most:e} apart, largest {largest}"
        );
    }
}

#[test]
fn agrees_with_the_composed_form() {
    let gpu = gpu();
    for shape in SHAPES {
        let numbers = Numbers::new(shape);
        for activated in [false, true] {
            let truth = numbers.truth(activated);
            let expected = numbers.run(&Device::flex(), |inputs| composed(inputs, activated));
            let found = numbers.run(&gpu, |(x, scale, shift)| {
                normalise(x, scale, shift, activated).expect("a fused norm")
            });
            check(&expected, &found, &format!("{shape:?} {activated}"));
            check(&truth, &found, &format!("{shape:?} {activated} float64"));
        }
    }
}

/// Without gradients, and from tensors that do not lie in order: x turned, scale and shift expanded from one row.
#[test]
fn takes_any_layout() {
    let numbers_of = Numbers::new([2, 5, 6, 4]);
    let run = |device: &Device, way: &dyn Fn(Inputs) -> Tensor<4>| {
        let x = numbers_of.map(&numbers_of.x, device).swap_dims(2, 3);
        let row = |values: &[f32]| {
            let row = Tensor::<2>::from_data(TensorData::new(values.to_vec(), [1, 5]), device);
            row.expand([2, 5])
        };
        let (scale, shift) = (row(&numbers_of.scale[..5]), row(&numbers_of.shift[..5]));
        numbers(way((x, scale, shift)))
    };
    let expected = run(&Device::flex(), &|inputs| composed(inputs, true));
    let found = run(&gpu(), &|(x, scale, shift)| {
        normalise(x, scale, shift, true).expect("a fused norm")
    });
    let (most, _) = apart(&expected, &found);
    assert!(most <= 1e-5, "{most:e} apart");
}

#[test]
fn leaves_the_processor_alone() {
    let numbers = Numbers::new([1, 2, 3, 3]);
    for device in [Device::flex(), Device::flex().autodiff()] {
        let x = numbers.map(&numbers.x, &device);
        let [scale, shift] =
            [&numbers.scale, &numbers.shift].map(|values| numbers.rows(values, &device));
        assert!(normalise(x, scale, shift, true).is_none());
    }
}

/// A whole step in the three forms on the GPU: only the last uses the fused norm.
#[test]
fn a_step_is_the_same_in_every_form() {
    let gpu = gpu();
    let numbers = Numbers::new([2, 3, 6, 8]);
    let rng = &mut ChaCha8Rng::seed_from_u64(5);
    for kind in [Kind::Same, Kind::Down, Kind::Up] {
        let weight = random(rng, 3 * 3 * 9, 0.0);
        let results = Form::ALL.map(|form| {
            let device = gpu.clone().autodiff();
            let x = numbers.map(&numbers.x, &device).require_grad();
            let [scale, shift] =
                [&numbers.scale, &numbers.shift].map(|values| numbers.rows(values, &device));
            let step = Convolution {
                kind,
                x: x.clone(),
                norm: Some([scale.clone(), shift.clone()]),
                activation: Activation::Leaky,
                slope: SLOPE,
                weight: Tensor::from_data(TensorData::new(weight.clone(), [3, 3, 3, 3]), &device),
                bias: None,
                addend: None,
                factor: 0.7,
            };
            let y = activated::run(step, form);
            let gradients = (y.clone() * y.clone()).sum().backward();
            [
                self::numbers(y.inner()),
                self::numbers(x.grad(&gradients).unwrap()),
            ]
        });
        for other in &results[1..] {
            for (expected, found) in results[0].iter().zip(other) {
                let (most, largest) = apart(expected, found);
                assert!(
                    most <= 1e-5 * largest.max(1.0),
                    "{kind:?}: {most:e} apart, largest {largest}"
                );
            }
        }
    }
}

/// Middle of nine times, in milliseconds.
fn median(device: &Device, task: impl Fn()) -> f64 {
    let mut times: Vec<f64> = (0..11)
        .map(|_| {
            device.sync().unwrap();
            let start = std::time::Instant::now();
            task();
            device.sync().unwrap();
            start.elapsed().as_secs_f64() * 1e3
        })
        .skip(2)
        .collect();
    times.sort_by(f64::total_cmp);
    times[4]
}

/// Forward alone, and forward with backward, fused and composed, at maps of the official 256 x 256 generator.
#[test]
#[ignore = "measures; run it alone, with --nocapture"]
fn measure() {
    let gpu = gpu();
    for shape in [[1, 64, 256, 256], [1, 512, 64, 64], [8, 512, 16, 16]] {
        let numbers = Numbers::new(shape);
        let fused = |(x, scale, shift): Inputs| normalise(x, scale, shift, true).unwrap();
        let plain = |inputs: Inputs| composed(inputs, true);
        for (name, way) in [
            ("fused", &fused as &dyn Fn(Inputs) -> Tensor<4>),
            ("composed", &plain),
        ] {
            let on = |device: &Device| {
                (
                    numbers.map(&numbers.x, device),
                    numbers.rows(&numbers.scale, device),
                    numbers.rows(&numbers.shift, device),
                )
            };
            let inputs = on(&gpu);
            let forward = median(&gpu, || drop(way(inputs.clone())));
            let (x, scale, shift) = on(&gpu.clone().autodiff());
            let inputs = (x.require_grad(), scale.require_grad(), shift.require_grad());
            let both = median(&gpu, || drop(way(inputs.clone()).sum().backward()));
            println!("{shape:?} {name}: forward {forward:.2} ms, with backward {both:.2} ms");
        }
    }
}
