//! First weights from a trained model, also one with other domains: an official EMA file has no discriminator, and a person's
//! domains are seldom those of the model.

use super::init::first_weights;
use crate::model::config::ModelConfig;
use crate::model::schema::{NetworkKind, TensorSpec, specs};
use crate::model::system::System;
use crate::model::weights::{HostTensor, TensorMap, WeightError};

/// What a warm start did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WarmStart {
    /// Domains whose heads were taken from the domain of the same name.
    pub kept: Vec<String>,
    /// New domains, whose heads start as copies of a donor: (new, donor).
    pub copied: Vec<(String, String)>,
    /// Networks that had to start from nothing, because the file has none.
    pub new_networks: Vec<NetworkKind>,
}

/// Weights of all four networks of `target`, from a model of `origin`'s configuration with the weights `tensors`.
///
/// # Errors
/// When sizes other than the number of domains differ; the message names them.
pub fn warm_start(
    target: &ModelConfig,
    origin: &ModelConfig,
    tensors: &TensorMap,
    seed: u64,
) -> Result<(TensorMap, WarmStart), WeightError> {
    same_system(target, origin)?;
    same_sizes(target, origin)?;
    let donors = donors(target, origin);
    let mut done = WarmStart::default();
    for (domain, &donor) in donors.iter().enumerate() {
        let (name, donor) = (target.domains.name(domain), origin.domains.name(donor));
        if origin.domains.named(&name).is_some() {
            done.kept.push(name);
        } else {
            done.copied.push((name, donor));
        }
    }
    let mut weights = TensorMap::new();
    for &network in target.system.networks() {
        let prefix = format!("{network}.");
        let present = tensors.keys().any(|name| name.starts_with(&prefix));
        if !present {
            done.new_networks.push(network);
            weights.extend(first_weights(target, &[network], seed));
            continue;
        }
        for spec in specs(target, network) {
            let tensor = donated(network, &spec, target, tensors, &donors)?;
            weights.insert(spec.full_name(network), tensor);
        }
    }
    Ok((weights, done))
}

/// For each domain of the target the domain of the origin whose heads it starts with: the one of the same name, else another in turn.
fn donors(target: &ModelConfig, origin: &ModelConfig) -> Vec<usize> {
    let names = target.domains.names().iter().enumerate();
    names
        .map(|(at, name)| {
            let in_turn = at % origin.num_domains().max(1);
            origin.domains.named(name).unwrap_or(in_turn)
        })
        .collect()
}

fn same_system(target: &ModelConfig, origin: &ModelConfig) -> Result<(), WeightError> {
    // With and without U-Net skips the networks have the same tensors.
    let tensors = |config: &ModelConfig| match config.system {
        System::UnetSkips => System::StarGanV2,
        other => other,
    };
    if tensors(target) == tensors(origin) {
        return Ok(());
    }
    Err(WeightError::Config(format!(
        "the model to start from is a {}, and this run trains a {}",
        origin.system, target.system
    )))
}

fn same_sizes(target: &ModelConfig, origin: &ModelConfig) -> Result<(), WeightError> {
    let sizes = |config: &ModelConfig| {
        [
            ("img_size", config.img_size),
            ("base_width", config.base_width),
            ("width_cap", config.width_cap),
            ("style_dim", config.style_dim),
            ("latent_dim", config.latent_dim),
            ("hidden", config.hidden),
            ("the high-pass skip", usize::from(config.has_high_pass())),
            ("the label vector", config.labels.len()),
            ("generator_blocks", config.generator_blocks),
            ("discriminator_layers", config.discriminator_layers),
        ]
    };
    let pairs = sizes(target).into_iter().zip(sizes(origin));
    let differences: Vec<String> = pairs
        .filter(|((_, wanted), (_, found))| wanted != found)
        .map(|((name, wanted), (_, found))| format!("{name} is {found} there and {wanted} here"))
        .collect();
    if differences.is_empty() {
        return Ok(());
    }
    Err(WeightError::Config(format!(
        "the model to start from has other sizes: {}",
        differences.join(", ")
    )))
}

/// The tensor `spec` of the target, from the origin's.
fn donated(
    network: NetworkKind,
    spec: &TensorSpec,
    target: &ModelConfig,
    tensors: &TensorMap,
    donors: &[usize],
) -> Result<HostTensor, WeightError> {
    let name = match head_of(&spec.name) {
        Some((domain, rest)) => format!("{network}.unshared.{}{rest}", donors[domain]),
        None => spec.full_name(network),
    };
    let missing = || WeightError::Missing { name: name.clone() };
    let found = tensors.get(&name).ok_or_else(missing)?;
    let last = format!("main.{}.", target.trunk_widths().len() + 4);
    if target.system.takes_labels() {
        return Ok(found.clone());
    }
    if network == NetworkKind::Discriminator && spec.name.starts_with(&last) {
        return chosen_rows(found, donors).ok_or_else(missing);
    }
    Ok(found.clone())
}

/// `unshared.3.0.weight` is head 3, and `.0.weight` in it.
fn head_of(name: &str) -> Option<(usize, &str)> {
    let rest = name.strip_prefix("unshared.")?;
    let at = rest.find('.')?;
    Some((rest[..at].parse().ok()?, &rest[at..]))
}

/// The rows `donors` of a tensor whose first extent is the domains.
fn chosen_rows(tensor: &HostTensor, donors: &[usize]) -> Option<HostTensor> {
    let (domains, inner) = tensor.shape.split_first()?;
    let width = tensor.values.len() / (*domains).max(1);
    let mut values = Vec::with_capacity(width * donors.len());
    for &donor in donors {
        values.extend_from_slice(tensor.values.get(donor * width..(donor + 1) * width)?);
    }
    let shape = std::iter::once(donors.len()).chain(inner.iter().copied());
    HostTensor::new(shape.collect(), values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;
    use crate::train::init::he_normal;

    fn config(domains: &[&str]) -> ModelConfig {
        ModelConfig {
            base_width: 4,
            width_cap: 8,
            hidden: 8,
            domains: DomainSet::new(domains.iter().copied()),
            ..ModelConfig::official(32, DomainSet::unnamed(1), 0.0)
        }
    }

    #[test]
    fn heads_follow_the_names_and_new_ones_are_copies() {
        let (origin, target) = (config(&["cat", "dog"]), config(&["ant", "cat", "dog"]));
        let tensors = he_normal(&origin, &NetworkKind::ALL, 1);
        let (weights, done) = warm_start(&target, &origin, &tensors, 2).unwrap();
        assert_eq!(done.kept, ["cat", "dog"]);
        assert_eq!(done.copied, [("ant".to_owned(), "cat".to_owned())]);
        assert_eq!(done.new_networks, []);
        for network in ["mapping_network", "style_encoder"] {
            let head = |tensors: &TensorMap, at: usize| -> Vec<HostTensor> {
                let prefix = format!("{network}.unshared.{at}.");
                let own = tensors.iter().filter(|(name, _)| name.starts_with(&prefix));
                own.map(|(_, tensor)| tensor.clone()).collect()
            };
            assert_eq!(head(&weights, 1), head(&tensors, 0));
            assert_eq!(head(&weights, 2), head(&tensors, 1));
            assert_eq!(head(&weights, 0), head(&tensors, 0));
        }
        let (new, old) = (
            &weights["discriminator.main.7.weight"],
            &tensors["discriminator.main.7.weight"],
        );
        assert_eq!(new.shape, [3, 8, 1, 1]);
        assert_eq!(new.values[16..24], old.values[8..16]);
        assert_eq!(
            weights["generator.from_rgb.weight"],
            tensors["generator.from_rgb.weight"]
        );
    }

    #[test]
    fn an_ema_file_gets_a_new_discriminator_and_other_sizes_are_named() {
        let origin = config(&["cat"]);
        let kinds = [
            NetworkKind::Generator,
            NetworkKind::MappingNetwork,
            NetworkKind::StyleEncoder,
        ];
        let tensors = he_normal(&origin, &kinds, 1);
        let (weights, done) = warm_start(&origin, &origin, &tensors, 2).unwrap();
        assert_eq!(done.new_networks, [NetworkKind::Discriminator]);
        let d = he_normal(&origin, &[NetworkKind::Discriminator], 2);
        assert_eq!(
            weights["discriminator.main.0.weight"],
            d["discriminator.main.0.weight"]
        );
        let wider = ModelConfig {
            hidden: 16,
            ..config(&["cat"])
        };
        let message = warm_start(&wider, &origin, &tensors, 2)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("hidden is 8 there and 16 here"),
            "{message}"
        );
    }
}
