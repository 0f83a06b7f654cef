//! One set of a model's labels with the names that tell its labels from those of other sets.

use crate::domain::{LabelKind, LabelSet, LabelSpace};

/// One set of a model's labels.
#[derive(Clone, Debug)]
pub struct NamedSet {
    /// Its place among the model's sets.
    pub index: usize,
    /// A name that no other set of the model has.
    pub name: String,
    /// Its labels' names; no other label of the model has one of them.
    pub names: Vec<String>,
    /// The place of its first label among those of all sets.
    pub first: usize,
    set: LabelSet,
}

impl NamedSet {
    /// Set `index` of `space`; without labels when there is no such set.
    pub fn of(space: &LabelSpace, index: usize) -> Self {
        let range = space.range(index);
        let first = range.start;
        let names = space.names().get(range).map(<[String]>::to_vec);
        let set = space.sets.get(index).cloned();
        let set = set.unwrap_or_else(|| LabelSet::attributes("", Vec::new()));
        let earlier = space.sets.iter().take(index);
        let twins = earlier.filter(|other| other.name == set.name).count();
        let name = if twins == 0 {
            set.name.clone()
        } else {
            format!("{} {}", set.name, twins + 1)
        };
        let names = names.unwrap_or_default();
        Self {
            index,
            name,
            names,
            first,
            set,
        }
    }

    /// All sets of a model.
    pub fn all(space: &LabelSpace) -> Vec<Self> {
        (0..space.sets.len())
            .map(|at| Self::of(space, at))
            .collect()
    }

    /// The place of a label in the set.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Whether exactly one of its labels holds.
    pub fn has_classes(&self) -> bool {
        self.set.kind == LabelKind::Classes
    }

    /// Whether labels `a` and `b` never hold together.
    pub fn excludes(&self, a: usize, b: usize) -> bool {
        self.set.excludes(a, b)
    }

    /// Its labels in groups of which one at most holds, and then those that stand alone, together.
    pub fn groups(&self) -> (Vec<Vec<usize>>, Vec<usize>) {
        if self.has_classes() {
            return (vec![(0..self.names.len()).collect()], Vec::new());
        }
        let grouped = |label: &usize| self.set.exclusive.iter().any(|g| g.contains(label));
        let alone = (0..self.names.len()).filter(|label| !grouped(label));
        (self.set.exclusive.clone(), alone.collect())
    }

    /// Labels after a person turned over that a picture has `label`: excluded labels go, and a class is never taken away.
    pub fn turned_over(&self, labels: &[f32], label: usize) -> Vec<f32> {
        let mut labels = labels.to_vec();
        let holds = labels.get(label).is_some_and(|&value| value > 0.5);
        for (at, value) in labels.iter_mut().enumerate() {
            if at == label {
                *value = f32::from(u8::from(!holds || self.has_classes()));
            } else if self.excludes(at, label) && !holds {
                *value = 0.0;
            }
        }
        labels
    }

    /// The labels of a picture that is known to be of the domain `name`, when a label is called so (case and `_` do not matter).
    pub fn labels_of(&self, name: &str) -> Option<Vec<f32>> {
        let simple = |name: &str| name.trim().to_lowercase().replace('_', " ");
        let at = self
            .set
            .names
            .iter()
            .position(|n| simple(n) == simple(name))?;
        let mut labels = vec![0.0; self.names.len()];
        labels[at] = 1.0;
        Some(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(set: LabelSet) -> NamedSet {
        NamedSet::of(&LabelSpace { sets: vec![set] }, 0)
    }

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn groups_come_before_those_that_stand_alone() {
        let faces = words("Young Black_Hair Hat Brown_Hair");
        let set = named(LabelSet::attributes("faces", faces));
        assert_eq!(set.groups(), (vec![vec![1, 3]], vec![0, 2]));
        let moods = named(LabelSet::classes("moods", words("happy sad")));
        assert_eq!(moods.groups(), (vec![vec![0, 1]], vec![]));
    }

    #[test]
    fn own_labels_turn_over() {
        let set = named(LabelSet::attributes("f", words("Black_Hair Red_Hair Hat")));
        let dark = set.turned_over(&[0.0, 1.0, 1.0], 0);
        assert_eq!(dark, [1.0, 0.0, 1.0]);
        assert_eq!(set.turned_over(&dark, 0), [0.0, 0.0, 1.0], "bald");
        let moods = named(LabelSet::classes("moods", words("happy sad")));
        assert_eq!(moods.turned_over(&[0.0, 1.0], 1), [0.0, 1.0]);
        assert_eq!(moods.turned_over(&[0.0, 1.0], 0), [1.0, 0.0]);
    }

    #[test]
    fn a_domain_that_is_a_label_is_one() {
        let set = named(LabelSet::classes("m", words("Clay_Tint critters")));
        assert_eq!(set.labels_of("clay tint"), Some(vec![1.0, 0.0]));
        assert_eq!(set.labels_of("moods"), None);
    }
}
