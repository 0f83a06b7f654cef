//! The blind taste test, by role, name and key, with real models on the real worker.

mod shots;
mod three;

use egui::{Key, Role, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use stargrid::gui::state::{Session, Tab};
use stargrid::runs::tastes::{self, Choice, Taste};

use crate::app::{Desk, SIZE};
use crate::models::pale_demo;

/// A window on the Evaluate tab in which a pale copy of the demo was open before.
struct Table {
    desk: Desk,
    /// Where tests are kept, and the pale model lies.
    folder: tempfile::TempDir,
}

impl Table {
    fn new() -> Self {
        Self::with(tempfile::tempdir().unwrap(), Desk::with)
    }

    fn drawn(dark: bool, size: Vec2) -> Self {
        Self::with(tempfile::tempdir().unwrap(), |mut session| {
            session.dark = dark;
            Desk::drawn(session, size)
        })
    }

    fn with(folder: tempfile::TempDir, open: impl FnOnce(Session) -> Desk) -> Self {
        let pale = pale_demo(folder.path(), 200);
        let mut desk = open(Session {
            tab: Tab::Evaluate,
            recent: vec![pale],
            ..Session::default()
        });
        desk.state_mut().keep_tastes_in(folder.path().join("kept"));
        // The cells of Explore go first; they are there before the test begins.
        desk.complete();
        desk.rest();
        Self { desk, folder }
    }

    /// The page with two models and the fewest pairs.
    fn set_up(&mut self) {
        self.desk.key(Key::T);
        self.desk.rest();
        assert!(!self.desk.is_possible("Start"));
        self.desk.press("Add a model…");
        self.desk.rest();
        self.desk.press("pale-200.safetensors");
        self.desk.rest();
        self.desk.click(Role::RadioButton, "Open in Explore (6)");
        self.desk.click(Role::RadioButton, "20");
    }

    fn pair(&mut self, answered: usize) {
        let words = format!("{answered} of 20");
        self.desk.until("the pair is there", |desk| {
            desk.says(&words) && desk.says("Which is better?") && desk.is_possible("Left is better")
        });
    }

    fn kept(&self) -> Vec<Taste> {
        tastes::read(&self.folder.path().join("kept")).unwrap()
    }

    /// Waits until so many answers are on disk.
    fn on_disk(&mut self, answers: usize) {
        let kept = self.folder.path().join("kept");
        let count = move || {
            tastes::read(&kept)
                .unwrap()
                .last()
                .map_or(0, |test| test.answers.len())
        };
        self.desk
            .until("the answers are on disk", |_| count() == answers);
    }
}

/// Whether anything on screen names a model.
fn names_a_model(desk: &Desk) -> bool {
    // The bar names the model of Explore, as always.
    let said = format!("{desk:?}").replace("Model: Demo creatures", "");
    ["pale", "Pale", "Demo creatures"]
        .iter()
        .any(|name| said.contains(name))
}

#[test]
fn a_whole_test_is_played_with_keys_alone() {
    let mut table = Table::new();
    table.set_up();
    let setup = table.desk.get_by_role_and_label(Role::Button, "Start");
    assert!(!setup.accesskit_node().is_disabled());
    table.desk.key(Key::Enter);
    table.pair(0);
    assert!(!names_a_model(&table.desk), "{:?}", table.desk);
    table.desk.key(Key::ArrowLeft);
    table.pair(1);
    table.desk.key(Key::D);
    table.pair(2);
    table.desk.key(Key::S);
    table.pair(3);
    table.desk.key(Key::Backspace);
    table.pair(2);
    table.desk.key(Key::ArrowRight);
    table.pair(3);
    table.desk.key(Key::Escape);
    assert!(table.desk.says("Paused") && table.desk.says("3 of 20 pairs are answered and kept."));
    table.desk.key(Key::ArrowLeft);
    table.desk.key(Key::Enter);
    table.pair(3);
    assert!(!names_a_model(&table.desk));
    for answered in 3..20 {
        table.pair(answered);
        table
            .desk
            .key([Key::A, Key::ArrowDown, Key::ArrowRight][answered % 3]);
    }
    assert!(table.desk.says("That was the last pair"));
    assert!(!names_a_model(&table.desk));
    table.desk.key(Key::Enter);
    table
        .desk
        .until("the result is there", |desk| desk.says("Ranking"));
    assert!(names_a_model(&table.desk));
    let test = table.kept().remove(0);
    let choices: Vec<Choice> = test.answers.iter().map(|answer| answer.choice).collect();
    assert_eq!(choices[..3], [Choice::Left, Choice::Right, Choice::Right]);
    assert_eq!((choices.len(), test.is_unfinished()), (20, false));
    assert!(table.desk.mentions("pale-200.safetensors") && table.desk.mentions("95\u{a0}%: "));
    table.desk.key(Key::Escape);
    table.desk.rest();
    assert!(table.desk.says("Earlier tests") && table.desk.mentions("20 of 20 pairs"));
}

#[test]
fn a_test_that_was_left_goes_on_another_day_and_the_mouse_works_too() {
    let mut table = Table::new();
    table.set_up();
    table.desk.press("Start");
    table.pair(0);
    table.desk.press("Left picture");
    table.pair(1);
    table.desk.press("Right is better");
    table.pair(2);
    table.desk.press("Cannot tell");
    table.pair(3);
    table.desk.press("Take back");
    table.pair(2);
    table.desk.press("Pause");
    table.on_disk(2);
    // The window closes without a word; the answers are there already.
    let Table { desk, folder } = table;
    drop(desk);
    let mut table = Table::with(folder, Desk::with);
    table.desk.key(Key::T);
    table
        .desk
        .until("the test is found", |desk| desk.mentions("2 of 20 pairs"));
    table.desk.press("Go on");
    table.pair(2);
    table.desk.press("Pause");
    table.desk.press("Show the result now");
    table
        .desk
        .until("the result is there", |desk| desk.says("Ranking"));
    assert!(table.desk.mentions("2 of 20 pairs"));
    table.desk.press("Go on (18 left)");
    table.pair(2);
    table.desk.key(Key::ArrowDown);
    table.pair(3);
    table.desk.key(Key::Escape);
    table.desk.press("Leave");
    table
        .desk
        .until("the test is kept", |desk| desk.mentions("3 of 20 pairs"));
    let choices: Vec<Choice> = table.kept()[0]
        .answers
        .iter()
        .map(|answer| answer.choice)
        .collect();
    assert_eq!(choices, [Choice::Left, Choice::Right, Choice::Even]);
}

#[test]
fn models_and_folders_can_be_dropped() {
    let mut table = Table::new();
    table.desk.key(Key::T);
    let model = table.folder.path().join("pale-200.safetensors");
    let folder = table.folder.path().join("my pictures");
    let picture = table.desk.picture("one.png", 30);
    table.desk.drop_files(&[model, folder, picture]);
    table.desk.rest();
    assert!(table.desk.says("pale-200.safetensors") && table.desk.is_possible("Start"));
    assert!(table.desk.is_chosen(Role::RadioButton, "My folder…"));
    assert!(table.desk.mentions("one.png is a single picture"));
    // There is no such folder: the test says so, and nothing is lost.
    table.desk.press("Start");
    table.desk.until("the failure is told", |desk| {
        desk.says("The test cannot go on")
    });
    assert!(table.desk.mentions("my pictures"), "{:?}", table.desk);
    table.desk.key(Key::Escape);
    assert!(table.desk.says("pale-200.safetensors"));
}

#[test]
fn what_cannot_be_tested_says_why() {
    let mut table = Table::new();
    table.desk.key(Key::T);
    table.desk.rest();
    assert!(table.desk.mentions("Add another model"));
    std::fs::write(
        table.folder.path().join("pale-200.safetensors"),
        b"no model",
    )
    .unwrap();
    table.desk.press("Add a model…");
    table.desk.rest();
    table.desk.press("pale-200.safetensors");
    table.desk.rest();
    table.desk.press("Start");
    table.desk.until("the failure is told", |desk| {
        desk.says("The test cannot go on")
    });
    assert!(table.desk.mentions("needs two models"), "{:?}", table.desk);
    assert!(
        table.desk.mentions("pale-200.safetensors is left out"),
        "{:?}",
        table.desk
    );
    table.desk.press("Back to the set-up");
    assert!(table.desk.says("Blind taste test"));
}

/// Plays a test in which the left picture wins seven times of ten.
fn played(table: &mut Table) {
    table.set_up();
    table.desk.key(Key::Enter);
    for answered in 0..20 {
        table.pair(answered);
        table.desk.key(if answered % 10 < 7 {
            Key::A
        } else {
            Key::ArrowDown
        });
    }
    table.desk.key(Key::Enter);
    table
        .desk
        .until("the result is there", |desk| desk.says("Ranking"));
    table.desk.rest();
}

#[test]
fn a_pair_as_a_picture() {
    let mut table = Table::drawn(true, SIZE);
    table.set_up();
    table.desk.click(Role::CheckBox, "References");
    table.desk.click(Role::CheckBox, "Latents");
    table.desk.key(Key::Enter);
    table.pair(0);
    table.desk.key(Key::A);
    table.pair(1);
    table.desk.keep("taste_pair");
}

#[test]
fn a_result_as_a_picture() {
    let mut table = Table::drawn(false, SIZE);
    played(&mut table);
    table.desk.keep("taste_result");
}
