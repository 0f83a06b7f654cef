//! Keys, and who has them first.

use egui::{Key, Modifiers};

use super::*;

fn press(modifiers: Modifiers, key: Key) -> Stroke {
    Stroke { modifiers, key }
}

#[test]
fn keys_are_written_as_in_menus() {
    assert_eq!(ctrl_shift(Key::Z).words(), "Ctrl+Shift+Z");
    assert_eq!(alt(Key::ArrowLeft).words(), "Alt+Left");
    assert_eq!(plain(Key::Questionmark).words(), "?");
    assert_eq!(ctrl(Key::Comma).words(), "Ctrl+,");
    assert_eq!(plain(Key::F1).words(), "F1");
}

#[test]
fn a_stroke_is_taken_by_its_own_command_only() {
    let command = Command::new(Group::Help, "x", "y", |_, _| {}).within(EXPLORE);
    const KEYS: &[Stroke] = &[plain(Key::R)];
    let letter = command.on(KEYS);
    let with_shift = press(Modifiers::SHIFT, Key::R);
    assert!(letter.is_struck(plain(Key::R), Place::Explore, true));
    assert!(!letter.is_struck(with_shift, Place::Explore, true));
    assert!(letter.is_struck(with_shift, Place::Explore, false));
    assert!(!letter.is_struck(ctrl(Key::R), Place::Explore, false));
    assert!(!letter.is_struck(alt(Key::R), Place::Explore, false));
    assert!(!letter.is_struck(plain(Key::R), Place::Run, true));
}

#[test]
fn fields_and_focused_controls_have_their_keys_first() {
    let command = Command::new(Group::Help, "x", "y", |_, _| {});
    assert!(command.leaves(plain(Key::R), false, true));
    assert!(command.leaves(ctrl(Key::K), false, true));
    assert!(command.leaves(plain(Key::ArrowUp), true, false));
    assert!(!command.leaves(alt(Key::ArrowUp), true, false));
    assert!(!command.leaves(plain(Key::R), true, false));
    let always = command.also_while_typing();
    assert!(!always.leaves(ctrl(Key::K), false, true));
    assert!(!always.leaves(plain(Key::F1), false, true));
    assert!(always.leaves(plain(Key::Questionmark), false, true));
    assert!(always.leaves(plain(Key::F), false, true));
}
