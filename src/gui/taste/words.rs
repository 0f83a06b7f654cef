//! Sentences and numbers of a taste test's result.

use crate::evaluation::{Place, Share};
use crate::gui::train::names::count;
use crate::runs::tastes::{Contestant, Taste};

/// Half the width of a standard normal 95 % interval.
const Z: f64 = 1.96;
/// More answers than this are not worth promising.
const MOST_ANSWERS: f64 = 1_000.0;

/// A model's name with its step.
pub fn title(name: &str, step: Option<u64>) -> String {
    match step {
        Some(step) => format!("{name}, step {}", count(step)),
        None => name.to_owned(),
    }
}

/// What a contestant is called beside the others: its step alone, when all are steps of one name.
pub fn name(test: &Taste, at: usize) -> String {
    let Some(own) = test.contestants.get(at) else {
        return String::new();
    };
    let same = |other: &Contestant| other.name == own.name && other.step.is_some();
    match own.step {
        Some(step) if test.contestants.iter().all(same) => format!("step {}", count(step)),
        _ => title(&own.name, own.step),
    }
}

/// All contestants in one line.
pub fn who(test: &Taste) -> String {
    let names: Vec<String> = (0..test.contestants.len())
        .map(|at| name(test, at))
        .collect();
    names.join(" · ")
}

/// A share in whole percent.
pub fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

/// `63 to 88 %`; the sign stays with its number.
pub fn interval(share: &Share) -> String {
    format!(
        "{:.0} to {:.0}\u{a0}%",
        share.low * 100.0,
        share.high * 100.0
    )
}

/// The share of the pairs of two contestants that the first won, ties as halves; none when they never met.
pub fn duel(test: &Taste, a: usize, b: usize) -> Option<Share> {
    let [won, lost, even] = test.between(a, b);
    Share::wilson(won as f64 + even as f64 / 2.0, won + lost + even)
}

/// What came of the test, in plain words; a sentence each.
pub fn verdict(test: &Taste) -> Vec<String> {
    let Some(ranking) = test.ranked() else {
        return vec!["The answers cannot be read.".to_owned()];
    };
    let order: Vec<usize> = ranking.places.iter().map(|place| place.candidate).collect();
    let [best, rest @ ..] = order.as_slice() else {
        return Vec::new();
    };
    let duels = rest.iter().map(|other| against(test, *best, *other));
    duels.collect()
}

/// How the best stands to another.
fn against(test: &Taste, best: usize, other: usize) -> String {
    let (mine, theirs) = (name(test, best), name(test, other));
    let [won, lost, even] = test.between(best, other);
    let Some(share) = duel(test, best, other) else {
        return format!("{mine} and {theirs} never met.");
    };
    let all = won + lost + even;
    // With ties the share is not what a person would work out from the counts alone.
    let undecided = match even {
        0 => String::new(),
        even => format!(" and could not be told apart in {even}"),
    };
    let share_too = match even {
        0 => String::new(),
        _ => format!("{}, ", percent(share.value)),
    };
    let counted = begun(&format!(
        "{mine} won {won} of {all}{undecided} ({share_too}95\u{a0}%: {})",
        interval(&share)
    ));
    if share.low > 0.5 {
        return format!("{counted}: better than {theirs}.");
    }
    if share.high < 0.5 {
        // Over all pairs it stands first, and yet it lost against this one.
        return format!("{counted}: worse than {theirs} in their own pairs.");
    }
    match answers_needed(&share, all) {
        Some(more) => format!(
            "{counted}. No difference from {theirs} can be told yet: about {} more answers would, if it goes on like this.",
            count(more)
        ),
        None => format!("{counted}. No difference from {theirs} can be told."),
    }
}

/// A model's line in the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The model.
    pub name: String,
    /// Of two models the share of pairs that it won; of more the chance to win against an average one.
    pub share: Share,
    /// Answers that it rests on.
    pub answers: usize,
}

/// The ranking, best first.
pub fn shares(test: &Taste) -> Vec<Line> {
    let Some(ranking) = test.ranked() else {
        return Vec::new();
    };
    let line = |place: &Place| {
        let at = place.candidate;
        let alone = ranking.first_against_second;
        let of_two = alone.and_then(|_| duel(test, at, 1 - at.min(1)));
        Line {
            name: name(test, at),
            share: of_two.unwrap_or(place.strength),
            answers: place.comparisons,
        }
    };
    ranking.places.iter().map(line).collect()
}

/// "step 12,000" begins a sentence with a capital; names of files and runs stay as they are.
pub fn begun(words: &str) -> String {
    match words.strip_prefix("step ") {
        Some(rest) => format!("Step {rest}"),
        None => words.to_owned(),
    }
}

/// How many more answers of the same kind would take a half out of Wilson's interval: n > z² / (4 (share - 1/2)²). None when that is
/// too many to promise.
fn answers_needed(share: &Share, answers: usize) -> Option<u64> {
    let apart = share.value - 0.5;
    let needed = Z * Z / (4.0 * apart * apart) - answers as f64;
    // Rounded up to tens: it is a guess.
    (needed <= MOST_ANSWERS).then(|| (needed.max(1.0) / 10.0).ceil() as u64 * 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs::tastes::tests::session;

    /// A test of two steps of which the later one won `won`, lost `lost` and could not be told from the other `even` times.
    fn test(won: usize, lost: usize, even: usize) -> Taste {
        let results = [(won, Some(1)), (lost, Some(0)), (even, None)];
        let all = results
            .into_iter()
            .flat_map(|(times, winner)| vec![winner; times]);
        // Contestant 0 is at the left of every other pair.
        let letters = all.enumerate().map(|(at, winner)| match winner {
            Some(winner) if winner == at % 2 => 'l',
            Some(_) => 'r',
            None => '-',
        });
        let letters: String = letters.collect();
        session(1, letters.len(), &letters)
    }

    #[test]
    fn a_clear_result_is_said_with_its_interval() {
        let said = verdict(&test(31, 9, 0));
        let words =
            "Step 12,000 won 31 of 40 (95\u{a0}%: 62 to 88\u{a0}%): better than step 8,000.";
        assert_eq!(said, [words]);
        let said = verdict(&test(2, 30, 4));
        assert!(
            said[0].starts_with(
                "Step 8,000 won 30 of 36 and could not be told apart in 4 (89\u{a0}%, 95\u{a0}%: "
            ),
            "{said:?}"
        );
        assert!(said[0].ends_with("better than step 12,000."), "{said:?}");
    }

    #[test]
    fn an_open_result_says_how_many_answers_would_tell() {
        // 24 of 40 is 60 %: 96 answers of that kind are needed.
        let said = verdict(&test(24, 16, 0));
        assert!(said[0].contains("about 60 more answers"), "{said:?}");
        let needed = Share::wilson(0.6 * 100.0, 100).unwrap();
        assert!(needed.low > 0.5, "the promise holds: {needed:?}");
        for even in [test(10, 10, 0), test(0, 0, 20)] {
            let said = verdict(&even);
            assert!(
                said[0].ends_with("No difference from step 12,000 can be told."),
                "{said:?}"
            );
        }
    }

    #[test]
    fn of_two_the_counted_share_is_shown_and_of_more_the_strength() {
        let mut test = test(31, 9, 0);
        let lines = shares(&test);
        assert_eq!(
            (lines[0].name.as_str(), lines[0].answers),
            ("step 12,000", 40)
        );
        assert!((lines[0].share.value - 31.0 / 40.0).abs() < 1e-12);
        assert!((lines[1].share.value - 9.0 / 40.0).abs() < 1e-12);
        test.contestants.push(test.contestants[0].clone());
        let lines = shares(&test);
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].share.value < 31.0 / 40.0,
            "against an average one: {lines:?}"
        );
        let said = verdict(&test);
        assert!(
            said.iter().any(|said| said.ends_with("never met.")),
            "{said:?}"
        );
    }

    #[test]
    fn names_are_short_when_steps_tell_them_apart() {
        let mut test = test(1, 0, 0);
        assert_eq!(who(&test), "step 8,000 · step 12,000");
        test.contestants[0].name = "other".to_owned();
        assert_eq!(who(&test), "other, step 8,000 · creatures, step 12,000");
    }
}
