//! The last things that the program said of itself: for the log panel, and for reports. One ring for the whole process, as a log is.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use log::Level;

/// Lines that are kept.
const KEPT: usize = 2_000;
/// The longest line in bytes; a library's dump is cut there.
const LONGEST: usize = 2_000;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Counts all lines of this process, from 1 on.
    pub number: u64,
    /// Seconds since the first one.
    pub seconds: f64,
    /// How much it matters.
    pub level: Level,
    /// The part of the program that said it.
    pub target: String,
    /// What it said.
    pub text: String,
}

#[derive(Default)]
struct Journal {
    lines: VecDeque<Line>,
    count: u64,
}

static JOURNAL: Mutex<Journal> = Mutex::new(Journal {
    lines: VecDeque::new(),
    count: 0,
});
static BEGAN: OnceLock<Instant> = OnceLock::new();

static VERBOSE: AtomicBool = AtomicBool::new(false);

/// Whether the journal takes what is being done step by step, too.
pub fn set_verbose(verbose: bool) {
    VERBOSE.store(verbose, Ordering::Relaxed);
}

/// The least important lines that the journal takes.
pub fn most() -> Level {
    match VERBOSE.load(Ordering::Relaxed) {
        true => Level::Debug,
        false => Level::Info,
    }
}

/// Adds a line.
pub fn add(level: Level, target: &str, text: impl Into<String>) {
    let seconds = BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64();
    let mut text = text.into();
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    let mut journal = JOURNAL.lock().unwrap_or_else(PoisonError::into_inner);
    journal.count += 1;
    let line = Line {
        number: journal.count,
        seconds,
        level,
        target: target.to_owned(),
        text,
    };
    if journal.lines.len() == KEPT {
        journal.lines.pop_front();
    }
    journal.lines.push_back(line);
}

/// How many lines there were so far.
pub fn count() -> u64 {
    let journal = JOURNAL.lock().unwrap_or_else(PoisonError::into_inner);
    journal.count
}

/// The lines that are kept and newer than number `after`, oldest first.
pub fn since(after: u64) -> Vec<Line> {
    let journal = JOURNAL.lock().unwrap_or_else(PoisonError::into_inner);
    let from = journal.lines.partition_point(|line| line.number <= after);
    journal.lines.range(from..).cloned().collect()
}

/// The last `most` lines as text.
pub fn tail(most: usize) -> String {
    let lines = since(count().saturating_sub(most as u64));
    written(&lines)
}

/// Lines as text.
pub fn written<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    let mut text = String::new();
    for line in lines {
        let level = line.level.as_str().to_lowercase();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:9.3} s  {level:5}  {}: {}",
            line.seconds, line.target, line.text
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_in_order_and_not_for_ever() {
        let before = count();
        for at in 0..KEPT + 10 {
            add(Level::Info, "here", format!("line {at}"));
        }
        assert!(count() >= before + KEPT as u64 + 10);
        let lines = since(0);
        assert_eq!(lines.len(), KEPT);
        assert!(
            lines
                .windows(2)
                .all(|two| two[0].number + 1 == two[1].number)
        );
        assert_eq!(tail(3).lines().count(), 3);
        add(Level::Warn, "there", "ü".repeat(LONGEST));
        let last = since(0)
            .into_iter()
            .rev()
            .find(|line| line.target == "there");
        assert!(last.unwrap().text.len() <= LONGEST + '…'.len_utf8());
    }
}
