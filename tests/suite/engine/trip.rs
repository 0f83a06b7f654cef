//! Round trips on the inference worker: the same as a chain by hand, after the grid, the newest alone, for label systems too.

use std::sync::Arc;

use stargrid::domain::{CellKey, StyleSource};
use stargrid::engine::chain;
use stargrid::engine::distance::mean_pixel;
use stargrid::engine::messages::{CellJob, Event, GridRequest};
use stargrid::engine::translator::Pictures;
use stargrid::engine::trip::{RoundTrip, TripKey, TripOrder};
use stargrid::problem::Problem;

use super::{Bench, demo_picture, reference, translator};

/// One source, one reference, and the two ways.
fn order(model: u64, source: &str, style: &str, domains: (usize, usize)) -> TripOrder {
    let (source, style) = (demo_picture(source), demo_picture(style));
    let (from, to) = (source.fingerprint(), style.fingerprint());
    let forth = reference(to, domains.1);
    let cell = CellKey {
        model,
        source: from,
        style: forth.key(),
    };
    TripOrder {
        cell,
        style: forth,
        back: reference(from, domains.0),
        pictures: Arc::new(Pictures::from([(from, source), (to, style)])),
    }
}

fn next_trip(bench: &mut Bench) -> (TripKey, Result<RoundTrip, Problem>) {
    loop {
        if let Event::Trip { key, result } = bench.next() {
            return (key, result);
        }
    }
}

#[test]
fn a_round_trip_is_a_chain_by_hand_bit_for_bit() {
    let (mut bench, info) = Bench::with_demo();
    let order = order(info.number, "clay-0000", "moods-0001", (0, 2));
    bench.engine.round_trip(order.clone());
    let (key, first) = next_trip(&mut bench);
    assert_eq!(key, order.key());
    let first = first.unwrap();
    assert_eq!(first.perceptual, None, "the picture does not wait for it");
    let mut direct = translator::demo();
    let source = Arc::clone(&order.pictures[&order.cell.source]);
    let there = chain::stage(&mut direct, &source, &order.style, &order.pictures, &source).unwrap();
    let back = chain::stage(
        &mut direct,
        &there.picture,
        &order.back,
        &order.pictures,
        &source,
    )
    .unwrap();
    assert_eq!(first.returned.rgb(), back.picture.rgb());
    assert_eq!(first.to_source, there.to_source);
    assert_eq!(Some(first.error), mean_pixel(&back.picture, &source));
    assert!(
        first.error > 0.0 && first.error < first.to_source,
        "{first:?}"
    );
    let (_, second) = next_trip(&mut bench);
    let [to_source, error] = second.unwrap().perceptual.unwrap();
    assert!(error > 0.0 && error < to_source, "{error} {to_source}");
}

#[test]
fn cells_come_before_round_trips_and_the_newest_replaces_the_others() {
    let (mut bench, info) = Bench::with_demo();
    let old = order(info.number, "clay-0000", "moods-0001", (0, 2));
    let new = order(info.number, "moods-0001", "clay-0000", (2, 0));
    let cells = [&new, &old].map(|order| CellJob {
        key: order.cell,
        style: order.style.clone(),
    });
    // The worker is held right after the first cell.
    bench.settle();
    bench.gate.hold_after(1);
    let mut pictures = Pictures::clone(&old.pictures);
    pictures.extend(
        new.pictures
            .iter()
            .map(|(key, picture)| (*key, Arc::clone(picture))),
    );
    bench.engine.request(GridRequest {
        cells: cells.to_vec(),
        pictures: Arc::new(pictures),
    });
    assert!(matches!(bench.next(), Event::Cell { .. }));
    bench.engine.round_trip(old.clone());
    bench.engine.round_trip(new.clone());
    bench.gate.open();
    assert!(
        matches!(bench.next(), Event::Cell { key, .. } if key == old.cell),
        "a round trip ends no request"
    );
    let (key, result) = next_trip(&mut bench);
    assert_eq!(key, new.key(), "the older one was replaced");
    assert!(result.is_ok());
    assert_eq!(next_trip(&mut bench).0, new.key());
}

#[test]
fn a_way_that_the_model_cannot_go_is_said() {
    let (mut bench, info) = Bench::with_demo();
    let mut order = order(info.number, "clay-0000", "moods-0001", (0, 2));
    order.back = StyleSource::Labels {
        from: vec![0.0; 4],
        to: vec![1.0; 4],
        strength: 1.0,
    };
    bench.engine.round_trip(order.clone());
    let (key, result) = next_trip(&mut bench);
    assert_eq!(key, order.key());
    let words = result.unwrap_err().to_string();
    assert!(words.contains("could not be computed"), "{words}");
    // A model that is not open any more: nothing is made, and nothing waits.
    order.cell.model += 1;
    bench.engine.round_trip(order.clone());
    let next = super::reference(order.cell.source, 1);
    let mut again = order.clone();
    again.cell.model -= 1;
    again.back = next;
    bench.engine.round_trip(again.clone());
    assert_eq!(next_trip(&mut bench).0, again.key());
}
