//! A network's parameters by their official names: taken out, given gradients, averaged.

use std::collections::HashMap;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::{Gradients, Tensor};

use crate::model::config::ModelConfig;
use crate::model::schema::specs;
use crate::model::weights::{HostTensor, TensorMap, parameter_id};

/// Gradients by parameter, flattened, without autodiff.
pub type GradientMap = HashMap<ParamId, Tensor<1>>;

/// The official names of a configuration's parameters.
#[derive(Clone, Debug)]
pub struct Names(HashMap<ParamId, String>);

impl Names {
    /// The names of all networks of its system.
    pub fn of(config: &ModelConfig) -> Self {
        let networks = config.system.networks().iter();
        let all = networks.flat_map(|&network| {
            let specs = specs(config, network).into_iter();
            specs.map(move |spec| spec.full_name(network))
        });
        Self(all.map(|name| (parameter_id(&name), name)).collect())
    }

    /// The full official name of a parameter.
    pub fn get(&self, id: ParamId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }
}

/// Copies every parameter of `network` into `tensors`.
pub fn export<M: Module>(network: &M, names: &Names, tensors: &mut TensorMap) {
    network.visit(&mut Export { names, tensors });
}

struct Export<'a> {
    names: &'a Names,
    tensors: &'a mut TensorMap,
}

impl ModuleVisitor for Export<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(name) = self.names.get(param.id) else {
            return;
        };
        let shape = param.val().dims().to_vec();
        self.tensors
            .insert(name.to_owned(), host_tensor(shape, param.val()));
    }
}

/// A tensor copied to ordinary memory.
pub fn host_tensor<const D: usize>(shape: Vec<usize>, tensor: Tensor<D>) -> HostTensor {
    let values = tensor.without_autodiff().into_data();
    HostTensor {
        shape,
        values: values.iter::<f32>().collect(),
    }
}

/// Adds the gradients of the parameters of `network` to `into`.
pub fn add_gradients<M: Module>(network: &M, gradients: &mut Gradients, into: &mut GradientMap) {
    network.visit(&mut Collect { gradients, into });
}

struct Collect<'a> {
    gradients: &'a mut Gradients,
    into: &'a mut GradientMap,
}

impl ModuleVisitor for Collect<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Some(gradient) = param.val().grad_remove(self.gradients) else {
            return;
        };
        let count = gradient.shape().num_elements();
        let gradient = gradient.reshape([count]);
        let sum = match self.into.remove(&param.id) {
            Some(before) => before + gradient,
            None => gradient,
        };
        self.into.insert(param.id, sum);
    }
}

/// `average` moved toward `network`: `share * average + (1 - share) * network`, parameter by parameter.
pub fn average<M: Module>(average: M, network: &M, share: f64) -> M {
    let mut newest = Newest(HashMap::new());
    network.visit(&mut newest);
    average.map(&mut Average {
        newest: newest.0,
        share,
    })
}

struct Newest(HashMap<ParamId, Tensor<1>>);

impl ModuleVisitor for Newest {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let value = param.val().without_autodiff();
        let count = value.shape().num_elements();
        self.0.insert(param.id, value.reshape([count]));
    }
}

struct Average {
    newest: HashMap<ParamId, Tensor<1>>,
    share: f64,
}

impl ModuleMapper for Average {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(newest) = self.newest.remove(&param.id) else {
            return param;
        };
        let share = self.share;
        param.map(|old| {
            let newest = newest.reshape(old.dims());
            // The form of torch.lerp, which the golden numbers were made with.
            newest.clone() + (old - newest) * share
        })
    }
}
