//! How far a result is from the picture it was made of: in pixels, and as people see it.

use burn::tensor::{Device, Tensor, TensorData};

use super::translator::numbers;
use crate::domain::{Picture, range};
use crate::model::perceptual::Perceptual;
use crate::problem::Problem;

/// The mean absolute difference of two pictures of the same size over all pixels and channels, from 0 to 1; `None` when the sizes differ.
pub fn mean_pixel(a: &Picture, b: &Picture) -> Option<f32> {
    if (a.width(), a.height()) != (b.width(), b.height()) {
        return None;
    }
    let apart = a.rgb().iter().zip(b.rgb());
    let sum: u64 = apart.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    Some((sum as f64 / (a.rgb().len() as f64 * 255.0)) as f32)
}

/// The perceptual distance of two pictures of the same size.
///
/// # Errors
/// When the pictures are smaller than the extractor takes, differ in size, or the device gives nothing usable back.
pub fn perceptual(
    extractor: &Perceptual,
    device: &Device,
    a: &Picture,
    b: &Picture,
) -> Result<f32, Problem> {
    let (width, height) = (a.width(), a.height());
    let least = extractor.variant().least_side();
    if width.min(height) < least {
        return Err(Problem::new(format!(
            "The perceptual distance needs pictures of at least {least} × {least} pixels; these have {width} × {height}"
        )));
    }
    if (b.width(), b.height()) != (width, height) {
        return Err(Problem::new(
            "The perceptual distance needs two pictures of the same size",
        ));
    }
    let values = |picture: &Picture| {
        let planes = TensorData::new(range::picture_to_planes(picture), [1, 3, height, width]);
        Tensor::<4>::from_data(planes, device)
    };
    let distance = numbers(extractor.distance(values(a), values(b)))
        .map_err(|error| Problem::because("The perceptual distance could not be read", &error))?;
    let usable = distance.first().filter(|distance| distance.is_finite());
    usable
        .copied()
        .ok_or_else(|| Problem::new("The perceptual distance is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(side: usize, seed: usize) -> Picture {
        let rgb = (0..side * side * 3).map(|at| (at * seed % 251) as u8);
        Picture::new(side, side, rgb.collect()).unwrap()
    }

    #[test]
    fn the_mean_counts_every_channel() {
        let black = Picture::filled(2, 2, [0; 3]);
        assert_eq!(
            mean_pixel(&black, &Picture::filled(2, 2, [255; 3])),
            Some(1.0)
        );
        assert_eq!(
            mean_pixel(&black, &Picture::filled(2, 2, [51, 0, 0])),
            Some(0.2 / 3.0)
        );
        assert_eq!(mean_pixel(&black, &Picture::filled(3, 2, [0; 3])), None);
    }

    #[test]
    fn equal_pictures_are_at_no_distance_and_small_ones_are_refused() {
        let device = Device::flex();
        let extractor = Perceptual::bundled(&device).unwrap();
        let between = |a: &Picture, b: &Picture| perceptual(&extractor, &device, a, b);
        let (one, other) = (picture(32, 7), picture(32, 13));
        assert_eq!(between(&one, &one), Ok(0.0));
        assert!(between(&one, &other).unwrap() > 0.05);
        let small = between(&picture(16, 7), &picture(16, 7)).unwrap_err();
        assert!(small.to_string().contains("at least 21 × 21"), "{small}");
        assert!(between(&one, &picture(64, 7)).is_err());
    }
}
