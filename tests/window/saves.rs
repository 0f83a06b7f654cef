//! Saving the result and the grid: what was asked for is saved, and what cannot be is told.

use egui::Key;
use stargrid::engine::messages::Purpose;
use stargrid::export::png;
use stargrid::gui::state::{Explore, Origin, Session};

use super::app::Desk;

const CELL: &str = "clay-0000.png as clay in the style of clay-0001.png";
const OTHER: &str = "critters-0000.png as moods in the style of moods-0001.png";

#[test]
fn the_result_is_saved_that_was_selected_when_the_dialog_opened() {
    let mut desk = Desk::ready();
    desk.press(CELL);
    let pixels = desk.state().selected_fingerprint().unwrap();
    let path = desk.folder.path().join("mine.png");
    assert!(desk.state_mut().set_aside_to_save(Purpose::SavePicture));
    desk.press(OTHER);
    desk.state_mut()
        .picked(Purpose::SavePicture, vec![path.clone()]);
    let words = format!("Saved {}", path.display());
    desk.until(&words, |desk| desk.says(&words));
    let (picture, carried) = png::read_with(&path).unwrap();
    assert_eq!(picture.fingerprint(), pixels);
    assert_eq!(carried.recipe.unwrap().sentence(), CELL);
    // The dialog of a second saving is left without a place: nothing waits for the next one.
    assert!(desk.state_mut().set_aside_to_save(Purpose::SavePicture));
    desk.state_mut().picked(Purpose::SavePicture, Vec::new());
    let other = desk.folder.path().join("other.png");
    desk.state_mut()
        .picked(Purpose::SavePicture, vec![other.clone()]);
    desk.rest();
    assert!(!other.exists());
}

#[test]
fn an_empty_grid_is_told_instead_of_saved() {
    let session = Session {
        explore: Some(Explore {
            references: vec![1],
            ..Explore::default()
        }),
        origins: [(1, Origin::Demo(1))].into(),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.until("the model is open", |desk| desk.state().model().is_some());
    desk.rest();
    desk.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::S);
    desk.rest();
    assert!(desk.says("The grid is empty"), "{desk:?}");
}
