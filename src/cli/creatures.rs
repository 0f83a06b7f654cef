//! `stargrid creatures`: writes labelled data sets made of the bundled creatures.

use std::path::Path;

use crate::data::creatures::MadeSet;
use crate::export::png;
use crate::problem::Problem;

use super::args::{CreatureSet, Creatures};
use super::output;

/// Folders of the two sets below the output when both are made.
const BOTH: [(MadeSet, &str); 2] = [
    (MadeSet::Attributes, "attributes"),
    (MadeSet::Classes, "classes"),
];

/// Makes the sets.
pub fn run(command: &Creatures) -> Result<(), Problem> {
    refuse_used(&command.out)?;
    match command.set {
        CreatureSet::Attributes => make(MadeSet::Attributes, &command.out, command.seed),
        CreatureSet::Classes => make(MadeSet::Classes, &command.out, command.seed),
        CreatureSet::Both => {
            for (set, folder) in BOTH {
                make(set, &command.out.join(folder), command.seed)?;
            }
            Ok(())
        }
    }
}

/// Pictures of an earlier set would be taken for pictures of this one.
fn refuse_used(out: &Path) -> Result<(), Problem> {
    let is_used = match std::fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => out.exists(),
    };
    if is_used {
        let why = "The output must be a new or an empty folder";
        return Err(Problem::new(format!("{why}: {}", out.display())));
    }
    Ok(())
}

fn make(set: MadeSet, out: &Path, seed: u64) -> Result<(), Problem> {
    let pictures = set.pictures(seed);
    for made in &pictures {
        let picture = made
            .picture()
            .map_err(|error| Problem::new(error.to_string()))?;
        let path = out.join(&made.file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| refused(&error, folder))?;
        }
        png::save(&picture, &path).map_err(|error| Problem::new(error.to_string()))?;
    }
    let mut remark = "one folder a class";
    if let Some((name, text)) = set.list(&pictures) {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|error| refused(&error, &path))?;
        remark =
            "with a list of attributes; to learn Mirrored, train with data.flip_probability = 0";
    }
    let count = pictures.len();
    output::result(format!("{count} pictures, {remark}: {}", out.display()))
}

fn refused(error: &std::io::Error, path: &Path) -> Problem {
    let text = format!("The set could not be written ({error}): {}", path.display());
    Problem::new(text)
}
