//! Names of files that belong to a step, such as `001000_ema.safetensors`: official, sorted by step, read strictly.

use std::path::{Path, PathBuf};

use super::error::RunError;

/// Digits of a step; more when the step has more.
const DIGITS: usize = 6;

/// The name of the file called `rest` of a step.
pub(super) fn numbered(step: u64, rest: &str) -> String {
    format!("{step:0DIGITS$}_{rest}")
}

/// Step and rest of a name that [`numbered`] gave.
fn parse(name: &str) -> Option<(u64, &str)> {
    let (digits, rest) = name.split_once('_')?;
    let step = digits.parse().ok()?;
    // No other way to write the number is one of ours: no sign, neither more nor fewer zeros.
    (numbered(step, rest) == name).then_some((step, rest))
}

/// The files of a folder that have such a name, by step and rest; others are passed over, and so is an absent folder.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn list(folder: &Path) -> Result<Vec<(u64, String, PathBuf)>, RunError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(RunError::io(folder))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(RunError::io(folder))?;
        let name = entry.file_name();
        if let Some((step, rest)) = name.to_str().and_then(parse)
            && entry.path().is_file()
        {
            found.push((step, rest.to_owned(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_way_to_write_a_step_counts() {
        assert_eq!(numbered(1_000, "own.png"), "001000_own.png");
        for step in [0, 7, 999_999, 1_000_000, u64::MAX] {
            assert_eq!(parse(&numbered(step, "a_b.png")), Some((step, "a_b.png")));
        }
        for foreign in [
            "1000_a",
            "+01000_a",
            "0001000_a",
            "001000-a",
            "_a",
            "00100x_a",
            "",
        ] {
            assert_eq!(parse(foreign), None, "{foreign}");
        }
    }
}
