//! Files that a person brings for evaluation: what torchvision publishes is read in every container, anything else is named.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use stargrid::checkpoint::torchvision::Published;
use stargrid::checkpoint::{HostTensor, TensorMap};
use stargrid::engine::extractor::FeatureExtractor;
use stargrid::model::perceptual::{Perceptual, Variant};
use stargrid::model::schema::Fill;

use crate::skeleton::{ALEXNET, ALEXNET_LEGACY, TINY, golden_checkpoint};
use crate::support::{FillKind, fill, write_tensors};

/// AlexNet's convolutions, all of one number.
fn flat() -> TensorMap {
    let specs = Published::AlexNet.specs().into_iter();
    let tensors = specs.map(|spec| {
        let values = vec![0.5; spec.count()];
        (spec.name, HostTensor::new(spec.shape, values).unwrap())
    });
    tensors.collect()
}

/// A file of [`flat`] after a change.
fn changed(folder: &Path, change: impl FnOnce(&mut TensorMap)) -> PathBuf {
    let mut tensors = flat();
    change(&mut tensors);
    let path = folder.join("changed.safetensors");
    write_tensors(&tensors, &path);
    path
}

fn one() -> HostTensor {
    HostTensor::new(vec![1], vec![1.0]).unwrap()
}

fn refusal(path: &Path) -> String {
    let error = Perceptual::published(path, &Device::flex()).unwrap_err();
    println!("{error}");
    error.to_string()
}

#[test]
fn alexnet_is_read_from_every_container() {
    for name in [ALEXNET, ALEXNET_LEGACY] {
        let path = golden_checkpoint(name);
        let tensors = Published::AlexNet.read(&path).unwrap();
        let specs = Published::AlexNet.specs();
        assert_eq!(tensors.len(), specs.len(), "the classifier is left out");
        for spec in specs {
            let kind = match spec.kind {
                Fill::Weight => FillKind::Weight,
                _ => FillKind::Bias,
            };
            let (network, rest) = spec.name.split_once('.').unwrap();
            let expected = fill(network, rest, &spec.shape, kind, 1.0, 1);
            let found = &tensors[&format!("alexnet.{}", spec.name)];
            assert_eq!(found.shape, spec.shape, "{name} {}", spec.name);
            assert!(found.values == expected, "{name} {}", spec.name);
        }
        let distance = Perceptual::published(&path, &Device::flex()).unwrap();
        assert_eq!(distance.variant(), Variant::Plain);
    }
}

#[test]
fn other_files_are_named_with_the_one_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let wanted = "alexnet-owt-7be5be79.pth from https://download.pytorch.org/models/";
    let expect = |path: PathBuf, parts: &[&str]| {
        let found = refusal(&path);
        for part in [&[wanted, path.to_str().unwrap()], parts].concat() {
            assert!(found.contains(part), "{part}: {found}");
        }
    };
    std::fs::write(at("notes.txt"), "AlexNet is a network.\n").unwrap();
    expect(at("notes.txt"), &["a text file"]);
    expect(folder.path().to_owned(), &["a folder"]);
    expect(golden_checkpoint(TINY), &["a model of the StarGAN family"]);

    let path = changed(folder.path(), |tensors| {
        tensors.retain(|name, _| name == "features.0.weight");
        tensors.insert("layer1.0.conv1.weight".to_owned(), one());
    });
    expect(
        path,
        &["another network (2 tensors: features.0.weight, layer1"],
    );
    let path = changed(folder.path(), |tensors| {
        drop(tensors.remove("features.8.bias"));
    });
    expect(path, &["1 of its 10 tensors missing (features.8.bias)"]);
    let path = changed(folder.path(), |tensors| {
        tensors.insert("features.8.bias".to_owned(), one());
    });
    expect(
        path,
        &["1 of its 10 tensors of another shape (features.8.bias)"],
    );
    let path = changed(folder.path(), |tensors| {
        tensors.insert("features.12.weight".to_owned(), one());
    });
    expect(
        path,
        &["tensors that it does not have (features.12.weight)"],
    );

    let inception = FeatureExtractor::inception(&golden_checkpoint(ALEXNET), &Device::flex());
    let found = inception.unwrap_err().to_string();
    assert!(
        found.contains("This is torchvision's AlexNet; torchvision's Inception-v3 is wanted"),
        "{found}"
    );
    assert!(
        found.contains("inception_v3_google-0cc3c7bd.pth from https"),
        "{found}"
    );
}

#[test]
fn damage_and_absence_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(golden_checkpoint(ALEXNET)).unwrap();
    let legacy = std::fs::read(golden_checkpoint(ALEXNET_LEGACY)).unwrap();
    let path = folder.path().join("cut.pth");
    for bytes in [&whole[..whole.len() / 2], &legacy[..legacy.len() / 2]] {
        std::fs::write(&path, bytes).unwrap();
        let found = refusal(&path);
        assert!(found.contains("damaged or cut short"), "{found}");
    }
    let found = refusal(&folder.path().join("absent.pth"));
    assert!(found.contains("There is no such file"), "{found}");
    let path = changed(folder.path(), |tensors| {
        tensors.get_mut("features.0.bias").unwrap().values[3] = f32::NAN;
    });
    let found = refusal(&path);
    assert!(found.contains("features.0.bias holds NaN"), "{found}");
}

/// `STARGRID_TORCHVISION=FOLDER cargo test --test suite full_size_files -- --ignored --nocapture`: every file of the folder as torchvision publishes it,
/// alexnet* and inception*; the sums of absolute values are printed, to be held against PyTorch's.
#[test]
#[ignore = "needs files of some hundred megabytes"]
fn full_size_files_are_read() {
    let folder = std::env::var_os("STARGRID_TORCHVISION").expect("STARGRID_TORCHVISION");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let published = match name.starts_with("alexnet") {
            true => Published::AlexNet,
            false => Published::InceptionV3,
        };
        let started = std::time::Instant::now();
        let tensors = published.read(&path).unwrap();
        let elapsed = started.elapsed();
        let values = tensors.values().flat_map(|tensor| &tensor.values);
        let sum: f64 = values.map(|value| f64::from(value.abs())).sum();
        println!(
            "{name}: {} tensors, sum {sum:.6}, {elapsed:?}",
            tensors.len()
        );
        match published {
            Published::AlexNet => drop(Perceptual::published(&path, &Device::flex()).unwrap()),
            Published::InceptionV3 => {
                drop(FeatureExtractor::inception(&path, &Device::flex()).unwrap());
            }
        }
    }
}
