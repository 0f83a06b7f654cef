//! Options of `stargrid eval`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::evaluation::protocol::{MOST_OUTPUTS, OFFICIAL_OUTPUTS, SEED};

/// `stargrid eval`.
#[derive(Debug, Args)]
pub struct Eval {
    /// Model file, "demo" for the bundled one, or the folder of a training run: all its kept steps
    #[arg(long, value_name = "MODEL")]
    pub model: PathBuf,
    /// Folder with one folder of pictures a domain, or with train and val holding those (default: the bundled creatures)
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What guides the outputs; a label system is guided by labels whatever is said here
    #[arg(long, value_enum, value_name = "MODE", default_value = "both")]
    pub mode: EvalMode,
    /// Outputs of each source in each task; the published figures have 10
    #[arg(long, value_name = "N", default_value_t = OFFICIAL_OUTPUTS, value_parser = outputs)]
    pub outputs: usize,
    /// Most held-out pictures of a domain that are translated (default: all)
    #[arg(long, value_name = "N", value_parser = sources)]
    pub sources: Option<usize>,
    /// Number that decides every random draw
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
    /// torchvision's AlexNet, for exact LPIPS v0.1 beside the bundled ST-LPIPS
    #[arg(long, value_name = "FILE")]
    pub alexnet: Option<PathBuf>,
    /// torchvision's Inception-v3, for FID by the StarGAN v2 protocol beside the bundled extractor's figures
    #[arg(long, value_name = "FILE")]
    pub inception: Option<PathBuf>,
    /// JSON file to write; for a run, one list of all steps
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the figures into the card of a model file: of MODEL itself, or of a copy of it
    #[arg(long, value_name = "FILE")]
    pub keep: Option<Option<PathBuf>>,
}

impl Eval {
    /// The model file that keeps the figures, when one is to.
    pub fn keeper(&self) -> Option<&Path> {
        let named = self.keep.as_ref()?.as_deref();
        Some(named.unwrap_or(&self.model))
    }
}

/// What guides the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EvalMode {
    /// Fresh latents
    Latent,
    /// Held-out pictures of the target domain
    Reference,
    /// One after the other
    Both,
}

fn outputs(text: &str) -> Result<usize, String> {
    let count = text.parse().ok();
    count
        .filter(|count| (1..=MOST_OUTPUTS).contains(count))
        .ok_or_else(|| format!("give a number from 1 to {MOST_OUTPUTS}"))
}

fn sources(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count >= 3);
    count.ok_or_else(|| "give a number from 3 on: fewer have no standard error".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_in_range() {
        assert_eq!(outputs("10"), Ok(10));
        assert_eq!(sources("3"), Ok(3));
        for text in ["0", "101", "-1", "many"] {
            assert!(outputs(text).is_err(), "{text}");
        }
        for text in ["0", "2", "few"] {
            assert!(sources(text).is_err(), "{text}");
        }
    }
}
