//! A configuration's text with the places of its keys, so that every complaint names key and line.

use std::path::PathBuf;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use crate::model::config::ConfigError;
use crate::train::TrainConfig;
use crate::train::config::ConfigFault;

/// Characters of a wrong value that a sentence repeats.
const MOST_SHOWN: usize = 60;

/// A configuration's text with the places of its keys.
pub(super) struct Document<'a> {
    text: &'a str,
    root: Spanned<DeTable<'a>>,
    /// A table with every knob there is.
    known: Table,
}

impl<'a> Document<'a> {
    /// `text`, when it is TOML at all.
    ///
    /// # Errors
    /// A sentence that names the line.
    pub(super) fn new(text: &'a str) -> Result<Self, String> {
        let root = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            format!("Line {line} is not as TOML wants it: {}", error.message())
        })?;
        let mut full = TrainConfig::default();
        full.data.root = Some(PathBuf::new());
        let known = Table::try_from(full).unwrap_or_default();
        Ok(Self { text, root, known })
    }

    /// Refuses the first key that no knob has.
    pub(super) fn refuse_unknown(&self) -> Result<(), String> {
        for (key, value) in self.root.get_ref() {
            let name = key.get_ref().as_ref();
            let Some(known) = self.known.get(name) else {
                return Err(self.unknown(name, key.span().start, &self.known));
            };
            let (Value::Table(known), DeValue::Table(section)) = (known, value.get_ref()) else {
                continue;
            };
            for key in section.keys() {
                if !known.contains_key(key.get_ref().as_ref()) {
                    let name = format!("{name}.{}", key.get_ref());
                    return Err(self.unknown(&name, key.span().start, known));
                }
            }
        }
        Ok(())
    }

    fn unknown(&self, name: &str, at: usize, known: &Table) -> String {
        let known: Vec<&str> = known.keys().map(String::as_str).collect();
        format!(
            "Nothing is called `{name}` (line {}); known there: {}",
            line_of(self.text, at),
            known.join(", ")
        )
    }

    /// The sentence about a value of the wrong type.
    pub(super) fn wrong_value(&self, error: &toml::de::Error) -> String {
        let at = error.span().map_or(0, |span| span.start);
        let line = line_of(self.text, at);
        let found = self.leaves().find(|(_, span, _)| span.contains(&at));
        let Some((name, span, known)) = found else {
            return format!("Line {line} cannot be used: {}", error.message());
        };
        let value: Vec<&str> = self
            .text
            .get(span)
            .into_iter()
            .flat_map(str::split_whitespace)
            .collect();
        let value: String = value.join(" ").chars().take(MOST_SHOWN).collect();
        format!(
            "`{name}` (line {line}) is {value}, but it must be {}",
            wanted(known)
        )
    }

    /// The sentence about a number that is out of its range.
    pub(super) fn out_of_range(&self, fault: &ConfigFault) -> String {
        let name = knob_of(fault);
        let place = self.leaves().find(|(found, _, _)| found == name);
        let line = place.map_or_else(String::new, |(_, span, _)| {
            format!("Line {}: ", line_of(self.text, span.start))
        });
        match fault {
            ConfigFault::Range { .. } => format!("{line}{fault}"),
            ConfigFault::Model(_) => format!("{line}`{name}` cannot be used, {fault}"),
        }
    }

    /// Every value of the text: full name, where it stands, and a value of the right type.
    fn leaves(&self) -> impl Iterator<Item = (String, std::ops::Range<usize>, &Value)> {
        self.root.get_ref().iter().flat_map(|(key, value)| {
            let section = key.get_ref().as_ref();
            let known = self.known.get(section);
            let inner = value.get_ref().as_table().into_iter().flatten();
            let inner = inner.filter_map(move |(key, value)| {
                let name = key.get_ref().as_ref();
                Some((format!("{section}.{name}"), value.span(), known?.get(name)?))
            });
            let inner: Vec<_> = inner.collect();
            // The section itself comes last: a fault inside it belongs to the knob.
            let own = known.map(|known| (section.to_owned(), value.span(), known));
            inner.into_iter().chain(own)
        })
    }
}

/// The full name of the knob that is at fault.
fn knob_of(fault: &ConfigFault) -> &'static str {
    match fault {
        ConfigFault::Range { name, .. } => name,
        ConfigFault::Model(ConfigError::ImageSize { .. }) => "model.img_size",
        ConfigFault::Model(ConfigError::HighPass(_)) => "model.w_hpf",
        ConfigFault::Model(
            ConfigError::Domains(_) | ConfigError::DomainName(_) | ConfigError::Labels(_),
        ) => "data.domains",
        ConfigFault::Model(ConfigError::Layers { .. }) => "model.discriminator_layers",
        ConfigFault::Model(ConfigError::Size { what, .. }) => match *what {
            "first width" => "model.base_width",
            "largest width" => "model.width_cap",
            "style length" => "model.style_dim",
            "latent length" => "model.latent_dim",
            _ => "model.hidden",
        },
    }
}

/// What a knob with this default may be, in words.
fn wanted(known: &Value) -> &'static str {
    match known {
        Value::Integer(_) => "a whole number, 0 or more",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list of texts in quotes",
        Value::Table(_) => "a section of its own",
        Value::String(_) | Value::Datetime(_) => "a text in quotes",
    }
}

/// The line, from 1, of the byte at `offset`.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}
