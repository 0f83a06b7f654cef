//! The person's settings: one struct that gives the page's rows, `settings.toml` and `--set` of the command line.
//!
//! `list` has the settings with their words, `rows` what a row is, `file` reads and changes the file.

pub mod file;
mod list;
mod rows;

#[cfg(test)]
mod tests;

use thiserror::Error;

pub use list::{ROWS, Settings, ThemeChoice};
pub use rows::{Kind, Row};

/// A setting was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingError {
    /// There is none of this name.
    #[error("there is no setting {0}; `stargrid settings` lists them all")]
    Unknown(String),
    /// It has another kind of value, or another range.
    #[error("{key} cannot be {value}: {wanted}")]
    Value {
        /// The setting.
        key: &'static str,
        /// What it was given.
        value: String,
        /// What it takes.
        wanted: String,
    },
    /// It was not written as KEY=VALUE.
    #[error("{0} is not of the form KEY=VALUE")]
    Form(String),
}

impl Settings {
    /// The value of a row.
    pub fn get(&self, row: &Row) -> toml::Value {
        let table = toml::Table::try_from(self).unwrap_or_default();
        let value = table.get(row.key).cloned();
        value.unwrap_or(toml::Value::Boolean(false))
    }

    /// Gives a row this value.
    ///
    /// # Errors
    /// When it is of another kind, or out of range; nothing is changed then.
    pub fn set(&mut self, row: &'static Row, value: toml::Value) -> Result<(), SettingError> {
        let refused = || SettingError::Value {
            key: row.key,
            value: value.to_string(),
            wanted: row.kind.words(),
        };
        let value = row.kind.taken(&value).ok_or_else(refused)?;
        let mut table = toml::Table::try_from(&*self).unwrap_or_default();
        table.insert(row.key.to_owned(), value);
        *self = table.try_into().map_err(|_| refused())?;
        Ok(())
    }

    /// Gives the setting `key` the value written as `text`, as on the command line; a word needs no quotes. Gives back its row.
    ///
    /// # Errors
    /// When there is none of this name, or it does not take this value.
    pub fn set_text(&mut self, key: &str, text: &str) -> Result<&'static Row, SettingError> {
        let row = row(key).ok_or_else(|| SettingError::Unknown(key.to_owned()))?;
        self.set(row, parsed(text)).map(|()| row)
    }

    /// Takes `KEY=VALUE`; gives back the row of `KEY`.
    ///
    /// # Errors
    /// When it is not of that form, or the setting refuses.
    pub fn set_pair(&mut self, pair: &str) -> Result<&'static Row, SettingError> {
        let form = || SettingError::Form(pair.to_owned());
        let (key, text) = pair.split_once('=').ok_or_else(form)?;
        self.set_text(key.trim(), text.trim())
    }

    /// Whether a row differs from how it is at first.
    pub fn is_changed(&self, row: &Row) -> bool {
        self.get(row) != Self::default().get(row)
    }
}

/// The row of this name.
pub fn row(key: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.key == key)
}

/// A value as it is typed: TOML, or else a word.
fn parsed(text: &str) -> toml::Value {
    let value = format!("value = {text}").parse::<toml::Table>().ok();
    let value = value.and_then(|mut table| table.remove("value"));
    value.unwrap_or_else(|| toml::Value::String(text.to_owned()))
}
