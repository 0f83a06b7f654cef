//! The command line, end to end: the real binary, on the CPU, without a display.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::RgbImage;

mod chain;
mod commands;
mod creatures;
mod eval;
mod eye;
mod labels;
mod refusals;
mod results;
mod train;
mod walk;

/// What a run left behind.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Fails the test with everything the program said when it did not succeed.
    pub fn success(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert!(!self.stderr.contains("error"), "{self:?}");
        self
    }
}

/// Runs `stargrid --device cpu …` without a display.
pub fn stargrid<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_stargrid"))
        .args(["--device", "cpu"])
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("STARGRID_DATA_DIR")
        // Mesa's own Vulkan layer complains on standard error where there is none.
        .env("XDG_RUNTIME_DIR", std::env::temp_dir())
        .output()
        .unwrap();
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs a command typed as one line, in which no path has a space; `OUT` stands for `out`.
pub fn typed(line: &str, out: &Path) -> Outcome {
    let out = out.to_str().unwrap();
    let place = |word| if word == "OUT" { out } else { word };
    stargrid(line.split_whitespace().map(place))
}

/// A bundled picture.
pub fn demo_picture(domain: &str, number: usize) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/demo/pictures")
        .join(domain)
        .join(format!("{domain}-{number:04}.png"))
}

/// The pixels of a picture file, read without our own code.
pub fn pixels(path: &Path) -> RgbImage {
    image::open(path).unwrap().into_rgb8()
}

/// A copy of the part of a grid where a tile stands.
pub fn tile(sheet: &RgbImage, size: u32, column: u32, row: u32) -> RgbImage {
    let (left, top) = (4 + column * (size + 2), row * (size + 2));
    image::imageops::crop_imm(sheet, left, top, size, size).to_image()
}

/// Compares without printing two pictures when they differ.
pub fn assert_same(found: &RgbImage, expected: &RgbImage, what: &str) {
    assert_eq!(found.dimensions(), expected.dimensions(), "{what}");
    let differing = found
        .pixels()
        .zip(expected.pixels())
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(differing, 0, "pixels that differ: {what}");
}
