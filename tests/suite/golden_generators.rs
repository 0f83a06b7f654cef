//! The generators beside the official one, U-Net skips and modulated convolutions, against PyTorch's numbers; for gradients there are
//! none, so the forms of computation are held against each other.

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor, TensorData};
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::model::config::ModelConfig;
use stargrid::model::form::Form;
use stargrid::model::generator::{Generator, Masks};
use stargrid::model::modulated::{self, ModulatedGenerator};
use stargrid::model::schema::{self, NetworkKind, TensorSpec};
use stargrid::model::systems::unet::Skips;
use stargrid::model::weights::{Scope, parameter_id};
use stargrid::train::parameters::{GradientMap, add_gradients};

use crate::golden::Golden;
use crate::support;

const SIZE: usize = 64;
const STYLE: usize = 64;
/// Of pictures every third row and column is stored.
const STEP: usize = 3;
const TOLERANCE: f32 = 1e-4;
/// Largest 2-norm of the difference of two forms' gradients, relative to the gradient's.
const GRADIENT_TOLERANCE: f64 = 1e-3;
/// The same where a value within rounding of a LeakyReLU's kink falls on its other side, which turns the whole gradient a little.
const KINK_TOLERANCE: f64 = 5e-2;
/// Names of inputs; about one in six meets a kink.
const INPUTS: [&str; 3] = ["modconv", "a", "b"];

/// 64 pixels, widths 16 to 64, as in all three cases.
fn config(w_hpf: f32) -> ModelConfig {
    ModelConfig {
        w_hpf,
        ..support::golden_config("hpf0_64")
    }
}

fn filled(net: &str, specs: Vec<TensorSpec>) -> TensorMap {
    let tensors = specs.into_iter().map(|spec| {
        let values = support::fill(net, &spec.name, &spec.shape, spec.kind, 1.0, 1);
        let tensor = HostTensor::new(spec.shape, values).unwrap();
        (format!("{net}.{}", spec.name), tensor)
    });
    tensors.collect()
}

/// Sources and styles of a case, by formula.
fn inputs(net: &str, batch: usize, device: &Device) -> (Tensor<4>, Tensor<2>) {
    let pictures = support::images(&format!("{net}.x"), batch, SIZE);
    let styles = support::uniform(&format!("{net}.s"), batch * STYLE, 1);
    (
        Tensor::from_data(TensorData::new(pictures, [batch, 3, SIZE, SIZE]), device),
        Tensor::from_data(TensorData::new(styles, [batch, STYLE]), device),
    )
}

fn masks(device: &Device) -> Masks {
    let mask = |name| {
        let values = support::masks(name, 1, SIZE);
        Tensor::from_data(TensorData::new(values, [1, 1, SIZE, SIZE]), device)
    };
    Masks {
        coarse: mask("modconv.mask0"),
        fine: mask("modconv.mask1"),
    }
}

/// The stored rows and columns of pictures.
fn sampled(pictures: Tensor<4>) -> Tensor<4> {
    let places: Vec<i64> = (0..SIZE as i64).step_by(STEP).collect();
    let count = places.len();
    let places = TensorData::new(places, [count]);
    let places = Tensor::<1, Int>::from_data(places, &pictures.device());
    pictures.select(2, places.clone()).select(3, places)
}

fn unet(device: &Device, form: Form, skips: Skips) -> Generator {
    let config = config(0.0);
    let specs = schema::specs(&config, NetworkKind::Generator);
    let tensors = filled("generator", specs);
    let scope = Scope::new(&tensors, "generator", device).in_form(form);
    Generator::load_with(&scope, &config, skips).unwrap()
}

fn modconv(device: &Device, form: Form, w_hpf: f32) -> ModulatedGenerator {
    let config = config(w_hpf);
    let tensors = filled("modconv", modulated::specs(&config));
    let scope = Scope::new(&tensors, "modconv", device).in_form(form);
    ModulatedGenerator::load(&scope, &config).unwrap()
}

#[test]
fn unet_skips_agree_with_pytorch() {
    let device = Device::flex();
    let golden = Golden::open("unet_64");
    let (source, style) = inputs("unet", 2, &device);
    for form in Form::ALL {
        for (name, skips) in [("fake_plain", Skips::None), ("fake_skips", Skips::Added)] {
            let generator = unet(&device, form, skips);
            let features = generator.encode(source.clone(), None);
            let fake = generator.decode(&features, style.clone());
            golden.assert_close(name, sampled(fake), TOLERANCE);
        }
    }
}

#[test]
fn modulated_generators_agree_with_pytorch() {
    let device = Device::flex();
    for (case, batch, w_hpf) in [("modconv_64", 2, 0.0), ("modconv_hpf1_64", 1, 1.0)] {
        let golden = Golden::open(case);
        let (source, style) = inputs("modconv", batch, &device);
        let masks = (w_hpf > 0.0).then(|| masks(&device));
        for form in Form::ALL {
            let generator = modconv(&device, form, w_hpf);
            let features = generator.encode(source.clone(), masks.as_ref());
            let mut stages = generator.stages(&features, style.clone());
            let last = stages.pop().unwrap();
            for (at, picture) in stages.into_iter().enumerate() {
                golden.assert_close(&format!("rgb_after_decode_{at}"), picture, TOLERANCE);
            }
            let fake = generator.decode(&features, style.clone());
            assert_eq!(fake.to_data(), last.to_data());
            golden.assert_close("fake", sampled(fake), TOLERANCE);
        }
    }
}

/// Sources one by one, joined, are the batch; a constant content leaves the encoder without gradients, and the skips are counted.
#[test]
fn skips_are_part_of_a_content() {
    let device = Device::flex().autodiff();
    let generator = unet(&device, Form::Kernels, Skips::Added);
    let (source, style) = inputs("unet", 2, &device);
    let whole = generator.encode(source.clone(), None);
    let parts = (0..2).map(|at| generator.encode(source.clone().narrow(0, at, 1), None));
    let joined = stargrid::model::generator::Features::join(parts.collect()).unwrap();
    // Bottleneck 64 x 16 x 16, outputs of encode.1 (the same) and encode.0 (32 x 32 x 32).
    let numbers = 2 * (64 * 256 + 64 * 256 + 32 * 1024);
    assert_eq!([whole.bytes(), joined.bytes()], [4 * numbers; 2]);
    let of = |features| generator.decode(features, style.clone());
    let apart: f32 = (of(&whole) - of(&joined)).abs().max().into_scalar();
    assert!(apart < 1e-5, "{apart:e}");
    let found = gradients(&generator, of(&whole.constant()));
    let encoder = |name: &str| found.contains_key(&parameter_id(&format!("generator.{name}")));
    assert!(!encoder("encode.0.conv1.weight") && !encoder("from_rgb.weight"));
    assert!(encoder("decode.3.conv1.weight"));
}

/// Gradients of the pictures' product with fixed numbers.
fn gradients<M: Module>(network: &M, pictures: Tensor<4>) -> GradientMap {
    let shape = pictures.dims();
    let direction = support::uniform("direction", shape.iter().product(), 1);
    let direction = Tensor::from_data(TensorData::new(direction, shape), &Device::flex());
    let loss = (pictures * Tensor::from_inner(direction)).mean();
    let (mut gradients, mut found) = (loss.backward(), GradientMap::new());
    add_gradients(network, &mut gradients, &mut found);
    found
}

/// The 2-norm of a gradient, and that of its difference from another form's.
fn norms(forms: &[GradientMap; 2], name: &str) -> [f64; 2] {
    let [plain, kernels] = forms.each_ref().map(|form| {
        let gradient = form.get(&parameter_id(name));
        let gradient = gradient.unwrap_or_else(|| panic!("{name} has no gradient"));
        gradient.to_data().try_into_vec::<f32>().unwrap()
    });
    assert_eq!(plain.len(), kernels.len(), "{name}");
    let norm = |values: &mut dyn Iterator<Item = f32>| {
        let squares = values.map(|value| f64::from(value).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let differences = plain.iter().zip(&kernels).map(|(a, b)| a - b);
    [norm(&mut plain.iter().copied()), norm(&mut { differences })]
}

/// The largest relative difference between two forms' gradients of the tensors of `specs`; those of `unused` must not be there.
///
/// Biases before an instance norm (`idle`) change nothing: their gradients are rounding and are held to the weight's size.
fn largest_difference(
    net: &str,
    specs: Vec<TensorSpec>,
    unused: &str,
    idle: &[&str],
    forms: &[GradientMap; 2],
) -> f64 {
    let mut worst = 0.0f64;
    for TensorSpec { name, .. } in specs {
        let full = format!("{net}.{name}");
        if name.starts_with(unused) {
            let id = parameter_id(&full);
            assert!(forms.iter().all(|form| !form.contains_key(&id)), "{name}");
            continue;
        }
        let [mut size, difference] = norms(forms, &full);
        if idle.iter().any(|end| name.ends_with(end)) {
            let [weight, _] = norms(forms, &full.replace(".bias", ".weight"));
            assert!(size < GRADIENT_TOLERANCE * weight, "{name}: {size:e}");
            size = weight;
        }
        assert!(size.is_finite() && size > 0.0, "{name}: {size}");
        worst = worst.max(difference / size);
    }
    println!("{net}: gradients at most {worst:e} apart");
    worst
}

/// Differences for several inputs: at least one must meet no kink, and a kink turns a gradient only a little.
fn assert_alike(differences: &[f64]) {
    let all = differences.iter().copied();
    assert!(
        all.clone().all(|each| each < KINK_TOLERANCE),
        "{differences:?}"
    );
    assert!(
        all.fold(f64::MAX, f64::min) < GRADIENT_TOLERANCE,
        "{differences:?}"
    );
}

#[test]
fn gradients_of_the_modulated_generator_are_those_of_the_plain_form() {
    let device = Device::flex().autodiff();
    for (batch, w_hpf) in [(2, 0.0), (1, 1.0)] {
        let masks = (w_hpf > 0.0).then(|| masks(&device));
        let differences = INPUTS.map(|input| {
            let (source, style) = inputs(input, batch, &device);
            let forms = [Form::Plain, Form::Kernels].map(|form| {
                let generator = modconv(&device, form, w_hpf);
                let features = generator.encode(source.clone(), masks.as_ref());
                let pictures = generator.decode(&features, style.clone());
                gradients(&generator, pictures)
            });
            let specs = modulated::specs(&config(w_hpf));
            let idle = [".conv1.bias"];
            largest_difference("modconv", specs, "to_rgb.", &idle, &forms)
        });
        assert_alike(&differences);
    }
}

#[test]
fn gradients_through_unet_skips_are_those_of_the_plain_form() {
    let device = Device::flex().autodiff();
    let differences = INPUTS.map(|input| {
        let (source, style) = inputs(input, 2, &device);
        let forms = [Form::Plain, Form::Kernels].map(|form| {
            let generator = unet(&device, form, Skips::Added);
            let features = generator.encode(source.clone(), None);
            gradients(&generator, generator.decode(&features, style.clone()))
        });
        let specs = schema::specs(&config(0.0), NetworkKind::Generator);
        // Every block begins with a norm, and the last map meets one too.
        let idle = [".conv1.bias", ".conv2.bias", "from_rgb.bias"];
        largest_difference("generator", specs, "no name", &idle, &forms)
    });
    assert_alike(&differences);
}
