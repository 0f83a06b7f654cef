//! The official video forms against numbers computed with the public code: easing, and where the strip of references slides.

use safetensors::SafeTensors;
use stargrid::domain::walk::{Joint, Pace, Walk, WayPoint};
use stargrid::domain::{Fingerprint, Picture, StyleSource};
use stargrid::export::film::{Form, Strip, compose, slide_top};

use crate::support::golden_file;

/// The largest difference that rounding may make.
const ROUNDING: f64 = 1e-15;
/// Frames of a pair.
const FRAMES: usize = 31;

/// The numbers of a tensor, each of `N` bytes.
fn numbers<const N: usize>(name: &str) -> Vec<[u8; N]> {
    let bytes = std::fs::read(golden_file("easing.safetensors")).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let tensor = file.tensor(name).unwrap();
    let parts = tensor.data().chunks_exact(N);
    parts.map(|part| part.try_into().unwrap()).collect()
}

/// The weights of the frames between two references.
fn weights() -> Vec<f64> {
    let point = |number| WayPoint {
        style: StyleSource::Reference {
            picture: Fingerprint(number),
            domain: 0,
        },
        branch: Some(0),
        name: String::new(),
    };
    let walk = Walk {
        points: vec![point(1), point(2)],
        pace: Pace::OFFICIAL,
        joint: Joint::Cut,
        closes: false,
        ends: [0; 2],
    };
    let shots = walk.shots().into_iter();
    shots
        .flat_map(|shot| std::iter::repeat_n(shot.moment.weight, shot.ticks))
        .collect()
}

#[test]
fn alphas_are_the_official_ones() {
    let expected = numbers("alphas").into_iter().map(f64::from_le_bytes);
    let expected: Vec<f64> = expected.collect();
    let found = weights();
    assert_eq!((found.len(), expected.len()), (FRAMES, FRAMES));
    let apart = found.iter().zip(&expected).map(|(a, b)| (a - b).abs());
    let apart = apart.fold(0.0, f64::max);
    println!("alphas: {apart:e} apart");
    assert!(apart <= ROUNDING, "{found:?}");
}

#[test]
fn the_strip_slides_as_in_the_official_videos() {
    for (side, name) in [(64, "slide_top_64"), (256, "slide_top_256")] {
        let expected = numbers(name).into_iter().map(i64::from_le_bytes);
        let found = weights().into_iter();
        let found = found.map(|weight| slide_top(side, weight) as i64);
        assert!(found.eq(expected), "{name}");
    }
}

#[test]
fn every_row_of_the_column_is_the_official_one() {
    const SIDE: usize = 64;
    let rows = numbers("slide_source_row_64").into_iter();
    let rows: Vec<i16> = rows.map(i16::from_le_bytes).collect();
    // Each row of the strip has a colour of its own that is not black.
    let reference = |first: usize| {
        let rgb = (0..SIDE).flat_map(|y| [1, (first + y) as u8, 2].repeat(SIDE));
        Picture::new(SIDE, SIDE, rgb.collect()).unwrap()
    };
    let (previous, next) = (reference(0), reference(SIDE));
    let (source, result) = (
        Picture::filled(SIDE, SIDE, [9; 3]),
        Picture::filled(SIDE, SIDE, [7; 3]),
    );
    for (weight, rows) in weights().into_iter().zip(rows.chunks_exact(2 * SIDE)) {
        let strip = Strip {
            pair: [&previous, &next],
            weight,
        };
        let frame = compose(
            Form::Slide,
            &[std::sync::Arc::new(source.clone())],
            std::slice::from_ref(&result),
            Some(strip),
        );
        assert_eq!(
            (frame.width(), frame.height()),
            (SIDE + 32 + SIDE, 2 * SIDE)
        );
        for (y, &row) in rows.iter().enumerate() {
            let expected = match row {
                -1 => [0; 3],
                row => [1, row as u8, 2],
            };
            for x in [0, SIDE / 2, SIDE - 1] {
                assert_eq!(
                    frame.pixel(x, y),
                    Some(expected),
                    "weight {weight}, row {y}"
                );
            }
            assert_eq!(frame.pixel(SIDE, y), Some([0; 3]), "the bar stays black");
            let beside = if y < SIDE { [9; 3] } else { [7; 3] };
            assert_eq!(frame.pixel(SIDE + 32, y), Some(beside));
        }
    }
}
