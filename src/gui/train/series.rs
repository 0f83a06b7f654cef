//! What a curve is of: a loss term of a system, a sum of them, a weight or the speed; and in which pass.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::system::System;
use crate::train::Objective;

/// Which pass of an iteration a value is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Pass {
    /// Styles from latents: saturated.
    Latent,
    /// Styles from references: pale.
    Reference,
    /// There is only one.
    Only,
}

impl Pass {
    /// All passes.
    pub const ALL: [Self; 3] = [Self::Latent, Self::Reference, Self::Only];

    /// The pass that a loss term's name speaks of.
    pub fn named(name: &str) -> Self {
        match name {
            "latent" => Self::Latent,
            "ref" => Self::Reference,
            _ => Self::Only,
        }
    }

    /// For labels.
    pub fn word(self) -> &'static str {
        match self {
            Self::Latent => "latent",
            Self::Reference => "reference",
            Self::Only => "",
        }
    }
}

/// What a curve is of; the network is `D` or `G`, a loss term has its short official name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub enum Term {
    /// A loss term, unweighted.
    Loss(&'static str, &'static str),
    /// A loss term as it counts.
    Weighted(&'static str, &'static str),
    /// What a network minimises.
    Total(&'static str),
    /// Weight of style diversity.
    LambdaDs,
    /// Steps a second.
    Speed,
}

/// A term of a pass.
pub type Series = (Term, Pass);

impl Term {
    /// Its short official name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss(_, short) | Self::Weighted(_, short) => short,
            Self::Total("D") => "D total",
            Self::Total(_) => "G total",
            Self::LambdaDs => "λ_ds",
            Self::Speed => "speed",
        }
    }

    /// What it measures, for tooltips.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Loss(network, short) | Self::Weighted(network, short) => meaning(network, short),
            Self::Total("D") => "What the discriminator minimises: its terms times their weights",
            Self::Total(_) => "What the generator minimises: its terms times their weights",
            Self::LambdaDs => "Weight of style diversity; it falls to 0",
            Self::Speed => "Steps a second, pauses left out",
        }
    }

    /// Which hue of the theme it has.
    pub fn hue(self) -> usize {
        let short = match self {
            Self::Loss("G", "fake") => "adv",
            Self::Loss(_, short) | Self::Weighted(_, short) => short,
            Self::Total("D") => "fake",
            Self::Total(_) | Self::LambdaDs => "adv",
            Self::Speed => "real",
        };
        match short {
            "adv" => 0,
            "fake" | "sty" | "fake_id" => 1,
            "real" | "ds" | "rec_id" => 2,
            "reg" | "cyc" | "gp" | "rec" => 3,
            _ => 4,
        }
    }

    /// Whether it is one value a step and not one a pass.
    pub fn is_single(self) -> bool {
        matches!(self, Self::LambdaDs | Self::Speed)
    }
}

/// Every loss term of every system: network, short name and meaning.
fn known() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let terms = System::ALL
        .iter()
        .flat_map(|&system| Objective::of(system).terms);
    terms.map(|term| (term.network(), term.short(), term.meaning))
}

fn meaning(network: &str, short: &str) -> &'static str {
    let found = known().find(|(other, name, _)| *other == network && *name == short);
    found.map_or("", |(_, _, meaning)| meaning)
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loss(network, short) => write!(f, "loss {network} {short}"),
            Self::Weighted(network, short) => write!(f, "weighted {network} {short}"),
            Self::Total(network) => write!(f, "total {network}"),
            Self::LambdaDs => f.write_str("lambda_ds"),
            Self::Speed => f.write_str("speed"),
        }
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

// By hand: the derived one would ask for text that lives for ever.
impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::try_from(text).map_err(D::Error::custom)
    }
}

impl TryFrom<String> for Term {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let loss = known().flat_map(|(network, short, _)| {
            [Self::Loss(network, short), Self::Weighted(network, short)]
        });
        let others = [
            Self::Total("D"),
            Self::Total("G"),
            Self::LambdaDs,
            Self::Speed,
        ];
        let mut all = loss.chain(others);
        all.find(|term| term.to_string() == text)
            .ok_or_else(|| format!("\"{text}\" is no curve"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_written_and_read() {
        for term in [
            Term::Loss("G", "cyc"),
            Term::Weighted("G", "ds"),
            Term::Total("D"),
            Term::Speed,
        ] {
            assert_eq!(Term::try_from(term.to_string()), Ok(term));
            assert!(!term.meaning().is_empty(), "{term}");
        }
        assert!(Term::try_from("Cyc".to_owned()).is_err());
    }
}
