//! The first crop of a new picture: around the best face, else the middle.
//!
//! The detector is SeetaFace's frontal cascade (`assets/faces`, BSD 2-clause), so animals are not found; their
//! pictures get the centred square.

use std::sync::OnceLock;

use rustface::{FaceInfo, ImageData, Model};

use super::resize::{Filter, resize};
use crate::domain::{CropBox, Picture};

const MODEL: &[u8] = include_bytes!("../../assets/faces/seeta_fd_frontal_v1.0.bin");
/// Detection runs on a copy of this long side: faces from a sixteenth of it on are found in a fraction of a second.
const DETECTION_SIDE: usize = 640;
/// The detector's window; it reads outside smaller pictures.
const SMALLEST_SIDE: usize = 40;
/// Smaller square pictures are taken as already prepared for a model.
const PREPARED_SIDE: usize = 160;
/// Weaker detections are mostly leaves and wallpaper.
const LOWEST_SCORE: f64 = 2.5;
/// The crop's side in face boxes; the box reaches from the eyebrows to the chin.
const CROP_IN_FACES: f32 = 2.0;
/// The crop's centre lies above the face's by this share of the face, for the hair.
const LIFT: f32 = 0.1;
/// A square picture that a face fills to this share is already a portrait.
const PORTRAIT_SHARE: f32 = 0.6;

/// Why a crop was suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CropReason {
    /// A face was found.
    Face,
    /// No face was found: the largest centred square.
    Centre,
    /// The picture is already square.
    Whole,
}

/// A suggested crop; always square and inside the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CropGuess {
    /// The crop.
    pub crop: CropBox,
    /// Why this one.
    pub reason: CropReason,
}

/// Suggests the part of `picture` that a model should see.
///
/// A square picture keeps its whole unless its face is small in it: data sets are square and prepared already.
pub fn guess_crop(picture: &Picture) -> CropGuess {
    let (width, height) = (picture.width(), picture.height());
    let square = width == height;
    let fallback = CropGuess {
        crop: CropBox::centred_square(width, height),
        reason: if square {
            CropReason::Whole
        } else {
            CropReason::Centre
        },
    };
    if square && width < PREPARED_SIDE {
        return fallback;
    }
    match best_face(picture).map(|face| portrait(face, width, height)) {
        Some(crop) if !square || crop.width < PORTRAIT_SHARE * width as f32 => CropGuess {
            crop,
            reason: CropReason::Face,
        },
        _ => fallback,
    }
}

/// The square around the best face of `picture`, however small the face is; `None` when none is found.
pub fn face_crop(picture: &Picture) -> Option<CropBox> {
    let face = best_face(picture)?;
    Some(portrait(face, picture.width(), picture.height()))
}

/// The box of the best face of `picture`, in its pixels; small pictures are enlarged for the detector, which needs some.
pub fn find_face(picture: &Picture) -> Option<CropBox> {
    let side = picture.width().min(picture.height());
    if side >= PREPARED_SIDE {
        return best_face(picture);
    }
    let factor = PREPARED_SIDE.div_ceil(side.max(1));
    let whole = CropBox::whole(picture.width(), picture.height());
    let (width, height) = (picture.width() * factor, picture.height() * factor);
    let face = best_face(&resize(picture, whole, width, height, Filter::Bilinear))?;
    let scaled = |length: f32| length / factor as f32;
    Some(CropBox {
        x: scaled(face.x),
        y: scaled(face.y),
        width: scaled(face.width),
        height: scaled(face.height),
    })
}

/// The square around a face, with hair and some surroundings.
fn portrait(face: CropBox, width: usize, height: usize) -> CropBox {
    CropBox::square_around(
        face.x + face.width / 2.0,
        face.y + face.height * (0.5 - LIFT),
        face.width.max(face.height) * CROP_IN_FACES,
        width,
        height,
    )
}

/// The box of the clearest, largest face, in pixels of `picture`.
fn best_face(picture: &Picture) -> Option<CropBox> {
    let longest = picture.width().max(picture.height());
    let scale = (DETECTION_SIDE as f32 / longest as f32).min(1.0);
    let scaled = |side: usize| ((side as f32 * scale).round() as usize).max(1);
    let (width, height) = (scaled(picture.width()), scaled(picture.height()));
    if width.min(height) < SMALLEST_SIDE {
        return None;
    }
    let whole = CropBox::whole(picture.width(), picture.height());
    let small = resize(picture, whole, width, height, Filter::Bilinear);
    let grey: Vec<u8> = small.rgb().chunks_exact(3).map(luma).collect();

    let mut detector = rustface::create_detector_with_model(model()?.clone());
    detector.set_score_thresh(LOWEST_SCORE);
    let faces = detector.detect(&ImageData::new(&grey, width as u32, height as u32));
    let best = faces.iter().max_by(|a, b| rank(a).total_cmp(&rank(b)))?;
    let bounds = best.bbox();
    Some(CropBox {
        x: bounds.x() as f32 / scale,
        y: bounds.y() as f32 / scale,
        width: bounds.width() as f32 / scale,
        height: bounds.height() as f32 / scale,
    })
}

/// Score times side: a clear small face does not win over a large one with a good score.
fn rank(face: &FaceInfo) -> f64 {
    face.score() * f64::from(face.bbox().width())
}

fn luma(colour: &[u8]) -> u8 {
    let [r, g, b] = [0, 1, 2].map(|channel| u32::from(colour[channel]));
    ((r * 299 + g * 587 + b * 114 + 500) / 1000) as u8
}

/// The detector's weights, read once.
fn model() -> Option<&'static Model> {
    static READ: OnceLock<Option<Model>> = OnceLock::new();
    READ.get_or_init(|| rustface::read_model(MODEL).ok())
        .as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_detector_is_in_the_binary() {
        assert!(model().is_some());
    }

    #[test]
    fn odd_shapes_get_a_square_inside() {
        for (width, height) in [(1, 1), (1, 700), (700, 1), (39, 41), (41, 40), (2000, 45)] {
            let guess = guess_crop(&Picture::filled(width, height, [90, 80, 70]));
            let crop = guess.crop;
            assert_eq!(crop, crop.inside(width, height), "{width} x {height}");
            assert_eq!(crop.width, crop.height);
            let reason = if width == height {
                CropReason::Whole
            } else {
                CropReason::Centre
            };
            assert_eq!(guess.reason, reason);
        }
    }

    #[test]
    fn noise_does_not_upset_the_detector() {
        let mut state = 1_u32;
        for round in 0..6 {
            let (width, height) = (41 + round * 37, 60 + round * 11);
            let mut byte = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            let rgb = (0..width * height * 3).map(|_| byte()).collect();
            let guess = guess_crop(&Picture::new(width, height, rgb).unwrap());
            assert_eq!(guess.crop, guess.crop.inside(width, height));
        }
    }
}
