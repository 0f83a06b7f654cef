//! First weights: He initialisation, as the official code does it before training.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use crate::model::config::ModelConfig;
use crate::model::schema::{Fill, NetworkKind, TensorSpec, specs};
use crate::model::weights::{HostTensor, TensorMap, parameter_id};

/// First weights of `networks` for `config`, the same for the same seed: weights normal with deviation sqrt(2 / fan_in), biases 0,
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
    let count = spec.count();
    let values = match spec.kind {
        Fill::Bias => vec![0.0; count],
        Fill::Scale => vec![1.0; count],
        Fill::Weight => {
            let fan_in: usize = spec.shape.iter().skip(1).product();
            let deviation = (2.0 / fan_in.max(1) as f32).sqrt();
            // A stream of its own for each tensor: another number of domains changes no other tensor.
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(parameter_id(name).val());
            let mut draw = || -> f32 { StandardNormal.sample(&mut rng) };
            (0..count).map(|_| deviation * draw()).collect()
        }
    };
    HostTensor {
        shape: spec.shape.clone(),
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DomainSet;

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
}
