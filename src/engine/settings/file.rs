//! `settings.toml`: only what differs from the usual, a line each, for people to edit. Comments and order stay as they are.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::{ROWS, Row, Settings, row};
use crate::checkpoint::atomic;
use crate::engine::home::session::put_aside;
use crate::problem::Problem;

/// The file's name.
pub const NAME: &str = "settings.toml";
/// The first lines of a new file.
const HEAD: &str =
    "# Settings of Stargrid. `stargrid settings` lists all of them with what they do.\n\n";

/// Why a setting cannot be written into a file.
const NO_PLACE: &str = "the file holds it in a form that only a person can change; give it a line of its own at the top";

/// What was found at a start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The settings in force.
    pub settings: Settings,
    /// The names of those that the file or the command line gives.
    pub given: Vec<&'static str>,
    /// What could not be used, a sentence each.
    pub problems: Vec<Problem>,
}

/// Where the file is in the program's folder.
pub fn path_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Reads the file; without one everything is as usual. What cannot be used is told and left out.
pub fn read(path: &Path) -> Found {
    let mut found = Found::default();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return found,
        Err(error) => {
            let what = "The settings could not be read, so everything is as usual";
            found.problems.push(told(what, &error, path));
            return found;
        }
    };
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            let what = "The settings are not valid TOML, so everything is as usual";
            found.problems.push(told(what, &error, path));
            return found;
        }
    };
    for (key, value) in table {
        let taken = match row(&key) {
            Some(row) => found.settings.set(row, value).map(|()| row),
            None => Err(super::SettingError::Unknown(key)),
        };
        match taken {
            Ok(row) => found.given.push(row.key),
            Err(error) => {
                found
                    .problems
                    .push(told("A line of the settings is left out", &error, path))
            }
        }
    }
    found
}

fn told(what: &str, error: &dyn std::error::Error, path: &Path) -> Problem {
    Problem::because(what, error).hint(format!("The file is {}", path.display()))
}

/// The same text with the value of `row` in its place, or without its line when it is as usual; none when the text holds it in a way
/// that cannot be edited.
pub fn edited(text: &str, row: &Row, settings: &Settings) -> Option<String> {
    let value = settings.is_changed(row).then(|| settings.get(row));
    let table = DeTable::parse(text).ok()?;
    let mut entries = table.get_ref().iter();
    let own = entries.find(|(key, old)| key.get_ref() == row.key && !old.get_ref().is_table());
    let mut edited = text.to_owned();
    match (own, &value) {
        (Some((_, old)), Some(new)) => edited.replace_range(old.span(), &new.to_string()),
        (Some((key, old)), None) => {
            let begin = text[..key.span().start].rfind('\n').map_or(0, |at| at + 1);
            let end = old.span().end;
            let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
            edited.replace_range(begin..end, "");
        }
        (None, Some(new)) => {
            let at = first_header(text);
            let break_before = match text[..at].is_empty() || text[..at].ends_with('\n') {
                true => "",
                false => "\n",
            };
            edited.insert_str(at, &format!("{break_before}{} = {new}\n", row.key));
        }
        (None, None) => {}
    }
    let table = edited.parse::<toml::Table>().ok()?;
    (table.get(row.key) == value.as_ref()).then_some(edited)
}

/// Where the first `[table]` begins: what comes after it belongs to that one. The end when there is none.
fn first_header(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        at += line.len();
    }
    at
}

/// Writes one row into the file. A file that is not valid TOML is put aside first, under another name.
///
/// # Errors
/// What the operating system said, or that the file's form leaves no place for it; the file is then as it was.
pub fn keep(path: &Path, row: &Row, settings: &Settings) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let text = match std::fs::read_to_string(path) {
        Ok(text) if text.parse::<toml::Table>().is_ok() => text,
        Ok(_) => {
            put_aside(path)?;
            HEAD.to_owned()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HEAD.to_owned(),
        Err(error) => return Err(error),
    };
    let text = edited(&text, row, settings).ok_or_else(|| std::io::Error::other(NO_PLACE))?;
    atomic::write(path, |writer| writer.write_all(text.as_bytes()))
}

/// All settings with what they do, their values and what they take: what `stargrid settings` prints.
pub fn listing(found: &Found) -> String {
    let mut text = String::new();
    for row in ROWS {
        let own = found.given.contains(&row.key);
        let (value, usual) = (found.settings.get(row), Settings::default().get(row));
        let from = match own {
            true => format!("  # usual: {usual}"),
            false => String::new(),
        };
        let wanted = row.kind.words().replace(" is wanted", "");
        let help = row.help.trim();
        text += &format!("# {help}: {wanted}\n{} = {value}{from}\n\n", row.key);
    }
    text
}
