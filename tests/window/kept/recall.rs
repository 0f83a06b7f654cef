//! Recalled results: from the gallery, from files and from texts, to the last bit.

use std::path::Path;

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::recipe::parse;
use stargrid::domain::{CropBox, Recipe};
use stargrid::engine::gallery::messages::Part;
use stargrid::export::png;
use stargrid::gallery::Store;
use stargrid::gui::state::{Side, StyleFrom};

use super::super::app::Desk;
use super::{CLAY, CRITTER, desk_in, files, keep, tab};

/// A new window without the demo's pictures, so that nothing of a recipe is open.
fn bare(folder: &Path) -> Desk {
    let mut desk = desk_in(folder);
    for side in [Side::Sources, Side::References] {
        let ids = desk.state().explore().side(side).to_vec();
        for id in ids {
            desk.state_mut().forget_picture(side, id);
        }
    }
    desk.rest();
    desk
}

#[test]
fn recall_makes_the_same_picture_to_the_last_bit() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    let reference = keep(&mut desk, CRITTER);
    desk.key(Key::S);
    desk.complete();
    desk.get_by_role_and_label(Role::Slider, "z5")
        .set_value_accesskit(2.5);
    desk.rest();
    desk.get_by_role_and_label(Role::Slider, "ψ")
        .set_value_accesskit(0.7);
    desk.rest();
    desk.complete();
    let latent = keep(&mut desk, "clay-0000.png as moods, seed 41 moved");
    drop(desk);
    for (sentence, pixels) in [
        (CRITTER, reference),
        (
            "clay-0000.png as moods from seed 41 moved at psi 0.7",
            latent,
        ),
    ] {
        let mut desk = bare(folder.path());
        tab(&mut desk);
        desk.until("they are read", |desk| {
            desk.query_by_role_and_label(Role::Button, sentence)
                .is_some()
        });
        desk.press(sentence);
        desk.hand_away();
        desk.key(Key::Enter);
        desk.until("it is made again", |desk| {
            desk.is_chosen(Role::Tab, "Explore") && desk.state().selected_fingerprint().is_some()
        });
        assert_eq!(
            desk.state().selected_fingerprint(),
            Some(pixels),
            "{sentence}"
        );
        desk.until("it is told", |desk| {
            desk.says("Explore is set up as it was")
        });
        let before = desk.state().explore().clone();
        desk.rest();
        desk.press("Undo");
        assert_ne!(desk.state().explore(), &before);
    }
}

#[test]
fn a_blend_comes_back_between_its_two_styles() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    desk.press("Add a blend row");
    desk.complete();
    desk.rest();
    let cell = desk
        .cells()
        .into_iter()
        .find(|name| name.contains("in a style of"))
        .unwrap();
    let pixels = keep(&mut desk, &cell);
    drop(desk);
    let mut desk = bare(folder.path());
    let file = files(folder.path()).remove(0);
    desk.drop_files(&[file]);
    desk.until("it is made again", |desk| {
        desk.state().selected_fingerprint().is_some()
    });
    assert_eq!(desk.state().selected_fingerprint(), Some(pixels));
    assert!(desk.state().explore().blend.is_some());
}

#[test]
fn a_png_with_a_recipe_sets_explore_up_or_is_a_picture_instead() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    let pixels = keep(&mut desk, CLAY);
    let file = files(folder.path()).remove(0);
    drop(desk);
    let other = tempfile::tempdir().unwrap();
    let mut desk = bare(other.path());
    let named = other.path().join("gift.png");
    std::fs::copy(&file, &named).unwrap();
    desk.drop_files(&[named]);
    desk.until("it is made again", |desk| {
        desk.state().selected_fingerprint().is_some()
    });
    assert_eq!(desk.state().selected_fingerprint(), Some(pixels));
    let words = format!("gift.png brought its recipe back: {CLAY}");
    desk.until("it is told", |desk| desk.says(&words));
    assert_eq!(desk.state().explore().sources.len(), 1);
    desk.press("Use as a picture instead");
    desk.until("it is a picture", |desk| {
        desk.says("Added gift.png as source")
    });
}

#[test]
fn a_pasted_text_sets_explore_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    let pixels = keep(&mut desk, CRITTER);
    let recipe = png::read_with(&files(folder.path())[0])
        .unwrap()
        .1
        .recipe
        .unwrap();
    let paste = |desk: &mut Desk, text: &str| {
        desk.event(egui::Event::Paste(text.to_owned()));
        desk.rest();
    };
    desk.key(Key::Num3);
    desk.complete();
    desk.rest();
    paste(&mut desk, &recipe.text());
    desk.until("it is selected", |desk| {
        desk.state().selected_fingerprint() == Some(pixels)
    });
    // What a person types, with names alone.
    paste(&mut desk, "clay-0000.png as moods from seed 7 at psi 0.5");
    desk.complete();
    assert_eq!(desk.state().explore().style_from, StyleFrom::Latents);
    assert_eq!(desk.state().explore().psi, 0.5);
    assert_eq!(desk.state().explore().latents.last().unwrap().seed, 7);
    paste(&mut desk, "nobody.png as moods from seed 7");
    assert!(
        desk.mentions("nobody.png of this recipe is not open"),
        "{desk:?}"
    );
    paste(&mut desk, "clay-0000.png as walrus from seed 7");
    assert!(
        desk.says("The open model has no branch called walrus"),
        "{desk:?}"
    );
    paste(&mut desk, "clay-0000.png as moods from seed x");
    assert!(
        desk.says("This text is no recipe that can be followed"),
        "{desk:?}"
    );
    drop(desk);
    // Elsewhere the kept result brings the pictures.
    let mut desk = bare(folder.path());
    desk.until("the gallery is read", |desk| {
        desk.state().gallery().count() == 1
    });
    paste(&mut desk, &recipe.text());
    desk.until("it is made again", |desk| {
        desk.state().selected_fingerprint().is_some()
    });
    assert_eq!(desk.state().selected_fingerprint(), Some(pixels));
}

#[test]
fn a_recipe_that_cannot_be_followed_changes_nothing() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    let before = desk.state().explore().clone();
    let mut recipe = parse("mia.png as walrus from seed 7").unwrap();
    recipe.source.crop = Some(CropBox::whole(20, 20));
    desk.state_mut().recall(recipe, Vec::new(), Part::Whole);
    desk.rest();
    assert!(
        desk.says("The open model has no branch called walrus"),
        "{desk:?}"
    );
    assert_eq!(desk.state().explore(), &before);
}

#[test]
fn a_recipe_of_another_model_opens_it_or_says_that_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    let file = files(folder.path()).remove(0);
    let (picture, carried) = png::read_with(&file).unwrap();
    let mut recipe: Recipe = carried.recipe.unwrap();
    let model = recipe.model.as_mut().unwrap();
    model.digest = "0".repeat(64);
    model.name = "lost".to_owned();
    model.place = stargrid::domain::recipe::ModelPlace::File("/nowhere/lost.ckpt".to_owned());
    let brought = desk.folder.path().join("brought.png");
    png::save_with(&picture, &recipe, &carried.inputs, &brought).unwrap();
    // A file from elsewhere has no say in what is opened here.
    desk.drop_files(&[brought]);
    desk.until("it says that it differs", |desk| {
        desk.says("lost is not the model that made this picture; the result will differ")
    });
    assert!(!desk.says("Opening lost for this recipe"), "{desk:?}");
    desk.complete();
    drop(desk);
    let own = tempfile::tempdir().unwrap();
    let mut store = Store::open(own.path()).unwrap().store;
    store
        .keep(&picture, recipe.clone(), &carried.inputs)
        .unwrap();
    drop(store);
    let mut desk = desk_in(own.path());
    tab(&mut desk);
    desk.until("it is there", |desk| desk.state().gallery().count() == 1);
    desk.press(CLAY);
    desk.hand_away();
    desk.key(Key::Enter);
    desk.until("it says what is missing", |desk| {
        desk.says("This recipe needs the model lost, which could not be opened")
    });
    desk.complete();
    recipe.model.as_mut().unwrap().place = stargrid::domain::recipe::ModelPlace::Demo;
    let other = desk.folder.path().join("other.png");
    png::save_with(&picture, &recipe, &carried.inputs, &other).unwrap();
    desk.drop_files(&[other]);
    desk.until("it says that it differs", |desk| {
        desk.says("lost is not the model that made this picture; the result will differ")
    });
    desk.complete();
}

#[test]
fn the_source_or_the_style_alone_can_be_recalled() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CRITTER);
    drop(desk);
    let mut desk = bare(folder.path());
    desk.until("the gallery is read", |desk| {
        desk.state().gallery().count() == 1
    });
    for (button, sides) in [("Only the source", [1, 0]), ("Only the style", [1, 1])] {
        tab(&mut desk);
        desk.until("it is shown", |desk| {
            desk.query_by_role_and_label(Role::Button, CRITTER)
                .is_some()
        });
        desk.press(CRITTER);
        desk.press(button);
        desk.until("it is there", |desk| {
            let explore = desk.state().explore();
            [explore.sources.len(), explore.references.len()] == sides
        });
    }
}
