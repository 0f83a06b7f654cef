//! Texts and recipes are the same thing: whatever is written is read back, for thousands of made-up recipes.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;

pub(super) fn reference(name: &str, branch: &str) -> StyleRecipe {
    StyleRecipe::Reference {
        picture: picture(name),
        branch: to(branch),
    }
}

pub(super) fn picture(name: &str) -> PictureRecipe {
    PictureRecipe {
        name: name.to_owned(),
        ..PictureRecipe::default()
    }
}

pub(super) fn to(name: &str) -> BranchRecipe {
    BranchRecipe {
        name: name.to_owned(),
        index: None,
    }
}

pub(super) fn seed(seed: u64, branch: &str, psi: f32) -> StyleRecipe {
    StyleRecipe::Latent {
        seed: Some(seed),
        z: None,
        branch: to(branch),
        psi,
    }
}

fn sentence(style: StyleRecipe) -> String {
    Recipe::new(picture("mia.jpg"), style).sentence()
}

#[test]
fn sentences_read_like_sentences() {
    assert_eq!(
        sentence(reference("rex.jpg", "dog")),
        "mia.jpg as dog in the style of rex.jpg"
    );
    assert_eq!(
        sentence(seed(41, "wild cat", 0.7)),
        "mia.jpg as \"wild cat\" from seed 41 at psi 0.7"
    );
    let mix = |branch| {
        let parts = [
            (70.0, reference("rex.jpg", "dog")),
            (30.0, seed(41, branch, 1.0)),
        ];
        sentence(mixed(parts).unwrap())
    };
    assert_eq!(
        mix("dog"),
        "mia.jpg as dog, 70 % in the style of rex.jpg and 30 % from seed 41"
    );
    assert_eq!(
        mix("cat"),
        "mia.jpg as 70 % dog in the style of rex.jpg and 30 % cat from seed 41"
    );
    let three = mixed([
        (5.0, seed(1, "cat", 1.0)),
        (3.0, seed(2, "cat", 1.0)),
        (2.0, seed(3, "cat", 1.0)),
    ]);
    assert_eq!(
        sentence(three.unwrap()),
        "mia.jpg as cat, 50 % from seed 1, 30 % from seed 2 and 20 % from seed 3"
    );
}

#[test]
fn what_a_person_types_is_understood() {
    let typed = parse("mia.jpg as a dog, 70% in the style of rex.jpg and 30% seed 41.").unwrap();
    let parts = [
        (70.0, reference("rex.jpg", "dog")),
        (30.0, seed(41, "dog", 1.0)),
    ];
    assert_eq!(typed.style, mixed(parts).unwrap());
    for wrong in [
        "",
        "some words",
        "mia.jpg as",
        "mia.jpg as dog in the style of",
        "mia.jpg as dog from seed x",
        "mia.jpg as dog from seed 41 moved",
        "mia.jpg as 0 % dog from seed 1 and 0 % dog from seed 2",
        "a \"b as dog from seed 1",
        "mia.jpg as dog from seed 1, by \"x\" [zz]",
        "mia.jpg as 50 % (50 % dog from seed 1 and 50 % dog from seed 2",
        "{\"version\":99}",
        "{\"version\":1}",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
    let nested = format!("a as {}", "50 % (".repeat(5000));
    assert!(parse(&nested).is_err(), "nesting has an end");
    let newer = parse("{\"version\":2}").unwrap_err().to_string();
    assert!(newer.contains("newer Stargrid"), "{newer}");
}

/// Names that are hard to tell from the words around them.
const NAMES: [&str; 14] = [
    "mia.jpg",
    "rex",
    "as",
    "the style of",
    "41",
    "a \"b\" \\ c",
    "x, by y",
    "ünïcode 猫.png",
    "100 %",
    "inf",
    "end.",
    "two\nlines",
    "[crop 1 2 3 4]",
    "",
];

pub(super) struct Dice(pub(super) ChaCha8Rng);

impl Dice {
    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.0.random_range(0..of.len())].clone()
    }

    fn name(&mut self) -> String {
        self.pick(&NAMES).to_owned()
    }

    fn number(&mut self) -> f32 {
        let wide = f32::from_bits(self.0.next_u32());
        if self.0.random_bool(0.2) && wide.is_finite() {
            wide
        } else {
            self.0.random_range(-3.0..3.0)
        }
    }

    fn picture(&mut self) -> PictureRecipe {
        let crop = self.0.random_bool(0.5).then(|| CropBox {
            x: self.number(),
            y: self.number(),
            width: self.number().abs() + 1.0,
            height: self.number().abs() + 1.0,
        });
        let digits = self.pick(&["", "0123456789ab", "123456789012"]);
        PictureRecipe {
            name: self.name(),
            pixels: digits.to_owned(),
            crop,
            aligned: self.0.random_bool(0.2),
            place: PicturePlace::Memory,
        }
    }

    fn branch(&mut self) -> BranchRecipe {
        to(self.pick(&["cat", "dog", "wild cat", "1", "in"]))
    }

    fn style(&mut self, depth: usize) -> StyleRecipe {
        match self.0.random_range(0..if depth > 4 { 3 } else { 5 }) {
            0 => StyleRecipe::Reference {
                picture: self.picture(),
                branch: self.branch(),
            },
            1 => {
                let seed = self.0.random_bool(0.7).then(|| self.0.random());
                let moved = seed.is_none() || self.0.random_bool(0.3);
                StyleRecipe::Latent {
                    seed,
                    z: moved.then(|| (0..16).map(|_| self.number()).collect()),
                    branch: self.branch(),
                    psi: self.pick(&[1.0, 0.7, 0.123_456_79]),
                }
            }
            2 => StyleRecipe::Mean {
                branch: self.branch(),
            },
            _ => StyleRecipe::Blend {
                from: Box::new(self.style(depth + 1)),
                to: Box::new(self.style(depth + 1)),
                weight: self.0.random_range(0.0..1.0),
            },
        }
    }

    fn labels(&mut self) -> StyleRecipe {
        let count = self.0.random_range(0..4);
        let mut switched: Vec<(String, bool)> =
            (0..count).map(|_| (self.name(), self.0.random())).collect();
        // A text says first which are to hold.
        switched.sort_by_key(|(_, holds)| !holds);
        let classes = count == 1 && switched[0].1;
        StyleRecipe::Labels(LabelRecipe {
            set: self.pick(&["", "faces", "of the set"]).to_owned(),
            classes,
            switched,
            own: self
                .0
                .random_bool(0.5)
                .then(|| vec![self.name(), self.name()]),
            mask: self.0.random_bool(0.3).then(|| self.name()),
            strength: self.pick(&[1.0, 0.8, 1.333_333_4]),
            vectors: Default::default(),
        })
    }

    fn recipe(&mut self) -> Recipe {
        let labels = self.0.random_bool(0.3);
        let style = if labels { self.labels() } else { self.style(0) };
        let mut recipe = Recipe::new(self.picture(), style);
        if self.0.random_bool(0.5) {
            recipe.model = Some(ModelRecipe {
                name: self.name(),
                digest: self.pick(&["", "abcdefabcdef"]).to_owned(),
                ..ModelRecipe::default()
            });
        }
        if self.0.random_bool(0.3) {
            let mut painted = EditMap::default();
            painted.paint(
                [[0.1, 0.2], [0.8, 0.3]],
                0.1,
                crate::domain::eye::Touch::Protect,
            );
            recipe.eye = Some(EyeRecipe {
                strength: self.pick(&[0.5, 1.7]),
                painted,
            });
        }
        recipe
    }
}

#[test]
fn every_text_is_read_back_to_the_same_recipe_and_the_same_text() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(7));
    for _ in 0..4000 {
        let recipe = dice.recipe();
        let text = recipe.text();
        let read = parse(&text).unwrap_or_else(|fault| panic!("{fault}: {text}\n{recipe:?}"));
        assert_eq!(read, recipe, "{text}");
        assert_eq!(read.text(), text);
        let json = serde_json::to_string(&recipe).unwrap();
        assert_eq!(Recipe::from_json(&json).unwrap(), recipe, "{json}");
    }
}

#[test]
fn no_text_makes_the_parser_fail_otherwise_than_by_a_sentence() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(8));
    for _ in 0..4000 {
        let mut text: Vec<char> = dice.recipe().text().chars().collect();
        for _ in 0..dice.0.random_range(1..4) {
            let at = dice.0.random_range(0..text.len());
            match dice.0.random_range(0..3) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, dice.pick(&['"', '%', ',', '(', ']', ' ', 'x', '9'])),
                _ => text.truncate(at.max(1)),
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        if let Ok(read) = parse(&text) {
            let again = parse(&read.text());
            assert_eq!(again.as_ref().map(Recipe::text), Ok(read.text()), "{text}");
        }
    }
}

#[test]
fn what_is_given_away_names_no_folders_and_makes_the_same() {
    let mut style = reference("rex.jpg", "dog");
    if let StyleRecipe::Reference { picture, .. } = &mut style {
        picture.place = PicturePlace::File("/home/anna/rex.jpg".to_owned());
    }
    let mut recipe = Recipe::new(
        picture("mia.jpg"),
        mixed([(1.0, style), (1.0, seed(1, "cat", 1.0))]).unwrap(),
    );
    recipe.source.place = PicturePlace::File("/home/anna/mia.jpg".to_owned());
    recipe.model = Some(ModelRecipe {
        name: "cats".to_owned(),
        place: ModelPlace::File("/home/anna/cats.ckpt".to_owned()),
        ..ModelRecipe::default()
    });
    let away = recipe.clone().without_places();
    assert!(away.makes_the_same(&recipe));
    assert!(!serde_json::to_string(&away).unwrap().contains("anna"));
}

#[test]
fn values_that_no_result_was_made_with_are_refused() {
    let refused = |style: StyleRecipe| Recipe::new(picture("a"), style).check().is_err();
    assert!(!refused(seed(1, "cat", 1.0)));
    assert!(refused(seed(1, "cat", f32::NAN)));
    assert!(refused(reference(&"x".repeat(5000), "cat")));
    let mut deep = seed(1, "cat", 1.0);
    for _ in 0..40 {
        deep = StyleRecipe::Blend {
            from: Box::new(deep),
            to: Box::new(seed(2, "cat", 1.0)),
            weight: 0.5,
        };
    }
    assert!(refused(deep));
    let labels = |strength| {
        StyleRecipe::Labels(LabelRecipe {
            strength,
            ..LabelRecipe::default()
        })
    };
    assert!(!refused(labels(2.0)) && refused(labels(-0.1)) && refused(labels(2.1)));
}

#[test]
fn crops_strengths_and_sliders_that_are_none_are_refused() {
    for crop in ["nan nan nan nan", "0 0 1e39 8", "inf 0 8 8", "0 0 8 0.5"] {
        let source = format!("mia.jpg [crop {crop}] as dog from seed 1");
        let style = format!("mia.jpg as dog in the style of rex.jpg [crop {crop}]");
        for text in [source, style] {
            let fault = parse(&text).unwrap_err().to_string();
            assert!(fault.contains("a crop that is in no picture"), "{fault}");
        }
    }
    let json = r#"{"version":1,"source":{"crop":{"x":0,"y":0,"width":1e39,"height":8}},
        "style":{"mean":{"branch":{"name":"dog"}}}}"#;
    assert!(Recipe::from_json(json).is_err());
    let mut recipe = parse("mia.jpg [crop 0 0 8 8] as dog from seed 1, eye strength 2").unwrap();
    recipe.sliders = Some(SliderRecipe {
        strength: 1.0,
        weights: vec![1.0, f64::INFINITY],
    });
    assert!(recipe.check().is_err());
    assert!(parse("mia.jpg as dog from seed 1, eye strength -3").is_err());
}

#[test]
fn pictures_models_and_branches_are_known_again() {
    let pixels = Fingerprint(0x12ab << 112);
    let known = |beginning: &str| {
        let mut of = picture("a");
        of.pixels = beginning.to_owned();
        of.is(pixels)
    };
    assert_eq!(
        [known("12ab"), known("12ac"), known("")],
        [true, false, false]
    );
    let domains = DomainSet::new(["cat", "dog"]);
    let branch = BranchRecipe {
        name: "dog".to_owned(),
        index: Some(0),
    };
    assert_eq!(
        [branch.find(&domains, false), branch.find(&domains, true)],
        [Some(1), Some(0)]
    );
    assert_eq!(to("horse").find(&domains, true), None);
}
