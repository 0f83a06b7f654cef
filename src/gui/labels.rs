//! What a person set up for label systems: the rows of labels, how far they go, and the sources' own labels. Undo takes it back.
//!
//! Labels are kept by name, so that everything survives a change of the model.

mod named;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::state::PictureId;
use crate::domain::LabelSpace;

pub use crate::domain::labels::MOST_STRENGTH as MOST;
pub use named::NamedSet;

/// The strength that reaches the target, and no further.
pub const FULL: f32 = 1.0;

/// A row of the grid: the labels that it switches in every source. None: it asks to change nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRow {
    /// Names of the labels, in the order in which they were chosen.
    pub switched: Vec<String>,
}

/// Everything undoable about labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Labels {
    /// The set that rows and masks are of, by name; the first unless the model has it.
    pub set: Option<String>,
    /// The rows, of all sets that were ever shown.
    pub rows: Vec<LabelRow>,
    /// Labels that have had a row of their own made; a row that was removed does not come back.
    pub known: BTreeSet<String>,
    /// Whether the row that changes nothing was made.
    pub begun: bool,
    /// Position between the source's labels (0) and the target's (1).
    pub strength: f32,
    /// Whether each row is shown under the other masks too.
    pub twins: bool,
    /// The sources' own labels, where the person set them: whether each holds.
    pub own: BTreeMap<PictureId, BTreeMap<String, bool>>,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            set: None,
            rows: Vec::new(),
            known: BTreeSet::new(),
            begun: false,
            strength: FULL,
            twins: false,
            own: BTreeMap::new(),
        }
    }
}

impl LabelRow {
    /// Whether `set` has all its labels.
    pub fn is_of(&self, set: &NamedSet) -> bool {
        self.switched.iter().all(|name| set.place(name).is_some())
    }

    /// Whether it switches label `label` of `set`.
    pub fn switches(&self, set: &NamedSet, label: usize) -> bool {
        self.switched.contains(&set.names[label])
    }

    /// Switches a label, or leaves it alone again; labels that it excludes are left alone.
    pub fn switch(&mut self, set: &NamedSet, label: usize) {
        if self.switches(set, label) {
            self.switched.retain(|name| *name != set.names[label]);
            return;
        }
        let excluded = |name: &String| set.place(name).is_some_and(|at| set.excludes(at, label));
        self.switched.retain(|name| !excluded(name));
        self.switched.push(set.names[label].clone());
    }

    /// The labels it asks of a picture that has the labels `own` of `set`.
    pub fn target(&self, space: &LabelSpace, set: &NamedSet, own: &[f32]) -> Vec<f32> {
        let places = self.switched.iter().filter_map(|name| set.place(name));
        places.fold(own.to_vec(), |labels, label| {
            space.toggled(set.index, &labels, label)
        })
    }

    /// What it is called: its labels.
    pub fn name(&self) -> String {
        if self.switched.is_empty() {
            return "nothing changes".to_owned();
        }
        let names: Vec<String> = self.switched.iter().map(|name| plain(name)).collect();
        names.join(" + ")
    }
}

/// A label's name as a person writes it: `Black_Hair` is "Black Hair".
pub fn plain(name: &str) -> String {
    name.replace('_', " ")
}

impl Labels {
    /// Makes the rows of a label model that were never made: one that changes nothing, and one for each label.
    pub fn fit(&mut self, space: &LabelSpace) {
        if !std::mem::replace(&mut self.begun, true) {
            self.rows.insert(0, LabelRow::default());
        }
        for name in space.names() {
            if self.known.insert(name.clone()) {
                let switched = vec![name];
                self.rows.push(LabelRow { switched });
            }
        }
    }

    /// Takes the rows of `set` back to those that it begins with.
    pub fn begin_again(&mut self, space: &LabelSpace, set: &NamedSet) {
        self.rows.retain(|row| !row.is_of(set));
        self.known.retain(|name| set.place(name).is_none());
        self.begun = false;
        self.fit(space);
    }

    /// The chosen set of a model.
    pub fn chosen(&self, space: &LabelSpace) -> NamedSet {
        let sets = NamedSet::all(space);
        let wanted = self.set.as_ref();
        let at = wanted.and_then(|name| sets.iter().position(|set| set.name == *name));
        NamedSet::of(space, at.unwrap_or(0))
    }

    /// The labels of `set` that the person set for a picture.
    pub fn own(&self, picture: PictureId, set: &NamedSet) -> Option<Vec<f32>> {
        let own = self.own.get(&picture)?;
        let known = set.names.iter().any(|name| own.contains_key(name));
        let holds = |name: &String| f32::from(u8::from(own.get(name) == Some(&true)));
        known.then(|| set.names.iter().map(holds).collect())
    }

    /// Sets a picture's labels of `set`.
    pub fn set_own(&mut self, picture: PictureId, set: &NamedSet, labels: &[f32]) {
        let entries = set
            .names
            .iter()
            .cloned()
            .zip(labels.iter().map(|&v| v > 0.5));
        self.own.entry(picture).or_default().extend(entries);
    }

    /// A label has another name from now on.
    pub fn rename(&mut self, before: &str, after: &str) {
        let names = self.rows.iter_mut().flat_map(|row| &mut row.switched);
        for name in names.filter(|name| *name == before) {
            after.clone_into(name);
        }
        if self.known.remove(before) {
            self.known.insert(after.to_owned());
        }
        for own in self.own.values_mut() {
            if let Some(holds) = own.remove(before) {
                own.insert(after.to_owned(), holds);
            }
        }
    }

    /// Takes back what the person set for a picture in `set`.
    pub fn forget_own(&mut self, picture: PictureId, set: &NamedSet) {
        if let Some(own) = self.own.get_mut(&picture) {
            own.retain(|name, _| set.place(name).is_none());
            if own.is_empty() {
                self.own.remove(&picture);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LabelSet;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn joint() -> LabelSpace {
        LabelSpace {
            sets: vec![
                LabelSet::attributes("faces", words("Black_Hair Blond_Hair Young")),
                LabelSet::classes("moods", words("happy sad")),
            ],
        }
    }

    #[test]
    fn a_model_brings_a_row_for_each_label_and_one_that_changes_nothing() {
        let mut labels = Labels::default();
        let space = joint();
        labels.fit(&space);
        let names: Vec<String> = labels.rows.iter().map(LabelRow::name).collect();
        let expected = [
            "nothing changes",
            "Black Hair",
            "Blond Hair",
            "Young",
            "happy",
            "sad",
        ];
        assert_eq!(names, expected);
        labels.rows.remove(3);
        labels.fit(&space);
        assert_eq!(labels.rows.len(), 5, "what was removed stays away");
        let set = labels.chosen(&space);
        labels.begin_again(&space, &set);
        assert_eq!(labels.rows.len(), 6);
        assert!(labels.rows[0].switched.is_empty());
        let other = LabelSpace {
            sets: vec![LabelSet::attributes("more", words("Young Hat"))],
        };
        labels.fit(&other);
        assert_eq!(labels.rows.len(), 7, "Young has its row already");
    }

    #[test]
    fn a_row_switches_by_the_rule_of_the_official_test() {
        let space = joint();
        let set = NamedSet::of(&space, 0);
        let mut row = LabelRow::default();
        let dark = [1.0, 0.0, 1.0];
        assert_eq!(row.target(&space, &set, &dark), dark);
        row.switch(&set, 2);
        row.switch(&set, 0);
        row.switch(&set, 1);
        assert_eq!(row.switched, ["Young", "Blond_Hair"], "one hair colour");
        assert_eq!(row.target(&space, &set, &dark), [0.0, 1.0, 0.0]);
        assert_eq!(row.target(&space, &set, &[0.0; 3]), [0.0, 1.0, 1.0]);
        row.switch(&set, 2);
        assert_eq!(row.name(), "Blond Hair");
        assert!(row.is_of(&set) && !row.is_of(&NamedSet::of(&space, 1)));
    }

    #[test]
    fn own_labels_are_kept_by_name() {
        let space = joint();
        let [faces, moods] = [0, 1].map(|set| NamedSet::of(&space, set));
        let mut labels = Labels::default();
        labels.set_own(7, &faces, &[0.0, 1.0, 1.0]);
        assert_eq!(labels.own(7, &moods), None);
        labels.set_own(7, &moods, &[0.0, 1.0]);
        let fewer = LabelSpace {
            sets: vec![LabelSet::attributes("other", words("Young Hat"))],
        };
        let other = NamedSet::of(&fewer, 0);
        assert_eq!(labels.own(7, &other), Some(vec![1.0, 0.0]));
        labels.forget_own(7, &faces);
        assert_eq!(labels.own(7, &faces), None);
        assert_eq!(labels.own(7, &moods), Some(vec![0.0, 1.0]));
        labels.rename("sad", "blue");
        assert_eq!(labels.own[&7].get("blue"), Some(&true));
        let text = serde_json::to_string(&labels).unwrap();
        assert_eq!(serde_json::from_str::<Labels>(&text).unwrap(), labels);
    }

    #[test]
    fn the_chosen_set_is_found_by_name() {
        let mut labels = Labels::default();
        let mut space = joint();
        assert_eq!(labels.chosen(&space).index, 0);
        labels.set = Some("moods".into());
        assert_eq!(labels.chosen(&space).index, 1);
        space.sets[0].name = "moods".into();
        assert_eq!(labels.chosen(&space).index, 0);
        labels.set = Some("moods 2".into());
        assert_eq!(labels.chosen(&space).index, 1, "sets may share a name");
    }
}
