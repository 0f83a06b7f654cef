//! The only place where bytes become model values and back.
//!
//! Networks see sRGB-encoded values in [-1, 1] (no linearisation); their output is unbounded and is clamped
//! only here, on its way to a picture.

use super::Picture;

/// A byte as a model value: `v / 127.5 - 1`.
pub fn to_model(byte: u8) -> f32 {
    f32::from(byte) / 127.5 - 1.0
}

/// A model value as a byte, rounded as torchvision's `save_image` does it: halves up, clamped.
pub fn to_byte(value: f32) -> u8 {
    let unit = ((value + 1.0) / 2.0).clamp(0.0, 1.0);
    (unit * 255.0 + 0.5).clamp(0.0, 255.0) as u8
}

/// Planar values (3 x height x width) of a picture.
pub fn picture_to_planes(picture: &Picture) -> Vec<f32> {
    let pixels = picture.width() * picture.height();
    let mut planes = vec![0.0; pixels * 3];
    for (at, colour) in picture.rgb().chunks_exact(3).enumerate() {
        for (channel, &byte) in colour.iter().enumerate() {
            planes[channel * pixels + at] = to_model(byte);
        }
    }
    planes
}

/// The picture of planar values (3 x height x width); `None` when the count does not fit.
pub fn planes_to_picture(planes: &[f32], width: usize, height: usize) -> Option<Picture> {
    let pixels = width.checked_mul(height)?;
    if planes.len() != pixels.checked_mul(3)? {
        return None;
    }
    let rgb = (0..pixels)
        .flat_map(|at| [0, 1, 2].map(|channel| to_byte(planes[channel * pixels + at])))
        .collect();
    Picture::new(width, height, rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_survives_the_round_trip() {
        for byte in 0..=255 {
            assert_eq!(to_byte(to_model(byte)), byte);
        }
    }

    #[test]
    fn values_outside_are_clamped_and_nan_is_black() {
        assert_eq!(to_byte(-3.0), 0);
        assert_eq!(to_byte(3.0), 255);
        assert_eq!(to_byte(f32::NAN), 0);
    }

    #[test]
    fn planes_round_trip() {
        let picture = Picture::new(2, 1, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let planes = picture_to_planes(&picture);
        assert_eq!(planes[0], to_model(1));
        assert_eq!(planes[1], to_model(4));
        assert_eq!(planes_to_picture(&planes, 2, 1), Some(picture));
        assert_eq!(planes_to_picture(&planes, 3, 1), None);
    }
}
