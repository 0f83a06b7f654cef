//! What the decoders do not tell: animation, completeness and printing colours, read from the bytes directly.
//!
//! Nothing here decodes pixels; every access is checked, so arbitrary bytes are safe.

use image::ImageFormat;

/// Facts from the structure of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Width and height where they can be known before a decoder is made.
    pub size: Option<(usize, usize)>,
    /// Whether there is more than one frame.
    pub animated: bool,
    /// How many frames there are.
    pub frames: Option<usize>,
    /// Whether the colours are four printing inks.
    pub cmyk: bool,
    /// Whether the file stops early; in an animation that may be after the first frame.
    pub cut_off: bool,
}

/// Reads the structure of `bytes`, which look like `format`.
pub(super) fn inspect(format: ImageFormat, bytes: &[u8]) -> Header {
    match format {
        ImageFormat::Png => inspect_png(bytes),
        ImageFormat::Jpeg => inspect_jpeg(bytes),
        ImageFormat::Gif => inspect_gif(bytes),
        ImageFormat::WebP => inspect_webp(bytes),
        _ => Header::default(),
    }
}

/// The name of a picture format that is recognised only to say that it is not read.
pub(super) fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12)? {
            b"avif" | b"avis" => Some("AVIF"),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" => Some("HEIC"),
            b"crx " => Some("Camera raw"),
            _ => None,
        };
    }
    let signatures: [(&[u8], &str); 6] = [
        (b"\xff\x0a", "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"8BPS", "Photoshop"),
        (b"<svg", "SVG"),
        (b"%PDF", "PDF"),
    ];
    signatures
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature))
        .map(|(_, name)| *name)
}

fn big_u32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

fn little_u32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

fn inspect_png(bytes: &[u8]) -> Header {
    let mut header = Header {
        size: big_u32(bytes, 16).zip(big_u32(bytes, 20)),
        ..Header::default()
    };
    let mut at = 8;
    // acTL, which says that a file is an animation, must come before the pixels.
    while let (Some(length), Some(kind)) = (big_u32(bytes, at), bytes.get(at + 4..at + 8)) {
        match kind {
            b"acTL" => {
                header.frames = big_u32(bytes, at + 8);
                header.animated = header.frames.is_some_and(|frames| frames > 1);
            }
            b"IDAT" => break,
            _ => {}
        }
        at = at.saturating_add(length).saturating_add(12);
    }
    header
}

/// Walks the markers to the end of the picture: the decoder itself fills a missing rest with grey silently.
fn inspect_jpeg(bytes: &[u8]) -> Header {
    let mut header = Header {
        cut_off: true,
        ..Header::default()
    };
    let mut at = 2;
    while at + 1 < bytes.len() {
        if bytes[at] != 0xff {
            at += 1;
            continue;
        }
        match bytes[at + 1] {
            0xd9 => {
                header.cut_off = false;
                break;
            }
            // A fill byte: the marker may follow.
            0xff => at += 1,
            // Stuffed zeros and restart markers stand inside the compressed pixels.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            marker => {
                if is_start_of_frame(marker) {
                    header.cmyk = bytes.get(at + 9) == Some(&4);
                }
                let length = bytes
                    .get(at + 2..at + 4)
                    .map_or(2, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
                at += 2 + length.max(2);
            }
        }
    }
    header
}

fn is_start_of_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn inspect_gif(bytes: &[u8]) -> Header {
    let mut frames = 0;
    let mut at = 13 + bytes.get(10).map_or(0, |&flags| colour_table_bytes(flags));
    loop {
        match bytes.get(at) {
            Some(0x21) => at = skip_sub_blocks(bytes, at + 2),
            Some(0x2c) => {
                frames += 1;
                let table = bytes
                    .get(at + 9)
                    .map_or(0, |&flags| colour_table_bytes(flags));
                at = skip_sub_blocks(bytes, at + 11 + table);
            }
            _ => break,
        }
    }
    Header {
        animated: frames > 1,
        frames: (frames > 1).then_some(frames),
        // A complete file has at least its trailer byte left.
        cut_off: at >= bytes.len(),
        ..Header::default()
    }
}

fn colour_table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

fn skip_sub_blocks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&length) = bytes.get(at) {
        at += 1 + usize::from(length);
        if length == 0 {
            break;
        }
    }
    at
}

fn inspect_webp(bytes: &[u8]) -> Header {
    let mut frames = 0;
    let mut at = 12;
    while let (Some(kind), Some(length)) = (bytes.get(at..at + 4), little_u32(bytes, at + 4)) {
        frames += usize::from(kind == b"ANMF");
        at = at.saturating_add(8 + length + (length & 1));
    }
    Header {
        animated: frames > 1,
        frames: (frames > 1).then_some(frames),
        cut_off: little_u32(bytes, 4).is_some_and(|length| length + 8 > bytes.len()),
        ..Header::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arbitrary_bytes_are_safe() {
        for length in 0..64_usize {
            for fill in [0_u8, 0x21, 0x2c, 0x80, 0xff] {
                let bytes = vec![fill; length];
                for format in [
                    ImageFormat::Png,
                    ImageFormat::Jpeg,
                    ImageFormat::Gif,
                    ImageFormat::WebP,
                ] {
                    assert!(!inspect(format, &bytes).cmyk);
                }
            }
        }
    }

    #[test]
    fn foreign_formats_are_named() {
        assert_eq!(foreign_format(b"\0\0\0\x18ftypheic\0\0\0\0"), Some("HEIC"));
        assert_eq!(foreign_format(b"plain text"), None);
    }
}
