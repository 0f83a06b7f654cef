//! A full training state as one safetensors file: networks, moving averages and moments under their official names.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::str::FromStr;

use super::checkpoints::StateNote;
use super::error::RunError;
use crate::checkpoint::container::{Container, recognise};
use crate::checkpoint::source::Source;
use crate::checkpoint::tensors::Number;
use crate::checkpoint::{Fault, TensorMap, store};
use crate::train::TrainerState;

const FORMAT: &str = "stargrid-training";
const FORMAT_VERSION: u32 = 1;
/// Where the three kinds of tensors lie.
const PREFIXES: [&str; 3] = ["networks.", "averaged.", "moments."];

/// Writes a state; atomic.
///
/// # Errors
/// A full disk among them, and a state with NaN or infinity in it, which must not replace a good one.
pub(super) fn save(path: &Path, state: &TrainerState, note: &StateNote) -> Result<(), RunError> {
    let kinds = [&state.networks, &state.averaged, &state.moments];
    let tensors: BTreeMap<_, _> = PREFIXES
        .into_iter()
        .zip(kinds)
        .flat_map(|(prefix, map)| {
            map.iter()
                .map(move |(name, t)| (format!("{prefix}{name}"), t))
        })
        .collect();
    for (name, tensor) in &tensors {
        if let Some(value) = tensor.first_broken() {
            let why = format!("{name} holds {value}, so it was not saved");
            return Err(RunError::checkpoint(path, why));
        }
    }
    let write = || {
        let text = BTreeMap::from([
            ("format", FORMAT.to_owned()),
            ("format_version", FORMAT_VERSION.to_string()),
            ("step", state.step.to_string()),
            // The shortest text that reads back to the same bits; JSON's reader may miss the last one.
            ("lambda_ds", format!("{:?}", state.lambda_ds)),
            ("seconds", format!("{:?}", note.seconds)),
            ("updates", serde_json::to_string(&state.updates)?),
            ("note", serde_json::to_string(note)?),
        ]);
        store::write(path, &text, &tensors)
    };
    write().map_err(RunError::io(path))
}

/// Reads a state, however large; everything in it is checked.
///
/// # Errors
/// When it is cut short, of another kind, or holds NaN or infinity.
pub(super) fn load(path: &Path) -> Result<(TrainerState, StateNote), RunError> {
    let refused = |fault| RunError::checkpoint(path, sentence(fault));
    if recognise(path).map_err(refused)? != Container::Safetensors {
        return Err(RunError::checkpoint(
            path,
            "it is a model, not the state of a training",
        ));
    }
    let source = Source::open(path).map_err(refused)?;
    let read = || {
        let (mut state, note) = describe(&source.metadata)?;
        for name in source.entries.keys() {
            place(&source, name, &mut state)?;
        }
        if state.networks.is_empty() {
            return Err("it has no networks in it".to_owned());
        }
        Ok((state, note))
    };
    read().map_err(|why| RunError::checkpoint(path, why))
}

/// The step of a state, without reading its tensors.
///
/// # Errors
/// When the file is cut short or of another kind.
pub(super) fn step(path: &Path) -> Result<u64, RunError> {
    let text = store::read_text(path);
    let text = text.map_err(|fault| RunError::checkpoint(path, sentence(fault)))?;
    let read = || {
        recognise_format(&text)?;
        parsed(&text, "step")
    };
    read().map_err(|why| RunError::checkpoint(path, why))
}

/// What stands in the way of a file, in brackets.
fn sentence(fault: Fault) -> String {
    match fault {
        Fault::Absent => "there is no such file".to_owned(),
        Fault::Folder => "it is a folder".to_owned(),
        Fault::Empty => "it is empty; writing it was interrupted".to_owned(),
        Fault::Unreadable(cause) => format!("it could not be read: {cause}"),
        Fault::Damaged { why } => format!("it is damaged or cut short: {why}"),
        Fault::NotAModel { what } => format!("it is {what}"),
        other => other.to_string(),
    }
}

fn recognise_format(text: &HashMap<String, String>) -> Result<(), String> {
    match text.get("format").map(String::as_str) {
        Some(FORMAT) => {}
        Some("stargrid") => {
            return Err("it is a model to explore, without the state of its training".to_owned());
        }
        _ => return Err("it is not the state of a Stargrid training".to_owned()),
    }
    match parsed::<u32>(text, "format_version")? {
        FORMAT_VERSION => Ok(()),
        0 => Err("its format version 0 is none".to_owned()),
        newer => Err(format!(
            "a newer Stargrid wrote it, in format {newer}, and this one reads {FORMAT_VERSION}; update Stargrid"
        )),
    }
}

/// Everything in a state but its tensors.
fn describe(text: &HashMap<String, String>) -> Result<(TrainerState, StateNote), String> {
    recognise_format(text)?;
    let lambda_ds: f64 = parsed(text, "lambda_ds")?;
    let seconds: f64 = parsed(text, "seconds")?;
    if !(lambda_ds.is_finite() && seconds.is_finite()) {
        return Err("its diversity weight or its time is not a number".to_owned());
    }
    let unclear = |key: &'static str| move |error| format!("its \"{key}\" cannot be read: {error}");
    let updates = serde_json::from_str(described(text, "updates")?).map_err(unclear("updates"))?;
    let note: StateNote =
        serde_json::from_str(described(text, "note")?).map_err(unclear("note"))?;
    let state = TrainerState {
        step: parsed(text, "step")?,
        lambda_ds,
        updates,
        ..TrainerState::default()
    };
    Ok((state, StateNote { seconds, ..note }))
}

fn described<'a>(text: &'a HashMap<String, String>, key: &str) -> Result<&'a str, String> {
    let value = text.get(key).map(String::as_str);
    value.ok_or_else(|| format!("its \"{key}\" is missing"))
}

fn parsed<T: FromStr>(text: &HashMap<String, String>, key: &str) -> Result<T, String> {
    let value = described(text, key)?;
    let unclear = |_| format!("its \"{key}\" cannot be read: {value}");
    value.parse().map_err(unclear)
}

/// Puts one tensor of a file where it belongs.
fn place(source: &Source, name: &str, state: &mut TrainerState) -> Result<(), String> {
    let kinds: [&mut TensorMap; 3] = [&mut state.networks, &mut state.averaged, &mut state.moments];
    let mut kinds = PREFIXES.into_iter().zip(kinds);
    let found = kinds.find_map(|(prefix, map)| Some((name.strip_prefix(prefix)?, map)));
    let Some((short, map)) = found else {
        return Err(format!("the tensor {name} belongs to no training"));
    };
    // Rounded weights would give another run.
    if source.entries.get(name).map(|entry| entry.number) != Some(Number::F32) {
        return Err(format!("the tensor {name} is not stored in 32-bit floats"));
    }
    let tensor = source.read(name).map_err(sentence)?;
    if let Some(value) = tensor.first_broken() {
        return Err(format!("the tensor {name} holds {value}"));
    }
    map.insert(short.to_owned(), tensor);
    Ok(())
}
