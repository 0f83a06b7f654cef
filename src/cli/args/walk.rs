//! What can be typed after `stargrid walk`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{CropChoice, LabelOptions, truncation};
use crate::domain::walk::{Ease, MOST_FRAMES};
use crate::export::film::{Form, Rate};

/// `stargrid walk`.
#[derive(Debug, Args)]
pub struct Walk {
    /// Model file, or "demo" for the bundled one
    #[arg(long, value_name = "MODEL")]
    pub model: PathBuf,
    /// Pictures or folders whose pose and layout are kept; each is in every frame
    #[arg(long = "source", alias = "sources", value_name = "PATH", required = true, num_args = 1..)]
    pub sources: Vec<PathBuf>,
    /// Pictures or folders whose styles are walked through; DOMAIN=PATH says which domain they are of
    #[arg(long, value_name = "[DOMAIN=]PATH", num_args = 1..)]
    pub references: Vec<OsString>,
    /// Numbers that styles are drawn with, walked through after the references
    #[arg(long, value_name = "N", value_delimiter = ',', num_args = 1..)]
    pub seeds: Vec<u64>,
    /// Strengths to walk through, with --labels or --toggle of a label model: for example 0,1
    #[arg(long, value_name = "X", value_delimiter = ',', num_args = 1.., value_parser = truncation, conflicts_with_all = ["references", "seeds"])]
    pub steps: Vec<f32>,
    /// Truncation of drawn styles: 1 leaves them, 0 gives the domain's mean style
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = truncation, requires = "seeds")]
    pub psi: f32,
    /// A domain by name or index; "own" for each reference's own (the default); "all" to go through every domain with each style
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// What a frame shows
    #[arg(long, value_enum, value_name = "FORM", default_value = "result")]
    pub form: FormChoice,
    /// Frames between two styles (default: 20, as the official videos have)
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = frames)]
    pub frames: usize,
    /// How the film goes from one style to the next
    #[arg(long, value_enum, value_name = "CURVE", default_value = "official")]
    pub ease: EaseChoice,
    /// Frames for which each style stays (default: 10, as the official videos have)
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = frames)]
    pub hold: usize,
    /// Go back to the first style, so that the film repeats without a jump
    #[arg(long = "loop")]
    pub closes: bool,
    /// Go on with the next pair between styles of different domains, as the official forms do, instead of blending them
    #[arg(long)]
    pub cut: bool,
    /// Frames a second, from 1 to 60 (default: 25, and 12.5 for the official forms)
    #[arg(long, value_name = "N", value_parser = rate)]
    pub fps: Option<Rate>,
    /// Landmark network (wing.ckpt) for a model that was trained with masks; needed when its file holds none
    #[arg(long, value_name = "FILE")]
    pub fan: Option<PathBuf>,
    /// Part of a picture that the model sees (default: the best guess)
    #[arg(long, value_enum, value_name = "CROP")]
    pub crop: Option<CropChoice>,
    /// File to write, ending in .gif, .apng (or .png) or .mp4 (which takes ffmpeg); a name without ending is a folder of PNG files
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
    /// Options of label models
    #[command(flatten)]
    pub labels: LabelOptions,
}

/// What a frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormChoice {
    /// The results alone, side by side
    Result,
    /// Each source with its result beside it
    Beside,
    /// The sources above their results, as in the official videos of latents
    Interpolate,
    /// References that slide by at the left, as in the official videos of references
    Slide,
}

impl From<FormChoice> for Form {
    fn from(choice: FormChoice) -> Self {
        match choice {
            FormChoice::Result => Self::Result,
            FormChoice::Beside => Self::Beside,
            FormChoice::Interpolate => Self::Interpolate,
            FormChoice::Slide => Self::Slide,
        }
    }
}

/// The curve between two styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EaseChoice {
    /// The sigmoid of the official videos
    Official,
    /// The same step every frame
    Linear,
    /// Slow at both ends
    Smooth,
}

impl From<EaseChoice> for Ease {
    fn from(choice: EaseChoice) -> Self {
        match choice {
            EaseChoice::Official => Self::Official,
            EaseChoice::Linear => Self::Linear,
            EaseChoice::Smooth => Self::Smooth,
        }
    }
}

fn frames(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count <= MOST_FRAMES);
    count.ok_or_else(|| format!("give a number from 0 to {MOST_FRAMES}"))
}

fn rate(text: &str) -> Result<Rate, String> {
    let [least, most] = Rate::RANGE.map(|rate| rate.frames() as f32);
    let frames = text.parse().ok();
    let frames = frames.filter(|frames| (least..=most).contains(frames));
    frames
        .map(Rate::of)
        .ok_or_else(|| format!("give a number from {least} to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_tenths_and_a_range() {
        assert_eq!(rate("12.5"), Ok(Rate::OFFICIAL));
        assert_eq!(rate("60"), Ok(Rate(600)));
        for text in ["0", "61", "NaN", "fast", ""] {
            assert!(rate(text).is_err(), "{text}");
        }
        assert!(frames("0").is_ok() && frames("-1").is_err());
    }
}
