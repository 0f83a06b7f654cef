//! Keeps pictures at a size the window can use: a model never sees more than 1024 pixels of a crop.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

/// The longest side that is kept.
pub(super) const LONGEST_SIDE: u32 = 2048;

/// `image`, made smaller (antialiased) when its long side exceeds [`LONGEST_SIDE`].
pub(super) fn to_longest_side(image: RgbImage) -> RgbImage {
    let (width, height) = image.dimensions();
    let longest = width.max(height);
    if longest <= LONGEST_SIDE {
        return image;
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LONGEST_SIDE) + u64::from(longest) / 2;
        ((side / u64::from(longest)) as u32).max(1)
    };
    // The sizes always fit; were they ever not to, the large picture is still a correct one.
    lanczos(&image, scaled(width), scaled(height)).unwrap_or(image)
}

fn lanczos(image: &RgbImage, width: u32, height: u32) -> Option<RgbImage> {
    let source = ImageRef::new(
        image.width(),
        image.height(),
        image.as_raw(),
        PixelType::U8x3,
    )
    .ok()?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut target, &options).ok()?;
    RgbImage::from_raw(width, height, target.into_vec())
}
