//! Any decoded pixel layout as 8-bit RGB: alpha over white, deep colours rounded.

use image::{DynamicImage, RgbImage};

/// An 8-bit RGB picture and what it took to get there.
pub(super) struct Flat {
    pub image: RgbImage,
    /// Whether any pixel was not opaque.
    pub transparent: bool,
    /// Whether channels had more than 8 bits.
    pub deep: bool,
}

/// Flattens `image`; `None` only for a layout that `image` may add in the future and that has no pixels.
pub(super) fn over_white(image: DynamicImage) -> Option<Flat> {
    let (width, height) = (image.width(), image.height());
    let deep = !matches!(
        image,
        DynamicImage::ImageRgb8(_)
            | DynamicImage::ImageRgba8(_)
            | DynamicImage::ImageLuma8(_)
            | DynamicImage::ImageLumaA8(_)
    );
    let mut transparent = false;
    let rgb = match image {
        DynamicImage::ImageRgb8(rgb) => rgb.into_raw(),
        DynamicImage::ImageLuma8(grey) => grey.into_raw().iter().flat_map(|&v| [v; 3]).collect(),
        DynamicImage::ImageLumaA8(grey) => rows_8::<2>(grey.as_raw(), &mut transparent),
        DynamicImage::ImageRgba8(rgba) => rows_8::<4>(rgba.as_raw(), &mut transparent),
        DynamicImage::ImageLuma16(grey) => {
            let bytes = grey.into_raw();
            bytes.iter().flat_map(|&v| [reduce(v); 3]).collect()
        }
        DynamicImage::ImageRgb16(rgb) => rgb.into_raw().into_iter().map(reduce).collect(),
        DynamicImage::ImageLumaA16(grey) => rows_16::<2>(grey.as_raw(), &mut transparent),
        DynamicImage::ImageRgba16(rgba) => rows_16::<4>(rgba.as_raw(), &mut transparent),
        // Floating point TIFF: the 16-bit path keeps the rounding in one place.
        other => rows_16::<4>(other.to_rgba16().as_raw(), &mut transparent),
    };
    Some(Flat {
        image: RgbImage::from_raw(width, height, rgb)?,
        transparent,
        deep,
    })
}

/// RGB over white of interleaved RGBA bytes.
pub(super) fn rgba_over_white(rgba: &[u8]) -> (Vec<u8>, bool) {
    let mut transparent = false;
    let rgb = rows_8::<4>(rgba, &mut transparent);
    (rgb, transparent)
}

/// 16 bits as 8: v / 257, rounded.
fn reduce(value: u16) -> u8 {
    ((u32::from(value) + 128) / 257) as u8
}

/// The colour channels of a pixel of `N` channels with alpha last.
fn colours<T: Copy, const N: usize>(pixel: &[T]) -> [T; 3] {
    if N == 2 {
        [pixel[0]; 3]
    } else {
        [pixel[0], pixel[1], pixel[2]]
    }
}

fn rows_8<const N: usize>(pixels: &[u8], transparent: &mut bool) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(pixels.len() / N * 3);
    for pixel in pixels.chunks_exact(N) {
        let alpha = u32::from(pixel[N - 1]);
        *transparent |= alpha < 255;
        rgb.extend(
            colours::<u8, N>(pixel)
                .map(|v| ((u32::from(v) * alpha + 255 * (255 - alpha) + 127) / 255) as u8),
        );
    }
    rgb
}

fn rows_16<const N: usize>(pixels: &[u16], transparent: &mut bool) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(pixels.len() / N * 3);
    for pixel in pixels.chunks_exact(N) {
        let alpha = u64::from(pixel[N - 1]);
        *transparent |= alpha < 65_535;
        rgb.extend(colours::<u16, N>(pixel).map(|v| {
            reduce(((u64::from(v) * alpha + 65_535 * (65_535 - alpha) + 32_767) / 65_535) as u16)
        }));
    }
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_round_to_the_nearest_byte() {
        assert_eq!(reduce(0), 0);
        assert_eq!(reduce(128), 0);
        assert_eq!(reduce(129), 1);
        assert_eq!(reduce(65_535), 255);
        for byte in 0..=255_u16 {
            assert_eq!(u16::from(reduce(byte * 257)), byte);
        }
    }

    #[test]
    fn alpha_lies_over_white() {
        let (rgb, transparent) = rgba_over_white(&[10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 128]);
        assert_eq!(rgb, [255, 255, 255, 10, 20, 30, 127, 127, 127]);
        assert!(transparent);
        assert!(!rgba_over_white(&[1, 2, 3, 255]).1);
    }
}
