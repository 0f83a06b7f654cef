//! For hands and ears: every control has a name and is reached by Tab, in every tab and small window, in all four themes.

use std::collections::BTreeSet;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::NodeT as _;
use stargrid::gui::state::{Session, Tab};

use crate::app::Desk;
use crate::commands::type_words;
use crate::{evaluate, train};

/// What a person works with.
const CONTROLS: [Role; 14] = [
    Role::Button,
    Role::CheckBox,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::ComboBox,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::Image,
    Role::Tab,
    Role::Link,
    Role::MenuItem,
    Role::ListBoxOption,
    Role::ProgressIndicator,
];
/// More presses of Tab than any tab has controls.
const PRESSES: usize = 400;

/// The controls on screen that a screen reader could only call by their kind.
fn nameless(desk: &Desk) -> Vec<String> {
    let nodes = desk.root().children_recursive();
    let controls = nodes.filter(|node| CONTROLS.contains(&node.accesskit_node().role()));
    let without = controls.filter(|node| {
        let node = node.accesskit_node();
        node.label().is_none_or(|name| name.trim().is_empty())
    });
    without.map(|node| format!("{node:?}")).collect()
}

#[track_caller]
fn check(desk: &mut Desk, state: &str) {
    desk.rest();
    let found = nameless(desk);
    assert!(found.is_empty(), "{state}: {found:#?}");
}

/// Closes whatever small window is open.
fn close(desk: &mut Desk) {
    desk.key(Key::Escape);
    desk.rest();
}

#[test]
fn explore_and_its_small_windows() {
    let mut desk = Desk::ready();
    check(&mut desk, "first screen");
    for command in ["Keys", "Help", "About Stargrid", "Notices", "Model card"] {
        desk.ctrl(Key::K);
        desk.rest();
        check(&mut desk, "palette");
        type_words(&mut desk, command);
        desk.key(Key::Enter);
        check(&mut desk, command);
        close(&mut desk);
    }
    desk.key(Key::Num9);
    desk.complete();
    check(&mut desk, "all branches");
    desk.key(Key::S);
    desk.complete();
    check(&mut desk, "latents");
    desk.press("Add a blend row");
    check(&mut desk, "a blend");
    desk.bring_picture("mine.png", 90);
    check(&mut desk, "an own picture");
}

#[test]
fn a_failed_opening() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.safetensors");
    std::fs::write(&broken, b"no model").unwrap();
    let session = Session {
        model: Some(broken),
        ..Session::default()
    };
    let mut desk = Desk::with(session);
    desk.complete();
    check(&mut desk, "an error");
}

#[test]
fn train_before_and_during_a_run() {
    let mut desk = train::world::desk();
    check(&mut desk, "set-up");
    train::world::running(&mut desk, 400);
    check(&mut desk, "a run");
}

#[test]
fn evaluate_before_and_after() {
    let mut desk = evaluate::world::desk();
    check(&mut desk, "set-up");
    evaluate::world::whole(&mut desk);
    check(&mut desk, "figures");
    desk.key(Key::T);
    check(&mut desk, "taste test");
}

#[test]
fn compare_with_its_own_demo() {
    let mut desk = Desk::ready();
    desk.ctrl(Key::Num4);
    desk.until("the pane is complete", |desk| desk.says("24 results"));
    check(&mut desk, "one pane");
    desk.click(Role::RadioButton, "Chains");
    check(&mut desk, "chains");
}

/// The name of what has the keyboard.
fn focused(desk: &Desk) -> Option<String> {
    let mut nodes = desk.root().children_recursive();
    let node = nodes.find(|node| node.accesskit_node().is_focused())?;
    let node = node.accesskit_node();
    Some(format!("{:?} {}", node.role(), node.label()?))
}

/// Presses Tab until something comes again; what had the keyboard, in order.
fn walk(desk: &mut Desk) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..PRESSES {
        desk.key(Key::Tab);
        match focused(desk) {
            Some(name) if seen.first() == Some(&name) => break,
            Some(name) => seen.push(name),
            None => {}
        }
    }
    seen
}

#[test]
fn tab_reaches_every_control_of_explore_once_and_comes_back() {
    let mut desk = Desk::ready();
    let walked = walk(&mut desk);
    let once: BTreeSet<&String> = walked.iter().collect();
    assert!(walked.len() < PRESSES, "Tab never comes back");
    let doors = [
        "Button Menu",
        "Tab Explore",
        "Tab Compare",
        "RadioButton References",
        "RadioButton own",
        "Button Add sources",
        "Button Add your pictures",
        "RadioButton Wipe",
        "Button Notices",
    ];
    for door in doors {
        assert!(once.contains(&door.to_owned()), "{door} in {walked:#?}");
    }
    // The order is that of reading: the bar on top, the left panel, then the rest.
    let place = |name: &str| walked.iter().position(|other| other == name);
    assert!(place("Tab Explore") < place("RadioButton References"));
    assert!(place("RadioButton References") < place("RadioButton own"));
    let cells = walked
        .iter()
        .filter(|name| name.contains(" in the style of "));
    assert!(cells.count() >= 18, "the results are reached: {walked:#?}");
}

#[test]
fn shift_and_tab_goes_back() {
    let mut desk = Desk::ready();
    desk.key(Key::Tab);
    let first = focused(&desk);
    desk.key(Key::Tab);
    assert_ne!(focused(&desk), first);
    desk.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    desk.rest();
    assert_eq!(focused(&desk), first);
}

#[test]
fn high_contrast_and_motion_are_commands_and_come_back_next_time() {
    let mut desk = Desk::ready();
    for command in ["High contrast", "Reduced motion"] {
        desk.ctrl(Key::K);
        desk.rest();
        type_words(&mut desk, command);
        desk.key(Key::Enter);
        desk.rest();
    }
    assert!(stargrid::gui::theme::of_ctx(&desk.ctx).strong);
    assert!(stargrid::gui::theme::reduced_motion_ctx(&desk.ctx));
    let session = desk.state().session();
    assert!(session.contrast && session.reduced_motion);
    desk.press("Light theme");
    let shown = stargrid::gui::theme::of_ctx(&desk.ctx);
    assert!(shown.strong && !shown.dark);
}

#[test]
fn everything_grows_and_shrinks_with_two_keys() {
    let mut desk = Desk::ready();
    desk.ctrl(Key::Plus);
    desk.ctrl(Key::Plus);
    assert!((desk.ctx.zoom_factor() - 1.2).abs() < 1e-4);
    desk.ctrl(Key::Minus);
    assert!((desk.ctx.zoom_factor() - 1.1).abs() < 1e-4);
    desk.ctrl(Key::Num0);
    assert!((desk.ctx.zoom_factor() - 1.0).abs() < 1e-4);
    assert_eq!(desk.state().session().tab, Tab::Explore);
}
