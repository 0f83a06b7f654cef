//! Parts and weights of a blend, and blends of older sessions.

use super::*;

fn of_three() -> Blend {
    let styles = [End::Reference(7), End::Latent(1, 0), End::Latent(2, 3)];
    Blend::equal(styles)
}

#[test]
fn parts_are_added_once_and_share_alike() {
    let mut blend = of_three();
    blend.parts[0].weight = 0.4;
    assert!(!blend.add(End::Reference(7)), "it is there already");
    assert!(blend.add(End::Mean(1)));
    let shares = blend.shares();
    assert!(
        (shares[3] - 0.25).abs() < 1e-6,
        "an average share: {shares:?}"
    );
    blend.level();
    assert_eq!(blend.shares(), [0.25; 4]);
    for domain in 4..8 {
        assert!(blend.add(End::Mean(domain)));
    }
    assert!(!blend.add(End::Mean(9)), "eight are the most");
    assert_eq!(blend.parts.len(), MOST_PARTS);
    let mut silent = Blend::weighted([(End::Mean(0), 0.0)]);
    silent.add(End::Mean(1));
    assert_eq!(silent.shares(), [0.0, 1.0]);
}

#[test]
fn of_two_parts_one_takes_what_the_other_leaves() {
    let mut two = Blend::equal([End::Mean(0), End::Mean(1)]);
    two.weigh(1, 0.125);
    assert_eq!(two.shares(), [0.875, 0.125]);
    let mut three = of_three();
    three.weigh(0, 0.0);
    assert_eq!(three.shares(), [0.0, 0.5, 0.5]);
}

#[test]
fn what_a_part_is_made_of_can_go() {
    let blend = of_three();
    let left = blend.clone().after_removal_of(1).unwrap();
    let styles: Vec<&End> = left.parts.iter().map(|part| &part.style).collect();
    assert_eq!(styles, [&End::Reference(7), &End::Latent(1, 3)]);
    assert_eq!(left.after_removal_of(1), None, "one style is no blend");
    let alone = Blend::equal([End::Mean(2)]);
    assert_eq!(alone.clone().retain(|_| true), Some(alone));
    assert_eq!(blend.without(0).unwrap().parts.len(), 2);
    assert_eq!(Blend::equal([End::Mean(2)]).without(0), None);
}

#[test]
fn every_style_can_be_made_in_another_branch() {
    let moved = Latent::from_seed(3, 4);
    let blend = Blend::equal([End::Reference(7), End::At(moved.clone(), 0), End::Mean(0)]);
    let turned = blend.turned_to(2);
    let styles: Vec<End> = turned.parts.into_iter().map(|part| part.style).collect();
    let expected = [End::ReferenceAs(7, 2), End::At(moved, 2), End::Mean(2)];
    assert_eq!(styles, expected);
    let settled = blend.settled_in(1);
    assert_eq!(settled.parts[0].style, End::Reference(7));
    assert_eq!(settled.parts[2].style, End::Mean(1));
}

#[test]
fn a_blend_of_two_ends_from_an_older_session_is_read() {
    let old = r#"{"from":{"Reference":7},"to":{"Latent":[2,1]},"weight":0.25}"#;
    let blend: Blend = serde_json::from_str(old).unwrap();
    let expected = [(End::Reference(7), 0.75), (End::Latent(2, 1), 0.25)];
    assert_eq!(blend, Blend::weighted(expected));
    let text = serde_json::to_string(&of_three()).unwrap();
    assert_eq!(serde_json::from_str::<Blend>(&text).unwrap(), of_three());
}

#[test]
fn latents_of_another_length_begin_again() {
    let mut blend = Blend::equal([End::At(Latent::from_seed(3, 4), 0)]);
    blend.fit(16);
    assert_eq!(blend.parts[0].style, End::At(Latent::from_seed(3, 16), 0));
}
