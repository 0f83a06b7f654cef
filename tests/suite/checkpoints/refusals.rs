//! Files that must be refused, and the sentence each gets.

use stargrid::checkpoint::report::inspect_json;
use stargrid::checkpoint::{HostTensor, import};

use super::super::skeleton::{TINY, TINY_LEGACY, golden_checkpoint};
use super::super::support::golden_config;
use super::pytorch::{dictionary, legacy_of, tensor, text, zip_of, zip_with_index};
use super::{folder, plain, refusal, small, write};

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
    for file in [TINY, TINY_LEGACY] {
        let bytes = std::fs::read(golden_checkpoint(file)).unwrap();
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
    for file in [TINY, TINY_LEGACY] {
        let bytes = std::fs::read(golden_checkpoint(file)).unwrap();
        for place in (0..3000).step_by(29) {
            let mut flipped = bytes.clone();
            flipped[place] ^= 0x5a;
            let path = write(&folder, file, &flipped);
            if let Err(error) = import(&path) {
                assert!(error.to_string().ends_with(file), "{error}");
            }
        }
    }
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

#[test]
fn other_pytorch_files_are_named() {
    let folder = folder();
    let refused = |root: Vec<u8>| {
        let index = [b"\x80\x02".to_vec(), root, b".".to_vec()].concat();
        let bytes = zip_with_index(|_| index.clone());
        refusal(&write(&folder, "file.ckpt", &bytes))
    };
    let moments = [
        (text("step"), b"K\x07".to_vec()),
        (text("exp_avg"), tensor(432, 1)),
    ];
    let state = dictionary(&[(b"K\x00".to_vec(), dictionary(&moments))]);
    let optimiser = dictionary(&[
        (text("state"), state),
        (text("param_groups"), b"]".to_vec()),
    ]);
    let message = refused(dictionary(&[(text("generator"), optimiser)]));
    assert!(message.contains("_optims.ckpt"), "{message}");
    let fan = dictionary(&[(text("m0.b1_4.conv1.weight"), tensor(432, 1))]);
    let message = refused(dictionary(&[(text("state_dict"), fan)]));
    assert!(message.contains("wing.ckpt"), "{message}");
    let message = refused(dictionary(&[(text("fc.weight"), tensor(432, 1))]));
    assert!(message.contains("an image classifier"), "{message}");
    // Stride 0 lets one number claim gigabytes.
    let bomb = dictionary(&[(text("hpf.filter"), tensor(1 << 30, 0))]);
    let message = refused(dictionary(&[(text("generator"), bomb)]));
    assert!(message.contains("claims 4294967296 bytes"), "{message}");
}

/// A step number beside the networks is no tensor: it is ignored, but reported.
#[test]
fn other_objects_are_reported() {
    let folder = folder();
    let bytes = zip_with_index(|mut index| {
        assert_eq!(index.pop(), Some(b'.'));
        [index, text("step"), b"K\x07s.".to_vec()].concat()
    });
    let model = import(&write(&folder, "file.ckpt", &bytes)).unwrap();
    assert_eq!(model.report.foreign, ["step"]);
    assert_eq!(model.config, golden_config("hpf0_64"));
}
