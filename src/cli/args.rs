//! What can be typed: commands and options, as clap reads them.

mod chain;
mod eval;
mod labels;
mod reports;
mod sheet;
mod walk;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{ArgGroup, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

pub use chain::Chain;
pub use eval::{Eval, EvalMode};
pub use labels::{LabelOptions, LabelValue};
pub use reports::{Doctor, Inspect, Runs};
pub use sheet::SheetOptions;
pub use walk::Walk;

use crate::data::align::LEAST_SIDE;
use crate::engine::device::DeviceChoice;
use crate::model::system::System;
use crate::train::presets::Preset;

/// Explores multi-domain image translation (the StarGAN family). Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "stargrid", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    /// Where to compute: a real GPU if there is one, else the CPU; or one of the two by name
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "DEVICE"
    )]
    pub device: DeviceChoice,
    /// Folder for settings and caches, instead of the usual ones (also: STARGRID_DATA_DIR)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Set a setting for this start alone; `stargrid settings` lists them
    #[arg(
        id = "setting",
        long = "setting",
        global = true,
        value_name = "NAME=VALUE"
    )]
    pub set: Vec<String>,
    /// Compute the networks step by step as the papers have them: slower, the same pictures; for comparisons
    #[arg(long, global = true)]
    pub plain: bool,
    /// Say on standard error what is being done
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Open the window, print when its cells were there and how long frames took, and close it
    #[arg(long)]
    pub measure: bool,
    /// Open the window, train the demo in it for so many seconds, print how long frames took, and close it
    #[arg(long, value_name = "SECONDS", conflicts_with = "measure")]
    pub measure_training: Option<u64>,
    /// Pictures, folders and a model to open in the window
    #[arg(value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    /// What to do instead of opening the window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Translate one picture into the style of a reference or of a seed, or to other labels
    Translate(Translate),
    /// Write a grid: sources along the top, styles or labels down the left, a result at each crossing
    Grid(Grid),
    /// Make a film of a walk through styles: GIF, APNG, MP4 or a folder of PNG files
    Walk(Walk),
    /// Translate a picture from domain to domain, show every stage and measure the way back; one row a model
    Chain(Chain),
    /// Bring faces to where the mean face has them, as face models were trained
    Align(Align),
    /// Tell what a model file holds
    Inspect(Inspect),
    /// Save a checkpoint in Stargrid's own format
    Import(Import),
    /// Train a network on folders of pictures, or go on with a run
    Train(Train),
    /// Measure a model: distances to real pictures, diversity, round trips; by a stated protocol
    Eval(Eval),
    /// Tell about a training run, and draw its curves
    Runs(Runs),
    /// Write a labelled data set made of the bundled creatures by edits, to train label systems on
    Creatures(Creatures),
    /// Tell what Stargrid finds on this machine, and try it
    Doctor(Doctor),
    /// Print every setting with what it does and what it is
    Settings,
}

/// `stargrid translate`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("style").required(true).args(["reference", "seed", "labels", "toggle"]))]
pub struct Translate {
    /// Model file, or "demo" for the bundled one
    #[arg(long, value_name = "MODEL")]
    pub model: PathBuf,
    /// Picture whose pose and layout are kept
    #[arg(long, value_name = "PICTURE")]
    pub source: PathBuf,
    /// Picture whose style is taken
    #[arg(long, value_name = "PICTURE")]
    pub reference: Option<PathBuf>,
    /// Number that a style is drawn with, instead of a reference
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Truncation of a drawn style: 1 leaves it, 0 gives the domain's mean style
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = truncation, conflicts_with_all = ["reference", "labels", "toggle"])]
    pub psi: f32,
    /// Domain of the result, by name or index (default: the reference's own, from its folder's name)
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Landmark network (wing.ckpt) for a model that was trained with masks; needed when its file holds none
    #[arg(long, value_name = "FILE")]
    pub fan: Option<PathBuf>,
    /// Part of a picture that the model sees (default: the best guess)
    #[arg(long, value_enum, value_name = "CROP")]
    pub crop: Option<CropChoice>,
    /// PNG file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Options of label models
    #[command(flatten)]
    pub labels: LabelOptions,
}

/// `stargrid grid`. Without references, seeds and labels a label model shows each of its labels.
#[derive(Debug, Args)]
pub struct Grid {
    /// Model file, or "demo" for the bundled one
    #[arg(long, value_name = "MODEL")]
    pub model: PathBuf,
    /// Pictures or folders whose pose and layout are kept
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    pub sources: Vec<PathBuf>,
    /// Pictures or folders whose style is taken; DOMAIN=PATH says which domain they are of
    #[arg(long, value_name = "[DOMAIN=]PATH", num_args = 1..)]
    pub references: Vec<OsString>,
    /// Numbers that styles are drawn with, one row each
    #[arg(long, value_name = "N", value_delimiter = ',', num_args = 1..)]
    pub seeds: Vec<u64>,
    /// Truncation of drawn styles: 1 leaves them, 0 gives the domain's mean style
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = truncation, requires = "seeds")]
    pub psi: f32,
    /// A domain by name or index; "own" for each reference's own (the default); "all" for one row a domain
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Landmark network (wing.ckpt) for a model that was trained with masks; needed when its file holds none
    #[arg(long, value_name = "FILE")]
    pub fan: Option<PathBuf>,
    /// Part of a picture that the model sees (default: the best guess)
    #[arg(long, value_enum, value_name = "CROP")]
    pub crop: Option<CropChoice>,
    /// PNG file to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Labels of the sheet
    #[command(flatten)]
    pub words: SheetOptions,
    /// Options of label models
    #[command(flatten)]
    pub labels: LabelOptions,
}

/// `stargrid align`.
#[derive(Debug, Args)]
pub struct Align {
    /// Pictures or folders of pictures, one face each
    #[arg(value_name = "PATH", required = true, num_args = 1..)]
    pub pictures: Vec<PathBuf>,
    /// Landmark network: wing.ckpt, or a model that holds one
    #[arg(long, value_name = "FILE")]
    pub fan: PathBuf,
    /// Mean face: celeba_lm_mean.npz (default: the mean over these pictures)
    #[arg(long, value_name = "FILE")]
    pub mean: Option<PathBuf>,
    /// Side of the aligned pictures in pixels, an even number
    #[arg(long, value_name = "PIXELS", default_value_t = 256, value_parser = aligned_side)]
    pub size: usize,
    /// Part of a picture that holds the face (default: the best guess)
    #[arg(long, value_enum, value_name = "CROP")]
    pub crop: Option<CropChoice>,
    /// Folder for the PNG files
    #[arg(long, short, value_name = "FOLDER")]
    pub out: PathBuf,
}

/// `stargrid import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Checkpoint to read
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// File to write, ending in .safetensors
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Names of the domains, in the order of the model's heads
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub domains: Vec<String>,
    /// Names of the labels of a label model; once for each set of labels it was trained on
    #[arg(long, value_name = "NAME,...")]
    pub labels: Vec<String>,
    /// As --labels, for a set of which exactly one label holds; such sets come after those of --labels
    #[arg(long, value_name = "NAME,...")]
    pub classes: Vec<String>,
    /// System of the model, where tensors do not tell it: fixed-point for a StarGAN's, unet-skips for a StarGAN v2's
    #[arg(long, value_name = "SYSTEM", value_parser = system())]
    pub system: Option<System>,
    /// Name of the model
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// `stargrid train`.
#[derive(Debug, Args)]
pub struct Train {
    /// Folder with one folder of pictures a domain, or with train and val holding those (default for the demo: bundled creatures)
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder of the run
    #[arg(long, value_name = "RUN")]
    pub out: PathBuf,
    /// Configuration file with every knob, as a run's config.toml
    #[arg(long, value_name = "FILE", conflicts_with = "preset")]
    pub config: Option<PathBuf>,
    /// Named configuration (default: demo)
    #[arg(long, value_name = "PRESET", value_parser = preset())]
    pub preset: Option<Preset>,
    /// Steps of the whole run, also with --resume
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub steps: Option<u64>,
    /// Go on with the run in --out from its newest checkpoint
    #[arg(long)]
    pub resume: bool,
    /// Your own pictures to follow in the sample sheets; they are not trained on
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub probes: Vec<PathBuf>,
    /// Model to start from: a file, "demo" for the bundled one, or "scratch"
    #[arg(long, value_name = "MODEL")]
    pub from: Option<String>,
}

/// `stargrid creatures`.
#[derive(Debug, Args)]
pub struct Creatures {
    /// Folder to write, new or empty
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
    /// Which set to make
    #[arg(long, value_enum, value_name = "SET", default_value = "attributes")]
    pub set: CreatureSet,
    /// Number that decides which creature gets which edits
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// A labelled set of creatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CreatureSet {
    /// Pictures with a list of attributes, as CelebA has them
    Attributes,
    /// One folder of pictures a class
    Classes,
    /// A folder of each, for joint training
    Both,
}

/// Largest side of an aligned picture.
const MOST_ALIGNED: usize = 2048;

fn aligned_side(text: &str) -> Result<usize, String> {
    let side = text
        .parse()
        .ok()
        .filter(|side: &usize| side.is_multiple_of(2));
    side.filter(|side| (LEAST_SIDE..=MOST_ALIGNED).contains(side))
        .ok_or_else(|| format!("give an even number from {LEAST_SIDE} to {MOST_ALIGNED}"))
}

/// The part of a picture that the model sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CropChoice {
    /// A square around the best human face
    Face,
    /// The largest centred square
    #[value(alias = "center")]
    Centre,
    /// Everything, squeezed into a square
    Whole,
}

impl Arguments {
    /// What clap cannot see: a mistyped or misplaced command, which it takes for a file to open.
    pub fn contradiction(&self) -> Option<clap::Error> {
        let bare = |path: &&PathBuf| path.extension().is_none() && path.components().count() == 1;
        let word = self.paths.iter().filter(bare).find(|path| !path.exists())?;
        let word = word.display().to_string();
        let text = if Self::command().find_subcommand(&word).is_some() {
            format!("the command {word} must stand before any file")
        } else {
            format!("there is no command, file or folder called {word}")
        };
        Some(Self::command().error(ErrorKind::InvalidSubcommand, text))
    }
}

/// The presets by their names.
fn preset() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::name)).try_map(|name| {
        let unknown = || format!("there is no preset {name}");
        Preset::named(&name).ok_or_else(unknown)
    })
}

/// The systems by their names.
fn system() -> impl TypedValueParser<Value = System> {
    let names = System::ALL.iter().map(|system| system.name());
    PossibleValuesParser::new(names).try_map(System::try_from)
}

/// A truncation or strength in its useful range.
fn truncation(text: &str) -> Result<f32, String> {
    let value = text.parse().ok();
    value
        .filter(|value| (0.0..=2.0).contains(value))
        .ok_or_else(|| "a number from 0 to 2 is wanted".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn truncations_are_numbers_in_range() {
        assert_eq!(truncation("0.7"), Ok(0.7));
        for text in ["much", "", "NaN", "inf", "-0.1", "2.1"] {
            assert!(truncation(text).is_err(), "{text}");
        }
    }
}
