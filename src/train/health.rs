//! Whether a run goes well, from its numbers alone.
//!
//! One rule for everything that is watched: it is told when it has held for `patience` steps in a row, and may be told again
//! only after it has not held for `patience` steps in a row. A broken number is told at once, each term once.

use serde::{Deserialize, Serialize};

use super::config::HealthLimits;
use super::objective::Objective;
use super::trainer::StepReport;

/// Something a person should know about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// A term is infinite or not a number: training must stop. The name of the term.
    Broken(String),
    /// D tells real from translated too easily.
    DiscriminatorWins,
    /// Different styles give the same picture.
    Collapsed,
    /// Outputs leave the range of pictures.
    Saturated,
    /// Fewer pictures than advised: all, and the smallest domain with its count.
    FewPictures {
        /// Training pictures in all.
        total: usize,
        /// The smallest domain.
        domain: String,
        /// Its training pictures.
        count: usize,
    },
    /// A batch below the advised size.
    SmallBatch(usize),
}

impl Finding {
    /// What was found, in one sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Broken(term) => format!(
                "The loss {term} is no longer a number, so the networks are spoilt from this step on."
            ),
            Self::DiscriminatorWins => "The discriminator tells real from translated pictures almost without fail, \
                so the generator learns little from it."
                .to_owned(),
            Self::Collapsed => "Different styles give almost the same picture: the generator has stopped using its style code."
                .to_owned(),
            Self::Saturated => "Many colours of the translated pictures lie beyond black or white, where details are lost."
                .to_owned(),
            Self::FewPictures {
                total,
                domain,
                count,
            } => format!(
                "There are {total} training pictures, {count} of them of \"{domain}\"; that is few, \
                and networks learn few pictures by heart."
            ),
            Self::SmallBatch(batch) => format!(
                "A batch of {batch} makes each step less certain, and training may become unstable."
            ),
        }
    }

    /// What to do, in one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Broken(_) => {
                "Go on from the last good checkpoint with half the learning rate, or with a larger batch."
            }
            Self::DiscriminatorWins => {
                "Wait a while, as it may recover by itself; if not, go on from an earlier checkpoint with a larger lambda_reg, \
                a larger batch or a lower learning rate."
            }
            Self::Collapsed => {
                "Go on from an earlier checkpoint with a larger lambda_ds or lambda_sty, or a larger ds_iter, so that variety counts for longer."
            }
            Self::Saturated => {
                "Wait a while if this is the start; otherwise go on from an earlier checkpoint with a lower learning rate, \
                and look whether the training pictures are mostly black or white."
            }
            Self::FewPictures { .. } => {
                "Add pictures, above all to the smallest domain, or begin from a trained model instead of from nothing."
            }
            Self::SmallBatch(_) => {
                "Raise the batch to 8 and, where memory is short, lower micro_batch instead."
            }
        }
    }

    /// Whether training cannot go on.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Broken(_))
    }
}

/// Findings known before the start: all pictures, those of each domain or label (name, count), and the batch.
pub fn before_start(
    limits: &HealthLimits,
    total: usize,
    domains: &[(String, usize)],
    batch: usize,
) -> Vec<Finding> {
    let smallest = domains.iter().min_by_key(|(_, count)| *count);
    let few =
        smallest.filter(|(_, count)| total < limits.few_pictures || *count < limits.few_in_domain);
    let few = few.map(|(domain, count)| Finding::FewPictures {
        total,
        domain: domain.clone(),
        count: *count,
    });
    let small = (batch < limits.small_batch).then_some(Finding::SmallBatch(batch));
    few.into_iter().chain(small).collect()
}

/// Watches a run step by step.
#[derive(Clone, Debug)]
pub struct Health {
    limits: HealthLimits,
    discriminator_wins: Watch,
    collapsed: Watch,
    saturated: Watch,
    broken: Vec<&'static str>,
    diversity: &'static [&'static str],
}

/// One thing that is watched.
#[derive(Clone, Copy, Debug, Default)]
struct Watch {
    /// Steps in a row that speak against `told`.
    against: u64,
    /// Whether it was told and has not ceased to hold since.
    told: bool,
}

impl Watch {
    /// Takes in whether it holds at a step; `true` when it is to be told now.
    fn take(&mut self, holds: bool, patience: u64) -> bool {
        self.against = if holds == self.told {
            0
        } else {
            self.against + 1
        };
        if self.against < patience.max(1) {
            return false;
        }
        self.against = 0;
        self.told = holds;
        holds
    }
}

impl Health {
    /// A watch with these limits over a run of `objective`.
    pub fn new(limits: HealthLimits, objective: &Objective) -> Self {
        Self {
            limits,
            discriminator_wins: Watch::default(),
            collapsed: Watch::default(),
            saturated: Watch::default(),
            broken: Vec::new(),
            diversity: objective.diversity,
        }
    }

    /// Takes in a step; gives findings that begin to hold with it. Each is told once until it has ceased to hold.
    pub fn take(&mut self, report: &StepReport) -> Vec<Finding> {
        let mut findings = Vec::new();
        let named = report.terms.named().iter();
        for &(name, _) in named.filter(|(_, value)| !value.is_finite()) {
            if !self.broken.contains(&name) {
                self.broken.push(name);
                findings.push(Finding::Broken(name.to_owned()));
            }
        }
        let (limits, vitals, terms) = (&self.limits, &report.vitals, &report.terms);
        // Styles from latents and from references must both have lost their effect.
        let distances = self.diversity.iter().filter_map(|name| terms.get(name));
        let distance = distances.fold(f32::NEG_INFINITY, f32::max);
        let collapsed = distance > f32::NEG_INFINITY && distance < limits.collapse_distance;
        let wins = |[real, fake]: [f32; 2]| real > limits.d_wins_real && fake < limits.d_wins_fake;
        let watched = [
            (
                &mut self.discriminator_wins,
                vitals.sigma.is_some_and(wins),
                Finding::DiscriminatorWins,
            ),
            (&mut self.collapsed, collapsed, Finding::Collapsed),
            (
                &mut self.saturated,
                vitals.saturated > limits.saturated_share,
                Finding::Saturated,
            ),
        ];
        for (watch, holds, finding) in watched {
            if watch.take(holds, limits.patience) {
                findings.push(finding);
            }
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::system::System;
    use crate::train::Terms;
    use crate::train::trainer::Vitals;

    const PATIENCE: u64 = 5;

    fn health() -> Health {
        let limits = HealthLimits {
            patience: PATIENCE,
            ..HealthLimits::default()
        };
        Health::new(limits, Objective::of(System::StarGanV2))
    }

    fn good() -> StepReport {
        let mut report = StepReport {
            vitals: Vitals {
                sigma: Some([0.6, 0.4]),
                saturated: 0.1,
            },
            ..StepReport::default()
        };
        report.terms.set("G/latent_ds", 0.2);
        report.terms.set("G/ref_ds", 0.2);
        report
    }

    fn bad(change: impl Fn(&mut Vitals, &mut Terms)) -> StepReport {
        let mut report = good();
        change(&mut report.vitals, &mut report.terms);
        report
    }

    /// Findings of `steps` equal steps.
    fn told(health: &mut Health, report: &StepReport, steps: u64) -> Vec<Finding> {
        (0..steps).flat_map(|_| health.take(report)).collect()
    }

    #[test]
    fn each_state_is_told_once_after_patience_and_again_after_it_ceased() {
        let wins = bad(|v, _| v.sigma = Some([0.96, 0.04]));
        let collapsed = bad(|_, t| {
            t.set("G/latent_ds", 0.005);
            t.set("G/ref_ds", 0.009);
        });
        let saturated = bad(|v, _| v.saturated = 0.51);
        for (report, finding) in [
            (wins, Finding::DiscriminatorWins),
            (collapsed, Finding::Collapsed),
            (saturated, Finding::Saturated),
        ] {
            let mut health = health();
            assert_eq!(told(&mut health, &report, PATIENCE - 1), [], "{finding:?}");
            assert_eq!(told(&mut health, &good(), 1), []);
            assert_eq!(told(&mut health, &report, PATIENCE - 1), [], "in a row");
            assert_eq!(told(&mut health, &report, 1), vec![finding.clone()]);
            assert_eq!(told(&mut health, &report, 10 * PATIENCE), []);
            assert_eq!(told(&mut health, &good(), PATIENCE - 1), []);
            assert_eq!(
                told(&mut health, &report, 10 * PATIENCE),
                [],
                "a short rest"
            );
            assert_eq!(told(&mut health, &good(), PATIENCE), []);
            assert_eq!(told(&mut health, &report, PATIENCE), [finding]);
        }
    }

    #[test]
    fn half_a_reason_is_none() {
        for report in [
            bad(|v, _| v.sigma = Some([0.99, 0.4])),
            bad(|v, _| v.sigma = Some([0.6, 0.01])),
            bad(|v, _| v.sigma = None),
            bad(|_, t| t.set("G/latent_ds", 0.0)),
            bad(|_, t| t.set("G/ref_ds", 0.0)),
            bad(|v, _| v.saturated = 0.5),
        ] {
            assert_eq!(told(&mut health(), &report, 10 * PATIENCE), []);
        }
    }

    #[test]
    fn a_broken_term_is_told_at_once_and_is_fatal() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut health = health();
            let report = bad(|_, t| t.set("G/ref_cyc", value));
            let found = told(&mut health, &report, 3);
            assert_eq!(found, [Finding::Broken("G/ref_cyc".to_owned())]);
            assert!(found[0].is_fatal() && found[0].sentence().contains("G/ref_cyc"));
        }
    }

    #[test]
    fn small_data_and_small_batches_are_told_before_the_start() {
        let domains =
            |counts: [usize; 2]| [("cat".to_owned(), counts[0]), ("dog".to_owned(), counts[1])];
        assert_eq!(
            before_start(&HealthLimits::default(), 1_000, &domains([500, 500]), 8),
            []
        );
        for counts in [[500, 499], [2_000, 99]] {
            let few = Finding::FewPictures {
                total: counts[0] + counts[1],
                domain: "dog".to_owned(),
                count: counts[1],
            };
            assert_eq!(
                before_start(
                    &HealthLimits::default(),
                    counts[0] + counts[1],
                    &domains(counts),
                    8
                ),
                [few]
            );
        }
        let small = before_start(&HealthLimits::default(), 0, &[], 7);
        assert_eq!(small, [Finding::SmallBatch(7)]);
    }

    #[test]
    fn every_finding_says_what_and_what_to_do() {
        let few = Finding::FewPictures {
            total: 120,
            domain: "cat".to_owned(),
            count: 40,
        };
        for finding in [
            Finding::Broken("G/ref_cyc".to_owned()),
            Finding::DiscriminatorWins,
            Finding::Collapsed,
            Finding::Saturated,
            few,
            Finding::SmallBatch(4),
        ] {
            for text in [finding.sentence().as_str(), finding.advice()] {
                assert!(text.ends_with('.') && text.len() > 40, "{text}");
                assert!(!text.contains("  "), "{text}");
            }
            assert_eq!(finding.is_fatal(), matches!(finding, Finding::Broken(_)));
        }
    }
}
