//! The rules that are not arrows: who may touch which part of the outside world, and how a file looks.

use super::source::Source;

/// A name, and the files (by the start of their path) that may use it.
pub const OUTSIDE: [(&str, &[&str]); 16] = [
    ("burn", &["model/", "train/", "engine/"]),
    ("burn_wgpu", &["engine/device.rs"]),
    ("burn_cubecl", &["engine/made.rs", "model/fused_norm/"]),
    ("cubecl", &["engine/made.rs", "model/fused_norm/"]),
    (
        "wgpu",
        &[
            "engine/device.rs",
            "engine/made.rs",
            "gui/run.rs",
            "gui/widgets/",
        ],
    ),
    ("egui", &["gui/"]),
    ("eframe", &["gui/"]),
    ("rfd", &["engine/jobs.rs"]),
    ("rayon", &["engine/", "data/dataset/", "kernels/"]),
    ("pulp", &["kernels/"]),
    ("faer", &["kernels/"]),
    ("clap", &["cli/", "engine/device.rs"]),
    ("std::thread", &["engine/"]),
    (
        "std::fs",
        &[
            "checkpoint/",
            "data/",
            "export/",
            "gallery/",
            "runs/",
            "engine/",
            "cli/",
        ],
    ),
    ("std::net", &[]),
    ("std::process::Command", &["export/film/"]),
];

/// Longest file.
pub const MOST_LINES: usize = 400;

/// What `file` uses of the outside world without being allowed to.
pub fn outside_violations(file: &Source) -> Vec<String> {
    let allowed = |places: &[&str]| places.iter().any(|place| file.path.starts_with(place));
    let against = OUTSIDE
        .iter()
        .filter(|(name, places)| !allowed(places) && names(file, name));
    against
        .map(|(name, _)| format!("{} uses {name}", file.path))
        .collect()
}

/// Whether `file` names the crate `name`, or the standard module `std::…` (also as `use std::{fs, …}`).
fn names(file: &Source, name: &str) -> bool {
    match name.strip_prefix("std::") {
        None => file.uses(name),
        Some(part) => file.holds(name) || (file.holds("use std::{") && grouped(file, part)),
    }
}

fn grouped(file: &Source, part: &str) -> bool {
    let groups = file.code.split("use std::{").skip(1);
    groups
        .filter_map(|rest| rest.split(';').next())
        .any(|group| {
            group
                .split([',', '{', '}'])
                .any(|item| item.trim().starts_with(part))
        })
}

/// What is wrong with how `file` is written.
pub fn style_violations(file: &Source) -> Vec<String> {
    let path = &file.path;
    let mut found = Vec::new();
    if !file.text.starts_with("//! ") {
        found.push(format!(
            "{path} does not start with a line //! that says what it is"
        ));
    }
    let lines = file.text.lines().count();
    if lines > MOST_LINES {
        found.push(format!("{path} has {lines} lines"));
    }
    for word in [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
    ] {
        if file.holds(word) {
            found.push(format!("{path} holds {word}"));
        }
    }
    if !path.starts_with("gui/theme") && file.holds("Color32::") && has_colour(file) {
        found.push(format!(
            "{path} makes a colour of its own; colours live in gui/theme.rs"
        ));
    }
    found
}

/// A colour written down: a constructor with a number in it, or a named constant other than the two that tint nothing.
fn has_colour(file: &Source) -> bool {
    let dense: String = file.code.split_whitespace().collect();
    let uses = dense.split("Color32::").skip(1);
    uses.into_iter().any(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let constant = name
            .chars()
            .all(|letter| letter.is_uppercase() || letter == '_');
        let number = behind
            .strip_prefix('(')
            .is_some_and(|inner| inner.starts_with(|letter: char| letter.is_ascii_digit()));
        number || (constant && !["WHITE", "TRANSPARENT"].contains(&name))
    })
}
