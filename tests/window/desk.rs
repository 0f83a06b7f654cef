//! What belongs to the program: settings that last, sessions that come back, undo in words, the log, reports.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;
use std::sync::Arc;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Branch;
use stargrid::engine::Engine;
use stargrid::engine::device::DeviceChoice;
use stargrid::gui::App;
use stargrid::gui::state::Session;

use super::app::{Desk, SIZE};

/// A window that keeps everything in `folder`.
fn at(folder: &Path) -> Desk {
    let engine = Engine::start(DeviceChoice::Cpu, None, Arc::new(|| {})).unwrap();
    let ctx = egui::Context::default();
    let mut desk = Desk::of(App::in_folder(&ctx, engine, folder));
    desk.complete();
    desk.rest();
    desk
}

/// Lets so many seconds pass.
fn pass(desk: &mut Desk, seconds: f64) {
    let now = desk.ctx.input(|input| input.time);
    desk.input_mut().time = Some(now + seconds);
    desk.step();
    desk.input_mut().time = None;
    desk.run_steps(2);
}

fn settings(desk: &mut Desk) {
    desk.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    desk.rest();
    assert!(desk.says("Settings"), "{desk:?}");
}

#[test]
fn a_setting_acts_lasts_and_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    let mut desk = at(folder.path());
    settings(&mut desk);
    assert!(!desk.is_possible("Reset Theme"), "nothing to take back");
    desk.click(Role::RadioButton, "Light");
    assert_eq!(desk.ctx.theme(), egui::Theme::Light);
    desk.click(Role::CheckBox, "High contrast");
    assert!(desk.is_possible("Reset High contrast"));
    desk.state_mut().leave();
    drop(desk);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("theme = \"light\"") && text.contains("contrast = true"),
        "{text}"
    );
    let mut again = at(folder.path());
    let session = again.state().session();
    assert!(!session.dark && session.contrast);
    settings(&mut again);
    assert!(again.is_chosen(Role::RadioButton, "Light"));
    again.press("Reset Theme");
    assert_eq!(again.ctx.theme(), egui::Theme::Dark);
    again.key(Key::Escape);
    assert!(!again.says("Reduced motion"));
    again.state_mut().leave();
    drop(again);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        !text.contains("theme =") && text.contains("contrast = true"),
        "{text}"
    );
}

#[test]
fn the_size_of_everything_ends_where_its_setting_does() {
    let mut desk = Desk::ready();
    for _ in 0..6 {
        desk.ctrl(Key::Minus);
    }
    desk.rest();
    assert_eq!(desk.ctx.zoom_factor(), 0.7);
    desk.ctrl(Key::Num0);
    desk.rest();
    assert_eq!(desk.ctx.zoom_factor(), 1.0);
}

#[test]
fn a_crash_brings_everything_back_and_offers_a_fresh_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = at(folder.path());
    desk.bring_picture("mia.png", 200);
    desk.key(Key::Num9);
    desk.complete_of(16 * 7);
    pass(&mut desk, 6.0);
    // No word of goodbye: what was handed over is written, the mark stays.
    let mine = desk.folder.path().to_owned();
    let keep = std::mem::replace(&mut desk.folder, tempfile::tempdir().unwrap());
    drop(desk);
    assert!(mine.join("mia.png").exists());
    let mut again = at(folder.path());
    assert_eq!(again.state().explore().branch, Branch::All);
    again.get_by_role_and_label(Role::Button, "source mia.png");
    assert!(again.mentions("was not closed the last time"), "{again:?}");
    again.press("Start afresh");
    again.complete_of(24);
    assert!(again.query_by_label("source mia.png").is_none());
    again.rest();
    again.ctrl(Key::Z);
    again.get_by_role_and_label(Role::Button, "source mia.png");
    again.state_mut().leave();
    drop(again);
    let third = at(folder.path());
    assert!(!third.mentions("was not closed"), "it was closed");
    drop(keep);
}

#[test]
fn pasted_pictures_and_results_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = at(folder.path());
    let pixels: Vec<u8> = (0..40 * 30 * 4).map(|at| (at % 251) as u8 | 3).collect();
    let image = egui::ColorImage::from_rgba_unmultiplied([40, 30], &pixels);
    desk.event(Event::PasteImage(Arc::new(image)));
    desk.until("it is there", |desk| desk.says("source pasted picture"));
    desk.complete();
    desk.rest();
    desk.press("clay-0000.png as moods in the style of moods-0001.png");
    desk.key(Key::U);
    // It stands last, out of sight.
    desk.complete_of(32);
    desk.rest();
    let before = desk.state().fingerprints();
    desk.state_mut().leave();
    drop(desk);
    let mut again = at(folder.path());
    again.get_by_role_and_label(Role::Button, "source pasted picture");
    again.complete_of(32);
    assert_eq!(again.state().fingerprints(), before, "the same pixels");
    again.state_mut().leave();
    drop(again);
    let kept = folder.path().join("session/pictures");
    assert_eq!(std::fs::read_dir(kept).unwrap().count(), 2);
}

#[test]
fn a_restored_picture_that_was_removed_comes_back_by_undo_and_at_the_next_start() {
    const PASTED: &str = "source pasted picture";
    let folder = tempfile::tempdir().unwrap();
    let mut desk = at(folder.path());
    let image = egui::ColorImage::filled([40, 30], egui::Color32::from_rgb(90, 140, 200));
    desk.event(Event::PasteImage(Arc::new(image)));
    desk.until("it is there", |desk| desk.says(PASTED));
    desk.complete();
    desk.state_mut().leave();
    drop(desk);
    let pixels = || std::fs::read_dir(folder.path().join("session/pictures"));
    assert_eq!(pixels().unwrap().count(), 1);
    let mut again = at(folder.path());
    again.set_size(egui::vec2(2400.0, 840.0));
    again.rest();
    again.click(Role::Button, PASTED);
    again.key(Key::Delete);
    // After two more sessions neither the last one nor its backup names it.
    for key in [Key::Num2, Key::Num3] {
        again.key(key);
        pass(&mut again, 6.0);
        again.rest();
    }
    again.until("its pixels are gone", |_| pixels().unwrap().count() == 0);
    for _ in 0..3 {
        again.ctrl(Key::Z);
        pass(&mut again, 2.0);
    }
    assert!(again.says(PASTED), "{again:?}");
    again.state_mut().leave();
    drop(again);
    assert_eq!(pixels().unwrap().count(), 1);
}

#[test]
fn a_damaged_session_is_told_and_the_one_before_it_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = at(folder.path());
    desk.key(Key::Num2);
    desk.rest();
    pass(&mut desk, 6.0);
    desk.key(Key::Num3);
    desk.rest();
    desk.state_mut().leave();
    drop(desk);
    let file = folder.path().join("session/session.json");
    std::fs::write(&file, "{ this is no session").unwrap();
    let desk = at(folder.path());
    assert!(
        desk.mentions("could not be read, so the one before"),
        "{desk:?}"
    );
    assert!(desk.mentions("session.unreadable-1.json"), "{desk:?}");
    assert!(matches!(desk.state().explore().branch, Branch::One(1 | 2)));
}

#[test]
fn a_second_window_says_that_it_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = at(folder.path());
    let second = at(folder.path());
    assert!(second.mentions("Another Stargrid window is open"));
    drop(second);
    drop(first);
}

#[test]
fn undo_says_what_and_takes_back_one_gesture() {
    let mut desk = Desk::ready();
    desk.key(Key::Num2);
    desk.key(Key::Num9);
    desk.rest();
    desk.press("Menu");
    desk.rest();
    desk.get_by_label("Edit").click();
    desk.rest();
    desk.get_by_label_contains("Undo: all branches");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.rest();
    desk.ctrl(Key::Z);
    assert_eq!(
        desk.state().explore().branch,
        Branch::One(1),
        "one of two quick keys"
    );
    desk.ctrl(Key::Z);
    assert_eq!(desk.state().explore().branch, Branch::Own);
    desk.ctrl(Key::Z);
    assert_eq!(
        desk.state().explore().branch,
        Branch::Own,
        "nothing before the first change"
    );
    assert_eq!(desk.state().explore().sources.len(), 6);
    desk.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.run_steps(2);
    desk.ctrl(Key::Y);
    assert_eq!(desk.state().explore().branch, Branch::All);
}

#[test]
fn a_new_name_of_a_domain_can_be_taken_back() {
    let mut desk = Desk::ready();
    desk.press("Model card");
    desk.rest();
    desk.get_by_role_and_label(Role::TextInput, "Domain 3")
        .click();
    desk.rest();
    desk.key_press_modifiers(Modifiers::COMMAND, Key::A);
    desk.run_steps(1);
    super::commands::type_words(&mut desk, "grass");
    desk.key(Key::Escape);
    desk.rest();
    let name = |desk: &Desk| desk.state().model().unwrap().config.domains.name(3);
    assert_eq!(name(&desk), "grass");
    desk.key(Key::Escape);
    desk.rest();
    desk.ctrl(Key::Z);
    assert_eq!(name(&desk), "sprouts", "the whole word at once");
    desk.ctrl(Key::Y);
    assert_eq!(name(&desk), "grass");
}

#[test]
fn the_log_has_what_was_told_and_can_be_searched() {
    let mut desk = Desk::ready();
    desk.bring_picture("rex.png", 90);
    desk.ctrl(Key::L);
    desk.rest();
    assert!(desk.mentions("notice: Added rex.png as source"), "{desk:?}");
    desk.get_by_role_and_label(Role::TextInput, "Words in the log")
        .click();
    desk.rest();
    super::commands::type_words(&mut desk, "no such words");
    assert!(desk.says("No line has these words at this level."));
    desk.click(Role::RadioButton, "Device");
    desk.until("the machine is known", |desk| desk.mentions(" thread"));
    assert!(desk.says("In use") && desk.says("CPU"));
    desk.ctrl(Key::L);
    desk.ctrl(Key::L);
    desk.ctrl(Key::L);
}

#[test]
fn an_error_has_a_report_with_device_model_and_log() {
    let session = Session {
        model: Some("/nowhere/celeba.ckpt".into()),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete_of(24);
    desk.rest();
    desk.press("Copy report");
    let copied = desk.state().surroundings();
    for words in [
        "Device: CPU",
        "Model: ",
        "Last lines of the log:",
        "celeba.ckpt",
    ] {
        assert!(copied.contains(words), "{words}: {copied}");
    }
}

#[test]
fn opening_a_model_offers_the_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("mine.safetensors");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/model.safetensors");
    std::fs::copy(demo, &copy).unwrap();
    let mut desk = Desk::ready();
    let before = desk.state().model().unwrap().number;
    desk.drop_files(&[copy]);
    desk.until("it is open", |desk| {
        desk.state()
            .model()
            .is_some_and(|model| model.number > before)
    });
    desk.complete();
    desk.rest();
    let back = format!("Back to {}", desk.state().model().unwrap().card.name);
    desk.press(&back);
    let now = desk.state().model().unwrap().number;
    desk.until("the demo is open again", |desk| {
        desk.state().model().is_some_and(|model| model.number > now)
    });
}

#[test]
fn a_fault_is_told_at_the_next_start_once() {
    let folder = tempfile::tempdir().unwrap();
    let report = "panicked at src/x.rs:1:2: cell 7 is round\n\nThread: stargrid-inference";
    stargrid::engine::home::reports::write(folder.path(), report).unwrap();
    let mut desk = at(folder.path());
    assert!(desk.mentions("fault of its own the last time"), "{desk:?}");
    assert!(desk.mentions("cell 7 is round"));
    desk.press("Copy its report");
    desk.state_mut().leave();
    drop(desk);
    assert!(!at(folder.path()).mentions("fault of its own"), "told once");
}

#[test]
fn a_recent_model_that_is_gone_can_only_be_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there.safetensors");
    std::fs::write(&there, b"x").unwrap();
    let session = Session {
        recent: vec!["/nowhere/gone.ckpt".into(), there],
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete_of(24);
    desk.rest();
    desk.get_by_label_contains("Model: ").click();
    desk.rest();
    desk.until("the disk was asked", |desk| !desk.is_possible("gone.ckpt"));
    assert!(desk.is_possible("there.safetensors"));
    desk.press("Forget gone.ckpt");
    desk.rest();
    let left = desk.state().session().recent;
    assert_eq!(left.len(), 1, "{left:?}");
}

/// Pictures of the settings and of the log.
#[test]
fn settings_and_menu() {
    let mut desk = Desk::drawn(Session::default(), SIZE);
    desk.complete_of(24);
    desk.rest();
    settings(&mut desk);
    desk.keep("desk/settings");
    desk.key(Key::Escape);
    desk.press("Menu");
    desk.rest();
    desk.get_by_label("Edit").click();
    desk.rest();
    desk.keep("desk/menu");
}
