//! Adam as PyTorch computes it, one for each network: weight decay as an L2 term of the gradient, moments corrected for their start.
//!
//! Burn's own optimiser keys its state by random ids and adds epsilon elsewhere in its defaults; this one is found again by official
//! names, so that a resumed run is equal to the bit.

use std::collections::{HashMap, HashSet};

use burn::module::{Module, ModuleMapper, Param, ParamId};
use burn::tensor::{Device, Tensor, TensorData};

use super::config::OptimiserOptions;
use super::parameters::{GradientMap, Names, host_tensor};
use crate::model::weights::{TensorMap, parameter_id};

/// Suffixes under which moments are saved.
const FIRST: &str = ".m";
const SECOND: &str = ".v";

/// The optimiser of one network.
#[derive(Debug)]
pub struct Adam {
    rate: f64,
    beta1: f64,
    beta2: f64,
    epsilon: f64,
    weight_decay: f64,
    updates: u64,
    moments: HashMap<ParamId, Moments>,
    /// Parameters that exist and take no part: they are not even decayed.
    unused: HashSet<ParamId>,
}

#[derive(Clone, Debug)]
struct Moments {
    /// Only kept when beta1 is not 0, where it would equal the gradient.
    first: Option<Tensor<1>>,
    second: Tensor<1>,
}

impl Adam {
    /// An optimiser that has not seen a gradient; `rate` is the learning rate.
    pub fn new(options: &OptimiserOptions, rate: f64) -> Self {
        Self {
            rate,
            beta1: options.beta1,
            beta2: options.beta2,
            epsilon: options.epsilon,
            weight_decay: options.weight_decay,
            updates: 0,
            moments: HashMap::new(),
            unused: HashSet::new(),
        }
    }

    /// Leaves these parameters as they are for ever.
    pub fn leave_out(&mut self, parameters: impl IntoIterator<Item = ParamId>) {
        self.unused.extend(parameters);
    }

    /// Changes the learning rate of the updates to come.
    pub fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
    }

    /// Updates done.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// Moves `network` by one update. A parameter without a gradient has the gradient 0, as a head has that no sample chose.
    pub fn step<M: Module>(&mut self, network: M, gradients: GradientMap) -> M {
        self.updates += 1;
        network.map(&mut Update {
            adam: self,
            gradients,
        })
    }

    /// Adds the moments to `tensors`, under the full official name with `.m` or `.v`.
    pub fn export(&self, names: &Names, tensors: &mut TensorMap) {
        for (id, moments) in &self.moments {
            let Some(name) = names.get(*id) else { continue };
            let mut put = |suffix: &str, values: Tensor<1>| {
                let host = host_tensor(values.dims().to_vec(), values);
                tensors.insert(format!("{name}{suffix}"), host);
            };
            put(SECOND, moments.second.clone());
            if let Some(first) = moments.first.clone() {
                put(FIRST, first);
            }
        }
    }

    /// Takes the moments of the parameters below `network.` from `tensors`, and the count of updates.
    pub fn restore(&mut self, network: &str, tensors: &TensorMap, updates: u64, device: &Device) {
        self.updates = updates;
        let prefix = format!("{network}.");
        let own = tensors.range(prefix.clone()..);
        let load = |name: &str| {
            let host = tensors.get(name)?;
            let data = TensorData::new(host.values.clone(), [host.values.len()]);
            Some(Tensor::from_data(data, device))
        };
        for (full, _) in own.take_while(|(full, _)| full.starts_with(&prefix)) {
            let Some(name) = full.strip_suffix(SECOND) else {
                continue;
            };
            if let Some(second) = load(full) {
                let first = load(&format!("{name}{FIRST}"));
                self.moments
                    .insert(parameter_id(name), Moments { first, second });
            }
        }
    }

    fn moved(&mut self, id: ParamId, value: Tensor<1>, gradient: Option<Tensor<1>>) -> Tensor<1> {
        let decay = value.clone() * self.weight_decay;
        let gradient = match gradient {
            Some(gradient) => gradient + decay,
            None => decay,
        };
        let square = gradient.clone() * gradient.clone() * (1.0 - self.beta2);
        let before = self.moments.remove(&id);
        let (first, second) = match before {
            Some(before) => (before.first, before.second * self.beta2 + square),
            None => (None, square),
        };
        let direction = if self.beta1 > 0.0 {
            let fresh = gradient * (1.0 - self.beta1);
            first.map_or(fresh.clone(), |first| first * self.beta1 + fresh)
        } else {
            gradient
        };
        let kept = (self.beta1 > 0.0).then(|| direction.clone());
        let exponent = self.updates.min(i32::MAX as u64) as i32;
        let rate = self.rate / (1.0 - self.beta1.powi(exponent));
        let correction = (1.0 - self.beta2.powi(exponent)).sqrt();
        let scale = second.clone().sqrt() / correction + self.epsilon;
        let moments = Moments {
            first: kept,
            second,
        };
        self.moments.insert(id, moments);
        value - direction / scale * rate
    }
}

struct Update<'a> {
    adam: &'a mut Adam,
    gradients: GradientMap,
}

impl ModuleMapper for Update<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let id = param.id;
        if self.adam.unused.contains(&id) {
            return param;
        }
        let gradient = self.gradients.remove(&id);
        param.map(|value| {
            let shape = value.dims();
            let value = value.without_autodiff();
            let count = value.shape().num_elements();
            let moved = self.adam.moved(id, value.reshape([count]), gradient);
            moved.reshape(shape).autodiff().require_grad()
        })
    }
}
