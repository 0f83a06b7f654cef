//! Tensors by full official name, wherever they lie: a model's networks may be spread over several files.

use std::collections::BTreeMap;

use super::error::Fault;
use super::source::{Entry, Source};
use super::tensors::HostTensor;
use crate::model::schema::TensorSpec;

/// Names listed in a sentence.
const LISTED: usize = 3;

/// Tensors by full official name, and the files that hold them.
#[derive(Default)]
pub struct Named<'a> {
    places: BTreeMap<String, Place<'a>>,
}

/// A tensor in a file.
struct Place<'a> {
    source: &'a Source,
    /// Its name there.
    raw: String,
    entry: &'a Entry,
}

impl<'a> Named<'a> {
    /// The tensors of one file: `names` gives the name in the file by official name.
    pub fn of(source: &'a Source, names: BTreeMap<String, String>) -> Self {
        let mut named = Self::default();
        named.add(source, names);
        named
    }

    /// Adds the tensors of a further file, whose names are others.
    pub fn add(&mut self, source: &'a Source, names: BTreeMap<String, String>) {
        for (name, raw) in names {
            if let Some(entry) = source.entries.get(&raw) {
                let place = Place { source, raw, entry };
                self.places.insert(name, place);
            }
        }
    }

    /// What is known of all tensors before they are read.
    pub fn entries(&self) -> BTreeMap<String, Entry> {
        let places = self.places.iter();
        places
            .map(|(name, place)| (name.clone(), place.entry.clone()))
            .collect()
    }

    /// The shapes of all tensors.
    pub fn shapes(&self) -> impl Iterator<Item = (&str, &[usize])> {
        let places = self.places.iter();
        places.map(|(name, place)| (name.as_str(), place.entry.shape.as_slice()))
    }

    /// Reads a tensor of any type; `None` when there is none of this name.
    pub fn find(&self, name: &str) -> Option<Result<HostTensor, Fault>> {
        let place = self.places.get(name)?;
        Some(place.source.read(&place.raw))
    }

    /// Reads a tensor of any type.
    ///
    /// # Errors
    /// When it is absent or damaged.
    pub fn read(&self, name: &str) -> Result<HostTensor, Fault> {
        self.find(name).unwrap_or_else(|| Err(vanished(name)))
    }

    /// Reads a weight: floating-point numbers, all finite.
    ///
    /// # Errors
    /// When it is absent, damaged, of another type, or holds a value that is no number.
    pub fn weight(&self, name: &str) -> Result<HostTensor, Fault> {
        let place = self.places.get(name).ok_or_else(|| vanished(name))?;
        read_weight(place.source, &place.raw, name)
    }
}

fn vanished(name: &str) -> Fault {
    Fault::Damaged {
        why: format!("the tensor {name} vanished"),
    }
}

/// Reads the weight called `raw` in a file and `name` for people.
pub(super) fn read_weight(source: &Source, raw: &str, name: &str) -> Result<HostTensor, Fault> {
    let name = name.to_owned();
    if !source
        .entries
        .get(raw)
        .is_some_and(|entry| entry.number.is_float())
    {
        return Err(Fault::Type { name });
    }
    let tensor = source.read(raw)?;
    match tensor.first_broken() {
        Some(value) => Err(Fault::Broken { name, value }),
        None => Ok(tensor),
    }
}

/// Refuses `network` (as people call it) when one of its tensors is missing or misshapen; `wanted` says what to bring instead. `shape` gives
/// the shape of a tensor by its name in the network.
pub(super) fn complete<'a>(
    network: &str,
    wanted: &str,
    specs: &[TensorSpec],
    shape: impl Fn(&str) -> Option<&'a [usize]>,
) -> Result<(), Fault> {
    let mut missing = Vec::new();
    let mut misshapen = Vec::new();
    for spec in specs {
        match shape(&spec.name) {
            None => missing.push(spec.name.as_str()),
            Some(found) if found != spec.shape => misshapen.push(spec.name.as_str()),
            Some(_) => {}
        }
    }
    let (names, fault) = match (missing.is_empty(), misshapen.is_empty()) {
        (true, true) => return Ok(()),
        (false, _) => (missing, "missing"),
        (true, false) => (misshapen, "of another shape"),
    };
    let what = format!(
        "{network} with {} of its {} tensors {fault} ({})",
        names.len(),
        specs.len(),
        listed(&names),
    );
    let wanted = wanted.to_owned();
    Err(Fault::WrongKind { what, wanted })
}

/// The first few of some names.
pub(super) fn listed(names: &[&str]) -> String {
    let more = if names.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", names[..names.len().min(LISTED)].join(", "))
}
