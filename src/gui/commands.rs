//! The one table of commands: menus, keys, the palette, the sheet of keys, the README's table and their tests come from it.
//!
//! A part that brings new things to do adds a file here with its own `COMMANDS`, and names it in [`PARTS`].

mod branches;
mod compare;
mod compare_cells;
mod edit;
mod evaluate;
mod explore;
mod file;
mod gallery;
mod help;
mod lab;
mod look;
mod taste;
mod train;
mod view;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use super::command::{Command, Group, Place, Stroke};

/// The parts of the table, in the order of the menus.
static PARTS: [&[Command]; 14] = [
    file::COMMANDS,
    edit::COMMANDS,
    view::COMMANDS,
    look::COMMANDS,
    compare_cells::COMMANDS,
    branches::COMMANDS,
    explore::COMMANDS,
    lab::COMMANDS,
    train::COMMANDS,
    evaluate::COMMANDS,
    compare::COMMANDS,
    gallery::COMMANDS,
    taste::COMMANDS,
    help::COMMANDS,
];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    PARTS.iter().flat_map(|part| part.iter())
}

/// The commands of a menu.
pub fn of(group: Group) -> impl Iterator<Item = &'static Command> {
    all().filter(move |command| command.group == group)
}

/// The command of this name.
pub fn named(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

/// The key that is shown for the command of this name; empty without one.
pub fn key_of(name: &str) -> String {
    named(name).map(Command::key_words).unwrap_or_default()
}

/// What a control says on hover: `words`, and in brackets the key of the command of this name.
pub fn with_key(words: &str, name: &str) -> String {
    match key_of(name) {
        key if key.is_empty() => words.to_owned(),
        key => format!("{words} ({key})"),
    }
}

/// What a press means in this place: the command that has exactly this stroke, else the one that has it without Shift.
pub fn struck(stroke: Stroke, place: Place) -> Option<&'static Command> {
    let find = |exactly| all().find(|command| command.is_struck(stroke, place, exactly));
    find(true).or_else(|| find(false))
}

/// A line of the sheet of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// The menu it belongs to.
    pub group: Group,
    /// "Ctrl+S", "1 to 8", "F1, ?".
    pub keys: String,
    /// Where they work; empty for everywhere.
    pub places: &'static str,
    /// What they do.
    pub help: &'static str,
}

/// Every command that has a key, in the order of the menus; a family is one line.
pub fn key_lines() -> Vec<KeyLine> {
    let mut lines: Vec<KeyLine> = Vec::new();
    for command in all().filter(|command| !command.keys.is_empty()) {
        let (keys, help) = match command.family {
            Some((keys, help)) => (keys.to_owned(), help),
            None => {
                let keys: Vec<String> = command.keys.iter().map(|key| key.words()).collect();
                (keys.join(", "), command.help)
            }
        };
        let line = KeyLine {
            group: command.group,
            keys,
            places: command.places.words,
            help,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The sheet of keys as a table for the README.
pub fn key_table() -> String {
    let mut text = String::from("| key | where | what it does |\n| --- | --- | --- |\n");
    for line in key_lines() {
        let places = match line.places {
            "" => "anywhere",
            places => places,
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} | {places} | {} |", line.keys, line.help);
    }
    text
}
