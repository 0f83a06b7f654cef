//! The official iteration as a plain value. (Contract; being written.)

use burn::tensor::Device;

use super::config::TrainConfig;
use super::state::TrainerState;
use super::terms::Terms;
use crate::domain::Batch;
use crate::model::StarGan;
use crate::model::config::ModelConfig;
use crate::model::weights::{TensorMap, WeightError};

/// What one iteration reported.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepReport {
    /// Number of the iteration, from 1.
    pub step: u64,
    /// Its loss terms.
    pub terms: Terms,
    /// The diversity weight it used.
    pub lambda_ds: f64,
    /// What health is judged by.
    pub vitals: Vitals,
}

/// What health is judged by, besides the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vitals {
    /// Mean of sigma(D(real)).
    pub sigma_real: f32,
    /// Mean of sigma(D(fake)).
    pub sigma_fake: f32,
    /// Share of translated values outside [-1, 1].
    pub saturated: f32,
}

/// A network in training.
#[derive(Debug)]
pub struct Trainer {}

impl Trainer {
    /// Begins with these weights: all four networks by full official name. The moving averages start as copies.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn new(
        _config: &TrainConfig,
        _model: &ModelConfig,
        _weights: &TensorMap,
        _device: &Device,
    ) -> Result<Self, WeightError> {
        todo!()
    }

    /// Goes on from a saved state.
    ///
    /// # Errors
    /// When a tensor is absent or has another shape.
    pub fn restore(
        _config: &TrainConfig,
        _model: &ModelConfig,
        _state: &TrainerState,
        _device: &Device,
    ) -> Result<Self, WeightError> {
        todo!()
    }

    /// One official iteration on `batch`. `between` is called between passes (about ten times an iteration): a caller may
    /// sleep there or look for orders.
    pub fn step(&mut self, _batch: &Batch, _between: &mut dyn FnMut()) -> StepReport {
        todo!()
    }

    /// Iterations done.
    pub fn steps_done(&self) -> u64 {
        todo!()
    }

    /// Everything needed to go on later.
    pub fn state(&self) -> TrainerState {
        todo!()
    }

    /// Weights for exploring: generator, mapping network and style encoder; the moving averages, or the raw ones.
    pub fn weights(&self, _averaged: bool) -> TensorMap {
        todo!()
    }

    /// The same as networks on the training device, without gradients and without a discriminator. Cheap: nothing is copied.
    pub fn networks(&self, _averaged: bool) -> StarGan {
        todo!()
    }
}
