//! One data set's labels: their names, and which of them exclude each other.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::MOST_SETS;

/// Attributes whose names end in one of these (in lower case) exclude each other: hair colours, and the tints of the labelled creatures.
const EXCLUSIVE_ENDINGS: [&str; 2] = ["_hair", "_tint"];

/// The labels of one data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSet {
    /// What a person calls the data set.
    pub name: String,
    /// Whether several labels can hold at once.
    pub kind: LabelKind,
    /// The labels, in order.
    pub names: Vec<String>,
    /// Groups of attributes, by index, of which one at most holds (hair colours). Empty for classes, which all exclude each other.
    #[serde(default)]
    pub exclusive: Vec<Vec<usize>>,
}

/// How the labels of a set go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// Each holds or not, whatever the others do: binary cross entropy.
    Attributes,
    /// Exactly one holds: softmax cross entropy.
    Classes,
}

/// Why labels cannot be learnt or shown.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LabelFault {
    /// No set, or too many.
    #[error("There are {0} sets of labels; from 1 to {MOST_SETS} can be learnt together")]
    Sets(usize),
    /// A set without labels.
    #[error("The label set {0} has no labels; it needs at least one")]
    NoLabels(String),
    /// A label without a name.
    #[error("Label {label} of the label set {set} has no name; give it one")]
    Unnamed {
        /// The set's name.
        set: String,
        /// Which, counted from 1.
        label: usize,
    },
    /// A name that two labels of a set have.
    #[error("The label set {set} has two labels called {name}; each needs a name of its own")]
    Double {
        /// The set's name.
        set: String,
        /// The labels' name.
        name: String,
    },
    /// A group of something else than two or more different attributes.
    #[error(
        "The label set {set} has labels that exclude each other, but they are not two or more different labels of its {labels}: {group:?}"
    )]
    Group {
        /// The set's name.
        set: String,
        /// How many labels it has.
        labels: usize,
        /// The group, as it was given.
        group: Vec<usize>,
    },
}

impl LabelSet {
    /// Attributes; those that exclude each other are found by their names.
    pub fn attributes(name: impl Into<String>, names: Vec<String>) -> Self {
        Self {
            name: name.into(),
            kind: LabelKind::Attributes,
            exclusive: exclusive_by_name(&names),
            names,
        }
    }

    /// Classes.
    pub fn classes(name: impl Into<String>, names: Vec<String>) -> Self {
        Self {
            name: name.into(),
            kind: LabelKind::Classes,
            names,
            exclusive: Vec::new(),
        }
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What a classifier's logits say: the likeliest class; or each attribute that is likelier than not, unless another one that excludes it
    /// is likelier still.
    pub fn read(&self, logits: &[f32]) -> Vec<f32> {
        let beaten = |at: usize| {
            let stronger = |&other: &usize| {
                self.excludes(at, other) && (logits[other], at) > (logits[at], other)
            };
            (0..logits.len()).any(|other| stronger(&other))
        };
        let holds = |at: usize| match self.kind {
            LabelKind::Classes => !beaten(at),
            LabelKind::Attributes => logits[at] > 0.0 && !beaten(at),
        };
        (0..logits.len())
            .map(|at| f32::from(u8::from(holds(at))))
            .collect()
    }

    /// Whether labels `a` and `b` never hold together.
    pub fn excludes(&self, a: usize, b: usize) -> bool {
        let both = |group: &Vec<usize>| group.contains(&a) && group.contains(&b);
        a != b && (self.kind == LabelKind::Classes || self.exclusive.iter().any(both))
    }

    /// Whether there are labels that never hold together with `label`.
    pub(super) fn is_grouped(&self, label: usize) -> bool {
        self.kind == LabelKind::Classes || self.exclusive.iter().any(|group| group.contains(&label))
    }

    pub(super) fn validate(&self) -> Result<(), LabelFault> {
        let set = || self.name.clone();
        if self.is_empty() {
            return Err(LabelFault::NoLabels(set()));
        }
        let mut known = HashSet::new();
        for (at, name) in self.names.iter().enumerate() {
            if name.trim().is_empty() {
                let label = at + 1;
                return Err(LabelFault::Unnamed { set: set(), label });
            }
            if !known.insert(name) {
                let name = name.clone();
                return Err(LabelFault::Double { set: set(), name });
            }
        }
        for group in &self.exclusive {
            let different: HashSet<_> = group.iter().filter(|&&at| at < self.len()).collect();
            if different.len() != group.len() || group.len() < 2 {
                return Err(LabelFault::Group {
                    set: set(),
                    labels: self.len(),
                    group: group.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Groups of attributes whose names end alike in one of the endings that mean "one at most".
fn exclusive_by_name(names: &[String]) -> Vec<Vec<usize>> {
    let group = |ending: &&str| {
        let ends = |at: &usize| names[*at].to_lowercase().ends_with(*ending);
        (0..names.len()).filter(ends).collect()
    };
    let groups = EXCLUSIVE_ENDINGS.iter().map(group);
    groups
        .filter(|group: &Vec<usize>| group.len() > 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_class_and_one_hair_colour_are_read() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let classes = LabelSet::classes("c", words("a b d"));
        assert_eq!(classes.read(&[-3.0, -1.0, -2.0]), [0.0, 1.0, 0.0]);
        assert_eq!(classes.read(&[1.0, 1.0, 0.0]), [1.0, 0.0, 0.0]);
        let faces = LabelSet::attributes("f", words("Red_Hair Young Blue_Hair Hat"));
        assert_eq!(faces.read(&[0.5, 0.1, 0.7, -0.1]), [0.0, 1.0, 1.0, 0.0]);
        assert_eq!(faces.read(&[-0.5, 0.1, -0.7, 0.1])[0], 0.0);
    }
}
