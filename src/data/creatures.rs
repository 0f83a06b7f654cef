//! Labelled data sets made of the bundled creatures by known edits, so that label systems can be tried without anybody's photos.
//!
//! Each creature appears once, so nothing shows the same one with and without an edit; which edits it gets is drawn. `attributes` has five
//! labels that hold or not (two tints, whose ending `_Tint` tells that they exclude each other, a frame, glasses, mirrored); `classes`
//! has four of which one holds, on creatures of another kind: together they are the two sets of a joint training.

mod edits;

use std::fmt::Write as _;
use std::path::PathBuf;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::dataset::{DataError, Item, bundled_kind};
use super::feed::draws::below;
use crate::domain::Picture;
use edits::{Eyes, Tint};

/// The attributes, in the order of the list.
const ATTRIBUTES: [&str; 5] = ["Red_Tint", "Blue_Tint", "Framed", "Glasses", "Mirrored"];
/// The classes.
const CLASSES: [&str; 4] = ["plain", "red", "framed", "glasses"];
/// The folder of an attribute set's pictures.
const PICTURES: &str = "images";

/// Creatures of the attribute set, and where their eyes are.
const FACES: [(&str, Eyes); 2] = [
    ("critters", Eyes::new(31.5, 30.5, 9.0, 7.0)),
    ("moods", Eyes::new(32.0, 27.5, 9.0, 7.5)),
];
/// Those of the class set.
const POTS: [(&str, Eyes); 1] = [("sprouts", Eyes::new(32.0, 48.5, 6.5, 5.0))];

/// A labelled data set that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeSet {
    /// Pictures with a list of attributes.
    Attributes,
    /// A folder of pictures for each class.
    Classes,
}

/// A picture to be made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its file below the data set's folder, ending in .png.
    pub file: PathBuf,
    item: Item,
    eyes: Eyes,
    edits: Edits,
}

/// What is done to a creature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Edits {
    /// Whether it has a mark in a corner, which shows what is mirrored.
    marked: bool,
    mirrored: bool,
    tint: Option<Tint>,
    glasses: bool,
    framed: bool,
}

impl MadeSet {
    /// The pictures of the set; the same for the same seed.
    pub fn pictures(self, seed: u64) -> Vec<Made> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let kinds: &[(&str, Eyes)] = match self {
            Self::Attributes => &FACES,
            Self::Classes => &POTS,
        };
        let mut made = Vec::new();
        for (kind, eyes) in kinds {
            for (at, item) in bundled_kind(kind).into_iter().enumerate() {
                let (edits, folder) = match self {
                    Self::Attributes => (Edits::drawn(&mut rng), PICTURES),
                    Self::Classes => {
                        let class = below(CLASSES.len(), &mut rng);
                        (Edits::of_class(class), CLASSES[class])
                    }
                };
                made.push(Made {
                    file: PathBuf::from(folder).join(format!("{kind}-{at:04}.png")),
                    item,
                    eyes: *eyes,
                    edits,
                });
            }
        }
        made
    }

    /// Name and text of the list that belongs to the pictures, if the set has one.
    pub fn list(self, pictures: &[Made]) -> Option<(&'static str, String)> {
        if self == Self::Classes {
            return None;
        }
        let mut text = format!("{}\n{}\n", pictures.len(), ATTRIBUTES.join(" "));
        for made in pictures {
            let name = made.file.file_name().unwrap_or_default();
            text.push_str(&name.to_string_lossy());
            for holds in made.edits.labels() {
                // Writing into a text cannot fail.
                let _ = write!(text, " {:>2}", if holds { 1 } else { -1 });
            }
            text.push('\n');
        }
        Some((super::dataset::LIST, text))
    }
}

impl Made {
    /// Makes the picture.
    ///
    /// # Errors
    /// When the program does not hold the creature.
    pub fn picture(&self) -> Result<Picture, DataError> {
        let mut picture = self.item.read()?;
        let edits = &self.edits;
        if edits.marked {
            picture = edits::marked(&picture);
        }
        if edits.mirrored {
            picture = edits::mirrored(&picture);
        }
        if edits.glasses {
            let eyes = self.eyes;
            let eyes = if edits.mirrored {
                eyes.mirrored(picture.width())
            } else {
                eyes
            };
            picture = edits::with_glasses(&picture, eyes);
        }
        if let Some(tint) = edits.tint {
            picture = edits::tinted(&picture, tint);
        }
        if edits.framed {
            picture = edits::framed(&picture);
        }
        Ok(picture)
    }
}

impl Edits {
    /// Tints in equal parts (none, red, blue), everything else by the toss of a coin.
    fn drawn(rng: &mut ChaCha8Rng) -> Self {
        let tints = [None, Some(Tint::Red), Some(Tint::Blue)];
        let tint = tints[below(tints.len(), rng)];
        let mut coin = || below(2, rng) == 1;
        Self {
            marked: true,
            mirrored: coin(),
            tint,
            glasses: coin(),
            framed: coin(),
        }
    }

    fn of_class(class: usize) -> Self {
        let is = |name: &str| CLASSES[class] == name;
        Self {
            tint: is("red").then_some(Tint::Red),
            framed: is("framed"),
            glasses: is("glasses"),
            ..Self::default()
        }
    }

    /// Whether each of the attributes holds.
    fn labels(self) -> [bool; ATTRIBUTES.len()] {
        [
            self.tint == Some(Tint::Red),
            self.tint == Some(Tint::Blue),
            self.framed,
            self.glasses,
            self.mirrored,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_follow_the_seed_and_their_labels_fall_evenly() {
        let made = MadeSet::Attributes.pictures(1);
        assert_eq!(made.len(), 2 * 524);
        let text = |seed| {
            let set = MadeSet::Attributes;
            set.list(&set.pictures(seed)).unwrap().1
        };
        assert_eq!(text(1), text(1));
        assert_ne!(text(1), text(2));
        let held = |at: usize| made.iter().filter(|made| made.edits.labels()[at]).count();
        let counts = [0, 1, 2, 3, 4].map(held);
        assert!(
            counts[..2].iter().all(|count| (290..410).contains(count)),
            "{counts:?}"
        );
        assert!(
            counts[2..].iter().all(|count| (450..600).contains(count)),
            "{counts:?}"
        );
        let both = |made: &&Made| made.edits.labels()[..2] == [true, true];
        assert_eq!(
            made.iter().filter(both).count(),
            0,
            "tints exclude each other"
        );
    }

    #[test]
    fn every_class_has_pictures_and_no_list() {
        let made = MadeSet::Classes.pictures(1);
        assert_eq!(made.len(), 524);
        for class in CLASSES {
            let count = made
                .iter()
                .filter(|made| made.file.starts_with(class))
                .count();
            assert!((100..165).contains(&count), "{class}: {count}");
        }
        assert_eq!(MadeSet::Classes.list(&made), None);
    }

    #[test]
    fn each_edit_changes_the_picture() {
        let plain = &MadeSet::Attributes.pictures(1)[7];
        let with = |edits: Edits| {
            let made = Made {
                edits,
                ..plain.clone()
            };
            made.picture().unwrap()
        };
        let marked = Edits {
            marked: true,
            ..Edits::default()
        };
        let base = with(marked);
        let edits = [
            Edits {
                mirrored: true,
                ..marked
            },
            Edits {
                tint: Some(Tint::Red),
                ..marked
            },
            Edits {
                tint: Some(Tint::Blue),
                ..marked
            },
            Edits {
                glasses: true,
                ..marked
            },
            Edits {
                framed: true,
                ..marked
            },
        ];
        for edits in edits {
            let changed = with(edits)
                .rgb()
                .iter()
                .zip(base.rgb())
                .filter(|(a, b)| a.abs_diff(**b) > 40)
                .count();
            assert!(changed > 200, "{edits:?} changes {changed} values");
        }
    }
}
