//! `stargrid eval`: the table, the file, what is kept, and what is refused.

use serde_json::Value;
use stargrid::checkpoint;

use super::stargrid;
use crate::evaluation::creatures;

#[test]
fn figures_come_as_a_table_and_as_a_file_of_the_promised_form() {
    let folder = tempfile::tempdir().unwrap();
    let data = creatures(folder.path());
    let model = folder.path().join("mine.safetensors");
    let demo =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/model.safetensors");
    std::fs::copy(demo, &model).unwrap();
    let json = folder.path().join("figures.json");
    let outcome = stargrid([
        "eval",
        "--model",
        model.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
        "--mode",
        "latent",
        "--outputs",
        "2",
        "--seed",
        "5",
        "--json",
        json.to_str().unwrap(),
        "--keep",
    ])
    .success();
    for word in [
        "kid (lower)",
        "±",
        "real against real",
        "Protocol: StarGAN v2",
        "--seed 5",
    ] {
        assert!(outcome.stdout.contains(word), "{word}: {outcome:?}");
    }
    assert!(
        outcome.stderr.contains("the protocol asks for 32"),
        "{outcome:?}"
    );
    let found: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_promised_form(&found);
    let kept = checkpoint::import(&model).unwrap().card.evaluations;
    assert_eq!(serde_json::to_value(kept.last().unwrap()).unwrap(), found);
}

fn assert_promised_form(found: &Value) {
    for key in [
        "protocol",
        "extractor",
        "seed",
        "counts",
        "modes",
        "command",
    ] {
        assert!(found.get(key).is_some(), "{key}");
    }
    let latent = &found["modes"]["latent"];
    for metric in [
        "kid",
        "frechet",
        "st_lpips",
        "to_source",
        "round_trip",
        "saturated",
    ] {
        assert!(latent[metric]["mean"].is_f64(), "{metric}: {latent}");
        assert!(
            latent[metric]["tasks"]["clay2moods"].is_f64(),
            "{metric}: {latent}"
        );
    }
    assert!(
        latent["same_domain"]["tasks"]["clay2clay"].is_f64(),
        "{latent}"
    );
    assert!(
        latent.get("fid").is_none() && latent.get("lpips").is_none(),
        "{latent}"
    );
}

#[test]
fn what_cannot_be_evaluated_is_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let cases: [(&[&str], i32, &str); 5] = [
        (&["eval", "--model", "nowhere.ckpt"], 1, "nowhere.ckpt"),
        (
            &["eval", "--model", "demo", "--data", empty],
            1,
            "no folders of pictures",
        ),
        (&["eval", "--model", empty], 1, "no training run"),
        (
            &["eval", "--model", "demo", "--outputs", "0"],
            2,
            "from 1 to 100",
        ),
        (
            &["eval", "--model", "demo", "--keep"],
            1,
            "Stargrid's own format",
        ),
    ];
    for (arguments, code, words) in cases {
        let outcome = stargrid(arguments.iter().copied());
        assert_eq!(outcome.code, Some(code), "{outcome:?}");
        assert!(outcome.stderr.contains(words), "{words}: {outcome:?}");
    }
}
