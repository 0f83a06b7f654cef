//! A layer before it has weights: where they are found, and how convolution and batch norm become one.
//!
//! A network's structure is written once, as a function that makes a layer of each [`Plan`]. Given a function that loads, it builds
//! the network; given one that only looks, it lists the tensors.

use crate::model::frozen::{Layer, Place, Shape};
use crate::model::schema::{Fill, TensorSpec};
use crate::model::weights::{Scope, WeightError};

/// Added to the variance by the batch norms of both networks.
const EPSILON: f64 = 1e-3;

/// A convolution without bias, and the batch norm behind it.
pub(super) struct Plan {
    /// Published name of the convolution.
    pub(super) convolution: String,
    /// Published name of the batch norm.
    pub(super) norm: String,
    /// What the layer is.
    pub(super) shape: Shape,
}

/// Makes a layer of a plan.
pub(super) type Make<'a, L> = dyn FnMut(Plan) -> Result<L, WeightError> + 'a;

impl Plan {
    /// Reads the weights and folds the norm into them: w s and b - m s, with s = g / sqrt(variance + epsilon).
    pub(super) fn load(&self, scope: &Scope<'_>, place: &Place) -> Result<Layer, WeightError> {
        let weight = scope
            .child(&self.convolution)
            .host("weight", &self.shape.weight())?;
        let norm = scope.child(&self.norm);
        let out = &self.shape.channels[..1];
        let read = |name: &str| Ok(&norm.host(name, out)?.values);
        let (gain, shift) = (read("weight")?, read("bias")?);
        let (mean, variance) = (read("running_mean")?, read("running_var")?);
        let scales = gain
            .iter()
            .zip(variance)
            .map(|(&gain, &variance)| f64::from(gain) / (f64::from(variance) + EPSILON).sqrt());
        let scales: Vec<f64> = scales.collect();
        let run = weight.values.len() / scales.len();
        let rows = weight.values.chunks_exact(run).zip(&scales);
        let rows = rows.flat_map(|(row, scale)| {
            row.iter()
                .map(move |&weight| (f64::from(weight) * scale) as f32)
        });
        let biases = shift
            .iter()
            .zip(mean)
            .zip(&scales)
            .map(|((&b, &mean), scale)| (f64::from(b) - f64::from(mean) * scale) as f32);
        Ok(Layer::new(
            self.shape,
            rows.collect(),
            biases.collect(),
            place,
        ))
    }

    fn specs(&self) -> [TensorSpec; 5] {
        let spec = |of: &str, part: &str, shape: &[usize], kind| TensorSpec {
            name: format!("{of}.{part}"),
            shape: shape.to_vec(),
            kind,
        };
        let out = &self.shape.channels[..1];
        [
            spec(
                &self.convolution,
                "weight",
                &self.shape.weight(),
                Fill::Weight,
            ),
            spec(&self.norm, "weight", out, Fill::Scale),
            spec(&self.norm, "bias", out, Fill::Bias),
            spec(&self.norm, "running_mean", out, Fill::Bias),
            spec(&self.norm, "running_var", out, Fill::Scale),
        ]
    }
}

/// The tensors of the network that `build` makes.
pub(super) fn specs_of<N>(
    build: impl FnOnce(&mut Make<'_, ()>) -> Result<N, WeightError>,
) -> Vec<TensorSpec> {
    let mut specs = Vec::new();
    // Looking cannot fail.
    let _ = build(&mut |plan: Plan| {
        specs.extend(plan.specs());
        Ok(())
    });
    specs
}
