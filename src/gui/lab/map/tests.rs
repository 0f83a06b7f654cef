//! What the map asks for, and where it puts what comes back.

use super::*;

fn point(what: What, seed: u64) -> Point {
    let base = StyleSource::Latent {
        z: vec![seed as f32],
        domain: 0,
        psi: 1.0,
    };
    Point {
        what,
        domain: 0,
        name: seed.to_string(),
        key: base.key(),
        base,
        strength: 1.0,
    }
}

fn seed(seed: u64) -> Point {
    let latent = crate::gui::latent::Latent::from_seed(seed, 1);
    point(What::Seed(latent), seed)
}

/// A map of three seeds and a sample, and the styles it wants.
fn map() -> (Map, Vec<StyleSource>) {
    let points = vec![seed(1), seed(2), seed(3), point(What::Latent(0), 9)];
    let wanted = points.iter().map(|point| point.base.clone()).collect();
    let map = Map {
        points,
        ..Map::default()
    };
    (map, wanted)
}

/// The worker's answer: codes that are equal to [x, 2 x, 0].
fn answer(request: &CodeRequest) -> CodeEvent {
    let styles = request.ground.iter().chain(&request.others);
    let code = |style: &StyleSource| match style {
        StyleSource::Latent { z, .. } => (style.key(), vec![z[0], 2.0 * z[0], 0.0]),
        other => panic!("{other:?}"),
    };
    let codes: Vec<_> = styles.map(code).collect();
    let ground: Vec<f32> = codes[..request.ground.len()]
        .iter()
        .flat_map(|(_, code)| code.clone())
        .collect();
    CodeEvent {
        order: request.order,
        model: request.model,
        codes,
        plane: (!ground.is_empty()).then(|| Projection::of(&ground, 3).ok().map(Box::new)),
    }
}

#[test]
fn what_is_there_is_not_asked_again() {
    let (mut map, wanted) = map();
    let request = map.order(wanted.clone()).unwrap();
    assert_eq!((request.ground.len(), request.others.len()), (3, 4));
    assert!(map.order(wanted.clone()).is_none(), "it is under way");
    map.take(answer(&request));
    assert!(map.order(wanted.clone()).is_none());
    map.points[3] = point(What::Latent(0), 10);
    let moved = map.order(vec![map.points[3].base.clone()]).unwrap();
    assert_eq!((moved.ground.len(), moved.others.len()), (0, 1));
}

#[test]
fn a_plane_is_asked_for_until_it_is_there() {
    let (mut map, mut wanted) = map();
    let old = map.order(wanted.clone()).unwrap();
    map.points.push(seed(4));
    wanted.push(map.points[4].base.clone());
    let newer = map.order(wanted.clone()).unwrap();
    assert_eq!(newer.ground.len(), 4, "the older order was replaced");
    map.take(answer(&old));
    assert!(
        map.plane.is_none() && map.waits(),
        "that plane is of fewer styles"
    );
    map.take(answer(&newer));
    assert!(map.plane.is_some());
    let other = CodeEvent {
        model: 7,
        ..answer(&newer)
    };
    map.codes.clear();
    map.take(other);
    assert!(map.codes.is_empty(), "another model's codes");
}

#[test]
fn strength_and_blends_lie_on_straight_lines() {
    let (mut map, wanted) = map();
    let request = map.order(wanted).unwrap();
    map.take(answer(&request));
    map.points[3].strength = 0.5;
    let (mean, nine) = (map.points[0].key, map.points[3].base.clone());
    let parts = [
        (map.points[1].base.clone(), 0, 1.0, 0.25),
        (nine, 0, 1.0, 0.75),
    ];
    map.settle(&[mean], Some(&parts));
    assert!(!map.waits());
    let at = |place: usize| map.places[place].unwrap();
    let full = map.raw(map.points[3].key).unwrap();
    assert!(
        (at(3)[0] - (at(0)[0] + full[0]) / 2.0).abs() < 1e-5,
        "half way to the mean"
    );
    let (blend, _) = map.blend.clone().unwrap();
    assert!((blend[0] - (0.25 * at(1)[0] + 0.75 * full[0])).abs() < 1e-5);
    let [low, high] = map.bounds.unwrap();
    assert!(low[0] < high[0] && (high[0] - full[0]).abs() < 1e-5);
}
