//! How pictures and models come into the window, by hand: drop, paste, remove, swap, crop, domains, and what is no picture.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::PathBuf;
use std::sync::Arc;

use stargrid::engine::messages::ModelSource;
use stargrid::gui::state::{Explore, Origin, Session};

use super::app::{Desk, picture_in};
use super::skeleton::{TINY, golden_checkpoint};

const SOURCE: &str = "source clay-0000.png";

#[test]
fn a_dropped_picture_is_the_first_source_and_can_be_undone() {
    let mut desk = Desk::ready();
    let before = desk.state().explore().clone();
    desk.bring_picture("mia.png", 200);
    assert_eq!(desk.state().progress(), (28, 28));
    assert_eq!(desk.state().explore().sources[1..], before.sources);
    assert!(desk.says("Added mia.png as source"));
    assert!(desk.cells()[0].starts_with("mia.png as clay"), "{desk:?}");
    desk.press("Undo");
    assert_eq!(desk.state().explore(), &before);
    desk.complete_of(24);
    desk.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.rest();
    assert_eq!(desk.state().explore().sources.len(), 7, "redone");
}

#[test]
fn ctrl_z_takes_a_drop_back_and_never_more_than_was_done() {
    let mut desk = Desk::ready();
    let before = desk.state().explore().clone();
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore(), &before, "nothing was done yet");
    desk.rest();
    desk.bring_picture("mia.png", 200);
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore(), &before);
    desk.rest();
    for _ in 0..3 {
        desk.ctrl(Key::Z);
        desk.rest();
    }
    assert_eq!(desk.state().explore(), &before);
    assert_eq!(before.latents.len(), 1);
}

#[test]
fn two_pictures_after_the_other_stand_on_both_sides() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    desk.bring_picture("rex.png", 20);
    desk.get_by_role_and_label(Role::Button, "source mia.png");
    desk.get_by_role_and_label(Role::Button, "reference rex.png");
    assert!(desk.says("Added rex.png as reference"));
}

#[test]
fn the_side_touched_last_takes_the_drop() {
    let mut desk = Desk::ready();
    desk.press("reference clay-0001.png");
    desk.bring_picture("rex.png", 20);
    desk.get_by_role_and_label(Role::Button, "reference rex.png");
    assert_eq!(desk.state().progress(), (30, 30));
}

#[test]
fn a_pasted_picture_is_added() {
    let mut desk = Desk::ready();
    let image = egui::ColorImage::filled([40, 30], egui::Color32::from_rgb(200, 30, 40));
    desk.event(egui::Event::PasteImage(Arc::new(image)));
    desk.rest();
    desk.complete_of(28);
    assert!(desk.says("Added the pasted picture as source"));
    desk.get_by_role_and_label(Role::Button, "source pasted picture");
    desk.press("source pasted picture");
    desk.hand_away();
    assert!(desk.says("40 × 30 pixels"), "{desk:?}");
}

#[test]
fn pasted_names_are_opened_and_other_text_is_explained() {
    let mut desk = Desk::ready();
    desk.event(egui::Event::Paste("just some words".to_owned()));
    desk.rest();
    assert!(desk.says("The clipboard holds text, not a picture"));
    let path = desk.picture("my cat.png", 90);
    let line = format!("file://{}", path.display()).replace(' ', "%20");
    desk.event(egui::Event::Paste(line));
    desk.until("it is added", |desk| {
        desk.says("Added my cat.png as source")
    });
    desk.complete_of(28);
}

#[test]
fn many_pictures_at_once_are_asked_about() {
    let mut desk = Desk::ready();
    let paths: Vec<PathBuf> = (0..13)
        .map(|at| desk.picture(&format!("p{at:02}.png"), at * 19))
        .collect();
    desk.drop_files(&paths);
    desk.until("it asks", |desk| desk.says("13 pictures"));
    desk.rest();
    desk.press("Cancel");
    assert_eq!(desk.state().explore().sources.len(), 6);
    desk.drop_files(&paths);
    desk.until("it asks again", |desk| desk.says("Add the first 12"));
    desk.rest();
    desk.press("Add the first 12");
    assert_eq!(desk.state().explore().sources.len(), 18);
    assert!(desk.says("Added 12 pictures as source"));
    desk.complete_of(72);
}

#[test]
fn a_folder_is_searched_and_its_name_is_a_domain() {
    let mut desk = Desk::ready();
    let folder = desk.folder.path().join("moods");
    std::fs::create_dir(&folder).unwrap();
    picture_in(&folder, "joy.png", 240);
    desk.press("reference clay-0001.png");
    desk.drop_files(&[folder]);
    desk.until("it is added", |desk| {
        desk.says("Added joy.png as reference")
    });
    desk.complete_of(30);
    let chip = desk.get_by_role_and_label(Role::ComboBox, "Domain of joy.png");
    assert_eq!(chip.value().as_deref(), Some("moods"));
}

#[test]
fn an_unknown_domain_is_marked_and_can_be_set() {
    let mut desk = Desk::ready();
    desk.press("reference clay-0001.png");
    desk.bring_picture("rex.png", 20);
    let chip = desk.get_by_role_and_label(Role::ComboBox, "Domain of rex.png");
    assert_eq!(chip.value().as_deref(), Some("clay?"));
    chip.click();
    desk.rest();
    desk.get_by_label("Domains for rex.png")
        .get_by_label("moods")
        .click();
    desk.rest();
    let chip = desk.get_by_role_and_label(Role::ComboBox, "Domain of rex.png");
    assert_eq!(chip.value().as_deref(), Some("moods"));
    desk.complete_of(30);
    let cell = "clay-0000.png as moods in the style of rex.png";
    desk.get_by_role_and_label(Role::Button, cell);
    desk.ctrl(Key::Z);
    let chip = desk.get_by_role_and_label(Role::ComboBox, "Domain of rex.png");
    assert_eq!(chip.value().as_deref(), Some("clay?"), "undone");
}

#[test]
fn delete_removes_the_selected_picture_and_undo_brings_it_back() {
    let mut desk = Desk::ready();
    desk.press(SOURCE);
    assert!(desk.is_chosen(Role::Button, SOURCE));
    desk.key(Key::Delete);
    assert_eq!(desk.state().explore().sources.len(), 5);
    assert!(desk.says("Removed clay-0000.png"));
    desk.rest();
    desk.press("Undo");
    assert_eq!(desk.state().explore().sources.len(), 6);
    desk.get_by_role_and_label(Role::Button, SOURCE);
}

#[test]
fn undo_on_a_notice_takes_back_that_step_or_nothing() {
    let mut desk = Desk::ready();
    let undo = |desk: &Desk| -> Vec<bool> {
        let buttons = desk.query_all_by_role_and_label(Role::Button, "Undo");
        buttons
            .map(|button| !button.accesskit_node().is_disabled())
            .collect()
    };
    desk.press(SOURCE);
    desk.key(Key::Delete);
    desk.rest();
    assert_eq!(undo(&desk), [true]);
    desk.press("source critters-0000.png");
    desk.key(Key::Delete);
    desk.rest();
    assert!(desk.says("Removed clay-0000.png") && desk.says("Removed critters-0000.png"));
    assert_eq!(undo(&desk), [false, true], "{desk:?}");
    desk.ctrl(Key::Z);
    assert_eq!(
        undo(&desk),
        [true, false],
        "the older one is the newest again"
    );
    desk.key(Key::Num2);
    desk.rest();
    assert_eq!(undo(&desk), [false, false]);
}

#[test]
fn swap_exchanges_the_sides() {
    let mut desk = Desk::ready();
    let before = desk.state().explore().clone();
    desk.press("Swap sources and references");
    desk.complete_of(24);
    assert_eq!(desk.state().explore().sources, before.references);
    assert_eq!(desk.state().explore().references, before.sources);
    desk.get_by_role_and_label(Role::Button, "source clay-0001.png");
    desk.get_by_role_and_label(Role::Button, "reference clay-0000.png");
}

#[test]
fn a_result_becomes_a_source() {
    let mut desk = Desk::ready();
    desk.press("clay-0000.png as clay in the style of clay-0001.png");
    desk.key(Key::U);
    assert_eq!(desk.state().explore().sources.len(), 7);
    assert!(desk.mentions("as source"), "{desk:?}");
    desk.complete_of(28);
    desk.rest();
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore().sources.len(), 6);
}

#[test]
fn the_crop_can_be_moved_and_goes_back_to_the_guess() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    let before = desk.state().fingerprints();
    desk.press("source mia.png");
    desk.press("Adjust crop…");
    desk.rest();
    assert!(desk.says("Crop of mia.png"), "{desk:?}");
    desk.get_by_role_and_label(Role::Image, "As the model sees it");
    assert!(!desk.is_possible("Back to the guess"));
    let guess = desk.get_by_label("Crop box").value();
    assert_eq!(guess.as_deref(), Some("x 6, y 0, side 48 px"));
    desk.get_by_label("Crop box").focus();
    desk.rest();
    desk.key(Key::ArrowRight);
    let crops = &desk.state().explore().crops;
    assert_eq!(crops.values().map(|crop| crop.x).collect::<Vec<_>>(), [7.0]);
    desk.until("the cells follow the crop", |desk| {
        let (there, all) = desk.state().progress();
        there == all && desk.state().fingerprints()[0] != before[0]
    });
    desk.press("Back to the guess");
    assert!(desk.state().explore().crops.is_empty());
    desk.until("the cells follow", |desk| {
        desk.state().fingerprints() == before
    });
    desk.press("Done");
    assert!(!desk.says("Crop of mia.png"));
}

#[test]
fn what_is_no_picture_is_told_and_the_rest_goes_on() {
    let mut desk = Desk::ready();
    let bad = desk.folder.path().join("note.png");
    std::fs::write(&bad, "These are words.").unwrap();
    let empty = desk.folder.path().join("empty.jpg");
    std::fs::write(&empty, "").unwrap();
    let good = desk.picture("mia.png", 200);
    desk.drop_files(&[bad, empty, good, PathBuf::from("/nowhere/gone.png")]);
    desk.until("the missing file is told", |desk| {
        desk.mentions("There is no such file or folder: /nowhere/gone.png")
    });
    desk.until("the words are told", |desk| {
        desk.mentions("This is not a picture in a known format")
            && desk.mentions("The file is empty")
    });
    desk.complete_of(28);
    desk.rest();
    desk.get_by_role_and_label(Role::Button, "source mia.png");
    assert!(desk.query_by_label("source note.png").is_none());
    desk.press("Notices (4)");
    desk.rest();
    assert!(desk.says("Notices"), "the list is open and all is seen");
}

#[test]
fn a_name_that_is_not_utf8_is_no_obstacle() {
    use std::os::unix::ffi::OsStrExt as _;
    let mut desk = Desk::ready();
    // The window shows a box for what the name has instead of letters.
    desk.ctx
        .set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let plain = desk.picture("plain.png", 120);
    let odd = desk
        .folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"mi\xe9.png"));
    std::fs::copy(plain, &odd).unwrap();
    desk.drop_files(&[odd]);
    desk.complete_of(28);
    let kept = serde_json::to_string(&desk.state().session());
    assert!(kept.is_ok(), "the session can still be kept: {kept:?}");
}

#[test]
fn a_bad_model_is_told_and_the_demo_stays() {
    let mut desk = Desk::ready();
    let before = desk.state().fingerprints();
    let path = desk.folder.path().join("broken.safetensors");
    std::fs::write(&path, vec![7_u8; 4000]).unwrap();
    desk.drop_files(&[path]);
    desk.until("the error is told", |desk| desk.says("Copy report"));
    assert!(desk.mentions("broken.safetensors"), "{desk:?}");
    let model = desk.state().model().unwrap();
    assert_eq!(model.source, ModelSource::Demo);
    assert_eq!(desk.state().session().model, None);
    let name = model.card.name.clone();
    desk.until("the demo is named again", |desk| {
        desk.says(&format!("Model: {name}"))
    });
    assert_eq!(desk.state().fingerprints(), before);
    desk.run_steps(60);
    desk.press("Dismiss");
    assert!(!desk.says("Copy report"));
}

#[test]
fn a_dropped_model_is_opened_and_the_pictures_stay() {
    let mut desk = Desk::ready();
    let path = golden_checkpoint(TINY);
    desk.drop_files(std::slice::from_ref(&path));
    desk.until("the model is open", |desk| {
        let model = desk.state().model();
        model.is_some_and(|model| model.source == ModelSource::File(path.clone()))
    });
    desk.complete_of(24);
    assert_eq!(desk.state().session().recent, [path]);
    desk.click(Role::RadioButton, "domain 0");
    let chip = desk.get_by_role_and_label(Role::ComboBox, "Domain of clay-0001.png");
    assert_eq!(chip.value().as_deref(), Some("domain 0?"));
}

/// A window that was left with these demo pictures.
fn left_with(sources: &[u64], references: &[u64]) -> Desk {
    let explore = Explore {
        sources: sources.to_vec(),
        references: references.to_vec(),
        ..Explore::default()
    };
    let all = sources.iter().chain(references);
    let origins = all.map(|&id| (id, Origin::Demo(id as usize))).collect();
    let session = Session {
        explore: Some(explore),
        origins,
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.until("the model is open", |desk| desk.state().model().is_some());
    desk.until("the pictures are read", |desk| desk.says("No cells yet"));
    desk.rest();
    desk
}

#[test]
fn without_sources_the_window_says_what_to_do() {
    let mut desk = left_with(&[], &[1, 7]);
    assert!(desk.says("No sources yet. Drop pictures here: their pose and layout are kept."));
    assert!(!desk.is_possible("Swap sources and references"));
    desk.bring_picture("mia.png", 200);
    assert_eq!(desk.state().progress(), (2, 2));
}

#[test]
fn without_references_the_window_says_what_to_do() {
    let mut desk = left_with(&[0, 6], &[]);
    let words = "No references yet. Add pictures whose style is taken, or switch to latents.";
    assert!(desk.says(words));
    desk.click(Role::RadioButton, "Latents");
    desk.complete_of(8);
    assert!(!desk.says(words));
}
