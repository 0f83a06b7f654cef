//! Model files end to end: the golden checkpoints, our own file, and everything that must be refused.

use std::io::Write;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, TensorView};
use stargrid::checkpoint::report::{inspect_json, inspect_text};
use stargrid::checkpoint::tensors::Number;
use stargrid::checkpoint::{Card, HostTensor, ImportError, Imported, TensorMap, bundle, import};
use stargrid::domain::DomainSet;
use stargrid::model::config::ModelConfig;
use stargrid::model::schema::{NetworkKind, specs};

use super::support::{golden_config, golden_file, golden_tensors};

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
        ("tiny_nets.ckpt", &NetworkKind::ALL[..]),
        ("tiny_nets_ema_legacy.ckpt", &EMA[..]),
        ("tiny_nets_ema_dataparallel.ckpt", &EMA[..]),
    ] {
        let model = import(&golden_file(file)).unwrap();
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
fn our_file_keeps_every_bit() {
    let folder = folder();
    let path = folder.path().join("model.safetensors");
    let mut model = import(&golden_file("tiny_nets.ckpt")).unwrap();
    assert!(model.config.domains.rename(1, "dog"));
    bundle::save(&path, &model).unwrap();
    let loaded = bundle::load(&path).unwrap();
    same_bits(&loaded.tensors, &model.tensors);
    assert_eq!(
        loaded,
        import(&path).unwrap(),
        "import recognises our files"
    );
    assert_eq!(
        loaded.config.domains.names(),
        ["domain 0", "dog", "domain 2"]
    );
    assert_eq!(
        loaded.card, model.card,
        "the card still tells of the first file"
    );
    let first = std::fs::read(&path).unwrap();
    bundle::save(&path, &loaded).unwrap();
    assert_eq!(
        first,
        std::fs::read(&path).unwrap(),
        "equal models are equal files"
    );
    assert_eq!(bundle::from_bytes(&first).unwrap(), loaded);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "no temporary file is left");
    // Any safetensors program sees the official names.
    let other = safetensors::SafeTensors::deserialize(&first).unwrap();
    let view = other.tensor("generator.from_rgb.weight").unwrap();
    assert_eq!(
        (view.dtype(), view.shape()),
        (Dtype::F32, &[16, 3, 3, 3][..])
    );
    let nested = bundle::official_names(&loaded.tensors);
    assert_eq!(nested.len(), 4);
    assert!(nested["style_encoder"].contains_key("unshared.2.bias"));
}

/// Our file of a small model, its description changed by `change`.
fn redescribed(folder: &tempfile::TempDir, from: &str, to: &str) -> PathBuf {
    let (config, tensors) = small();
    let model = Imported::assemble(config, tensors, TensorMap::new(), Card::default()).unwrap();
    let path = folder.path().join("model.safetensors");
    bundle::save(&path, &model).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = String::from_utf8(bytes[8..8 + length].to_vec()).unwrap();
    assert!(header.contains(from), "{header:.600}");
    let header = header.replacen(from, to, 1);
    let changed = [
        &(header.len() as u64).to_le_bytes()[..],
        header.as_bytes(),
        &bytes[8 + length..],
    ];
    write(folder, "changed.safetensors", &changed.concat())
}

#[test]
fn our_file_is_read_strictly() {
    let folder = folder();
    let newer = redescribed(
        &folder,
        r#""format_version":"1""#,
        r#""format_version":"2""#,
    );
    assert!(
        refusal(&newer).contains("newer Stargrid (file format 2"),
        "{}",
        refusal(&newer)
    );
    let garbled = redescribed(
        &folder,
        r#""format_version":"1""#,
        r#""format_version":"x""#,
    );
    assert!(refusal(&garbled).contains("\"x\" is not a version"));
    let bare = redescribed(&folder, r#""config":"#, r#""konfig":"#);
    assert!(
        refusal(&bare).contains("\"config\" is missing"),
        "{}",
        refusal(&bare)
    );
    let odd = redescribed(&folder, r#"\"img_size\":32"#, r#"\"img_size\":48"#);
    assert!(refusal(&odd).contains("picture size 48"));
    let other = redescribed(&folder, r#"\"img_size\":32"#, r#"\"img_size\":64"#);
    assert!(
        refusal(&other).contains("are missing"),
        "{}",
        refusal(&other)
    );
    let huge = redescribed(
        &folder,
        r#"\"style_dim\":64"#,
        r#"\"style_dim\":18446744073709551615"#,
    );
    assert!(
        refusal(&huge).contains("style length"),
        "{}",
        refusal(&huge)
    );
    let (_, tensors) = small();
    let foreign = plain(&folder, &tensors);
    let message = bundle::load(&foreign).unwrap_err().to_string();
    assert!(message.contains("not one of Stargrid's"), "{message}");
}

#[test]
fn saving_where_one_cannot_is_said() {
    let folder = folder();
    let (config, tensors) = small();
    let model = Imported::assemble(config, tensors, TensorMap::new(), Card::default()).unwrap();
    let absent = folder.path().join("no such folder/model.safetensors");
    let message = bundle::save(&absent, &model).unwrap_err().to_string();
    assert!(message.contains("its folder does not exist"), "{message}");
    let file = write(&folder, "file", b"x");
    let message = bundle::save(&file.join("model.safetensors"), &model)
        .unwrap_err()
        .to_string();
    assert!(message.contains("was not saved"), "{message}");
    assert_eq!(std::fs::read(&file).unwrap(), b"x");
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
fn keys_that_do_not_fit_are_refused_by_name() {
    let folder = folder();
    let (_, tensors) = small();
    let name = "generator.decode.1.conv2.bias";
    let mut missing = tensors.clone();
    missing.remove(name);
    let error = import(&plain(&folder, &missing)).unwrap_err();
    let expected = format!("1 tensor is missing ({name})");
    assert!(error.to_string().contains(&expected), "{error}");
    let inspection = error.inspection().unwrap();
    assert_eq!(inspection.report.missing, [name]);
    let json = inspect_json(&inspection.config, &inspection.report, &inspection.card);
    assert_eq!(json["keys"]["missing"], serde_json::json!([name]));

    let mut extra = tensors.clone();
    let surplus = HostTensor::new(vec![1], vec![0.0]).unwrap();
    extra.insert("generator.encode.0.conv9.weight".to_owned(), surplus);
    let message = refusal(&plain(&folder, &extra));
    assert!(
        message.contains("1 tensor belongs to no network (generator.encode.0.conv9.weight)"),
        "{message}"
    );

    let mut misshapen = tensors.clone();
    misshapen.insert(
        name.to_owned(),
        HostTensor::new(vec![7], vec![0.0; 7]).unwrap(),
    );
    let message = refusal(&plain(&folder, &misshapen));
    assert!(
        message.contains(&format!(
            "1 tensor has the wrong shape ({name} ([7] instead of [32]))"
        )),
        "{message}"
    );

    let mut broken = tensors;
    broken.get_mut(name).unwrap().values[3] = f32::NAN;
    let message = refusal(&plain(&folder, &broken));
    assert!(
        message.contains(&format!("The tensor {name} holds NaN")),
        "{message}"
    );
}

#[test]
fn truncated_files_are_damaged() {
    let folder = folder();
    for file in ["tiny_nets.ckpt", "tiny_nets_ema_legacy.ckpt"] {
        let bytes = std::fs::read(golden_file(file)).unwrap();
        for length in [
            40,
            1000,
            bytes.len() / 2,
            bytes.len() - 100,
            bytes.len() - 1,
        ] {
            let message = refusal(&write(&folder, file, &bytes[..length]));
            assert!(
                message.contains("damaged or cut short"),
                "{file} {length}: {message}"
            );
        }
    }
    let (_, tensors) = small();
    let bytes = std::fs::read(plain(&folder, &tensors)).unwrap();
    for length in [20, 1000, bytes.len() - 1] {
        let message = refusal(&write(&folder, "cut.safetensors", &bytes[..length]));
        assert!(
            message.contains("damaged or cut short"),
            "{length}: {message}"
        );
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let folder = folder();
    for file in ["tiny_nets.ckpt", "tiny_nets_ema_legacy.ckpt"] {
        let bytes = std::fs::read(golden_file(file)).unwrap();
        for place in (0..3000).step_by(97) {
            let mut flipped = bytes.clone();
            flipped[place] ^= 0x5a;
            let path = write(&folder, file, &flipped);
            if let Err(error) = import(&path) {
                assert!(error.to_string().ends_with(file), "{error}");
            }
        }
    }
}

fn zip_of(pickle: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("model/data.pkl", options).unwrap();
    archive.write_all(pickle).unwrap();
    archive.finish().unwrap().into_inner()
}

fn legacy_of(pickle: &[u8]) -> Vec<u8> {
    let genuine = std::fs::read(golden_file("tiny_nets_ema_legacy.ckpt")).unwrap();
    // Magic number, protocol version and system info stay; the saved object is replaced.
    let marker = b"X\x09\x00\x00\x00generator";
    let object = genuine
        .windows(marker.len())
        .position(|window| window == marker)
        .unwrap();
    let start = genuine[..object]
        .windows(2)
        .rposition(|window| window == b"\x80\x02")
        .unwrap();
    [&genuine[..start], pickle, b"\x80\x02]."].concat()
}

#[test]
fn python_code_is_named_and_not_run() {
    let folder = folder();
    let trace = folder.path().join("executed");
    let command = format!("touch {}", trace.display());
    let system = format!("\x02cos\nsystem\n(S'{command}'\ntR.").into_bytes();
    let system = [b"\x80".as_slice(), &system].concat();
    let eval = b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.";
    for (pickle, name) in [(&system[..], "os.system"), (&eval[..], "builtins.eval")] {
        for bytes in [zip_of(pickle), legacy_of(pickle), pickle.to_vec()] {
            let error = import(&write(&folder, "evil.ckpt", &bytes)).unwrap_err();
            assert_eq!(error.foreign(), [name]);
            let message = error.to_string();
            assert!(
                message.contains(name) && message.contains("it was not run"),
                "{message}"
            );
        }
    }
    // Also where it hides beside honest weights, and in a file that is cut off after it.
    let hidden = b"\x80\x02}(X\x09\x00\x00\x00generatorcposix\nsystem\nu.";
    assert!(refusal(&write(&folder, "evil.ckpt", &zip_of(hidden))).contains("posix.system"));
    assert!(
        refusal(&write(&folder, "evil.ckpt", b"\x80\x02cos\nsystem\n(S'l")).contains("os.system")
    );
    assert!(!trace.exists());
}

#[test]
fn damaged_pickles_and_other_archives_are_explained() {
    let folder = folder();
    let refused = |bytes: &[u8]| refusal(&write(&folder, "file.ckpt", bytes));
    assert!(refused(&zip_of(b"\x80\x02}q\x00(X")).contains("ends in the middle"));
    assert!(refused(&zip_of(b"\x80\x02\xfe.")).contains("unknown instruction 0xfe"));
    assert!(refused(&zip_of(b"\x80\x02u.")).contains("contradicts itself"));
    assert!(refused(&zip_of(b"\x80\x02}.")).contains("without any tensor"));
    assert!(refused(b"\x80\x02}.").contains("a Python pickle without tensors"));
    let mut other = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    other.start_file("photos/cat.txt", options).unwrap();
    let bytes = other.finish().unwrap().into_inner();
    assert!(refused(&bytes).contains("a zip archive without a PyTorch model"));
}

#[test]
fn files_that_are_no_model_are_named() {
    let folder = folder();
    let refused = |bytes: &[u8]| refusal(&write(&folder, "file.ckpt", bytes));
    assert!(refused(b"").contains("This file is empty"));
    assert!(refused(b"learning_rate: 0.0001\n").contains("This is a text file, not a model file"));
    assert!(refused(b"<!DOCTYPE html><html>404").contains("a web page"));
    assert!(refusal(folder.path()).contains("This is a folder"));
    let absent = refusal(&folder.path().join("absent.ckpt"));
    assert!(
        absent.starts_with("There is no such file") && absent.ends_with("absent.ckpt"),
        "{absent}"
    );
}

#[test]
fn other_models_are_named() {
    let folder = folder();
    let named = |names: &[&str]| {
        let one = HostTensor::new(vec![1], vec![0.0]).unwrap();
        let tensors = names.iter().map(|name| (name.to_string(), one.clone()));
        refusal(&plain(&folder, &tensors.collect()))
    };
    assert!(named(&["layer1.0.conv1.weight", "fc.weight"]).contains("an image classifier"));
    assert!(
        named(&["generator.state.0.exp_avg"]).contains("open the _nets_ema.ckpt of the same step")
    );
    assert!(named(&["state_dict.m0.b1_4.conv1.weight"]).contains("wing.ckpt"));
    let alone = named(&["generator.from_rgb.weight"]);
    assert!(
        alone.contains("a mapping network or a style encoder is needed"),
        "{alone}"
    );
}

/// A step number beside the networks is no tensor: it is ignored, but reported.
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

const DEMO_ORIGIN: &str = "Converted from creatures_ema.ckpt: a StarGAN v2 trained with PyTorch on CPU for 3500 iterations on DiceBear creatures (styles clay, critters, moods, sprouts, all CC0 1.0), 64x64, batch 8, official losses and step order. A start: a model trained longer by this program replaces it.";

/// Makes assets/demo/model.safetensors: `cargo test --test suite make_the_demo_model -- --ignored`.
#[test]
#[ignore = "writes an asset; needs the shared folder"]
fn make_the_demo_model() {
    let mut model = import(Path::new("/work/shared/demo/creatures_ema.ckpt")).unwrap();
    for (index, name) in ["clay", "critters", "moods", "sprouts"].iter().enumerate() {
        assert!(model.config.domains.rename(index, name));
    }
    model.card.name = "Demo creatures".to_owned();
    model.card.licence = "CC0 1.0".to_owned();
    model.card.step = Some(3500);
    model.card.provenance.origin = DEMO_ORIGIN.to_owned();
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    std::fs::create_dir_all(&assets).unwrap();
    bundle::save(&assets.join("model.safetensors"), &model).unwrap();
}

#[test]
fn the_demo_model_is_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/model.safetensors");
    let model: Result<Imported, ImportError> = bundle::from_bytes(&std::fs::read(path).unwrap());
    let model = model.unwrap();
    assert_eq!(
        model.config.domains.names(),
        ["clay", "critters", "moods", "sprouts"]
    );
    assert_eq!(
        (model.config.img_size, model.config.hidden, model.card.step),
        (64, 256, Some(3500))
    );
    assert_eq!(model.card.licence, "CC0 1.0");
    let count = |prefix: &str| -> usize {
        let network = model
            .tensors
            .iter()
            .filter(|(name, _)| name.starts_with(prefix));
        network.map(|(_, tensor)| tensor.values.len()).sum()
    };
    let counts = ["generator.", "mapping_network.", "style_encoder."].map(count);
    assert_eq!(counts, [423_139, 1_057_024, 747_152]);
}
