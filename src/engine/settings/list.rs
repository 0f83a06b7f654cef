//! The settings. A new one is a few lines here, and stands on the page, in the file and on the command line.

use serde::{Deserialize, Serialize};

use super::rows::{Kind, Row};
use crate::engine::device::DeviceChoice;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// The dark theme.
    #[default]
    Dark,
    /// The light theme.
    Light,
    /// What the system has.
    System,
}

/// Makes the struct, what each setting is at first, and the rows.
macro_rules! settings {
    ($($group:literal { $(
        $(#[doc = $help:literal])+
        $key:ident: $type:ty = $first:expr, $name:literal, $kind:expr;
    )+ })+) => {
        /// Everything that a person can set once and for all.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Settings {
            $($(
                $(#[doc = $help])+
                pub $key: $type,
            )+)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($($key: $first,)+)+ }
            }
        }

        /// All settings as rows, in the order of the page.
        pub static ROWS: &[Row] = &[$($(
            Row {
                key: stringify!($key),
                name: $name,
                group: $group,
                help: concat!($($help),+),
                kind: $kind,
            },
        )+)+];
    };
}

settings! {
    "Look" {
        /// Light, dark, or as the system has it
        theme: ThemeChoice = ThemeChoice::Dark, "Theme",
            Kind::Choice(&[("dark", "Dark"), ("light", "Light"), ("system", "As the system")]);
        /// Stronger edges and text, for bright rooms and tired eyes
        contrast: bool = false, "High contrast", Kind::Switch;
        /// Nothing moves or fades; a software rasteriser never lets things move
        reduced_motion: bool = false, "Reduced motion", Kind::Switch;
        /// 1 is as the system has it; Ctrl with + or - does the same
        zoom: f64 = 1.0, "Size of everything", Kind::Number(0.7, 2.0, "×");
    }
    "Computing" {
        /// Where networks are computed: a real GPU if there is one, else the CPU; or one of the two by name
        device: DeviceChoice = DeviceChoice::Auto, "Device",
            Kind::Choice(&[("auto", "Automatic"), ("gpu", "GPU"), ("cpu", "CPU")]);
        /// 16-bit floats in the generator, on GPUs that have them: quicker, and colours differ a little
        half: bool = false, "Half precision", Kind::Switch;
    }
    "Pictures" {
        /// So many pictures in one drop, and you are asked before they are added
        ask_above: usize = 12, "Ask above", Kind::Count(1, 10_000, " pictures");
        /// Saved PNGs carry the recipe that makes them again, the names of your files among it
        recipe_in_png: bool = true, "Recipe in saved PNGs", Kind::Switch;
        /// Saved PNGs also carry the pictures that went in, so that they can be made again on another computer
        inputs_in_png: bool = true, "Inputs in saved PNGs", Kind::Switch;
    }
    "Session" {
        /// What was open comes back at the next start
        restore: bool = true, "Restore the last session", Kind::Switch;
        /// What is open is written to the disk this long after a change, at the latest
        autosave_seconds: u64 = 5, "Save the session after", Kind::Count(1, 30, " s");
        /// Space for pasted pictures and results that are open as sources, which are in no other file; those beyond it do not come back
        keep_megabytes: u64 = 512, "Space for pasted pictures", Kind::Count(0, 100_000, " MB");
        /// Steps that can be taken back
        undo_steps: usize = 100, "Undo steps", Kind::Count(1, 1_000, "");
    }
    "Log" {
        /// The log also says what is being done, step by step
        verbose: bool = false, "Everything in the log", Kind::Switch;
    }
}
