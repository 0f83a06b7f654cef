//! Our own model file: exact, atomic, strict; and the demo model in it.

use std::path::{Path, PathBuf};

use safetensors::tensor::Dtype;
use stargrid::checkpoint::{Card, ImportError, Imported, TensorMap, bundle, import};

use super::super::skeleton::{TINY, golden_checkpoint};
use super::{folder, plain, refusal, same_bits, small, write};

#[test]
fn our_file_keeps_every_bit() {
    let folder = folder();
    let path = folder.path().join("model.safetensors");
    let mut model = import(&golden_checkpoint(TINY)).unwrap();
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
