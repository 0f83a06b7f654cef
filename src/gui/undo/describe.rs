//! What is different between two states of Explore, in a few words for a menu: "remove mia.jpg".

use std::collections::BTreeMap;

use crate::domain::Branch;
use crate::gui::state::{Explore, PictureId, Side, StyleFrom};

/// What `after` did to `before`; `name` names pictures, `branch` branches. The first difference speaks for all of a step.
pub fn describe(
    before: &Explore,
    after: &Explore,
    name: &dyn Fn(PictureId) -> String,
    branch: &dyn Fn(usize) -> String,
) -> String {
    let found = pictures(before, after, name)
        .or_else(|| of_pictures(before, after, name))
        .or_else(|| styles(before, after, branch))
        .or_else(|| labels(before, after, name))
        .or_else(|| eye(before, after, name));
    found.unwrap_or_else(|| "the last change".to_owned())
}

/// Pictures that came, went, moved or changed sides.
fn pictures(
    before: &Explore,
    after: &Explore,
    name: &dyn Fn(PictureId) -> String,
) -> Option<String> {
    let missing = |of: &[PictureId], from: &[PictureId]| -> Vec<PictureId> {
        let gone = of.iter().filter(|id| !from.contains(id));
        gone.copied().collect()
    };
    let sides = [Side::Sources, Side::References];
    let added = sides.map(|side| missing(after.side(side), before.side(side)));
    let removed = sides.map(|side| missing(before.side(side), after.side(side)));
    for (at, side) in sides.into_iter().enumerate() {
        if let [moved] = added[at].as_slice()
            && removed[1 - at].contains(moved)
        {
            return Some(format!("make {} a {}", name(*moved), side.word()));
        }
    }
    let words = |what: &str, ids: Vec<PictureId>| match ids.as_slice() {
        [] => None,
        [only] => Some(format!("{what} {}", name(*only))),
        many => Some(format!("{what} {} pictures", many.len())),
    };
    let [sources, references] = added;
    let [gone, gone_too] = removed;
    let both = !sources.is_empty() && !references.is_empty();
    if both && !gone.is_empty() {
        return Some("swap sources and references".to_owned());
    }
    let order = || {
        let changed = sides
            .into_iter()
            .find(|side| before.side(*side) != after.side(*side));
        changed.map(|side| format!("order of {}s", side.word()))
    };
    words("add", [sources, references].concat())
        .or_else(|| words("remove", [gone, gone_too].concat()))
        .or_else(order)
}

/// What was set for single pictures: crops and domains.
fn of_pictures(
    before: &Explore,
    after: &Explore,
    name: &dyn Fn(PictureId) -> String,
) -> Option<String> {
    changed(&before.crops, &after.crops)
        .map(|id| format!("crop of {}", name(id)))
        .or_else(|| {
            let own = changed(&before.own, &after.own);
            own.map(|id| format!("domain of {}", name(id)))
        })
}

/// The first key whose value is another one, or is missing in one of both.
fn changed<K: Ord + Copy, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> Option<K> {
    let mut keys = before.keys().chain(after.keys());
    keys.find(|key| before.get(key) != after.get(key)).copied()
}

/// Branch, latents, truncation, blend.
fn styles(before: &Explore, after: &Explore, branch: &dyn Fn(usize) -> String) -> Option<String> {
    let words = |text: &str| Some(text.to_owned());
    if before.names != after.names {
        return words("names of branches");
    }
    if before.branch != after.branch {
        return Some(match after.branch {
            Branch::Own => "each in its own branch".to_owned(),
            Branch::One(at) => format!("branch {}", branch(at)),
            Branch::All => "all branches".to_owned(),
        });
    }
    if before.latents.len() != after.latents.len() {
        return words(match before.latents.len() < after.latents.len() {
            true => "add a latent",
            false => "remove a latent",
        });
    }
    let mut pairs = before.latents.iter().zip(&after.latents);
    if let Some((old, new)) = pairs.find(|(old, new)| old != new) {
        return Some(match old.seed == new.seed {
            true => format!("latent of seed {}", new.seed),
            false => format!("seed {}", new.seed),
        });
    }
    if before.style_from != after.style_from {
        return words(match after.style_from {
            StyleFrom::References => "styles from references",
            StyleFrom::Latents => "styles from latents",
        });
    }
    if before.psi != after.psi {
        return words("truncation");
    }
    if before.strength != after.strength {
        return words("strength of styles");
    }
    match (&before.blend, &after.blend) {
        (None, Some(_)) => words("add the blend row"),
        (Some(_), None) => words("remove the blend row"),
        (old, new) if old != new => words("blend"),
        _ => None,
    }
}

/// What is set up for label systems.
fn labels(before: &Explore, after: &Explore, name: &dyn Fn(PictureId) -> String) -> Option<String> {
    let (old, new) = (&before.labels, &after.labels);
    if old == new {
        return None;
    }
    if let Some(id) = changed(&old.own, &new.own) {
        return Some(format!("labels of {}", name(id)));
    }
    let words = if old.rows.len() < new.rows.len() {
        "add a row of labels"
    } else if old.rows.len() > new.rows.len() {
        "remove a row of labels"
    } else if old.strength != new.strength {
        "strength of labels"
    } else if old.rows != new.rows {
        "labels of a row"
    } else {
        "rows of labels"
    };
    Some(words.to_owned())
}

/// The model's eye.
fn eye(before: &Explore, after: &Explore, name: &dyn Fn(PictureId) -> String) -> Option<String> {
    let (old, new) = (&before.eye, &after.eye);
    if old.strength != new.strength {
        return Some("strength of masks".to_owned());
    }
    if let Some(id) = changed(&old.edits, &new.edits) {
        return Some(format!("painting on {}", name(id)));
    }
    let mut aligned = old.aligned.symmetric_difference(&new.aligned);
    let id = aligned.next()?;
    Some(format!("alignment of {}", name(*id)))
}
