//! The measures on pictures that are made up: sharp and blurred, dark and bright, small and squeezed.

use super::*;
use crate::data::{Filter, decode_file, face_crop, model_view, resize};

const SIZE: usize = 64;

fn usual() -> Usual {
    Usual {
        size: SIZE,
        sharpness: Usual::CREATURE_SHARPNESS,
        faces: false,
    }
}

/// A checked picture whose squares are `side` pixels wide.
fn checked(side: usize, low: u8, high: u8) -> Picture {
    let places = (0..SIZE).flat_map(|y| (0..SIZE).map(move |x| (x, y)));
    let shade = |(x, y): (usize, usize)| {
        if (x / side + y / side).is_multiple_of(2) {
            low
        } else {
            high
        }
    };
    Picture::new(SIZE, SIZE, places.flat_map(|at| [shade(at); 3]).collect()).unwrap()
}

/// The picture made small and large again.
fn blurred(picture: &Picture, factor: usize) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let whole = CropBox::whole(width, height);
    let small = resize(
        picture,
        whole,
        width / factor,
        height / factor,
        Filter::Bilinear,
    );
    let whole = CropBox::whole(small.width(), small.height());
    resize(&small, whole, width, height, Filter::Bilinear)
}

/// The model's picture is the whole picture, of the model's size.
fn whole() -> Taken {
    Taken {
        whole: [SIZE; 2],
        crop: CropBox::whole(SIZE, SIZE),
    }
}

fn kinds(picture: &Picture) -> Vec<(Grade, Finding)> {
    judge(&measure(picture, false), &whole(), &usual()).findings
}

#[test]
fn a_photo_is_sharp_until_it_is_blurred() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/astronaut.jpg");
    let whole = decode_file(std::path::Path::new(path)).unwrap().picture;
    let crop = face_crop(&whole).unwrap();
    let view = model_view(&whole, crop, 128);
    let usual = Usual {
        size: 128,
        sharpness: Usual::PHOTO_SHARPNESS,
        faces: true,
    };
    let taken = Taken {
        whole: [whole.width(), whole.height()],
        crop,
    };
    let measures = measure(&view, true);
    let good = judge(&measures, &taken, &usual);
    println!("{measures:?} {good:?}");
    assert!(measures.face.is_some());
    let about = |fitness: &Fitness| {
        fitness
            .findings
            .iter()
            .any(|(_, it)| matches!(it, Finding::Blurred(_) | Finding::NoFace))
    };
    assert!(!about(&good), "{good:?}");
    let soft = measure(&blurred(&view, 6), false);
    println!("{soft:?}");
    assert!(
        judge(&soft, &taken, &usual)
            .findings
            .iter()
            .any(|(_, it)| matches!(it, Finding::Blurred(_)))
    );
}

#[test]
fn light_and_contrast_are_told_in_words_of_their_own() {
    assert_eq!(kinds(&checked(2, 40, 210)), []);
    let dark = kinds(&checked(2, 0, 60));
    assert!(
        matches!(dark[..], [(Grade::Fair, Finding::Dark(12))]),
        "{dark:?}"
    );
    let night = kinds(&checked(2, 0, 40));
    assert!(
        matches!(night[0], (Grade::Poor, Finding::Dark(8))),
        "{night:?}"
    );
    let bright = kinds(&checked(2, 215, 255));
    assert!(
        bright.contains(&(Grade::Fair, Finding::Bright(92))),
        "{bright:?}"
    );
    let pale = kinds(&checked(2, 118, 138));
    assert_eq!(pale, [(Grade::Fair, Finding::Flat)]);
    let flat = kinds(&checked(2, 124, 132));
    assert_eq!(flat, [(Grade::Poor, Finding::Flat)]);
    let even = kinds(&Picture::filled(SIZE, SIZE, [128; 3]));
    assert_eq!(
        even,
        [(Grade::Poor, Finding::Flat)],
        "nothing to be blurred"
    );
}

#[test]
fn sharpness_does_not_depend_on_light() {
    let bright = measure(&checked(4, 60, 220), false).sharpness;
    let dim = measure(&checked(4, 15, 55), false).sharpness;
    assert!((bright / dim - 1.0).abs() < 0.01, "{bright} {dim}");
    let soft = measure(&blurred(&checked(4, 60, 220), 2), false).sharpness;
    assert!(soft < bright / 2.0, "{soft} {bright}");
}

#[test]
fn small_squeezed_and_cut_off_pictures_are_found() {
    let measures = measure(&checked(2, 40, 210), false);
    let judged = |whole: [usize; 2], crop: CropBox| {
        judge(&measures, &Taken { whole, crop }, &usual()).findings
    };
    let square = |side: f32| CropBox {
        x: 0.0,
        y: 0.0,
        width: side,
        height: side,
    };
    assert_eq!(
        judged([100, 100], square(40.0)),
        [(Grade::Fair, Finding::Enlarged(40, 64))]
    );
    assert_eq!(
        judged([100, 100], square(30.0)),
        [(Grade::Poor, Finding::Enlarged(30, 64))]
    );
    assert_eq!(
        judged([200, 100], square(100.0)),
        [(Grade::Fair, Finding::CutOff)]
    );
    assert_eq!(
        judged([200, 100], square(80.0)),
        [],
        "a crop that was chosen"
    );
    let wide = CropBox::whole(100, 80);
    assert_eq!(judged([100, 80], wide), [(Grade::Fair, Finding::Squeezed)]);
}

#[test]
fn faces_matter_to_models_of_faces_alone() {
    let with = |face: Option<CropBox>| {
        let measures = Measures {
            sharpness: 1.0,
            brightness: 0.5,
            contrast: 0.3,
            face,
        };
        let usual = Usual {
            faces: true,
            ..usual()
        };
        judge(&measures, &whole(), &usual).findings
    };
    let face = |x, y, side| {
        Some(CropBox {
            x,
            y,
            width: side,
            height: side,
        })
    };
    assert_eq!(with(face(14.0, 16.0, 34.0)), []);
    assert_eq!(with(None), [(Grade::Poor, Finding::NoFace)]);
    assert_eq!(
        with(face(28.0, 28.0, 8.0)),
        [(Grade::Poor, Finding::SmallFace(13))]
    );
    assert_eq!(
        with(face(2.0, 2.0, 60.0)),
        [(Grade::Fair, Finding::LargeFace(94))]
    );
    assert_eq!(
        with(face(0.0, 16.0, 32.0)),
        [(Grade::Fair, Finding::OffCentre)]
    );
    assert_eq!(
        kinds(&checked(2, 40, 210)),
        [],
        "creatures are not asked for faces"
    );
}
