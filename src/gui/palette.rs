//! The command palette's mind: which commands fit what was typed, in which order.

use super::App;
use super::command::Command;
use super::commands;

/// Commands that are remembered as chosen before.
const RECENT: usize = 8;
/// What a letter counts that begins a word.
const AT_START: i32 = 8;
/// What a letter counts that follows the letter found before.
const IN_A_ROW: i32 = 5;
/// What any letter counts.
const FOUND: i32 = 1;
/// What a letter left out between two found ones costs, and the most that a gap costs.
const GAP: (i32, i32) = (1, 4);
/// What is taken off when a command cannot be used now, or only its help has the words.
const UNUSABLE: i32 = 6;
const IN_HELP: i32 = 2;

/// The palette while it is open.
#[derive(Debug, Default)]
pub struct Palette {
    /// What was typed.
    pub words: String,
    /// The line that Enter runs.
    pub at: usize,
}

/// A line of the palette.
pub struct Found {
    /// The command.
    pub command: &'static Command,
    /// What it is called now.
    pub label: String,
    /// Why it cannot be used now.
    pub obstacle: Option<&'static str>,
}

/// How well `words` fit `name`: higher is better, none when a letter is missing. Case and blanks do not matter; letters must come in
/// this order, best at the beginnings of words or side by side.
pub fn fit(words: &str, name: &str) -> Option<i32> {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let (wanted, name) = (letters(words), letters(name));
    let wanted: Vec<char> = wanted.into_iter().filter(|c| !c.is_whitespace()).collect();
    // The best score of the letters so far, when the last of them was found at each place.
    let mut best: Vec<Option<i32>> = vec![None; name.len()];
    for (number, letter) in wanted.iter().enumerate() {
        let before = best.clone();
        for (at, found) in name.iter().enumerate() {
            let reached = match number {
                0 => Some(0),
                _ => reached(&before, at),
            };
            let own = FOUND + if starts_word(&name, at) { AT_START } else { 0 };
            let fits = found == letter;
            best[at] = reached.filter(|_| fits).map(|score| score + own);
        }
    }
    match wanted.is_empty() {
        true => Some(0),
        false => best.into_iter().flatten().max(),
    }
}

/// The best score with which the letter at `at` can follow those before it.
fn reached(before: &[Option<i32>], at: usize) -> Option<i32> {
    let scores = before[..at]
        .iter()
        .enumerate()
        .filter_map(|(place, score)| {
            let gap = (at - place - 1) as i32;
            let step = match gap {
                0 => IN_A_ROW,
                _ => -(gap * GAP.0).min(GAP.1),
            };
            Some((*score)? + step)
        });
    scores.max()
}

fn starts_word(name: &[char], at: usize) -> bool {
    at == 0 || !name[at - 1].is_alphanumeric()
}

impl App {
    /// Opens the palette, or closes it.
    pub(super) fn open_palette(&mut self) {
        self.open.palette = match self.open.palette {
            Some(_) => None,
            None => Some(Palette::default()),
        };
    }

    /// The commands that fit, best first; without words those chosen before come first, and those that cannot be used last.
    pub(super) fn find_commands(&self, words: &str) -> Vec<Found> {
        let mut found: Vec<(i32, usize, Found)> = Vec::new();
        let empty = words.trim().is_empty();
        for (place, command) in commands::all().enumerate() {
            let label = command.label(self);
            let in_name = [label.as_str(), command.name].map(|name| fit(words, name));
            let help = command.help.to_lowercase();
            let in_help = help.contains(&words.trim().to_lowercase());
            let score = in_name.into_iter().flatten().max();
            let Some(mut score) = score.or(in_help.then_some(IN_HELP)) else {
                continue;
            };
            let obstacle = command.ready(self).err();
            if obstacle.is_some() {
                score -= UNUSABLE;
            }
            let mut recent = self.session.commands.iter();
            if let Some(age) = recent.position(|name| name == command.name) {
                score += (RECENT - age.min(RECENT)) as i32 / if empty { 1 } else { 4 };
            }
            found.push((
                score,
                place,
                Found {
                    command,
                    label,
                    obstacle,
                },
            ));
        }
        found.sort_by_key(|(score, place, _)| (-score, *place));
        found.into_iter().map(|(.., found)| found).collect()
    }

    /// Runs what was chosen in the palette, and remembers it.
    pub(super) fn run_command(&mut self, ctx: &egui::Context, command: &'static Command) {
        self.open.palette = None;
        let recent = &mut self.session.commands;
        recent.retain(|name| name != command.name);
        recent.insert(0, command.name.to_owned());
        recent.truncate(RECENT);
        if command.ready(self).is_ok() {
            (command.run)(self, ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn letters_must_come_in_order() {
        assert_eq!(fit("", "Undo"), Some(0));
        assert!(fit("undo", "Undo").is_some());
        assert!(fit("SAVE grid", "Save the grid…").is_some());
        assert!(fit("ung", "Undo").is_none());
        assert!(fit("odnu", "Undo").is_none());
    }

    #[test]
    fn beginnings_of_words_and_neighbours_win() {
        let better = |words, one, other| fit(words, one) > fit(words, other);
        assert!(better("sg", "Save the grid…", "Light signs"));
        assert!(better(
            "seed",
            "New seed",
            "Select the result to the left edge"
        ));
        assert!(better("gri", "Save the grid…", "Also in grey, twice, in"));
        assert!(better("u", "Undo", "Result"));
        assert!(fit("ab", "a b") > fit("ab", "a xxxxxxxb"));
        let (far, farther) = ("a yyyyyyyyb", "a yyyyyyyyyyyyyyyyyyyb");
        assert_eq!(fit("ab", far), fit("ab", farther), "a gap costs no more");
    }
}
