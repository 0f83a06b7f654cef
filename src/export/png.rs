//! PNG files, written beside their place and then renamed, so that a full disk never leaves half a picture.

mod carried;
mod chunks;

use std::io::Write;
use std::path::Path;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::file;
pub use super::file::SaveError;
use crate::domain::Picture;

pub use carried::{
    Carried, CarriedFault, KEYWORD, carried, carries_recipe, described, encode_with, read_with,
    save_with,
};

/// Writes `picture` as an 8-bit RGB PNG at `path`, replacing what was there.
///
/// # Errors
/// When the folder is missing, not writable, or the disk is full; nothing is left behind then.
pub fn save(picture: &Picture, path: &Path) -> Result<(), SaveError> {
    file::write(path, |writer| encode(picture, writer))
}

/// Writes `picture` as an 8-bit RGB PNG into any writer, for callers that place the file themselves.
///
/// # Errors
/// What the writer said.
pub fn encode(picture: &Picture, mut writer: impl Write) -> std::io::Result<()> {
    let (width, height) = (picture.width() as u32, picture.height() as u32);
    let written = PngEncoder::new(&mut writer).write_image(
        picture.rgb(),
        width,
        height,
        ExtendedColorType::Rgb8,
    );
    written.map_err(io_error)?;
    writer.flush()
}

/// Reads a PNG that this program wrote.
///
/// # Errors
/// What the operating system said, or that the file is damaged.
pub fn read(path: &Path) -> std::io::Result<Picture> {
    let bytes = std::fs::read(path)?;
    let image = image::load_from_memory_with_format(&bytes, image::ImageFormat::Png);
    let image = image.map_err(io_error)?.into_rgb8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    let picture = Picture::new(width, height, image.into_raw());
    picture.ok_or_else(|| std::io::ErrorKind::InvalidData.into())
}

fn io_error(error: image::ImageError) -> std::io::Error {
    match error {
        image::ImageError::IoError(error) => error,
        other => std::io::Error::new(std::io::ErrorKind::InvalidData, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_picture_reads_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        let picture = Picture::new(2, 1, vec![1, 2, 3, 250, 251, 252]).unwrap();
        save(&picture, &path).unwrap();
        let read = image::open(&path).unwrap().into_rgb8();
        assert_eq!(read.dimensions(), (2, 1));
        assert_eq!(read.into_raw(), picture.rgb());
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing else is left behind"
        );
    }

    #[test]
    fn a_missing_folder_is_said() {
        let error = save(
            &Picture::filled(1, 1, [0; 3]),
            Path::new("/nowhere/at/all/a.png"),
        )
        .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("the file could not be written"),
            "{error}"
        );
        assert!(
            error.to_string().ends_with("/nowhere/at/all/a.png"),
            "{error}"
        );
    }
}
