//! Every kind of picture that is accepted, its pixels and its notes.

use std::fs;
use std::path::Path;

use image::codecs::gif::GifEncoder;
use image::{Frame, ImageFormat, RgbImage, RgbaImage};
use safetensors::SafeTensors;
use stargrid::data::{Filter, Note, decode, decode_file, model_view, resize};
use stargrid::domain::{CropBox, Picture};

use super::{chunk, colourful, data, encoded, near, png, sentences, stored};

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
