//! First weights, as each system's official code begins.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use crate::model::config::ModelConfig;
use crate::model::schema::{Fill, NetworkKind, TensorSpec, specs};
use crate::model::weights::{HostTensor, TensorMap, parameter_id};

/// First weights of `networks` for `config`, the same for the same seed: He initialisation, or PyTorch's own for label systems.
pub fn first_weights(config: &ModelConfig, networks: &[NetworkKind], seed: u64) -> TensorMap {
    if !config.system.takes_labels() {
        return he_normal(config, networks, seed);
    }
    let all: Vec<_> = networks
        .iter()
        .map(|&network| (network, specs(config, network)))
        .collect();
    uniform(&all, seed)
}

/// He initialisation of `networks` for `config`, the same for the same seed: weights normal with deviation sqrt(2 / fan_in), biases 0,
/// scales of norms 1.
pub fn he_normal(config: &ModelConfig, networks: &[NetworkKind], seed: u64) -> TensorMap {
    let mut tensors = TensorMap::new();
    for &network in networks {
        for spec in specs(config, network) {
            let name = spec.full_name(network);
            let tensor = first_values(&spec, &name, seed);
            tensors.insert(name, tensor);
        }
    }
    tensors
}

fn first_values(spec: &TensorSpec, name: &str, seed: u64) -> HostTensor {
    let values = match spec.kind {
        Fill::Bias | Fill::Scale => constant(spec),
        Fill::Weight => {
            let deviation = (2.0 / fan_in(spec) as f32).sqrt();
            let mut rng = stream(name, seed);
            let mut draw = || -> f32 { StandardNormal.sample(&mut rng) };
            (0..spec.count()).map(|_| deviation * draw()).collect()
        }
    };
    HostTensor {
        shape: spec.shape.clone(),
        values,
    }
}

/// First weights of networks with these tensors, as PyTorch begins unless told otherwise: a convolution's weights and bias uniform in
/// +-1/sqrt(fan_in), norms as 1 and 0. (fan_in is the product of all extents but the first, for transposed convolutions too.)
pub fn uniform(networks: &[(NetworkKind, Vec<TensorSpec>)], seed: u64) -> TensorMap {
    let mut tensors = TensorMap::new();
    for (network, specs) in networks {
        for (at, spec) in specs.iter().enumerate() {
            // A bias follows its weight.
            let weight = match spec.kind {
                Fill::Bias => at.checked_sub(1).and_then(|before| specs.get(before)),
                Fill::Weight | Fill::Scale => Some(spec),
            };
            let name = spec.full_name(*network);
            let values = match weight.filter(|weight| weight.kind == Fill::Weight) {
                Some(weight) => {
                    let bound = 1.0 / (fan_in(weight) as f32).sqrt();
                    let mut rng = stream(&name, seed);
                    let mut draw = || bound * rng.random_range(-1.0..1.0f32);
                    (0..spec.count()).map(|_| draw()).collect()
                }
                None => constant(spec),
            };
            let shape = spec.shape.clone();
            tensors.insert(name, HostTensor { shape, values });
        }
    }
    tensors
}

/// A norm's scale or shift.
fn constant(spec: &TensorSpec) -> Vec<f32> {
    let value = if spec.kind == Fill::Scale { 1.0 } else { 0.0 };
    vec![value; spec.count()]
}

fn fan_in(weight: &TensorSpec) -> usize {
    weight.shape.iter().skip(1).product::<usize>().max(1)
}

/// Random numbers of its own for each tensor: another number of domains changes no other tensor.
fn stream(name: &str, seed: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(parameter_id(name).val());
    rng
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;
    use crate::model::systems::stargan::{self, LabelShape};

    #[test]
    fn weights_have_the_deviation_of_he_and_repeat() {
        let config = ModelConfig {
            base_width: 16,
            width_cap: 64,
            hidden: 64,
            ..ModelConfig::official(32, DomainSet::unnamed(2), 0.0)
        };
        let tensors = he_normal(&config, &NetworkKind::ALL, 777);
        let weight = &tensors["discriminator.main.5.weight"];
        let count = weight.values.len() as f32;
        let mean = weight.values.iter().sum::<f32>() / count;
        let variance = weight.values.iter().map(|v| v * v).sum::<f32>() / count;
        let expected = 2.0 / (64.0 * 16.0);
        assert!(mean.abs() < 0.001, "{mean}");
        assert!((variance / expected - 1.0).abs() < 0.02, "{variance}");
        assert!(
            tensors["generator.to_rgb.0.weight"]
                .values
                .iter()
                .all(|&v| v == 1.0)
        );
        assert!(
            tensors["generator.decode.0.norm1.fc.bias"]
                .values
                .iter()
                .all(|&v| v == 0.0)
        );
        assert_eq!(tensors, he_normal(&config, &NetworkKind::ALL, 777));
        let other = he_normal(&config, &NetworkKind::ALL, 778);
        assert_ne!(
            tensors["generator.from_rgb.weight"],
            other["generator.from_rgb.weight"]
        );
    }

    #[test]
    fn label_networks_begin_as_pytorch_begins() {
        let shape = LabelShape {
            width: 16,
            ..LabelShape::official(64, 5)
        };
        let kinds = [NetworkKind::Generator, NetworkKind::Discriminator];
        let networks = kinds.map(|kind| (kind, stargan::specs(&shape, kind)));
        let tensors = uniform(&networks, 777);
        let spread = |name: &str, bound: f32| {
            let values = &tensors[name].values;
            let most = values.iter().fold(0.0f32, |most, v| most.max(v.abs()));
            let squares: f32 = values.iter().map(|v| v * v).sum();
            let deviation = (squares / values.len() as f32).sqrt();
            assert!(most <= bound && most > 0.9 * bound, "{name}: {most}");
            assert!(
                (deviation * 3f32.sqrt() / bound - 1.0).abs() < 0.15,
                "{name}"
            );
        };
        spread("discriminator.main.4.weight", 1.0 / 512f32.sqrt());
        spread("discriminator.main.4.bias", 1.0 / 512f32.sqrt());
        // Transposed, 64 x 32 x 4 x 4: its 32 outputs count.
        spread("generator.main.15.weight", 1.0 / 512f32.sqrt());
        let all = |name: &str, value: f32| tensors[name].values.iter().all(|&v| v == value);
        assert!(all("generator.main.1.weight", 1.0) && all("generator.main.1.bias", 0.0));
        assert_eq!(tensors, uniform(&networks, 777));
    }
}
