//! `stargrid settings`: prints every setting with what it does and what it is.

use std::path::PathBuf;

use crate::engine::settings::file;
use crate::problem::Problem;

use super::{folders, output};

/// Prints the settings as a file that could be `settings.toml` itself; what is wrong with that file goes to standard error.
pub fn run(data_dir: Option<PathBuf>, set: &[String]) -> Result<(), Problem> {
    let home = folders::of(folders::chosen(data_dir).as_deref()).settings;
    let path = home.map(|home| file::path_in(&home));
    let mut found = path.as_deref().map(file::read).unwrap_or_default();
    for problem in &found.problems {
        output::note(problem);
    }
    for pair in set {
        let taken = found.settings.set_pair(pair);
        let row = taken.map_err(|error| Problem::because("A setting was not taken", &error))?;
        found.given.push(row.key);
    }
    let head = match path {
        Some(path) => format!("# {}\n\n", path.display()),
        None => String::new(),
    };
    output::result(head + file::listing(&found).trim_end())
}
