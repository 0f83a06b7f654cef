//! Whether a photo suits a model, from its pixels alone: size, sharpness, light, contrast, where the face is.
//!
//! The measures are plain numbers; what they mean for a model ([`judge`]) depends on what it was trained on. Nothing here says that a
//! picture is bad, only why a result may come out badly.

use super::faces::find_face;
use crate::domain::{CropBox, Picture};

/// Weights of R, G and B in the brightness.
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];
/// The levels of a channel.
const LEVELS: f32 = 255.0;
/// Below this share of what is usual a picture is soft; below the second it is blurred.
const SOFT: (f32, f32) = (0.5, 0.2);
/// Mean brightness, 0 to 1: below the first too dark, below the second far too dark.
const DARK: (f32, f32) = (0.2, 0.1);
/// Above the first too bright, above the second far too bright.
const BRIGHT: (f32, f32) = (0.88, 0.95);
/// Standard deviation of the brightness: below the first flat, below the second almost even.
const FLAT: (f32, f32) = (0.06, 0.03);
/// A crop of fewer pixels than this share of the model's size is much too small.
const TINY: f32 = 0.5;
/// How far a side may be from the other before the crop is told to be distorted.
const SQUARE: f32 = 1.05;
/// A picture longer than this is cut by a square.
const LONG: f32 = 1.6;
/// Sides of a face that models of faces know, in shares of the crop.
const FACE_SIDES: (f32, f32) = (0.3, 0.85);
/// How far a face may lie from the middle, in shares of the crop.
const FACE_AWAY: f32 = 0.16;

/// What a model's pictures are like, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Side of its pictures in pixels.
    pub size: usize,
    /// Sharpness of a picture that is not blurred, as [`Measures::sharpness`].
    pub sharpness: f32,
    /// Whether it was trained on faces of people.
    pub faces: bool,
}

impl Usual {
    /// Sharpness of photos: the least of what is called sharp there.
    pub const PHOTO_SHARPNESS: f32 = 0.02;
    /// Sharpness of the bundled creatures: about the least of them.
    pub const CREATURE_SHARPNESS: f32 = 0.08;
}

/// What the pixels say of a picture at the model's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Variance of the Laplacian of the brightness, relative to the variance of the brightness: how much of the picture is edges.
    pub sharpness: f32,
    /// Mean brightness, 0 to 1.
    pub brightness: f32,
    /// Standard deviation of the brightness, 0 to 1.
    pub contrast: f32,
    /// The box of the face, in pixels; none when it was not looked for or not found.
    pub face: Option<CropBox>,
}

/// Where the model's picture was taken from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// The whole picture's sides in pixels.
    pub whole: [usize; 2],
    /// The crop.
    pub crop: CropBox,
}

/// Why a result may come out badly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// The crop has fewer pixels than the model wants, and was enlarged: its side, and the model's.
    Enlarged(usize, usize),
    /// The crop is not square, so that the model sees it squeezed.
    Squeezed,
    /// The picture is long, and a square leaves much of it out.
    CutOff,
    /// Less sharp than the model's pictures, by this factor.
    Blurred(f32),
    /// Darker than usual: mean brightness in percent.
    Dark(u32),
    /// Brighter than usual: mean brightness in percent.
    Bright(u32),
    /// Hardly any contrast.
    Flat,
    /// The model knows faces, and none was found.
    NoFace,
    /// The face is small in the crop: its share of the side in percent.
    SmallFace(u32),
    /// The face does not fit into the crop: its share of the side in percent.
    LargeFace(u32),
    /// The face lies far from the middle.
    OffCentre,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Nothing speaks against the picture.
    Good,
    /// A result may suffer.
    Fair,
    /// A result will probably suffer.
    Poor,
}

/// What was found, and the worst of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitness {
    /// The findings with their weight, the worst first.
    pub findings: Vec<(Grade, Finding)>,
}

impl Fitness {
    /// The worst grade.
    pub fn grade(&self) -> Grade {
        let grades = self.findings.iter().map(|(grade, _)| *grade);
        grades.max().unwrap_or(Grade::Good)
    }
}

/// Measures `view`, a picture at the model's size; looks for a face when `faces`, which takes longest.
pub fn measure(view: &Picture, faces: bool) -> Measures {
    let (width, height) = (view.width(), view.height());
    let luma: Vec<f32> = view
        .rgb()
        .chunks_exact(3)
        .map(|rgb| rgb.iter().zip(LUMA).map(|(c, w)| f32::from(*c) * w).sum())
        .collect();
    let (mean, variance) = moments(&luma);
    let at = |x: usize, y: usize| luma[y * width + x];
    let inner = (1..height.saturating_sub(1))
        .flat_map(|y| (1..width.saturating_sub(1)).map(move |x| (x, y)));
    let laplacian: Vec<f32> = inner
        .map(|(x, y)| 4.0 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1))
        .collect();
    let (_, edges) = moments(&laplacian);
    Measures {
        // One level of noise in an even picture is no sharpness.
        sharpness: edges / variance.max(1.0),
        brightness: mean / LEVELS,
        contrast: variance.sqrt() / LEVELS,
        face: if faces { find_face(view) } else { None },
    }
}

fn moments(values: &[f32]) -> (f32, f32) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let apart = values
        .iter()
        .map(|value| (f64::from(*value) - mean).powi(2));
    (mean as f32, (apart.sum::<f64>() / count) as f32)
}

/// What measures mean for a model whose pictures are `usual`.
pub fn judge(measures: &Measures, taken: &Taken, usual: &Usual) -> Fitness {
    let mut findings = Vec::new();
    size_and_shape(taken, usual, &mut findings);
    light(measures, &mut findings);
    let share = measures.sharpness / usual.sharpness;
    let even = measures.contrast < FLAT.1;
    if let (Some(grade), false) = (below(share, SOFT), even) {
        findings.push((grade, Finding::Blurred(1.0 / share.max(1e-3))));
    }
    if usual.faces {
        face(measures, usual.size as f32, &mut findings);
    }
    findings.sort_by_key(|(grade, _)| std::cmp::Reverse(*grade));
    Fitness { findings }
}

/// Fair below the first limit, poor below the second.
fn below(value: f32, (fair, poor): (f32, f32)) -> Option<Grade> {
    if value < poor {
        Some(Grade::Poor)
    } else if value < fair {
        Some(Grade::Fair)
    } else {
        None
    }
}

fn size_and_shape(taken: &Taken, usual: &Usual, findings: &mut Vec<(Grade, Finding)>) {
    let CropBox { width, height, .. } = taken.crop;
    let (side, size) = (width.min(height), usual.size as f32);
    if let Some(grade) = below(side / size, (1.0, TINY)) {
        findings.push((grade, Finding::Enlarged(side.round() as usize, usual.size)));
    }
    if width.max(height) > SQUARE * side {
        findings.push((Grade::Fair, Finding::Squeezed));
    }
    let [long, short] = [taken.whole.iter().max(), taken.whole.iter().min()]
        .map(|side| side.copied().unwrap_or(1).max(1) as f32);
    // A small crop was chosen; one as large as can be was all that a square could hold.
    if long > LONG * short && side >= short - 1.0 {
        findings.push((Grade::Fair, Finding::CutOff));
    }
}

fn light(measures: &Measures, findings: &mut Vec<(Grade, Finding)>) {
    let percent = (measures.brightness * 100.0).round() as u32;
    if let Some(grade) = below(measures.brightness, DARK) {
        findings.push((grade, Finding::Dark(percent)));
    }
    let (fair, poor) = BRIGHT;
    if let Some(grade) = below(1.0 - measures.brightness, (1.0 - fair, 1.0 - poor)) {
        findings.push((grade, Finding::Bright(percent)));
    }
    if let Some(grade) = below(measures.contrast, FLAT) {
        findings.push((grade, Finding::Flat));
    }
}

fn face(measures: &Measures, size: f32, findings: &mut Vec<(Grade, Finding)>) {
    let Some(face) = measures.face else {
        findings.push((Grade::Poor, Finding::NoFace));
        return;
    };
    let side = face.width.max(face.height) / size;
    let percent = (side * 100.0).round() as u32;
    let (least, most) = FACE_SIDES;
    if let Some(grade) = below(side, (least, least / 2.0)) {
        findings.push((grade, Finding::SmallFace(percent)));
    }
    if side > most {
        findings.push((Grade::Fair, Finding::LargeFace(percent)));
    }
    let middle = |start: f32, length: f32| ((start + length / 2.0) / size - 0.5).abs();
    let away = middle(face.x, face.width).max(middle(face.y, face.height));
    if away > FACE_AWAY {
        findings.push((Grade::Fair, Finding::OffCentre));
    }
}

#[cfg(test)]
mod tests;
