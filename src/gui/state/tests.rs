//! Moves, fits and removals of what a person set up.

use super::*;

#[test]
fn pictures_move_within_and_between_sides() {
    let mut explore = Explore {
        sources: vec![1, 2, 3],
        references: vec![7],
        ..Explore::default()
    };
    explore.place(3, Side::Sources, Side::Sources, Some(1));
    assert_eq!(explore.sources, [3, 1, 2]);
    explore.place(1, Side::Sources, Side::References, None);
    assert_eq!(
        (explore.sources.as_slice(), explore.references.as_slice()),
        ([3, 2].as_slice(), [7, 1].as_slice())
    );
    explore.shift(Side::Sources, 3, true);
    assert_eq!(explore.sources, [2, 3]);
    explore.shift(Side::Sources, 2, false);
    assert_eq!(explore.sources, [2, 3], "the first cannot move further");
}

#[test]
fn a_state_is_made_to_fit_a_model() {
    let mut explore = Explore {
        branch: Branch::One(3),
        fallback: 3,
        ..Explore::default()
    };
    explore.latents = vec![Latent {
        seed: 5,
        z: vec![0.0; 4],
    }];
    explore.edited = 9;
    explore.blend = Some(Blend::equal([End::Latent(0, 3), End::Latent(0, 0)]));
    explore.fit(&DomainSet::unnamed(2), 16);
    assert_eq!(
        (explore.branch, explore.fallback, explore.edited),
        (Branch::Own, 1, 0)
    );
    assert_eq!(explore.latents[0].z.len(), 16);
    assert_eq!(explore.blend, None);
}

#[test]
fn what_a_model_has_no_place_for_comes_back_with_one_that_has() {
    let latent = Latent {
        seed: 5,
        z: vec![0.5; 4],
    };
    let whole = Explore {
        branch: Branch::One(3),
        fallback: 3,
        latents: vec![latent],
        blend: Some(Blend::equal([End::Mean(3), End::Mean(0)])),
        ..Explore::default()
    };
    let mut explore = whole.clone();
    explore.fit(&DomainSet::unnamed(2), 16);
    let unfitted = Unfitted::of(whole.clone(), &explore).expect("something was lost");
    let mut untouched = explore.clone();
    unfitted.clone().give_back(&mut untouched);
    assert_eq!(untouched, whole);
    let own = Blend::equal([End::Mean(0), End::Mean(1)]);
    explore.blend = Some(own.clone());
    unfitted.give_back(&mut explore);
    assert_eq!(explore.blend, Some(own), "what was done since stays");
    assert_eq!(explore.latents, whole.latents);
    assert!(Unfitted::of(whole.clone(), &whole).is_none());
}

#[test]
fn removing_a_reference_ends_its_blend() {
    let mut explore = Explore {
        references: vec![7, 8],
        ..Explore::default()
    };
    explore.blend = Some(Blend::equal([7, 8].map(End::Reference)));
    explore.remove(Side::References, 8);
    assert_eq!(explore.blend, None);
    let three = [End::Reference(7), End::ReferenceAs(9, 1), End::Mean(0)];
    explore.references = vec![7, 9];
    explore.blend = Some(Blend::equal(three));
    explore.remove(Side::References, 9);
    let left = explore.blend.expect("two of three are a blend");
    assert!(left.holds(&End::Reference(7)) && left.holds(&End::Mean(0)));
    assert_eq!(left.shares(), [0.5, 0.5]);
}

#[test]
fn a_session_from_before_blends_had_parts_is_read() {
    let explore = Explore {
        references: vec![7, 8],
        ..Explore::default()
    };
    let mut old = serde_json::to_value(&explore).unwrap();
    let fields = old.as_object_mut().unwrap();
    fields.remove("strength");
    let blend = r#"{"from":{"Reference":7},"to":{"Reference":8},"weight":0.0}"#;
    fields.insert("blend".into(), serde_json::from_str(blend).unwrap());
    let read: Explore = serde_json::from_value(old).unwrap();
    let parts = [(End::Reference(7), 1.0), (End::Reference(8), 0.0)];
    let expected = Explore {
        blend: Some(Blend::weighted(parts)),
        ..explore
    };
    assert_eq!(read, expected);
}
