//! The official transform of a training picture: perhaps a random resized crop, always a resize to a square, perhaps mirrored.

use rand::Rng;

use super::draws::{below, unit};
use crate::data::crop::model_view;
use crate::domain::{CropBox, Picture, range};

/// The share of the area that a crop keeps.
const AREA: (f64, f64) = (0.8, 1.0);
/// Width over height of a crop.
const ASPECT: (f64, f64) = (0.9, 1.1);
/// How often a crop is drawn that does not fit before the middle is taken.
const TRIES: usize = 10;

/// What decides a transform besides chance.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    /// Side of the result.
    pub size: usize,
    /// Probability of a crop.
    pub crop: f32,
    /// Probability of mirroring.
    pub flip: f32,
    /// What of a picture is taken before any crop.
    pub view: View,
}

/// What of a picture is taken before any crop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All of it, squeezed (StarGAN v2).
    Whole,
    /// The largest centred square (StarGAN).
    Centre,
}

impl View {
    /// The part of a picture of this size.
    pub fn of(self, width: usize, height: usize) -> CropBox {
        match self {
            Self::Whole => CropBox::whole(width, height),
            Self::Centre => CropBox::centred_square(width, height),
        }
    }
}

impl Transform {
    /// Planar values (3 x size x size) of a picture.
    pub fn planes(&self, picture: &Picture, rng: &mut impl Rng) -> Vec<f32> {
        let mut area = self.view.of(picture.width(), picture.height());
        if unit(rng) < f64::from(self.crop) {
            let part = random_crop(area.width as usize, area.height as usize, rng);
            area = CropBox {
                x: area.x + part.x,
                y: area.y + part.y,
                ..part
            };
        }
        let mut planes = range::picture_to_planes(&model_view(picture, area, self.size));
        if unit(rng) < f64::from(self.flip) {
            planes
                .chunks_exact_mut(self.size)
                .for_each(<[f32]>::reverse);
        }
        planes
    }
}

/// A crop as torchvision's RandomResizedCrop draws it.
fn random_crop(width: usize, height: usize, rng: &mut impl Rng) -> CropBox {
    let area = (width * height) as f64;
    for _ in 0..TRIES {
        let wanted = area * (AREA.0 + (AREA.1 - AREA.0) * unit(rng));
        let (low, high) = (ASPECT.0.ln(), ASPECT.1.ln());
        let aspect = (low + (high - low) * unit(rng)).exp();
        let across = (wanted * aspect).sqrt().round_ties_even() as usize;
        let down = (wanted / aspect).sqrt().round_ties_even() as usize;
        if (1..=width).contains(&across) && (1..=height).contains(&down) {
            let top = below(height - down + 1, rng);
            let left = below(width - across + 1, rng);
            return crop(left, top, across, down);
        }
    }
    middle(width, height)
}

/// The largest middle part with an aspect that is allowed.
fn middle(width: usize, height: usize) -> CropBox {
    let aspect = width as f64 / height as f64;
    let (across, down) = if aspect < ASPECT.0 {
        let down = (width as f64 / ASPECT.0).round_ties_even() as usize;
        (width, down.clamp(1, height))
    } else if aspect > ASPECT.1 {
        let across = (height as f64 * ASPECT.1).round_ties_even() as usize;
        (across.clamp(1, width), height)
    } else {
        (width, height)
    };
    crop((width - across) / 2, (height - down) / 2, across, down)
}

fn crop(left: usize, top: usize, width: usize, height: usize) -> CropBox {
    CropBox {
        x: left as f32,
        y: top as f32,
        width: width as f32,
        height: height as f32,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::data::{Filter, resize};

    fn picture(width: usize, height: usize) -> Picture {
        let bytes = (0..width * height * 3).map(|at| (at * 97 % 251) as u8);
        Picture::new(width, height, bytes.collect()).unwrap()
    }

    #[test]
    fn without_crop_and_flip_it_is_the_resize() {
        let source = picture(100, 70);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let plain = Transform {
            size: 32,
            crop: 0.0,
            flip: 0.0,
            view: View::Whole,
        };
        let expected = resize(&source, CropBox::whole(100, 70), 32, 32, Filter::Bilinear);
        let expected = range::picture_to_planes(&expected);
        assert_eq!(plain.planes(&source, &mut rng), expected);
        let flip = Transform { flip: 1.0, ..plain };
        let flipped = flip.planes(&source, &mut rng);
        for (row, mirrored) in expected.chunks(32).zip(flipped.chunks(32)) {
            assert!(row.iter().eq(mirrored.iter().rev()));
        }
    }

    #[test]
    fn the_centre_is_a_square() {
        let source = picture(100, 70);
        let centre = Transform {
            size: 32,
            crop: 0.0,
            flip: 0.0,
            view: View::Centre,
        };
        let square = CropBox {
            x: 15.0,
            y: 0.0,
            width: 70.0,
            height: 70.0,
        };
        let expected = resize(&source, square, 32, 32, Filter::Bilinear);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let planes = centre.planes(&source, &mut rng);
        assert_eq!(planes, range::picture_to_planes(&expected));
        // A crop of it never holds the columns beside it.
        let mut striped = Picture::filled(100, 70, [255; 3]);
        striped.paste(&Picture::filled(70, 70, [0; 3]), 15, 0);
        let crop = Transform {
            crop: 1.0,
            ..centre
        };
        for _ in 0..50 {
            let planes = crop.planes(&striped, &mut rng);
            assert!(planes.iter().all(|value| *value == -1.0));
        }
    }

    #[test]
    fn crops_keep_the_official_bounds() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let (mut areas, mut moved) = (0.0, 0);
        for _ in 0..2000 {
            let crop = random_crop(256, 256, &mut rng);
            assert_eq!(crop, crop.inside(256, 256));
            let share = f64::from(crop.width * crop.height) / (256.0 * 256.0);
            let aspect = f64::from(crop.width / crop.height);
            assert!((0.79..=1.0).contains(&share), "{share}");
            assert!((0.89..1.11).contains(&aspect), "{aspect}");
            areas += share;
            moved += usize::from(crop.x > 0.0 && crop.y > 0.0);
        }
        assert!((areas / 2000.0 - 0.89).abs() < 0.02, "{}", areas / 2000.0);
        assert!(moved > 1500);
    }

    #[test]
    fn long_pictures_give_their_middle() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        assert_eq!(random_crop(300, 100, &mut rng), crop(95, 0, 110, 100));
        assert_eq!(random_crop(90, 400, &mut rng), crop(0, 150, 90, 100));
        assert_eq!(random_crop(1, 1, &mut rng), crop(0, 0, 1, 1));
    }
}
