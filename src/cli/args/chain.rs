//! What can be typed after `stargrid chain`.

use std::path::PathBuf;

use clap::Args;

use super::CropChoice;

/// `stargrid chain`.
#[derive(Debug, Args)]
pub struct Chain {
    /// Model file, or "demo" for the bundled one; again for another row
    #[arg(long = "model", value_name = "MODEL", required = true)]
    pub models: Vec<PathBuf>,
    /// Picture that is translated
    #[arg(long, value_name = "PICTURE")]
    pub source: PathBuf,
    /// Domains in their order, by name or index; DOMAIN=PICTURE takes the style of that picture, others the domain's mean style
    #[arg(
        long,
        value_name = "DOMAIN[=PICTURE]",
        value_delimiter = ',',
        required = true
    )]
    pub via: Vec<String>,
    /// Number that styles are drawn with, instead of mean styles
    #[arg(long, value_name = "N")]
    pub latent_seed: Option<u64>,
    /// Part of a picture that the model sees (default: the best guess)
    #[arg(long, value_enum, value_name = "CROP")]
    pub crop: Option<CropChoice>,
    /// JSON file for the distances of all stages to the source
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// PNG file to write
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
}
