//! Times the way of a picture from a file's bytes to what a model sees: decoding, turning by EXIF, a crop, 256 x 256. Twelve megapixels each.
//!
//! `cargo bench --bench intake`, or `cargo bench --profile dev --bench intake`; then, behind `--`: `--quick`, `--only CASE`, `--form NAME`.
//! Form `stargrid` is what the program does: decode, shrink to 2048 quickly, turn, then resize exactly as the official pipeline. `exact` resizes
//! all twelve megapixels exactly; `image` does all of it with the `image` crate; `decode` only decodes with it, the least anybody needs.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark")]

#[path = "parts/timing.rs"]
mod timing;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, RgbImage};
use stargrid::data::{decode, model_view};
use stargrid::domain::{CropBox, Picture, range};
use timing::{Measured, Options, Run, timed};

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const SIZE: usize = 256;
/// Like a photograph at a camera's "fine".
const QUALITY: u8 = 90;
/// A little-endian EXIF block that says: turned by 90 degrees.
const TURNED: [u8; 26] = [
    b'I', b'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
];

/// Waves with some noise: neither flat, which every format likes, nor noise, which none does.
fn photograph() -> RgbImage {
    let mut noise = 1_u32;
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let wave = |along: f32, across: f32| {
            let phase = x as f32 * along + y as f32 * across;
            100.0 + 90.0 * phase.sin() + (noise >> 29) as f32
        };
        image::Rgb([
            wave(0.011, 0.003) as u8,
            wave(0.002, 0.017) as u8,
            wave(0.007, 0.005) as u8,
        ])
    })
}

/// The photograph in the three formats that people have most, with its turn.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    fn encoded(picture: &RgbImage, mut encoder: impl ImageEncoder) {
        encoder.set_exif_metadata(TURNED.to_vec()).unwrap();
        let colour = image::ExtendedColorType::Rgb8;
        encoder
            .write_image(picture.as_raw(), WIDTH, HEIGHT, colour)
            .unwrap();
    }
    let picture = photograph();
    let [mut jpeg, mut png, mut webp] = [Vec::new(), Vec::new(), Vec::new()];
    encoded(&picture, JpegEncoder::new_with_quality(&mut jpeg, QUALITY));
    encoded(&picture, PngEncoder::new(&mut png));
    encoded(&picture, WebPEncoder::new_lossless(&mut webp));
    vec![("jpeg", jpeg), ("png", png), ("webp", webp)]
}

/// The largest square in the middle, at the model's size, as planes.
fn planes(picture: &Picture) -> Vec<f32> {
    let crop = CropBox::centred_square(picture.width(), picture.height());
    range::picture_to_planes(&model_view(picture, crop, SIZE))
}

fn ours(bytes: &[u8]) -> Vec<f32> {
    planes(&decode(bytes).unwrap().picture)
}

fn decoded(bytes: &[u8], turned: bool) -> DynamicImage {
    let reader = ImageReader::new(Cursor::new(bytes));
    let mut decoder = reader
        .with_guessed_format()
        .unwrap()
        .into_decoder()
        .unwrap();
    let orientation = decoder.orientation().unwrap();
    let mut image = DynamicImage::from_decoder(decoder).unwrap();
    if turned {
        image.apply_orientation(orientation);
    }
    image
}

fn picture(image: DynamicImage) -> Picture {
    let rgb = image.into_rgb8();
    let (width, height) = (rgb.width() as usize, rgb.height() as usize);
    Picture::new(width, height, rgb.into_raw()).unwrap()
}

fn exact(bytes: &[u8]) -> Vec<f32> {
    planes(&picture(decoded(bytes, true)))
}

fn by_the_image_crate(bytes: &[u8]) -> Vec<f32> {
    let image = decoded(bytes, true);
    let side = image.width().min(image.height());
    let (left, top) = ((image.width() - side) / 2, (image.height() - side) / 2);
    let size = SIZE as u32;
    let small =
        image
            .crop_imm(left, top, side, side)
            .resize_exact(size, size, FilterType::Triangle);
    range::picture_to_planes(&picture(small))
}

fn only_decoded(bytes: &[u8]) -> Vec<f32> {
    std::hint::black_box(decoded(bytes, false));
    Vec::new()
}

/// A way from a file's bytes to planes.
type Form = (&'static str, fn(&[u8]) -> Vec<f32>);

const FORMS: [Form; 4] = [
    ("stargrid", ours),
    ("exact", exact),
    ("image", by_the_image_crate),
    ("decode", only_decoded),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read()?;
    options.fix_threads()?;
    let mut rows = Vec::new();
    for (case, bytes) in files() {
        let mut expected = None;
        for (form, way) in FORMS {
            if !options.wants(case) || options.form.as_deref().is_some_and(|name| name != form) {
                continue;
            }
            let mut last = 0.0;
            let measured = Measured::take(case, form, options.quick, || {
                let run: Run = timed(|| vec![way(&bytes)]);
                last = run.magnitude;
                run
            });
            // All ways but the last lead to nearly the same picture.
            if last > 0.0 {
                let same: f64 = *expected.get_or_insert(last);
                assert!((last - same).abs() < 0.01, "{form}: {last}, not {same}");
            }
            let median = measured.median();
            let megabytes = bytes.len() as f64 / 1e6;
            rows.push(format!(
                "| {case} ({megabytes:.1} MB) | {form} | {:.0} ms | {:.1} |",
                median * 1000.0,
                1.0 / median
            ));
        }
    }
    println!("\n| file | form | median | pictures a second |\n| --- | --- | --- | --- |");
    println!("{}", rows.join("\n"));
    Ok(())
}
