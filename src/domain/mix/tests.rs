//! Mixes against direct sums, and places against the points they lie between.

use super::*;
use crate::domain::latent;

fn style(domain: usize) -> StyleSource {
    StyleSource::Latent {
        z: vec![1.0],
        domain,
        psi: 1.0,
    }
}

/// The code of a recipe whose latents have these codes, computed as the translator does it.
fn code(style: &StyleSource, codes: &[Vec<f32>]) -> Vec<f32> {
    match style {
        StyleSource::Latent { domain, .. } => codes[*domain].clone(),
        StyleSource::Blend { from, to, weight } => {
            latent::lerp(&code(from, codes), &code(to, codes), *weight)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mix_is_the_weighted_sum_of_its_parts() {
    let codes: Vec<Vec<f32>> = (0..5).map(|seed| latent::from_seed(seed, 64)).collect();
    let weights = [0.3, 0.9, 0.0, 0.2, 0.6];
    let parts = weights.iter().enumerate();
    let parts = parts.map(|(at, weight)| (style(at), *weight)).collect();
    let mixed = code(&mix(parts).unwrap(), &codes);
    for (at, number) in mixed.iter().enumerate() {
        let parts = weights.iter().zip(&codes);
        let expected: f32 = parts.map(|(w, c)| *w as f32 * c[at]).sum();
        assert!((number - expected / 2.0).abs() < 1e-5, "{at}");
    }
}

#[test]
fn a_mix_at_an_end_is_that_end() {
    let end = mix(vec![(style(0), 0.0), (style(1), 0.4), (style(2), 0.0)]);
    assert_eq!(end, Some(style(1)));
    assert_eq!(mix(Vec::new()), None);
    assert_eq!(mix(vec![(style(3), 0.0)]), Some(style(3)));
    let halves = mix(vec![(style(0), 0.0), (style(1), 0.0)]).unwrap();
    let expected = StyleSource::Blend {
        from: Box::new(style(0)),
        to: Box::new(style(1)),
        weight: 0.5,
    };
    assert_eq!(halves, expected, "no weight at all means equal ones");
}

#[test]
fn shares_sum_to_one() {
    assert_eq!(shares(&[2.0, 1.0, 1.0]), [0.5, 0.25, 0.25]);
    assert_eq!(shares(&[-1.0, 3.0]), [0.0, 1.0]);
    assert_eq!(shares(&[0.0; 4]), [0.25; 4]);
    assert!(shares(&[]).is_empty());
}

#[test]
fn a_place_in_a_triangle_is_met_exactly() {
    let points = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [9.0, 9.0], [-8.0, 1.0]];
    let place = [1.0, 0.5];
    let found = between(&points, place, 0.01);
    assert_eq!(found.len(), 3);
    let sum = |axis: usize| -> f32 { found.iter().map(|(at, w)| w * points[*at][axis]).sum() };
    assert!((sum(0) - place[0]).abs() < 1e-5 && (sum(1) - place[1]).abs() < 1e-5);
    let mut names: Vec<usize> = found.iter().map(|(at, _)| *at).collect();
    names.sort_unstable();
    assert_eq!(names, [0, 1, 2], "the roundest triangle, not a larger one");
}

#[test]
fn a_place_outside_leans_to_the_nearest_and_a_near_one_snaps() {
    let points = [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [0.0, 50.0]];
    let found = between(&points, [-1.0, -1.0], 0.01);
    assert_eq!(found[0].0, 0);
    assert!(found[0].1 > found[1].1 && found.len() == 3);
    let all: f32 = found.iter().map(|(_, weight)| weight).sum();
    assert!((all - 1.0).abs() < 1e-6);
    assert_eq!(between(&points, [1.9, 0.05], 0.2), [(1, 1.0)]);
    assert_eq!(between(&[], [0.0, 0.0], 1.0), []);
    let lined = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]];
    assert_eq!(between(&lined, [0.5, 0.0], 0.01).len(), 3);
}

/// Every style of a recipe with its share.
fn parts(style: &StyleSource, share: f64, found: &mut Vec<(StyleSource, f64)>) {
    match style {
        StyleSource::Blend { from, to, weight } => {
            parts(from, share * (1.0 - f64::from(*weight)), found);
            parts(to, share * f64::from(*weight), found);
        }
        leaf => found.push((leaf.clone(), share)),
    }
}

#[test]
fn the_shares_of_a_recipe_make_it_again_to_the_bit() {
    let weights = latent::from_seed(11, 4000);
    for weights in weights.chunks(8) {
        let weighted = weights.iter().enumerate();
        let weighted = weighted.map(|(at, w)| (style(at), f64::from(w.abs().max(0.01))));
        let mixed = mix(weighted.collect()).unwrap();
        let mut found = Vec::new();
        parts(&mixed, 1.0, &mut found);
        assert_eq!(mix(found).unwrap().key(), mixed.key());
    }
}
