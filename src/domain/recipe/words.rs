//! Writes a recipe as a sentence.

use std::fmt::Write as _;

use super::names::quoted;
use super::rebuild::mixed;
use super::{LabelRecipe, PictureRecipe, Recipe, SHORT_DIGEST, StyleRecipe};
use crate::domain::eye::EditMap;

/// Decimals that tell a percentage exactly, and those of weights that several styles share.
const DECIMALS: [usize; 2] = [10, 4];

/// How much a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What a person wants to read.
    Short,
    /// Everything that makes the picture again.
    Exact,
}

/// The whole sentence.
pub(super) fn write(recipe: &Recipe, detail: Detail) -> String {
    let mut text = picture(&recipe.source, detail);
    text.push_str(&clause(&recipe.style, detail));
    if let Some(eye) = &recipe.eye {
        if eye.strength != 1.0 {
            let _ = write!(text, ", eye strength {}", number(eye.strength, detail));
        }
        match detail {
            _ if eye.painted.is_empty() => {}
            Detail::Short => text.push_str(", mask painted"),
            Detail::Exact => text.push_str(&painted(&eye.painted)),
        }
    }
    if let (Detail::Exact, Some(model)) = (detail, &recipe.model) {
        let _ = write!(text, ", by {}", quoted(&model.name));
        if !model.digest.is_empty() {
            let _ = write!(text, " [{}]", beginning(&model.digest));
        }
    }
    text
}

fn painted(map: &EditMap) -> String {
    format!(", mask painted {}", String::from(map.clone()))
}

/// The first digits of a digest.
fn beginning(digest: &str) -> String {
    digest.chars().take(SHORT_DIGEST).collect()
}

fn picture(picture: &PictureRecipe, detail: Detail) -> String {
    let mut text = quoted(&picture.name);
    let mut notes = Vec::new();
    if !picture.pixels.is_empty() {
        notes.push(beginning(&picture.pixels));
    }
    if let Some(crop) = picture.crop {
        notes.push(format!(
            "crop {} {} {} {}",
            crop.x, crop.y, crop.width, crop.height
        ));
    }
    if picture.aligned {
        notes.push("aligned".to_owned());
    }
    if detail == Detail::Exact && !notes.is_empty() {
        let _ = write!(text, " [{}]", notes.join(" "));
    }
    text
}

/// What follows the source's name.
fn clause(style: &StyleRecipe, detail: Detail) -> String {
    match style {
        StyleRecipe::Labels(of) => labels(of, detail),
        StyleRecipe::Blend { .. } => {
            let branches = style.branches();
            match branches.as_slice() {
                [branch] => format!(
                    " as {}, {}",
                    quoted(&branch.name),
                    list(style, false, detail)
                ),
                _ => format!(" as {}", list(style, true, detail)),
            }
        }
        leaf => format!(" as {}", part(leaf, true, detail)),
    }
}

/// `70 % … and 30 % …`: all styles in one list where that says the same, else nested.
fn list(style: &StyleRecipe, branch: bool, detail: Detail) -> String {
    let StyleRecipe::Blend { from, to, weight } = style else {
        return part(style, branch, detail);
    };
    let parts = style.parts();
    let shares: Vec<String> = parts
        .iter()
        .map(|(share, _)| percent(*share, detail, 1))
        .collect();
    let read = shares
        .iter()
        .zip(&parts)
        .map(|(share, (_, part))| (share.parse().unwrap_or_default(), (*part).clone()));
    if detail == Detail::Short || mixed(read).as_ref() == Some(style) {
        let words = shares.iter().zip(&parts);
        let words =
            words.map(|(share, (_, leaf))| format!("{share} % {}", part(leaf, branch, detail)));
        return enumerated(&words.collect::<Vec<_>>());
    }
    // The shortest decimals of the weight itself, so that it comes back to the last bit.
    let weight: f64 = weight.to_string().parse().unwrap_or_default();
    let one = |share: f64, style: &StyleRecipe| {
        let inner = match style {
            StyleRecipe::Blend { .. } => format!("({})", list(style, branch, detail)),
            leaf => part(leaf, branch, detail),
        };
        format!("{} % {inner}", percent(share, detail, 0))
    };
    enumerated(&[one(1.0 - weight, from), one(weight, to)])
}

fn enumerated(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// One style: `dog in the style of rex.jpg`, without its branch when that was said before.
fn part(style: &StyleRecipe, with_branch: bool, detail: Detail) -> String {
    match style {
        StyleRecipe::Reference {
            picture: of,
            branch,
        } => {
            let branch = if with_branch {
                quoted(&branch.name) + " "
            } else {
                String::new()
            };
            format!("{branch}in the style of {}", picture(of, detail))
        }
        StyleRecipe::Latent {
            seed,
            z,
            branch,
            psi,
        } => {
            let mut text = if with_branch {
                quoted(&branch.name) + " "
            } else {
                String::new()
            };
            let _ = match (seed, z) {
                (Some(seed), None) => write!(text, "from seed {seed}"),
                (Some(seed), Some(z)) => {
                    write!(text, "from seed {seed} moved{}", numbers(" to", z, detail))
                }
                (None, z) => write!(
                    text,
                    "from latent{}",
                    numbers("", z.as_deref().unwrap_or_default(), detail)
                ),
            };
            if *psi != 1.0 {
                let _ = write!(text, " at psi {}", number(*psi, detail));
            }
            text
        }
        StyleRecipe::Mean { branch } if with_branch => {
            format!("{} at its mean", quoted(&branch.name))
        }
        StyleRecipe::Mean { .. } => "at its mean".to_owned(),
        StyleRecipe::Labels(of) => labels(of, detail).trim_start().to_owned(),
        StyleRecipe::Blend { .. } => format!("({})", list(style, with_branch, detail)),
    }
}

fn labels(labels: &LabelRecipe, detail: Detail) -> String {
    let names = |wanted: bool| {
        let names = labels.switched.iter().filter(|(_, holds)| *holds == wanted);
        names
            .map(|(name, _)| quoted(name))
            .collect::<Vec<_>>()
            .join(" and ")
    };
    let (with, without) = (names(true), names(false));
    let mut text = match (
        labels.classes,
        labels.switched.len(),
        with.is_empty(),
        without.is_empty(),
    ) {
        (_, 0, ..) => " unchanged".to_owned(),
        (true, 1, false, _) => format!(" as {with}"),
        (_, _, false, true) => format!(" with {with}"),
        (_, _, true, _) => format!(" without {without}"),
        (_, _, false, false) => format!(" with {with} without {without}"),
    };
    if labels.strength != 1.0 {
        let _ = write!(text, ", strength {}", number(labels.strength, detail));
    }
    if let Some(mask) = &labels.mask {
        let _ = write!(text, ", under the mask of {}", quoted(mask));
    }
    if detail == Detail::Exact {
        if !labels.set.is_empty() {
            let _ = write!(text, ", of the set {}", quoted(&labels.set));
        }
        if let Some(own) = &labels.own {
            let own: Vec<String> = own.iter().map(|name| quoted(name)).collect();
            let _ = write!(text, ", having [{}]", own.join(" "));
        }
    }
    text
}

fn numbers(before: &str, z: &[f32], detail: Detail) -> String {
    if detail == Detail::Short || z.is_empty() {
        return String::new();
    }
    let z: Vec<String> = z.iter().map(ToString::to_string).collect();
    format!("{before} [{}]", z.join(" "))
}

/// A number of a slider: two decimals are read, all of them are kept.
fn number(value: f32, detail: Detail) -> String {
    match detail {
        Detail::Exact => value.to_string(),
        Detail::Short => trimmed(format!("{value:.2}")),
    }
}

fn percent(share: f64, detail: Detail, decimals: usize) -> String {
    match detail {
        Detail::Exact => trimmed(format!("{:.*}", DECIMALS[decimals], share * 100.0)),
        Detail::Short => format!("{:.0}", share * 100.0),
    }
}

/// Without the zeros behind the point.
fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
