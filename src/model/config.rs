//! The numbers from which every tensor shape of a model follows.
//!
//! Official checkpoints store none of them, so they are inferred on import and kept in the model's own file.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::system::System;
use crate::domain::{DomainSet, LabelFault, LabelSpace};

/// Largest value of any size: far above every real model, small enough that shapes cannot overflow.
pub const SIZE_LIMIT: usize = 4096;

/// Residual blocks and discriminator layers of the official label networks.
pub const LABEL_DEPTH: usize = 6;

/// Everything that fixes the shapes of a model's networks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelConfig {
    /// Which system it is of.
    #[serde(default)]
    pub system: System,
    /// Side of the square pictures, a power of two.
    pub img_size: usize,
    /// Width of the first convolution (official: 2^14 / `img_size`).
    pub base_width: usize,
    /// Widths double from stage to stage up to this one (official: 512).
    pub width_cap: usize,
    /// Length of a style code (official: 64).
    pub style_dim: usize,
    /// Length of a latent code (official: 16).
    pub latent_dim: usize,
    /// Width of the mapping network (official: 512).
    pub hidden: usize,
    /// Strength divisor of the high-pass skip; 0 means there is none.
    pub w_hpf: f32,
    /// The domains, in the order of the heads; of a label system the names of all labels.
    pub domains: DomainSet,
    /// What the label vector of a label system says; empty for others.
    #[serde(default, skip_serializing_if = "LabelSpace::is_empty")]
    pub labels: LabelSpace,
    /// Residual blocks of a label system's generator (official: 6).
    #[serde(default = "label_depth", skip_serializing_if = "is_label_depth")]
    pub generator_blocks: usize,
    /// Halvings of a label system's discriminator (official: 6).
    #[serde(default = "label_depth", skip_serializing_if = "is_label_depth")]
    pub discriminator_layers: usize,
}

fn label_depth() -> usize {
    LABEL_DEPTH
}

fn is_label_depth(depth: &usize) -> bool {
    *depth == LABEL_DEPTH
}

/// Why a configuration describes no model.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ConfigError {
    /// The picture size is not a power of two in range.
    #[error(
        "the picture size {size} is not possible: it must be a power of two from {least} to {SIZE_LIMIT}"
    )]
    ImageSize {
        /// The size asked for.
        size: usize,
        /// The smallest possible one.
        least: usize,
    },
    /// A width or code length is out of range.
    #[error("the {what} {value} is not possible: it must lie between 1 and {SIZE_LIMIT}")]
    Size {
        /// What is out of range.
        what: &'static str,
        /// Its value.
        value: usize,
    },
    /// The high-pass strength is negative or not a number.
    #[error("the high-pass strength {0} is not possible: it must be 0 or a positive number")]
    HighPass(f32),
    /// There is no domain, or there are too many.
    #[error("a model needs between 1 and {SIZE_LIMIT} domains, but this one has {0}")]
    Domains(usize),
    /// Two domains share a name, or one has none.
    #[error("every domain needs a name of its own, but \"{0}\" is empty or used twice")]
    DomainName(String),
    /// The label vector of a label system is impossible.
    #[error(transparent)]
    Labels(#[from] LabelFault),
    /// The discriminator of a label system halves the picture more often than it can.
    #[error(
        "{layers} discriminator layers are not possible for pictures of {size} x {size}: each halves the picture, and one pixel must be left"
    )]
    Layers {
        /// The number asked for.
        layers: usize,
        /// Side of the pictures.
        size: usize,
    },
}

/// The widths of one residual block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockWidths {
    /// Channels that enter.
    pub input: usize,
    /// Channels that leave.
    pub output: usize,
    /// Whether the block halves (encoder, trunk) or doubles (decoder) the side.
    pub resample: bool,
}

impl BlockWidths {
    /// Whether the shortcut has a 1x1 convolution.
    pub fn learned_shortcut(&self) -> bool {
        self.input != self.output
    }
}

impl ModelConfig {
    /// The official configuration for this picture size.
    pub fn official(img_size: usize, domains: DomainSet, w_hpf: f32) -> Self {
        Self {
            system: System::StarGanV2,
            img_size,
            base_width: (1 << 14) / img_size.max(1),
            width_cap: 512,
            style_dim: 64,
            latent_dim: 16,
            hidden: 512,
            w_hpf,
            domains,
            labels: LabelSpace::default(),
            generator_blocks: LABEL_DEPTH,
            discriminator_layers: LABEL_DEPTH,
        }
    }

    /// Length of what guides the generator: a style code or a label vector.
    pub fn code_len(&self) -> usize {
        if self.system.takes_labels() {
            self.labels.len()
        } else {
            self.style_dim
        }
    }

    /// How many domains there are.
    pub fn num_domains(&self) -> usize {
        self.domains.len()
    }

    /// Whether the generator has the high-pass skip.
    pub fn has_high_pass(&self) -> bool {
        self.w_hpf > 0.0
    }

    /// Checks that networks can be built from these numbers.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let least = if self.has_high_pass() { 16 } else { 32 };
        let size = self.img_size;
        if !size.is_power_of_two() || !(least..=SIZE_LIMIT).contains(&size) {
            return Err(ConfigError::ImageSize { size, least });
        }
        for (what, value) in [
            ("first width", self.base_width),
            ("largest width", self.width_cap),
            ("style length", self.style_dim),
            ("latent length", self.latent_dim),
            ("mapping width", self.hidden),
        ] {
            if !(1..=SIZE_LIMIT).contains(&value) {
                return Err(ConfigError::Size { what, value });
            }
        }
        if self.system.takes_labels() {
            self.validate_labels()?;
        }
        if !self.w_hpf.is_finite() || self.w_hpf < 0.0 {
            return Err(ConfigError::HighPass(self.w_hpf));
        }
        self.validate_domains()
    }

    fn validate_labels(&self) -> Result<(), ConfigError> {
        self.labels.validate()?;
        if self.labels.logits() != self.num_domains() {
            return Err(ConfigError::Domains(self.num_domains()));
        }
        let (layers, size) = (self.discriminator_layers, self.img_size);
        if layers == 0 || layers > self.side_log2() {
            return Err(ConfigError::Layers { layers, size });
        }
        Ok(())
    }

    fn validate_domains(&self) -> Result<(), ConfigError> {
        if !(1..=SIZE_LIMIT).contains(&self.num_domains()) {
            return Err(ConfigError::Domains(self.num_domains()));
        }
        let mut seen = std::collections::BTreeSet::new();
        for name in self.domains.names() {
            if name.trim().is_empty() || !seen.insert(name.as_str()) {
                return Err(ConfigError::DomainName(name.clone()));
            }
        }
        Ok(())
    }

    /// The blocks of the generator's encoder, first to last.
    pub fn encoder_widths(&self) -> Vec<BlockWidths> {
        // Down to 16x16; one stage more, to 8x8, with the high-pass skip.
        let stages = (self.side_log2() + usize::from(self.has_high_pass())).saturating_sub(4);
        let mut blocks = self.doubling(stages);
        let width = blocks.last().map_or(self.base_width, |block| block.output);
        let flat = BlockWidths {
            input: width,
            output: width,
            resample: false,
        };
        blocks.extend([flat, flat]);
        blocks
    }

    /// Side of the map between encoder and decoder.
    pub fn bottleneck_side(&self) -> usize {
        let blocks = self.encoder_widths();
        let halvings = blocks.iter().filter(|block| block.resample).count();
        self.img_size >> halvings
    }

    /// The blocks of the generator's decoder, first to last: the encoder's mirrored.
    pub fn decoder_widths(&self) -> Vec<BlockWidths> {
        let mirrored = |block: BlockWidths| BlockWidths {
            input: block.output,
            output: block.input,
            resample: block.resample,
        };
        self.encoder_widths()
            .into_iter()
            .rev()
            .map(mirrored)
            .collect()
    }

    /// The blocks of the trunk that style encoder and discriminator share in shape: down to 4x4.
    pub fn trunk_widths(&self) -> Vec<BlockWidths> {
        self.doubling(self.side_log2().saturating_sub(2))
    }

    fn side_log2(&self) -> usize {
        self.img_size.max(1).ilog2() as usize
    }

    fn doubling(&self, stages: usize) -> Vec<BlockWidths> {
        let mut input = self.base_width;
        (0..stages)
            .map(|_| {
                let output = (input * 2).min(self.width_cap);
                let block = BlockWidths {
                    input,
                    output,
                    resample: true,
                };
                input = output;
                block
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(blocks: &[BlockWidths]) -> Vec<(usize, usize, bool)> {
        blocks
            .iter()
            .map(|block| (block.input, block.output, block.resample))
            .collect()
    }

    #[test]
    fn official_blocks_are_those_of_the_reference() {
        let afhq = ModelConfig::official(256, DomainSet::unnamed(3), 0.0);
        let expected = [
            (64, 128, true),
            (128, 256, true),
            (256, 512, true),
            (512, 512, true),
            (512, 512, false),
            (512, 512, false),
        ];
        assert_eq!(widths(&afhq.encoder_widths()), expected);
        assert_eq!(widths(&afhq.decoder_widths())[3], (512, 256, true));
        let celeba = ModelConfig::official(256, DomainSet::unnamed(2), 1.0);
        assert_eq!(celeba.encoder_widths().len(), 7);
        assert_eq!(celeba.trunk_widths().len(), 6);
    }

    #[test]
    fn impossible_numbers_are_named() {
        let good = ModelConfig::official(64, DomainSet::unnamed(2), 0.0);
        assert_eq!(good.validate(), Ok(()));
        let mut bad = good.clone();
        bad.img_size = 96;
        let message = bad.validate().unwrap_err().to_string();
        assert!(message.contains("96") && message.contains("power of two"));
        bad.img_size = 16;
        assert!(bad.validate().is_err(), "16 needs the high-pass skip");
        bad.w_hpf = 1.0;
        assert_eq!(bad.validate(), Ok(()));
        bad.w_hpf = f32::NAN;
        bad.img_size = 64;
        assert!(matches!(bad.validate(), Err(ConfigError::HighPass(_))));
        let mut twins = good.clone();
        twins.domains = DomainSet::new(["cat", "cat"]);
        assert_eq!(
            twins.validate(),
            Err(ConfigError::DomainName("cat".to_owned()))
        );
        twins.domains = DomainSet::default();
        assert_eq!(twins.validate(), Err(ConfigError::Domains(0)));
    }
}
