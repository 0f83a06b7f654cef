//! What the charts draw: one [`Curve`] a loss term and pass, and which of them belong together.
//!
//! Which terms there are is told by the system's [`Objective`]; nothing here knows a system.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use super::history::Curve;
pub use super::series::{Pass, Series, Term};
use crate::runs::Row;
use crate::train::Objective;
use crate::train::config::LossOptions;

/// A chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Chart {
    /// The discriminator's terms.
    Discriminator,
    /// The generator's total.
    GeneratorTotal,
    /// The generator's terms, zoomed.
    GeneratorTerms,
    /// Totals of both networks, weighted.
    Totals,
    /// The generator's terms as they count.
    Weighted,
    /// The diversity weight.
    LambdaDs,
    /// Steps a second.
    Speed,
}

impl Chart {
    /// All charts, the three that are shown at first in front.
    pub const ALL: [Self; 7] = [
        Self::Discriminator,
        Self::GeneratorTotal,
        Self::GeneratorTerms,
        Self::Totals,
        Self::Weighted,
        Self::LambdaDs,
        Self::Speed,
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Discriminator => "Discriminator",
            Self::GeneratorTotal => "Generator total",
            Self::GeneratorTerms => "Generator terms",
            Self::Totals => "Both totals",
            Self::Weighted => "Weighted terms",
            Self::LambdaDs => "Diversity weight λ_ds",
            Self::Speed => "Speed (steps a second)",
        }
    }

    /// Whether a term is drawn in it.
    pub fn draws(self, term: Term) -> bool {
        match (self, term) {
            (Self::Discriminator, Term::Loss(network, _)) => network == "D",
            (Self::GeneratorTerms, Term::Loss(network, _)) => network == "G",
            (Self::GeneratorTotal, Term::Total(network)) => network == "G",
            (Self::Totals, Term::Total(_)) => true,
            (Self::Weighted, Term::Weighted(network, _)) => network == "G",
            (Self::LambdaDs, Term::LambdaDs) | (Self::Speed, Term::Speed) => true,
            _ => false,
        }
    }

    /// Whether runs of this objective have anything for it.
    pub fn is_of(self, objective: &Objective) -> bool {
        self != Self::LambdaDs || !objective.diversity.is_empty()
    }

    /// Whether its height follows the smooth lines alone, so that single spikes do not flatten it.
    pub fn is_zoomed(self) -> bool {
        matches!(self, Self::GeneratorTerms | Self::Weighted | Self::Speed)
    }
}

/// All curves of a run.
#[derive(Clone, Debug, Default)]
pub struct Curves {
    curves: BTreeMap<Series, Curve>,
    /// Terms in the order in which they came.
    order: Vec<Term>,
    last: Option<(u64, f64)>,
    rows: usize,
}

impl Curves {
    /// Takes a step's numbers in.
    pub fn push(&mut self, row: &Row, objective: &Objective, losses: &LossOptions) {
        if self.last.is_some_and(|(step, _)| step >= row.step) {
            return;
        }
        for term in objective.terms {
            let Some(value) = row.terms.get(term.name) else {
                continue;
            };
            let (value, pass) = (f64::from(value), Pass::named(term.pass()));
            let weight = (term.weight)(losses, row.lambda_ds);
            let (network, short) = (term.network(), term.short());
            self.put(row.step, (Term::Loss(network, short), pass), value);
            self.put(
                row.step,
                (Term::Weighted(network, short), pass),
                weight * value,
            );
        }
        self.push_totals(row, objective, losses);
        if !objective.diversity.is_empty() {
            self.put(row.step, (Term::LambdaDs, Pass::Only), row.lambda_ds);
        }
        if let Some((step, seconds)) = self.last
            && row.seconds > seconds
        {
            let speed = (row.step - step) as f64 / (row.seconds - seconds);
            self.put(row.step, (Term::Speed, Pass::Only), speed);
        }
        self.last = Some((row.step, row.seconds));
        self.rows += 1;
    }

    fn push_totals(&mut self, row: &Row, objective: &Objective, losses: &LossOptions) {
        let mut seen = BTreeSet::new();
        for term in objective.terms {
            let (network, pass) = (term.network(), term.pass());
            let there = row.terms.get(term.name).is_some();
            if there && seen.insert((network, pass)) {
                let total = row
                    .terms
                    .total(objective.terms, network, pass, losses, row.lambda_ds);
                self.put(row.step, (Term::Total(network), Pass::named(pass)), total);
            }
        }
    }

    /// A chart cannot draw what is no number; the health card tells of it.
    fn put(&mut self, step: u64, series: Series, value: f64) {
        if !value.is_finite() {
            return;
        }
        if !self.order.contains(&series.0) {
            self.order.push(series.0);
        }
        self.curves.entry(series).or_default().push(step, value);
    }

    /// A curve, once it has a value.
    pub fn get(&self, series: Series) -> Option<&Curve> {
        self.curves.get(&series)
    }

    /// The terms of a chart that have values, in the official order.
    pub fn terms(&self, chart: Chart) -> impl Iterator<Item = Term> {
        let own = self.order.iter().copied();
        own.filter(move |term| chart.draws(*term))
    }

    /// The passes of a term that have values.
    pub fn passes(&self, term: Term) -> Vec<Pass> {
        let has = |pass: &Pass| self.curves.contains_key(&(term, *pass));
        Pass::ALL.into_iter().filter(has).collect()
    }

    /// The newest step.
    pub fn newest(&self) -> Option<u64> {
        self.last.map(|(step, _)| step)
    }

    /// How many rows came in.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The series of a chart that have values and are not hidden.
    pub fn shown(&self, chart: Chart, hidden: &BTreeSet<Series>) -> Vec<(Series, &Curve)> {
        let every = self
            .terms(chart)
            .flat_map(|term| Pass::ALL.map(|pass| (term, pass)));
        every
            .filter(|series| !hidden.contains(series))
            .filter_map(|series| Some((series, self.get(series)?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::system::System;
    use crate::train::terms::Terms;

    fn row(step: u64, seconds: f64) -> Row {
        Row {
            step,
            seconds,
            lambda_ds: 0.5,
            terms: Terms::from_named(|name| match name {
                "G/latent_cyc" => Some(0.5),
                "G/latent_ds" => Some(2.0),
                name if name.ends_with("idt") => None,
                _ => Some(0.0),
            })
            .unwrap(),
        }
    }

    fn v2() -> &'static Objective {
        Objective::of(System::StarGanV2)
    }

    #[test]
    fn rows_become_curves_totals_and_speed() {
        let mut curves = Curves::default();
        let losses = LossOptions::default();
        for (step, seconds) in [(1, 1.0), (2, 1.5), (2, 9.0), (4, 2.5)] {
            curves.push(&row(step, seconds), v2(), &losses);
        }
        let last = |term, pass| curves.get((term, pass)).and_then(Curve::last);
        assert_eq!(last(Term::Total("G"), Pass::Latent), Some((4, -0.5)));
        assert_eq!(
            last(Term::Weighted("G", "ds"), Pass::Latent),
            Some((4, -1.0))
        );
        assert_eq!(last(Term::Speed, Pass::Only), Some((4, 2.0)));
        assert_eq!((curves.rows(), curves.newest()), (3, Some(4)));
        assert!(curves.get((Term::Loss("G", "idt"), Pass::Latent)).is_none());
        let drawn: Vec<&str> = curves.terms(Chart::Discriminator).map(Term::name).collect();
        assert_eq!(drawn, ["real", "fake", "reg"]);
    }

    #[test]
    fn hidden_series_and_what_is_no_number_stay_out() {
        let mut curves = Curves::default();
        let mut bad = row(1, 1.0);
        bad.terms.set("G/ref_cyc", f32::NAN);
        curves.push(&bad, v2(), &LossOptions::default());
        let cyc = Term::Loss("G", "cyc");
        let hidden = BTreeSet::from([(cyc, Pass::Latent)]);
        let shown = curves.shown(Chart::GeneratorTerms, &hidden);
        assert!(shown.iter().all(|((term, _), _)| *term != cyc));
        assert_eq!(shown.len(), 6);
    }
}
