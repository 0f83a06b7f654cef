//! The rows of a label system: each asks for labels, and what that means depends on the labels that a source has.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Row, RowId};
use crate::domain::{LabelSpace, StyleKey, StyleSource};
use crate::engine::messages::ModelInfo;
use crate::gui::labels::{FULL, LabelRow, NamedSet, plain};
use crate::gui::library::Library;
use crate::gui::readings::own_labels;
use crate::gui::state::{Explore, PictureId};

/// What a row of labels is for each source.
#[derive(Clone, Debug)]
pub struct LabelStyles {
    /// The sources that share a style, by its place in `styles`; without those whose labels are being read.
    places: Arc<HashMap<PictureId, usize>>,
    styles: Vec<LabelStyle>,
    /// The set whose mask it is under, when that is not its own.
    pub wrong_mask: Option<String>,
    /// The set whose labels it switches, when there are several.
    pub set: Option<String>,
}

/// A style, its key, and how a result came about.
#[derive(Clone, Debug)]
struct LabelStyle {
    style: StyleSource,
    key: StyleKey,
    words: String,
}

impl LabelStyles {
    fn of(&self, source: PictureId) -> Option<&LabelStyle> {
        self.styles.get(*self.places.get(&source)?)
    }

    /// The key of a source's style.
    pub fn key(&self, source: PictureId) -> Option<StyleKey> {
        self.of(source).map(|style| style.key)
    }

    /// The style with this key.
    pub fn with_key(&self, key: StyleKey) -> Option<&StyleSource> {
        let style = self.styles.iter().find(|style| style.key == key)?;
        Some(&style.style)
    }

    /// What follows a source's name: "with Young, without Hat".
    pub fn words(&self, source: PictureId) -> Option<&str> {
        self.of(source).map(|style| style.words.as_str())
    }
}

/// The different label vectors of all sources.
struct Owners {
    places: Arc<HashMap<PictureId, usize>>,
    labels: Vec<Vec<f32>>,
}

fn owners(explore: &Explore, library: &Library, model: &ModelInfo, set: &NamedSet) -> Owners {
    let (mut places, mut seen, mut labels) = (HashMap::new(), HashMap::new(), Vec::new());
    for &source in &explore.sources {
        let Some((own, _)) = own_labels(explore, library, model, set, source) else {
            continue;
        };
        let bits: Vec<u32> = own.iter().map(|value| value.to_bits()).collect();
        let place = *seen.entry(bits).or_insert_with(|| {
            labels.push(own);
            labels.len() - 1
        });
        places.insert(source, place);
    }
    let places = Arc::new(places);
    Owners { places, labels }
}

/// The rows of the chosen set of labels, each with its twins under the other masks when they are wanted.
pub fn label_rows(explore: &Explore, library: &Library, model: &ModelInfo) -> Vec<Row> {
    let space = &model.config.labels;
    let labels = &explore.labels;
    let set = labels.chosen(space);
    let owners = owners(explore, library, model, &set);
    let sets = NamedSet::all(space);
    let masks = |set: &NamedSet| {
        let wrong = sets.iter().filter(|other| other.index != set.index);
        let wrong = wrong.filter(|_| labels.twins);
        std::iter::once(set.index)
            .chain(wrong.map(|other| other.index))
            .collect::<Vec<_>>()
    };
    let masks = masks(&set);
    let rows = labels.rows.iter().enumerate();
    rows.filter(|(_, edit)| edit.is_of(&set))
        .flat_map(|(place, edit)| {
            masks.iter().map({
                let (owners, set, sets, masks) = (&owners, &set, &sets, &masks);
                move |&mask| {
                    let styles = owners.labels.iter();
                    let wrong = sets.get(mask).filter(|_| mask != set.index);
                    let wrong = wrong.map(|set| set.name.clone());
                    let strength = labels.strength;
                    let style = |own: &Vec<f32>| {
                        style_of(space, set, (edit, mask, wrong.as_deref()), own, strength)
                    };
                    let styles = LabelStyles {
                        places: Arc::clone(&owners.places),
                        styles: styles.map(style).collect(),
                        wrong_mask: wrong.clone(),
                        set: (sets.len() > 1).then(|| set.name.clone()),
                    };
                    row(set, (place, edit, mask), styles, masks.len() > 1)
                }
            })
        })
        .collect()
}

/// What asks of a source to have one label switched and nothing else, and that in words; none while its labels are being read.
pub fn one_label(
    explore: &Explore,
    library: &Library,
    model: &ModelInfo,
    (set, label): (&NamedSet, usize),
    source: PictureId,
) -> Option<(StyleSource, String)> {
    let (own, _) = own_labels(explore, library, model, set, source)?;
    let switched = set.names.get(label).cloned().into_iter().collect();
    let (edit, strength) = (LabelRow { switched }, explore.labels.strength);
    let space = &model.config.labels;
    let made = style_of(space, set, (&edit, set.index, None), &own, strength);
    Some((made.style, made.words))
}

fn row(
    set: &NamedSet,
    (place, edit, mask): (usize, &LabelRow, usize),
    styles: LabelStyles,
    thin: bool,
) -> Row {
    let first = edit.switched.first().and_then(|name| set.place(name));
    Row {
        id: RowId::Labels(place, mask),
        name: edit.name(),
        domain: first.map(|label| set.first + label),
        own: false,
        guessed: false,
        style: None,
        key: None,
        labels: Some(Arc::new(styles)),
        leads: mask == set.index,
        thin,
    }
}

fn style_of(
    space: &LabelSpace,
    set: &NamedSet,
    (edit, mask, wrong): (&LabelRow, usize, Option<&str>),
    own: &[f32],
    strength: f32,
) -> LabelStyle {
    let target = edit.target(space, set, own);
    let style = StyleSource::Labels {
        from: under_mask(space, set.index, mask, own),
        to: under_mask(space, set.index, mask, &target),
        strength,
    };
    let mut words = words(set, edit, &target);
    if strength != FULL && !edit.switched.is_empty() {
        words.push_str(&format!(", strength {strength:.2}"));
    }
    if let Some(other) = wrong {
        words.push_str(&format!(", under the mask of {other}"));
    }
    LabelStyle {
        key: style.key(),
        style,
        words,
    }
}

/// The vector that says `labels` of set `set`, but under the mask of set `mask`.
fn under_mask(space: &LabelSpace, set: usize, mask: usize, labels: &[f32]) -> Vec<f32> {
    let mut vector = space.vector(set, labels);
    if let Some(bits) = vector.get_mut(space.logits()..) {
        for (at, bit) in bits.iter_mut().enumerate() {
            *bit = f32::from(u8::from(at == mask));
        }
    }
    vector
}

/// What is asked of a picture: its class, or which of the switched attributes it is to have.
fn words(set: &NamedSet, edit: &LabelRow, target: &[f32]) -> String {
    let places: Vec<usize> = edit.switched.iter().filter_map(|n| set.place(n)).collect();
    let names = |holds: bool| {
        let there = places.iter().filter(|&&at| (target[at] > 0.5) == holds);
        let names: Vec<String> = there.map(|&at| plain(&set.names[at])).collect();
        names.join(" and ")
    };
    let (with, without) = (names(true), names(false));
    match (with.is_empty(), without.is_empty()) {
        (true, true) => "with nothing changed".to_owned(),
        (false, true) if set.has_classes() => format!("as {with}"),
        (false, true) => format!("with {with}"),
        (true, false) => format!("without {without}"),
        (false, false) => format!("with {with}, without {without}"),
    }
}

#[cfg(test)]
mod tests;
