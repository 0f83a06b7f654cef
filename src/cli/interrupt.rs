//! Ctrl-C during something long: the first asks it to end well, the second ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use super::output;
use crate::problem::Problem;

/// Exit code of a program that was ended by Ctrl-C, as shells count it.
const AT_ONCE: i32 = 130;

/// Whether a person asked for the end; also asked by `kill`.
#[derive(Clone, Debug)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
    told: Arc<AtomicBool>,
    sentence: &'static str,
}

impl Interrupt {
    /// Begins to listen; `sentence` says what happens after the first signal.
    pub fn install(sentence: &'static str) -> Result<Self, Problem> {
        let asked = Arc::new(AtomicBool::new(false));
        for &signal in TERM_SIGNALS {
            // In this order the first signal only sets the flag, and the second finds it set.
            flag::register_conditional_shutdown(signal, AT_ONCE, Arc::clone(&asked))
                .and_then(|_| flag::register(signal, Arc::clone(&asked)))
                .map_err(|error| Problem::because("Ctrl-C could not be prepared for", &error))?;
        }
        Ok(Self {
            asked,
            told: Arc::default(),
            sentence,
        })
    }

    /// Whether the end was asked for.
    pub fn is_set(&self) -> bool {
        let asked = self.asked.load(Ordering::Relaxed);
        if asked && !self.told.swap(true, Ordering::Relaxed) {
            output::note(self.sentence);
        }
        asked
    }
}
