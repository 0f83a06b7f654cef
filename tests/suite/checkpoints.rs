//! Model files end to end: the golden checkpoints and their relatives; see `ours` and `refusals` for the rest.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod ours;
mod pytorch;
mod refusals;
mod systems;

use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, TensorView};
use stargrid::checkpoint::report::{inspect_json, inspect_text};
use stargrid::checkpoint::tensors::Number;
use stargrid::checkpoint::{HostTensor, TensorMap, bundle, import};
use stargrid::domain::DomainSet;
use stargrid::model::config::ModelConfig;
use stargrid::model::schema::{NetworkKind, specs};

use super::skeleton::{TINY, TINY_DATAPARALLEL, TINY_LEGACY, golden_checkpoint};
use super::support::{golden_config, golden_tensors};

const EMA: [NetworkKind; 3] = [
    NetworkKind::Generator,
    NetworkKind::MappingNetwork,
    NetworkKind::StyleEncoder,
];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn write(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A safetensors file without any description, as another program would write it.
fn plain(folder: &tempfile::TempDir, tensors: &TensorMap) -> PathBuf {
    let bytes = |tensor: &HostTensor| tensor.values.iter().flat_map(|v| v.to_le_bytes()).collect();
    let raw: Vec<(String, Vec<usize>, Vec<u8>)> = tensors
        .iter()
        .map(|(name, tensor)| (name.clone(), tensor.shape.clone(), bytes(tensor)))
        .collect();
    plain_as(folder, Dtype::F32, &raw)
}

fn plain_as(
    folder: &tempfile::TempDir,
    dtype: Dtype,
    raw: &[(String, Vec<usize>, Vec<u8>)],
) -> PathBuf {
    let views = raw.iter().map(|(name, shape, bytes)| {
        (
            name.as_str(),
            TensorView::new(dtype, shape.clone(), bytes).unwrap(),
        )
    });
    let path = folder.path().join("plain.safetensors");
    std::fs::write(&path, safetensors::serialize(views, None).unwrap()).unwrap();
    path
}

fn refusal(path: &Path) -> String {
    import(path).unwrap_err().to_string()
}

fn small() -> (ModelConfig, TensorMap) {
    let config = golden_config("hpf0_32_one_domain");
    let tensors = golden_tensors(&config, &EMA);
    (config, tensors)
}

fn small_high_pass() -> (ModelConfig, TensorMap) {
    let (mut config, _) = small();
    config.w_hpf = 1.0;
    let tensors = golden_tensors(&config, &EMA);
    (config, tensors)
}

fn same_bits(one: &TensorMap, other: &TensorMap) {
    assert!(one.keys().eq(other.keys()));
    for (name, tensor) in one {
        assert_eq!(tensor.shape, other[name].shape, "{name}");
        let bits = |tensor: &HostTensor| {
            tensor
                .values
                .iter()
                .map(|v| v.to_bits())
                .collect::<Vec<_>>()
        };
        assert_eq!(bits(tensor), bits(&other[name]), "{name}");
    }
}

#[test]
fn golden_checkpoints_import_exactly() {
    let config = golden_config("hpf0_64");
    for (file, networks) in [
        (TINY, &NetworkKind::ALL[..]),
        (TINY_LEGACY, &EMA[..]),
        (TINY_DATAPARALLEL, &EMA[..]),
    ] {
        let model = import(&golden_checkpoint(file)).unwrap();
        assert_eq!(model.config, config, "{file}");
        same_bits(&model.tensors, &golden_tensors(&config, networks));
        assert!(model.extras.is_empty());
        let json = inspect_json(&model.config, &model.report, &model.card);
        assert_eq!(json["system"], "stargan-v2");
        let expected = serde_json::json!({ "img_size": 64, "num_domains": 3, "style_dim": 64, "latent_dim": 16,
            "w_hpf": 0, "base_width": 16, "width_cap": 64, "hidden": 64 });
        assert_eq!(json["config"], expected);
        assert_eq!(
            json["domains"],
            serde_json::json!(["domain 0", "domain 1", "domain 2"])
        );
        let absent: &[&str] = if networks.len() == 4 {
            &[]
        } else {
            &["discriminator"]
        };
        assert_eq!(json["networks"]["absent"], serde_json::json!(absent));
        for none in ["derived", "missing", "unexpected", "mismatched"] {
            assert_eq!(json["keys"][none], serde_json::json!([]), "{none}");
        }
        assert_eq!(
            json["keys"]["used"].as_array().unwrap().len(),
            model.tensors.len()
        );
        assert_eq!(model.card.provenance.file_name, file);
        assert_eq!(model.card.provenance.blake3.len(), 64);
        let text = inspect_text(&model.config, &model.report, &model.card);
        assert!(
            text.contains("64 x 64 pixels") && text.contains("0 missing"),
            "{text}"
        );
    }
}

#[test]
fn plain_safetensors_with_official_names_import() {
    let folder = folder();
    let (config, tensors) = small();
    let model = import(&plain(&folder, &tensors)).unwrap();
    assert_eq!(model.config, config);
    same_bits(&model.tensors, &tensors);
    let wrapped = |prefix: fn(&str) -> String| -> TensorMap {
        let renamed = tensors.iter();
        renamed
            .map(|(name, tensor)| (prefix(name), tensor.clone()))
            .collect()
    };
    for names in [
        wrapped(|name| name.replacen('.', ".module.", 1)),
        wrapped(|name| format!("module.{name}")),
    ] {
        same_bits(&import(&plain(&folder, &names)).unwrap().tensors, &tensors);
    }
    let mut both = tensors.clone();
    both.extend(wrapped(|name| name.replacen('.', ".module.", 1)));
    assert!(refusal(&plain(&folder, &both)).contains("twice"));
}

#[test]
fn other_float_types_become_32_bits() {
    let folder = folder();
    let (_, tensors) = small();
    let stored = |bytes: fn(f32) -> Vec<u8>| -> Vec<(String, Vec<usize>, Vec<u8>)> {
        let raw = tensors.iter().map(|(name, tensor)| {
            let bytes = tensor
                .values
                .iter()
                .flat_map(|&value| bytes(value))
                .collect();
            (name.clone(), tensor.shape.clone(), bytes)
        });
        raw.collect()
    };
    let doubles = stored(|value| f64::from(value).to_le_bytes().to_vec());
    same_bits(
        &import(&plain_as(&folder, Dtype::F64, &doubles))
            .unwrap()
            .tensors,
        &tensors,
    );
    let brains = stored(|value| ((value.to_bits() >> 16) as u16).to_le_bytes().to_vec());
    let name = "generator.from_rgb.weight";
    let model = import(&plain_as(&folder, Dtype::BF16, &brains)).unwrap();
    assert_eq!(
        model.tensors[name].values[0].to_bits(),
        tensors[name].values[0].to_bits() & 0xffff_0000
    );
    let halves = stored(|_| vec![0x00, 0x3e]);
    let model = import(&plain_as(&folder, Dtype::F16, &halves)).unwrap();
    assert!(model.tensors[name].values.iter().all(|&value| value == 1.5));
    let integers = stored(|_| vec![1, 0, 0, 0]);
    assert!(
        refusal(&plain_as(&folder, Dtype::I32, &integers)).contains("not stored as floating-point")
    );
    assert_eq!(Number::F16.decode(&[0, 0x3e]), Some(vec![1.5]));
}

#[test]
fn high_pass_kernel_and_landmark_network_come_along() {
    let folder = folder();
    let (config, mut tensors) = small_high_pass();
    let weights = tensors.clone();
    let model = import(&plain(&folder, &tensors)).unwrap();
    assert_eq!(model.config, config);
    assert_eq!(model.report.derived, ["generator.hpf.filter"]);
    let derived = &model.extras["generator.hpf.filter"];
    assert_eq!(
        (
            derived.shape.as_slice(),
            derived.values[0],
            derived.values[4]
        ),
        (&[3, 3][..], -1.0, 8.0)
    );

    let mut kernel = vec![-0.5; 9];
    kernel[4] = 4.0;
    let kernel = HostTensor::new(vec![3, 3], kernel).unwrap();
    tensors.insert("generator.hpf.filter".to_owned(), kernel.clone());
    let landmark = HostTensor::new(vec![2], vec![1.0, 2.0]).unwrap();
    tensors.insert("fan.bn1.weight".to_owned(), landmark.clone());
    let model = import(&plain(&folder, &tensors)).unwrap();
    assert_eq!(model.config.w_hpf, 2.0, "8 / 4");
    assert!(model.report.derived.is_empty());
    assert_eq!(model.report.kept, ["fan.bn1.weight"]);
    assert_eq!(model.report.present.last().unwrap(), "fan");
    assert_eq!(model.extras["fan.bn1.weight"], landmark);
    same_bits(&model.tensors, &weights);

    let path = folder.path().join("kept.safetensors");
    bundle::save(&path, &model).unwrap();
    let loaded = bundle::load(&path).unwrap();
    assert_eq!((loaded.config.w_hpf, &loaded.extras), (2.0, &model.extras));
    let bytes = std::fs::read(&path).unwrap();
    let other = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    assert!(other.tensor("extra.fan.bn1.weight").is_ok());

    let (_, mut plain_model) = small();
    plain_model.insert("generator.hpf.filter".to_owned(), kernel);
    assert!(refusal(&plain(&folder, &plain_model)).contains("generator.hpf.filter"));
}

#[test]
fn either_style_network_is_enough() {
    let folder = folder();
    let (config, tensors) = small();
    let without = |network: &str| -> TensorMap {
        let kept = tensors
            .iter()
            .filter(|(name, _)| !name.starts_with(network));
        kept.map(|(name, tensor)| (name.clone(), tensor.clone()))
            .collect()
    };
    let model = import(&plain(&folder, &without("mapping_network."))).unwrap();
    assert_eq!(model.config.img_size, 32);
    assert_eq!(model.report.absent, ["mapping_network", "discriminator"]);
    let model = import(&plain(&folder, &without("style_encoder."))).unwrap();
    assert_eq!(
        model.config.img_size, config.img_size,
        "from the generator alone"
    );
    assert!(
        model
            .card
            .notes
            .iter()
            .any(|note| note.contains("generator alone"))
    );
}

#[test]
fn official_domain_names_need_official_sizes() {
    let official = ModelConfig::official(256, DomainSet::unnamed(3), 0.0);
    let names = |config: &ModelConfig| stargrid::checkpoint::infer::official_domains(config);
    assert_eq!(
        names(&official),
        Some(DomainSet::new(["cat", "dog", "wild"]))
    );
    let celeba = ModelConfig::official(256, DomainSet::unnamed(2), 1.0);
    assert_eq!(names(&celeba), Some(DomainSet::new(["female", "male"])));
    let mut small = official.clone();
    small.base_width = 32;
    assert_eq!(names(&small), None);
    assert_eq!(
        names(&ModelConfig::official(512, DomainSet::unnamed(3), 0.0)),
        None
    );
    assert!(specs(&official, NetworkKind::Generator).len() > 50);
}
