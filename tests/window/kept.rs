//! Kept results by hand: keep, look, search, star, delete and have back, recall; recipes that come by file and by text.

use std::path::{Path, PathBuf};

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::{Fingerprint, Recipe};
use stargrid::export::png;
use stargrid::gui::state::{Session, Side, StyleFrom};

use super::app::Desk;

mod labels;
mod measure;
mod shots;

/// Cells of the demo grid.
const CLAY: &str = "clay-0000.png as clay in the style of clay-0001.png";
const CRITTER: &str = "clay-0000.png as critters in the style of critters-0001.png";
const SEED: &str = "clay-0000.png as moods, seed 41";

/// The demo at rest, with a gallery in `folder`.
fn desk_in(folder: &Path) -> Desk {
    let mut desk = Desk::ready();
    open(&mut desk, folder);
    desk
}

fn open(desk: &mut Desk, folder: &Path) {
    desk.state_mut().keep_gallery_in(folder.to_owned());
    desk.step();
}

/// Keeps a cell; its pixels.
fn keep(desk: &mut Desk, cell: &str) -> Fingerprint {
    let before = desk.state().gallery().count();
    desk.press(cell);
    desk.hand_away();
    desk.key(Key::K);
    desk.until("it is kept", |desk| {
        desk.state().gallery().count() == before + 1
    });
    desk.until("it is told", |desk| desk.says("Kept with its recipe"));
    desk.state().selected_fingerprint().unwrap()
}

/// The files of the kept results, newest last.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("pictures")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
    files
}

fn tab(desk: &mut Desk) {
    desk.ctrl(Key::Num5);
    assert!(desk.is_chosen(Role::Tab, "Gallery"));
    desk.rest();
}

/// Types into the search field.
fn search(desk: &mut Desk, words: &str) {
    desk.ctrl(Key::F);
    desk.rest();
    desk.event(egui::Event::Text(words.to_owned()));
    desk.rest();
}

#[test]
fn an_empty_gallery_says_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    tab(&mut desk);
    desk.until("the folder is read", |desk| desk.says("Nothing kept yet"));
    assert!(desk.mentions("press K"));
    desk.press("Go to Explore");
    assert!(desk.is_chosen(Role::Tab, "Explore"));
    desk.key(Key::K);
    assert!(desk.state().gallery().count() == 0);
}

#[test]
fn k_keeps_the_selected_result_with_its_recipe_and_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    let pixels = keep(&mut desk, CLAY);
    let (picture, carried) = png::read_with(&files(folder.path())[0]).unwrap();
    assert_eq!(picture.fingerprint(), pixels);
    let recipe = carried.recipe.unwrap();
    assert_eq!(recipe.sentence(), CLAY);
    assert_eq!(recipe.computed, "CPU, full precision");
    let inputs: Vec<String> = carried
        .inputs
        .iter()
        .map(|input| input.fingerprint().hex())
        .collect();
    let wanted: Vec<&String> = recipe.pictures().into_iter().map(|of| &of.pixels).collect();
    assert_eq!(inputs.iter().collect::<Vec<_>>(), wanted);
    desk.key(Key::K);
    desk.until("it is told", |desk| {
        desk.says("This result is kept already")
    });
    let mut buttons: Vec<_> = desk
        .get_all_by_role_and_label(Role::Button, "Open gallery")
        .collect();
    buttons.remove(0).click();
    desk.rest();
    assert!(desk.is_chosen(Role::Tab, "Gallery"));
    assert!(desk.says("1 kept"));
    desk.get_by_role_and_label(Role::Image, &format!("Large: {CLAY}"));
}

#[test]
fn search_and_stars_and_choices_find_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    keep(&mut desk, CRITTER);
    desk.key(Key::S);
    desk.complete();
    keep(&mut desk, SEED);
    tab(&mut desk);
    let names = |desk: &Desk| -> Vec<String> {
        let gallery = desk.state().gallery();
        let shown =
            (0..gallery.shown_count()).map(|at| gallery.shown_at(at).unwrap().sentence.clone());
        shown.collect()
    };
    let sentence = "clay-0000.png as moods from seed 41";
    assert_eq!(names(&desk), [sentence, CRITTER, CLAY], "newest first");
    search(&mut desk, "CRITTERS style");
    assert_eq!(names(&desk), [CRITTER]);
    assert!(desk.says("1 of 3 kept"));
    desk.press("Show all");
    desk.press(sentence);
    desk.hand_away();
    desk.key(Key::S);
    desk.until("it has a star", |desk| {
        desk.query_by_label(&format!("Take the star from {sentence}"))
            .is_some()
    });
    desk.click(Role::RadioButton, "Starred");
    assert_eq!(names(&desk), [sentence]);
    search(&mut desk, "nothing like this");
    assert!(desk.says("No kept result is like this"));
    desk.key(Key::Escape);
    desk.get_all_by_role_and_label(Role::Button, "Show all")
        .next()
        .unwrap()
        .click();
    desk.rest();
    assert_eq!(names(&desk).len(), 3);
    drop(desk);
    // What was starred is starred the next time.
    let mut desk = desk_in(folder.path());
    tab(&mut desk);
    desk.until("they are there again", |desk| {
        desk.state().gallery().count() == 3
    });
    desk.rest();
    desk.click(Role::RadioButton, "Starred");
    assert_eq!(names(&desk), [sentence]);
}

#[test]
fn delete_takes_away_and_undo_brings_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    keep(&mut desk, CRITTER);
    tab(&mut desk);
    desk.key(Key::Delete);
    desk.until("it is gone", |desk| desk.state().gallery().count() == 1);
    assert!(desk.says("Deleted 1 kept result"));
    assert_eq!(
        desk.state().gallery().current().unwrap().sentence,
        CLAY,
        "the next one is looked at"
    );
    desk.press("Undo");
    desk.until("it is back", |desk| desk.state().gallery().count() == 2);
    desk.ctrl(Key::A);
    desk.rest();
    assert!(desk.says("· 2 selected"));
    desk.key(Key::Delete);
    desk.until("the tab is empty", |desk| desk.says("Nothing kept yet"));
    desk.ctrl(Key::Z);
    desk.until("both are back", |desk| desk.state().gallery().count() == 2);
    assert_eq!(files(folder.path()).len(), 2, "files stay for a while");
}

#[test]
fn arrow_keys_and_shift_move_and_select() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    for cell in [CLAY, CRITTER] {
        keep(&mut desk, cell);
    }
    tab(&mut desk);
    desk.key(Key::Home);
    assert_eq!(desk.state().gallery().current().unwrap().sentence, CRITTER);
    desk.key_press_modifiers(egui::Modifiers::SHIFT, Key::ArrowRight);
    desk.rest();
    assert_eq!(desk.state().gallery().selected.len(), 2);
    desk.key(Key::ArrowLeft);
    assert_eq!(desk.state().gallery().selected.len(), 1);
    desk.key(Key::Escape);
    assert!(desk.says("Click a kept result to see it large."));
}

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
        assert!(desk.says("Explore is set up as it was"));
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
    let lost = desk.folder.path().join("lost.png");
    png::save_with(&picture, &recipe, &carried.inputs, &lost).unwrap();
    desk.drop_files(&[lost]);
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

#[test]
fn without_a_folder_nothing_is_kept_and_the_window_says_so() {
    let mut desk = Desk::with(Session::default());
    desk.complete();
    desk.press(CLAY);
    desk.press("Keep");
    assert!(desk.says("This window has no folder for kept results"));
}
