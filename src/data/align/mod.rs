//! Brings a face to where the mean face has it: the picture is widened, turned, scaled and moved, as the official align mode does it.
//!
//! All numbers are 64-bit and positions are exact (OpenCV rounds them to 1/32 pixel). Three parts: [`Wide`], the picture with room
//! around it; [`Similarity`], the map from there to the result; [`warp`], the resampling.

mod similarity;
mod warp;
mod wide;

use thiserror::Error;

pub use similarity::Similarity;
pub use warp::warp;
pub use wide::Wide;

use super::crop::model_view;
use crate::domain::landmarks::{Landmarks, MEAN_SIDE};
use crate::domain::{CropBox, Picture};

/// Smallest side of an aligned picture.
pub const LEAST_SIDE: usize = 8;

/// Why a face cannot be aligned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AlignError {
    /// The side is odd or too small.
    #[error(
        "A face cannot be aligned to {size} pixels; choose an even size of at least {LEAST_SIDE}"
    )]
    Size {
        /// The side asked for.
        size: usize,
    },
    /// Eyes and mouth lie on one another, so there is no direction or size.
    #[error(
        "The landmarks found in this picture do not form a face, so it cannot be aligned; crop it by hand around the face"
    )]
    NoFace,
}

/// `picture` (squashed to `size` x `size` if it is not) with its face where `mean` has it.
///
/// `landmarks` are those of the picture at `size` x `size`; `mean` is in a picture of 256 x 256.
///
/// # Errors
/// When the size is odd or below 8, or the landmarks of either face all but coincide.
pub fn align(
    picture: &Picture,
    landmarks: &Landmarks,
    mean: &Landmarks,
    size: usize,
) -> Result<Picture, AlignError> {
    if size < LEAST_SIDE || !size.is_multiple_of(2) {
        return Err(AlignError::Size { size });
    }
    let whole = CropBox::whole(picture.width(), picture.height());
    let wide = Wide::of(&model_view(picture, whole, size));
    let map = alignment(landmarks, mean, size)?;
    let bytes = warp(&wide, &map.inverse(), size)
        .into_iter()
        .map(|level| (level.clamp(0.0, 255.0) + 0.5) as u8);
    // The count fits by construction; the fallback only keeps this function total.
    let aligned = Picture::new(size, size, bytes.collect());
    Ok(aligned.unwrap_or_else(|| Picture::filled(size, size, [0; 3])))
}

/// From the widened picture to the result, both for pictures of `size` x `size`.
///
/// # Errors
/// When the landmarks of either face all but coincide.
pub fn alignment(
    landmarks: &Landmarks,
    mean: &Landmarks,
    size: usize,
) -> Result<Similarity, AlignError> {
    let mean = mean.scaled(size as f64 / MEAN_SIDE as f64);
    let source = landmarks.moved(Wide::margin(size) as f64);
    Similarity::between(&source, &mean).ok_or(AlignError::NoFace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::landmarks::{COUNT, LEFT_PUPIL, MOUTH_CORNERS, RIGHT_PUPIL};

    /// Points around the middle; eyes above, mouth below.
    fn face() -> Landmarks {
        let mut points: Vec<[f64; 2]> = (0..COUNT)
            .map(|at| {
                let turn = at as f64 * 0.7;
                [128.0 + 60.0 * turn.cos(), 130.0 + 70.0 * turn.sin()]
            })
            .collect();
        points[60..68].fill([98.0, 110.0]);
        points[68..76].fill([158.0, 112.0]);
        points[LEFT_PUPIL] = [97.0, 110.0];
        points[RIGHT_PUPIL] = [159.0, 111.0];
        points[MOUTH_CORNERS[0]] = [104.0, 180.0];
        points[MOUTH_CORNERS[1]] = [150.0, 181.0];
        Landmarks::new(points).unwrap()
    }

    #[test]
    fn the_mean_face_on_itself_is_not_moved() {
        for size in [64, 128, 256, 512] {
            let landmarks = face().scaled(size as f64 / 256.0);
            let map = alignment(&landmarks, &face(), size).unwrap();
            let margin = size as f64 / 2.0;
            let expected = [[1.0, 0.0, -margin], [0.0, 1.0, -margin], [0.0, 0.0, 1.0]];
            for (found, expected) in map.rows().iter().flatten().zip(expected.iter().flatten()) {
                assert!((found - expected).abs() < 1e-9, "{size}: {found}");
            }
        }
    }

    #[test]
    fn a_face_in_place_stays_as_it_is() {
        let bytes = (0..64 * 64 * 3).map(|at| (at * at / 7 % 251) as u8);
        let picture = Picture::new(64, 64, bytes.collect()).unwrap();
        let aligned = align(&picture, &face().scaled(0.25), &face(), 64).unwrap();
        // Away from the edge, where the blurred border begins at once.
        let apart = |at: &[usize; 2]| {
            let [x, y] = *at;
            let pair = [&picture, &aligned].map(|each| each.pixel(x, y).unwrap());
            (0..3).any(|channel| pair[0][channel].abs_diff(pair[1][channel]) > 1)
        };
        let inner = (0..64).flat_map(|y| (0..64).map(move |x| [x, y]));
        assert_eq!(inner.filter(apart).count(), 0);
    }

    #[test]
    fn impossible_faces_and_sizes_are_refused_in_a_sentence() {
        let point = Landmarks::new(vec![[5.0, 5.0]; COUNT]).unwrap();
        let picture = Picture::filled(16, 16, [9; 3]);
        let fault = align(&picture, &point, &face(), 16).unwrap_err();
        assert!(fault.to_string().contains("crop it by hand"));
        assert_eq!(alignment(&face(), &point, 16), Err(AlignError::NoFace));
        for size in [0, 2, 33] {
            let fault = align(&picture, &face(), &face(), size).unwrap_err();
            assert!(fault.to_string().contains("choose an even size"), "{size}");
        }
    }
}
