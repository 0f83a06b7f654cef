//! The own kernels against the same steps composed of Burn's operations: values and every gradient, in each combination of parts.

use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use stargrid::kernels::{Kind, Resample};
use stargrid::model::activated;
use stargrid::model::form::Form;
use stargrid::model::operation::{Activation, Convolution};

/// Largest distance, relative to the largest value.
const TOLERANCE: f64 = 1e-4;

/// One combination of parts.
#[derive(Clone, Copy, Debug)]
struct Case {
    kind: Kind,
    batch: usize,
    channels: [usize; 2],
    map: [usize; 2],
    norm: bool,
    activation: usize,
    addend: Option<Resample>,
}

/// Inputs of a case, all collecting gradients: x, weight, bias, scale, shift, addend; and the gate, a constant.
struct Inputs {
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Tensor<1>,
    norm: [Tensor<2>; 2],
    addend: Tensor<4>,
    gate: Tensor<4>,
    direction: Tensor<4>,
}

fn random<const D: usize>(rng: &mut ChaCha8Rng, shape: [usize; D], device: &Device) -> Tensor<D> {
    let count = shape.iter().product();
    let values: Vec<f32> = (0..count).map(|_| rng.random_range(-1.0..1.0)).collect();
    let tensor = Tensor::from_data(TensorData::new(values, shape), device);
    if device.is_autodiff() {
        tensor.require_grad()
    } else {
        tensor
    }
}

impl Case {
    fn inputs(&self) -> Inputs {
        let (rng, device) = (
            &mut ChaCha8Rng::seed_from_u64(7),
            &Device::flex().autodiff(),
        );
        let ([out, input], [height, width]) = (self.channels, self.map);
        let k = self.kind.kernel_size();
        let [rows, columns] = self.kind.output_extents(self.map);
        let [tall, wide] = self
            .addend
            .unwrap_or(Resample::Keep)
            .extents([rows, columns]);
        Inputs {
            x: random(rng, [self.batch, input, height, width], device),
            weight: random(rng, [out, input, k, k], device),
            bias: random(rng, [out], device),
            norm: [
                random(rng, [self.batch, input], device),
                random(rng, [self.batch, input], device),
            ],
            addend: random(rng, [self.batch, out, tall, wide], device),
            gate: random(rng, [self.batch, input, height, width], &Device::flex()),
            direction: random(rng, [self.batch, out, rows, columns], &Device::flex()),
        }
    }

    /// Result and gradients in a form.
    fn run(&self, form: Form) -> Vec<Vec<f32>> {
        let inputs = self.inputs();
        let step = Convolution {
            kind: self.kind,
            x: inputs.x.clone(),
            norm: self.norm.then(|| inputs.norm.clone()),
            activation: match self.activation {
                0 => Activation::None,
                1 => Activation::Leaky,
                _ => Activation::Gated(inputs.gate.clone()),
            },
            weight: inputs.weight.clone(),
            bias: Some(inputs.bias.clone()),
            addend: self
                .addend
                .map(|resample| (inputs.addend.clone(), resample)),
            factor: 0.7,
        };
        if form == Form::Kernels {
            assert!(
                step.clone().run().is_some(),
                "{self:?} is not computed by the kernels"
            );
        }
        let y = activated::run(step, form);
        let gradients = (y.clone() * Tensor::from_inner(inputs.direction))
            .sum()
            .backward();
        let mut all = vec![numbers(y.inner())];
        all.extend(inputs.x.grad(&gradients).map(numbers));
        all.extend(inputs.weight.grad(&gradients).map(numbers));
        all.extend(inputs.bias.grad(&gradients).map(numbers));
        for tensor in inputs.norm {
            all.extend(tensor.grad(&gradients).map(numbers));
        }
        all.extend(inputs.addend.grad(&gradients).map(numbers));
        all
    }
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().unwrap()
}

/// The largest distance between two lists of numbers, relative to the largest of the first.
fn distance(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len());
    let largest = a
        .iter()
        .fold(0.0f64, |most, &x| most.max(f64::from(x.abs())));
    let apart = a
        .iter()
        .zip(b)
        .map(|(&a, &b)| (f64::from(a) - f64::from(b)).abs());
    apart.fold(0.0, f64::max) / largest.max(1e-12)
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in [
        Kind::Point,
        Kind::PointDown,
        Kind::Same,
        Kind::Down,
        Kind::Up,
    ] {
        for (batch, channels, map) in [
            (1, [8, 8], [16, 16]),
            (2, [3, 5], [4, 4]),
            (3, [17, 9], [8, 6]),
            (8, [10, 4], [2, 2]),
            (1, [9, 3], [32, 64]),
        ] {
            for (norm, activation, addend) in [
                (false, 0, None),
                (true, 1, Some(Resample::Keep)),
                (false, 1, Some(Resample::Double)),
                (false, 2, Some(Resample::Halve)),
                (true, 0, None),
            ] {
                let [rows, columns] = kind.output_extents(map);
                if addend == Some(Resample::Double) && (rows % 2 != 0 || columns % 2 != 0) {
                    continue;
                }
                let bare = !norm && activation == 0;
                if (kind == Kind::PointDown && !bare) || (kind == Kind::Up && addend.is_some()) {
                    continue;
                }
                cases.push(Case {
                    kind,
                    batch,
                    channels,
                    map,
                    norm,
                    activation,
                    addend,
                });
            }
        }
    }
    cases
}

#[test]
fn kernels_and_rewrites_equal_the_plain_steps() {
    for case in cases() {
        let plain = case.run(Form::Plain);
        for form in [Form::Exact, Form::Kernels] {
            let other = case.run(form);
            assert_eq!(
                plain.len(),
                other.len(),
                "{case:?}: gradients are missing in {form:?}"
            );
            for (at, (plain, other)) in plain.iter().zip(&other).enumerate() {
                let apart = distance(plain, other);
                assert!(
                    apart < TOLERANCE,
                    "{case:?} {form:?}: number {at} is {apart:e} apart"
                );
            }
        }
    }
}

#[test]
fn kernels_give_the_same_bits_again_and_with_one_thread() {
    let case = cases()[11];
    let first = case.run(Form::Kernels);
    assert_eq!(first, case.run(Form::Kernels));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    assert_eq!(first, pool.install(|| case.run(Form::Kernels)));
}

#[test]
fn float64_is_left_to_burn() {
    let device = Device::flex();
    let ones = |shape: [usize; 4]| Tensor::<4>::ones(shape, &device).cast(burn::tensor::DType::F64);
    let step = Convolution {
        kind: Kind::Same,
        x: ones([1, 1, 4, 4]),
        norm: None,
        activation: Activation::None,
        weight: ones([1, 1, 3, 3]),
        bias: None,
        addend: None,
        factor: 1.0,
    };
    assert!(step.clone().run().is_none());
    let sum: f64 = activated::run(step, Form::Kernels).sum().into_scalar();
    assert_eq!(sum, 100.0);
}
