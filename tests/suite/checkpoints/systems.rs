//! Model files of every system: our own, and the public layouts of the modulated generator and of StarGAN.

use std::path::PathBuf;

use serde_json::json;
use stargrid::checkpoint::report::{inspect_json, inspect_text};
use stargrid::checkpoint::{HostTensor, Imported, TensorMap, bundle, import};
use stargrid::domain::{LabelKind, LabelSet, LabelSpace};
use stargrid::model::config::ModelConfig;
use stargrid::model::system::System;

use super::super::systems::{faces, joint, model, tiny, weights, words};
use super::pytorch::{Stored, state_dict};
use super::{folder, plain, refusal, same_bits, write};

fn inspected(model: &Imported) -> (serde_json::Value, String) {
    let (config, report, card) = (&model.config, &model.report, &model.card);
    (
        inspect_json(config, report, card),
        inspect_text(config, report, card),
    )
}

#[test]
fn our_file_keeps_every_system() {
    let folder = folder();
    let path = folder.path().join("model.safetensors");
    for &system in System::ALL {
        let saved = model(&tiny(system, joint()));
        bundle::save(&path, &saved).unwrap();
        let loaded = import(&path).unwrap();
        assert_eq!(loaded.config, saved.config, "{system}");
        same_bits(&loaded.tensors, &saved.tensors);
        let (json, text) = inspected(&loaded);
        assert_eq!(json["system"], system.name());
        assert_eq!(json["title"], system.title());
        assert_eq!(json["complete"], true, "{system}");
        assert!(text.contains(system.title()), "{text}");
        assert_eq!(json["labels"].is_null(), !system.takes_labels(), "{system}");
        if system.takes_labels() {
            assert_eq!(json["labels"]["mask"], 2);
            assert_eq!(json["labels"]["sets"][1]["kind"], "classes");
            assert_eq!(json["config"]["label_len"], 7);
            assert_eq!(json["config"]["style_dim"], serde_json::Value::Null);
            assert!(
                text.contains("faces: any of Black_Hair, Blond_Hair, Male; at most one of Black_Hair, Blond_Hair"),
                "{text}"
            );
            assert!(text.contains("moods: one of happy, sad"), "{text}");
            assert!(
                text.contains("2 blocks") && text.contains("4 layers"),
                "{text}"
            );
            assert!(!text.contains("Style, latent"), "{text}");
        } else {
            assert_eq!(json["config"]["style_dim"], 6);
            assert!(text.contains("Style, latent"), "{text}");
        }
    }
}

#[test]
fn what_a_file_cannot_tell_can_be_said() {
    let labels = tiny(System::StarGan, faces());
    let fixed = model(&labels).with_system(System::FixedPoint).unwrap();
    assert_eq!(fixed.config.system, System::FixedPoint);
    assert_eq!(fixed.report.system, System::FixedPoint);
    let styled = model(&tiny(System::StarGanV2, faces()));
    let skips = styled.clone().with_system(System::UnetSkips).unwrap();
    assert_eq!(skips.config.system, System::UnetSkips);
    let why = styled.clone().with_system(System::StarGan).unwrap_err();
    assert!(
        why.to_string()
            .contains("cannot be those of a StarGAN model"),
        "{why}"
    );
    let why = styled.with_system(System::Modulated).unwrap_err();
    assert!(
        why.to_string()
            .contains("do not fit a StarGAN v2 with modulated"),
        "{why}"
    );
}

/// The modulated generator as its public files have it, with their constants.
fn modulated(config: &ModelConfig) -> TensorMap {
    let mut tensors = weights(config);
    let blur = HostTensor::new(vec![3], vec![1.0, 2.0, 1.0]).unwrap();
    let blocks = config.decoder_widths().into_iter().enumerate();
    for (at, _) in blocks.filter(|(_, block)| block.resample) {
        let name = format!("generator.decode.{at}.toRGB.upsample.1.f");
        tensors.insert(name, blur.clone());
    }
    tensors
}

#[test]
fn the_public_modulated_layout_is_recognised() {
    let folder = folder();
    for w_hpf in [0.0, 1.0] {
        let config = ModelConfig {
            w_hpf,
            ..tiny(System::Modulated, faces())
        };
        let public = modulated(&config);
        let found = import(&plain(&folder, &public)).unwrap();
        assert_eq!(found.config, config);
        same_bits(&found.tensors, &weights(&config));
        let blur = "generator.decode.2.toRGB.upsample.1.f".to_owned();
        assert!(found.report.used.contains(&blur), "{:?}", found.report.used);
        assert!(!found.extras.contains_key(&blur));
        // Without the constants they are computed.
        let found = import(&plain(&folder, &weights(&config))).unwrap();
        assert!(found.report.derived.contains(&blur));
    }
    let config = tiny(System::Modulated, faces());
    let mut bent = modulated(&config);
    let blur = HostTensor::new(vec![3], vec![1.0, 3.0, 1.0]).unwrap();
    bent.insert("generator.decode.2.toRGB.upsample.1.f".to_owned(), blur);
    let why = refusal(&plain(&folder, &bent));
    assert!(why.contains("blur kernel is not [1, 2, 1]"), "{why}");
    // A blur where no block enlarges belongs to no network we know, but is no weight either.
    let mut kernel = modulated(&config);
    let filter = HostTensor::new(vec![1, 1], vec![0.0]).unwrap();
    kernel.insert("generator.decode.0.toRGB.upsample.1.f".to_owned(), filter);
    let found = import(&plain(&folder, &kernel)).unwrap();
    assert_eq!(
        found.report.ignored,
        ["generator.decode.0.toRGB.upsample.1.f"]
    );
}

/// One network as `torch.save(net.state_dict())` writes it, a generator with the statistics of its norms.
fn public(tensors: &TensorMap, network: &str) -> Vec<u8> {
    let mut stored = Vec::new();
    let mut push = |name: String, shape: Vec<usize>, storage: &'static str, bytes: Vec<u8>| {
        stored.push(Stored {
            name,
            shape,
            storage,
            bytes,
        });
    };
    for (full, tensor) in tensors {
        let Some(name) = full.strip_prefix(&format!("{network}.")) else {
            continue;
        };
        let bytes = tensor.values.iter().flat_map(|v| v.to_le_bytes()).collect();
        push(name.to_owned(), tensor.shape.clone(), "FloatStorage", bytes);
        if let (Some(norm), [width], "generator") =
            (name.strip_suffix(".bias"), &tensor.shape[..], network)
        {
            for part in ["running_mean", "running_var"] {
                let name = format!("{norm}.{part}");
                push(name, vec![*width], "FloatStorage", vec![0; 4 * width]);
            }
            let name = format!("{norm}.num_batches_tracked");
            push(name, vec![], "LongStorage", vec![7, 0, 0, 0, 0, 0, 0, 0]);
        }
    }
    state_dict(&stored)
}

/// `7-G.ckpt` and `7-D.ckpt` of a model in a folder.
fn public_pair(folder: &tempfile::TempDir, config: &ModelConfig) -> [PathBuf; 2] {
    let tensors = weights(config);
    [("7-G.ckpt", "generator"), ("7-D.ckpt", "discriminator")]
        .map(|(name, network)| write(folder, name, &public(&tensors, network)))
}

fn numbered(count: usize) -> LabelSpace {
    let names = (0..count).map(|at| format!("label {at}")).collect();
    LabelSpace {
        sets: vec![LabelSet::attributes("labels", names)],
    }
}

/// `config` as it is inferred: sizes that a label system has not are the official ones.
fn as_inferred(config: &ModelConfig) -> ModelConfig {
    let official = ModelConfig::official(config.img_size, config.domains.clone(), 0.0);
    ModelConfig {
        width_cap: official.width_cap,
        style_dim: official.style_dim,
        latent_dim: official.latent_dim,
        hidden: official.hidden,
        ..config.clone()
    }
}

#[test]
fn either_file_of_a_pair_opens_both() {
    let config = tiny(System::StarGan, numbered(3));
    let folder = folder();
    for path in public_pair(&folder, &config) {
        let found = import(&path).unwrap();
        assert_eq!(found.config, as_inferred(&config));
        same_bits(&found.tensors, &weights(&config));
        assert_eq!(found.report.present, ["generator", "discriminator"]);
        assert_eq!(found.card.step, Some(7));
        assert_eq!(found.card.provenance.file_name, "7-G.ckpt");
        let norms = weights(&config);
        let norms = norms
            .keys()
            .filter(|name| name.starts_with("generator.") && name.ends_with(".bias"));
        assert_eq!(found.report.ignored.len(), 3 * norms.count());
        let (json, text) = inspected(&found);
        assert_eq!(
            json["keys"]["ignored"][0],
            "generator.main.1.num_batches_tracked"
        );
        assert_eq!(json["keys"]["unexpected"], json!([]));
        assert!(
            text.contains("stargrid import --system fixed-point"),
            "{text}"
        );
    }
}

#[test]
fn a_lone_file_of_a_pair_says_what_it_lacks() {
    let config = tiny(System::StarGan, numbered(3));
    let folder = folder();
    let [generator, discriminator] = public_pair(&folder, &config);
    let bytes = std::fs::read(&discriminator).unwrap();
    std::fs::write(&discriminator, &bytes[..bytes.len() / 2]).unwrap();
    let found = import(&generator).unwrap();
    assert_eq!(found.report.absent, ["discriminator"]);
    assert_eq!((found.config.img_size, found.config.labels.len()), (128, 3));
    let notes = found.card.notes.join("\n");
    assert!(notes.contains("7-D.ckpt, was left out"), "{notes}");
    assert!(notes.contains("128 x 128 was assumed"), "{notes}");
    std::fs::write(&discriminator, bytes).unwrap();
    std::fs::remove_file(&generator).unwrap();
    let why = refusal(&discriminator);
    assert!(
        why.contains("without its generator") && why.contains("N-G.ckpt"),
        "{why}"
    );
    std::fs::write(&generator, b"no model").unwrap();
    let why = refusal(&discriminator);
    assert!(why.contains("7-G.ckpt, cannot be used"), "{why}");
}

#[test]
fn label_names_are_suggested_where_sizes_are_the_published_ones() {
    let names = |space: LabelSpace| {
        let folder = folder();
        let [generator, _] = public_pair(&folder, &tiny(System::StarGan, space));
        import(&generator).unwrap().config.labels
    };
    let five = names(numbered(5));
    assert_eq!(
        five.names(),
        words("Black_Hair Blond_Hair Brown_Hair Male Young")
    );
    assert_eq!(five.sets[0].exclusive, [vec![0, 1, 2]]);
    let mut both = numbered(5);
    let second = (0..8).map(|at| format!("class {at}")).collect();
    both.sets.push(LabelSet::classes("more", second));
    let both = names(both);
    assert_eq!(both.len(), 15);
    assert_eq!(both.sets[1].kind, LabelKind::Classes);
    assert_eq!(both.names()[5..7], ["angry", "contemptuous"]);
    // Another joint model: how its labels divide is not in the file.
    let other = names(joint());
    assert_eq!((other.sets.len(), other.logits(), other.len()), (2, 5, 7));
}

#[test]
fn shapes_that_contradict_each_other_are_refused() {
    let folder = folder();
    let [generator, _] = public_pair(&folder, &tiny(System::StarGan, numbered(3)));
    let other = weights(&tiny(System::StarGan, numbered(4)));
    write(&folder, "7-D.ckpt", &public(&other, "discriminator"));
    let why = refusal(&generator);
    assert!(
        why.contains("takes 3 labels, but its discriminator gives 4"),
        "{why}"
    );
}
