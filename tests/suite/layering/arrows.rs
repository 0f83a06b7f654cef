//! The arrows between modules, as src/lib.rs draws them.

use std::collections::BTreeMap;

use super::source::Source;

/// What a module may use: other modules, each whole (`None`) or only these names of it.
type Allowed = BTreeMap<String, Option<Vec<String>>>;

/// Module to what it may use.
#[derive(Debug, Default)]
pub struct Arrows(BTreeMap<String, Allowed>);

impl Arrows {
    /// Reads the `a -> b, c (X, Y)` lines in the documentation of lib.rs.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.strip_prefix("//! "));
        let arrows = lines.filter_map(|line| {
            let (from, to) = line.split_once(" -> ")?;
            Some((from.trim().to_owned(), targets(to)))
        });
        Self(arrows.collect())
    }

    /// The modules that have a line.
    pub fn modules(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// What `file` uses against the arrows, one sentence each.
    pub fn violations(&self, file: &Source) -> Vec<String> {
        let layer = file.layer();
        if layer.is_empty() {
            return Vec::new();
        }
        let Some(allowed) = self.0.get(&layer) else {
            return vec![format!("{}: no line for {layer} in src/lib.rs", file.path)];
        };
        let against =
            |path: &Vec<String>| !path.is_empty() && path[0] != layer && !permits(allowed, path);
        let paths = file.paths().into_iter().filter(against);
        paths
            .map(|path| format!("{} uses {}", file.path, path.join("::")))
            .collect()
    }
}

fn permits(allowed: &Allowed, path: &[String]) -> bool {
    match allowed.get(&path[0]) {
        None => false,
        Some(None) => true,
        Some(Some(names)) => path.get(1).is_some_and(|name| names.contains(name)),
    }
}

fn targets(text: &str) -> Allowed {
    let mut found = Allowed::new();
    let mut rest = text.trim();
    while !rest.is_empty() && rest != "nothing" {
        let end = rest.find([',', '(']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_owned();
        rest = &rest[end..];
        let mut only = None;
        if let Some((names, behind)) = rest
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
        {
            only = Some(
                names
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .collect(),
            );
            rest = behind;
        }
        rest = rest.trim_start_matches([',', ' ']);
        found.insert(name, only);
    }
    found
}
