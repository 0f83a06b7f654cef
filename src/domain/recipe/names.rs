//! Names in a recipe's text: bare when they are one plain word, quoted otherwise.

/// Words that mean something in a text; a name that is one of them is quoted.
const RESERVED: [&str; 30] = [
    "a",
    "aligned",
    "an",
    "and",
    "as",
    "at",
    "by",
    "crop",
    "eye",
    "from",
    "having",
    "in",
    "its",
    "latent",
    "mask",
    "mean",
    "moved",
    "of",
    "painted",
    "psi",
    "seed",
    "set",
    "strength",
    "style",
    "the",
    "to",
    "unchanged",
    "under",
    "with",
    "without",
];

/// Whether a character may stand in a bare word.
pub(super) fn is_plain(letter: char) -> bool {
    letter.is_alphanumeric() || "._-+".contains(letter)
}

/// A name as it stands in a text.
pub(super) fn quoted(name: &str) -> String {
    let bare = !name.is_empty()
        && name.chars().all(is_plain)
        && !name.ends_with('.')
        && !RESERVED.contains(&name)
        && name.parse::<f64>().is_err();
    if bare {
        return name.to_owned();
    }
    let mut text = String::from('"');
    for letter in name.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}
