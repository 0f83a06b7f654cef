//! A share of answers with its 95 % interval.

use serde::{Deserialize, Serialize};

/// The standard normal number that 2.5 % lie above.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A share in 0 to 1 with the ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The share itself.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Share {
    /// `won` of `answers`, with Wilson's interval (1927), which stays within 0 to 1 and is sensible for few answers and for all or none.
    /// A tie is half a win, so `won` need not be whole; ties vary less than wins, and the interval is then a little wide. `None` without answers.
    pub fn wilson(won: f64, answers: usize) -> Option<Self> {
        if answers == 0 {
            return None;
        }
        let count = answers as f64;
        let (value, square) = (won / count, Z * Z);
        let middle = (value + square / (2.0 * count)) / (1.0 + square / count);
        let variance = value * (1.0 - value) / count + square / (4.0 * count * count);
        let half = Z * variance.max(0.0).sqrt() / (1.0 + square / count);
        Some(Self {
            value,
            low: (middle - half).max(0.0),
            high: (middle + half).min(1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::uniform;
    use super::*;

    #[test]
    fn wilsons_interval_has_its_known_ends() {
        // Solutions of (share - p)^2 = z^2 p (1 - p) / n.
        for (won, answers) in [(7.0, 10), (3.5, 20), (90.0, 100)] {
            let share = Share::wilson(won, answers).unwrap();
            for end in [share.low, share.high] {
                let apart = (share.value - end).powi(2);
                assert!((apart - Z * Z * end * (1.0 - end) / answers as f64).abs() < 1e-12);
            }
            assert!(share.low < share.value && share.value < share.high);
        }
        let all = Share::wilson(5.0, 5).unwrap();
        assert!((all.low - 5.0 / (5.0 + Z * Z)).abs() < 1e-12 && all.high > 1.0 - 1e-12);
        assert!(Share::wilson(0.0, 5).unwrap().low.abs() < 1e-12);
        assert_eq!(Share::wilson(0.0, 0), None);
    }

    #[test]
    fn it_covers_the_truth_in_95_of_100_tests() {
        let (tests, answers, truth) = (2_000, 40, 0.65);
        let covers = |seed: u64| {
            let won = uniform(seed, answers)
                .iter()
                .filter(|u| **u < truth)
                .count();
            let share = Share::wilson(won as f64, answers).unwrap();
            (share.low..share.high).contains(&truth)
        };
        let covered = (0..tests).filter(|&seed| covers(seed)).count();
        println!("{covered} of {tests}");
        assert!((1_860..1_960).contains(&covered), "{covered} of {tests}");
    }
}
