//! A taste test as a file for other programs: JSON with everything, or CSV with a line an answer.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::checkpoint::atomic;
use crate::problem::Problem;
use crate::runs::tastes::{Choice, Contestant, Taste};

/// Writes a session to a file, CSV or JSON by its ending.
///
/// # Errors
/// When it cannot be written.
pub fn write(taste: &Taste, to: &Path) -> Result<(), Problem> {
    let unwritten = |error: std::io::Error| {
        let what = format!("The result could not be saved: {}", to.display());
        Problem::because(what, &error)
    };
    let is_csv = to
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let text = if is_csv {
        csv(taste)
    } else {
        let text = serde_json::to_string_pretty(taste);
        text.map_err(std::io::Error::from).map_err(unwritten)? + "\n"
    };
    atomic::write(to, |writer| writer.write_all(text.as_bytes())).map_err(unwritten)
}

/// A line an answer: the two sides, who won, and what was shown.
fn csv(taste: &Taste) -> String {
    let mut text = String::from("pair,left,right,winner,source,target,mode\n");
    let name = |at: usize| taste.contestants.get(at).map(named).unwrap_or_default();
    for (at, answer) in taste.answers.iter().enumerate() {
        let winner = match answer.choice {
            Choice::Left => name(answer.left),
            Choice::Right => name(answer.right),
            Choice::Even => String::new(),
        };
        let cells = [
            name(answer.left),
            name(answer.right),
            winner,
            answer.source.clone(),
            answer.target.clone(),
            answer.mode.name().to_owned(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{},{}", at + 1, cells.join(","));
    }
    text
}

fn named(contestant: &Contestant) -> String {
    match contestant.step {
        Some(step) => format!("{} step {step}", contestant.name),
        None => contestant.name.clone(),
    }
}

/// A cell as CSV wants it (RFC 4180).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runs::tastes::tests::session;

    #[test]
    fn the_ending_decides_and_names_may_hold_commas() {
        let folder = tempfile::tempdir().unwrap();
        let mut taste = session(1, 3, "lr-");
        taste.contestants[0].name = "cats, \"big\"".to_owned();
        let (json, table) = (folder.path().join("a.json"), folder.path().join("a.CSV"));
        write(&taste, &json).unwrap();
        write(&taste, &table).unwrap();
        let read: Taste = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
        assert_eq!(read, taste);
        let lines = std::fs::read_to_string(table).unwrap();
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines.len(), 4);
        let one = "\"cats, \"\"big\"\" step 8000\"";
        let other = "creatures step 12000";
        assert_eq!(
            lines[1],
            format!("1,{one},{other},{one},mia.png,dog,latent")
        );
        assert_eq!(
            lines[2],
            format!("2,{other},{one},{one},mia.png,dog,latent")
        );
        assert_eq!(lines[3], format!("3,{one},{other},,mia.png,dog,latent"));
        assert!(write(&taste, Path::new("/nowhere/a.csv")).is_err());
    }
}
