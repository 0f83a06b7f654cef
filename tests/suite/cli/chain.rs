//! `stargrid chain`: what the sheet and the numbers hold, and what is refused.

use std::path::Path;

use image::RgbImage;
use serde_json::Value;

use super::{assert_same, demo_picture, pixels, stargrid, tile};
use crate::models::{label_model, pale_demo};

#[test]
fn a_chain_of_two_models_has_a_row_each_and_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let pale = pale_demo(folder.path(), 200);
    let (sheet, numbers) = (folder.path().join("c.png"), folder.path().join("c.json"));
    let (source, reference) = (demo_picture("clay", 0), demo_picture("moods", 1));
    let via = format!("moods={},critters,clay", reference.display());
    let outcome = stargrid([
        "chain",
        "--model",
        "demo",
        "--model",
        pale.to_str().unwrap(),
        "--source",
        source.to_str().unwrap(),
        "--via",
        &via,
        "--json",
        numbers.to_str().unwrap(),
        "-o",
        sheet.to_str().unwrap(),
    ])
    .success();
    assert!(
        outcome
            .stdout
            .contains("Pale creatures, step 200: round-trip error 0."),
        "{outcome:?}"
    );
    let found: Value = serde_json::from_slice(&std::fs::read(&numbers).unwrap()).unwrap();
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let errors: Vec<f64> = row["to_source"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| value.as_f64().unwrap())
            .collect();
        assert_eq!(errors.len(), 3);
        assert!(
            errors.iter().all(|error| (0.01..0.9).contains(error)),
            "{errors:?}"
        );
        assert_eq!(row["round_trip"].as_f64(), Some(errors[2]));
    }
    let first = tile(&pixels(&sheet), 64, 1, 1);
    assert_same(
        &first,
        &translated(folder.path(), &source, &reference),
        "the first stage",
    );
}

/// What `translate` makes of the demo.
fn translated(folder: &Path, source: &Path, reference: &Path) -> RgbImage {
    let by_hand = folder.join("t.png");
    stargrid([
        "translate",
        "--model",
        "demo",
        "--source",
        source.to_str().unwrap(),
        "--reference",
        reference.to_str().unwrap(),
        "--out",
        by_hand.to_str().unwrap(),
    ])
    .success();
    pixels(&by_hand)
}

#[test]
fn what_a_model_cannot_do_is_said_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let labels = label_model(folder.path(), 64);
    let sheet = folder.path().join("c.png");
    let refusal = |model: &str, via: &str| {
        let source = demo_picture("clay", 0);
        let outcome = stargrid([
            "chain",
            "--model",
            model,
            "--source",
            source.to_str().unwrap(),
            "--via",
            via,
            "-o",
            sheet.to_str().unwrap(),
        ]);
        assert_eq!(outcome.code, Some(1), "{outcome:?}");
        outcome.stderr
    };
    assert!(refusal("demo", "moods,wolf").contains("no branch \"wolf\"; it has clay"));
    let reference = format!("moods={}", demo_picture("moods", 1).display());
    let refused = refusal(labels.to_str().unwrap(), &reference);
    assert!(refused.contains("StarGAN takes no references"), "{refused}");
    assert!(!sheet.exists());
}
