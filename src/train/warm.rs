//! First weights from a trained model, also one with other domains. (Contract; being written.)

use crate::model::config::ModelConfig;
use crate::model::weights::{TensorMap, WeightError};

/// What a warm start did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WarmStart {
    /// Domains whose heads were taken from the domain of the same name.
    pub kept: Vec<String>,
    /// New domains, whose heads start as copies of a donor: (new, donor).
    pub copied: Vec<(String, String)>,
    /// Whether the discriminator had to start from nothing.
    pub new_discriminator: bool,
}

/// Weights of all four networks of `target`, from a model of `origin`'s configuration with the weights `tensors`.
///
/// # Errors
/// When sizes other than the number of domains differ; the message names them.
pub fn warm_start(
    _target: &ModelConfig,
    _origin: &ModelConfig,
    _tensors: &TensorMap,
    _seed: u64,
) -> Result<(TensorMap, WarmStart), WeightError> {
    todo!()
}
