//! Words and numbers of the Train tab: presets, sheets, durations, bytes, steps, and names for run folders.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::data::dataset::DataRoot;
use crate::model::system::System;
use crate::train::presets::Preset;
use crate::train::samples::SheetKind;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// A preset's name and what it is for.
pub fn preset(preset: Preset) -> (&'static str, &'static str) {
    match preset {
        Preset::Demo => (
            "Demo: learn a new domain",
            "64 × 64 pictures. The bundled model learns a domain it has never seen. Made for a CPU.",
        ),
        Preset::DemoScratch => (
            "Demo from nothing",
            "64 × 64 pictures, 5,000 steps from random weights. Its time is measured before it starts.",
        ),
        Preset::Small64 => (
            "Small, 64 × 64",
            "A narrow network for your own pictures on a CPU, 50,000 steps.",
        ),
        Preset::Medium128 => (
            "Medium, 128 × 128",
            "The official widths at half the size, 100,000 steps. Wants a GPU.",
        ),
        Preset::Afhq256 => (
            "Official animals (AFHQ), 256 × 256",
            "As published for animal faces, 100,000 steps. Wants a large GPU.",
        ),
        Preset::CelebaHq256 => (
            "Official faces (CelebA-HQ), 256 × 256",
            "As published for human faces, with the high-pass skip. Wants a large GPU.",
        ),
        Preset::Unet64 => (
            "U-Net skips, 64 × 64",
            "Keeps more of the source: subtler changes, less variety. Narrow, for a CPU.",
        ),
        Preset::Modulated64 => (
            "Modulated convolutions, 64 × 64",
            "The style scales the weights instead of the maps. Narrow, for a CPU.",
        ),
        Preset::Modulated512 => (
            "Modulated convolutions, 512 × 512",
            "Full width for large pictures, one picture at a time. Wants a GPU with 11 GB.",
        ),
        Preset::StarGan64 => (
            "StarGAN, 64 × 64",
            "Switches labelled attributes: class folders, or pictures with list_attr_celeba.txt. Narrow, for a CPU.",
        ),
        Preset::StarGan128 => (
            "Official StarGAN (CelebA), 128 × 128",
            "As published: 200,000 steps, batch 16. Wants a GPU.",
        ),
        Preset::FixedPoint64 => (
            "Fixed-Point GAN, 64 × 64",
            "As StarGAN, but leaves alone what needs no change. Narrow, for a CPU.",
        ),
        Preset::FixedPoint128 => (
            "Official Fixed-Point GAN (CelebA), 128 × 128",
            "As published: 200,000 steps, batch 16. Wants a GPU.",
        ),
    }
}

/// The presets of a system, smallest first.
pub fn presets_of(system: System) -> impl Iterator<Item = Preset> {
    let own = move |preset: &Preset| preset.config().model.system == system;
    Preset::ALL.into_iter().filter(own)
}

/// The name of a kind of sheet and what it shows.
pub fn sheet(kind: SheetKind) -> (&'static str, &'static str) {
    match kind {
        SheetKind::Reference => (
            "Reference",
            "Sources along the top, each in the style of the references at the left",
        ),
        SheetKind::LatentPsi05 => (
            "Latent ψ 0.5",
            "Sources along the top, random styles close to the mean",
        ),
        SheetKind::LatentPsi07 => (
            "Latent ψ 0.7",
            "Sources along the top, random styles a little further out",
        ),
        SheetKind::LatentPsi10 => (
            "Latent ψ 1.0",
            "Sources along the top, random styles in their full range",
        ),
        SheetKind::Labels => (
            "Labels",
            "Sources along the top, each label switched in turn; the last row changes nothing",
        ),
        SheetKind::CycleConsistency => {
            ("Cycle", "Source, reference, translation, and the way back")
        }
        SheetKind::Own => (
            "My photos",
            "Your own photos in every domain, or with every label",
        ),
    }
}

/// What a warm start did, a sentence each.
pub fn warm_sentences(warm: &crate::train::warm::WarmStart) -> Vec<String> {
    let mut sentences = Vec::new();
    if !warm.kept.is_empty() {
        sentences.push(format!(
            "Kept from the first model: {}.",
            warm.kept.join(", ")
        ));
    }
    for (new, donor) in &warm.copied {
        sentences.push(format!("New domain {new} began as a copy of {donor}."));
    }
    if !warm.new_networks.is_empty() {
        let networks: Vec<String> = warm.new_networks.iter().map(ToString::to_string).collect();
        sentences.push(format!("Began from nothing: {}.", networks.join(", ")));
    }
    sentences
}

/// `12,400`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `7 h 50 min`, `4 min`, `35 s`.
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "not known yet".to_owned();
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 if seconds < 0.5 => format!("{:.0} ms", seconds * 1_000.0),
        0..60 if seconds < 10.0 => format!("{seconds:.1} s"),
        0..60 => format!("{whole} s"),
        60..600 => format!("{} min {:02} s", whole / 60, whole % 60),
        600..3_600 => format!("{} min", whole.div_ceil(60)),
        3_600..DAY => format!("{} h {:02} min", whole / 3_600, whole % 3_600 / 60),
        _ => format!("{} d {} h", whole / DAY, whole % DAY / 3_600),
    }
}

/// `2.1 GB`, `340 MB`.
pub fn bytes(bytes: u64) -> String {
    let mega = bytes as f64 / 1e6;
    if mega < 1_000.0 {
        format!("{mega:.0} MB")
    } else {
        format!("{:.1} GB", mega / 1_000.0)
    }
}

/// A value with about three digits that mean something.
pub fn value(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if !(1e-3..1e5).contains(&size) {
        format!("{value:.1e}")
    } else if size < 10.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.1}")
    }
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// What a data set is called.
pub fn data(root: &DataRoot) -> String {
    match root {
        DataRoot::Bundled => "creatures".to_owned(),
        DataRoot::Folder(path) => file_name(path),
    }
}

/// A folder for a new run of `name`: the time keeps it from meeting an older one.
pub fn run_folder(runs: &Path, name: &str, now: SystemTime) -> PathBuf {
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(plain).collect();
    let seconds = now
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_secs();
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute) = (seconds % DAY / 3_600, seconds % 3_600 / 60);
    runs.join(format!(
        "{name}-{year}-{month:02}-{day:02}-{hour:02}{minute:02}"
    ))
}

/// `2026-11-23`: the day of a moment, in UTC.
pub fn day(now: SystemTime) -> String {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (year, month, day) = date(since.as_secs() / DAY);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a day since 1970, in the calendar of today.
fn date(days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    (year, month, left + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_read() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(40), "40");
        assert_eq!(duration(28_200.0), "7 h 50 min");
        assert_eq!(duration(75.0), "1 min 15 s");
        assert_eq!(duration(0.27), "270 ms");
        assert_eq!(duration(f64::NAN), "not known yet");
        assert_eq!(bytes(2_140_000_000), "2.1 GB");
        assert_eq!(
            [value(0.0), value(0.0123), value(-1.5)],
            ["0", "0.012", "-1.500"]
        );
    }

    #[test]
    fn run_folders_carry_name_and_date() {
        let at = UNIX_EPOCH + Duration::from_secs(1_709_212_500);
        let folder = run_folder(Path::new("/runs"), "my cats", at);
        assert_eq!(folder, Path::new("/runs/my-cats-2024-02-29-1315"));
        assert_eq!(date(20_779), (2026, 11, 22));
    }
}
