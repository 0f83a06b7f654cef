//! The loss terms of one iteration, under the official names, unweighted.
//!
//! Which terms there are is the system's affair: its losses' file lists them as [`Term`]s. A name is `network/pass_term`:
//! `G/latent_cyc` is the generator's cycle term in the pass with latent styles, `D/loss_gp` a term of a system with one pass.

use super::config::LossOptions;
use super::objective::Objective;
use crate::model::system::System;

/// What is known of a loss term: its name, what it measures, and how it counts in what its network minimises.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The official name.
    pub name: &'static str,
    /// What it measures, for people.
    pub meaning: &'static str,
    /// Its weight in the total of its network; the second number is the present diversity weight.
    pub weight: fn(&LossOptions, f64) -> f64,
    /// Whether it may be out of use.
    pub optional: bool,
}

impl Term {
    /// `D` or `G`.
    pub fn network(&self) -> &'static str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// `latent`, `ref`, or `loss` in a system with one pass.
    pub fn pass(&self) -> &'static str {
        self.parts().0
    }

    /// The name without network and pass: `cyc`.
    pub fn short(&self) -> &'static str {
        self.parts().1
    }

    fn parts(&self) -> (&'static str, &'static str) {
        let rest = self
            .name
            .split_once('/')
            .map_or(self.name, |(_, rest)| rest);
        rest.split_once('_').unwrap_or(("", rest))
    }
}

/// The terms of one iteration with their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms(Vec<(&'static str, f32)>);

impl Terms {
    /// These terms.
    pub fn new(values: impl IntoIterator<Item = (&'static str, f32)>) -> Self {
        Self(values.into_iter().collect())
    }

    /// Every term with its official name, in the official order.
    pub fn named(&self) -> &[(&'static str, f32)] {
        &self.0
    }

    /// The value of a term.
    pub fn get(&self, name: &str) -> Option<f32> {
        let found = self.0.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| *value)
    }

    /// Sets a term, which is added when it is not there.
    pub fn set(&mut self, name: &'static str, value: f32) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The terms of a system whose values are all there, by their official names; `None` when no system has all of its own.
    pub fn from_named(value: impl Fn(&str) -> Option<f32>) -> Option<Self> {
        let of = |system: &System| {
            let mut terms = Self::default();
            for term in Objective::of(*system).terms {
                match value(term.name) {
                    Some(value) => terms.0.push((term.name, value)),
                    None if term.optional => {}
                    None => return None,
                }
            }
            Some(terms)
        };
        // Of two systems that share terms, the one with more of them is meant.
        System::ALL
            .iter()
            .filter_map(of)
            .max_by_key(|terms| terms.0.len())
    }

    /// What a network (`D` or `G`) of the system minimises in a pass.
    pub fn total(
        &self,
        terms: &[Term],
        network: &str,
        pass: &str,
        losses: &LossOptions,
        lambda_ds: f64,
    ) -> f64 {
        let own = terms
            .iter()
            .filter(|term| term.network() == network && term.pass() == pass);
        let weighted = own.filter_map(|term| {
            let value = f64::from(self.get(term.name)?);
            Some((term.weight)(losses, lambda_ds) * value)
        });
        weighted.sum()
    }

    /// The first term that is infinite or not a number.
    pub fn first_broken(&self) -> Option<&'static str> {
        let mut broken = self.0.iter().filter(|(_, value)| !value.is_finite());
        broken.next().map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_go_both_ways() {
        let v2 = Objective::of(System::StarGanV2).terms;
        let mut terms = Terms::new(
            v2.iter()
                .filter(|term| !term.optional)
                .map(|term| (term.name, 0.0)),
        );
        terms.set("G/ref_cyc", 0.25);
        terms.set("D/latent_reg", 0.5);
        assert_eq!(terms.named().len(), 14);
        assert_eq!(terms.get("G/ref_cyc"), Some(0.25));
        assert_eq!(
            Terms::from_named(|name| terms.get(name)),
            Some(terms.clone())
        );
        terms.set("G/latent_idt", f32::NAN);
        assert_eq!(terms.first_broken(), Some("G/latent_idt"));
        assert_eq!(Terms::from_named(|_| None), None);
    }

    #[test]
    fn totals_are_weighted() {
        let terms = Terms::new([
            ("G/latent_adv", 1.0),
            ("G/latent_sty", 2.0),
            ("G/latent_ds", 3.0),
            ("G/latent_cyc", 4.0),
            ("G/ref_adv", 100.0),
        ]);
        let losses = LossOptions {
            lambda_sty: 0.5,
            ..LossOptions::default()
        };
        let v2 = Objective::of(System::StarGanV2).terms;
        let total = terms.total(v2, "G", "latent", &losses, 2.0);
        assert_eq!(total, 1.0 + 1.0 - 6.0 + 4.0);
    }

    #[test]
    fn a_name_has_three_parts() {
        let v2 = Objective::of(System::StarGanV2).terms;
        let first = v2[0];
        assert_eq!(
            (first.network(), first.pass(), first.short()),
            ("D", "latent", "real")
        );
    }
}
