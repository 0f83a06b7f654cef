//! Tests of the page: its size, its pictures, its mark, and what its file says.

use super::*;

fn named(value: u8, name: &str, colour: Option<[u8; 3]>) -> Named {
    let rgb = (0..64 * 64).flat_map(|at| [value, (at % 64 * 4) as u8, (at / 64 * 4) as u8]);
    Named {
        picture: Picture::new(64, 64, rgb.collect()).map(Arc::new),
        name: name.to_owned(),
        colour,
    }
}

fn page(marked: bool) -> Keepsake {
    let colour = crate::domain::domains::colour;
    Keepsake {
        title: "Demo creatures".to_owned(),
        result: named(220, "clay", Some(colour(0))),
        source: named(40, "a picture of my very own cat in the garden.png", None),
        style: Named {
            picture: None,
            name: "seed 41".to_owned(),
            colour: Some(colour(0)),
        },
        variants: (0..4)
            .map(|at| named(60 * at as u8, "critters", Some(colour(at))))
            .collect(),
        recipe: "a picture of my very own cat in the garden.png as clay, seed 41, truncated to 70 % toward the mean style of clay, with the model Demo creatures.".to_owned(),
        exact: "the recipe in full".to_owned(),
        origin: "Model: Demo creatures, CC0 1.0. 2026-11-23, Stargrid 0.1.0.".to_owned(),
        marked,
    }
}

#[test]
fn the_page_has_its_pictures_and_a_mark_only_when_asked() {
    let (plain, marked) = (draw(&page(false)).unwrap(), draw(&page(true)).unwrap());
    assert_eq!([plain.width() as i32, plain.height() as i32], PAGE);
    if let Ok(folder) = std::env::var("STARGRID_SHOTS") {
        let path = format!("{folder}/keepsake.png");
        crate::export::png::save(&marked, std::path::Path::new(&path)).unwrap();
    }
    let keepsake = page(false);
    let layout = Page::of(&keepsake);
    let middle = |[left, top, side]: [i32; 3]| {
        let (x, y) = (left + side / 2, top + side / 2);
        plain.pixel(x as usize, y as usize).unwrap()
    };
    assert_eq!(middle(layout.large())[0], 220, "the result");
    assert_eq!(middle(layout.small()[0])[0], 40, "the source");
    for (at, place) in layout.family().into_iter().enumerate() {
        assert_eq!(middle(place)[0], 60 * at as u8, "variant {at}");
    }
    let [left, top, side] = layout.large();
    let corner = ((left + side - 2) as usize, (top + side - 2) as usize);
    assert_ne!(
        plain.pixel(corner.0, corner.1),
        marked.pixel(corner.0, corner.1)
    );
    assert_eq!(marked.pixel(corner.0, corner.1), Some([28, 30, 34]));
}

#[test]
fn a_long_recipe_stays_on_the_page() {
    let mut keepsake = page(false);
    keepsake.recipe = "and then its style was blended with another one ".repeat(60);
    keepsake.variants.extend(vec![keepsake.result.clone(); 9]);
    let layout = Page::of(&keepsake);
    assert_eq!(layout.recipe.len(), MOST_LINES);
    let family = layout.family();
    assert_eq!(family.len(), MOST_VARIANTS);
    let end = family[5][1] + layout.variant + line(TEXT[2]);
    assert!(end < PAGE[1] - MARGIN - 3 * line(TEXT[2]), "{end}");
    draw(&keepsake).unwrap();
}

#[test]
fn the_file_says_its_size_and_that_it_is_synthetic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.png");
    save(&page(true), &path).unwrap();
    let file = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
    let reader = png::Decoder::new(file).read_info().unwrap();
    let info = reader.info();
    let dots = info.pixel_dims.unwrap();
    assert_eq!((dots.xppu, dots.unit), (5906, png::Unit::Meter));
    let texts = info.utf8_text.iter();
    let texts: Vec<_> = texts
        .map(|text| (text.keyword.as_str(), text.get_text().unwrap()))
        .collect();
    let of = |keyword: &str| {
        let found = texts.iter().find(|(other, _)| *other == keyword);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    assert!(of("Description").contains("as clay, seed 41"));
    assert_eq!(of("Recipe"), "the recipe in full");
    assert!(of("Comment").contains("synthetic"));
    assert!(of("XML:com.adobe.xmp").contains("compositeWithTrainedAlgorithmicMedia"));
}
