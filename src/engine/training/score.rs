//! Which checkpoint is the best one, until evaluation can tell: the lowest mean of two terms that fall while a model learns.
//!
//! The score is an exponential mean over the logged rows of the terms that the system's objective names: for StarGAN v2 cycle
//! consistency and style reconstruction, both in the latent pass. It is an honest stand-in and no measure of quality: it says how well sources and styles survive a translation.

use crate::runs::Row;
use crate::train::Objective;

/// Weight of the newest row.
const NEWEST: f64 = 0.1;

/// The score of a run so far; lower is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    terms: &'static [&'static str],
    value: Option<f64>,
}

impl Score {
    /// The score after these rows; a resumed run begins with the rows of its file, so that it goes on as if nothing had happened.
    pub fn of(objective: &Objective, rows: &[Row]) -> Self {
        let mut score = Self {
            terms: objective.score,
            value: None,
        };
        rows.iter().for_each(|row| score.take(row));
        score
    }

    /// Takes in a logged row.
    pub fn take(&mut self, row: &Row) {
        let terms = self.terms.iter().map(|name| row.terms.get(name));
        // A step without them says nothing about quality.
        let Some(terms) = terms.collect::<Option<Vec<f32>>>() else {
            return;
        };
        let new = terms.into_iter().map(f64::from).sum::<f64>();
        self.value = Some(match self.value {
            Some(old) => old + NEWEST * (new - old),
            None => new,
        });
    }

    /// The score, when there was a row.
    pub fn value(self) -> Option<f64> {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::system::System;
    use crate::train::Terms;

    fn row(cyc: f32, sty: f32) -> Row {
        let terms = Terms::new([("G/latent_cyc", cyc), ("G/latent_sty", sty)]);
        Row {
            step: 1,
            seconds: 0.0,
            lambda_ds: 1.0,
            terms,
        }
    }

    #[test]
    fn the_score_follows_both_terms_slowly() {
        let v2 = Objective::of(System::StarGanV2);
        assert_eq!(Score::of(v2, &[]).value(), None);
        let mut score = Score::of(v2, &[row(0.5, 0.5)]);
        assert_eq!(score.value(), Some(1.0));
        score.take(&row(0.0, 0.0));
        assert_eq!(score.value(), Some(0.9));
        assert_eq!(score, Score::of(v2, &[row(0.5, 0.5), row(0.0, 0.0)]));
    }
}
