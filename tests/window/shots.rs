//! Pictures of the window in both themes, compared with those kept in `snapshots/dark` and `snapshots/light`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test window` renews them; look at them before you commit them.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use egui_kittest::SnapshotOptions;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Resize};
use image::{DynamicImage, RgbaImage};

use super::app::Desk;

/// Pixels for each point: all test data stays within 16 MB, and text can still be read.
pub const SNAPSHOT_SCALE: f32 = 0.6;
/// The other theme is for its colours alone, and kept this much smaller.
const OTHER_SCALE: f32 = 0.5;
/// Seconds between two moments at which pictures are taken.
const MOMENT: f64 = 100.0;
/// Where the pictures lie.
const FOLDER: &str = "tests/window/snapshots";

/// The theme's name, which is its folder's.
fn theme_name(dark: bool) -> &'static str {
    if dark { "dark" } else { "light" }
}

/// Text is the same everywhere, its edges are not quite; the shapes must not move.
fn options(dark: bool) -> SnapshotOptions {
    SnapshotOptions::new()
        .threshold(1.0)
        .max_failed_pixels(400)
        .output_path(PathBuf::from(FOLDER).join(theme_name(dark)))
}

/// Compares a picture with the one that is kept under this name.
#[track_caller]
pub fn compare(picture: &RgbaImage, dark: bool, name: &str) {
    egui_kittest::image_snapshot_options(picture, name, &options(dark));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        let kept = Path::new(FOLDER).join(theme_name(dark));
        pack(&kept.join(format!("{name}.png")));
    }
}

/// Writes a kept picture as small as PNG can: there are many, and all of them travel with the code.
fn pack(path: &Path) {
    let picture = image::open(path).unwrap().into_rgba8();
    let opaque = picture.pixels().all(|pixel| pixel[3] == u8::MAX);
    let mut packed = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut packed, CompressionType::Best, FilterType::Adaptive);
    let picture = DynamicImage::from(picture);
    let written = match opaque {
        true => picture.into_rgb8().write_with_encoder(encoder),
        false => picture.into_rgba8().write_with_encoder(encoder),
    };
    written.unwrap();
    std::fs::write(path, packed).unwrap();
}

/// The picture at the scale of the other theme.
pub fn smaller(picture: &RgbaImage) -> RgbaImage {
    let [width, height] =
        [picture.width(), picture.height()].map(|side| (side as f32 * OTHER_SCALE).round() as u32);
    imageops::resize(picture, width, height, Resize::Triangle)
}

impl Desk {
    /// Compares what is on screen while the hand points at a place.
    #[track_caller]
    pub fn keep_at(&mut self, name: &str, at: egui::Pos2) {
        self.hover_at(at);
        self.keep_still(name);
    }

    /// Compares what is on screen, without what is never the same twice: the pace, the hand, the spinner's turn.
    #[track_caller]
    pub fn keep(&mut self, name: &str) {
        self.hand_away();
        self.keep_still(name);
    }

    #[track_caller]
    fn keep_still(&mut self, name: &str) {
        self.rest();
        self.until("the round trip is there", |desk| {
            desk.state().trip_is_there()
        });
        self.step();
        self.state_mut().forget_pace();
        self.step_at_full_moment();
        let dark = self.state().session().dark;
        compare(&self.render().unwrap(), dark, name);
        self.switch_theme();
        assert_ne!(self.state().session().dark, dark, "the theme was switched");
        compare(&smaller(&self.render().unwrap()), !dark, name);
        self.switch_theme();
        self.input_mut().time = None;
    }

    /// Lets time stand still at a round figure, where whatever turns or shimmers is always the same.
    fn step_at_full_moment(&mut self) {
        let now = self.ctx.input(|input| input.time);
        self.input_mut().time = Some(((now / MOMENT).floor() + 1.0) * MOMENT);
        self.step();
    }

    /// Goes over to the other theme.
    fn switch_theme(&mut self) {
        let ctx = self.ctx.clone();
        self.state_mut().switch_theme(&ctx);
        self.run_steps(2);
    }
}
