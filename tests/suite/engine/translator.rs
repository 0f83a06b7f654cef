//! The translator without a worker: what it keeps, and what is left of it after a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};

use burn::tensor::Device;
use stargrid::domain::{DomainSet, StyleSource};
use stargrid::engine::messages::ModelSource;
use stargrid::engine::open;
use stargrid::engine::translator::{TranslateError, Translator, TranslatorStats};
use stargrid::engine::worker::panic_problem;

use super::{pictures, reference, seeded};

/// The demo model on the CPU, without an engine.
pub fn demo() -> Translator {
    let read = open::build(&ModelSource::Demo, &Device::flex()).unwrap();
    Translator::new(read.model)
}

#[test]
fn features_and_styles_are_computed_once() {
    let mut translator = demo();
    let (all, at) = pictures(&["clay-0000", "moods-0001", "critters-0002"]);
    let mut grid = || {
        for source in &at[..2] {
            for domain in 0..3 {
                let style = reference(at[2], domain);
                translator.translate(*source, &style, &all).unwrap();
            }
        }
        translator.stats()
    };
    let once = TranslatorStats {
        encodings: 2,
        styles: 3,
        decodings: 6,
    };
    assert_eq!(grid(), once);
    let twice = TranslatorStats {
        decodings: 12,
        ..once
    };
    assert_eq!(grid(), twice, "only the decoder runs again");
    translator.forget();
    let style = reference(at[2], 0);
    translator.translate(at[0], &style, &all).unwrap();
    assert_eq!(translator.stats().encodings, 3, "nothing was kept");
}

#[test]
fn a_row_at_once_is_the_row_one_by_one() {
    let mut translator = demo();
    let (all, at) = pictures(&["clay-0000", "moods-0001", "critters-0002"]);
    let style = reference(at[2], 1);
    let row = translator.translate_row(&at, &style, &all).unwrap();
    assert_eq!(row.len(), 3);
    assert_eq!(translator.stats().encodings, 3);
    assert_eq!(translator.stats().styles, 1);
    for (source, together) in at.iter().zip(&row) {
        let alone = translator.translate(*source, &style, &all).unwrap();
        let apart = alone.rgb().iter().zip(together.rgb());
        let apart = apart.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        assert!(apart <= 1, "{apart} levels");
    }
    assert!(
        translator
            .translate_row(&[], &style, &all)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_blend_uses_the_styles_at_hand() {
    let mut translator = demo();
    let (all, _) = pictures(&[]);
    let blend = |weight| StyleSource::Blend {
        from: Box::new(seeded(1)),
        to: Box::new(seeded(2)),
        weight,
    };
    let from = translator.style(&seeded(1), &all).unwrap();
    let to = translator.style(&seeded(2), &all).unwrap();
    assert_eq!(translator.style(&blend(0.0), &all).unwrap(), from);
    let half = translator.style(&blend(0.5), &all).unwrap();
    for ((half, from), to) in half.iter().zip(&from).zip(&to) {
        assert!((half - (from + to) / 2.0).abs() < 1e-5);
    }
    assert_eq!(
        translator.stats().styles,
        4,
        "two latents and two blends of them"
    );
}

#[test]
fn truncation_leads_to_the_mean_style() {
    let mut translator = demo();
    let (all, _) = pictures(&[]);
    let StyleSource::Latent { z, domain, .. } = seeded(3) else {
        unreachable!("seeds are latents");
    };
    let style = StyleSource::Latent {
        z,
        domain,
        psi: 0.0,
    };
    let found = translator.style(&style, &all).unwrap();
    let mean = translator.mean_style(domain).unwrap();
    assert_eq!(found, mean);
    let short = StyleSource::Latent {
        z: vec![0.0; 3],
        domain,
        psi: 1.0,
    };
    let expected = TranslateError::LatentLength {
        found: 3,
        expected: 16,
    };
    assert_eq!(translator.style(&short, &all), Err(expected));
}

/// A model whose configuration promises more heads than its networks have: nothing checks that, so the network itself
/// panics. No file can bring such a model in; it is made here by hand, as a stand-in for a fault inside a kernel.
#[test]
fn a_panic_becomes_a_message_and_the_next_cell_works() {
    let mut read = open::build(&ModelSource::Demo, &Device::flex()).unwrap();
    read.model.config.domains = DomainSet::unnamed(6);
    let mut translator = Translator::new(read.model);
    let (all, at) = pictures(&["clay-0000", "moods-0001"]);
    let wrong = reference(at[1], 5);
    let panic = catch_unwind(AssertUnwindSafe(|| {
        translator.translate(at[0], &wrong, &all)
    }))
    .unwrap_err();
    let problem = panic_problem("This cell could not be computed", &*panic);
    assert!(
        problem.causes[0].contains("index out of bounds"),
        "{problem}"
    );
    assert!(problem.hint.is_some());
    translator.forget();
    let good = reference(at[1], 2);
    let found = translator.translate(at[0], &good, &all).unwrap();
    assert_eq!(found, demo().translate(at[0], &good, &all).unwrap());
}
