//! Blind taste tests kept on disk: `tastes.jsonl`, one line a session, and `taste-open.jsonl`, the session in progress, in which every
//! answer lies as soon as it is given (`open`). They lie in a run's folder, or in one of the program's own for models without a run.
//!
//! A session that goes on later gets a second line; the last line of a number counts.

mod open;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::RunError;
use crate::evaluation::{Mode, Outcome, Ranking, Winner};
use crate::export::file::append_line;

pub use open::OpenTaste;

/// The sessions that ended.
pub const FILE: &str = "tastes.jsonl";

/// Where a contestant's weights lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The bundled model.
    Demo,
    /// A file.
    File(PathBuf),
    /// Nowhere any more: networks of a running training.
    Passing,
}

/// A model that takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contestant {
    /// Its name for people.
    pub name: String,
    /// Its step, when it is one of a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u64>,
    /// Its weights.
    pub origin: Origin,
}

/// Where the sources come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The creatures inside the program.
    Bundled,
    /// A folder of pictures by domain.
    Folder(PathBuf),
    /// The pictures that were open in Explore.
    Open,
}

/// Which pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TasteData {
    /// Where.
    pub place: Place,
    /// Hash of the pictures: a session goes on only with the same ones.
    pub fingerprint: String,
}

/// What a person said of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The left one is better.
    Left,
    /// The right one is better.
    Right,
    /// They cannot tell.
    Even,
}

/// One answer, with what was on the two sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Which contestant was at the left.
    pub left: usize,
    /// Which was at the right.
    pub right: usize,
    /// What the person said.
    pub choice: Choice,
    /// Name of the source.
    pub source: String,
    /// The branch it was translated to.
    pub target: String,
    /// What guided it.
    pub mode: Mode,
}

impl Answer {
    /// Winner and loser; none when the person could not tell.
    pub fn winner(&self) -> Option<(usize, usize)> {
        match self.choice {
            Choice::Left => Some((self.left, self.right)),
            Choice::Right => Some((self.right, self.left)),
            Choice::Even => None,
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taste {
    /// Its number in the folder, from 1.
    pub number: u32,
    /// The day, when the caller knew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The models.
    pub contestants: Vec<Contestant>,
    /// The pictures.
    pub data: TasteData,
    /// What guides the outputs.
    pub modes: Vec<Mode>,
    /// Decides pairs, sides, sources and styles.
    pub seed: u64,
    /// How many pairs there are to be.
    pub count: usize,
    /// The answers so far.
    pub answers: Vec<Answer>,
    /// How the contestants stand, by number; written when the session ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking: Option<Ranking>,
}

impl Taste {
    /// Whether pairs are still to be answered.
    pub fn is_unfinished(&self) -> bool {
        self.answers.len() < self.count
    }

    /// How the contestants stand after the answers so far; `None` when an answer speaks of one that there is not.
    pub fn ranked(&self) -> Option<Ranking> {
        let outcome = |answer: &Answer| Outcome {
            a: answer.left,
            b: answer.right,
            winner: match answer.choice {
                Choice::Left => Winner::A,
                Choice::Right => Winner::B,
                Choice::Even => Winner::Tie,
            },
        };
        let outcomes: Vec<Outcome> = self.answers.iter().map(outcome).collect();
        Ranking::of(self.contestants.len(), &outcomes).ok()
    }

    /// Wins of `a` over `b`, wins of `b` over `a`, and pairs of the two that could not be told apart.
    pub fn between(&self, a: usize, b: usize) -> [usize; 3] {
        let mut counts = [0; 3];
        let both = |answer: &&Answer| {
            [answer.left, answer.right] == [a, b] || [answer.left, answer.right] == [b, a]
        };
        for answer in self.answers.iter().filter(both) {
            counts[match answer.winner() {
                Some((winner, _)) if winner == a => 0,
                Some(_) => 1,
                None => 2,
            }] += 1;
        }
        counts
    }
}

/// The sessions of a folder by number, the open one among them; what is damaged is left out.
///
/// # Errors
/// When a file is there and cannot be read.
pub fn read(folder: &Path) -> Result<Vec<Taste>, RunError> {
    let mut sessions: Vec<Taste> = Vec::new();
    let path = folder.join(FILE);
    let bytes = bytes_of(&path).map_err(RunError::io(&path))?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let ended = lines.filter_map(|line| serde_json::from_slice(line).ok());
    for session in ended.chain(open::read(folder)?) {
        put(&mut sessions, session);
    }
    sessions.sort_by_key(|session| session.number);
    Ok(sessions)
}

fn put(sessions: &mut Vec<Taste>, session: Taste) {
    sessions.retain(|other| other.number != session.number);
    sessions.push(session);
}

/// The number of the next session of a folder.
///
/// # Errors
/// As [`read`].
pub fn next_number(folder: &Path) -> Result<u32, RunError> {
    let last = read(folder)?.last().map_or(0, |session| session.number);
    Ok(last.saturating_add(1))
}

/// Adds a session that ended or was interrupted; it is on the disk when this returns.
///
/// # Errors
/// When it cannot be written; the file then still has whole lines only.
pub fn append(folder: &Path, session: &Taste) -> Result<(), RunError> {
    let path = folder.join(FILE);
    std::fs::create_dir_all(folder).map_err(RunError::io(folder))?;
    append_line(&path, session).map_err(RunError::io(&path))
}

/// A file's contents; one that is not there has none.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A session of two models with these answers: 'l', 'r' or '-' each, the first contestant at the left of every other pair.
    pub(crate) fn session(number: u32, count: usize, answers: &str) -> Taste {
        let contestant = |step| Contestant {
            name: "creatures".to_owned(),
            step: Some(step),
            origin: Origin::File(format!("{step}.safetensors").into()),
        };
        let answer = |(at, letter): (usize, char)| Answer {
            left: at % 2,
            right: 1 - at % 2,
            choice: match letter {
                'l' => Choice::Left,
                'r' => Choice::Right,
                _ => Choice::Even,
            },
            source: "mia.png".to_owned(),
            target: "dog".to_owned(),
            mode: Mode::Latent,
        };
        Taste {
            number,
            date: Some("2026-11-23".to_owned()),
            contestants: vec![contestant(8_000), contestant(12_000)],
            data: TasteData {
                place: Place::Bundled,
                fingerprint: "f".to_owned(),
            },
            modes: vec![Mode::Latent],
            seed: 7,
            count,
            answers: answers.chars().enumerate().map(answer).collect(),
            ranking: None,
        }
    }

    #[test]
    fn the_last_line_of_a_number_counts_and_damage_costs_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let folder = &folder.path().join("made on demand");
        assert_eq!(read(folder).unwrap(), []);
        assert_eq!(next_number(folder).unwrap(), 1);
        append(folder, &session(1, 4, "lr")).unwrap();
        append(folder, &session(2, 1, "-")).unwrap();
        let path = folder.join(FILE);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"number\":3,\"da");
        std::fs::write(&path, bytes).unwrap();
        append(folder, &session(1, 4, "lrlr")).unwrap();
        let kept = read(folder).unwrap();
        assert_eq!(kept, [session(1, 4, "lrlr"), session(2, 1, "-")]);
        assert!(!kept[0].is_unfinished());
        assert_eq!(next_number(folder).unwrap(), 3);
    }

    #[test]
    fn sides_do_not_count_only_who_was_there() {
        // Pairs: 0 left of 1, 1 left of 0, 0 left of 1, 1 left of 0.
        let session = session(1, 4, "lrl-");
        assert_eq!(session.between(0, 1), [3, 0, 1]);
        assert_eq!(session.between(1, 0), [0, 3, 1]);
        let ranking = session.ranked().unwrap();
        assert_eq!(ranking.places[0].candidate, 0);
        let share = ranking.first_against_second.unwrap();
        assert!((share.value - 3.5 / 4.0).abs() < 1e-12, "{share:?}");
        let mut strange = session;
        strange.answers[0].left = 7;
        assert_eq!(strange.ranked(), None);
    }
}
