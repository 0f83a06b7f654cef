//! What a person wants of a label model, out of the options: which set of labels is meant, and where its labels shall go.

use crate::domain::{LabelSet, LabelSpace, StyleSource};
use crate::problem::Problem;

use super::args::{LabelOptions, LabelValue};
use super::intake::View;
use super::output;
use super::session::Session;

/// Where the labels shall go.
#[derive(Clone, Debug, PartialEq)]
enum Goal {
    /// To these, whatever the source's are.
    Absolute(Vec<f32>),
    /// To the source's with these turned over, by the rule of the official test.
    Toggle(Vec<usize>),
}

/// One translation by labels, before the source is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The set of labels that is meant.
    pub set: usize,
    goal: Goal,
    /// The source's own labels, when a person says them.
    own: Option<Vec<f32>>,
    /// The set that the mask names, when it is another.
    mask: Option<usize>,
    strength: f32,
}

impl Wish {
    /// Whether the source's own labels matter.
    fn needs_own(&self) -> bool {
        matches!(self.goal, Goal::Toggle(_)) || self.strength != 1.0
    }

    /// The label recipe for a source with the labels `own`.
    pub fn style(&self, space: &LabelSpace, own: &[f32]) -> StyleSource {
        let own = self.own.as_deref().unwrap_or(own);
        let target = match &self.goal {
            Goal::Absolute(labels) => labels.clone(),
            Goal::Toggle(labels) => labels.iter().fold(own.to_vec(), |own, &label| {
                space.toggled(self.set, &own, label)
            }),
        };
        let from = if self.needs_own() { own } else { &target };
        StyleSource::Labels {
            from: self.vector(space, from),
            to: self.vector(space, &target),
            strength: self.strength,
        }
    }

    fn vector(&self, space: &LabelSpace, labels: &[f32]) -> Vec<f32> {
        let mut vector = space.vector(self.set, labels);
        if let Some(mask) = self.mask {
            for (set, bit) in vector[space.logits()..].iter_mut().enumerate() {
                *bit = if set == mask { 1.0 } else { 0.0 };
            }
        }
        vector
    }

    /// Its labels by name: those that shall hold, or that are turned over.
    pub fn words(&self, space: &LabelSpace) -> String {
        let set = space.sets.get(self.set);
        let name = |label: usize| set.and_then(|set| set.names.get(label)).cloned();
        let names: Vec<String> = match &self.goal {
            Goal::Absolute(labels) => {
                let held = (0..labels.len()).filter(|&label| labels[label] > 0.0);
                held.filter_map(name).collect()
            }
            Goal::Toggle(labels) => labels.iter().copied().filter_map(name).collect(),
        };
        if names.is_empty() {
            return "no labels".to_owned();
        }
        names.join(", ")
    }

    /// The place of the first label that the wish is about, among the labels of all sets: it chooses a colour.
    pub fn place(&self, space: &LabelSpace) -> usize {
        let first = match &self.goal {
            Goal::Absolute(labels) => labels.iter().position(|&label| label > 0.0),
            Goal::Toggle(labels) => labels.first().copied(),
        };
        space.range(self.set).start + first.unwrap_or_default()
    }
}

/// What is wished: the one translation that the options describe, or without --labels and --toggle one for each label.
///
/// # Errors
/// When a set or label does not exist or the options contradict each other.
pub fn wishes(options: &LabelOptions, space: &LabelSpace) -> Result<Vec<Wish>, Problem> {
    let set = match &options.set {
        Some(text) => Some(find_set(text, space)?),
        None => named_set(options, space)?,
    };
    let mask = options.mask.as_deref();
    let mask = mask.map(|text| find_mask(text, space)).transpose()?;
    let sets = set.map_or(0..space.sets.len(), |set| set..set + 1);
    let mut wishes = Vec::new();
    for set in sets {
        let Some(labels) = space.sets.get(set) else {
            continue;
        };
        let own = options.source_labels.as_deref();
        let own = own.map(|own| values(own, labels)).transpose()?;
        for goal in goals(options, labels)? {
            wishes.push(Wish {
                set,
                goal,
                own: own.clone(),
                mask,
                strength: options.strength.unwrap_or(1.0),
            });
        }
    }
    Ok(wishes)
}

fn goals(options: &LabelOptions, set: &LabelSet) -> Result<Vec<Goal>, Problem> {
    if let Some(labels) = &options.labels {
        return Ok(vec![Goal::Absolute(values(labels, set)?)]);
    }
    if options.toggle.is_empty() {
        return Ok((0..set.len())
            .map(|label| Goal::Toggle(vec![label]))
            .collect());
    }
    let labels = options.toggle.iter().map(|name| find_label(name, set));
    Ok(vec![Goal::Toggle(labels.collect::<Result<_, _>>()?)])
}

/// The numbers of a set's labels: those given, and 0 for the others.
fn values(given: &[LabelValue], set: &LabelSet) -> Result<Vec<f32>, Problem> {
    let mut values = vec![0.0; set.len()];
    for label in given.iter().filter(|label| !label.is_none()) {
        let place = find_label(&label.name, set)?;
        values[place] = label.value;
    }
    Ok(values)
}

/// The one set of which the options name labels; none when they name none.
fn named_set(options: &LabelOptions, space: &LabelSpace) -> Result<Option<usize>, Problem> {
    let own = options.source_labels.iter().flatten();
    let values = options.labels.iter().flatten().chain(own);
    let values = values.filter(|label| !label.is_none());
    let names = values.map(|label| &label.name).chain(&options.toggle);
    let names: Vec<&String> = names.collect();
    if space.sets.len() == 1 {
        return Ok(Some(0));
    }
    if names.is_empty() {
        let rows = options.labels.is_none();
        return if rows {
            Ok(None)
        } else {
            Err(unclear_set(space))
        };
    }
    let holds = |set: &LabelSet| names.iter().all(|name| place(name, set).is_some());
    let mut fitting = (0..space.sets.len()).filter(|&set| holds(&space.sets[set]));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(Some(only)),
        _ => Err(unclear_set(space)),
    }
}

fn unclear_set(space: &LabelSpace) -> Problem {
    Problem::new(format!(
        "These labels do not belong to exactly one of the model's sets; give --set with one of {}, and labels of that set alone",
        sets(space)
    ))
}

fn find_set(text: &str, space: &LabelSpace) -> Result<usize, Problem> {
    let wanted = text.trim();
    let names = space.sets.iter();
    let named = names
        .clone()
        .position(|set| set.name.eq_ignore_ascii_case(wanted));
    let number = || wanted.parse().ok().filter(|&set| set < space.sets.len());
    named.or_else(number).ok_or_else(|| {
        let known = sets(space);
        Problem::new(format!(
            "The model has no set of labels \"{text}\"; it has {known}"
        ))
    })
}

fn find_mask(text: &str, space: &LabelSpace) -> Result<usize, Problem> {
    if space.sets.len() < 2 {
        return Err(Problem::new(
            "This model was trained on one set of labels, so it has no mask; leave --mask away",
        ));
    }
    find_set(text, space)
}

fn sets(space: &LabelSpace) -> String {
    let sets = space.sets.iter();
    let text = |set: &LabelSet| format!("{} ({})", set.name, set.names.join(", "));
    sets.map(text).collect::<Vec<_>>().join("; ")
}

/// The place of a label in its set, by name (case does not matter) or number.
fn place(text: &str, set: &LabelSet) -> Option<usize> {
    let wanted = text.trim();
    let named = set
        .names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(wanted));
    named.or_else(|| wanted.parse().ok().filter(|&label| label < set.len()))
}

fn find_label(text: &str, set: &LabelSet) -> Result<usize, Problem> {
    place(text, set).ok_or_else(|| {
        Problem::new(format!(
            "The model has no label \"{text}\"; it has {}",
            set.names.join(", ")
        ))
    })
}

/// The recipes of every wish for every source, wish by wish.
///
/// # Errors
/// When the model's discriminator cannot read a source.
pub fn styles(
    wishes: &[Wish],
    sources: &[View],
    session: &Session,
) -> Result<Vec<Vec<StyleSource>>, Problem> {
    let space = session.labels();
    let unsaid = |wish: &Wish| wish.needs_own() && wish.own.is_none();
    if wishes.iter().any(unsaid) && !session.reads_labels() {
        output::note(
            "the file has no discriminator to read the source's labels with, so all are taken as 0; --source-labels says them",
        );
    }
    let style = |wish: &Wish, source: &View| {
        let own = if unsaid(wish) {
            session.read_labels(source, wish.set)?
        } else {
            Vec::new()
        };
        Ok(wish.style(space, &own))
    };
    let row = |wish: &Wish| sources.iter().map(|source| style(wish, source)).collect();
    wishes.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space() -> LabelSpace {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect();
        LabelSpace {
            sets: vec![
                LabelSet::attributes("faces", words("Black_Hair Blond_Hair Male")),
                LabelSet::classes("moods", words("happy sad")),
            ],
        }
    }

    fn value(name: &str, value: f32) -> LabelValue {
        let name = name.to_owned();
        LabelValue { name, value }
    }

    fn refused(options: &LabelOptions) -> String {
        wishes(options, &space()).unwrap_err().to_string()
    }

    #[test]
    fn targets_are_absolute_and_toggles_start_from_the_source() {
        let absolute = LabelOptions {
            labels: Some(vec![value("male", 0.5)]),
            ..LabelOptions::default()
        };
        let [wish] = &wishes(&absolute, &space()).unwrap()[..] else {
            panic!("one wish");
        };
        assert!(!wish.needs_own());
        let target = vec![0.0, 0.0, 0.5, 0.0, 0.0, 1.0, 0.0];
        let expected = StyleSource::Labels {
            from: target.clone(),
            to: target,
            strength: 1.0,
        };
        assert_eq!(wish.style(&space(), &[]), expected);
        let toggle = LabelOptions {
            toggle: vec!["Blond_Hair".to_owned(), "Male".to_owned()],
            strength: Some(0.5),
            mask: Some("moods".to_owned()),
            ..LabelOptions::default()
        };
        let [wish] = &wishes(&toggle, &space()).unwrap()[..] else {
            panic!("one wish");
        };
        let expected = StyleSource::Labels {
            from: vec![1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
            to: vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0],
            strength: 0.5,
        };
        assert_eq!(wish.style(&space(), &[1.0, 0.0, 1.0]), expected);
    }

    #[test]
    fn without_labels_each_has_a_wish() {
        let all = wishes(&LabelOptions::default(), &space()).unwrap();
        let places: Vec<usize> = all.iter().map(|wish| wish.place(&space())).collect();
        assert_eq!(places, [0, 1, 2, 3, 4]);
        let one = LabelOptions {
            source_labels: Some(vec![value("happy", 1.0)]),
            ..LabelOptions::default()
        };
        let moods = wishes(&one, &space()).unwrap();
        assert_eq!((moods.len(), moods[0].set), (2, 1));
        assert_eq!(moods[0].own, Some(vec![1.0, 0.0]));
    }

    #[test]
    fn the_set_must_be_clear() {
        let labels = |names: &[&str]| LabelOptions {
            labels: Some(names.iter().map(|name| value(name, 1.0)).collect()),
            ..LabelOptions::default()
        };
        for names in [&["Male", "sad"][..], &["none"], &["1"], &["Bald"]] {
            let why = refused(&labels(names));
            assert!(why.contains("give --set with one of faces (Black"), "{why}");
        }
        let mut set = labels(&["1"]);
        set.set = Some("MOODS".to_owned());
        assert_eq!(wishes(&set, &space()).unwrap()[0].set, 1);
        set.set = Some("hats".to_owned());
        assert!(refused(&set).contains("no set of labels \"hats\""));
        let mut wrong = labels(&["Male"]);
        wrong.set = Some("1".to_owned());
        assert!(refused(&wrong).contains("no label \"Male\"; it has happy, sad"));
    }
}
