//! One source file as the rules see it: code without comments, strings and tests, and the paths it names.

use std::path::Path;

/// A file of src.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path below src, with forward slashes.
    pub path: String,
    /// All of its text.
    pub text: String,
    /// The text without comments, strings and `#[cfg(test)]` modules.
    pub code: String,
}

impl Source {
    /// The file at `path` (below src) with this text.
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            // A file called tests.rs is a `#[cfg(test)]` module of its own, and so is what lies in its folder.
            code: if path.ends_with("/tests.rs") || path.contains("/tests/") {
                String::new()
            } else {
                without_tests(&without_words(text))
            },
        }
    }

    /// All files below `folder`.
    pub fn read_all(folder: &Path) -> Vec<Self> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(folder).unwrap().to_string_lossy();
                    let text = std::fs::read_to_string(&path).unwrap();
                    found.push(Self::new(&name.replace('\\', "/"), &text));
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// Its module path: `gui/widgets/cell.rs` is `gui`, `widgets`, `cell`.
    pub fn module(&self) -> Vec<String> {
        let bare = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let parts = bare.split('/').filter(|part| *part != "lib");
        parts.map(str::to_owned).collect()
    }

    /// The module right below the root.
    pub fn layer(&self) -> String {
        self.module().first().cloned().unwrap_or_default()
    }

    /// Every path into this crate, from its root: `crate::`, `super::` and `stargrid::` paths, groups taken apart.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for (at, word) in words(&self.code) {
            let rest = self.code[at + word.len()..].trim_start();
            let continues = self.code[..at].trim_end().ends_with("::");
            let Some(rest) = rest.strip_prefix("::").filter(|_| !continues) else {
                continue;
            };
            let mut base = match word {
                "crate" | "stargrid" => Vec::new(),
                "super" => self.module(),
                _ => continue,
            };
            if word == "super" {
                base.pop();
            }
            expand(rest, base, &mut found);
        }
        found
    }

    /// Whether `name` is used as the first part of a path, or imported: `burn::…`.
    pub fn uses(&self, name: &str) -> bool {
        let starts = |(at, word): (usize, &str)| {
            let follows = self.code[at + word.len()..].trim_start().starts_with("::");
            let continues = self.code[..at].trim_end().ends_with("::");
            word == name && follows && !continues
        };
        words(&self.code).into_iter().any(starts)
    }

    /// Whether the code holds `text`, white space aside.
    pub fn holds(&self, text: &str) -> bool {
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        dense(&self.code).contains(&dense(text))
    }
}

/// Identifiers and their places.
fn words(code: &str) -> Vec<(usize, &str)> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in code.char_indices().chain([(code.len(), ' ')]) {
        match (is_word(letter), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, &code[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Adds the paths that `rest` (behind a `::`) makes of `base`, and returns how many bytes it read.
fn expand(rest: &str, mut base: Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
    let skipped = rest.len() - rest.trim_start().len();
    let body = &rest[skipped..];
    if let Some(group) = body.strip_prefix('{') {
        let mut at = 0;
        while let Some(letter) = group[at..].chars().next() {
            match letter {
                '}' => return skipped + 1 + at + 1,
                ',' => at += 1,
                letter if letter.is_whitespace() => at += letter.len_utf8(),
                _ => at += expand(&group[at..], base.clone(), found).max(1),
            }
        }
        return rest.len();
    }
    let word = words(body).first().filter(|(at, _)| *at == 0).copied();
    let Some((_, word)) = word else {
        found.push(base);
        return skipped;
    };
    match word {
        "super" => drop(base.pop()),
        "self" => {}
        _ => base.push(word.to_owned()),
    }
    let behind = &body[word.len()..];
    let gap = behind.len() - behind.trim_start().len();
    if let Some(next) = behind.trim_start().strip_prefix("::") {
        return skipped + word.len() + gap + 2 + expand(next, base, found);
    }
    found.push(base);
    let renamed = behind.trim_start().strip_prefix("as ").unwrap_or("");
    let end = renamed.find([',', '}', ';']).unwrap_or(0);
    let renamed_bytes = if renamed.is_empty() { 0 } else { gap + 3 + end };
    skipped + word.len() + renamed_bytes
}

/// `text` with comments and the insides of strings made blank; line breaks stay.
fn without_words(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let starts = |at: usize, what: &str| {
        what.chars()
            .zip(at..)
            .all(|(letter, at)| letters.get(at) == Some(&letter))
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let end = if starts(at, "//") {
            (at..letters.len())
                .find(|&at| letters[at] == '\n')
                .unwrap_or(letters.len())
        } else if starts(at, "/*") {
            (at + 2..letters.len())
                .find(|&at| starts(at, "*/"))
                .map_or(letters.len(), |at| at + 2)
        } else if starts(at, "r#\"") {
            (at + 3..letters.len())
                .find(|&at| starts(at, "\"#"))
                .map_or(letters.len(), |at| at + 2)
        } else if letters[at] == '"' {
            string_end(&letters, at)
        } else if let Some(end) = char_end(&letters, at) {
            end
        } else {
            out.push(letters[at]);
            at += 1;
            continue;
        };
        out.extend(
            letters[at..end]
                .iter()
                .map(|&letter| if letter == '\n' { '\n' } else { ' ' }),
        );
        at = end;
    }
    out
}

fn string_end(letters: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < letters.len() && letters[at] != '"' {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

/// The end of a character literal at `start`; `None` for lifetimes and everything else.
fn char_end(letters: &[char], start: usize) -> Option<usize> {
    if letters[start] != '\'' {
        return None;
    }
    if letters.get(start + 1) == Some(&'\\') {
        let close = |&at: &usize| letters[at] == '\'';
        return (start + 3..letters.len()).find(close).map(|at| at + 1);
    }
    (letters.get(start + 2) == Some(&'\'')).then_some(start + 3)
}

/// `code` without `#[cfg(test)] mod … { … }` blocks. Works on code without strings, so braces pair up.
fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = out.find("#[cfg(test)]") {
        let mut depth = 0_usize;
        let mut end = out.len();
        for (at, letter) in out[start..].char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(letter, '}' | ';') {
                end = start + at + 1;
                break;
            }
        }
        out.replace_range(start..end, "");
    }
    out
}
