//! The perceptual distance against numbers computed with PyTorch: ST-LPIPS with the bundled weights, LPIPS with weights by formula.

use burn::tensor::{Device, Tensor, TensorData};
use safetensors::SafeTensors;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::model::form::Form;
use stargrid::model::perceptual::{Perceptual, Variant};
use stargrid::model::weights::Scope;

use crate::support::{FillKind, fill, golden_file, images, uniform, write_tensors};

const SIDE: usize = 64;
const PICTURE: usize = 3 * SIDE * SIDE;

/// The three pairs of a case: independent pictures; a little noise; a shift by 3 pixels to the right, with wrap-around.
fn pairs(name: &str, device: &Device) -> [Tensor<4>; 2] {
    let a = images(&format!("{name}.a"), 3, SIDE);
    let mut b = images(&format!("{name}.b"), 3, SIDE)[..PICTURE].to_vec();
    let noise = uniform(&format!("{name}.noise"), PICTURE, 1);
    let noisy = a[PICTURE..].iter().zip(noise);
    b.extend(noisy.map(|(value, u)| (value + 0.1 * u).clamp(-1.0, 1.0)));
    for row in a[2 * PICTURE..].chunks(SIDE) {
        b.extend_from_slice(&row[SIDE - 3..]);
        b.extend_from_slice(&row[..SIDE - 3]);
    }
    [a, b].map(|values| Tensor::from_data(TensorData::new(values, [3, 3, SIDE, SIDE]), device))
}

fn expected(case: &str, name: &str) -> Vec<f32> {
    let bytes = std::fs::read(golden_file(&format!("{case}.safetensors"))).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let four = file.tensor(name).unwrap().data().to_vec();
    four.chunks_exact(4)
        .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
        .collect()
}

/// abs 1e-6 + 1e-5 x value.
fn assert_close(case: &str, name: &str, found: TensorData) {
    let found = found.try_into_vec::<f32>().unwrap();
    let expected = expected(case, name);
    assert_eq!(found.len(), expected.len(), "{case} {name}");
    let apart = |(found, expected): (&f32, &f32)| (found - expected).abs();
    for pair in found.iter().zip(&expected) {
        let allowed = 1e-6 + 1e-5 * pair.1;
        assert!(apart(pair) <= allowed, "{case} {name}: {pair:?}");
    }
    let largest = found.iter().zip(&expected).map(apart).fold(0.0, f32::max);
    println!("{case} {name}: {largest:e} apart");
}

/// AlexNet and positive heads by formula.
fn by_formula() -> TensorMap {
    let mut tensors = TensorMap::new();
    let mut insert = |name: String, shape: &[usize], values| {
        tensors.insert(name, HostTensor::new(shape.to_vec(), values).unwrap());
    };
    let layers = [
        (0, [64, 3, 11, 11]),
        (3, [192, 64, 5, 5]),
        (6, [384, 192, 3, 3]),
        (8, [256, 384, 3, 3]),
        (10, [256, 256, 3, 3]),
    ];
    for (index, (layer, shape)) in layers.into_iter().enumerate() {
        let parts = [
            ("weight", &shape[..], FillKind::Weight),
            ("bias", &shape[..1], FillKind::Bias),
        ];
        for (part, shape, kind) in parts {
            let name = format!("features.{layer}.{part}");
            let values = fill("alexnet", &name, shape, kind, 1.0, 1);
            insert(format!("alexnet.{name}"), shape, values);
        }
        let name = format!("lpips_heads.lin{index}.model.1.weight");
        let values = uniform(&name, shape[0], 1);
        let values = values.into_iter().map(|u| 0.5 + 0.5 * u).collect();
        insert(name, &[1, shape[0], 1, 1], values);
    }
    tensors
}

fn plain(device: &Device) -> Perceptual {
    let tensors = by_formula();
    let scope = |part| Scope::new(&tensors, part, device);
    Perceptual::load(&scope("alexnet"), &scope("lpips_heads"), Variant::Plain).unwrap()
}

#[test]
fn shift_tolerant_distances_are_those_of_pytorch() {
    let device = Device::flex();
    let distance = Perceptual::bundled(&device).unwrap();
    assert_eq!(distance.variant(), Variant::ShiftTolerant);
    let [a, b] = pairs("stlpips", &device);
    let parts = distance.per_layer(a.clone(), b.clone()).into_data();
    assert_close("st_lpips", "per_layer", parts);
    assert_close("st_lpips", "total", distance.distance(a, b).into_data());
}

#[test]
fn plain_distances_are_those_of_pytorch() {
    let device = Device::flex();
    let distance = plain(&device);
    let [a, b] = pairs("lpips", &device);
    let case = "lpips_alex";
    let parts = distance.per_layer(a.clone(), b.clone()).into_data();
    assert_close(case, "per_layer_formula_heads", parts);
    let total = distance.distance(a, b).into_data();
    assert_close(case, "total_formula_heads", total);
}

#[test]
fn published_heads_give_the_distances_of_pytorch() {
    let device = Device::flex();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("alexnet.safetensors");
    let trunk = by_formula().into_iter();
    let trunk = trunk.filter_map(|(name, tensor)| {
        let name = name.strip_prefix("alexnet.")?.to_owned();
        Some((name, tensor))
    });
    write_tensors(&trunk.collect(), &path);
    let distance = Perceptual::published(&path, &device).unwrap();
    let [a, b] = pairs("lpips", &device);
    let parts = distance.per_layer(a.clone(), b.clone()).into_data();
    assert_close("lpips_alex", "per_layer", parts);
    assert_close("lpips_alex", "total", distance.distance(a, b).into_data());
}

#[test]
fn both_forms_give_the_same_distances() {
    let device = Device::flex();
    let tensors = by_formula();
    for variant in [Variant::Plain, Variant::ShiftTolerant] {
        let [kernels, plain] = [Form::Kernels, Form::Plain].map(|form| {
            let scope = |part| Scope::new(&tensors, part, &device).in_form(form);
            let distance = Perceptual::load(&scope("alexnet"), &scope("lpips_heads"), variant);
            let [a, b] = pairs("lpips", &device);
            let parts = distance.unwrap().per_layer(a, b).into_data();
            parts.try_into_vec::<f32>().unwrap()
        });
        for (one, other) in kernels.iter().zip(&plain) {
            assert!((one - other).abs() < 1e-6 + 1e-5 * one, "{one} {other}");
        }
    }
}

#[test]
fn features_once_give_the_same_distances_as_pairs() {
    let device = Device::flex();
    let distance = Perceptual::bundled(&device).unwrap();
    let [a, b] = pairs("stlpips", &device);
    let pairwise = distance.distance(a.clone(), b.clone()).into_data();
    let [a, b] = [a, b].map(|pictures| distance.features(pictures));
    let kept = Perceptual::total(distance.per_layer_between(&a, &b)).into_data();
    let values = |data: TensorData| data.try_into_vec::<f32>().unwrap();
    let (pairwise, kept) = (values(pairwise), values(kept));
    for (one, other) in pairwise.iter().zip(&kept) {
        assert!((one - other).abs() < 1e-6, "{one} {other}");
    }
    let same = Perceptual::total(distance.per_layer_between(&a, &a)).into_data();
    assert_eq!(values(same), [0.0; 3]);
}

#[test]
fn the_least_side_is_the_least() {
    let device = Device::flex();
    let grey = |side| Tensor::<4>::zeros([1, 3, side, side], &device);
    for distance in [Perceptual::bundled(&device).unwrap(), plain(&device)] {
        let least = distance.variant().least_side();
        let both = distance.distance(grey(least), grey(least)).into_data();
        assert_eq!(both.try_into_vec::<f32>().unwrap(), [0.0]);
    }
}

/// `cargo test --test suite perceptual_takes -- --ignored --nocapture`: how long one pair takes.
#[test]
#[ignore = "measures"]
fn one_pair_perceptual_takes() {
    let device = Device::flex();
    for (name, distance) in [
        ("shift tolerant", Perceptual::bundled(&device).unwrap()),
        ("plain", plain(&device)),
    ] {
        for side in [64, 256] {
            let picture = |which: &str| {
                let values = images(which, 1, side);
                Tensor::<4>::from_data(TensorData::new(values, [1, 3, side, side]), &device)
            };
            let (a, b) = (picture("one"), picture("other"));
            let mut times: Vec<_> = (0..7)
                .map(|_| {
                    let start = std::time::Instant::now();
                    distance.distance(a.clone(), b.clone()).into_data();
                    start.elapsed()
                })
                .collect();
            let first = times[0];
            times.sort_unstable();
            println!(
                "{name} {side} x {side}: first {first:?}, median {:?}",
                times[3]
            );
        }
    }
}
