//! Every knob of a training run, as it stands in a run's `config.toml`; the defaults are the official ones.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::{DomainSet, LabelSpace};
use crate::evaluation::EvaluationOptions;
use crate::model::config::{LABEL_DEPTH, ModelConfig};
use crate::model::system::System;

pub use super::validate::ConfigFault;

/// A training run, completely.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrainConfig {
    /// Where the weights start.
    pub start: Start,
    /// Sizes of the networks.
    pub model: ModelShape,
    /// The pictures.
    pub data: DataOptions,
    /// Weights of the loss terms.
    pub losses: LossOptions,
    /// The four Adam optimisers and the moving average.
    pub optimiser: OptimiserOptions,
    /// Steps, batch, and what happens when.
    pub schedule: Schedule,
    /// Figures of some steps, and what the best step goes by.
    pub evaluation: EvaluationOptions,
    /// When to warn and when to stop.
    pub health: HealthLimits,
}

/// Where the weights start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Start {
    /// He initialisation.
    #[default]
    Scratch,
    /// The bundled demo model.
    Demo,
    /// A model file: its generator, mapping network and style encoder; a new discriminator unless the file has one.
    Model(PathBuf),
}

impl From<String> for Start {
    fn from(text: String) -> Self {
        match text.as_str() {
            "" | "scratch" => Self::Scratch,
            "demo" => Self::Demo,
            path => Self::Model(path.into()),
        }
    }
}

impl From<Start> for String {
    fn from(start: Start) -> Self {
        start.to_string()
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scratch => f.write_str("scratch"),
            Self::Demo => f.write_str("demo"),
            Self::Model(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Sizes of the networks; the domains come from the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModelShape {
    /// Which system it is.
    pub system: System,
    /// Side of the pictures: a power of two.
    pub img_size: usize,
    /// Width of the first convolution (official: 2^14 / `img_size`).
    pub base_width: usize,
    /// Largest width (official: 512).
    pub width_cap: usize,
    /// Length of a style code.
    pub style_dim: usize,
    /// Length of a latent code.
    pub latent_dim: usize,
    /// Width of the mapping network.
    pub hidden: usize,
    /// Divisor of the high-pass skip; 0 for none.
    pub w_hpf: f32,
    /// Residual blocks of a label system's generator (official: 6).
    pub generator_blocks: usize,
    /// Halvings of a label system's discriminator (official: 6).
    pub discriminator_layers: usize,
}

impl Default for ModelShape {
    fn default() -> Self {
        Self {
            system: System::default(),
            img_size: 256,
            base_width: 64,
            width_cap: 512,
            style_dim: 64,
            latent_dim: 16,
            hidden: 512,
            w_hpf: 0.0,
            generator_blocks: LABEL_DEPTH,
            discriminator_layers: LABEL_DEPTH,
        }
    }
}

impl ModelShape {
    /// The model's configuration for these labels.
    pub fn with_labels(&self, labels: LabelSpace) -> ModelConfig {
        ModelConfig {
            domains: DomainSet::new(labels.names()),
            labels,
            ..self.with_domains(DomainSet::default())
        }
    }

    /// The model's configuration for these domains.
    pub fn with_domains(&self, domains: DomainSet) -> ModelConfig {
        ModelConfig {
            system: self.system,
            img_size: self.img_size,
            base_width: self.base_width,
            width_cap: self.width_cap,
            style_dim: self.style_dim,
            latent_dim: self.latent_dim,
            hidden: self.hidden,
            w_hpf: self.w_hpf,
            domains,
            labels: LabelSpace::default(),
            generator_blocks: self.generator_blocks,
            discriminator_layers: self.discriminator_layers,
        }
    }
}

/// The pictures a network learns from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataOptions {
    /// The data set's folder; empty for the bundled creatures.
    pub root: Option<PathBuf>,
    /// The domains, in the order of the heads; found in the data when empty.
    pub domains: Vec<String>,
    /// Share of each domain that is held out when the folder has no train and val folders.
    pub val_share: f32,
    /// Probability that a picture is cropped at random (official: 0.5).
    pub crop_probability: f32,
    /// Probability that a picture is mirrored (official: 0.5).
    pub flip_probability: f32,
    /// Attributes that a label system learns of a list; the usual ones when empty.
    pub attributes: Vec<String>,
    /// More sets of labelled pictures that a label system learns together with the first.
    pub joint: Vec<JointData>,
    /// The landmark network (wing.ckpt, or a model that holds one) whose masks a high-pass model is trained with; without one, and
    /// without one in the model that the run starts from, it is trained without masks.
    pub fan: Option<PathBuf>,
}

/// One more set of labelled pictures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JointData {
    /// Its folder: folders of classes, or pictures with a list of attributes.
    pub root: PathBuf,
    /// Attributes to learn of its list; the usual ones when empty.
    pub attributes: Vec<String>,
}

impl Default for DataOptions {
    fn default() -> Self {
        Self {
            root: None,
            domains: Vec::new(),
            val_share: 0.1,
            crop_probability: 0.5,
            flip_probability: 0.5,
            attributes: Vec::new(),
            joint: Vec::new(),
            fan: None,
        }
    }
}

impl DataOptions {
    /// Takes the pictures from another folder (none: the bundled creatures). A list of domains belongs to the data it was made for.
    pub fn choose_root(&mut self, root: Option<PathBuf>) {
        if root != self.root {
            self.domains.clear();
        }
        self.root = root;
    }
}

/// Weights of the loss terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LossOptions {
    /// R1 regularisation of the discriminator.
    pub lambda_reg: f32,
    /// Style reconstruction.
    pub lambda_sty: f32,
    /// Style diversity at the start; it falls to 0 over `ds_iter` steps.
    pub lambda_ds: f64,
    /// Steps after which diversity no longer counts.
    pub ds_iter: u64,
    /// Cycle consistency.
    pub lambda_cyc: f32,
    /// Identity: a picture in its own style stays as it is. Official in Fixed-Point GAN (10), ours elsewhere; 0 leaves it out.
    pub lambda_identity: f32,
    /// Classification, of a label system.
    pub lambda_cls: f32,
    /// Reconstruction, of a label system.
    pub lambda_rec: f32,
    /// Gradient penalty, of a label system.
    pub lambda_gp: f32,
}

impl Default for LossOptions {
    fn default() -> Self {
        Self {
            lambda_reg: 1.0,
            lambda_sty: 1.0,
            lambda_ds: 1.0,
            ds_iter: 100_000,
            lambda_cyc: 1.0,
            lambda_identity: 0.0,
            lambda_cls: 1.0,
            lambda_rec: 10.0,
            lambda_gp: 10.0,
        }
    }
}

/// The four Adam optimisers and the moving average.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OptimiserOptions {
    /// Learning rate of generator, style encoder and discriminator.
    pub learning_rate: f64,
    /// Learning rate of the mapping network.
    pub mapping_learning_rate: f64,
    /// Decay of the first moment.
    pub beta1: f64,
    /// Decay of the second moment.
    pub beta2: f64,
    /// Added to the root of the second moment.
    pub epsilon: f64,
    /// L2 penalty, added to the gradient.
    pub weight_decay: f64,
    /// Share of the old weights in the moving average.
    pub ema: f64,
    /// Also step the style encoder in the reference pass. Not official: its author found it worse.
    pub style_encoder_in_reference_pass: bool,
    /// Discriminator steps for one generator step, of a label system.
    pub n_critic: u64,
    /// Share of the steps, at the end, in which a label system's learning rates fall to 0 in a straight line.
    pub decay_share: f64,
}

impl Default for OptimiserOptions {
    fn default() -> Self {
        Self {
            learning_rate: 1e-4,
            mapping_learning_rate: 1e-6,
            beta1: 0.0,
            beta2: 0.99,
            epsilon: 1e-8,
            weight_decay: 1e-4,
            ema: 0.999,
            style_encoder_in_reference_pass: false,
            n_critic: 5,
            decay_share: 0.5,
        }
    }
}

/// Steps, batch, and what happens when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Steps of the whole run.
    pub steps: u64,
    /// Pictures of one update.
    pub batch: usize,
    /// Pictures computed at once; 0 for the whole batch. Smaller needs less memory and gives the same update.
    pub micro_batch: usize,
    /// Decides every random number of the run.
    pub seed: u64,
    /// A row of metrics every so many steps (and at steps 1 to 10 and the last).
    pub log_every: u64,
    /// Sample sheets every so many steps (and at step 0 and the last).
    pub sample_every: u64,
    /// A checkpoint to keep every so many steps (and at the last).
    pub save_every: u64,
    /// An autosave at the latest after so many steps …
    pub autosave_steps: u64,
    /// … or after so many seconds.
    pub autosave_seconds: u64,
    /// How many full checkpoints are kept; older ones are removed, the best one never.
    pub keep_last: usize,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            steps: 100_000,
            batch: 8,
            micro_batch: 0,
            seed: 777,
            log_every: 10,
            sample_every: 5_000,
            save_every: 10_000,
            autosave_steps: 500,
            autosave_seconds: 300,
            keep_last: 3,
        }
    }
}

/// When to warn and when to stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HealthLimits {
    /// D wins when the mean of sigma(real) stays above this …
    pub d_wins_real: f32,
    /// … and that of sigma(fake) below this …
    pub d_wins_fake: f32,
    /// … for so many steps in a row. Collapse and saturation use the same count.
    pub patience: u64,
    /// Outputs have collapsed when two styles differ by less than this (mean absolute difference, range 2).
    pub collapse_distance: f32,
    /// Outputs saturate when more than this share of values lies outside [-1, 1].
    pub saturated_share: f32,
    /// Fewer training pictures than this are called few.
    pub few_pictures: usize,
    /// Fewer training pictures in one domain than this are called few.
    pub few_in_domain: usize,
    /// Smaller batches than this are warned about.
    pub small_batch: usize,
}

impl Default for HealthLimits {
    fn default() -> Self {
        Self {
            d_wins_real: 0.95,
            d_wins_fake: 0.05,
            patience: 500,
            collapse_distance: 0.01,
            saturated_share: 0.5,
            few_pictures: 1_000,
            few_in_domain: 100,
            small_batch: 8,
        }
    }
}

impl TrainConfig {
    /// Pictures computed at once.
    pub fn micro_batch(&self) -> usize {
        match self.schedule.micro_batch {
            0 => self.schedule.batch,
            part => part.min(self.schedule.batch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_a_word_or_a_path() {
        for (text, start) in [
            ("scratch", Start::Scratch),
            ("demo", Start::Demo),
            ("/m/afhq.ckpt", Start::Model("/m/afhq.ckpt".into())),
        ] {
            assert_eq!(Start::from(text.to_owned()), start);
            assert_eq!(start.to_string(), text);
        }
    }
}
