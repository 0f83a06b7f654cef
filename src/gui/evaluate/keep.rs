//! Which models can keep their figures: those in files of our own format, which have a card.

use std::path::Path;

use super::entry::{Entry, Origin};
use crate::engine::messages::ModelSource;

/// The one ending of our own model files.
const OWN_ENDING: &str = "safetensors";

/// The file that can keep an evaluation, or why none can.
///
/// # Errors
/// A sentence for the disabled button.
pub fn keepable(entry: &Entry) -> Result<&Path, &'static str> {
    if !entry.whole {
        return Err("Only a whole evaluation is kept with its model");
    }
    match &entry.source {
        _ if entry.origin == Origin::Card => Err("It is in the model's card already"),
        Some(ModelSource::File(path)) => {
            let ending = path.extension();
            if ending.is_some_and(|ending| ending.eq_ignore_ascii_case(OWN_ENDING)) {
                Ok(path)
            } else {
                Err(
                    "This file has no card; `stargrid import` writes it as a .safetensors file, which has one",
                )
            }
        }
        Some(ModelSource::Demo) => {
            Err("The demo model is a part of the program; save the figures as a file instead")
        }
        Some(ModelSource::Live(_)) => {
            Err("These networks are still in training; evaluate a saved step instead")
        }
        None => Err("It is kept with its run already; evaluate the model's file itself"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Evaluation;

    #[test]
    fn only_a_file_of_ours_can_keep_it() {
        let mut entry = Entry::kept(1, Evaluation::default(), Origin::Order(1, 0));
        let can = |entry: &Entry| keepable(entry).is_ok();
        entry.source = Some(ModelSource::Demo);
        assert!(!can(&entry));
        entry.source = Some(ModelSource::File("/a.ckpt".into()));
        assert!(!can(&entry));
        entry.source = Some(ModelSource::File("/a.safetensors".into()));
        assert!(can(&entry));
        entry.whole = false;
        assert!(!can(&entry));
    }
}
