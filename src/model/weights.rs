//! Weights on their way from a file into the networks: named tensors in ordinary memory, with PyTorch's names and shapes.

use std::collections::BTreeMap;

use burn::module::{Param, ParamId};
use burn::tensor::{Device, Tensor, TensorData};
use thiserror::Error;

use super::form::Form;

/// A tensor in ordinary memory, row-major, in PyTorch's shape.
#[derive(Clone, Debug, PartialEq)]
pub struct HostTensor {
    /// Extents, outermost first; empty for a single number.
    pub shape: Vec<usize>,
    /// The numbers; as many as the shape's product.
    pub values: Vec<f32>,
}

/// Tensors by their full official name, such as `generator.encode.0.conv1.weight`.
pub type TensorMap = BTreeMap<String, HostTensor>;

impl HostTensor {
    /// A tensor of these values; `None` when the count does not fit the shape.
    pub fn new(shape: Vec<usize>, values: Vec<f32>) -> Option<Self> {
        let count = shape
            .iter()
            .try_fold(1usize, |product, &extent| product.checked_mul(extent))?;
        (count == values.len()).then_some(Self { shape, values })
    }

    /// The first value that is infinite or not a number.
    pub fn first_broken(&self) -> Option<f32> {
        self.values.iter().copied().find(|value| !value.is_finite())
    }
}

/// A network cannot be built from the weights at hand.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum WeightError {
    /// The tensor is not there.
    #[error("the model has no tensor `{name}`")]
    Missing {
        /// Full official name.
        name: String,
    },
    /// The tensor has another shape than the configuration asks for.
    #[error("`{name}` has the shape {found:?}; the configuration needs {expected:?}")]
    Shape {
        /// Full official name.
        name: String,
        /// Shape in the file.
        found: Vec<usize>,
        /// Shape the network needs.
        expected: Vec<usize>,
    },
    /// The configuration cannot be built at all.
    #[error("{0}")]
    Config(String),
}

/// A place in the tree of names, on a device: `generator`, then `generator.encode`, then …
pub struct Scope<'a> {
    tensors: &'a TensorMap,
    device: &'a Device,
    path: String,
    form: Form,
}

impl<'a> Scope<'a> {
    /// The scope of a whole network.
    pub fn new(tensors: &'a TensorMap, network: &str, device: &'a Device) -> Self {
        Self {
            tensors,
            device,
            path: network.to_owned(),
            form: Form::chosen(),
        }
    }

    /// The scope `name` inside this one.
    pub fn child(&self, name: impl std::fmt::Display) -> Self {
        Self {
            tensors: self.tensors,
            device: self.device,
            path: format!("{}.{name}", self.path),
            form: self.form,
        }
    }

    /// The same scope for networks of another form.
    pub fn in_form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The form of the networks that are built here.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The device that tensors are put on.
    pub fn device(&self) -> &Device {
        self.device
    }

    /// The parameter `name` of this scope, checked against `shape`; it collects gradients on a device with autodiff. Its id is
    /// that of [`parameter_id`], so that optimisers, averages and exports find it by its official name.
    ///
    /// # Errors
    /// When it is absent or has another shape.
    pub fn parameter<const D: usize>(
        &self,
        name: &str,
        shape: [usize; D],
    ) -> Result<Param<Tensor<D>>, WeightError> {
        let tensor = self.tensor(name, shape)?;
        let tensor = if tensor.is_autodiff() {
            tensor.require_grad()
        } else {
            tensor
        };
        let id = parameter_id(&format!("{}.{name}", self.path));
        Ok(Param::initialized(id, tensor))
    }

    /// The tensor `name` of this scope, checked against `shape`.
    ///
    /// # Errors
    /// When it is absent or has another shape.
    pub fn tensor<const D: usize>(
        &self,
        name: &str,
        shape: [usize; D],
    ) -> Result<Tensor<D>, WeightError> {
        let host = self.host(name, &shape)?;
        Ok(Tensor::from_data(
            TensorData::new(host.values.clone(), shape),
            self.device,
        ))
    }

    /// The tensor `name` of this scope in ordinary memory, checked against `shape`.
    ///
    /// # Errors
    /// When it is absent or has another shape.
    pub fn host(&self, name: &str, shape: &[usize]) -> Result<&'a HostTensor, WeightError> {
        let name = format!("{}.{name}", self.path);
        let Some(host) = self.tensors.get(&name) else {
            return Err(WeightError::Missing { name });
        };
        if host.shape != shape || host.values.len() != shape.iter().product::<usize>() {
            return Err(WeightError::Shape {
                name,
                found: host.shape.clone(),
                expected: shape.to_vec(),
            });
        }
        Ok(host)
    }
}

/// The id of the parameter with this full official name: the name's 64-bit FNV-1a hash.
pub fn parameter_id(full_name: &str) -> ParamId {
    let hash = full_name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ParamId::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_must_fit() {
        assert!(HostTensor::new(vec![2, 3], vec![0.0; 6]).is_some());
        assert!(HostTensor::new(vec![2, 3], vec![0.0; 5]).is_none());
        assert!(HostTensor::new(vec![usize::MAX, 3], vec![]).is_none());
    }
}
