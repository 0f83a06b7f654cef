//! How a system is trained: what its losses' file says, found by the system.

use std::fmt;

use burn::tensor::Device;

use super::config::TrainConfig;
use super::report::StepReport;
use super::state::TrainerState;
use super::systems;
use super::terms::Term;
use crate::domain::Batch;
use crate::model::Model;
use crate::model::config::ModelConfig;
use crate::model::fan::Fan;
use crate::model::system::{System, each_system};
use crate::model::weights::{TensorMap, WeightError};

/// A network in training, as a plain value: no threads, clocks or files.
pub trait Learner: fmt::Debug + Send {
    /// One iteration on `batch`. `between` is called between passes: a caller may sleep there or look for orders.
    fn step(&mut self, batch: &Batch, between: &mut dyn FnMut()) -> StepReport;

    /// Iterations done.
    fn steps_done(&self) -> u64;

    /// Everything needed to go on later.
    fn state(&self) -> TrainerState;

    /// Weights for exploring by full official name; the moving averages, or the raw ones.
    fn weights(&self, averaged: bool) -> TensorMap;

    /// The same as networks on the training device, without gradients. Cheap: nothing is copied.
    fn networks(&self, averaged: bool) -> Model;

    /// From now on faces are looked at through this landmark network (on the training device); systems without masks ignore it.
    fn see_with(&mut self, _fan: Fan) {}
}

/// What begins a learner: knobs, sizes and first weights.
pub type Begin =
    fn(&TrainConfig, &ModelConfig, &TensorMap, &Device) -> Result<Box<dyn Learner>, WeightError>;
/// What lets a learner go on from a saved state.
pub type Resume =
    fn(&TrainConfig, &ModelConfig, &TrainerState, &Device) -> Result<Box<dyn Learner>, WeightError>;

/// How a system is trained: one constant in its losses' file.
pub struct Objective {
    /// Its loss terms, in the official order.
    pub terms: &'static [Term],
    /// The term that measures how much two codes differ in their effect, if there is one: a collapse shows in it.
    pub diversity: &'static [&'static str],
    /// Terms whose sum falls while a model learns: an honest stand-in for quality.
    pub score: &'static [&'static str],
    /// Numbers that the tape of the largest pass keeps for one sample: what enters its convolutions.
    pub tape: fn(&ModelConfig) -> u64,
    /// Begins with first weights.
    pub begin: Begin,
    /// Goes on from a state.
    pub resume: Resume,
}

macro_rules! find_objective {
    ($($variant:ident ($network:ident, $losses:ident),)*) => {
        impl Objective {
            /// How `system` is trained.
            pub fn of(system: System) -> &'static Self {
                match system {
                    $(System::$variant => &systems::$losses::OBJECTIVE,)*
                }
            }
        }
    };
}
each_system!(find_objective);
