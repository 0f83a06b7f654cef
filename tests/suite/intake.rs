//! Pictures on their way in: what is accepted, what is refused, and what a person reads about it.
//!
//! Bad files are made here in code, so that each says what is wrong with it.

// The settings of clippy excuse `#[test]` functions only, not the helpers between them.
#![allow(clippy::unwrap_used)]

mod files;
mod pictures;
mod refusals;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat, RgbImage};
use stargrid::data::Decoded;

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn colourful(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([
            (x * 7 % 256) as u8,
            (y * 5 % 256) as u8,
            ((x * y) % 256) as u8,
        ])
    })
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn sentences(decoded: &Decoded) -> Vec<String> {
    decoded.notes.iter().map(ToString::to_string).collect()
}

fn near(colour: Option<[u8; 3]>, wanted: [u8; 3], slack: u8) -> bool {
    let colour = colour.unwrap();
    (0..3).all(|channel| colour[channel].abs_diff(wanted[channel]) <= slack)
}

/// A PNG chunk with its checksum.
fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let covered = [kind.as_slice(), body].concat();
    let mut crc = u32::MAX;
    for &byte in &covered {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    let length = (body.len() as u32).to_be_bytes();
    [&length[..], &covered, &(!crc).to_be_bytes()].concat()
}

fn png(width: u32, height: u32, depth_and_kind: [u8; 2], chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &depth_and_kind,
        &[0, 0, 0],
    ]
    .concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header));
    bytes.extend(chunks.concat());
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

/// A zlib stream of one stored block.
fn stored(raw: &[u8]) -> Vec<u8> {
    let (mut a, mut b) = (1_u32, 0_u32);
    for &byte in raw {
        a = (a + u32::from(byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let length = raw.len() as u16;
    let mut bytes = vec![0x78, 0x01, 0x01];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(raw);
    bytes.extend((b << 16 | a).to_be_bytes());
    bytes
}
