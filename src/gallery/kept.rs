//! One kept result, and what can be said of it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::Recipe;

/// Identifies a kept result: the hash of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KeptId(u128);

impl KeptId {
    /// The number of a file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&hash.as_bytes()[..16]);
        Self(u128::from_be_bytes(first))
    }

    /// The number that a file's name (without its ending) stands for.
    pub fn named(name: &str) -> Option<Self> {
        let id = u128::from_str_radix(name, 16).ok().map(Self)?;
        (id.to_string() == name).then_some(id)
    }
}

impl fmt::Display for KeptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl From<KeptId> for String {
    fn from(id: KeptId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for KeptId {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::named(&name).ok_or("this is no number of a kept result")
    }
}

/// A kept result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its number.
    pub id: KeptId,
    /// How it came about.
    pub recipe: Arc<Recipe>,
    /// Width and height in pixels.
    pub size: [usize; 2],
    /// Whether it has a star.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub starred: bool,
    /// What the person calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When it was deleted, in seconds since 1970 (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<u64>,
}

/// A change to kept results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// They have a star, or have none.
    Star(bool),
    /// They are called so; empty for no name.
    Name(String),
    /// They are deleted, now.
    Delete,
    /// They are there again.
    Restore,
}

impl Kept {
    /// Changes it at this time.
    pub fn mark(&mut self, mark: &Mark, time: u64) {
        match mark {
            Mark::Star(starred) => self.starred = *starred,
            Mark::Name(name) => self.name.clone_from(name),
            Mark::Delete => self.deleted = Some(time),
            Mark::Restore => self.deleted = None,
        }
    }
}
