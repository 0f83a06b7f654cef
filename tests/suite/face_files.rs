//! The landmark network in the files where people have it: wing.ckpt, an official model, a bare state.
//!
//! The files here are safetensors with those names: names and shapes are what is tested; PyTorch's containers are tested elsewhere.

use std::path::PathBuf;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use stargrid::checkpoint::TensorMap;
use stargrid::checkpoint::landmarks::read_network;
use stargrid::model::fan;

/// A file with these tensors, each filled with its own place in the list.
fn written(tensors: &[(String, Vec<usize>)], folder: &tempfile::TempDir) -> PathBuf {
    let bodies: Vec<Vec<u8>> = tensors
        .iter()
        .enumerate()
        .map(|(at, (_, shape))| (at as f32).to_le_bytes().repeat(shape.iter().product()))
        .collect();
    let views = tensors.iter().zip(&bodies).map(|((name, shape), body)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), body).unwrap();
        (name.clone(), view)
    });
    let path = folder.path().join("wing.safetensors");
    std::fs::write(&path, safetensors::serialize(views, None).unwrap()).unwrap();
    path
}

/// The network's tensors with `start` before their names.
fn network(start: &str) -> Vec<(String, Vec<usize>)> {
    let specs = fan::specs().into_iter();
    let named = specs.map(|spec| (format!("{start}{}", spec.name), spec.shape));
    named.collect()
}

fn assert_whole(found: &TensorMap) {
    let specs = fan::specs();
    assert_eq!(found.len(), specs.len());
    for (at, spec) in specs.iter().enumerate() {
        let tensor = &found[&format!("fan.{}", spec.name)];
        assert_eq!(tensor.shape, spec.shape, "{}", spec.name);
        assert_eq!(tensor.values[0], at as f32, "{}", spec.name);
    }
}

#[test]
fn the_network_is_found_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    for start in [
        "state_dict.",
        "state_dict.module.",
        "fan.",
        "fan.module.",
        "",
    ] {
        let mut tensors = network(start);
        // The official wing.ckpt has more hourglasses than the network that is used.
        let further = ["m1.b1_4.conv1.weight", "l1.bias", "bn1.num_batches_tracked"];
        tensors.extend(further.map(|name| (format!("{start}{name}"), vec![2])));
        assert_whole(&read_network(&written(&tensors, &folder)).unwrap());
    }
}

#[test]
fn files_without_the_whole_network_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |tensors: &[(String, Vec<usize>)]| {
        let error = read_network(&written(tensors, &folder)).unwrap_err();
        error.to_string()
    };
    let other = [
        ("conv1.weight".to_owned(), vec![4]),
        ("l0.bias".to_owned(), vec![99]),
    ];
    let found = refusal(&other);
    assert!(
        found.starts_with("This is a file without the face landmark network; the official"),
        "{found}"
    );
    let mut cut = network("state_dict.");
    cut.retain(|(name, _)| !name.contains("m0.b3_1.conv3"));
    let found = refusal(&cut);
    assert!(
        found.contains("1 of its 281 tensors missing (m0.b3_1.conv3.weight); the official"),
        "{found}"
    );
    let mut bent = network("state_dict.");
    bent.last_mut().unwrap().1 = vec![68];
    let found = refusal(&bent);
    assert!(found.contains("of another shape (l0.bias)"), "{found}");
    assert!(found.ends_with("wing.safetensors"), "{found}");
}

#[test]
#[ignore = "needs a wing.ckpt: STARGRID_WING=FILE"]
fn a_real_wing_checkpoint_is_read() {
    let path = PathBuf::from(std::env::var("STARGRID_WING").unwrap());
    let found = read_network(&path).unwrap();
    assert_eq!(found.len(), fan::specs().len());
}
