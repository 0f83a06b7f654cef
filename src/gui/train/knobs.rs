//! A knob of a run as a row of a list: its name, what it does, its unit, how to reach it, and which systems have it.

use super::knob_list::GROUPS;
use crate::evaluation::Metric;
use crate::model::system::System;
use crate::train::config::TrainConfig;

/// A knob's value, to be changed in place.
pub enum Value<'a> {
    /// A count, with its range.
    Count(&'a mut usize, usize, usize),
    /// Steps or seconds, from the first number on.
    Steps(&'a mut u64, u64),
    /// A number from 0 on, at most the second.
    Number(&'a mut f32, f32),
    /// A small number that is written as a power of ten.
    Rate(&'a mut f64),
    /// A number from 0 on.
    Precise(&'a mut f64),
    /// The side of a picture: a power of two.
    Side(&'a mut usize),
    /// Yes or no.
    Switch(&'a mut bool),
    /// A figure of an evaluation that needs no files of the person's.
    Figure(&'a mut Metric),
}

impl Value<'_> {
    /// Takes the other one's value.
    pub fn copy_from(&mut self, other: &Value<'_>) {
        match (self, other) {
            (Self::Count(to, ..), Value::Count(from, ..)) | (Self::Side(to), Value::Side(from)) => {
                **to = **from
            }
            (Self::Steps(to, _), Value::Steps(from, _)) => **to = **from,
            (Self::Number(to, _), Value::Number(from, _)) => **to = **from,
            (Self::Rate(to), Value::Rate(from)) | (Self::Precise(to), Value::Precise(from)) => {
                **to = **from
            }
            (Self::Switch(to), Value::Switch(from)) => **to = **from,
            (Self::Figure(to), Value::Figure(from)) => **to = **from,
            _ => {}
        }
    }

    /// Whether both have the same value.
    pub fn same(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Self::Count(a, ..), Value::Count(b, ..)) | (Self::Side(a), Value::Side(b)) => a == b,
            (Self::Steps(a, _), Value::Steps(b, _)) => a == b,
            (Self::Number(a, _), Value::Number(b, _)) => a == b,
            (Self::Rate(a), Value::Rate(b)) | (Self::Precise(a), Value::Precise(b)) => a == b,
            (Self::Switch(a), Value::Switch(b)) => a == b,
            (Self::Figure(a), Value::Figure(b)) => a == b,
            _ => false,
        }
    }
}

/// A knob.
pub struct Knob {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The unit after the value, with its space.
    pub unit: &'static str,
    /// How to reach it.
    pub value: for<'a> fn(&'a mut TrainConfig) -> Value<'a>,
    /// Which systems have it.
    of: fn(System) -> bool,
}

/// A knob of every system; `unit` has its space in front.
pub(super) const fn knob(
    name: &'static str,
    unit: &'static str,
    does: &'static str,
    value: for<'a> fn(&'a mut TrainConfig) -> Value<'a>,
) -> Knob {
    Knob {
        name,
        does,
        unit,
        value,
        of: |_| true,
    }
}

impl Knob {
    /// The same knob, of some systems alone.
    pub(super) const fn of(self, of: fn(System) -> bool) -> Self {
        Self { of, ..self }
    }
}

/// The knobs of a system in groups.
pub fn groups(system: System) -> impl Iterator<Item = (&'static str, Vec<&'static Knob>)> {
    GROUPS.iter().map(move |(name, knobs)| {
        let own = knobs.iter().filter(|knob| (knob.of)(system));
        (*name, own.collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knob_reaches_its_own_number() {
        let mut seen = std::collections::BTreeSet::new();
        for knob in GROUPS.iter().flat_map(|(_, knobs)| knobs.iter()) {
            let (mut changed, mut plain) = (TrainConfig::default(), TrainConfig::default());
            match (knob.value)(&mut changed) {
                Value::Count(number, ..) | Value::Side(number) => *number += 1,
                Value::Steps(number, _) => *number += 1,
                Value::Number(number, _) => *number += 0.01,
                Value::Rate(number) | Value::Precise(number) => *number += 0.01,
                Value::Switch(yes) => *yes = !*yes,
                Value::Figure(metric) => *metric = Metric::Frechet,
            }
            let text = toml::to_string(&changed).unwrap();
            assert!(
                seen.insert(text),
                "{} reaches another one's number",
                knob.name
            );
            let mut value = (knob.value)(&mut changed);
            assert!(!value.same(&(knob.value)(&mut plain)), "{}", knob.name);
            value.copy_from(&(knob.value)(&mut plain));
            assert_eq!(changed, plain);
        }
        assert_eq!(
            seen.len(),
            54,
            "all knobs but the system, the data and the start"
        );
    }

    #[test]
    fn a_system_has_its_own_knobs_alone() {
        let names = |system| -> Vec<&str> {
            let all = groups(system).flat_map(|(_, knobs)| knobs);
            all.map(|knob| knob.name).collect()
        };
        let (v2, labels) = (names(System::StarGanV2), names(System::StarGan));
        for name in ["Style code", "λ_sty (style)", "λ_reg (R1)", "Mapping rate"] {
            assert!(v2.contains(&name) && !labels.contains(&name), "{name}");
        }
        for name in ["λ_gp (penalty)", "D steps a G step", "Generator blocks"] {
            assert!(!v2.contains(&name) && labels.contains(&name), "{name}");
        }
        let identity = "λ_id (identity)";
        assert!(!labels.contains(&identity));
        assert!(v2.contains(&identity) && names(System::FixedPoint).contains(&identity));
        assert!(names(System::FixedPoint).contains(&"λ_rec (way back)"));
    }
}
