//! The golden set's fill formula and inputs: tensors made from their names, so that no weights need storing.

use std::path::PathBuf;

use stargrid::model::config::ModelConfig;
use stargrid::model::schema::{Fill, NetworkKind, specs};
use stargrid::model::weights::{HostTensor, TensorMap};

/// The folder of the golden numbers.
pub fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// `count` numbers in [-1, 1) from a full name: FNV-1a of the name, then splitmix64.
pub fn uniform(full_name: &str, count: usize, seed: u64) -> Vec<f32> {
    let fnv = full_name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let start = fnv ^ seed;
    let mix = |at: u64| {
        let z = start.wrapping_add((at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    (0..count as u64).map(|at| ((mix(at) >> 40) as f64 / f64::from(1 << 23) - 1.0) as f32).collect()
}

/// The values of tensor `name` of network `net`.
pub fn fill(net: &str, name: &str, shape: &[usize], kind: Fill, gain: f64, seed: u64) -> Vec<f32> {
    let fan_in: usize = shape.iter().skip(1).product();
    let scale = |u: f64| match kind {
        Fill::Weight => u * (6.0 / fan_in as f64).sqrt() * gain,
        Fill::Bias => 0.1 * u,
        Fill::Scale => 1.0 + 0.1 * u,
    };
    let numbers = uniform(&format!("{net}.{name}"), shape.iter().product(), seed);
    numbers.into_iter().map(|u| scale(f64::from(u)) as f32).collect()
}

/// Every tensor of a network, filled with seed 1, by full name.
pub fn filled(config: &ModelConfig, kind: NetworkKind) -> TensorMap {
    let tensor = |spec: &stargrid::model::schema::TensorSpec| {
        let values = fill(kind.name(), &spec.name, &spec.shape, spec.kind, 1.0, 1);
        (spec.full_name(kind), HostTensor { shape: spec.shape.clone(), values })
    };
    specs(config, kind).iter().map(tensor).collect()
}

/// `n` smooth pictures (planar, in [-1, 1]): 16 x 16 noise, bilinear to `size`, half-pixel centres.
pub fn images(name: &str, n: usize, size: usize) -> Vec<f32> {
    let small = uniform(name, n * 3 * 256, 1);
    let tap = |i: usize| {
        let at = ((i as f32 + 0.5) * 16.0 / size as f32 - 0.5).max(0.0);
        let low = at.floor() as usize;
        (low, (low + 1).min(15), at - low as f32)
    };
    let mut out = Vec::with_capacity(n * 3 * size * size);
    for plane in small.chunks_exact(256) {
        for (top, bottom, down) in (0..size).map(tap) {
            for (left, right, across) in (0..size).map(tap) {
                let row = |y: usize| plane[y * 16 + left] * (1.0 - across) + plane[y * 16 + right] * across;
                out.push(row(top) * (1.0 - down) + row(bottom) * down);
            }
        }
    }
    out
}

#[test]
fn the_formula_gives_the_numbers_of_the_readme() {
    let weights = fill("generator", "from_rgb.weight", &[16, 3, 3, 3], Fill::Weight, 1.0, 1);
    assert_eq!(weights[..4], [-0.348_469_35, -0.061_649_937, -0.015_417_767, 0.125_389_13]);
    let bias = fill("generator", "from_rgb.bias", &[16], Fill::Bias, 1.0, 1);
    assert_eq!(bias[..2], [0.064_059_757, 0.035_328_664]);
    let scale = fill("generator", "to_rgb.0.weight", &[16], Fill::Scale, 1.0, 1);
    assert_eq!(scale[..2], [0.901_389_5, 1.003_823_9]);
    let image = images("input.x", 2, 64);
    for (found, expected) in image.iter().zip([-0.748_854_4, -0.748_854_4, -0.541_856_05, -0.127_859_26]) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
}
