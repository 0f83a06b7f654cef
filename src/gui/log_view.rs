//! The log panel's mind: the lines that pass the filter, and what this machine has.

use log::Level;

use crate::engine::journal::{self, Line};
use crate::engine::machine::Machine;

/// What the panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The lines.
    #[default]
    Log,
    /// Devices.
    Device,
}

/// The panel between frames.
#[derive(Debug)]
pub struct LogView {
    /// What it shows.
    pub page: Page,
    /// The least important lines that are shown.
    pub level: Level,
    /// Only lines with these words.
    pub words: String,
    /// What this machine has, once somebody asked.
    pub machine: Option<Machine>,
    /// Whether that was asked for.
    pub asked: bool,
    /// All lines, as of number `seen`.
    lines: Vec<Line>,
    seen: u64,
}

impl Default for LogView {
    fn default() -> Self {
        Self {
            page: Page::Log,
            level: Level::Debug,
            words: String::new(),
            machine: None,
            asked: false,
            lines: Vec::new(),
            seen: 0,
        }
    }
}

impl LogView {
    /// Takes in what was logged since the last call.
    pub fn refresh(&mut self) {
        let count = journal::count();
        if count != self.seen {
            self.lines = journal::since(0);
            self.seen = count;
        }
    }

    /// The lines that pass the filter, oldest first.
    pub fn shown(&self) -> Vec<&Line> {
        let words = self.words.trim().to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let lines = self.lines.iter();
        lines
            .filter(|line| passes(line, self.level, &words))
            .collect()
    }

    /// Whether there is no line at all.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Whether a line matters enough and has all the words, which are in lower case.
fn passes(line: &Line, level: Level, words: &[&str]) -> bool {
    let text = || format!("{} {}", line.target, line.text).to_lowercase();
    line.level <= level && (words.is_empty() || has_all(&text(), words))
}

fn has_all(text: &str, words: &[&str]) -> bool {
    words.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_passes_by_level_and_words() {
        let line = Line {
            number: 1,
            seconds: 0.5,
            level: Level::Warn,
            target: "stargrid::engine".to_owned(),
            text: "No compute pool".to_owned(),
        };
        assert!(passes(&line, Level::Warn, &[]));
        assert!(passes(&line, Level::Debug, &["engine", "pool"]));
        assert!(!passes(&line, Level::Error, &[]));
        assert!(!passes(&line, Level::Debug, &["engine", "gpu"]));
    }
}
