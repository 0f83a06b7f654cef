//! The networks against numbers computed with PyTorch (shared golden set, a copy in tests/golden; its README gives formula and
//! tolerances).

use std::path::PathBuf;

use burn::tensor::{Device, Tensor, TensorData};
use safetensors::SafeTensors;
use stargrid::domain::{DomainSet, latent};
use stargrid::model::Model;
use stargrid::model::config::ModelConfig;
use stargrid::model::generator::Masks;
use stargrid::model::layers::rows;
use stargrid::model::schema::NetworkKind;
use stargrid::model::weights::TensorMap;

use crate::support;

/// A golden file.
pub struct Golden {
    bytes: Vec<u8>,
}

impl Golden {
    /// The copy of this case in tests/golden.
    pub fn open(case: &str) -> Self {
        let path = support::golden_file(&format!("{case}.safetensors"));
        Self {
            bytes: std::fs::read(path).unwrap(),
        }
    }

    fn tensor<const D: usize>(&self, name: &str) -> (Vec<f32>, [usize; D]) {
        let file = SafeTensors::deserialize(&self.bytes).unwrap();
        let view = file.tensor(name).unwrap();
        let values = view
            .data()
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
            .collect();
        (values, view.shape().try_into().unwrap())
    }

    fn on<const D: usize>(&self, name: &str, device: &Device) -> Tensor<D> {
        let (values, shape) = self.tensor::<D>(name);
        Tensor::from_data(TensorData::new(values, shape), device)
    }

    fn domains(&self) -> Vec<usize> {
        let file = SafeTensors::deserialize(&self.bytes).unwrap();
        let data = file.tensor("y").unwrap().data().to_vec();
        data.chunks_exact(8)
            .map(|eight| i64::from_le_bytes(eight.try_into().unwrap()) as usize)
            .collect()
    }

    /// Compares a tensor with the stored one.
    pub fn assert_close<const D: usize>(&self, name: &str, found: Tensor<D>, tolerance: f32) {
        let (expected, shape) = self.tensor::<D>(name);
        assert_eq!(found.dims(), shape, "{name}");
        let found = found.into_data().try_into_vec::<f32>().unwrap();
        let largest = expected
            .iter()
            .zip(&found)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(
            found.iter().all(|value| value.is_finite()),
            "{name} holds values that are not numbers"
        );
        assert!(
            largest <= tolerance,
            "{name}: {largest:e} apart, {tolerance:e} allowed"
        );
        println!("{name}: {largest:e} apart");
    }
}

fn filled(config: &ModelConfig) -> TensorMap {
    support::golden_tensors(config, &NetworkKind::ALL)
}

/// Two masks by formula, at the size that the case stored.
fn mask(name: &str, device: &Device) -> Tensor<4> {
    let values = support::masks(name, 2, 256);
    Tensor::from_data(TensorData::new(values, [2, 1, 256, 256]), device)
}

/// Runs all four networks of a case and compares every stored tensor.
fn check_case(case: &str, device: &Device) {
    let golden = Golden::open(case);
    let config = support::golden_config(case);
    let model = Model::load(&config, &filled(&config), device).unwrap();
    let domains = golden.domains();
    let input = |name: &str| -> Tensor<4> {
        let values = support::images(name, domains.len(), config.img_size);
        let shape = [domains.len(), 3, config.img_size, config.img_size];
        Tensor::from_data(TensorData::new(values, shape), device)
    };
    let source = input("input.x");
    let styles = model
        .mapping_network
        .as_ref()
        .unwrap()
        .forward(golden.on("z", device), &domains);
    let references = model
        .style_encoder
        .as_ref()
        .unwrap()
        .forward(input("input.ref"), &domains);
    golden.assert_close("style_latent", styles.clone(), 1e-5);
    golden.assert_close("style_ref", references.clone(), 1e-5);
    golden.assert_close(
        "logits",
        model
            .discriminator
            .as_ref()
            .unwrap()
            .forward(source.clone(), &domains),
        2e-6,
    );
    let masks = (config.w_hpf > 0.0).then(|| Masks {
        coarse: mask("input.mask0", device),
        fine: mask("input.mask1", device),
    });
    let features = model.generator.encode(source, masks.as_ref());
    golden.assert_close(
        "fake_latent",
        model.generator.decode(&features, styles),
        1e-4,
    );
    golden.assert_close(
        "fake_ref",
        model.generator.decode(&features, references),
        1e-4,
    );
}

#[test]
fn hpf0_64_on_the_cpu() {
    check_case("hpf0_64", &Device::flex());
}

#[test]
fn hpf1_128_on_the_cpu() {
    check_case("hpf1_128", &Device::flex());
}

#[test]
fn hpf0_32_one_domain_on_the_cpu() {
    check_case("hpf0_32_one_domain", &Device::flex());
}

/// The GPU path on whatever adapter there is: lavapipe (software Vulkan) in CI, a real GPU elsewhere.
#[test]
fn hpf0_32_one_domain_through_wgpu() {
    use stargrid::engine::device::{DeviceChoice, choose};
    let compute = choose(DeviceChoice::Gpu, None)
        .expect("a Vulkan adapter; CI installs lavapipe (mesa-vulkan-drivers)");
    println!("on {}", compute.facts.name);
    check_case("hpf0_32_one_domain", &compute.device);
}

#[test]
fn truncation() {
    let device = Device::flex();
    let golden = Golden::open("truncation");
    let config = support::golden_config("hpf0_64");
    let model = Model::load(&config, &filled(&config), &device).unwrap();
    let mapping = model.mapping_network.as_ref().unwrap();
    let many: Vec<f32> = support::uniform("truncation.z_many", 1000 * 16, 1)
        .into_iter()
        .map(|u| 1.7 * u)
        .collect();
    assert_eq!(golden.tensor::<2>("z_many_first_rows").0, many[..64]);
    let codes: Vec<&[f32]> = many.chunks_exact(16).collect();
    let mean = mapping
        .forward(rows(&codes, &device), &[1; 1000])
        .mean_dim(0);
    golden.assert_close::<1>("style_mean", mean.clone().flatten(0, 1), 1e-5);
    let mean = mean.into_data().try_into_vec::<f32>().unwrap();
    let styles = mapping.forward(golden.on("z", &device), &[1; 4]);
    golden.assert_close("style", styles.clone(), 1e-5);
    let styles = styles.into_data().try_into_vec::<f32>().unwrap();
    for psi in ["0.0", "0.5", "0.7", "1.0"] {
        let truncated: Vec<f32> = styles
            .chunks_exact(64)
            .flat_map(|style| latent::truncate(style, &mean, psi.parse().unwrap()))
            .collect();
        let truncated = Tensor::<2>::from_data(TensorData::new(truncated, [4, 64]), &device);
        golden.assert_close(&format!("psi_{psi}"), truncated, 1e-5);
    }
}

/// Encodes and decodes one picture with an official generator; the largest difference from PyTorch, relative to the largest
/// value of the output.
fn full_size(w_hpf: f32, domains: usize, masked: bool) -> f32 {
    let config = ModelConfig::official(256, DomainSet::unnamed(domains), w_hpf);
    let device = Device::flex();
    let tensors = support::golden_tensors(&config, &[NetworkKind::Generator]);
    let model = Model::load(&config, &tensors, &device).unwrap();
    drop(tensors);
    let source = support::images("full.x", 1, 256);
    let style: Vec<f32> = support::uniform("full.s", 64, 1);
    let mask = |name| {
        let values = support::masks(name, 1, 256);
        Tensor::<4>::from_data(TensorData::new(values, [1, 1, 256, 256]), &device)
    };
    let masks = masked.then(|| Masks {
        coarse: mask("full.mask0"),
        fine: mask("full.mask1"),
    });
    let source = model.pictures(source);
    let features = model.generator.encode(source, masks.as_ref());
    let fake = model
        .generator
        .decode(&features, rows(&[&style], &device))
        .into_data()
        .try_into_vec::<f32>()
        .unwrap();
    let path = PathBuf::from(std::env::var("STARGRID_FULL_SIZE").unwrap()).join(format!(
        "hpf{w_hpf}{}.f32",
        if masked { "_masks" } else { "" }
    ));
    let expected: Vec<f32> = std::fs::read(path)
        .unwrap()
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
        .collect();
    assert_eq!(expected.len(), fake.len());
    let largest = expected
        .iter()
        .fold(0.0, |most: f32, value| most.max(value.abs()));
    let apart = expected
        .iter()
        .zip(&fake)
        .fold(0.0, |most: f32, (a, b)| most.max((a - b).abs()));
    println!(
        "w_hpf {w_hpf}: {apart:e} apart, largest value {largest}, relative {:e}",
        apart / largest
    );
    apart / largest
}

/// The most memory this process ever held, where the system tells.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Both tests need the reference that `benches/peer/full_size.py DIR` makes with PyTorch, and `STARGRID_FULL_SIZE=DIR`.
fn check_full_size(w_hpf: f32, domains: usize) {
    assert!(full_size(w_hpf, domains, false) < 1e-3);
    if let Some(peak) = peak_bytes() {
        println!("w_hpf {w_hpf}: {} MB at most", peak / 1_000_000);
        assert!(peak < 2_500_000_000, "{peak} bytes");
    }
}

#[test]
#[ignore = "needs a PyTorch reference: see benches/peer/full_size.py"]
fn full_size_networks_agree_with_pytorch_afhq() {
    check_full_size(0.0, 3);
}

#[test]
#[ignore = "needs a PyTorch reference: see benches/peer/full_size.py"]
fn full_size_networks_agree_with_pytorch_celeba() {
    check_full_size(1.0, 2);
}

#[test]
#[ignore = "needs a PyTorch reference: see benches/peer/full_size.py"]
fn full_size_networks_agree_with_pytorch_celeba_with_masks() {
    assert!(full_size(1.0, 2, true) < 1e-3);
}
