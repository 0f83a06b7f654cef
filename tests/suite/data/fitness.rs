//! The bundled creatures against what is taken as usual for their model: sharp as they are, found out when they are blurred.

use stargrid::data::fitness::{Finding, Grade, Taken, Usual, judge, measure};
use stargrid::data::{Filter, decode, model_view, resize};
use stargrid::domain::{CropBox, Picture};
use stargrid::engine::demo;

/// Side of the demo model's pictures.
const SIZE: usize = 64;

/// The picture made small and large again.
fn blurred(picture: &Picture, factor: usize) -> Picture {
    let whole = CropBox::whole(SIZE, SIZE);
    let side = SIZE / factor;
    let small = resize(picture, whole, side, side, Filter::Bilinear);
    resize(
        &small,
        CropBox::whole(side, side),
        SIZE,
        SIZE,
        Filter::Bilinear,
    )
}

#[test]
fn the_bundled_creatures_suit_their_own_model() {
    let usual = Usual {
        size: SIZE,
        sharpness: Usual::CREATURE_SHARPNESS,
        faces: false,
    };
    let mut wrong = Vec::new();
    for picture in &demo::PICTURES {
        let decoded = decode(picture.bytes).unwrap().picture;
        let (width, height) = (decoded.width(), decoded.height());
        let crop = CropBox::whole(width, height);
        let view = model_view(&decoded, crop, SIZE);
        let taken = Taken {
            whole: [width, height],
            crop,
        };
        let (name, measures) = (picture.name, measure(&view, false));
        let soft = measure(&blurred(&view, 4), false);
        println!("{name} {measures:?}, blurred {}", soft.sharpness);
        let fitness = judge(&measures, &taken, &usual);
        let soft = judge(&soft, &taken, &usual);
        let found = matches!(soft.findings[..], [(_, Finding::Blurred(_))]);
        if fitness.grade() != Grade::Good || !found {
            wrong.push((name, measures, fitness, soft));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
