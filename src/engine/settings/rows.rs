//! A setting as a row: its name, what it does, what it takes.

use toml::Value;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Switch,
    /// One of these words; the second of each pair is for the page.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number in this range, and its unit with the space in front.
    Count(i64, i64, &'static str),
    /// A number in this range, and its unit.
    Number(f64, f64, &'static str),
}

/// One setting.
#[derive(Debug)]
pub struct Row {
    /// Its name in the file and on the command line.
    pub key: &'static str,
    /// Its name on the page.
    pub name: &'static str,
    /// The part of the page that it stands in.
    pub group: &'static str,
    /// What it does.
    pub help: &'static str,
    /// What it takes.
    pub kind: Kind,
}

impl Kind {
    /// What it takes, in words.
    pub fn words(self) -> String {
        match self {
            Self::Switch => "true or false is wanted".to_owned(),
            Self::Choice(words) => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                format!("one of {} is wanted", words.join(", "))
            }
            Self::Count(from, to, _) => format!("a whole number from {from} to {to} is wanted"),
            Self::Number(from, to, _) => format!("a number from {from} to {to} is wanted"),
        }
    }

    /// `value` as this kind of setting holds it; none when it is of another kind or out of range.
    pub fn taken(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Switch, Value::Boolean(_)) => Some(value.clone()),
            (Self::Choice(words), Value::String(text)) => {
                let known = words.iter().any(|(word, _)| word == text);
                known.then(|| value.clone())
            }
            (Self::Count(from, to, _), Value::Integer(number)) => {
                (from..=to).contains(number).then(|| value.clone())
            }
            (Self::Number(..), Value::Integer(number)) => self.taken(&Value::Float(*number as f64)),
            (Self::Number(from, to, _), Value::Float(number)) => {
                (from..=to).contains(number).then(|| value.clone())
            }
            _ => None,
        }
    }
}
