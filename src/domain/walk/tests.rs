//! Tests of walks: numbers of frames, ends, cuts, closing.

use super::*;
use crate::domain::Fingerprint;

fn point(number: u128, branch: usize) -> WayPoint {
    WayPoint {
        style: StyleSource::Reference {
            picture: Fingerprint(number),
            domain: branch,
        },
        branch: Some(branch),
        name: number.to_string(),
    }
}

fn walk(branches: &[usize]) -> Walk {
    let points = branches.iter().zip(1..);
    Walk {
        points: points
            .map(|(&branch, number)| point(number, branch))
            .collect(),
        pace: Pace::OFFICIAL,
        joint: Joint::Blend,
        closes: false,
        ends: [0; 2],
    }
}

fn ticks(walk: &Walk) -> usize {
    let ticks = walk.shots().iter().map(|shot| shot.ticks).sum();
    assert_eq!(walk.ticks(), ticks, "counted without making them");
    ticks
}

#[test]
fn the_official_form_has_31_frames_a_pair_and_a_tail() {
    let mut walk = walk(&[0, 0, 1, 1, 1]);
    walk.joint = Joint::Cut;
    walk.ends = OFFICIAL_ENDS;
    assert_eq!(walk.legs(), [[0, 1], [2, 3], [3, 4]]);
    assert_eq!(ticks(&walk), 3 * 31 + 10);
    let last = walk.shots().pop().unwrap();
    assert_eq!((last.moment.weight, last.ticks), (1.0, 20));
    let alone = self::walk(&[0, 1, 2]);
    let cut = Walk {
        joint: Joint::Cut,
        ..alone
    };
    assert_eq!(cut.check(), Err(WalkFault::OnlyCuts));
    assert_eq!(self::walk(&[0]).check(), Err(WalkFault::TooFew));
}

#[test]
fn every_way_point_is_shown_exactly_whatever_the_hold() {
    for (hold, closes, expected) in [(0, false, 9), (0, true, 12), (3, false, 17), (3, true, 21)] {
        let mut walk = walk(&[0, 1, 0]);
        walk.pace = Pace {
            between: 3,
            hold,
            ease: Ease::Linear,
        };
        walk.closes = closes;
        walk.ends = [hold, 0];
        assert_eq!(ticks(&walk), expected, "hold {hold}, closes {closes}");
        for point in &walk.points {
            let shown = walk.shots().into_iter();
            let mut shown = shown.filter_map(|shot| walk.style(shot.moment));
            assert!(shown.any(|style| style == point.style), "{point:?}");
        }
        let first = walk.style(walk.shots()[0].moment);
        assert_eq!(first.as_ref(), Some(&walk.points[0].style));
        let last = walk.shots().pop().unwrap().moment;
        let jump = closes && hold == 0;
        assert_eq!(last.weight == 1.0, !jump, "no frame comes twice: {last:?}");
    }
}

#[test]
fn any_frame_can_be_found_alone() {
    let walk = walk(&[0, 1, 2]);
    let all = walk.shots().into_iter();
    let all: Vec<Moment> = all
        .flat_map(|shot| std::iter::repeat_n(shot.moment, shot.ticks))
        .collect();
    for (tick, moment) in all.iter().enumerate() {
        assert_eq!(walk.moment(tick), Some(*moment));
    }
    assert_eq!(walk.moment(usize::MAX), all.last().copied());
}

#[test]
fn weights_grow_and_stay_between_the_ends() {
    for (ease, _) in Ease::ALL {
        for count in [1, 2, 20, 99] {
            let weights = ease.weights(count);
            assert!(weights.is_sorted() && weights.len() == count);
            assert!(weights.iter().all(|weight| (0.0..1.0).contains(weight)));
        }
    }
    assert_eq!(Ease::Linear.weights(3), [0.25, 0.5, 0.75]);
    assert_eq!(Ease::Smooth.weights(1), [0.5]);
}

#[test]
fn a_line_between_labels_is_a_label_recipe() {
    let labels = |to: f32, strength| StyleSource::Labels {
        from: vec![0.0, 1.0],
        to: vec![to, 1.0],
        strength,
    };
    let half = between(&labels(1.0, 0.5), &labels(1.0, 1.0), 0.25);
    let expected = StyleSource::Labels {
        from: vec![0.5, 1.0],
        to: vec![1.0, 1.0],
        strength: 0.25,
    };
    assert_eq!(half, expected);
    assert_eq!(
        between(&labels(1.0, 0.5), &labels(1.0, 1.0), 0.0),
        labels(1.0, 0.5)
    );
}

#[test]
fn a_film_has_an_end() {
    let mut walk = walk(&[0, 1]);
    walk.pace.between = usize::MAX;
    assert!(matches!(walk.check(), Err(WalkFault::TooLong(_))));
}
