//! Several models over one set of pictures, as the Compare tab uses them: results, numbers, chains, and what a model refuses.

use std::sync::Arc;

use stargrid::domain::{DomainSet, Fingerprint, LabelSpace, StyleSource};
use stargrid::engine::chain::{self, Guide, Link, Stage};
use stargrid::engine::compare::inputs::grey;
use stargrid::engine::compare::messages::{
    ChainJob, CompareEvent, CompareJob, CompareOrder, Compared, Crossing, Heads, Input, Inputs,
    PaneId, PaneOrder, Subject,
};
use stargrid::engine::distance::mean_pixel;
use stargrid::engine::messages::{Event, ModelSource};
use stargrid::problem::Problem;

use crate::models::{KINDS, label_model};

use super::{Bench, DEMO_SIZE, demo_picture, reference, translator};

fn inputs(names: &[&str]) -> (Arc<Inputs>, Vec<Fingerprint>) {
    let mut inputs = Inputs::new();
    let mut at = Vec::new();
    for name in names {
        let view = demo_picture(name);
        at.push(view.fingerprint());
        let input = Input {
            name: (*name).to_owned(),
            view,
            whole: None,
        };
        inputs.insert(input.view.fingerprint(), input);
    }
    (Arc::new(inputs), at)
}

fn panes(sources: &[ModelSource]) -> Vec<PaneOrder> {
    let pane = |(source, id): (&ModelSource, PaneId)| PaneOrder {
        id,
        source: source.clone(),
    };
    sources.iter().zip(1..).map(pane).collect()
}

fn wanted(pane: PaneId, picture: Fingerprint, grey: bool, style: &StyleSource) -> CompareJob {
    CompareJob {
        pane,
        crossing: Crossing {
            subject: Subject { picture, grey },
            style: style.key(),
        },
        style: style.clone(),
    }
}

fn latent(domain: usize) -> StyleSource {
    StyleSource::Latent {
        z: stargrid::domain::latent::from_seed(41, 16),
        domain,
        psi: 1.0,
    }
}

fn heads() -> Heads {
    Heads {
        domains: DomainSet::new(KINDS),
        labels: LabelSpace::default(),
    }
}

/// The next thing that the comparing worker says.
fn next(bench: &mut Bench) -> CompareEvent {
    loop {
        match bench.next() {
            Event::Compare(event) => return *event,
            Event::Device(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

fn cell(bench: &mut Bench) -> (PaneId, Crossing, Result<Compared, Problem>) {
    loop {
        match next(bench) {
            CompareEvent::Opening(_) | CompareEvent::Opened(..) => {}
            CompareEvent::Cell {
                pane,
                crossing,
                result,
            } => return (pane, crossing, result),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn two_models_work_on_the_same_pictures_and_numbers_come_last() {
    let folder = tempfile::tempdir().unwrap();
    let labels = label_model(folder.path(), DEMO_SIZE);
    let mut bench = Bench::start();
    let (inputs, at) = inputs(&["clay-0000", "moods-0001"]);
    let (by_reference, by_latent) = (reference(at[1], 2), latent(1));
    let jobs = vec![
        wanted(1, at[0], false, &by_reference),
        wanted(2, at[0], false, &by_reference),
        wanted(1, at[0], true, &by_latent),
        wanted(2, at[0], false, &by_latent),
    ];
    bench.engine.compare.order(CompareOrder {
        panes: panes(&[ModelSource::Demo, ModelSource::File(labels)]),
        inputs: Arc::clone(&inputs),
        heads: heads(),
        jobs: jobs.clone(),
        chains: Vec::new(),
    });
    let mut direct = translator::demo();
    let mut pictures: stargrid::engine::translator::Pictures = inputs
        .iter()
        .map(|(at, input)| (*at, Arc::clone(&input.view)))
        .collect();
    let without = Arc::new(grey(&inputs[&at[0]].view));
    pictures.insert(without.fingerprint(), Arc::clone(&without));

    let (pane, crossing, first) = cell(&mut bench);
    assert_eq!((pane, crossing), (1, jobs[0].crossing));
    let first = first.unwrap();
    let expected = direct.translate(at[0], &by_reference, &pictures).unwrap();
    assert_eq!(*first.output, expected);
    let apart = mean_pixel(&inputs[&at[0]].view, &expected).unwrap();
    assert!(
        apart > 0.02 && (first.pixel - apart).abs() < 1e-6,
        "{apart}"
    );

    let (pane, _, refused) = cell(&mut bench);
    let refused = refused.unwrap_err().to_string();
    assert!(
        pane == 2 && refused.contains("StarGAN takes no references"),
        "{refused}"
    );

    let (_, crossing, of_grey) = cell(&mut bench);
    assert!(crossing.subject.grey);
    let of_grey = of_grey.unwrap();
    assert_eq!(of_grey.source, without);
    let expected = direct
        .translate(without.fingerprint(), &by_latent, &pictures)
        .unwrap();
    assert_eq!(*of_grey.output, expected);

    let (pane, _, by_label) = cell(&mut bench);
    assert_eq!((pane, by_label.unwrap().output.width()), (2, DEMO_SIZE));

    distances_follow(&mut bench, &[1, 1, 2]);
}

/// The distances of the results of these panes come next.
fn distances_follow(bench: &mut Bench, panes: &[PaneId]) {
    for wanted in panes {
        match next(bench) {
            CompareEvent::Perceptual { pane, result, .. } => {
                let distance = result.unwrap();
                assert_eq!(pane, *wanted);
                assert!((0.01..2.0).contains(&distance), "{distance}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_model_that_cannot_take_the_pictures_or_be_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let large = label_model(folder.path(), 128);
    let bad = folder.path().join("list.ckpt");
    std::fs::write(&bad, b"a shopping list").unwrap();
    let mut bench = Bench::start();
    let (inputs, at) = inputs(&["clay-0000"]);
    bench.engine.compare.order(CompareOrder {
        panes: panes(&[ModelSource::File(large), ModelSource::File(bad)]),
        inputs,
        heads: heads(),
        jobs: vec![
            wanted(2, at[0], false, &latent(0)),
            wanted(1, at[0], false, &latent(0)),
        ],
        chains: Vec::new(),
    });
    let mut not_opened = None;
    let small = loop {
        match next(&mut bench) {
            CompareEvent::NotOpened(pane, problem) => not_opened = Some((pane, problem)),
            CompareEvent::Cell { pane, result, .. } => break (pane, result.unwrap_err()),
            CompareEvent::Opening(_) | CompareEvent::Opened(..) => {}
            other => panic!("{other:?}"),
        }
    };
    let (pane, problem) = not_opened.unwrap();
    assert!(
        pane == 2 && problem.to_string().contains("list.ckpt"),
        "{problem}"
    );
    let words = small.1.to_string();
    assert!(
        small.0 == 1 && words.contains("64 × 64 pixels only"),
        "{words}"
    );
}

/// By a reference, a seed and a mean style.
fn three_links(reference: Fingerprint) -> Arc<[Link]> {
    Arc::new([
        Link {
            branch: "moods".to_owned(),
            guide: Guide::Reference(reference),
        },
        Link {
            branch: "critters".to_owned(),
            guide: Guide::Seed(3),
        },
        Link {
            branch: "clay".to_owned(),
            guide: Guide::Mean,
        },
    ])
}

#[test]
fn a_chain_is_what_the_same_steps_by_hand_give() {
    let (all, at) = super::pictures(&["critters-0002", "moods-0001"]);
    let links = three_links(at[1]);
    let mut direct = translator::demo();
    let stages = chain::run(&mut direct, &all[&at[0]], &links, &all).unwrap();
    let first = direct.translate(at[0], &reference(at[1], 2), &all).unwrap();
    assert_eq!((stages.len(), &*stages[0].picture), (3, &first));
    let mut with_first = (*all).clone();
    with_first.insert(first.fingerprint(), Arc::new(first.clone()));
    let drawn = StyleSource::Latent {
        z: stargrid::domain::latent::from_seed(3, 16),
        domain: 1,
        psi: 1.0,
    };
    let second = direct
        .translate(first.fingerprint(), &drawn, &with_first)
        .unwrap();
    assert_eq!(*stages[1].picture, second);
    assert_eq!(
        chain::round_trip(&stages),
        mean_pixel(&stages[2].picture, &all[&at[0]])
    );
    let lost = [Link {
        branch: "wolf".to_owned(),
        guide: Guide::Mean,
    }];
    let refused = chain::run(&mut direct, &all[&at[0]], &lost, &all).unwrap_err();
    assert!(
        refused.to_string().contains("no branch \"wolf\""),
        "{refused}"
    );
    the_worker_makes(&links, &stages);
}

/// The worker makes these stages of the chain.
fn the_worker_makes(links: &Arc<[Link]>, stages: &[Stage]) {
    let mut bench = Bench::start();
    let (inputs, at) = inputs(&["critters-0002", "moods-0001"]);
    let subject = Subject {
        picture: at[0],
        grey: false,
    };
    bench.engine.compare.order(CompareOrder {
        panes: panes(&[ModelSource::Demo]),
        inputs,
        heads: heads(),
        jobs: Vec::new(),
        chains: vec![ChainJob {
            pane: 1,
            subject,
            links: Arc::clone(links),
        }],
    });
    let mut seen = 0;
    while seen < stages.len() {
        match next(&mut bench) {
            CompareEvent::Stage { at, result, .. } => {
                assert_eq!(at, seen);
                assert_eq!(result.unwrap().picture, stages[seen].picture);
                seen += 1;
            }
            CompareEvent::Opening(_) | CompareEvent::Opened(..) => {}
            other => panic!("{other:?}"),
        }
    }
}
