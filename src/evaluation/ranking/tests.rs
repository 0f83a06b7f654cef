//! The ranking against tests whose truth is known.

use super::super::drawn::uniform;
use super::*;

/// Every pair of candidates meets `rounds` times; the log strengths decide.
fn simulated(logs: &[f64], rounds: usize, seed: u64) -> Vec<Outcome> {
    let count = logs.len();
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let meetings: Vec<_> = pairs
        .flat_map(|pair| std::iter::repeat_n(pair, rounds))
        .collect();
    let draws = uniform(seed, meetings.len());
    let answer = |((a, b), u): ((usize, usize), f64)| Outcome {
        a,
        b,
        winner: if u < chance(logs[a] - logs[b]) {
            Winner::A
        } else {
            Winner::B
        },
    };
    meetings.into_iter().zip(draws).map(answer).collect()
}

fn times(a: usize, b: usize, winner: Winner, count: usize) -> Vec<Outcome> {
    vec![Outcome { a, b, winner }; count]
}

fn order(ranking: &Ranking) -> Vec<usize> {
    ranking.places.iter().map(|place| place.candidate).collect()
}

#[test]
fn a_known_order_is_found() {
    let logs = [0.0, 1.2, -1.1, 2.3, -2.2];
    let ranking = Ranking::of(5, &simulated(&logs, 200, 1)).unwrap();
    assert_eq!(order(&ranking), [3, 1, 0, 2, 4]);
    for place in &ranking.places {
        let average = logs.iter().sum::<f64>() / 5.0;
        let truth = chance(logs[place.candidate] - average);
        let share = place.strength;
        assert!((share.value - truth).abs() < 0.04, "{place:?} {truth}");
        assert!(
            share.low < share.value && share.value < share.high && share.high - share.low < 0.15
        );
        assert_eq!(place.comparisons, 800);
    }
    assert_eq!(ranking.first_against_second, None);
}

#[test]
fn the_strengths_are_at_the_top_of_the_likelihood() {
    let logs = [0.3, -0.2, 0.9];
    let table = Table::new(3, &simulated(&logs, 20, 4)).unwrap();
    let found: Vec<f64> = table
        .strengths()
        .iter()
        .map(|strength| strength.ln())
        .collect();
    for candidate in 0..3 {
        let expected: f64 = (0..3)
            .map(|other| table.met[candidate * 3 + other] * chance(found[candidate] - found[other]))
            .sum();
        let slope =
            table.won[candidate] + 0.5 * PRIOR - expected - PRIOR * chance(found[candidate]);
        assert!(slope.abs() < 1e-9, "{slope:e}");
    }
}

/// 1,000 simulated tests of 4 candidates, each pair asked 12 times: a strength's interval holds the truth in about 95 % of them. The prior pulls
/// strengths to the middle a little, so some margin is allowed.
#[test]
fn intervals_cover_the_truth_in_about_95_of_100_tests() {
    let logs = [0.8, 0.1, -0.3, -0.6];
    let (tests, mut covered) = (1_000, 0);
    for seed in 0..tests {
        let ranking = Ranking::of(4, &simulated(&logs, 12, seed)).unwrap();
        for place in ranking.places {
            let truth = chance(logs[place.candidate]);
            covered += u32::from((place.strength.low..place.strength.high).contains(&truth));
        }
    }
    let share = f64::from(covered) / (4.0 * tests as f64);
    println!("{share} covered");
    assert!((0.935..0.975).contains(&share), "{share}");
}

#[test]
fn all_wins_for_one_side_stay_finite() {
    let ranking = Ranking::of(2, &times(0, 1, Winner::A, 10)).unwrap();
    let (best, last) = (ranking.places[0], ranking.places[1]);
    assert_eq!((best.candidate, last.candidate), (0, 1));
    assert!(
        best.strength.value > 0.7 && best.strength.high < 1.0,
        "{best:?}"
    );
    assert!(
        best.strength.low > 0.5 && last.strength.high < 0.5,
        "{best:?} {last:?}"
    );
    assert!((best.strength.value + last.strength.value - 1.0).abs() < 1e-9);
    let share = ranking.first_against_second.unwrap();
    assert!(
        (share.value - 1.0).abs() < 1e-12 && (share.low - 0.7225).abs() < 1e-3,
        "{share:?}"
    );
}

#[test]
fn one_answer_decides_nothing() {
    let ranking = Ranking::of(2, &times(0, 1, Winner::B, 1)).unwrap();
    assert_eq!(order(&ranking), [1, 0]);
    assert!(
        ranking
            .places
            .iter()
            .all(|place| place.strength.low < 0.5 && place.strength.high > 0.5)
    );
    let share = ranking.first_against_second.unwrap();
    assert!(share.value.abs() < 1e-12 && share.high > 0.7);
}

#[test]
fn ties_are_half_a_win_each() {
    let tied = Ranking::of(2, &times(1, 0, Winner::Tie, 20)).unwrap();
    let halved = Ranking::of(
        2,
        &[times(0, 1, Winner::A, 10), times(0, 1, Winner::B, 10)].concat(),
    )
    .unwrap();
    assert_eq!(tied, halved);
    assert_eq!(order(&tied), [0, 1]);
    assert!((tied.places[0].strength.value - 0.5).abs() < 1e-12);
}

#[test]
fn a_candidate_that_was_never_compared_is_in_the_middle_and_unsure() {
    let ranking = Ranking::of(3, &times(0, 2, Winner::A, 30)).unwrap();
    assert_eq!(order(&ranking), [0, 1, 2]);
    let unknown = ranking.places[1];
    assert_eq!(unknown.comparisons, 0);
    assert!((unknown.strength.value - 0.5).abs() < 1e-6);
    assert!(
        unknown.strength.low < 0.1 && unknown.strength.high > 0.9,
        "{unknown:?}"
    );
    let nobody = Ranking::of(2, &[]).unwrap();
    assert_eq!(
        (order(&nobody), nobody.first_against_second),
        (vec![0, 1], None)
    );
    assert!(Ranking::of(0, &[]).unwrap().places.is_empty());
}

#[test]
fn wrong_answers_are_named() {
    let fault = |comparison| {
        Err(FigureFault::Comparison {
            comparison,
            candidates: 2,
        })
    };
    assert_eq!(Ranking::of(2, &times(0, 2, Winner::A, 1)), fault(1));
    let second = [times(0, 1, Winner::A, 1), times(1, 1, Winner::Tie, 1)].concat();
    assert_eq!(Ranking::of(2, &second), fault(2));
}
