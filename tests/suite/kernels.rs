//! The own kernels against the same steps composed of Burn's operations: values and every gradient, in each combination of parts.

use burn::tensor::{Device, Tensor, TensorData};
use pulp::{Arch, Scalar, Simd, WithSimd};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use stargrid::kernels::correlate::Correlation;
use stargrid::kernels::dots::{Dots, Task};
use stargrid::kernels::epilogue::{Epilogue, Finish};
use stargrid::kernels::geometry::{Lattice, Pattern};
use stargrid::kernels::pack::Packed;
use stargrid::kernels::{Kind, Resample, SLOPE};
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
    slope: f64,
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
            slope: self.slope,
            weight: inputs.weight.clone(),
            bias: Some(inputs.bias.clone()),
            addend: self
                .addend
                .map(|resample| (inputs.addend.clone(), resample)),
            factor: 0.7,
        };
        let y = if form == Form::Kernels {
            step.run()
                .unwrap_or_else(|| panic!("{self:?} is not computed by the kernels"))
        } else {
            activated::run(step, form)
        };
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
        Kind::Half,
        Kind::Twice,
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
                if (kind == Kind::PointDown && !bare)
                    || (kind.pattern() == Pattern::Scatter && addend.is_some())
                {
                    continue;
                }
                cases.push(Case {
                    kind,
                    batch,
                    channels,
                    map,
                    norm,
                    activation,
                    slope: [SLOPE, 0.01, 0.0][cases.len() % 3],
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
        slope: SLOPE,
        weight: ones([1, 1, 3, 3]),
        bias: None,
        addend: None,
        factor: 1.0,
    };
    assert!(step.clone().run().is_none());
    let sum: f64 = activated::run(step, Form::Kernels).sum().into_scalar();
    assert_eq!(sum, 100.0);
}

/// What one instruction set makes of a correlation and of dot products.
struct Made {
    sums: Vec<f32>,
    dots: Vec<f32>,
}

/// Nine outputs of five channels, and the dot products of the same planes.
fn made(run: impl Fn(Job<'_>) -> Vec<f32>) -> Made {
    let (rng, channels, map) = (&mut ChaCha8Rng::seed_from_u64(3), [9, 5], [6, 10]);
    let lattice = Lattice::new(Pattern::Neighbours, map);
    let mut numbers =
        |count: usize| -> Vec<f32> { (0..count).map(|_| rng.random_range(-1.0..1.0)).collect() };
    let (weight, pixels) = (numbers(9 * 5 * 9), numbers(5 * 60));
    let mut planes = vec![0.0; 5 * lattice.channel()];
    for (at, value) in pixels.into_iter().enumerate() {
        let (channel, y, x) = (at / 60, at % 60 / 10, at % 10);
        planes[channel * lattice.stride + lattice.first_pixel() + y * lattice.width + x] = value;
    }
    let packed = Packed::forward(Kind::Same, &weight, channels);
    let mut sums = vec![0.0; 9 * 60];
    let sink = Epilogue {
        out: &mut sums,
        first_channel: 0,
        lattice,
        extents: map,
        finish: Finish::BARE,
    };
    run(Job::Sums(Correlation {
        planes: &planes,
        lattice,
        packed: &packed,
        blocks: 0..2,
        sink,
    }));
    let taps = lattice.taps();
    let dots = Dots {
        rows: &planes,
        row_stride: lattice.stride,
        row_count: 5,
        row_first: lattice.first_pixel(),
        columns: &planes,
        column_stride: lattice.stride,
        plane_count: 5,
        taps: &taps,
        positions: lattice.positions(),
    };
    let dots = run(Job::Dots(Task {
        dots: &dots,
        first_row: 0,
        columns: 0..45,
    }));
    Made {
        sums,
        dots: dots[..5 * 45].to_vec(),
    }
}

enum Job<'a> {
    Sums(Correlation<'a, Epilogue<'a>>),
    Dots(Task<'a>),
}

impl WithSimd for Job<'_> {
    type Output = Vec<f32>;

    fn with_simd<S: Simd>(self, simd: S) -> Vec<f32> {
        match self {
            Self::Sums(job) => {
                job.with_simd(simd);
                Vec::new()
            }
            Self::Dots(job) => job.with_simd(simd),
        }
    }
}

#[test]
fn every_instruction_set_gives_the_same_sums() {
    let plain = made(|job| Simd::vectorize(Scalar, job));
    let mut others = vec![made(|job| Arch::new().dispatch(job))];
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = pulp::x86::V3::try_new() {
        others.push(made(|job| Simd::vectorize(avx2, job)));
    }
    for other in others {
        assert!(distance(&plain.sums, &other.sums) < 1e-6);
        assert!(distance(&plain.dots, &other.dots) < 1e-6);
    }
}
