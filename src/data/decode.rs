//! Bytes to an upright 8-bit RGB picture, whatever the file: by content, within limits, with a clear refusal.

use std::error::Error;
use std::fs::File;
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;

use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbImage,
};

use super::error::DecodeError;
use super::note::Note;
use super::{flatten, headers, shrink};
use crate::domain::Picture;
use crate::domain::picture::{MAX_DECODED_MEGABYTES, MAX_FILE_MEGABYTES, MAX_MEGAPIXELS};

/// A picture and what was done to it.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The picture, upright.
    pub picture: Picture,
    /// What a person may want to know, in the order it was done.
    pub notes: Vec<Note>,
}

/// Decodes a picture by its content.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    decode_as(recognise(bytes)?, bytes)
}

/// Reads and decodes a file; a wrong extension is noted, never followed. Errors name the file.
pub fn decode_file(path: &Path) -> Result<Decoded, DecodeError> {
    decode_path(path).map_err(|error| error.in_file(path))
}

fn decode_path(path: &Path) -> Result<Decoded, DecodeError> {
    let bytes = read_limited(path)?;
    let format = recognise(&bytes)?;
    let mut decoded = decode_as(format, &bytes)?;
    decoded.notes.extend(wrong_extension(path, format));
    Ok(decoded)
}

/// Refuses sizes that no picture for this program has, before any memory is taken for them.
pub(super) fn check_size(width: usize, height: usize) -> Result<(), DecodeError> {
    if width == 0 || height == 0 {
        return Err(DecodeError::Damaged {
            why: format!("its size is {width} x {height} pixels"),
        });
    }
    if width.saturating_mul(height) > MAX_MEGAPIXELS * 1_000_000 {
        return Err(DecodeError::TooLarge {
            width,
            height,
            limit: MAX_MEGAPIXELS,
        });
    }
    Ok(())
}

/// Shrinks, turns upright and notes both.
pub(super) fn finish(
    image: RgbImage,
    orientation: Orientation,
    mut notes: Vec<Note>,
) -> Result<Decoded, DecodeError> {
    let (from_width, from_height) = image.dimensions();
    // Turning the small picture is cheaper than turning the large one.
    let small = shrink::to_longest_side(image);
    let shrunk = small.dimensions() != (from_width, from_height);
    let mut turned = DynamicImage::ImageRgb8(small);
    turned.apply_orientation(orientation);
    let upright = turned.into_rgb8();
    let to = (upright.width() as usize, upright.height() as usize);
    if orientation != Orientation::NoTransforms {
        notes.push(Note::TurnedByExif);
    }
    if shrunk {
        let from = (from_width as usize, from_height as usize);
        let from = if swaps_sides(orientation) {
            (from.1, from.0)
        } else {
            from
        };
        notes.push(Note::Shrunk { from, to });
    }
    let picture =
        Picture::new(to.0, to.1, upright.into_raw()).ok_or_else(|| DecodeError::Damaged {
            why: "its pixels do not fit its size".into(),
        })?;
    Ok(Decoded { picture, notes })
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn decode_as(format: ImageFormat, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let header = headers::inspect(format, bytes);
    if let Some((width, height)) = header.size {
        check_size(width, height)?;
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_MEGABYTES << 20);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader
        .into_decoder()
        .map_err(|error| explain(format, &error, header.cut_off))?;
    let (width, height) = decoder.dimensions();
    check_size(width as usize, height as usize)?;
    if decoder.total_bytes() > MAX_DECODED_MEGABYTES << 20 {
        return Err(DecodeError::TooMuchMemory {
            limit: MAX_DECODED_MEGABYTES,
        });
    }
    // The JPEG decoder would fill the missing part with grey and say nothing; the others report it.
    if header.cut_off && format == ImageFormat::Jpeg {
        return Err(DecodeError::Truncated);
    }
    let orientation = orientation(&mut decoder);
    let inks = matches!(
        decoder.original_color_type(),
        ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16
    );
    let image = DynamicImage::from_decoder(decoder)
        .map_err(|error| explain(format, &error, header.cut_off))?;
    let flat = flatten::over_white(image).ok_or_else(|| DecodeError::Damaged {
        why: "its pixels do not fit its size".into(),
    })?;
    let mut notes = Vec::new();
    if header.animated {
        notes.push(Note::AnimatedFirstFrame {
            frames: header.frames,
        });
    }
    let done = [
        (header.cmyk || inks, Note::CmykConverted),
        (flat.deep, Note::SixteenBitReduced),
        (flat.transparent, Note::TransparentOverWhite),
    ];
    notes.extend(done.into_iter().filter(|(yes, _)| *yes).map(|(_, n)| n));
    finish(flat.image, orientation, notes)
}

/// What the camera recorded; a broken tag is no reason to refuse a good picture.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let plain = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if plain != Orientation::NoTransforms {
        return plain;
    }
    // Some writers of WebP and PNG keep the prefix that only JPEG has.
    let exif = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    exif.strip_prefix(b"Exif\0\0")
        .and_then(Orientation::from_exif_chunk)
        .unwrap_or(plain)
}

/// The format by content, among those that are read.
fn recognise(bytes: &[u8]) -> Result<ImageFormat, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    if let Some(name) = headers::foreign_format(bytes) {
        return Err(DecodeError::UnsupportedFormat { name: name.into() });
    }
    let format = image::guess_format(bytes).map_err(|_| DecodeError::NotAPicture)?;
    if format.reading_enabled() {
        Ok(format)
    } else {
        Err(DecodeError::UnsupportedFormat { name: name(format) })
    }
}

fn read_limited(path: &Path) -> Result<Vec<u8>, DecodeError> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(DecodeError::Directory);
    }
    // Reading a pipe or a device may never end.
    if !metadata.is_file() {
        return Err(DecodeError::NotAFile);
    }
    let limit = MAX_FILE_MEGABYTES * 1_000_000;
    if metadata.len() > limit {
        return Err(DecodeError::FileTooBig {
            megabytes: metadata.len().div_ceil(1_000_000),
            limit: MAX_FILE_MEGABYTES,
        });
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn wrong_extension(path: &Path, format: ImageFormat) -> Option<Note> {
    let says = path.extension()?;
    (ImageFormat::from_extension(says) != Some(format)).then(|| Note::WrongExtension {
        says: says.to_string_lossy().into_owned(),
        is: name(format),
    })
}

fn name(format: ImageFormat) -> String {
    match format {
        ImageFormat::Png => "PNG".into(),
        ImageFormat::Jpeg => "JPEG".into(),
        ImageFormat::Gif => "GIF".into(),
        ImageFormat::Bmp => "BMP".into(),
        ImageFormat::Tiff => "TIFF".into(),
        other => format!("{other:?}"),
    }
}

/// A decoder's error as a person reads it; `cut_off` tells that the file is known to end early.
fn explain(format: ImageFormat, error: &ImageError, cut_off: bool) -> DecodeError {
    if cut_off || ends_early(error) {
        return DecodeError::Truncated;
    }
    // The outer message repeats the format; the cause says what is wrong.
    let why = error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string);
    match error {
        ImageError::Limits(_) => DecodeError::TooMuchMemory {
            limit: MAX_DECODED_MEGABYTES,
        },
        ImageError::Unsupported(_) => DecodeError::UnsupportedVariant {
            format: name(format),
            why,
        },
        _ => DecodeError::Damaged { why },
    }
}

fn ends_early(error: &ImageError) -> bool {
    if let ImageError::IoError(error) = error {
        return error.kind() == ErrorKind::UnexpectedEof;
    }
    let mut next = error.source();
    while let Some(cause) = next {
        let io = cause.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == ErrorKind::UnexpectedEof) {
            return true;
        }
        next = cause.source();
    }
    false
}
