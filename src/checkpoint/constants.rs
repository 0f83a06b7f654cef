//! Constants in model files: kernels that are not learnt, which newer public files store and older ones do not.

use super::error::Fault;
use super::infer::unclear;
use super::kind::HIGH_PASS_FILTER;
use super::tensors::{HostTensor, TensorMap};
use crate::model::config::ModelConfig;
use crate::model::modulated;
use crate::model::system::System;

/// The blur behind an enlarging block of the modulated generator, one axis of it.
const BLUR: [f32; 3] = [1.0, 2.0, 1.0];

/// Whether a full official name is that of a blur kernel, which only models with modulated convolutions have.
pub fn is_blur(config: &ModelConfig, name: &str) -> bool {
    let inner = name.strip_prefix("generator.");
    config.system == System::Modulated
        && name != HIGH_PASS_FILTER
        && inner.is_some_and(modulated::is_constant)
}

/// The full names of all blur kernels that a model has.
pub fn blurs(config: &ModelConfig) -> Vec<String> {
    if config.system != System::Modulated {
        return Vec::new();
    }
    let names = modulated::blur_buffers(config).into_iter();
    names.map(|name| format!("generator.{name}")).collect()
}

/// Refuses a stored blur kernel that is another than the one that is computed with.
pub fn check_blur(kernel: &HostTensor) -> Result<(), Fault> {
    if kernel.values == BLUR {
        Ok(())
    } else {
        Err(unclear("a stored blur kernel is not [1, 2, 1]"))
    }
}

/// Adds the high-pass kernel where a model needs it and the file lacks it.
pub fn add_high_pass(config: &ModelConfig, extras: &mut TensorMap) {
    if config.has_high_pass() {
        let name = HIGH_PASS_FILTER.to_owned();
        let kernel = || high_pass_kernel(config.w_hpf);
        extras.entry(name).or_insert_with(kernel);
    }
}

/// w_hpf as a stored kernel tells it: its centre is 8 / w_hpf, the others -1 / w_hpf.
pub fn high_pass_strength(kernel: &HostTensor) -> Result<f32, Fault> {
    let why = "the stored high-pass kernel is not the official one".to_owned();
    let centre = match kernel.values.as_slice() {
        values if values.len() == 9 => values[4],
        _ => return Err(Fault::Unclear { why }),
    };
    let strength = 8.0 / centre;
    let expected = high_pass_kernel(strength);
    let close = |(a, b): (&f32, &f32)| (a - b).abs() <= 1e-5 * centre.abs();
    let fits = kernel.values.iter().zip(&expected.values).all(close);
    if fits && strength > 0.0 && strength.is_finite() {
        Ok(strength)
    } else {
        Err(Fault::Unclear { why })
    }
}

/// The high-pass kernel of this strength.
pub fn high_pass_kernel(w_hpf: f32) -> HostTensor {
    let mut values = vec![-1.0 / w_hpf; 9];
    values[4] = 8.0 / w_hpf;
    HostTensor {
        shape: vec![3, 3],
        values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_tell_their_strength() {
        for strength in [1.0, 2.0, 0.7] {
            let found = high_pass_strength(&high_pass_kernel(strength)).unwrap();
            assert!((found - strength).abs() < 1e-6);
        }
        let mut bent = high_pass_kernel(1.0);
        bent.values[0] = 0.0;
        assert!(high_pass_strength(&bent).is_err());
        for centre in [0.0, -8.0, f32::NAN] {
            let mut bad = high_pass_kernel(1.0);
            bad.values[4] = centre;
            assert!(high_pass_strength(&bad).is_err(), "{centre}");
        }
    }
}
