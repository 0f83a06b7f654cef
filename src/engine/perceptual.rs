//! The perceptual distances that a person gets: ST-LPIPS on AlexNet with bundled weights, and LPIPS v0.1 on torchvision's AlexNet, which they
//! bring, with bundled heads.

use std::path::Path;

use burn::tensor::Device;

use crate::checkpoint::source::Source;
use crate::checkpoint::torchvision::Published;
use crate::checkpoint::{Fault, TensorMap};
use crate::model::perceptual::{Perceptual, Variant};
use crate::model::weights::Scope;
use crate::problem::Problem;

/// The weights, as assets/perceptual/README.md describes them.
const WEIGHTS: &[u8] = include_bytes!("../../assets/perceptual/st_lpips_alex.safetensors");
/// The heads of LPIPS v0.1.
const PLAIN_HEADS: &[u8] = include_bytes!("../../assets/perceptual/lpips_alex_heads.safetensors");
/// What the tensors' names begin with when they have been read.
const NETWORK: &str = "lpips";
/// Names of the two parts in the shift-tolerant file.
const TRUNK: &str = "alexnet";
const HEADS: &str = "heads";
/// What happened when it cannot be built.
const WHAT: &str = "The perceptual distance could not be prepared";

impl Perceptual {
    /// The shift-tolerant distance with the bundled weights, on `device`.
    ///
    /// # Errors
    /// When the program's own file is damaged.
    pub fn bundled(device: &Device) -> Result<Self, Problem> {
        let tensors = bundled_weights(WEIGHTS)?;
        let scope = Scope::new(&tensors, NETWORK, device);
        Self::load(
            &scope.child(TRUNK),
            &scope.child(HEADS),
            Variant::ShiftTolerant,
        )
        .map_err(|error| Problem::because(WHAT, &error))
    }

    /// LPIPS v0.1: the plain distance with the bundled heads on torchvision's AlexNet at `path`, on `device`.
    ///
    /// # Errors
    /// When the file is another one or damaged; the problem says which file is wanted and where it is published.
    pub fn published(path: &Path, device: &Device) -> Result<Self, Problem> {
        let alexnet = Published::AlexNet;
        let trunk = alexnet
            .read(path)
            .map_err(|error| Problem::because("AlexNet could not be opened", &error))?;
        let heads = bundled_weights(PLAIN_HEADS)?;
        let trunk = Scope::new(&trunk, alexnet.network(), device);
        Self::load(&trunk, &Scope::new(&heads, NETWORK, device), Variant::Plain)
            .map_err(|error| Problem::because(WHAT, &error))
    }
}

fn bundled_weights(bytes: &[u8]) -> Result<TensorMap, Problem> {
    let read = || -> Result<TensorMap, Fault> {
        Source::from_safetensors(bytes.to_vec())?.read_all(NETWORK)
    };
    read().map_err(|fault| Problem::because(WHAT, &fault))
}
