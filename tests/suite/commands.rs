//! The README tells the keys as the table of commands has them.

use std::path::Path;

use stargrid::gui::commands::key_table;

/// The table's place in the README: from its head to the next empty line. `UPDATE_README=1` writes it anew.
#[test]
fn the_readme_has_the_table_of_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let from = text
        .find("| key |")
        .expect("the README has a table of keys");
    let to = from + text[from..].find("\n\n").unwrap() + 1;
    let table = key_table();
    if std::env::var_os("UPDATE_README").is_some() {
        let new = [&text[..from], &table, &text[to..]].concat();
        return std::fs::write(&path, new).unwrap();
    }
    assert_eq!(
        &text[from..to],
        table,
        "UPDATE_README=1 cargo test --test suite readme writes it anew"
    );
}
