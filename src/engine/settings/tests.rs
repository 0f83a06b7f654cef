//! Settings by name, by file and by hand.

use super::file::{edited, keep, listing, path_in, read};
use super::*;
use crate::engine::device::DeviceChoice;

#[test]
fn every_row_is_a_field_of_its_own_and_takes_its_first_value() {
    let first = Settings::default();
    let fields = toml::Table::try_from(&first).unwrap();
    assert_eq!(fields.len(), ROWS.len());
    for row in ROWS {
        assert!(fields.contains_key(row.key), "{}", row.key);
        let value = row.kind.taken(&first.get(row));
        assert!(value.is_some(), "{}: {}", row.key, row.kind.words());
        let help = row.help.trim();
        assert!(!help.is_empty() && !help.ends_with('.'), "{help}");
        assert!(!first.is_changed(row));
    }
}

#[test]
fn values_are_typed_as_on_the_command_line() {
    let mut settings = Settings::default();
    for pair in [
        "theme=light",
        "zoom = 1.5",
        "device=cpu",
        "contrast=true",
        "ask_above=3",
    ] {
        settings.set_pair(pair).unwrap();
    }
    assert_eq!(settings.theme, ThemeChoice::Light);
    assert_eq!((settings.zoom, settings.ask_above), (1.5, 3));
    assert_eq!(settings.device, DeviceChoice::Cpu);
    assert!(settings.contrast);
    settings.set_pair("zoom=2").unwrap();
    assert_eq!(settings.zoom, 2.0, "a whole number is a number");
    let before = settings.clone();
    for (pair, words) in [
        ("zoom=9", "a number from 0.7 to 2 is wanted"),
        ("theme=blue", "one of dark, light, system is wanted"),
        ("contrast=yes", "true or false is wanted"),
        ("ask_above=1.5", "a whole number from 1 to 10000 is wanted"),
        ("colour=red", "there is no setting colour"),
        ("zoom", "not of the form KEY=VALUE"),
    ] {
        let error = settings.set_pair(pair).unwrap_err().to_string();
        assert!(error.contains(words), "{pair}: {error}");
    }
    assert_eq!(settings, before);
}

#[test]
fn the_file_keeps_what_differs_and_what_a_person_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = path_in(&folder.path().join("new"));
    assert_eq!(read(&path), Default::default());
    let mut settings = Settings::default();
    settings.set_pair("zoom=1.25").unwrap();
    let zoom = row("zoom").unwrap();
    keep(&path, zoom, &settings).unwrap();
    let found = read(&path);
    assert_eq!((found.settings.zoom, found.given), (1.25, vec!["zoom"]));
    let mine = "# mine\ntheme = \"light\" \n\nzoom=1.25\n# end\n";
    settings.zoom = 1.5;
    let text = edited(mine, zoom, &settings).unwrap();
    assert_eq!(text, "# mine\ntheme = \"light\" \n\nzoom=1.5\n# end\n");
    let text = edited(&text, zoom, &Settings::default()).unwrap();
    assert_eq!(text, "# mine\ntheme = \"light\" \n\n# end\n");
}

#[test]
fn a_value_comes_where_it_counts_whatever_a_person_wrote() {
    let zoom = row("zoom").unwrap();
    let mut settings = Settings::default();
    settings.set_pair("zoom=1.5").unwrap();
    for (before, after) in [
        ("", "zoom = 1.5\n"),
        ("half = true", "half = true\nzoom = 1.5\n"),
        (
            "# mine\n\n[look]\nzoom = 2.0\n",
            "# mine\n\nzoom = 1.5\n[look]\nzoom = 2.0\n",
        ),
        ("\"zoom\" = 1.25 # mine\n", "\"zoom\" = 1.5 # mine\n"),
        (
            "  zoom =\t2\r\nhalf = true\r\n",
            "  zoom =\t1.5\r\nhalf = true\r\n",
        ),
    ] {
        let text = edited(before, zoom, &settings);
        assert_eq!(text.as_deref(), Some(after));
        let usual = edited(after, zoom, &Settings::default()).unwrap();
        let table: toml::Table = usual.parse().unwrap();
        assert!(!table.contains_key("zoom"), "{usual}");
    }
    for odd in ["lists = [\n[1],\n]\n", "zoom.x = 1\n"] {
        assert_eq!(edited(odd, zoom, &settings), None, "{odd}");
    }
}

#[test]
fn unknown_and_wrong_lines_are_told_and_the_rest_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = path_in(folder.path());
    std::fs::write(&path, "theme = \"light\"\ncolour = 3\nzoom = \"big\"\n").unwrap();
    let found = read(&path);
    assert_eq!(found.settings.theme, ThemeChoice::Light);
    assert_eq!(found.given, ["theme"]);
    let all: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].contains("there is no setting colour"), "{all:?}");
    assert!(all[1].contains("zoom cannot be \"big\""), "{all:?}");
}

#[test]
fn a_file_that_is_no_toml_is_put_aside_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = path_in(folder.path());
    std::fs::write(&path, "theme = [oops").unwrap();
    let found = read(&path);
    assert_eq!(found.settings, Settings::default());
    assert!(found.problems[0].to_string().contains("not valid TOML"));
    let settings = Settings {
        contrast: true,
        ..Settings::default()
    };
    keep(&path, row("contrast").unwrap(), &settings).unwrap();
    assert!(read(&path).settings.contrast);
    std::fs::write(&path, "theme = {oops").unwrap();
    keep(&path, row("contrast").unwrap(), &settings).unwrap();
    for (number, damage) in [(1, "theme = [oops"), (2, "theme = {oops")] {
        let aside = folder
            .path()
            .join(format!("settings.unreadable-{number}.toml"));
        assert_eq!(std::fs::read_to_string(aside).unwrap(), damage);
    }
}

#[test]
fn the_listing_is_a_settings_file_itself() {
    let mut found = file::Found::default();
    found.settings.set_pair("zoom=1.5").unwrap();
    found.given.push("zoom");
    let text = listing(&found);
    let table: toml::Table = text.parse().unwrap();
    assert_eq!(table.len(), ROWS.len());
    assert!(text.contains("zoom = 1.5  # usual: 1.0"), "{text}");
    assert!(text.contains("# Light, dark, or as the system has it: one of dark, light, system\n"));
}
