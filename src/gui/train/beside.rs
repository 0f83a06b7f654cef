//! What lies beside a run: the run that it was forked from, whose curves are drawn too, and two of its steps against each other.

use std::path::{Path, PathBuf};

use super::orders;
use super::run::RunShown;
use crate::engine::messages::ModelSource;
use crate::gui::app::App;
use crate::gui::compare::{Look, Mode};
use crate::gui::state::Tab;

/// What a fork's folder is called: its run's name, this, and the step.
pub const FORK: &str = "-fork-";

/// The run that the one on screen was forked from.
#[derive(Default)]
pub struct Beside {
    /// The fork that this belongs to.
    of: Option<PathBuf>,
    /// The first run, once it was read.
    run: Option<RunShown>,
    /// The step at which the two part.
    step: u64,
}

impl Beside {
    /// The first run of this fork and where they part, once it was read.
    pub fn of(&self, fork: &Path) -> Option<(&RunShown, u64)> {
        let run = self.run.as_ref()?;
        (self.of.as_deref() == Some(fork)).then_some((run, self.step))
    }
}

/// The folder and the step that a fork was made of, as its own folder's name tells; a folder that was renamed tells nothing.
pub fn forked_from(fork: &Path) -> Option<(PathBuf, u64)> {
    let (name, step) = fork.file_name()?.to_str()?.rsplit_once(FORK)?;
    Some((fork.with_file_name(name), step.parse().ok()?))
}

/// What a fork at `step` is called.
pub fn fork_name(name: &str, step: u64) -> String {
    format!("{name}{FORK}{step}")
}

impl App {
    /// Has the first run of the fork on screen read, once.
    pub(in crate::gui) fn read_beside(&mut self) {
        let Some(run) = self.train.shown() else {
            return;
        };
        if self.train.beside.of.as_deref() == Some(&run.folder) {
            return;
        }
        let folder = run.folder.clone();
        self.train.beside = Beside {
            of: Some(folder.clone()),
            ..Beside::default()
        };
        if let Some((from, step)) = forked_from(&folder) {
            self.train.beside.step = step;
            orders::look_beside(self, from);
        }
    }

    /// The first run was read.
    pub(in crate::gui) fn loaded_beside(&mut self, run: RunShown) {
        let beside = &mut self.train.beside;
        let from = beside.of.as_deref().and_then(forked_from);
        if from.is_some_and(|(from, _)| from == run.folder) {
            beside.run = Some(run);
        }
    }

    /// The two steps that can be compared: the checkpoints for Explore at or before both ends of the film.
    pub(in crate::gui) fn two_steps(&self) -> Option<[(u64, PathBuf); 2]> {
        let run = self.train.shown()?;
        let range = self.train.film.range(run.newest());
        let first = run.saved.iter().find(|saved| saved.averaged.is_some());
        let early = run.averaged_at(*range.start()).or(first)?;
        let late = run.averaged_at(*range.end())?;
        let step =
            |saved: &crate::runs::checkpoints::Saved| Some((saved.step, saved.averaged.clone()?));
        (early.step < late.step).then_some([step(early)?, step(late)?])
    }

    /// Opens both steps beside each other in Compare, with what the later one does otherwise.
    pub(in crate::gui) fn compare_two_steps(&mut self) {
        let Some(two) = self.two_steps() else { return };
        let sources = two.map(|(_, path)| ModelSource::File(path));
        self.compare.put_first(sources);
        self.compare.mode = Mode::Results;
        self.compare.look = Look::AgainstFirst;
        self.session.tab = Tab::Compare;
    }

    /// Opens the run on screen and the one it was forked from beside each other in Compare, at their newest checkpoints.
    pub(in crate::gui) fn compare_with_beside(&mut self) {
        let newest = |run: &RunShown| run.averaged_at(u64::MAX)?.averaged.clone();
        let Some(run) = self.train.shown() else {
            return;
        };
        let Some((first, _)) = self.train.beside.of(&run.folder) else {
            return;
        };
        if let (Some(first), Some(fork)) = (newest(first), newest(run)) {
            self.compare.put_first([first, fork].map(ModelSource::File));
            self.compare.mode = Mode::Results;
            self.compare.look = Look::Result;
            self.session.tab = Tab::Compare;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forks_name_tells_where_it_began() {
        let fork = Path::new("/runs").join(fork_name("cats", 1_500));
        assert_eq!(forked_from(&fork), Some(("/runs/cats".into(), 1_500)));
        let again = Path::new("/runs").join(fork_name("cats-fork-1500", 2_000));
        let first = PathBuf::from("/runs/cats-fork-1500");
        assert_eq!(forked_from(&again), Some((first, 2_000)));
        assert_eq!(forked_from(Path::new("/runs/cats")), None);
        assert_eq!(forked_from(Path::new("/runs/cats-fork-last")), None);
    }
}
