//! Style codes for the map: what they are, and that they come between cells without ending any.

use std::collections::HashMap;
use std::sync::Arc;

use stargrid::domain::mix::mix;
use stargrid::domain::{StyleKey, StyleSource};
use stargrid::engine::codes::{CodeEvent, CodeRequest};
use stargrid::engine::messages::Event;
use stargrid::evaluation::Projection;

use super::translator::demo;
use super::{Bench, keys, pictures, reference, request, row, seeded};

fn order(
    number: u64,
    model: u64,
    ground: Vec<StyleSource>,
    others: Vec<StyleSource>,
) -> CodeRequest {
    CodeRequest {
        order: number,
        model,
        ground,
        others,
        pictures: Arc::default(),
    }
}

/// All events of codes until `styles` have theirs; other events go to `others`.
fn codes(
    bench: &mut Bench,
    styles: usize,
    mut others: impl FnMut(Event),
) -> (HashMap<StyleKey, Vec<f32>>, Vec<CodeEvent>) {
    let (mut found, mut events) = (HashMap::new(), Vec::new());
    while found.len() < styles {
        match bench.next() {
            Event::Codes(event) => {
                found.extend(event.codes.clone());
                events.push(event);
            }
            other => others(other),
        }
    }
    (found, events)
}

#[test]
fn a_mix_of_three_is_the_weighted_code() {
    let mut translator = demo();
    let (all, at) = pictures(&["clay-0001", "moods-0001"]);
    let styles = [reference(at[0], 0), reference(at[1], 2), seeded(5)];
    let weights = [0.2, 0.5, 0.3];
    let parts = styles.iter().cloned().zip(weights).collect();
    let mixed = translator.style(&mix(parts).unwrap(), &all).unwrap();
    let alone = styles.map(|style| translator.style(&style, &all).unwrap());
    for (at, number) in mixed.iter().enumerate() {
        let expected: f32 = alone
            .iter()
            .zip(weights)
            .map(|(code, w)| w as f32 * code[at])
            .sum();
        assert!(
            (number - expected).abs() < 1e-5,
            "{at}: {number} {expected}"
        );
    }
    let end = mix(vec![(reference(at[0], 0), 0.0), (seeded(5), 0.7)]).unwrap();
    assert_eq!(
        translator.style(&end, &all).unwrap(),
        alone[2],
        "exact at its ends"
    );
}

#[test]
fn the_worker_makes_codes_and_the_plane_through_the_ground() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0001"]);
    let ground: Vec<StyleSource> = (0..20).map(seeded).collect();
    let others = vec![reference(at[0], 1), StyleSource::mean(2, 16)];
    let asked = CodeRequest {
        pictures: Arc::clone(&all),
        ..order(3, info.number, ground.clone(), others.clone())
    };
    bench.engine.request_codes(asked);
    let (found, events) = codes(&mut bench, 22, |event| panic!("{event:?}"));
    let mut direct = demo();
    for style in ground.iter().chain(&others) {
        assert_eq!(found[&style.key()], direct.style(style, &all).unwrap());
    }
    assert_eq!(found[&others[1].key()], direct.mean_style(2).unwrap());
    let planes: Vec<_> = events
        .iter()
        .filter_map(|event| event.plane.clone())
        .collect();
    let rows: Vec<f32> = ground
        .iter()
        .flat_map(|style| found[&style.key()].clone())
        .collect();
    let expected = Projection::of(&rows, 64).unwrap();
    assert_eq!(
        planes,
        [Some(Box::new(expected))],
        "once, through the ground alone"
    );
    assert!(events.iter().all(|event| event.order == 3));
}

#[test]
fn codes_come_between_cells_and_end_none() {
    let (mut bench, info) = Bench::with_demo();
    let (all, at) = pictures(&["clay-0000"]);
    let cells = row(info.number, at[0], 0..6);
    bench.settle();
    bench.gate.hold_after(1);
    bench.engine.request(request(cells.clone(), &all));
    let mut done = Vec::new();
    let mut cell = |event| match event {
        Event::Cell { key, .. } => done.push(key),
        other => panic!("{other:?}"),
    };
    cell(bench.next());
    // The worker rests after its first cell; orders come while it has five more to do.
    let replaced = (100..140).map(seeded).collect();
    bench
        .engine
        .request_codes(order(1, info.number, replaced, Vec::new()));
    let wanted = (200..240).map(seeded).collect();
    bench
        .engine
        .request_codes(order(2, info.number, Vec::new(), wanted));
    bench.gate.open();
    let (found, events) = codes(&mut bench, 40, &mut cell);
    assert!(
        events.iter().all(|event| event.order == 2),
        "the newest wins"
    );
    assert!(events.len() >= 3, "a few at a time");
    assert_eq!(found.len(), 40);
    while done.len() < 6 {
        match bench.next() {
            Event::Cell { key, .. } => done.push(key),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(done, keys(&cells), "every cell came, once and in order");
}

#[test]
fn what_has_no_code_is_left_out() {
    let (mut bench, info) = Bench::with_demo();
    let (_, at) = pictures(&["clay-0000"]);
    let labels = StyleSource::Labels {
        from: vec![0.0],
        to: vec![1.0],
        strength: 1.0,
    };
    // Its picture is not at hand, and a style model takes no labels.
    let others = vec![reference(at[0], 0), labels, seeded(1)];
    bench
        .engine
        .request_codes(order(1, info.number, Vec::new(), others));
    let (found, _) = codes(&mut bench, 1, |event| panic!("{event:?}"));
    assert_eq!(found.into_keys().collect::<Vec<_>>(), [seeded(1).key()]);
    bench
        .engine
        .request_codes(order(2, info.number + 1, Vec::new(), vec![seeded(2)]));
    bench
        .engine
        .request_codes(order(3, info.number, Vec::new(), vec![seeded(3)]));
    let (found, events) = codes(&mut bench, 1, |event| panic!("{event:?}"));
    assert_eq!(found.into_keys().collect::<Vec<_>>(), [seeded(3).key()]);
    assert!(
        events.iter().all(|event| event.order == 3),
        "another model's order is left"
    );
}
