//! The model-sized view of a picture.

use super::resize::{Filter, resize};
use crate::domain::{CropBox, Picture};

/// `crop` of `picture` as the model sees it: `size` x `size`, antialiased.
///
/// A crop that already has that size is copied pixel for pixel.
pub fn model_view(picture: &Picture, crop: CropBox, size: usize) -> Picture {
    let size = size.max(1);
    let crop = crop.inside(picture.width(), picture.height());
    if crop == CropBox::whole(picture.width(), picture.height())
        && (picture.width(), picture.height()) == (size, size)
    {
        return picture.clone();
    }
    // At equal sizes the filter is the identity, so part crops of the right size are exact copies too.
    resize(picture, crop, size, size, Filter::Bilinear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: usize, height: usize) -> Picture {
        let pixel = |at: usize| [(at % width) as u8, (at / width) as u8, 7];
        let rgb = (0..width * height).flat_map(pixel).collect();
        Picture::new(width, height, rgb).unwrap()
    }

    #[test]
    fn right_sized_crops_are_copies() {
        let whole = gradient(64, 64);
        assert_eq!(model_view(&whole, CropBox::whole(64, 64), 64), whole);
        let crop = CropBox {
            x: 10.0,
            y: 20.0,
            width: 32.0,
            height: 32.0,
        };
        let part = model_view(&whole, crop, 32);
        assert_eq!(part.pixel(0, 0), Some([10, 20, 7]));
        assert_eq!(part.pixel(31, 31), Some([41, 51, 7]));
    }

    #[test]
    fn crops_beyond_the_picture_are_moved_inside() {
        let crop = CropBox {
            x: 60.0,
            y: -5.0,
            width: 500.0,
            height: 10.0,
        };
        let view = model_view(&gradient(64, 64), crop, 16);
        assert_eq!((view.width(), view.height()), (16, 16));
    }
}
