//! Ctrl-C during a training: the first asks it to save and end, the second ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::output;
use crate::problem::Problem;

/// Exit code of a program that was ended by Ctrl-C, as shells count it.
const AT_ONCE: i32 = 130;

/// Whether a person asked for the end; also asked by `kill` and by a closing terminal.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    /// Begins to listen.
    pub fn install() -> Result<Self, Problem> {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let handler = move || {
            if count.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(AT_ONCE);
            }
            output::note(
                "the run is saved and ends after this step; Ctrl-C again ends it at once, without its last steps",
            );
        };
        ctrlc::set_handler(handler)
            .map_err(|error| Problem::because("Ctrl-C could not be prepared for", &error))?;
        Ok(Self(asked))
    }

    /// Whether the end was asked for.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}
