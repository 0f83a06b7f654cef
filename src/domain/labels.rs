//! Label systems (StarGAN, Fixed-Point GAN): what the numbers of a label vector say.
//!
//! With one set of labels c the vector is c. With several it is StarGAN's joint vector `[c | c2 | … | mask]`: the labels of one set in
//! their place, zeros in the places of the others, and a mask with a 1 for the set that is meant.

mod set;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use set::{LabelFault, LabelKind, LabelSet};

/// Most sets of labels that are trained together.
pub const MOST_SETS: usize = 8;
/// The strongest that labels are asked for: as far beyond the target as the target is away.
pub const MOST_STRENGTH: f32 = 2.0;

/// What a label system's label vector says: one set, or several and a mask that tells which is meant. Without sets: no label system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelSpace {
    /// The sets, in the order of their places in the vector.
    pub sets: Vec<LabelSet>,
}

impl LabelSpace {
    /// Whether there are no labels at all: a style system.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Labels of all sets, without the mask: what the discriminator's class head gives.
    pub fn logits(&self) -> usize {
        self.sets.iter().map(LabelSet::len).sum()
    }

    /// Length of the vector: the labels of all sets, and a mask when there are two sets or more.
    pub fn len(&self) -> usize {
        self.logits() + self.mask()
    }

    /// Length of the mask.
    fn mask(&self) -> usize {
        if self.sets.len() < 2 {
            0
        } else {
            self.sets.len()
        }
    }

    /// The place of set `set` in the vector and among the logits; empty when there is no such set.
    pub fn range(&self, set: usize) -> Range<usize> {
        let before = self.sets.iter().take(set);
        let start = before.map(LabelSet::len).sum();
        start..start + self.sets.get(set).map_or(0, LabelSet::len)
    }

    /// The vector that says `labels` of set `set`: zeros in the places of the other sets, and the mask's bit. Labels that are missing are
    /// zero, and labels beyond the set's are left out.
    pub fn vector(&self, set: usize, labels: &[f32]) -> Vec<f32> {
        let mut vector = vec![0.0; self.len()];
        let places = vector[self.range(set)].iter_mut();
        for (place, label) in places.zip(labels) {
            *place = *label;
        }
        if let Some(bit) = vector[self.logits()..].get_mut(set) {
            *bit = 1.0;
        }
        vector
    }

    /// The names of all labels in order; a name that several sets have is followed by its set's.
    pub fn names(&self) -> Vec<String> {
        let all = |name: &String| {
            self.sets
                .iter()
                .flat_map(|set| &set.names)
                .filter(move |n| *n == name)
                .count()
        };
        let mut names: Vec<String> = Vec::with_capacity(self.logits());
        for set in &self.sets {
            for name in &set.names {
                let alone = all(name) < 2;
                let base = if alone {
                    name.clone()
                } else {
                    format!("{name} ({})", set.name)
                };
                names.push(unused(base, &names));
            }
        }
        names
    }

    /// The set that `vector` (of length [`LabelSpace::len`]) means: that of its mask's largest number, the first without a mask.
    pub fn set_of(&self, vector: &[f32]) -> usize {
        let mask = vector.get(self.logits()..).unwrap_or_default();
        let mut largest = 0;
        for (at, bit) in mask.iter().enumerate().take(self.mask()) {
            if *bit > mask[largest] {
                largest = at;
            }
        }
        largest
    }

    /// `labels` of set `set` after a person chose `label`, by the rule of the official test: a class, or an attribute that excludes others,
    /// is set and the others of its group are cleared; another attribute is turned over.
    pub fn toggled(&self, set: usize, labels: &[f32], label: usize) -> Vec<f32> {
        let mut labels = labels.to_vec();
        let set = self.sets.get(set).filter(|set| label < set.len());
        let Some(set) = set else {
            return labels;
        };
        let grouped = set.is_grouped(label);
        for (at, value) in labels.iter_mut().enumerate() {
            if at == label {
                *value = if grouped || *value < 0.5 { 1.0 } else { 0.0 };
            } else if set.excludes(at, label) {
                *value = 0.0;
            }
        }
        labels
    }

    /// Checks that the labels can be learnt and told apart.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), LabelFault> {
        if !(1..=MOST_SETS).contains(&self.sets.len()) {
            return Err(LabelFault::Sets(self.sets.len()));
        }
        self.sets.iter().try_for_each(LabelSet::validate)
    }
}

/// `base`, with a number behind it when `taken` holds it already.
fn unused(base: String, taken: &[String]) -> String {
    let mut name = base.clone();
    let mut number = 2;
    while taken.contains(&name) {
        name = format!("{base} {number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// That of golden starganv1_joint: c 3, c2 2, mask 2.
    fn joint() -> LabelSpace {
        let first = LabelSet::attributes("faces", words("Black_Hair Male Young"));
        let second = LabelSet::classes("moods", words("happy sad"));
        LabelSpace {
            sets: vec![first, second],
        }
    }

    #[test]
    fn joint_vectors_are_those_of_the_golden_file() {
        let space = joint();
        assert_eq!((space.logits(), space.len()), (5, 7));
        assert_eq!((space.range(0), space.range(1)), (0..3, 3..5));
        let attributes = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
        let classes = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0];
        assert_eq!(space.vector(0, &[1.0, 0.0, 1.0]), attributes);
        assert_eq!(space.vector(1, &[0.0, 1.0]), classes);
        assert_eq!((space.set_of(&attributes), space.set_of(&classes)), (0, 1));
        assert_eq!(space.range(2), 5..5);
        assert_eq!(space.vector(2, &[1.0]), [0.0; 7]);
    }

    #[test]
    fn one_set_has_no_mask() {
        let mut space = joint();
        space.sets.pop();
        assert_eq!(
            (space.logits(), space.len(), space.is_empty()),
            (3, 3, false)
        );
        assert_eq!(space.vector(0, &[0.0, 1.0]), [0.0, 1.0, 0.0]);
        assert_eq!(space.set_of(&[0.0, 1.0, 0.0]), 0);
        let none = LabelSpace::default();
        assert!(none.is_empty() && none.vector(0, &[]).is_empty());
    }

    #[test]
    fn names_are_unique() {
        let mut space = joint();
        space.sets[1].names = words("Male sad");
        let expected = ["Black_Hair", "Male (faces)", "Young", "Male (moods)", "sad"];
        assert_eq!(space.names(), expected);
        space.sets[1].name = "faces".into();
        assert_eq!(space.names()[3], "Male (faces) 2");
    }

    #[test]
    fn hair_and_classes_exclude_each_other_and_the_rest_turns_over() {
        let names = words("Black_Hair Young blond_hair Red_Tint Blue_Tint Wearing_Hat");
        let set = LabelSet::attributes("faces", names);
        assert_eq!(set.exclusive, [vec![0, 2], vec![3, 4]]);
        let classes = joint().sets.remove(1);
        let space = LabelSpace {
            sets: vec![set, classes],
        };
        let dark = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0];
        let light = space.toggled(0, &dark, 2);
        assert_eq!(light, [0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
        assert_eq!(space.toggled(0, &light, 2), light, "set, not turned over");
        assert_eq!(space.toggled(0, &dark, 1), [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(space.toggled(1, &[1.0, 0.0], 1), [0.0, 1.0]);
        assert_eq!(space.toggled(1, &[1.0, 0.0], 9), [1.0, 0.0]);
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(joint().validate(), Ok(()));
        let faulty = |change: fn(&mut LabelSpace)| {
            let mut space = joint();
            change(&mut space);
            space.validate().unwrap_err().to_string()
        };
        assert_eq!(LabelSpace::default().validate(), Err(LabelFault::Sets(0)));
        let many = faulty(|space| space.sets = vec![space.sets[0].clone(); 9]);
        assert!(many.contains("9 sets"), "{many}");
        let none = faulty(|space| space.sets[1].names.clear());
        assert!(none.contains("moods has no labels"), "{none}");
        let unnamed = faulty(|space| space.sets[0].names[1] = " ".into());
        assert!(
            unnamed.contains("Label 2 of the label set faces"),
            "{unnamed}"
        );
        let double = faulty(|space| space.sets[0].names[1] = "Young".into());
        assert!(double.contains("two labels called Young"), "{double}");
        for group in [vec![0, 3], vec![1], vec![1, 1]] {
            let mut space = joint();
            space.sets[0].exclusive = vec![group];
            let fault = space.validate().unwrap_err();
            assert!(matches!(fault, LabelFault::Group { .. }), "{fault}");
        }
    }

    #[test]
    fn it_survives_a_file() {
        let text = serde_json::to_string(&joint()).unwrap();
        assert_eq!(serde_json::from_str::<LabelSpace>(&text).unwrap(), joint());
        assert!(serde_json::from_str::<LabelSpace>("{}").unwrap().is_empty());
    }
}
