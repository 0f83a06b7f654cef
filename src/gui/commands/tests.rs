//! The table holds together: names, keys and help.

use std::collections::BTreeSet;

use super::*;
use crate::gui::command::Strike;

#[test]
fn names_are_unique_and_everything_has_help() {
    let mut names = BTreeSet::new();
    for command in all() {
        assert!(names.insert(command.name), "{} stands twice", command.name);
        assert!(!command.help.is_empty(), "{}", command.name);
        assert!(!command.help.ends_with('.'), "{}", command.help);
        let first = command.help.chars().next();
        assert!(first.is_some_and(char::is_uppercase), "{}", command.help);
        assert!(!command.places.all.is_empty(), "{}", command.name);
    }
    assert!(names.len() > 50, "{} commands", names.len());
}

#[test]
fn no_key_means_two_things_in_one_place() {
    let all: Vec<&Command> = all().collect();
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            let meet = |place: &Place| other.places.all.contains(place);
            let place = one.places.all.iter().find(|place| meet(place));
            let key = one.keys.iter().find(|key| other.keys.contains(key));
            if let (Some(place), Some(key)) = (place, key) {
                let (one, other) = (one.name, other.name);
                panic!("{}: {one} and {other}, both in {place:?}", key.words());
            }
        }
    }
}

#[test]
fn a_family_shares_place_and_keys_that_are_told() {
    for command in all().filter(|command| command.family.is_some()) {
        let same = all().filter(|other| other.family == command.family);
        let places: BTreeSet<&str> = same.map(|other| other.places.words).collect();
        assert_eq!(places.len(), 1, "{}", command.name);
    }
    let lines = key_lines();
    let branches = lines.iter().filter(|line| line.keys == "1 to 8").count();
    assert_eq!(branches, 1);
}

#[test]
fn a_press_finds_its_command() {
    use crate::gui::command::{ctrl, ctrl_shift, plain, shift};
    use egui::Key;
    let name = |stroke, place| struck(stroke, place).map(|command| command.name);
    let explore = Place::Explore;
    assert_eq!(name(ctrl(Key::Z), explore), Some("Undo"));
    assert_eq!(name(ctrl_shift(Key::Z), explore), Some("Redo"));
    assert_eq!(name(ctrl(Key::S), explore), Some("Save the result…"));
    assert_eq!(
        name(ctrl(Key::S), Place::Figures),
        Some("Save the figures…")
    );
    assert_eq!(name(shift(Key::M), explore), name(plain(Key::M), explore));
    assert_eq!(name(shift(Key::Questionmark), explore), Some("Keys"));
    assert_eq!(name(ctrl_shift(Key::Z), Place::Gallery), None, "no undo");
    assert_eq!(name(ctrl_shift(Key::Plus), explore), Some("Larger"));
    assert_eq!(name(ctrl(Key::C), explore), None, "an event of its own");
    assert_eq!(name(plain(Key::Num3), Place::Run), None);
}

#[test]
fn what_controls_say_has_the_keys_of_the_table() {
    use crate::gui::lab::Centre;
    use crate::gui::state::Tab;
    assert_eq!(with_key("All keys", "Keys"), "All keys (?)");
    assert_eq!(
        with_key("Forward again", "Forward to the next latent"),
        "Forward again (Alt+Right)"
    );
    assert_eq!(with_key("Light", "Light or dark"), "Light", "it has none");
    for (.., command) in Centre::ALL {
        assert!(!key_of(command).is_empty(), "{command}");
    }
    for (at, (_, name)) in (1..).zip(Tab::ALL) {
        assert_eq!(key_of(&format!("Go to {name}")), format!("Ctrl+{at}"));
    }
}

#[test]
fn held_keys_and_events_are_told_and_not_struck() {
    let copy = named("Copy the result").unwrap();
    assert_eq!(copy.strike, Strike::Event);
    assert!(key_table().contains("| Ctrl+C | Explore, Compare | "));
}
