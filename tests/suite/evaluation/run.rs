//! Evaluation while training, and what a run and a model's card keep of it.

use stargrid::checkpoint;
use stargrid::checkpoint::bundle;
use stargrid::engine::messages::ModelSource;
use stargrid::engine::training::TrainEvent;
use stargrid::evaluation::{Metric, Mode};
use stargrid::runs::{checkpoints, evaluations};
use stargrid::train::TrainConfig;

use super::{DOMAINS, creatures, order, perform};
use crate::training::{Bench, finish, steps};

/// A tiny run on creatures that is evaluated every second step.
fn config(bench: &Bench, root: &std::path::Path, every: u64) -> TrainConfig {
    let mut config = bench.config(4);
    config.data.root = Some(root.to_owned());
    config.evaluation.every = every;
    config.evaluation.sources = 4;
    config
}

#[test]
fn a_run_is_evaluated_beside_training_and_keeps_its_best_step() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let (mut session, reports) = bench.begin("judged", config(&bench, &root, 2)).unwrap();
    finish(&mut session);
    drop(session);
    let run = bench.path("judged");
    let found = evaluations::read(&run).unwrap();
    let of: Vec<Option<u64>> = found.iter().map(|it| it.model.step).collect();
    // The newest wins: step 2 may have given way to step 4 while it waited.
    assert_eq!(of.last(), Some(&Some(4)), "{of:?}");
    assert_eq!(found[0].domains, DOMAINS);
    let best = evaluations::best(&found, Metric::Kid).unwrap();
    assert_eq!(checkpoints::best(&run), Some(best));
    let events = reports.lock().unwrap();
    // Numbers that come back from a file may lack their last bit.
    let told = events.iter().filter(|event| {
        matches!(event, TrainEvent::Evaluated { evaluation, .. }
            if found.iter().any(|it| it.repeats(evaluation)))
    });
    assert_eq!(told.count(), found.len());
    let saved = checkpoints::list(&run).unwrap();
    let saved = saved.iter().find(|saved| saved.step == best.0).unwrap();
    assert!(saved.best);
    let kept = checkpoint::import(saved.averaged.as_ref().unwrap()).unwrap();
    assert_eq!(kept.card.evaluations.len(), 1, "figures ride on the card");
    assert_eq!(kept.card.evaluations[0].score(Metric::Kid), Some(best.1));
}

#[test]
fn a_run_with_evaluation_equals_one_without_step_by_step() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    for (name, every) in [("with", 1), ("without", 0)] {
        let (mut session, _) = bench.begin(name, config(&bench, &root, every)).unwrap();
        finish(&mut session);
    }
    assert_eq!(bench.outcome("with"), bench.outcome("without"));
    assert!(!evaluations::path_of(&bench.path("without")).exists());
}

#[test]
fn a_resumed_run_makes_up_for_what_the_end_cut_short() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let (mut session, _) = bench.begin("cut", config(&bench, &root, 4)).unwrap();
    // The session ends right after its last step, and the judge with it.
    steps(&mut session, 4);
    session.finish().unwrap();
    drop(session);
    let run = bench.path("cut");
    let before = evaluations::read(&run).unwrap().len();
    let (mut session, _) = bench.resume("cut", Some(5)).unwrap();
    finish(&mut session);
    drop(session);
    let found = evaluations::read(&run).unwrap();
    assert!(before <= 1);
    assert_eq!(found.last().unwrap().model.step, Some(5));
}

#[test]
fn figures_are_kept_with_a_model_of_ours_and_only_there() {
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let model = folder.path().join("model.safetensors");
    let demo =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/model.safetensors");
    std::fs::copy(demo, &model).unwrap();
    let before = checkpoint::import(&model).unwrap();
    let order = order(&root, ModelSource::File(model.clone()), &[Mode::Latent]);
    let found = perform(&order).unwrap().0.remove(0);
    for _ in 0..2 {
        bundle::keep_evaluation(&model, found.clone()).unwrap();
    }
    let after = checkpoint::import(&model).unwrap();
    assert_eq!(after.tensors, before.tensors);
    let kept = after
        .card
        .evaluations
        .iter()
        .filter(|it| it.repeats(&found));
    assert_eq!(kept.count(), 1, "the same figures once");
    let foreign = folder.path().join("foreign.ckpt");
    std::fs::write(&foreign, b"PK\x03\x04").unwrap();
    let refused = bundle::keep_evaluation(&foreign, found)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("foreign.ckpt"), "{refused}");
}
