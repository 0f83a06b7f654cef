//! What faces need beside a model: the landmark network (from an official model, or the user's wing.ckpt) and the mean face.

use std::path::Path;

use super::error::{Fault, ImportError};
use super::kind::FAN_PREFIX;
use super::named::{complete, read_weight};
use super::source::Source;
use super::tensors::TensorMap;
use crate::model::fan;

/// Where a landmark network's tensors may lie in a file: wing.ckpt, an official model, a bare state.
const PLACES: [&str; 3] = ["state_dict.", FAN_PREFIX, ""];
const WANTED: &str =
    "the official wing.ckpt, or a CelebA-HQ model that holds the network, is wanted";

/// The landmark network among the `extras` of an imported model, complete and checked; `None` when the model has none.
///
/// # Errors
/// When it is there but incomplete, of another layout, or holds values that are not numbers.
pub fn network_of(extras: &TensorMap) -> Result<Option<TensorMap>, Fault> {
    let has_any = extras.keys().any(|name| name.starts_with(FAN_PREFIX));
    if !has_any {
        return Ok(None);
    }
    let shape = |name: &str| extras.get(name).map(|tensor| tensor.shape.as_slice());
    check(|name| shape(&full_name(name)))?;
    let mut tensors = TensorMap::new();
    for spec in fan::specs() {
        let name = full_name(&spec.name);
        let Some(tensor) = extras.get(&name) else {
            continue;
        };
        if let Some(value) = tensor.first_broken() {
            return Err(Fault::Broken { name, value });
        }
        tensors.insert(name, tensor.clone());
    }
    Ok(Some(tensors))
}

/// Reads the landmark network of the file at `path`: its tensors by full official name (`fan.…`). More than the network needs (the further
/// hourglasses of wing.ckpt) is left out.
///
/// # Errors
/// When the file is no landmark network or lacks a part of it.
pub fn read_network(path: &Path) -> Result<TensorMap, ImportError> {
    let read = || -> Result<TensorMap, Fault> {
        let source = Source::open(path)?;
        let place = place_of(&source).ok_or_else(|| Fault::WrongKind {
            what: "a file without the face landmark network".to_owned(),
            wanted: WANTED.to_owned(),
        })?;
        let raw = |name: &str| format!("{place}{name}");
        check(|name| Some(source.entries.get(&raw(name))?.shape.as_slice()))?;
        let specs = fan::specs().into_iter().map(|spec| {
            let tensor = read_weight(&source, &raw(&spec.name), &spec.name)?;
            Ok((full_name(&spec.name), tensor))
        });
        specs.collect()
    };
    read().map_err(|fault| ImportError::new(fault, path))
}

fn full_name(name: &str) -> String {
    format!("{FAN_PREFIX}{name}")
}

/// The start of the network's names in a file: the place where most of them are found, if any is.
fn place_of(source: &Source) -> Option<String> {
    let specs = fan::specs();
    let found = |place: &String| {
        let names = specs.iter().map(|spec| format!("{place}{}", spec.name));
        names
            .filter(|name| source.entries.contains_key(name))
            .count()
    };
    // `DataParallel` writes `module.` before a network's names.
    let places = PLACES
        .iter()
        .flat_map(|place| ["", "module."].map(|wrapper| format!("{place}{wrapper}")));
    let best = places.max_by_key(found)?;
    // A single name, such as conv1.weight, may be any network's.
    (2 * found(&best) >= specs.len()).then_some(best)
}

/// Refuses a network of which a tensor is missing or misshapen. `shape` gives the shape of a tensor by its name in the network.
fn check<'a>(shape: impl Fn(&str) -> Option<&'a [usize]>) -> Result<(), Fault> {
    complete("a face landmark network", WANTED, &fan::specs(), shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::tensors::HostTensor;

    fn whole() -> TensorMap {
        let specs = fan::specs().into_iter().map(|spec| {
            let values = vec![1.0; spec.count()];
            (
                full_name(&spec.name),
                HostTensor::new(spec.shape, values).unwrap(),
            )
        });
        specs.collect()
    }

    #[test]
    fn a_model_with_a_landmark_network_gives_it_whole() {
        let mut extras = whole();
        let counter = HostTensor::new(vec![], vec![3.0]).unwrap();
        extras.insert("fan.bn1.num_batches_tracked".to_owned(), counter.clone());
        extras.insert("generator.hpf.filter".to_owned(), counter);
        assert_eq!(network_of(&extras).unwrap(), Some(whole()));
        assert_eq!(network_of(&TensorMap::new()).unwrap(), None);
    }

    #[test]
    fn a_network_with_a_part_missing_bent_or_broken_is_refused() {
        let sentence = |change: &dyn Fn(&mut TensorMap)| {
            let mut extras = whole();
            change(&mut extras);
            network_of(&extras).unwrap_err().to_string()
        };
        let name = "fan.l0.bias";
        let found = sentence(&|extras| drop(extras.remove(name)));
        assert!(
            found.contains("1 of its 281 tensors missing (l0.bias); the official"),
            "{found}"
        );
        let found = sentence(&|extras| {
            extras.retain(|name, _| !name.contains("m0.b1_"));
        });
        assert!(found.contains("60 of its 281 tensors missing ("), "{found}");
        let found = sentence(&|extras| {
            extras.insert(
                name.to_owned(),
                HostTensor::new(vec![1], vec![0.0]).unwrap(),
            );
        });
        assert!(found.contains("of another shape (l0.bias)"), "{found}");
        let found = sentence(&|extras| {
            extras.get_mut(name).unwrap().values[7] = f32::NAN;
        });
        assert!(found.contains("fan.l0.bias holds NaN"), "{found}");
    }
}
