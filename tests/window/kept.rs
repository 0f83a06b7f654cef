//! Kept results by hand: keep, look, search, star, delete and have back, recall; recipes that come by file and by text.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Fingerprint;
use stargrid::export::png;
use stargrid::gui::state::Session;

use super::app::Desk;

mod labels;
mod measure;
mod recall;
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

/// Types a name for the one that is shown large; the hand is still in the field.
fn type_name(desk: &mut Desk, name: &str) {
    desk.get_by_role_and_label(Role::TextInput, "Name").click();
    desk.rest();
    desk.ctrl(Key::A);
    super::commands::type_words(desk, name);
}

#[test]
fn a_name_is_typed_found_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    keep(&mut desk, CRITTER);
    tab(&mut desk);
    let called = |desk: &mut Desk, name: &str| {
        desk.until(name, |desk| {
            let gallery = desk.state().gallery();
            gallery.items().iter().any(|item| item.kept.name == name)
        });
    };
    type_name(&mut desk, " Best hat ");
    desk.key(Key::Enter);
    called(&mut desk, "Best hat");
    desk.rest();
    search(&mut desk, "best");
    assert!(desk.says("1 of 2 kept"));
    desk.press(&format!("Best hat: {CRITTER}"));
    desk.press("Show all");
    // The hand goes elsewhere while a name is typed.
    type_name(&mut desk, "Other hat");
    desk.press(CLAY);
    called(&mut desk, "Other hat");
    desk.rest();
    desk.press(&format!("Other hat: {CRITTER}"));
    desk.hand_away();
    desk.key(Key::Delete);
    desk.until("it is gone", |desk| desk.state().gallery().count() == 1);
    desk.ctrl(Key::Z);
    desk.until("it is back", |desk| desk.state().gallery().count() == 2);
    assert!(desk.says(&format!("Other hat: {CRITTER}")), "with its name");
    desk.ctrl(Key::Z);
    called(&mut desk, "Best hat");
    drop(desk);
    let mut desk = desk_in(folder.path());
    called(&mut desk, "Best hat");
}

#[test]
fn undo_on_a_notice_brings_back_what_it_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    keep(&mut desk, CRITTER);
    tab(&mut desk);
    for left in [1, 0] {
        desk.key(Key::Delete);
        desk.until("it is gone", |desk| desk.state().gallery().count() == left);
    }
    // The older notice stands above the newer one.
    let first = desk.get_all_by_role_and_label(Role::Button, "Undo").next();
    first.unwrap().click();
    desk.until("one is back", |desk| desk.state().gallery().count() == 1);
    assert_eq!(desk.state().gallery().current().unwrap().sentence, CRITTER);
}

#[test]
fn what_the_search_hides_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    keep(&mut desk, CLAY);
    keep(&mut desk, CRITTER);
    tab(&mut desk);
    desk.ctrl(Key::A);
    desk.rest();
    assert!(desk.says("· 2 selected"));
    search(&mut desk, "CRITTERS style");
    assert!(!desk.says("· 2 selected"));
    desk.press("Delete");
    desk.until("one is gone", |desk| desk.state().gallery().count() == 1);
    let all = desk.get_all_by_role_and_label(Role::Button, "Show all");
    all.into_iter().next().unwrap().click();
    desk.rest();
    let left = desk.state().gallery().shown_at(0).unwrap();
    assert_eq!(left.sentence, CLAY);
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

#[test]
fn without_a_folder_nothing_is_kept_and_the_window_says_so() {
    let mut desk = Desk::with(Session::default());
    desk.complete();
    desk.press(CLAY);
    desk.press("Keep");
    assert!(desk.says("This window has no folder for kept results"));
}
