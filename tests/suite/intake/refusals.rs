//! What is refused, and the sentence a person reads.

use std::fs;
use std::path::Path;

use image::ImageFormat;
use stargrid::data::{DecodeError, decode, decode_file};

use super::{chunk, colourful, data, encoded, png, stored};

fn refusal(bytes: &[u8]) -> (DecodeError, String) {
    let error = decode(bytes).unwrap_err();
    let message = error.to_string();
    (error, message)
}

#[test]
fn files_that_end_early_are_said_to() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let bytes = encoded(colourful(120, 90), format);
        let (error, message) = refusal(&bytes[..bytes.len() * 2 / 3]);
        assert_eq!(error, DecodeError::Truncated, "{format:?}: {message}");
        assert_eq!(
            message,
            "The file ends before the picture is complete (a broken download or copy?)"
        );
    }
}

#[test]
fn damaged_files_are_told_from_cut_ones() {
    let mut bytes = png(2, 1, [8, 0], &[chunk(b"IDAT", &stored(&[0, 1, 2]))]);
    let at = bytes.len() - 20;
    bytes[at] ^= 0xff;
    let (error, message) = refusal(&bytes);
    assert!(matches!(error, DecodeError::Damaged { .. }), "{message}");
    assert!(message.starts_with("The file is damaged ("), "{message}");
}

#[test]
fn no_cut_and_no_flipped_byte_ends_in_a_panic() {
    let sources = [
        encoded(colourful(31, 17), ImageFormat::Png),
        encoded(colourful(31, 17), ImageFormat::Jpeg),
        encoded(colourful(31, 17), ImageFormat::Gif),
        encoded(colourful(31, 17), ImageFormat::WebP),
        encoded(colourful(31, 17), ImageFormat::Bmp),
        encoded(colourful(31, 17), ImageFormat::Tiff),
        fs::read(data("animated.png")).unwrap(),
        fs::read(data("animated.webp")).unwrap(),
        fs::read(data("cmyk.jpg")).unwrap(),
    ];
    let mut refused = 0;
    for bytes in &sources {
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 150) {
            refused += usize::from(decode(&bytes[..at]).is_err());
            for flip in [0xff, 0x01, 0x80] {
                let mut broken = bytes.clone();
                broken[at] ^= flip;
                refused += usize::from(decode(&broken).is_err());
            }
        }
    }
    assert!(refused > 500, "only {refused} broken files were refused");
}

#[test]
fn bombs_are_refused_from_their_header() {
    let body = [chunk(b"IDAT", &stored(&[0; 64]))];
    for bytes in [
        png(60_000, 60_000, [8, 2], &body),
        png(60_000, 60_000, [8, 2], &[]),
    ] {
        let (error, message) = refusal(&bytes);
        assert!(matches!(
            error,
            DecodeError::TooLarge {
                width: 60_000,
                height: 60_000,
                ..
            }
        ));
        assert_eq!(
            message,
            "The picture is too large: 60000 x 60000 pixels; up to 100 megapixels are opened"
        );
    }
    let (error, message) = refusal(&png(9_900, 9_900, [16, 6], &body));
    assert!(
        matches!(error, DecodeError::TooMuchMemory { .. }),
        "{message}"
    );
    assert!(message.contains("more than 512 MB"), "{message}");
}

#[test]
fn what_is_no_picture_is_refused_by_name() {
    assert_eq!(refusal(b"").1, "The file is empty");
    let (error, message) = refusal(b"Dear diary, today I trained a GAN.");
    assert_eq!(error, DecodeError::NotAPicture);
    assert!(message.contains("not a picture in a known format (PNG, JPEG"));
    let heic = refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").1;
    assert_eq!(
        heic,
        "HEIC pictures cannot be opened; save it as PNG or JPEG first"
    );
    let qoi = refusal(b"qoif\0\0\0\x01\0\0\0\x01\x03\0\0\0\0\0").1;
    assert!(qoi.starts_with("Qoi pictures cannot be opened"), "{qoi}");
    let zero = refusal(&png(0, 5, [8, 2], &[chunk(b"IDAT", &stored(&[0]))])).1;
    assert_eq!(zero, "The file is damaged (its size is 0 x 5 pixels)");
}

#[test]
fn unusable_paths_are_refused_with_the_path_last() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.png");
    fs::write(&empty, b"").unwrap();
    let said = |path: &Path| decode_file(path).unwrap_err().to_string();
    assert_eq!(
        said(&empty),
        format!("The file is empty: {}", empty.display())
    );
    let error = decode_file(folder.path()).unwrap_err();
    assert_eq!(*error.cause(), DecodeError::Directory);
    assert!(said(folder.path()).starts_with("This is a folder, not a picture: /"));
    let missing = folder.path().join("nothing.jpg");
    assert_eq!(
        said(&missing),
        format!("There is no such file: {}", missing.display())
    );
    let huge = folder.path().join("huge.png");
    let file = fs::File::create(&huge).unwrap();
    file.set_len(200_000_001).unwrap();
    assert!(said(&huge).starts_with("The file has 201 MB; pictures of up to 200 MB are opened: /"));
    #[cfg(unix)]
    {
        assert!(said(&empty.join("below")).starts_with("The file cannot be read (Not a directory"));
        let device = decode_file(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(
            device.to_string(),
            "This is not an ordinary file: /dev/zero"
        );
    }
}
