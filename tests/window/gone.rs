//! A picture that is gone takes its selection and its crop window with it.

use egui::Key;

use super::app::Desk;

#[test]
fn a_header_that_is_gone_is_not_removed_again() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    desk.press("source mia.png");
    desk.rest();
    desk.ctrl(Key::Z);
    desk.rest();
    let before = desk.state().explore().clone();
    desk.key(Key::Delete);
    desk.rest();
    assert!(!desk.says("Removed mia.png"), "{desk:?}");
    assert_eq!(desk.state().explore(), &before);
}

#[test]
fn the_crop_window_of_a_picture_that_is_gone_closes() {
    let mut desk = Desk::ready();
    desk.bring_picture("mia.png", 200);
    desk.press("source mia.png");
    desk.press("Adjust crop…");
    desk.rest();
    assert!(desk.says("Crop of mia.png"));
    desk.ctrl(Key::Z);
    desk.rest();
    assert!(!desk.says("Crop of mia.png"), "{desk:?}");
}
