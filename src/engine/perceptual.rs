//! The perceptual distance with the weights that Stargrid brings: ST-LPIPS on AlexNet.

use burn::tensor::Device;

use crate::checkpoint::source::Source;
use crate::checkpoint::{Fault, TensorMap};
use crate::model::perceptual::{Perceptual, Variant};
use crate::model::weights::Scope;
use crate::problem::Problem;

/// The weights, as assets/perceptual/README.md describes them.
const WEIGHTS: &[u8] = include_bytes!("../../assets/perceptual/st_lpips_alex.safetensors");
/// Names of the two parts in that file.
const TRUNK: &str = "alexnet";
const HEADS: &str = "heads";

impl Perceptual {
    /// The shift-tolerant distance with the bundled weights, on `device`.
    ///
    /// # Errors
    /// When the program's own file is damaged.
    pub fn bundled(device: &Device) -> Result<Self, Problem> {
        const WHAT: &str = "The perceptual distance could not be prepared";
        let tensors = bundled_weights().map_err(|fault| Problem::because(WHAT, &fault))?;
        let scope = |part| Scope::new(&tensors, part, device);
        Self::load(&scope(TRUNK), &scope(HEADS), Variant::ShiftTolerant)
            .map_err(|error| Problem::because(WHAT, &error))
    }
}

fn bundled_weights() -> Result<TensorMap, Fault> {
    let source = Source::from_safetensors(WEIGHTS.to_vec())?;
    let names = source.entries.keys();
    names
        .map(|name| Ok((name.clone(), source.read(name)?)))
        .collect()
}
