//! The small windows: keys, about, model card, device and model menus.

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::engine::training::TrainEvent;
use stargrid::problem::Problem;

use super::app::{Desk, SIZE};
use super::commands::type_words;

#[test]
fn the_question_mark_shows_all_keys() {
    let mut desk = Desk::ready();
    desk.key(Key::Questionmark);
    desk.rest();
    assert!(desk.says("All results in the branch of that number"));
    desk.key(Key::Escape);
    assert!(!desk.says("All results in the branch of that number"));
    desk.get_by_role_and_label(Role::Button, "Keys").hover();
    desk.rest();
    desk.rest();
    assert!(desk.says("All keys (?)"), "F1 is the help");
    desk.press("Keys");
    desk.rest();
    assert!(desk.says("Add the selected result to the sources"));
}

#[test]
fn escape_closes_the_window_in_front_and_then_the_next() {
    let mut desk = Desk::ready();
    let keys = |desk: &Desk| desk.says("Add the selected result to the sources");
    desk.press("About");
    desk.rest();
    desk.key(Key::F1);
    desk.rest();
    desk.key(Key::Questionmark);
    desk.rest();
    assert!(keys(&desk) && desk.says("What Stargrid is"));
    desk.key(Key::Escape);
    desk.rest();
    assert!(!keys(&desk) && desk.says("What Stargrid is"));
    desk.key(Key::Escape);
    desk.rest();
    assert!(!desk.says("What Stargrid is") && desk.mentions("never uses the network"));
    desk.key(Key::Escape);
    desk.rest();
    assert!(!desk.mentions("never uses the network"));
}

#[test]
fn the_list_of_notices_scrolls_and_leaves_the_oldest_to_the_log() {
    let mut desk = Desk::ready();
    for number in 0..120 {
        let problem = Problem::new(format!("Trouble {number}"));
        desk.state_mut().take_training(TrainEvent::Trouble(problem));
    }
    desk.rest();
    desk.press("Notices (120)");
    desk.rest();
    assert!(desk.says("20 older ones are in the log."));
    assert!(!desk.says("Trouble 19") && desk.says("Trouble 20"));
    let before = desk.get_by_label("Trouble 114").rect();
    desk.hover_at(before.center());
    desk.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -120.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    desk.rest();
    desk.rest();
    let after = desk.get_by_label("Trouble 114").rect();
    assert!(after.top() < before.top() - 60.0, "{before} {after}");
}

#[test]
fn about_tells_licences_and_privacy() {
    let mut desk = Desk::ready();
    desk.press("About");
    desk.rest();
    assert!(desk.mentions("never uses the network"));
    assert!(desk.mentions("CC BY-NC 4.0"));
    desk.press("About");
    assert!(!desk.mentions("never uses the network"));
}

#[test]
fn the_card_names_licence_and_networks_and_domains_can_be_renamed() {
    let mut desk = Desk::ready();
    desk.press("Model card");
    desk.rest();
    for words in ["Licence", "Came from", "Networks", "Style and latent"] {
        assert!(desk.says(words), "{words}");
    }
    assert!(
        desk.mentions("0 missing, 0 unexpected, 0 mismatched"),
        "{desk:?}"
    );
    let close = desk.get_by_role_and_label(Role::Button, "Close window");
    let edge = close.rect().right();
    assert!(edge < SIZE.x * 0.75, "the card ends at {edge}");
    let field = desk.get_by_role_and_label(Role::TextInput, "Domain 3");
    field.click();
    desk.rest();
    desk.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    desk.run_steps(1);
    type_words(&mut desk, "red grass");
    desk.key(Key::Escape);
    desk.rest();
    let domains = &desk.state().model().unwrap().config.domains;
    assert_eq!(domains.name(3), "red grass");
    desk.get_by_role_and_label(Role::RadioButton, "red grass");
}

#[test]
fn the_device_menu_says_which_and_why() {
    let mut desk = Desk::ready();
    desk.get_by_label_contains("Device: CPU").click();
    desk.rest();
    assert!(desk.mentions(" threads"), "{desk:?}");
    desk.get_by_label("GPU, a software one included");
    desk.click(Role::RadioButton, "CPU");
    desk.rest();
    desk.complete_of(24);
}

#[test]
fn the_model_menu_opens_the_demo_again() {
    let mut desk = Desk::ready();
    let before = desk.state().model().unwrap().number;
    desk.get_by_label_contains("Model: ").click();
    desk.rest();
    desk.get_by_label("Open a model…");
    desk.press("Demo creatures");
    desk.until("it is open again", |desk| {
        let model = desk.state().model();
        model.is_some_and(|model| model.number > before)
    });
    desk.complete_of(24);
}
