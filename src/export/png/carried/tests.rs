//! Round trips, and files that lie.

use super::*;
use crate::domain::recipe::{BranchRecipe, PictureRecipe, StyleRecipe};

fn picture(side: usize, seed: u8) -> Picture {
    let bytes = (0..side * side * 3).map(|at| (at * 31 + at / 7) as u8 ^ seed);
    Picture::new(side, side, bytes.collect()).unwrap()
}

fn recipe() -> Recipe {
    let source = PictureRecipe {
        name: "mïa \"1\".jpg".to_owned(),
        pixels: picture(32, 1).fingerprint().hex(),
        ..PictureRecipe::default()
    };
    let style = StyleRecipe::Latent {
        seed: Some(41),
        z: Some(vec![0.1, -1.234_567_9, 3e-9]),
        branch: BranchRecipe {
            name: "dog".to_owned(),
            index: Some(1),
        },
        psi: 0.7,
    };
    Recipe::new(source, style)
}

fn written(inputs: &[Arc<Picture>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_with(&picture(32, 0), &recipe(), inputs, &mut bytes).unwrap();
    bytes
}

fn inputs() -> Vec<Arc<Picture>> {
    vec![Arc::new(picture(32, 1)), Arc::new(picture(16, 2))]
}

#[test]
fn picture_recipe_and_inputs_come_back_to_the_last_bit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.png");
    save_with(&picture(32, 0), &recipe(), &inputs(), &path).unwrap();
    assert!(carries_recipe(&path));
    assert_eq!(described(&path), Some(([32, 32], recipe())));
    let (pixels, carried) = read_with(&path).unwrap();
    assert_eq!(pixels, picture(32, 0));
    assert_eq!(carried.recipe, Some(recipe()));
    assert_eq!(carried.inputs, inputs());
    assert_eq!(carried.faults, []);
    // Every other program reads it as the picture that it is.
    assert_eq!(
        image::open(&path).unwrap().into_rgb8().into_raw(),
        picture(32, 0).rgb()
    );
    super::super::save(&picture(32, 0), &path).unwrap();
    assert!(!carries_recipe(&path));
    assert_eq!(super::carried(&std::fs::read(&path).unwrap()).recipe, None);
}

/// The place of the part number `number` of this kind, and its whole length.
fn place(bytes: &[u8], kind: [u8; 4], number: usize) -> (usize, usize) {
    let mut at = SIGNATURE.len();
    let mut left = number;
    loop {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize + 12;
        if bytes[at + 4..at + 8] == kind {
            if left == 0 {
                return (at, length);
            }
            left -= 1;
        }
        at += length;
    }
}

fn with(bytes: &[u8], kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let (at, length) = place(bytes, kind, 0);
    [
        &bytes[..at],
        &made(kind, content).unwrap(),
        &bytes[at + length..],
    ]
    .concat()
}

#[test]
fn a_file_cut_anywhere_keeps_what_is_whole_and_never_more() {
    let bytes = written(&inputs());
    let mut edges = vec![SIGNATURE.len()];
    while edges[edges.len() - 1] < bytes.len() {
        let at = edges[edges.len() - 1];
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        edges.push(at + length + 12);
    }
    assert_eq!(edges.last(), Some(&bytes.len()));
    for end in 0..bytes.len() {
        let found = carried(&bytes[..end]);
        assert!(found.recipe.is_none_or(|read| read == recipe()));
        assert!(inputs().starts_with(&found.inputs));
        // Without its signature it is no PNG, and between two parts nothing is missing that was there.
        let is_cut = end > SIGNATURE.len() && !edges.contains(&end);
        let expected: &[CarriedFault] = if is_cut {
            &[CarriedFault::Damaged]
        } else {
            &[]
        };
        assert_eq!(found.faults, expected, "{end}");
    }
}

#[test]
fn a_bit_turned_over_anywhere_is_noticed_or_harmless() {
    let bytes = written(&inputs());
    for at in 0..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 0x10;
        let found = carried(&broken);
        assert!(found.recipe.is_none_or(|read| read == recipe()), "{at}");
        assert!(
            found.inputs.iter().all(|input| inputs().contains(input)),
            "{at}"
        );
    }
}

#[test]
fn hostile_parts_are_refused_with_a_sentence() {
    let bytes = written(&inputs());
    let words = |json: &str| [KEYWORD.as_bytes(), &[0; 5], json.as_bytes()].concat();
    let faults = |content: &[u8], kind| carried(&with(&bytes, kind, content)).faults;
    let [text, input] = KINDS;
    let newer = faults(&words("{\"version\":7}"), text);
    assert_eq!(newer, [CarriedFault::Recipe(RecipeFault::Newer(7))]);
    assert!(matches!(
        faults(&words("{"), text)[0],
        CarriedFault::Recipe(RecipeFault::Form(_))
    ));
    let deep = "{\"version\":1,\"source\":{},\"style\":".to_owned()
        + &"{\"blend\":{\"from\":".repeat(100_000);
    assert!(matches!(
        faults(&words(&deep), text)[0],
        CarriedFault::Large(_) | CarriedFault::Recipe(_)
    ));
    let long = words(&" ".repeat(MOST_TEXT + 1));
    assert_eq!(faults(&long, text), [CarriedFault::Large("the recipe")]);
    let mut packed = words("{}");
    packed[KEYWORD.len() + 1] = 1;
    assert_eq!(faults(&packed, text), [CarriedFault::Packed]);
    assert_eq!(faults(KEYWORD.as_bytes(), text), []);
    assert_eq!(
        faults(&[KEYWORD.as_bytes(), &[0, 0]].concat(), text),
        [CarriedFault::Damaged]
    );
    assert_eq!(faults(b"no picture", input), [CarriedFault::Input]);
    // A picture that says it has 4 thousand million pixels a side.
    let mut bomb = Vec::new();
    encode(&picture(8, 3), &mut bomb).unwrap();
    let (at, _) = place(&bomb, *b"IHDR", 0);
    let mut head = bomb[at + 8..at + 21].to_vec();
    head[..8].copy_from_slice(&[0xff; 8]);
    assert_eq!(
        faults(&with(&bomb, *b"IHDR", &head), input),
        [CarriedFault::Input]
    );
}

#[test]
fn more_pictures_than_any_recipe_has_are_left_out() {
    let one = Arc::new(picture(2, 5));
    let many: Vec<_> = std::iter::repeat_n(one, MOST_INPUTS + 3).collect();
    let found = carried(&written(&many));
    assert_eq!(found.inputs.len(), MOST_INPUTS);
    assert_eq!(
        found.faults,
        [CarriedFault::Large("the number of input pictures")]
    );
}

#[test]
fn pictures_that_are_too_many_pixels_together_are_left_out() {
    let bytes = written(&inputs());
    let (first, second) = (32 * 32, 16 * 16);
    assert_eq!(carried_within(&bytes, first + second).inputs, inputs());
    let found = carried_within(&bytes, first + second - 1);
    assert_eq!(
        (found.inputs, found.faults),
        (inputs()[..1].to_vec(), vec![TOO_LARGE])
    );
    // The second has room where the first has none.
    assert_eq!(carried_within(&bytes, first - 1).inputs, inputs()[1..]);
}
