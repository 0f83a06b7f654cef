//! One opened picture with everything the window needs to show it: name, domain by folder, crop and notes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbImage;
use image::metadata::Orientation;

use super::decode::{Decoded, check_size, decode_file, finish};
use super::error::DecodeError;
use super::faces::{CropGuess, guess_crop};
use super::flatten::rgba_over_white;
use super::note::Note;
use crate::domain::{Fingerprint, Picture};

/// A picture that is ready to be shown.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its name for a person: the file's name, or what it was pasted as.
    pub name: String,
    /// Where it came from; `None` for pasted pictures.
    pub path: Option<PathBuf>,
    /// The folder's name, which data sets use as the domain.
    pub parent: Option<String>,
    /// The pixels.
    pub picture: Arc<Picture>,
    /// Their hash: whoever reads makes it, so that the window need not.
    pub fingerprint: Fingerprint,
    /// The suggested crop.
    pub guess: CropGuess,
    /// What was done on the way in.
    pub notes: Vec<Note>,
}

/// Opens a picture file and suggests its crop.
pub fn open_picture(path: &Path) -> Result<Opened, DecodeError> {
    let decoded = decode_file(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok(Opened {
        parent: parent_domain(path),
        path: Some(path.to_owned()),
        ..opened(name.to_string_lossy().into_owned(), decoded)
    })
}

/// Takes RGBA pixels (a pasted picture), row by row from the top.
pub fn open_pixels(
    name: impl Into<String>,
    width: usize,
    height: usize,
    rgba: &[u8],
) -> Result<Opened, DecodeError> {
    check_size(width, height)?;
    let wrong_count = || DecodeError::WrongByteCount {
        width,
        height,
        bytes: rgba.len(),
    };
    if rgba.len() != width * height * 4 {
        return Err(wrong_count());
    }
    let (rgb, transparent) = rgba_over_white(rgba);
    // check_size keeps both sides far below 2^32.
    let image = RgbImage::from_raw(width as u32, height as u32, rgb).ok_or_else(wrong_count)?;
    let notes = transparent.then_some(Note::TransparentOverWhite);
    let decoded = finish(
        image,
        Orientation::NoTransforms,
        notes.into_iter().collect(),
    )?;
    Ok(opened(name.into(), decoded))
}

/// The name of the folder that holds `path`: the domain in the data set layout `<domain>/<picture>`.
pub fn parent_domain(path: &Path) -> Option<String> {
    let folder = path.parent()?.file_name()?;
    Some(folder.to_string_lossy().into_owned())
}

fn opened(name: String, decoded: Decoded) -> Opened {
    Opened {
        name,
        path: None,
        parent: None,
        guess: guess_crop(&decoded.picture),
        fingerprint: decoded.picture.fingerprint(),
        picture: Arc::new(decoded.picture),
        notes: decoded.notes,
    }
}
