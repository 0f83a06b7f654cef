//! What cannot be evaluated, and what is left out and told of.

use stargrid::engine::messages::ModelSource;
use stargrid::evaluation::{Metric, Mode};

use super::{DOMAINS, VAL, creatures, order, perform};
use crate::training::fill_domain;

fn refusal(order: &stargrid::engine::evaluation::messages::EvaluationOrder) -> String {
    perform(order).unwrap_err().to_string()
}

#[test]
fn a_corrupt_picture_is_left_out_and_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let broken = root.join("val").join(DOMAINS[0]).join("001.png");
    let whole = std::fs::read(&broken).unwrap();
    std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    let (found, _) = perform(&order(&root, ModelSource::Demo, &[Mode::Latent])).unwrap();
    let evaluation = &found[0];
    assert_eq!(evaluation.counts.sources[DOMAINS[0]], VAL - 1);
    let told = evaluation.notes.iter().any(|note| note.contains("001.png"));
    assert!(told, "{:?}", evaluation.notes);
    assert!(evaluation.figure(Mode::Latent, Metric::Kid).is_some());
}

#[test]
fn an_empty_domain_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let empty = root.join("val").join(DOMAINS[1]);
    std::fs::remove_dir_all(&empty).unwrap();
    std::fs::create_dir(&empty).unwrap();
    let sentence = refusal(&order(&root, ModelSource::Demo, &[Mode::Latent]));
    assert!(
        sentence.contains(DOMAINS[1]) && sentence.contains("held-out"),
        "{sentence}"
    );
}

#[test]
fn other_domains_no_mode_and_wrong_extractors_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("others");
    fill_domain(&root.join("cat"), 0, 12);
    fill_domain(&root.join("dog"), 1, 12);
    let sentence = refusal(&order(&root, ModelSource::Demo, &[Mode::Latent]));
    assert!(
        sentence.contains("two domains of the same name"),
        "{sentence}"
    );
    assert!(
        sentence.contains("clay") && sentence.contains("cat, dog"),
        "{sentence}"
    );

    let root = creatures(folder.path());
    let sentence = refusal(&order(&root, ModelSource::Demo, &[]));
    assert!(sentence.contains("choose the latent mode"), "{sentence}");

    let mut wrong = order(&root, ModelSource::Demo, &[Mode::Latent]);
    let text = folder.path().join("alexnet.pth");
    std::fs::write(&text, "not weights").unwrap();
    wrong.extractors.alexnet = Some(text);
    let sentence = refusal(&wrong);
    assert!(sentence.contains("alexnet.pth"), "{sentence}");

    let gone = order(
        &folder.path().join("nowhere"),
        ModelSource::Demo,
        &[Mode::Latent],
    );
    assert!(refusal(&gone).contains("no such folder"));
}

#[test]
fn one_candidate_that_cannot_be_opened_harms_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut order = order(
        &creatures(folder.path()),
        ModelSource::Demo,
        &[Mode::Latent],
    );
    let good = order.candidates[0].clone();
    order.candidates[0].source = ModelSource::File(folder.path().join("gone.safetensors"));
    assert!(perform(&order).is_err(), "alone it is a failure");
    order.candidates.push(good);
    assert_eq!(perform(&order).unwrap().0.len(), 1);
}
