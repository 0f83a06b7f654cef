//! The session's file: a document in an envelope with a version. It is replaced whole or not at all; the one before it stays as a
//! backup; what cannot be read is put aside and never overwritten.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::atomic;
use crate::problem::Problem;

/// The newest version of the envelope; a change of meaning gets the next number and a step in [`opened`].
pub const VERSION: u32 = 1;
/// What the envelope says it is.
const FORMAT: &str = "stargrid session";
/// The file.
pub const NAME: &str = "session.json";
/// The one before it.
pub const BACKUP: &str = "session.backup.json";
/// The backup in the making.
const NEXT_BACKUP: &str = "session.backup.part";

/// What is around the document.
#[derive(Serialize, Deserialize)]
struct Envelope {
    format: String,
    version: u32,
    program: String,
    session: Value,
}

/// What was found at a start.
#[derive(Debug)]
pub struct Found<T> {
    /// The session; none at the first start, or when nothing could be read.
    pub session: Option<T>,
    /// What could not be read, one sentence each.
    pub problems: Vec<Problem>,
}

/// Reads the session of `folder`, or else the backup.
pub fn read<T>(folder: &Path, parse: impl Fn(Value) -> Result<T, String>) -> Found<T> {
    let mut problems = Vec::new();
    for name in [NAME, BACKUP] {
        let path = folder.join(name);
        let text = match std::fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => Err(error.to_string()),
            Ok(bytes) => Ok(bytes),
        };
        let parsed = text.and_then(|bytes| opened(&bytes)).and_then(&parse);
        match parsed {
            Ok(session) => {
                return Found {
                    session: Some(session),
                    problems,
                };
            }
            Err(cause) => problems.push(unreadable(name, cause, put_aside(&path))),
        }
    }
    Found {
        session: None,
        problems,
    }
}

/// The document of an envelope.
fn opened(bytes: &[u8]) -> Result<Value, String> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let version = whole.get("version").and_then(Value::as_u64);
    if version.is_some_and(|version| version > u64::from(VERSION)) {
        return Err("it was written by a newer Stargrid".to_owned());
    }
    let envelope: Envelope = serde_json::from_value(whole).map_err(|error| error.to_string())?;
    if envelope.format != FORMAT {
        return Err(format!("it is a {}, not a {FORMAT}", envelope.format));
    }
    Ok(envelope.session)
}

fn unreadable(name: &str, cause: String, aside: std::io::Result<PathBuf>) -> Problem {
    let headline = match name {
        NAME => "The last session could not be read, so the one before it is used if there is one",
        _ => "The session before the last could not be read either",
    };
    let hint = match aside {
        Ok(path) => format!("It is kept as {}", path.display()),
        Err(error) => format!("It could not be put aside: {error}"),
    };
    Problem {
        headline: headline.to_owned(),
        causes: vec![cause],
        hint: Some(hint),
    }
}

/// Gives a file that cannot be read a name that nothing writes to: `session.unreadable-1.json`.
///
/// # Errors
/// What the operating system said; the file is then where it was.
pub fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let ending = path.extension().unwrap_or_default().display();
    let mut number = 1;
    loop {
        let aside = path.with_extension(format!("unreadable-{number}.{ending}"));
        if !aside.try_exists()? {
            std::fs::rename(path, &aside)?;
            return Ok(aside);
        }
        number += 1;
    }
}

/// Writes a document that is JSON already. At every moment the new file or the old one is there whole.
///
/// # Errors
/// What the operating system said; the old file is then unchanged.
pub fn write(folder: &Path, document: &str) -> std::io::Result<()> {
    let path = folder.join(NAME);
    back_up(folder, &path)?;
    let (format, program) = (Value::from(FORMAT), env!("CARGO_PKG_VERSION"));
    atomic::write(&path, |writer| {
        write!(
            writer,
            "{{\"format\":{format},\"version\":{VERSION},\"program\":\"{program}\",\"session\":{document}}}"
        )
    })
}

/// The file as it is becomes the backup, without a moment in which there is none of both.
fn back_up(folder: &Path, path: &Path) -> std::io::Result<()> {
    let next = folder.join(NEXT_BACKUP);
    match std::fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Not every file system has links.
    let linked = std::fs::hard_link(path, &next).or_else(|error| match error.kind() {
        ErrorKind::NotFound => Err(error),
        _ => std::fs::copy(path, &next).map(|_| ()),
    });
    match linked {
        Ok(()) => std::fs::rename(&next, folder.join(BACKUP)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
