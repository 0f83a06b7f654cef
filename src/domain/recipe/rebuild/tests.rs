//! Mixes come back with sliders that give the very same style.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::tests::{Dice, picture, reference, seed, to};
use super::super::{Recipe, parse};
use super::*;

/// A style as sliders give it: parts with weights, references by their strength.
fn slid(parts: &[(StyleRecipe, f64)], strength: f32) -> (StyleRecipe, StyleSource) {
    let pixels = |of: &PictureRecipe| Some(Fingerprint(of.name.len() as u128));
    let branches = |of: &BranchRecipe| Some(of.name.len());
    let weak = |(style, weight): &(StyleRecipe, f64)| {
        let source = style.source(4, &pixels, &branches).unwrap();
        let mixed = match style {
            StyleRecipe::Reference { branch, .. } if strength != 1.0 => {
                let mean = StyleSource::mean(branch.name.len(), 4);
                crate::domain::mix::mix(vec![
                    (mean, f64::from(1.0 - strength)),
                    (source, f64::from(strength)),
                ])
                .unwrap()
            }
            _ => source,
        };
        (mixed, *weight)
    };
    let source = crate::domain::mix::mix(parts.iter().map(weak).collect()).unwrap();
    (described(&source), source)
}

/// The recipe of a style; names are as long as what they stand for.
fn described(style: &StyleSource) -> StyleRecipe {
    match style {
        StyleSource::Reference { picture, domain } => {
            reference(&"p".repeat(picture.0 as usize), &"b".repeat(*domain))
        }
        StyleSource::Latent {
            domain, psi: 0.0, ..
        } => StyleRecipe::Mean {
            branch: to(&"b".repeat(*domain)),
        },
        StyleSource::Latent { z, domain, psi } => StyleRecipe::Latent {
            seed: None,
            z: Some(z.clone()),
            branch: to(&"b".repeat(*domain)),
            psi: *psi,
        },
        StyleSource::Blend { from, to, weight } => StyleRecipe::Blend {
            from: Box::new(described(from)),
            to: Box::new(described(to)),
            weight: *weight,
        },
        StyleSource::Labels { .. } => unreachable!(),
    }
}

#[test]
fn sliders_are_found_again_that_give_the_very_style() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(9));
    let (mut exact, all) = (0, 2000);
    for _ in 0..all {
        let count = dice.0.random_range(1..=8);
        let part = |dice: &mut Dice, at: usize| match dice.0.random_range(0..3) {
            0 => reference(&"p".repeat(at + 1), "bb"),
            1 => seed(at as u64, "bbb", 0.7),
            _ => reference(&"p".repeat(at + 9), "b"),
        };
        let parts: Vec<(StyleRecipe, f64)> = (0..count)
            .map(|at| (part(&mut dice, at), dice.0.random_range(0.01..1.0)))
            .collect();
        let strength = dice.pick(&[1.0, 0.6]);
        let (recipe, source) = slid(&parts, strength);
        let again = |mix: &Mix<'_>| {
            let parts: Vec<(StyleRecipe, f64)> = mix
                .parts
                .iter()
                .map(|part| (*part).clone())
                .zip(mix.weights.clone())
                .collect();
            slid(&parts, mix.strength).1
        };
        let stood = SliderRecipe {
            strength,
            weights: parts.iter().map(|(_, weight)| *weight).collect(),
        };
        let mix = recipe.as_mix(Some(&stood)).unwrap();
        assert_eq!(mix.parts.len(), count);
        assert_eq!(again(&mix), source, "with the sliders it is exact");
        // A text has no sliders: they are looked for.
        let typed = parse(&Recipe::new(picture("a"), recipe).text()).unwrap();
        let mix = typed.style.as_mix(None).unwrap();
        assert!(
            mix.weights
                .iter()
                .all(|weight| (0.0..=1.0).contains(weight))
        );
        exact += usize::from(again(&mix).key() == source.key());
    }
    assert!(exact * 100 >= all * 95, "{exact} of {all}");
}
