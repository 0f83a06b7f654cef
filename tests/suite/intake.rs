//! Pictures on their way in: what is accepted, what is refused, and what a person reads about it.
//!
//! Bad files are made here in code, so that each says what is wrong with it.

// The settings of clippy excuse `#[test]` functions only, not the helpers between them.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage};
use safetensors::SafeTensors;
use stargrid::data::walk::MOST_PICTURES;
use stargrid::data::{
    CropReason, DecodeError, Decoded, Filter, Note, decode, decode_file, expand, guess_crop,
    model_view, open_picture, open_pixels, parent_domain, resize,
};
use stargrid::domain::{CropBox, Picture};

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

fn refusal(bytes: &[u8]) -> (DecodeError, String) {
    let error = decode(bytes).unwrap_err();
    let message = error.to_string();
    (error, message)
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

fn golden(name: &str) -> (Vec<usize>, Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/preprocess.safetensors");
    let bytes = fs::read(path).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let tensor = file.tensor(name).unwrap();
    (tensor.shape().to_vec(), tensor.data().to_vec())
}

fn golden_picture(name: &str) -> Picture {
    let (shape, bytes) = golden(name);
    Picture::new(shape[1], shape[0], bytes).unwrap()
}

#[test]
fn resizing_equals_pillow() {
    let picture = golden_picture("image");
    let whole = CropBox::whole(200, 150);
    let part = CropBox {
        x: 31.0,
        y: 12.0,
        width: 111.0,
        height: 120.0,
    };
    for (name, area, size, filter) in [
        ("bilinear_64", whole, 64, Filter::Bilinear),
        ("bilinear_256", whole, 256, Filter::Bilinear),
        ("bicubic_64", whole, 64, Filter::Bicubic),
        ("crop_bilinear_64", part, 64, Filter::Bilinear),
    ] {
        let out = resize(&picture, area, size, size, filter);
        assert!(out == golden_picture(name), "{name} differs from Pillow");
    }
    assert!(model_view(&picture, part, 64) == golden_picture("crop_bilinear_64"));
}

#[test]
fn every_lossless_format_comes_back_as_it_was() {
    let image = colourful(40, 23);
    for format in [
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let decoded = decode(&encoded(image.clone(), format)).unwrap();
        assert_eq!(decoded.picture.rgb(), image.as_raw(), "{format:?}");
        assert_eq!(decoded.notes, [], "{format:?}");
    }
}

#[test]
fn one_pixel_is_a_picture() {
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Gif] {
        let image = RgbImage::from_pixel(1, 1, image::Rgb([9, 8, 7]));
        let picture = decode(&encoded(image, format)).unwrap().picture;
        assert_eq!(picture, Picture::filled(1, 1, [9, 8, 7]), "{format:?}");
        assert_eq!(model_view(&picture, CropBox::whole(1, 1), 32).width(), 32);
    }
    let grey = RgbImage::from_pixel(1, 1, image::Rgb([90; 3]));
    let decoded = decode(&encoded(grey, ImageFormat::Jpeg)).unwrap();
    assert!(near(decoded.picture.pixel(0, 0), [90; 3], 2));
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
fn sixteen_bits_are_rounded_and_said() {
    let deep = image::ImageBuffer::<image::Rgb<u16>, _>::from_fn(2, 1, |x, _| {
        image::Rgb(if x == 0 {
            [128, 129, 65_535]
        } else {
            [257 * 77, 0, 40_000]
        })
    });
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let decoded = decode(&encoded(deep.clone(), format)).unwrap();
        assert_eq!(decoded.picture.rgb(), [0, 1, 255, 77, 0, 156], "{format:?}");
        assert_eq!(
            sentences(&decoded),
            ["More than 8 bits a channel were reduced to 8"]
        );
    }
    let grey =
        image::ImageBuffer::<image::LumaA<u16>, _>::from_pixel(1, 1, image::LumaA([0, 32_768]));
    let decoded = decode(&encoded(grey, ImageFormat::Png)).unwrap();
    assert_eq!(decoded.picture.rgb(), [127; 3]);
    assert_eq!(
        decoded.notes,
        [Note::SixteenBitReduced, Note::TransparentOverWhite]
    );
}

#[test]
fn floating_point_tiff_is_scaled_and_clamped() {
    let image = image::Rgb32FImage::from_pixel(1, 1, image::Rgb([0.5, -1.0, 7.0]));
    let decoded = decode(&encoded(image, ImageFormat::Tiff)).unwrap();
    assert_eq!(decoded.picture.rgb(), [128, 0, 255]);
}

#[test]
fn grey_pictures_have_equal_channels() {
    let grey = image::GrayImage::from_fn(3, 1, |x, _| image::Luma([x as u8 * 100]));
    let decoded = decode(&encoded(grey, ImageFormat::Png)).unwrap();
    assert_eq!(
        decoded.picture.rgb(),
        [0, 0, 0, 100, 100, 100, 200, 200, 200]
    );
    assert_eq!(decoded.notes, []);
    // One bit a pixel: 1 0 1.
    let bytes = png(3, 1, [1, 0], &[chunk(b"IDAT", &stored(&[0, 0b1010_0000]))]);
    let decoded = decode(&bytes).unwrap();
    assert_eq!(
        decoded.picture.rgb(),
        [255, 255, 255, 0, 0, 0, 255, 255, 255]
    );
}

#[test]
fn transparency_lies_over_white_and_is_said() {
    let grey = image::GrayAlphaImage::from_pixel(1, 1, image::LumaA([0, 51]));
    let decoded = decode(&encoded(grey, ImageFormat::Png)).unwrap();
    assert_eq!(decoded.picture.rgb(), [204; 3]);
    assert_eq!(
        sentences(&decoded),
        ["Transparent parts were laid over white"]
    );
    let clear = RgbaImage::from_pixel(1, 1, image::Rgba([255, 0, 0, 128]));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        let decoded = decode(&encoded(clear.clone(), format)).unwrap();
        assert_eq!(decoded.picture.rgb(), [255, 127, 127], "{format:?}");
        assert_eq!(decoded.notes, [Note::TransparentOverWhite]);
    }
    let opaque = RgbaImage::from_pixel(1, 1, image::Rgba([255, 0, 0, 255]));
    assert_eq!(
        decode(&encoded(opaque, ImageFormat::Png)).unwrap().notes,
        []
    );
}

#[test]
fn palettes_are_looked_up() {
    let palette = chunk(b"PLTE", &[255, 0, 0, 0, 0, 255]);
    let pixels = chunk(b"IDAT", &stored(&[0, 0, 1]));
    let plain = png(2, 1, [8, 3], &[palette.clone(), pixels.clone()]);
    let decoded = decode(&plain).unwrap();
    assert_eq!(decoded.picture.rgb(), [255, 0, 0, 0, 0, 255]);
    assert_eq!(decoded.notes, []);
    let clear = png(2, 1, [8, 3], &[palette, chunk(b"tRNS", &[255, 0]), pixels]);
    let decoded = decode(&clear).unwrap();
    assert_eq!(decoded.picture.rgb(), [255, 0, 0, 255, 255, 255]);
    assert_eq!(decoded.notes, [Note::TransparentOverWhite]);
}

#[test]
fn animations_give_their_first_frame_and_say_so() {
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for colour in [[200, 30, 40, 255], [10, 220, 30, 255], [5, 6, 240, 255]] {
        let frame = RgbaImage::from_pixel(16, 16, image::Rgba(colour));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let webp = fs::read(data("animated.webp")).unwrap();
    let apng = fs::read(data("animated.png")).unwrap();
    for bytes in [gif, webp, apng] {
        let decoded = decode(&bytes).unwrap();
        assert!(near(decoded.picture.pixel(8, 8), [200, 30, 40], 0));
        assert_eq!(
            sentences(&decoded),
            ["An animation of 3 frames: the first was taken"]
        );
    }
    let still = encoded(colourful(8, 8), ImageFormat::Gif);
    assert_eq!(decode(&still).unwrap().notes, []);
}

/// A JPEG with four coloured quarters and an orientation tag, in either byte order.
fn tagged_jpeg(orientation: u8, big_endian: bool) -> Vec<u8> {
    let quarters = RgbImage::from_fn(48, 32, |x, y| {
        image::Rgb(match (x < 24, y < 16) {
            (true, true) => [230, 20, 20],
            (false, true) => [20, 230, 20],
            (true, false) => [20, 20, 230],
            (false, false) => [230, 230, 230],
        })
    });
    let plain = encoded(quarters, ImageFormat::Jpeg);
    let mut app1 = b"Exif\0\0".to_vec();
    if big_endian {
        app1.extend(b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
        app1.extend([orientation, 0, 0, 0, 0, 0, 0]);
    } else {
        app1.extend(b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0");
        app1.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    }
    let length = (app1.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &app1, &plain[2..]].concat()
}

#[test]
fn all_eight_orientations_come_upright() {
    let (r, g, b, w) = ([230, 20, 20], [20, 230, 20], [20, 20, 230], [230, 230, 230]);
    // Top left, top right, bottom left, bottom right after turning, by the Exif definition.
    let wanted = [
        [r, g, b, w],
        [g, r, w, b],
        [w, b, g, r],
        [b, w, r, g],
        [r, b, g, w],
        [b, r, w, g],
        [w, g, b, r],
        [g, w, r, b],
    ];
    for (index, corners) in wanted.into_iter().enumerate() {
        let tag = index as u8 + 1;
        let decoded = decode(&tagged_jpeg(tag, tag.is_multiple_of(2))).unwrap();
        let picture = &decoded.picture;
        let (width, height) = if tag < 5 { (48, 32) } else { (32, 48) };
        assert_eq!((picture.width(), picture.height()), (width, height));
        let at = [
            (4, 4),
            (width - 5, 4),
            (4, height - 5),
            (width - 5, height - 5),
        ];
        for ((x, y), colour) in at.into_iter().zip(corners) {
            assert!(
                near(picture.pixel(x, y), colour, 40),
                "tag {tag} at {x}, {y}: {:?}",
                picture.pixel(x, y)
            );
        }
        let notes: &[&str] = if tag == 1 {
            &[]
        } else {
            &["Turned upright as the camera recorded it"]
        };
        assert_eq!(sentences(&decoded), notes, "tag {tag}");
    }
    let senseless = decode(&tagged_jpeg(77, false)).unwrap();
    assert_eq!((senseless.picture.width(), senseless.notes.len()), (48, 0));
}

#[test]
fn orientation_tags_of_png_are_followed_with_and_without_prefix() {
    let tag = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    for exif in [tag.to_vec(), [b"Exif\0\0".as_slice(), tag].concat()] {
        let pixels = chunk(b"IDAT", &stored(&[0, 10, 200]));
        let decoded = decode(&png(2, 1, [8, 0], &[chunk(b"eXIf", &exif), pixels])).unwrap();
        assert_eq!((decoded.picture.width(), decoded.picture.height()), (1, 2));
        assert_eq!(decoded.picture.rgb(), [10, 10, 10, 200, 200, 200]);
        assert_eq!(decoded.notes, [Note::TurnedByExif]);
    }
}

#[test]
fn printing_colours_become_rgb() {
    let decoded = decode_file(&data("cmyk.jpg")).unwrap();
    assert!(near(decoded.picture.pixel(6, 8), [255, 0, 0], 12));
    assert!(near(decoded.picture.pixel(26, 8), [0, 255, 255], 12));
    assert_eq!(decoded.notes, [Note::CmykConverted]);
}

#[test]
fn large_pictures_are_shrunk_and_say_so() {
    let image = RgbImage::from_fn(3000, 1500, |x, _| {
        image::Rgb(if x < 1500 { [250, 0, 0] } else { [0, 0, 250] })
    });
    let decoded = decode(&encoded(image, ImageFormat::Png)).unwrap();
    assert_eq!(
        (decoded.picture.width(), decoded.picture.height()),
        (2048, 1024)
    );
    assert_eq!(decoded.picture.pixel(500, 500), Some([250, 0, 0]));
    assert_eq!(decoded.picture.pixel(1500, 500), Some([0, 0, 250]));
    assert_eq!(
        sentences(&decoded),
        ["Made smaller from 3000 x 1500 to 2048 x 1024 pixels"]
    );
    let kept = encoded(colourful(2048, 3), ImageFormat::Png);
    assert_eq!(decode(&kept).unwrap().picture.width(), 2048);
}

#[test]
fn wrong_extensions_are_noted_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cat.PNG");
    fs::write(&path, encoded(colourful(20, 20), ImageFormat::Jpeg)).unwrap();
    let decoded = decode_file(&path).unwrap();
    assert_eq!(
        sentences(&decoded),
        ["The file is called .PNG but holds a JPEG picture"]
    );
    for right in ["cat.JPG", "cat.jpeg", "cat"] {
        let path = folder.path().join(right);
        fs::write(&path, encoded(colourful(20, 20), ImageFormat::Jpeg)).unwrap();
        assert_eq!(decode_file(&path).unwrap().notes, [], "{right}");
    }
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

#[test]
fn a_portrait_is_cropped_around_its_face() {
    let opened = open_picture(&data("astronaut.jpg")).unwrap();
    assert_eq!(opened.guess.reason, CropReason::Face);
    let crop = opened.guess.crop;
    assert_eq!(crop.width, crop.height);
    assert_eq!(crop, crop.inside(384, 240));
    // Her nose is near (168, 95) and her face is about 70 pixels wide.
    let (centre_x, centre_y) = (crop.x + crop.width / 2.0, crop.y + crop.height / 2.0);
    assert!((centre_x - 168.0).abs() < 20.0, "{crop:?}");
    assert!((centre_y - 90.0).abs() < 30.0, "{crop:?}");
    assert!(crop.width > 90.0 && crop.width < 210.0, "{crop:?}");
    assert_eq!(opened.name, "astronaut.jpg");
    assert_eq!(opened.parent.as_deref(), Some("data"));
    assert_eq!(opened.path, Some(data("astronaut.jpg")));
}

#[test]
fn square_portraits_stay_whole_and_small_faces_in_squares_do_not() {
    let wide = open_picture(&data("astronaut.jpg")).unwrap();
    let portrait = model_view(&wide.picture, wide.guess.crop, 256);
    let guess = guess_crop(&portrait);
    assert_eq!(guess.reason, CropReason::Whole);
    assert_eq!(guess.crop, CropBox::whole(256, 256));
    let mut poster = Picture::filled(500, 500, [120, 130, 140]);
    poster.paste(&wide.picture, 100, 200);
    let guess = guess_crop(&poster);
    assert_eq!(guess.reason, CropReason::Face);
    assert!((guess.crop.x + guess.crop.width / 2.0 - 268.0).abs() < 25.0);
    let plain = guess_crop(&Picture::filled(300, 200, [120, 130, 140]));
    assert_eq!(plain.reason, CropReason::Centre);
    assert_eq!(plain.crop, CropBox::centred_square(300, 200));
}

#[test]
fn pasted_pixels_are_opened() {
    let opened = open_pixels("Pasted", 2, 1, &[1, 2, 3, 255, 0, 0, 0, 0]).unwrap();
    assert_eq!(opened.picture.rgb(), [1, 2, 3, 255, 255, 255]);
    assert_eq!(opened.notes, [Note::TransparentOverWhite]);
    assert_eq!((opened.name.as_str(), opened.path), ("Pasted", None));
    let error = open_pixels("Pasted", 2, 2, &[0; 15]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The pasted picture is damaged (15 bytes do not fit 2 x 2 pixels)"
    );
    let error = open_pixels("Pasted", usize::MAX, 9, &[]).unwrap_err();
    assert!(matches!(error, DecodeError::TooLarge { .. }));
    assert!(open_pixels("Pasted", 0, 9, &[]).is_err());
}

#[test]
fn folders_are_searched_to_the_bottom() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("dog/deep")).unwrap();
    fs::create_dir_all(root.join(".cache")).unwrap();
    for name in [
        "dog/deep/b.JPEG",
        "dog/a.webp",
        "z.TIF",
        ".hidden.png",
        ".cache/c.png",
        "notes.txt",
        "nets.CKPT",
    ] {
        fs::write(root.join(name), b"x").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(root, root.join("dog/loop")).unwrap();
    let named = root.join("notes.txt");
    let found = expand(&[root.to_owned(), named.clone(), root.join("z.TIF")]);
    let wanted = ["dog/a.webp", "dog/deep/b.JPEG", "notes.txt", "z.TIF"];
    assert_eq!(found.pictures, wanted.map(|name| root.join(name)));
    assert_eq!(found.models, [root.join("nets.CKPT")]);
    assert_eq!((found.problems.len(), found.truncated), (0, None));
    assert_eq!(
        parent_domain(&root.join("dog/a.webp")).as_deref(),
        Some("dog")
    );
    assert_eq!(parent_domain(Path::new("a.webp")), None);
}

#[test]
fn folders_and_paths_without_pictures_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), b"x").unwrap();
    let missing = folder.path().join("gone");
    let found = expand(&[folder.path().to_owned(), missing.clone()]);
    assert!(found.pictures.is_empty());
    let said: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            format!("The folder holds no picture: {}", folder.path().display()),
            format!("There is no such file or folder: {}", missing.display()),
        ]
    );
}

#[test]
fn two_thousand_pictures_are_taken_and_the_rest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..MOST_PICTURES + 7 {
        fs::write(folder.path().join(format!("{index:05}.png")), b"").unwrap();
    }
    let found = expand(&[folder.path().to_owned()]);
    assert_eq!(found.pictures.len(), 2_000);
    assert_eq!(found.truncated, Some(7));
    assert_eq!(
        found.truncation_sentence().as_deref(),
        Some("The first 2000 pictures were taken; 7 more were left out")
    );
    assert!(found.pictures[1999].ends_with("01999.png"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_text_are_opened() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"caf\xe9.png"));
    fs::write(&path, encoded(colourful(9, 9), ImageFormat::Png)).unwrap();
    let found = expand(&[folder.path().to_owned()]);
    assert_eq!(found.pictures, std::slice::from_ref(&path));
    let opened = open_picture(&path).unwrap();
    assert_eq!(opened.name, "caf\u{fffd}.png");
    assert_eq!(opened.picture.width(), 9);
    fs::write(&path, b"").unwrap();
    let message = open_picture(&path).unwrap_err().to_string();
    assert!(message.starts_with("The file is empty: "), "{message}");
}
