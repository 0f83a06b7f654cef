//! Which of command line, file and session has the word about a setting, and for how long.

use super::*;
use crate::engine::settings::ThemeChoice;

fn settled(folder: &Path, set: &[&str], older: Option<Session>) -> Start {
    let mut start = Start::read(folder, Arc::new(|| {}), || older);
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    start.settle(&set, DeviceChoice::Auto, None);
    start
}

/// Keeps the session as the window does.
fn close(start: Start) {
    let (home, session) = (start.home.unwrap(), start.session);
    home.keep(move || serde_json::to_string(&session), Vec::new(), 0);
    home.close();
}

#[test]
fn an_option_is_for_one_start() {
    let folder = tempfile::tempdir().unwrap();
    let set = ["contrast=true", "theme=light", "device=cpu", "half=true"];
    let first = settled(folder.path(), &set, None);
    assert!(first.session.contrast && first.session.half && !first.session.dark);
    close(first);
    let again = settled(folder.path(), &[], None);
    assert_eq!(again.settings, Settings::default());
    assert!(!again.session.contrast && !again.session.half && again.session.dark);
}

#[test]
fn a_line_that_was_taken_out_of_the_file_is_as_usual() {
    let folder = tempfile::tempdir().unwrap();
    let file = file::path_in(folder.path());
    std::fs::write(&file, "inputs_in_png = false\n").unwrap();
    let first = settled(folder.path(), &[], None);
    assert!(!first.session.save_inputs);
    close(first);
    std::fs::write(&file, "").unwrap();
    let again = settled(folder.path(), &[], None);
    assert!(again.settings.inputs_in_png && again.session.save_inputs);
}

#[test]
fn an_option_keeps_what_was_open_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = settled(folder.path(), &[], None);
    first.session.model = Some("/models/cats.ckpt".into());
    first.session.tab = Tab::Train;
    close(first);
    let again = settled(folder.path(), &["restore=false"], None);
    assert_eq!(again.session.model, None);
    assert_eq!(again.session.tab, Tab::default());
}

#[test]
fn a_session_older_than_settings_gives_its_own_once_and_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = file::path_in(folder.path());
    std::fs::write(&file, "contrast = false\n").unwrap();
    let older = Session {
        dark: false,
        contrast: true,
        save_inputs: false,
        ..Session::default()
    };
    let first = settled(folder.path(), &[], Some(older));
    assert!(!first.session.dark && !first.session.contrast && !first.session.save_inputs);
    close(first);
    let again = settled(folder.path(), &[], None).settings;
    assert_eq!(again.theme, ThemeChoice::Light);
    assert!(!again.contrast && !again.inputs_in_png);
}
