//! What a person changes about the model's eye: how strongly it holds a face together, and where it is to look or to look away.
//!
//! A high-pass model keeps the fine structure of a source where the masks of its face are high. A [`Look`] is one source with such
//! changes; it has a fingerprint of its own, so that everything kept by fingerprint keeps the changed one apart from the plain one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Fingerprint;
use super::picture::first_128_bits;

/// Side of an [`EditMap`] in points.
pub const SIDE: usize = 64;
/// Largest factor on the masks.
pub const MOST_STRENGTH: f32 = 2.0;

/// What the brush leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Hold on to the source: the mask becomes 1.
    Protect,
    /// Let the style have it: the mask becomes 0.
    Release,
    /// As the landmark network saw it.
    Erase,
}

impl Touch {
    /// The letter in a session's file.
    fn letter(self) -> u8 {
        match self {
            Self::Protect => b'p',
            Self::Release => b'r',
            Self::Erase => b'-',
        }
    }
}

/// Painting over a source's masks: 64 x 64 points, each a [`Touch`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EditMap(Arc<Vec<u8>>);

impl Default for EditMap {
    fn default() -> Self {
        Self(Arc::new(vec![Touch::Erase.letter(); SIDE * SIDE]))
    }
}

impl EditMap {
    /// Whether nothing is painted.
    pub fn is_empty(&self) -> bool {
        let plain = Touch::Erase.letter();
        self.0.iter().all(|&letter| letter == plain)
    }

    /// What lies at a point.
    pub fn at(&self, x: usize, y: usize) -> Touch {
        let letter = self.0.get(y * SIDE + x).copied();
        let is = |touch: &Touch| Some(touch.letter()) == letter;
        let painted = [Touch::Protect, Touch::Release].into_iter().find(is);
        painted.unwrap_or(Touch::Erase)
    }

    /// A stroke of a round brush between two points; points and `radius` in units of the picture (0 to 1).
    pub fn paint(&mut self, [from, to]: [[f32; 2]; 2], radius: f32, touch: Touch) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = (along[0] * along[0] + along[1] * along[1]).max(f32::EPSILON);
        let letters = Arc::make_mut(&mut self.0);
        for (at, letter) in letters.iter_mut().enumerate() {
            let point = [at % SIDE, at / SIDE].map(|at| (at as f32 + 0.5) / SIDE as f32);
            let way = [point[0] - from[0], point[1] - from[1]];
            let share = ((way[0] * along[0] + way[1] * along[1]) / length).clamp(0.0, 1.0);
            let apart = [way[0] - share * along[0], way[1] - share * along[1]];
            if apart[0] * apart[0] + apart[1] * apart[1] <= radius * radius {
                *letter = touch.letter();
            }
        }
    }

    /// What becomes of a mask of `side` x `side`: each value times the first, plus the second. Edges are soft (bilinear).
    pub fn weights(&self, side: usize) -> [Vec<f32>; 2] {
        let is = |touch: Touch| -> Vec<f32> {
            let letters = self.0.iter();
            letters
                .map(|&letter| f32::from(letter == touch.letter()))
                .collect()
        };
        let [keep, add] = [Touch::Erase, Touch::Protect].map(is);
        [enlarged(&keep, side), enlarged(&add, side)]
    }
}

/// 64 x 64 to `side` x `side`, bilinear, half-pixel centres, edges repeated.
fn enlarged(small: &[f32], side: usize) -> Vec<f32> {
    let taps: Vec<(usize, usize, f32)> = (0..side)
        .map(|at| {
            let place = ((at as f32 + 0.5) * SIDE as f32 / side as f32 - 0.5).max(0.0);
            let low = (place as usize).min(SIDE - 1);
            (low, (low + 1).min(SIDE - 1), place - low as f32)
        })
        .collect();
    let mut values = Vec::with_capacity(side * side);
    for &(top, bottom, down) in &taps {
        values.extend(taps.iter().map(|&(left, right, across)| {
            let row = |y: usize| {
                small[y * SIDE + left] * (1.0 - across) + small[y * SIDE + right] * across
            };
            row(top) * (1.0 - down) + row(bottom) * down
        }));
    }
    values
}

impl From<EditMap> for String {
    /// Runs in reading order, as in `4000-96p`.
    fn from(map: EditMap) -> Self {
        let runs = map.0.chunk_by(|one, other| one == other);
        runs.map(|run| format!("{}{}", run.len(), char::from(run[0])))
            .collect()
    }
}

impl TryFrom<String> for EditMap {
    type Error = String;

    fn try_from(runs: String) -> Result<Self, String> {
        let wrong = || "this is no painting of a mask".to_owned();
        let mut letters = Vec::new();
        let mut rest = runs.as_str();
        while let Some(end) = rest.find(|letter: char| !letter.is_ascii_digit()) {
            let count: usize = rest[..end].parse().map_err(|_| wrong())?;
            let letter = rest.as_bytes()[end];
            // Never more memory than a painting takes, however many runs a file has.
            if !b"pr-".contains(&letter) || count > SIDE * SIDE - letters.len() {
                return Err(wrong());
            }
            letters.resize(letters.len() + count, letter);
            rest = &rest[end + 1..];
        }
        let whole = letters.len() == SIDE * SIDE && rest.is_empty();
        whole.then(|| Self(Arc::new(letters))).ok_or_else(wrong)
    }
}

/// How one source is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The source as it is.
    pub picture: Fingerprint,
    /// Factor on the masks; 1 is as trained.
    pub strength: f32,
    /// Painting over the masks.
    pub edits: EditMap,
}

impl Look {
    /// Whether nothing is changed.
    pub fn is_plain(&self) -> bool {
        self.strength == 1.0 && self.edits.is_empty()
    }

    /// The source's fingerprint under this look; the source's own when nothing is changed.
    pub fn key(&self) -> Fingerprint {
        if self.is_plain() {
            return self.picture;
        }
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(b"look")
            .update(&self.picture.0.to_le_bytes())
            .update(&self.strength.to_bits().to_le_bytes())
            .update(&self.edits.0);
        Fingerprint(first_128_bits(&hasher))
    }

    /// A mask (row-major, square) under this look.
    pub fn apply(&self, mask: &[f32]) -> Vec<f32> {
        let [keep, add] = self.edits.weights(mask.len().isqrt());
        let values = mask.iter().zip(keep).zip(add);
        values
            .map(|((mask, keep), add)| (mask * keep + add) * self.strength)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted() -> EditMap {
        let mut map = EditMap::default();
        map.paint([[0.25, 0.25], [0.75, 0.25]], 0.1, Touch::Protect);
        map.paint([[0.5, 0.8], [0.5, 0.8]], 0.1, Touch::Release);
        map
    }

    #[test]
    fn strokes_cover_what_lies_between_their_ends() {
        let map = painted();
        assert_eq!(map.at(16, 16), Touch::Protect);
        assert_eq!(map.at(32, 16), Touch::Protect, "between the ends");
        assert_eq!(map.at(32, 51), Touch::Release);
        assert_eq!(map.at(32, 32), Touch::Erase);
        let mut cleaned = map;
        cleaned.paint([[0.0, 0.0], [1.0, 1.0]], 2.0, Touch::Erase);
        assert!(cleaned.is_empty());
    }

    #[test]
    fn a_painting_survives_a_session() {
        let text = serde_json::to_string(&painted()).unwrap();
        assert!(text.len() < 600, "{}", text.len());
        assert_eq!(serde_json::from_str::<EditMap>(&text).unwrap(), painted());
        for broken in ["4096x", "12p", "4096p1-", "99999999999999p", "4096"] {
            assert!(EditMap::try_from(broken.to_owned()).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_look_protects_releases_and_weighs() {
        let look = |strength, edits| Look {
            picture: Fingerprint(7),
            strength,
            edits,
        };
        let plain = look(1.0, EditMap::default());
        assert_eq!(plain.key(), Fingerprint(7));
        assert_eq!(plain.apply(&[0.5; 64 * 64]), [0.5; 64 * 64]);
        let changed = look(0.5, painted());
        assert_ne!(changed.key(), plain.key());
        assert_ne!(changed.key(), look(1.0, painted()).key());
        let mask = changed.apply(&[0.5; 256 * 256]);
        let at = |x: usize, y: usize| mask[y * 256 + x];
        assert_eq!([at(128, 64), at(128, 205), at(128, 128)], [0.5, 0.0, 0.25]);
    }
}
