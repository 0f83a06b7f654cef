//! The window of exports by role and name: a film with its preview, a sheet, a keepsake, stopping.

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Picture;
use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::export::{film, png};
use stargrid::gui::App;
use stargrid::gui::state::Session;

use super::app::{Desk, SIZE};

/// A cell of the demo grid.
const CELL: &str = "clay-0000.png as clay in the style of clay-0001.png";

/// The window of exports over a complete grid.
fn open() -> Desk {
    let mut desk = Desk::ready();
    desk.press(CELL);
    desk.hand_away();
    desk.ctrl(Key::E);
    desk.rest();
    desk
}

/// Types a number of frames.
fn set(desk: &mut Desk, name: &str, value: &str) {
    desk.get_by_role_and_label(Role::SpinButton, name).click();
    desk.rest();
    super::commands::type_words(desk, value);
    desk.key(Key::Enter);
}

/// A film of four steps of four frames.
fn shorten(desk: &mut Desk) {
    set(desk, "Between value", "2");
    set(desk, "Hold value", "1");
    assert!(desk.mentions("16 frames"), "{desk:?}");
}

#[track_caller]
fn saved(desk: &mut Desk, path: &Path) {
    desk.state_mut().export_to(path.to_owned());
    let words = format!("Saved {}", path.display());
    desk.until(&words, |desk| desk.says(&words));
    assert!(path.exists());
}

#[test]
fn the_window_says_how_long_the_film_is_and_shows_its_frames() {
    let mut desk = open();
    assert!(desk.is_chosen(Role::RadioButton, "Style walk"));
    // Four styles, in a circle: 31 frames for each step.
    assert!(
        desk.mentions("124 frames · 5.0 s · 64 × 64 pixels"),
        "{desk:?}"
    );
    desk.get_by_role_and_label(Role::Image, "Preview, frame 1");
    assert!(desk.says("1 of 124: clay-0001.png"));
    desk.get_by_role_and_label(Role::Slider, "Frame of the preview")
        .focus();
    desk.key(Key::ArrowRight);
    desk.until("the second frame is there", |desk| {
        desk.query_by_role_and_label(Role::Image, "Preview, frame 2")
            .is_some()
    });
    assert!(desk.mentions("2 of 124: 1 % from clay-0001.png to critters-0001.png"));
    desk.press("Play the preview");
    desk.until("it plays", |desk| {
        desk.query_by_role_and_label(Role::Image, "Preview, frame 1")
            .is_none()
            && desk
                .query_by_role_and_label(Role::Image, "Preview, frame 2")
                .is_none()
    });
    desk.press("Pause the preview");
    desk.key(Key::Escape);
    assert!(desk.query_by_label("Style walk").is_none(), "it is closed");
}

#[test]
fn a_gif_that_cannot_be_as_fast_says_how_long_it_is() {
    let mut desk = open();
    set(&mut desk, "A second value", "60");
    assert!(desk.mentions("124 frames · 2.5 s"), "{desk:?}");
    assert!(desk.mentions("at most 50 frames a second"));
    desk.click(Role::RadioButton, "APNG");
    assert!(desk.mentions("124 frames · 2.1 s"), "{desk:?}");
    assert!(!desk.mentions("at most 50 frames a second"));
}

#[test]
fn styles_are_walked_in_the_order_in_which_they_are_clicked() {
    let mut desk = open();
    desk.press("None");
    assert!(desk.mentions("a walk needs at least two styles"));
    assert!(!desk.is_possible("Save the film…"));
    desk.click(Role::CheckBox, "Style moods-0001.png as moods");
    desk.click(Role::CheckBox, "Style clay-0001.png as clay");
    assert!(desk.says("1 of 62: moods-0001.png"), "{desk:?}");
    assert!(desk.is_possible("Save the film…"));
    desk.press("Reverse");
    assert!(desk.says("1 of 62: clay-0001.png"));
    desk.click(Role::CheckBox, "Style moods-0001.png as moods");
    desk.press("All");
    assert!(desk.says("1 of 124: clay-0001.png"));
}

#[test]
fn chosen_styles_stay_chosen_in_another_branch() {
    let mut desk = open();
    desk.press("None");
    desk.click(Role::CheckBox, "Style moods-0001.png as moods");
    desk.click(Role::CheckBox, "Style clay-0001.png as clay");
    desk.hand_away();
    desk.key(Key::Num2);
    desk.complete();
    desk.rest();
    assert!(desk.says("1 of 62: moods-0001.png"), "{desk:?}");
    assert!(desk.is_chosen(Role::CheckBox, "Style moods-0001.png as critters"));
    assert!(desk.is_chosen(Role::CheckBox, "Style clay-0001.png as critters"));
    assert!(!desk.is_chosen(Role::CheckBox, "Style critters-0001.png as critters"));
}

#[test]
fn a_walk_is_saved_as_the_grid_has_it() {
    let mut desk = open();
    shorten(&mut desk);
    desk.click(Role::RadioButton, "PNG files");
    let path = desk.folder.path().join("frames");
    saved(&mut desk, &path);
    let frame = |number: usize| -> Picture {
        png::read(&path.join(format!("frame-{number:06}.png"))).unwrap()
    };
    let own = desk.state().fingerprints();
    // The first frame is the first way point, and frame 5 begins the second pair.
    assert_eq!(Some(frame(1).fingerprint()), own[0]);
    assert_eq!(Some(frame(5).fingerprint()), own[6]);
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 16);
    desk.get_by_role_and_label(Role::Button, "Copy the path of Walk of 4 styles, PNG files");
    desk.press("Take Walk of 4 styles, PNG files off the list");
    desk.rest();
    assert!(desk.mentions("Nothing is written before"));
}

#[test]
fn a_name_without_ending_gets_one_and_never_replaces() {
    let mut desk = open();
    shorten(&mut desk);
    desk.click(Role::RadioButton, "APNG");
    let typed = desk.folder.path().join("walk");
    let path = desk.folder.path().join("walk.apng");
    desk.state_mut().export_to(typed.clone());
    desk.until("it is there", |_| path.exists());
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    desk.state_mut().export_to(typed);
    desk.until("it is refused", |desk| desk.mentions("already"));
    assert_eq!(
        std::fs::metadata(&path).unwrap().modified().unwrap(),
        before
    );
}

#[test]
fn an_export_can_be_stopped_from_the_status_bar() {
    let mut desk = open();
    desk.click(Role::RadioButton, "APNG");
    desk.click(Role::RadioButton, "All 6");
    set(&mut desk, "Between value", "120");
    set(&mut desk, "Hold value", "0");
    assert!(desk.mentions("484 frames"), "{desk:?}");
    let path = desk.folder.path().join("long.apng");
    desk.state_mut().export_to(path);
    desk.until("it is under way", |desk| desk.says("Exporting"));
    desk.press("Stop the export Walk of 4 styles, APNG");
    desk.until("it is stopped", |desk| {
        desk.mentions("Walk of 4 styles, APNG: stopped, nothing was written")
    });
    let left = std::fs::read_dir(desk.folder.path()).unwrap().count();
    assert_eq!(left, 0);
}

#[test]
fn official_videos_need_references_of_one_branch() {
    let mut desk = open();
    desk.click(Role::RadioButton, "Official video");
    assert!(desk.mentions("do not cross branches"), "{desk:?}");
    assert!(!desk.is_possible("Save the film…"));
    desk.key(Key::Escape);
    desk.key(Key::Num1);
    desk.complete();
    desk.ctrl(Key::E);
    desk.rest();
    // Three pairs of 31 frames, and the last frame ten times more, at 12.5 a second.
    assert!(
        desk.mentions("103 frames · 8.2 s · 64 × 128 pixels"),
        "{desk:?}"
    );
    desk.click(Role::RadioButton, "Slide");
    assert!(desk.mentions("103 frames · 8.2 s · 160 × 128 pixels"));
    let path = desk.folder.path().join("video.apng");
    desk.click(Role::RadioButton, "APNG");
    saved(&mut desk, &path);
    let first = png::read(&path).unwrap();
    assert_eq!((first.width(), first.height()), (160, 128));
    assert_eq!(first.pixel(70, 3), Some([0; 3]), "the black bar");
}

#[test]
fn the_format_that_needs_ffmpeg_says_so() {
    let mut desk = open();
    let there = film::encoder().is_some();
    desk.until("ffmpeg was looked for", |desk| {
        there || desk.mentions("MP4 needs the program ffmpeg")
    });
    desk.click(Role::RadioButton, "MP4");
    desk.rest();
    assert_eq!(desk.is_chosen(Role::RadioButton, "MP4"), there);
}

#[test]
fn a_labelled_sheet_and_a_keepsake_are_saved() {
    let mut desk = open();
    desk.click(Role::RadioButton, "Contact sheet");
    desk.rest();
    let labelled = desk.folder.path().join("labelled.png");
    saved(&mut desk, &labelled);
    desk.click(Role::RadioButton, "Plain");
    let plain = desk.folder.path().join("plain.png");
    saved(&mut desk, &plain);
    let sizes = [&labelled, &plain].map(|path| {
        let picture = png::read(path).unwrap();
        [picture.width(), picture.height()]
    });
    assert_eq!(sizes[1], [4 + 7 * 66 - 2, 5 * 66 - 2]);
    assert!(sizes[0][0] > 6 * 128 && sizes[0][1] > 5 * 128);
    assert!(desk.mentions(&format!("{} × {} pixels", sizes[1][0], sizes[1][1])));
    desk.click(Role::RadioButton, "Keepsake page");
    assert!(desk.mentions("with 3 relatives"), "{desk:?}");
    desk.click(Role::CheckBox, "Visible mark");
    let page = desk.folder.path().join("page.png");
    saved(&mut desk, &page);
    assert_eq!(png::read(&page).unwrap().width(), 1240);
}

#[test]
fn a_keepsake_carries_its_recipe_unless_the_person_wants_none() {
    for (settings, carries) in [("", true), ("recipe_in_png = false\n", false)] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
        let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
        let ctx = egui::Context::default();
        let mut desk = Desk::of(App::in_folder(&ctx, engine, folder.path()));
        desk.complete();
        desk.rest();
        desk.press(CELL);
        desk.hand_away();
        desk.ctrl(Key::E);
        desk.rest();
        desk.click(Role::RadioButton, "Keepsake page");
        let path = desk.folder.path().join("page.png");
        saved(&mut desk, &path);
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(11).any(|part| part == b"iTXtRecipe\0");
        assert_eq!(found, carries);
    }
}

/// The window of exports, drawn.
fn drawn(dark: bool) -> Desk {
    let session = Session {
        dark,
        ..Session::default()
    };
    let mut desk = Desk::drawn(session, SIZE);
    desk.complete();
    desk.rest();
    desk.press(CELL);
    desk.state_mut().make_up_encoder();
    desk.ctrl(Key::E);
    desk.rest();
    desk
}

#[test]
fn the_walk_looks_as_it_did() {
    let mut desk = drawn(true);
    desk.click(Role::CheckBox, "Source beside");
    desk.keep("exports_walk");
}

#[test]
fn the_sheet_looks_as_it_did() {
    let mut desk = drawn(false);
    desk.click(Role::RadioButton, "Contact sheet");
    desk.keep("exports_sheet");
}
