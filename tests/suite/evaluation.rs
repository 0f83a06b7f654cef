//! Evaluation from order to report, on the demo model and on tiny ones, with the bundled extractors.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use stargrid::data::DataRoot;
use stargrid::data::dataset::bundled_kind;
use stargrid::engine::evaluation::job::{self, Memory};
use stargrid::engine::evaluation::messages::{
    Candidate, EvaluationNews, EvaluationOrder, OwnExtractors, TaskDone, VAL_SHARE,
};
use stargrid::engine::messages::ModelSource;
use stargrid::evaluation::{Evaluation, Metric, Mode, Protocol};
use stargrid::export::png;
use stargrid::problem::Problem;

use crate::models::label_model;
use crate::training::cpu;

mod memory;
mod refusals;
mod run;

/// Training and held-out pictures of each domain.
const TRAIN: usize = 12;
const VAL: usize = 5;
const DOMAINS: [&str; 2] = ["clay", "moods"];

/// Creatures of two domains in train and val folders.
pub fn creatures(folder: &Path) -> PathBuf {
    let root = folder.join("creatures");
    for domain in DOMAINS {
        let items = bundled_kind(domain);
        for (side, items) in [
            ("train", &items[..TRAIN]),
            ("val", &items[TRAIN..TRAIN + VAL]),
        ] {
            let folder = root.join(side).join(domain);
            std::fs::create_dir_all(&folder).unwrap();
            for (number, item) in items.iter().enumerate() {
                png::save(
                    &item.read().unwrap(),
                    &folder.join(format!("{number:03}.png")),
                )
                .unwrap();
            }
        }
    }
    root
}

pub fn order(root: &Path, source: ModelSource, modes: &[Mode]) -> EvaluationOrder {
    EvaluationOrder {
        id: 1,
        candidates: vec![Candidate {
            name: "creatures".to_owned(),
            step: None,
            source,
        }],
        data: DataRoot::Folder(root.to_owned()),
        val_share: VAL_SHARE,
        protocol: Protocol {
            modes: modes.to_vec(),
            outputs: 3,
            ..Protocol::default()
        },
        extractors: OwnExtractors::default(),
        run: None,
    }
}

/// What an order found, and the tasks as they were reported.
pub fn perform(order: &EvaluationOrder) -> Result<(Vec<Evaluation>, Vec<TaskDone>), Problem> {
    let (mut found, mut tasks) = (Vec::new(), Vec::new());
    let mut watch = |news| {
        match news {
            EvaluationNews::Done { evaluation, .. } => found.push(*evaluation),
            EvaluationNews::Task(task) => tasks.push(*task),
            _ => {}
        }
        ControlFlow::Continue(())
    };
    job::perform(order, &cpu(), &mut Memory::default(), &mut watch)?;
    Ok((found, tasks))
}

/// Everything but the time it took.
fn timeless(mut evaluation: Evaluation) -> Evaluation {
    evaluation.seconds = 0.0;
    evaluation
}

#[test]
fn the_demo_model_is_evaluated_in_both_modes_and_again_to_the_same_figures() {
    let folder = tempfile::tempdir().unwrap();
    let order = order(
        &creatures(folder.path()),
        ModelSource::Demo,
        &[Mode::Latent, Mode::Reference],
    );
    let (found, tasks) = perform(&order).unwrap();
    let [evaluation] = &found[..] else {
        panic!("one candidate, one evaluation");
    };
    assert_eq!(evaluation.domains, DOMAINS);
    for mode in [Mode::Latent, Mode::Reference] {
        let value = |metric, from, into| evaluation.value(mode, metric, from, into).unwrap();
        for [from, into] in [["clay", "moods"], ["moods", "clay"]] {
            assert!(value(Metric::StLpips, from, into) > 0.01, "outputs differ");
            assert!(
                value(Metric::ToSource, from, into) > 0.05,
                "outputs are not their sources"
            );
            assert!((0.0..0.5).contains(&value(Metric::RoundTrip, from, into)));
            assert!((0.0..=1.0).contains(&value(Metric::Saturated, from, into)));
            assert!(value(Metric::Kid, from, into) > 0.0);
            assert!(value(Metric::Frechet, from, into) > 0.0);
        }
        assert!(value(Metric::SameDomain, "clay", "clay") > 0.0);
        assert_eq!(
            evaluation.figure(mode, Metric::Fid),
            None,
            "no Inception was given"
        );
        let kid = evaluation.figure(mode, Metric::Kid).unwrap();
        assert_eq!(kid.standard_errors.len(), 2);
        let mean = (kid.tasks["clay2moods"] + kid.tasks["moods2clay"]) / 2.0;
        assert!((kid.mean - mean).abs() < 1e-12);
    }
    assert_eq!(evaluation.counts.real["clay"], TRAIN);
    assert_eq!(evaluation.counts.sources["moods"], VAL);
    assert_eq!(tasks.len(), 4);
    for task in &tasks {
        let with_reference = task.examples.best.iter().all(|one| one.reference.is_some());
        assert_eq!(with_reference, task.mode == Mode::Reference);
        assert!(task.examples.best[0].distance <= task.examples.worst[0].distance);
    }
    let (again, _) = perform(&order).unwrap();
    assert_eq!(timeless(again[0].clone()), timeless(evaluation.clone()));
}

#[test]
fn real_against_real_is_near_zero_and_far_below_another_domain() {
    let folder = tempfile::tempdir().unwrap();
    let order = order(
        &creatures(folder.path()),
        ModelSource::Demo,
        &[Mode::Latent],
    );
    let (found, _) = perform(&order).unwrap();
    let floor = &found[0].floor[&Metric::Kid];
    for domain in DOMAINS {
        let (value, error) = (floor.tasks[domain], floor.standard_errors[domain]);
        assert!(value.abs() <= 3.0 * error, "{domain}: {value} ± {error}");
        let made = found[0].figure(Mode::Latent, Metric::Kid).unwrap();
        assert!(
            made.tasks.values().all(|made| *made > value),
            "{made:?} above {value}"
        );
    }
}

#[test]
fn figures_of_a_task_depend_on_the_seed_and_on_nothing_else_that_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let both = order(&root, ModelSource::Demo, &[Mode::Latent, Mode::Reference]);
    let one = order(&root, ModelSource::Demo, &[Mode::Latent]);
    let mut other = one.clone();
    other.protocol.seed += 1;
    let latent = |order| perform(order).unwrap().0[0].modes[&Mode::Latent].clone();
    let alone = latent(&one);
    assert_eq!(latent(&both), alone);
    assert_ne!(latent(&other)[&Metric::Kid], alone[&Metric::Kid]);
}

#[test]
fn a_label_system_has_one_output_and_no_diversity() {
    let folder = tempfile::tempdir().unwrap();
    let root = creatures(folder.path());
    let model = label_model(folder.path(), 64);
    let order = order(&root, ModelSource::File(model), &[Mode::Latent]);
    let (found, _) = perform(&order).unwrap();
    let evaluation = &found[0];
    assert_eq!(evaluation.modes.keys().collect::<Vec<_>>(), [&Mode::Labels]);
    assert_eq!(evaluation.counts.outputs, 1);
    assert_eq!(evaluation.figure(Mode::Labels, Metric::StLpips), None);
    for metric in [
        Metric::Kid,
        Metric::Frechet,
        Metric::RoundTrip,
        Metric::SameDomain,
    ] {
        assert!(
            evaluation.figure(Mode::Labels, metric).is_some(),
            "{metric:?}"
        );
    }
}

#[test]
fn a_person_can_stop_it_and_steps_share_what_is_known_of_real_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let mut order = order(
        &creatures(folder.path()),
        ModelSource::Demo,
        &[Mode::Latent],
    );
    order.candidates.push(order.candidates[0].clone());
    let mut count = 0;
    let mut watch = |news| {
        count += usize::from(matches!(news, EvaluationNews::Task(_)));
        match count {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    };
    let ended = job::perform(&order, &cpu(), &mut Memory::default(), &mut watch);
    assert_eq!((ended, count), (Ok(false), 1));
    let (found, _) = perform(&order).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(timeless(found[0].clone()), timeless(found[1].clone()));
}
