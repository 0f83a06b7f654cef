//! `inspect`, `import` and `doctor`.

use serde_json::{Value, json};

use super::{stargrid, typed};
use crate::skeleton::{TINY, TINY_DATAPARALLEL, TINY_LEGACY, golden_checkpoint};

fn inspected(model: &str) -> Value {
    let outcome = stargrid(["inspect", model, "--json"]).success();
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn inspect_tells_what_the_tiny_checkpoints_hold() {
    for name in [TINY, TINY_DATAPARALLEL, TINY_LEGACY] {
        let found = inspected(golden_checkpoint(name).to_str().unwrap());
        assert_eq!(found["system"], "stargan-v2", "{name}");
        assert_eq!(found["keys"]["missing"], json!([]), "{name}");
        assert_eq!(found["keys"]["unexpected"], json!([]), "{name}");
        assert_eq!(found["keys"]["mismatched"], json!([]), "{name}");
        assert!(found["keys"]["derived"].is_array(), "{name}");
        assert!(
            found["keys"]["used"].as_array().unwrap().len() > 50,
            "{name}"
        );
        let domains = found["domains"].as_array().unwrap();
        assert_eq!(found["config"]["num_domains"], domains.len(), "{name}");
        for field in ["img_size", "style_dim", "latent_dim"] {
            assert!(
                found["config"][field].as_u64().unwrap() > 0,
                "{name} {field}"
            );
        }
        assert!(found["config"]["w_hpf"].is_number(), "{name}");
        let networks = |which: &str| found["networks"][which].as_array().unwrap().clone();
        assert!(networks("present").contains(&json!("generator")), "{name}");
        let whole = name == TINY;
        assert_eq!(
            networks("present").contains(&json!("discriminator")),
            whole,
            "{name}"
        );
        assert_eq!(
            networks("absent").contains(&json!("discriminator")),
            !whole,
            "{name}"
        );
    }
}

#[test]
fn inspect_knows_the_demo_in_both_forms() {
    let found = inspected("demo");
    assert_eq!(
        found["domains"],
        json!(["clay", "critters", "moods", "sprouts"])
    );
    assert_eq!(found["config"]["img_size"], 64);
    assert_eq!(found["config"]["w_hpf"], 0);
    assert_eq!(found["networks"]["absent"], json!(["discriminator"]));
    let text = stargrid(["inspect", "demo"]).success().stdout;
    assert!(text.contains("clay, critters, moods, sprouts"), "{text}");
    assert!(text.contains("64 x 64 pixels"), "{text}");
}

#[test]
fn inspect_reports_a_model_that_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.safetensors");
    // Our own description promises tensors that are not there.
    let bytes = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/demo/model.safetensors"
    ))
    .unwrap();
    std::fs::write(&path, rename_first_weight(&bytes)).unwrap();
    let outcome = stargrid(["inspect", path.to_str().unwrap(), "--json"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(
        found["keys"]["missing"],
        json!(["generator.from_rgb.weight"])
    );
    assert_eq!(
        found["keys"]["unexpected"],
        json!(["generator.from_rgb.weighX"])
    );
    assert!(
        outcome.stderr.contains("1 tensor is missing"),
        "{outcome:?}"
    );
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
}

/// The same bytes with one tensor under another name of equal length.
fn rename_first_weight(bytes: &[u8]) -> Vec<u8> {
    let (old, new) = (
        b"\"generator.from_rgb.weight\"",
        b"\"generator.from_rgb.weighX\"",
    );
    let at = bytes
        .windows(old.len())
        .position(|part| part == old)
        .unwrap();
    let mut bytes = bytes.to_vec();
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn an_imported_checkpoint_is_the_same_model() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ours.safetensors");
    let official = golden_checkpoint(TINY);
    let before = inspected(official.to_str().unwrap());
    let count = before["domains"].as_array().unwrap().len();
    let names: Vec<String> = (0..count).map(|index| format!("kind{index}")).collect();
    let line = format!(
        "import {} --out OUT --domains {} --name Tiny",
        official.display(),
        names.join(",")
    );
    let outcome = typed(&line, &out).success();
    assert!(outcome.stdout.starts_with("Tiny (generator"), "{outcome:?}");
    let after = inspected(out.to_str().unwrap());
    assert_eq!(after["config"], before["config"]);
    assert_eq!(after["networks"], before["networks"]);
    assert_eq!(after["keys"]["missing"], json!([]));
    assert_eq!(after["domains"], json!(names));
    assert_eq!(after["card"]["name"], "Tiny");
    assert_eq!(
        after["card"]["provenance"]["blake3"],
        before["card"]["provenance"]["blake3"]
    );
    for (options, sentence) in [
        (
            "--domains one",
            format!("{count} domains, but 1 names were given"),
        ),
        (
            &*format!("--domains {}", vec!["same"; count].join(",")),
            "\"same\" is empty or used twice".to_owned(),
        ),
    ] {
        let again = folder.path().join("again.safetensors");
        let outcome = typed(
            &format!("import {} --out OUT {options}", official.display()),
            &again,
        );
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        assert!(outcome.stderr.contains(&sentence), "{outcome:?}");
        assert!(!again.exists());
    }
}

#[test]
fn settings_are_printed_read_and_set() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    std::fs::write(
        folder.path().join("settings.toml"),
        "zoom = 1.5\ncolour = 1\n",
    )
    .unwrap();
    let outcome = stargrid(["settings", "--data-dir", home, "--setting", "theme=light"]).success();
    assert!(
        outcome.stderr.contains("there is no setting colour"),
        "{}",
        outcome.stderr
    );
    let table: toml::Table = outcome.stdout.parse().unwrap();
    assert_eq!(table["zoom"].as_float(), Some(1.5));
    assert_eq!(table["theme"].as_str(), Some("light"));
    for line in [
        "\nzoom = 1.5  # usual: 1.0\n",
        "\ntheme = \"light\"  # usual: \"dark\"\n",
    ] {
        assert!(outcome.stdout.contains(line), "{}", outcome.stdout);
    }
    assert_eq!(table["autosave_seconds"].as_integer(), Some(5));
    assert!(
        outcome.stdout.contains("# Stronger edges and text"),
        "{}",
        outcome.stdout
    );
    let refused = stargrid(["settings", "--data-dir", home, "--setting", "zoom=9"]);
    assert_eq!(refused.code, Some(1));
    let words = "a number from 0.7 to 2 is wanted";
    assert!(refused.stderr.contains(words), "{}", refused.stderr);
}

#[test]
fn doctor_finds_the_machine_fit() {
    let outcome = stargrid(["doctor", "--json", "--data-dir", "/somewhere/else"]).success();
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(found["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(found["device"]["name"], "CPU");
    assert_eq!(found["device"]["reason"], "chosen by you");
    assert!(found["adapters"].is_array());
    assert!(found["cpu"]["avx2"].is_boolean());
    assert!(found["threads"].as_u64().unwrap() > 0);
    assert_eq!(found["folders"]["settings"], "/somewhere/else");
    assert_eq!(found["demo"]["readable"], true);
    assert_eq!(found["demo"]["domains"][3], "sprouts");
    assert_eq!(found["self_test"]["passed"], true);
    assert!(found["self_test"]["next_cell_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(found["problems"], json!([]));
    let text = stargrid(["doctor"]).success().stdout;
    assert!(text.contains("Self-test     passed"), "{text}");
}

#[test]
fn help_and_version_are_answers() {
    let help = stargrid(["--help"]).success().stdout;
    for command in [
        "translate",
        "grid",
        "inspect",
        "import",
        "train",
        "runs",
        "creatures",
        "doctor",
    ] {
        assert!(help.contains(command), "{command}: {help}");
    }
    let version = stargrid(["--version"]).success().stdout;
    assert_eq!(
        version.trim(),
        concat!("stargrid ", env!("CARGO_PKG_VERSION"))
    );
}
