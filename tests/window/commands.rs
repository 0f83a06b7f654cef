//! Commands by hand: the palette, the menu, keys and what has the keyboard first.

use egui::{Event, Key, Role};
use egui_kittest::kittest::Queryable as _;
use stargrid::domain::Branch;
use stargrid::gui::state::Session;

use super::app::{Desk, SIZE};

/// Types letter by letter, as a person does.
pub fn type_words(desk: &mut Desk, words: &str) {
    for letter in words.chars() {
        desk.event(Event::Text(letter.to_string()));
        desk.run_steps(1);
    }
}

fn open_palette(desk: &mut Desk) {
    desk.ctrl(Key::K);
    desk.rest();
    desk.get_by_role_and_label(Role::TextInput, "Command");
}

fn lines(desk: &Desk) -> Vec<String> {
    use egui_kittest::kittest::NodeT as _;
    let all = desk.query_all_by_role(Role::ListBoxOption);
    all.filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn the_palette_finds_runs_and_remembers() {
    let mut desk = Desk::ready();
    open_palette(&mut desk);
    type_words(&mut desk, "all br");
    assert_eq!(lines(&desk)[0], "All branches, 9");
    assert!(desk.is_chosen(Role::ListBoxOption, "All branches, 9"));
    desk.key(Key::Enter);
    assert_eq!(desk.state().explore().branch, Branch::All);
    assert!(desk.query_by_label("Command").is_none(), "it is closed");
    open_palette(&mut desk);
    assert_eq!(lines(&desk)[0], "All branches, 9", "recent first");
    assert_eq!(desk.state().session().commands, ["All branches"]);
    type_words(&mut desk, "crit");
    assert_eq!(lines(&desk)[0], "Branch critters, 2");
    desk.click(Role::ListBoxOption, "Branch critters, 2");
    assert_eq!(desk.state().explore().branch, Branch::One(1));
}

#[test]
fn the_palette_says_why_a_command_cannot_be_used() {
    let mut desk = Desk::ready();
    open_palette(&mut desk);
    type_words(&mut desk, "redo");
    assert_eq!(lines(&desk)[0], "Redo, Nothing was taken back");
    desk.key(Key::Enter);
    desk.get_by_role_and_label(Role::TextInput, "Command");
    desk.key(Key::Escape);
    assert!(desk.query_by_label("Command").is_none());
    open_palette(&mut desk);
    type_words(&mut desk, "zzzz");
    assert!(desk.says("No command has these letters in this order."));
    desk.ctrl(Key::K);
    assert!(desk.query_by_label("Command").is_none());
}

#[test]
fn letters_typed_in_the_palette_do_nothing_else() {
    let mut desk = Desk::ready();
    let before = desk.state().explore().clone();
    open_palette(&mut desk);
    for key in [Key::R, Key::S, Key::Num9] {
        desk.key(key);
    }
    type_words(&mut desk, "rs9");
    desk.key(Key::ArrowDown);
    desk.key(Key::Escape);
    desk.rest();
    assert_eq!(*desk.state().explore(), before);
}

#[test]
fn arrows_choose_a_line() {
    let mut desk = Desk::ready();
    open_palette(&mut desk);
    type_words(&mut desk, "go to");
    let all = lines(&desk);
    assert_eq!(all[0], "Go to Explore, Ctrl+1");
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowUp);
    assert!(desk.is_chosen(Role::ListBoxOption, &all[1]));
    desk.key(Key::Enter);
    assert!(desk.is_chosen(Role::Tab, "Train"));
}

#[test]
fn the_menu_has_a_group_for_each_part() {
    let mut desk = Desk::ready();
    desk.press("Menu");
    desk.rest();
    desk.get_by_label("File").hover();
    desk.rest();
    desk.get_by_label_contains("Open pictures…");
    assert!(desk.says("Taste test"));
    desk.get_by_label("Help").click();
    desk.rest();
    desk.get_by_label_contains("About Stargrid").click();
    desk.rest();
    assert!(desk.mentions("never uses the network"));
}

#[test]
fn tabs_have_keys_also_while_a_field_is_typed_in() {
    let mut desk = Desk::ready();
    desk.press("Model card");
    desk.rest();
    desk.get_by_role_and_label(Role::TextInput, "Domain 3")
        .click();
    desk.rest();
    desk.key(Key::Num9);
    assert_eq!(desk.state().explore().branch, Branch::Own);
    desk.ctrl(Key::Num2);
    assert!(desk.is_chosen(Role::Tab, "Train"));
}

#[test]
fn escape_in_a_field_leaves_it_and_closes_nothing() {
    let mut desk = Desk::ready();
    let field = |desk: &Desk| {
        desk.query_by_role_and_label(Role::TextInput, "Domain 3")
            .is_some()
    };
    desk.press("Model card");
    desk.rest();
    desk.get_by_role_and_label(Role::TextInput, "Domain 3")
        .click();
    desk.rest();
    type_words(&mut desk, "s");
    desk.key(Key::Escape);
    assert!(field(&desk), "the first leaves the field");
    desk.key(Key::Escape);
    desk.rest();
    assert!(!field(&desk), "the second closes the card");
}

/// Pictures of the palette and of the sheet of keys.
#[test]
fn palette_and_keys() {
    let mut desk = Desk::drawn(Session::default(), SIZE);
    desk.complete_of(24);
    desk.rest();
    open_palette(&mut desk);
    desk.keep("desk/palette");
    desk.key(Key::Escape);
    desk.key(Key::Questionmark);
    desk.rest();
    desk.keep("desk/keys");
}
