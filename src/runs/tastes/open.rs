//! The session in progress: its set-up in the first line, then one line an answer, or one that takes the last answer back.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Answer, RunError, Taste, append, append_line, bytes_of};

/// The session in progress.
pub const FILE: &str = "taste-open.jsonl";

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The session as it was when it began, or went on.
    Begun(Box<Taste>),
    /// An answer.
    Answer(Answer),
    /// The last answer was taken back.
    Back,
    /// There are to be this many pairs.
    Count(usize),
}

/// The session in progress, on disk after every change.
#[derive(Debug)]
pub struct OpenTaste {
    folder: PathBuf,
    session: Taste,
}

/// The open session of a folder.
pub(super) fn read(folder: &Path) -> Result<Option<Taste>, RunError> {
    let path = folder.join(FILE);
    let bytes = bytes_of(&path).map_err(RunError::io(&path))?;
    let mut session: Option<Taste> = None;
    let lines = bytes.split(|byte| *byte == b'\n');
    for line in lines.filter_map(|line| serde_json::from_slice(line).ok()) {
        match (line, &mut session) {
            (Line::Begun(begun), _) => session = Some(*begun),
            (Line::Answer(answer), Some(session)) => session.answers.push(answer),
            (Line::Back, Some(session)) => drop(session.answers.pop()),
            (Line::Count(count), Some(session)) => session.count = count,
            (_, None) => {}
        }
    }
    Ok(session)
}

impl OpenTaste {
    /// Opens a session, new or old. Another one that a crash left open is put away first, when it has answers.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn begin(folder: &Path, session: Taste) -> Result<Self, RunError> {
        let left = read(folder)?;
        let other = left.filter(|left| left.number != session.number && !left.answers.is_empty());
        if let Some(other) = other {
            append(folder, &other)?;
        }
        std::fs::create_dir_all(folder).map_err(RunError::io(folder))?;
        let open = Self {
            folder: folder.to_owned(),
            session,
        };
        open.remove()?;
        open.add(&Line::Begun(Box::new(open.session.clone())))?;
        Ok(open)
    }

    /// The session so far.
    pub fn session(&self) -> &Taste {
        &self.session
    }

    /// Where it is kept.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds an answer.
    ///
    /// # Errors
    /// When it cannot be written; it then does not count.
    pub fn answer(&mut self, answer: Answer) -> Result<(), RunError> {
        self.add(&Line::Answer(answer.clone()))?;
        self.session.answers.push(answer);
        Ok(())
    }

    /// Takes the last answer back; `false` when there is none.
    ///
    /// # Errors
    /// When it cannot be written; the answer then stays.
    pub fn back(&mut self) -> Result<bool, RunError> {
        if self.session.answers.is_empty() {
            return Ok(false);
        }
        self.add(&Line::Back)?;
        self.session.answers.pop();
        Ok(true)
    }

    /// Changes how many pairs there are to be.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set_count(&mut self, count: usize) -> Result<(), RunError> {
        self.add(&Line::Count(count))?;
        self.session.count = count;
        Ok(())
    }

    /// Ends the session: a line of `tastes.jsonl` with the ranking, unless nothing was answered.
    ///
    /// # Errors
    /// When it cannot be written; it then stays open.
    pub fn end(mut self) -> Result<Taste, RunError> {
        if !self.session.answers.is_empty() {
            self.session.ranking = self.session.ranked();
            append(&self.folder, &self.session)?;
        }
        self.remove()?;
        Ok(self.session)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn add(&self, line: &Line) -> Result<(), RunError> {
        let path = self.path();
        append_line(&path, line).map_err(RunError::io(&path))
    }

    fn remove(&self) -> Result<(), RunError> {
        let path = self.path();
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(RunError::io(&path)(error))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::session;
    use super::super::{next_number, read};
    use super::*;

    fn answers() -> Vec<Answer> {
        session(1, 4, "lr-").answers
    }

    #[test]
    fn every_answer_is_on_disk_at_once_and_so_is_what_was_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut open = OpenTaste::begin(folder, session(1, 4, "")).unwrap();
        let mut expected = Vec::new();
        for answer in answers() {
            open.answer(answer.clone()).unwrap();
            expected.push(answer);
            assert_eq!(read(folder).unwrap()[0].answers, expected);
        }
        assert!(open.back().unwrap());
        open.set_count(6).unwrap();
        expected.pop();
        // A crash: the value goes without a word, and the last line was cut short.
        let path = open.path();
        drop(open);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(b"{\"answer\":{\"left\":0,");
        std::fs::write(&path, bytes).unwrap();
        let found = read(folder).unwrap().remove(0);
        assert_eq!((&found.answers, found.count), (&expected, 6));
        let mut again = OpenTaste::begin(folder, found).unwrap();
        again.answer(answers().remove(2)).unwrap();
        let ended = again.end().unwrap();
        assert_eq!(ended.answers.len(), 3);
        assert!(ended.ranking.is_some());
        assert!(!path.exists());
        assert_eq!(read(folder).unwrap(), [ended]);
    }

    #[test]
    fn a_session_left_open_is_put_away_by_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut left = OpenTaste::begin(folder, session(1, 4, "")).unwrap();
        left.answer(answers().remove(0)).unwrap();
        drop(left);
        let number = next_number(folder).unwrap();
        let next = OpenTaste::begin(folder, session(number, 2, "")).unwrap();
        let numbers = |kept: &[Taste]| kept.iter().map(|kept| kept.number).collect::<Vec<_>>();
        assert_eq!(numbers(&read(folder).unwrap()), [1, 2]);
        // Nothing was answered: nothing is kept.
        next.end().unwrap();
        assert_eq!(numbers(&read(folder).unwrap()), [1]);
    }
}
