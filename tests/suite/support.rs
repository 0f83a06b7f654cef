//! What several tests share: the formula that rebuilds the golden weights from their names (shared/golden/README.md).
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::model::config::ModelConfig;
use stargrid::model::fan;
use stargrid::model::schema::{Fill, NetworkKind, specs};

/// What a tensor is, which decides its values; [`Fill`] and the variances that only the evaluation networks have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillKind {
    /// `w`: weights, scaled by fan-in and gain.
    Weight,
    /// `b`: biases and running means.
    Bias,
    /// `g`: scales of norms.
    Scale,
    /// `var`: running variances.
    Variance,
}

impl From<Fill> for FillKind {
    fn from(fill: Fill) -> Self {
        match fill {
            Fill::Weight => Self::Weight,
            Fill::Bias => Self::Bias,
            Fill::Scale => Self::Scale,
        }
    }
}

/// Hash of a full name.
pub fn fnv1a64(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `count` numbers u in [-1, 1) for a full name.
pub fn uniform(full_name: &str, count: usize, seed: u64) -> Vec<f32> {
    let hash = fnv1a64(full_name) ^ seed;
    (1..=count as u64)
        .map(|place| {
            let mut z = hash.wrapping_add(place.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            (z >> 40) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

/// The golden values of tensor `name` of network `net`, exact in 32 bits.
pub fn fill(
    net: &str,
    name: &str,
    shape: &[usize],
    kind: impl Into<FillKind>,
    gain: f64,
    seed: u64,
) -> Vec<f32> {
    let kind = kind.into();
    let fan_in: usize = shape.iter().skip(1).product();
    let weight_scale = (6.0 / fan_in as f64).sqrt();
    let value = |u: f64| match kind {
        FillKind::Weight => u * weight_scale * gain,
        FillKind::Bias => 0.1 * u,
        FillKind::Scale => 1.0 + 0.1 * u,
        FillKind::Variance => 1.0 + 0.5 * u,
    };
    uniform(&format!("{net}.{name}"), shape.iter().product(), seed)
        .into_iter()
        .map(|u| value(f64::from(u)) as f32)
        .collect()
}

/// All tensors of these networks with golden values, seed 1.
pub fn golden_tensors(config: &ModelConfig, networks: &[NetworkKind]) -> TensorMap {
    let mut tensors = TensorMap::new();
    for &network in networks {
        for spec in specs(config, network) {
            let values = fill(network.name(), &spec.name, &spec.shape, spec.kind, 1.0, 1);
            let tensor = HostTensor::new(spec.shape.clone(), values).unwrap();
            tensors.insert(spec.full_name(network), tensor);
        }
    }
    tensors
}

/// The landmark network with golden values, by full official name.
pub fn fan_tensors() -> TensorMap {
    let tensor = |spec: stargrid::model::schema::TensorSpec| {
        let kind = match spec.name.ends_with("running_var") {
            true => FillKind::Variance,
            false => spec.kind.into(),
        };
        let values = fill(fan::NAME, &spec.name, &spec.shape, kind, 0.5, 1);
        let tensor = HostTensor::new(spec.shape, values).unwrap();
        (format!("{}.{}", fan::NAME, spec.name), tensor)
    };
    fan::specs().into_iter().map(tensor).collect()
}

/// Side of the small face model.
pub const EYE_SIZE: usize = 64;

/// A small model with the high-pass skip.
pub fn eye_config() -> ModelConfig {
    ModelConfig {
        base_width: 8,
        width_cap: 16,
        style_dim: 8,
        hidden: 16,
        ..ModelConfig::official(EYE_SIZE, stargrid::domain::DomainSet::unnamed(2), 1.0)
    }
}

/// The networks of a model for exploring.
pub const EXPLORING: [NetworkKind; 3] = [
    NetworkKind::Generator,
    NetworkKind::MappingNetwork,
    NetworkKind::StyleEncoder,
];

/// Writes tensors as a file that PyTorch's people would call converted: official names, nothing else.
pub fn write_tensors(tensors: &TensorMap, path: &Path) {
    let bytes = |values: &[f32]| -> Vec<u8> {
        values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect()
    };
    let bodies: Vec<_> = tensors
        .values()
        .map(|tensor| bytes(&tensor.values))
        .collect();
    let views = tensors.iter().zip(&bodies).map(|((name, tensor), body)| {
        let view = safetensors::tensor::TensorView::new(
            safetensors::Dtype::F32,
            tensor.shape.clone(),
            body,
        )
        .unwrap();
        (name.clone(), view)
    });
    std::fs::write(path, safetensors::serialize(views, None).unwrap()).unwrap();
}

/// wing.safetensors, blind.safetensors (the model alone) and seeing.safetensors (the model with its landmark network).
pub fn eye_files(folder: &Path) -> [PathBuf; 3] {
    let paths = ["wing", "blind", "seeing"].map(|name| folder.join(format!("{name}.safetensors")));
    let blind = golden_tensors(&eye_config(), &EXPLORING);
    let mut seeing = blind.clone();
    seeing.extend(fan_tensors());
    for (tensors, path) in [&fan_tensors(), &blind, &seeing].into_iter().zip(&paths) {
        write_tensors(tensors, path);
    }
    paths
}

/// A file of tests/golden.
pub fn golden_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// `n` smooth pictures (planar, in [-1, 1]): 16 x 16 noise, bilinear to `size`, half-pixel centres.
pub fn images(name: &str, n: usize, size: usize) -> Vec<f32> {
    enlarge(&uniform(name, n * 3 * 256, 1), 16, size)
}

/// `n` smooth masks in [0, 1]: 8 x 8 noise, bilinear to `size`.
pub fn masks(name: &str, n: usize, size: usize) -> Vec<f32> {
    let small: Vec<f32> = uniform(name, n * 64, 1)
        .into_iter()
        .map(|u| 0.5 + 0.5 * u)
        .collect();
    enlarge(&small, 8, size)
}

/// Square planes of side `from`, bilinear to side `size`, half-pixel centres, edges repeated.
fn enlarge(small: &[f32], from: usize, size: usize) -> Vec<f32> {
    let tap = |i: usize| {
        let at = ((i as f32 + 0.5) * from as f32 / size as f32 - 0.5).max(0.0);
        let low = at.floor() as usize;
        (low, (low + 1).min(from - 1), at - low as f32)
    };
    let mut out = Vec::with_capacity(small.len() / (from * from) * size * size);
    for plane in small.chunks_exact(from * from) {
        for (top, bottom, down) in (0..size).map(tap) {
            for (left, right, across) in (0..size).map(tap) {
                let row = |y: usize| {
                    plane[y * from + left] * (1.0 - across) + plane[y * from + right] * across
                };
                out.push(row(top) * (1.0 - down) + row(bottom) * down);
            }
        }
    }
    out
}

/// The configuration of a case of tests/golden/cases.json.
pub fn golden_config(case: &str) -> ModelConfig {
    let text = std::fs::read_to_string(golden_file("cases.json")).unwrap();
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    let number = |key: &str| cases[case][key].as_u64().unwrap() as usize;
    let domains = stargrid::domain::DomainSet::unnamed(number("domains"));
    let w_hpf = number("w_hpf") as f32;
    ModelConfig {
        base_width: number("c0"),
        width_cap: number("cmax"),
        style_dim: number("style"),
        latent_dim: number("latent"),
        hidden: number("hidden"),
        ..ModelConfig::official(number("img_size"), domains, w_hpf)
    }
}

#[test]
fn the_formula_gives_the_numbers_of_its_description() {
    assert_eq!(fnv1a64("generator.from_rgb.weight"), 0x1335_a125_4f79_a4a2);
    let starts = |found: Vec<f32>, expected: &[f64]| {
        for (found, expected) in found.into_iter().zip(expected) {
            assert_eq!(f64::from(found), *expected);
        }
    };
    let u = uniform("generator.from_rgb.weight", 4, 1);
    let expected = [
        -0.7392151355743408,
        -0.13077926635742188,
        -0.03270602226257324,
        0.2659904956817627,
    ];
    starts(u, &expected);
    let weights = fill(
        "generator",
        "from_rgb.weight",
        &[16, 3, 3, 3],
        FillKind::Weight,
        1.0,
        1,
    );
    let expected = [
        -0.3484693467617035,
        -0.06164993718266487,
        -0.015417766757309437,
        0.12538912892341614,
    ];
    starts(weights, &expected);
    let bias = fill("generator", "from_rgb.bias", &[16], FillKind::Bias, 1.0, 1);
    starts(bias, &[0.06405975669622421, 0.035328663885593414]);
    let scale = fill(
        "generator",
        "to_rgb.0.weight",
        &[16],
        FillKind::Scale,
        1.0,
        1,
    );
    starts(scale, &[0.901389479637146, 1.0038238763809204]);
    let variance = fill("fan", "bn1.running_var", &[64], FillKind::Variance, 1.0, 1);
    starts(variance, &[0.5683356523513794, 0.7382999062538147]);
}

#[test]
fn input_pictures_are_those_of_the_readme() {
    let found = images("input.x", 2, 64);
    let expected = [-0.748_854_4, -0.748_854_4, -0.541_856_05, -0.127_859_26];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
}
