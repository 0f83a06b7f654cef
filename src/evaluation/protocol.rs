//! What an evaluation is asked for: modes, counts and the seed that decides every random number.

use serde::{Deserialize, Serialize};

use super::metric::Metric;
use super::report::Mode;

/// Outputs a source that the StarGAN v2 protocol draws.
pub const OFFICIAL_OUTPUTS: usize = 10;
/// Sources of one batch of the protocol, and references of one.
pub const OFFICIAL_BATCH: usize = 32;
/// Most outputs a source that can be asked for: 4,950 pairs.
pub const MOST_OUTPUTS: usize = 100;
/// The seed when none is given.
pub const SEED: u64 = 777;

/// The protocol's knobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// Latents, references, or both; a label system has one mode of its own.
    pub modes: Vec<Mode>,
    /// Outputs of each source.
    pub outputs: usize,
    /// Most held-out pictures of a domain that are translated; all when there is none.
    pub most_sources: Option<usize>,
    /// Decides every random number.
    pub seed: u64,
}

impl Default for Protocol {
    fn default() -> Self {
        Self {
            modes: vec![Mode::Latent, Mode::Reference],
            outputs: OFFICIAL_OUTPUTS,
            most_sources: None,
            seed: SEED,
        }
    }
}

/// Evaluation while training: the section `[evaluation]` of a run's configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EvaluationOptions {
    /// Evaluate every so many steps (and at the last); 0 never does.
    pub every: u64,
    /// The figure that the best step is chosen by: kid, frechet, st_lpips …
    pub metric: Metric,
    /// Also reference-guided; twice the time.
    pub reference: bool,
    /// Outputs of each source; the official protocol has 10.
    pub outputs: usize,
    /// Most held-out pictures of a domain that are translated; 0 for all.
    pub sources: usize,
}

impl Default for EvaluationOptions {
    fn default() -> Self {
        Self {
            every: 0,
            metric: Metric::Kid,
            reference: false,
            outputs: 1,
            sources: 50,
        }
    }
}

impl EvaluationOptions {
    /// The protocol that these options ask for.
    pub fn protocol(&self) -> Protocol {
        let mut modes = vec![Mode::Latent];
        modes.extend(self.reference.then_some(Mode::Reference));
        Protocol {
            modes,
            outputs: self.outputs,
            most_sources: (self.sources > 0).then_some(self.sources),
            seed: SEED,
        }
    }
}
