//! The page of figures: what is set up, what the worker does, what was found, and what of it is on screen.

use std::path::{Path, PathBuf};

use super::entry::{Entry, Origin};
use super::series::Series;
use super::setup::{Own, Setup};
use crate::engine::evaluation::messages::{Candidate, EvaluationOrder, Progress, Task};
use crate::engine::messages::ModelSource;
use crate::evaluation::{Evaluation, Metric, Mode};
use crate::gui::widgets::Textures;
use crate::problem::Problem;

/// What an order is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It waits for the worker.
    Waiting,
    /// The data is looked through: files seen, files in all.
    Scanning(usize, usize),
    /// A candidate is measured.
    Measuring(Progress),
}

/// An order that is under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    /// Its number.
    pub order: u64,
    /// Its models.
    pub candidates: Vec<Candidate>,
    /// What it is doing.
    pub stage: Stage,
    /// Whether the person stopped it, and it ends after the batch in progress.
    pub cancelling: bool,
}

impl Busy {
    /// Share that is done of the whole order, 0 to 1.
    pub fn share(&self) -> f32 {
        match &self.stage {
            Stage::Measuring(progress) => {
                let done = progress.candidate as f32 + progress.share.clamp(0.0, 1.0);
                done / self.candidates.len().max(1) as f32
            }
            _ => 0.0,
        }
    }

    /// The candidate in progress.
    pub fn candidate(&self) -> Option<&Candidate> {
        match &self.stage {
            Stage::Measuring(progress) => self.candidates.get(progress.candidate),
            _ => None,
        }
    }
}

/// How an order ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// Every candidate is done.
    Done,
    /// The person stopped it.
    Cancelled,
    /// It could not go on.
    Failed(Problem),
}

/// What the worker does.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Work {
    /// Nothing was asked for yet.
    #[default]
    Idle,
    /// An order is under way.
    Busy(Busy),
    /// The last order ended.
    Over(Over),
}

/// Everything of the page.
pub struct FiguresTab {
    /// What is to be evaluated.
    pub setup: Setup,
    /// What the worker does.
    pub work: Work,
    /// What was asked for last.
    pub(super) ordered: Option<EvaluationOrder>,
    /// What was found, oldest first.
    pub entries: Vec<Entry>,
    /// The entry on screen.
    pub shown: Option<u64>,
    /// Whether the screen follows the candidate in progress.
    pub follow: bool,
    /// The figure on screen.
    pub metric: Metric,
    /// The mode on screen.
    pub mode: Mode,
    /// The task whose pictures are on screen.
    pub task: Option<Task>,
    /// What failed that the rest of the last order survived.
    pub troubles: Vec<Problem>,
    /// The network that a file dialog was opened for.
    pub asked: Option<Own>,
    /// The model whose card was looked at last.
    pub(super) seen_model: Option<u64>,
    /// The run whose evaluations were asked for last.
    pub(super) seen_run: Option<PathBuf>,
    /// The run whose evaluations are being read.
    pub(super) reading: Option<PathBuf>,
    /// The entry that is being written into its model's card.
    pub keeping: Option<u64>,
    /// Pictures as textures.
    pub textures: Textures,
    /// Numbers of entries and orders.
    pub(super) next: u64,
    /// Whether evaluations are only made up: orders then go nowhere, and reports come by hand.
    pub made_up: bool,
}

impl Default for FiguresTab {
    fn default() -> Self {
        Self {
            setup: Setup::default(),
            work: Work::Idle,
            ordered: None,
            entries: Vec::new(),
            shown: None,
            follow: true,
            metric: Metric::Kid,
            mode: Mode::Latent,
            task: None,
            troubles: Vec::new(),
            asked: None,
            seen_model: None,
            seen_run: None,
            reading: None,
            keeping: None,
            textures: Textures::default(),
            next: 1,
            made_up: false,
        }
    }
}

impl FiguresTab {
    /// A new number.
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The order that is under way.
    pub fn busy(&self) -> Option<&Busy> {
        match &self.work {
            Work::Busy(busy) => Some(busy),
            _ => None,
        }
    }

    /// The entry on screen.
    pub fn entry(&self) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| Some(entry.id) == self.shown)
    }

    /// Whether `entry` is being filled.
    pub fn is_filling(&self, entry: &Entry) -> bool {
        let busy = self.busy();
        busy.is_some_and(
            |busy| matches!(entry.origin, Origin::Order(order, _) if order == busy.order),
        ) && !entry.whole
    }

    /// Puts an entry on screen, because the person chose it.
    pub fn show(&mut self, id: u64) {
        self.shown = Some(id);
        self.follow = false;
    }

    /// The figure on screen: the one chosen, or the first that the entry has.
    pub fn metric_of(&self, entry: &Entry) -> Metric {
        let metrics = entry.metrics();
        if metrics.contains(&self.metric) {
            self.metric
        } else {
            metrics.first().copied().unwrap_or(self.metric)
        }
    }

    /// The mode on screen: the one chosen, or the first that the entry has.
    pub fn mode_of(&self, entry: &Entry) -> Mode {
        let modes = entry.modes();
        if modes.contains(&self.mode) {
            self.mode
        } else {
            modes.first().copied().unwrap_or(self.mode)
        }
    }

    /// The lines over steps that the entry on screen is a point of.
    pub fn series(&self, entry: &Entry) -> Series {
        Series::around(
            &self.entries,
            entry,
            self.mode_of(entry),
            self.metric_of(entry),
        )
    }

    /// The entry of `step` that can stand in one line with the one on screen.
    pub fn at_step(&self, step: u64) -> Option<u64> {
        let shown = self.entry()?;
        let mut all = self.entries.iter().rev();
        let found =
            all.find(|entry| entry.found.model.step == Some(step) && entry.is_comparable(shown));
        found.map(|entry| entry.id)
    }

    /// A run has more figures than were read: they are read again.
    pub fn forget_run(&mut self, run: &Path) {
        if self.seen_run.as_deref() == Some(run) {
            self.seen_run = None;
        }
    }

    /// Another model is open: the figures of its card take the place of those of the card before.
    pub(super) fn take_card(&mut self, number: u64, source: &ModelSource, all: &[Evaluation]) {
        self.seen_model = Some(number);
        let gone = |entry: &&Entry| entry.origin == Origin::Card;
        let gone: Vec<u64> = self.entries.iter().filter(gone).map(|it| it.id).collect();
        for id in gone {
            self.remove(id);
        }
        if self.busy().is_none() && !all.is_empty() {
            self.shown = None;
        }
        // Newest first, so that it is the newest one that is shown.
        let newest_first: Vec<Evaluation> = all.iter().rev().cloned().collect();
        self.take_kept(newest_first, &Origin::Card);
        for entry in &mut self.entries {
            if entry.origin == Origin::Card {
                entry.source = Some(source.clone());
            }
        }
        if self.shown.is_none() {
            self.shown = self.entries.last().map(|entry| entry.id);
        }
    }

    /// Takes evaluations of before in, unless they are there; the first one is shown where nothing was.
    pub(super) fn take_kept(&mut self, all: Vec<Evaluation>, origin: &Origin) {
        for found in all {
            let same = |entry: &Entry| entry.whole && entry.found.repeats(&found);
            if self.entries.iter().any(same) {
                continue;
            }
            let id = self.number();
            self.entries.push(Entry::kept(id, found, origin.clone()));
            if self.shown.is_none() {
                self.shown = Some(id);
            }
        }
    }

    /// Removes an entry; another one takes its place on screen.
    pub fn remove(&mut self, id: u64) {
        self.entries.retain(|entry| entry.id != id);
        if self.shown == Some(id) {
            self.shown = self.entries.last().map(|entry| entry.id);
        }
    }

    /// The order is over: what never got a figure goes.
    pub(super) fn end(&mut self, over: Over) {
        self.work = Work::Over(over);
        let empty: Vec<u64> = self
            .entries
            .iter()
            .filter(|entry| !entry.whole && !entry.has_figures())
            .map(|entry| entry.id)
            .collect();
        for id in empty {
            self.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(step: u64) -> Evaluation {
        let mut found = Evaluation {
            modes: [(
                Mode::Reference,
                [(Metric::StLpips, Default::default())].into(),
            )]
            .into(),
            ..Evaluation::default()
        };
        found.model.step = Some(step);
        found
    }

    #[test]
    fn what_was_kept_comes_once_and_is_shown_where_nothing_was() {
        let mut tab = FiguresTab::default();
        tab.take_kept(vec![kept(1), kept(2)], &Origin::Card);
        tab.take_kept(vec![kept(2), kept(3)], &Origin::Run("/r".into()));
        assert_eq!(tab.entries.len(), 3);
        let entry = tab.entry().unwrap();
        assert_eq!(entry.found.model.step, Some(1));
        assert_eq!(
            (tab.metric_of(entry), tab.mode_of(entry)),
            (Metric::StLpips, Mode::Reference),
            "what there is takes the place of what was chosen"
        );
        let id = entry.id;
        tab.remove(id);
        assert_eq!(tab.entry().unwrap().found.model.step, Some(3));
    }

    #[test]
    fn another_model_brings_the_figures_of_its_card() {
        let mut tab = FiguresTab::default();
        tab.take_kept(vec![kept(1)], &Origin::Run("/r".into()));
        tab.take_card(7, &ModelSource::Demo, &[kept(2), kept(3)]);
        assert_eq!(tab.entry().unwrap().found.model.step, Some(3));
        tab.take_card(8, &ModelSource::Demo, &[]);
        assert_eq!(tab.entries.len(), 1);
        assert_eq!(tab.entry().unwrap().found.model.step, Some(1));
    }

    #[test]
    fn progress_counts_the_models_before() {
        let busy = Busy {
            order: 1,
            candidates: Vec::new(),
            stage: Stage::Measuring(Progress {
                candidate: 0,
                share: 0.5,
                ..Progress::default()
            }),
            cancelling: false,
        };
        assert_eq!(busy.share(), 0.5);
    }
}
