//! `stargrid creatures`: writes labelled data sets made of the bundled creatures.

use std::path::Path;

use crate::data::creatures::MadeSet;
use crate::engine::creatures;
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
    let count = creatures::write(set, out, seed)?;
    let remark = match set {
        MadeSet::Classes => "one folder a class",
        MadeSet::Attributes => {
            "with a list of attributes; to learn Mirrored, train with data.flip_probability = 0"
        }
    };
    output::result(format!("{count} pictures, {remark}: {}", out.display()))
}
