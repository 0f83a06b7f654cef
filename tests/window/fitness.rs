//! The light beside a photo: what it says, where it shows, and the clicks that may help.

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::CropBox;
use stargrid::gui::state::{Explore, Origin, Session};

use super::app::{Desk, SIZE};

/// The demo's first creature in a crop of `side` pixels, and one that is left whole.
fn cropped(side: f32) -> Session {
    let crop = CropBox {
        x: 40.0,
        y: 40.0,
        width: side,
        height: side,
    };
    let explore = Explore {
        sources: vec![1, 2],
        references: vec![3],
        crops: [(1, crop)].into(),
        ..Explore::default()
    };
    Session {
        explore: Some(explore),
        origins: [(1, 0), (2, 6), (3, 13)]
            .map(|(id, place)| (id, Origin::Demo(place)))
            .into(),
        ..Session::default()
    }
}

fn looked_over(mut desk: Desk) -> Desk {
    desk.complete();
    desk.until("all were looked over", |desk| {
        desk.state().fitness_is_there()
    });
    desk.rest();
    desk
}

#[test]
fn a_small_crop_is_marked_and_one_click_helps() {
    let mut desk = looked_over(Desk::with(cropped(30.0)));
    desk.get_by_role_and_label(Role::Image, "clay-0000.png: May come out badly");
    let marks: Vec<_> = desk.query_all_by_label_contains(": May come out").collect();
    assert_eq!(marks.len(), 1, "nothing is said of pictures that suit");
    desk.press("source clay-0000.png");
    desk.hand_away();
    assert!(desk.says("May come out badly"));
    assert!(
        desk.mentions("The crop is 30 pixels wide, the model wants 64"),
        "{desk:?}"
    );
    desk.press("Largest square");
    desk.until("it suits", |desk| desk.says("Suits this model"));
    desk.rest();
    let crop = desk.state().explore().crops[&1];
    assert_eq!((crop.width, crop.height), (128.0, 128.0));
    desk.ctrl(egui::Key::Z);
    desk.until("undo brings the crop back", |desk| {
        desk.says("May come out badly")
    });
    desk.press("As guessed");
    desk.until("it suits", |desk| desk.says("Suits this model"));
    assert!(desk.state().explore().crops.is_empty());
    desk.press("source critters-0000.png");
    desk.hand_away();
    assert!(desk.says("Suits this model"));
    assert!(
        desk.query_by_label("Largest square").is_none(),
        "nothing to help"
    );
}

#[test]
fn a_picture_without_a_face_keeps_its_crop() {
    let mut desk = looked_over(Desk::with(cropped(30.0)));
    desk.press("source clay-0000.png");
    desk.press("Crop to the face");
    desk.until("the search is over", |desk| {
        desk.mentions("No face was found in the whole picture")
    });
    assert_eq!(desk.state().explore().crops[&1].width, 30.0);
}

#[test]
fn dark_and_dropped_photos_are_told_of() {
    let mut desk = Desk::ready();
    let path = desk.folder.path().join("night.png");
    let colour = |x: u32, y: u32| image::Rgb([((x / 4 + y / 4) % 2 * 30) as u8; 3]);
    image::RgbImage::from_fn(160, 160, colour)
        .save(&path)
        .unwrap();
    desk.drop_files(&[path]);
    desk.until("it is there", |desk| desk.mentions("Added night.png as "));
    let mut desk = looked_over(desk);
    desk.press("source night.png");
    desk.hand_away();
    assert!(desk.mentions("Dark: mean brightness 6 %"), "{desk:?}");
    assert!(
        desk.query_by_label("Largest square").is_none(),
        "a crop makes no light"
    );
}

#[test]
fn a_photo_that_may_come_out_badly_looks_like_this() {
    let mut desk = looked_over(Desk::drawn(cropped(40.0), SIZE));
    desk.press("source clay-0000.png");
    desk.keep("window_fitness");
}
