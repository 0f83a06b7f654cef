//! First weights: He initialisation, as the official code does it. (Contract; being written.)

use crate::model::config::ModelConfig;
use crate::model::schema::NetworkKind;
use crate::model::weights::TensorMap;

/// First weights of `networks` for `config`, the same for the same seed: weights normal with deviation sqrt(2 / fan_in), biases 0,
/// scales of norms 1.
pub fn he_normal(_config: &ModelConfig, _networks: &[NetworkKind], _seed: u64) -> TensorMap {
    todo!()
}
