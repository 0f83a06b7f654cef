//! Who wins the blind taste test: strengths after Bradley and Terry (1952) from answers to "which of these two is better?".
//!
//! Candidate i beats j with probability p_i / (p_i + p_j). The strengths are the most likely ones, found by the MM iteration (Hunter, 2004);
//! a tie is half a win for each. A small prior keeps them finite when somebody won everything or was never compared: each candidate also
//! has [`PRIOR`] ties with an imaginary one of strength 1. The intervals come from the curvature of the likelihood at its top (with the
//! prior): the differences of log strengths are nearly normal.

use serde::{Deserialize, Serialize};

use super::fault::FigureFault;
use super::share::{Share, Z};
use crate::kernels::symmetric::eigen;

/// Imaginary ties of each candidate. One answer is little against a test of some dozens, and enough for every result to be finite.
pub const PRIOR: f64 = 1.0;
/// The iteration ends when no strength changes by more than this part of it…
const SETTLED: f64 = 1e-12;
/// …or after so many rounds, which only candidates that are hardly connected come near.
const ROUNDS: usize = 20_000;

/// What a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Winner {
    /// The first candidate.
    A,
    /// The second candidate.
    B,
    /// Neither.
    Tie,
}

/// One comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The first candidate, counted from 0.
    pub a: usize,
    /// The second candidate.
    pub b: usize,
    /// Which was better.
    pub winner: Winner,
}

/// A candidate in the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its number.
    pub candidate: usize,
    /// Expected share of wins against the average candidate (the geometric mean of all strengths), with its 95 % interval.
    pub strength: Share,
    /// Comparisons it took part in.
    pub comparisons: usize,
}

/// The result of a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// All candidates, best first; equals in the order of their numbers.
    pub places: Vec<Place>,
    /// With two candidates and at least one answer: the share of comparisons that candidate 0 won, as counted, with Wilson's interval.
    pub first_against_second: Option<Share>,
}

impl Ranking {
    /// Ranks `candidates` candidates by the answers.
    ///
    /// # Errors
    /// An answer names a candidate that there is not, or one against itself; or the curvature could not be inverted.
    pub fn of(candidates: usize, outcomes: &[Outcome]) -> Result<Self, FigureFault> {
        let table = Table::new(candidates, outcomes)?;
        let strengths = table.strengths();
        let deviations = table.deviations(&strengths)?;
        let logs: Vec<f64> = strengths.iter().map(|strength| strength.ln()).collect();
        let average = logs.iter().sum::<f64>() / candidates.max(1) as f64;
        let mut places: Vec<Place> = (0..candidates)
            .map(|candidate| {
                let (log, half) = (logs[candidate] - average, Z * deviations[candidate]);
                let strength = Share {
                    value: chance(log),
                    low: chance(log - half),
                    high: chance(log + half),
                };
                let comparisons = table.row(&table.met, candidate).iter().sum::<f64>() as usize;
                Place {
                    candidate,
                    strength,
                    comparisons,
                }
            })
            .collect();
        places.sort_by(|a, b| b.strength.value.total_cmp(&a.strength.value));
        let first_against_second = match candidates {
            2 => Share::wilson(table.won[0], outcomes.len()),
            _ => None,
        };
        Ok(Self {
            places,
            first_against_second,
        })
    }
}

/// The chance to beat the average with this logarithm of a strength.
fn chance(log: f64) -> f64 {
    1.0 / (1.0 + (-log).exp())
}

/// The answers, counted.
struct Table {
    candidates: usize,
    /// Wins of each candidate, ties as halves.
    won: Vec<f64>,
    /// How often each met each: `candidates` x `candidates`.
    met: Vec<f64>,
}

impl Table {
    fn new(candidates: usize, outcomes: &[Outcome]) -> Result<Self, FigureFault> {
        let mut table = Self {
            candidates,
            won: vec![0.0; candidates],
            met: vec![0.0; candidates * candidates],
        };
        for (at, outcome) in outcomes.iter().enumerate() {
            let (a, b) = (outcome.a, outcome.b);
            if a == b || a.max(b) >= candidates {
                let comparison = at + 1;
                return Err(FigureFault::Comparison {
                    comparison,
                    candidates,
                });
            }
            let part = match outcome.winner {
                Winner::A => 1.0,
                Winner::B => 0.0,
                Winner::Tie => 0.5,
            };
            table.won[a] += part;
            table.won[b] += 1.0 - part;
            table.met[a * candidates + b] += 1.0;
            table.met[b * candidates + a] += 1.0;
        }
        Ok(table)
    }

    fn row<'a>(&self, matrix: &'a [f64], candidate: usize) -> &'a [f64] {
        &matrix[candidate * self.candidates..][..self.candidates]
    }

    /// The strengths at the top of the likelihood with the prior.
    fn strengths(&self) -> Vec<f64> {
        let mut strengths = vec![1.0; self.candidates];
        for _ in 0..ROUNDS {
            let mut change = 0.0_f64;
            for candidate in 0..self.candidates {
                let own = strengths[candidate];
                let others = self.row(&self.met, candidate).iter().zip(&strengths);
                let weight: f64 = others.map(|(met, other)| met / (own + other)).sum();
                let next = (self.won[candidate] + 0.5 * PRIOR) / (weight + PRIOR / (own + 1.0));
                change = change.max((next / own - 1.0).abs());
                strengths[candidate] = next;
            }
            if change < SETTLED {
                break;
            }
        }
        strengths
    }

    /// Standard deviations of the log strengths' distances from their mean.
    fn deviations(&self, strengths: &[f64]) -> Result<Vec<f64>, FigureFault> {
        let size = self.candidates;
        let mut curvature = vec![0.0; size * size];
        for i in 0..size {
            let own = strengths[i];
            curvature[i * size + i] += PRIOR * own / ((own + 1.0) * (own + 1.0));
            for j in 0..size {
                let sum = own + strengths[j];
                let part = self.met[i * size + j] * own * strengths[j] / (sum * sum);
                curvature[i * size + i] += part;
                curvature[i * size + j] -= part;
            }
        }
        let eigen = eigen(&curvature, size).ok_or(FigureFault::Unsettled)?;
        let mut variances = vec![0.0; size];
        for (value, vector) in eigen.values.iter().zip(eigen.vectors.chunks(size.max(1))) {
            let mean = vector.iter().sum::<f64>() / size as f64;
            for (variance, part) in variances.iter_mut().zip(vector) {
                *variance += (part - mean) * (part - mean) / value.max(f64::MIN_POSITIVE);
            }
        }
        Ok(variances.into_iter().map(f64::sqrt).collect())
    }
}

#[cfg(test)]
mod tests;
