//! Looks at the output path before any work is done, so that nobody waits for a grid that cannot be saved.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::problem::Problem;

/// Checks that a file ending in `extension` can be written at `out`, and that it is none of `inputs`.
pub fn check<'a>(
    out: &Path,
    extension: &str,
    inputs: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Problem> {
    let refused = |why: String| Err(Problem::new(format!("{why}: {}", out.display())));
    if out.is_dir() {
        return refused(format!(
            "The output is a folder; give the name of a .{extension} file in it"
        ));
    }
    let fits = |found: &std::ffi::OsStr| found.eq_ignore_ascii_case(extension);
    if !out.extension().is_some_and(fits) {
        return refused(format!("The output must be a .{extension} file"));
    }
    if inputs.into_iter().any(|input| same_file(input, out)) {
        return refused("The output would replace an input; choose another name".to_owned());
    }
    match try_folder(out) {
        Ok(()) => Ok(()),
        Err(why) => refused(why),
    }
}

/// Checks that a new folder can be made at `out`.
pub fn check_new_folder(out: &Path) -> Result<(), Problem> {
    let filled = std::fs::read_dir(out).is_ok_and(|mut inside| inside.next().is_some());
    let why = match try_folder(out) {
        _ if filled => "The output's folder holds something already; choose a new name".to_owned(),
        _ if out.is_file() => "The output is a file; choose a new name".to_owned(),
        Ok(()) => return Ok(()),
        Err(why) => why,
    };
    Err(Problem::new(format!("{why}: {}", out.display())))
}

/// Whether both names lead to one file. A file that does not exist is no input.
fn same_file(input: &Path, out: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(out).is_some_and(|out| real(input) == Some(out))
}

/// Makes and removes a file beside `out`: permissions alone do not tell whether that works.
fn try_folder(out: &Path) -> Result<(), String> {
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.exists() {
        return Err("The output's folder does not exist".to_owned());
    }
    if !folder.is_dir() {
        return Err("The output's folder is not a folder".to_owned());
    }
    match tempfile::NamedTempFile::new_in(&folder) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::StorageFull => {
            Err("The output cannot be written, because the disk is full".to_owned())
        }
        Err(_) => Err("The output's folder may not be written to; choose another".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_looked_at_before_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("a.png");
        std::fs::write(&input, b"x").unwrap();
        let refusal = |out: &Path| {
            check(out, "png", [input.as_path()])
                .unwrap_err()
                .to_string()
        };
        assert!(refusal(folder.path()).contains("is a folder"));
        assert!(refusal(&folder.path().join("b.jpg")).contains("must be a .png file"));
        assert!(refusal(&folder.path().join("./a.png")).contains("would replace an input"));
        assert!(refusal(&folder.path().join("no/b.png")).contains("does not exist"));
        assert!(refusal(&input.join("b.png")).contains("not a folder"));
        assert_eq!(
            check(&folder.path().join("b.PNG"), "png", [input.as_path()]),
            Ok(())
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
