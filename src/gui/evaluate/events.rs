//! What the evaluating worker reports, and what a person starts, stops, saves and keeps.

use std::path::PathBuf;

use super::entry::{Entry, Origin};
use super::figures::{Busy, Over, Stage, Work};
use super::keep::keepable;
use super::orders;
use super::setup::What;
use crate::engine::evaluation::messages::{
    EvaluationEvent, EvaluationNews, EvaluationOrder, VAL_SHARE,
};
use crate::engine::messages::{ModelSource, Purpose};
use crate::evaluation::Evaluation;
use crate::export::evaluation::Page as ExportPage;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::state::Tab;
use crate::problem::Problem;

impl App {
    /// From now on evaluations are made up: the tab shows what [`App::take_evaluation`] is told, and orders go nowhere.
    pub fn make_up_evaluation(&mut self) {
        self.evaluate.figures.made_up = true;
    }

    /// The number of the order that is under way.
    pub fn evaluation_order(&self) -> Option<u64> {
        self.evaluate.figures.busy().map(|busy| busy.order)
    }

    /// Takes a report of the evaluating worker in; what belongs to an older order is not heard any more.
    pub fn take_evaluation(&mut self, event: EvaluationEvent) {
        let order = self.evaluation_order() == Some(event.id);
        match event.news {
            EvaluationNews::Scanning(done, all) if order => self.stage(Stage::Scanning(done, all)),
            EvaluationNews::Progress(progress) if order => self.stage(Stage::Measuring(progress)),
            EvaluationNews::Began { candidate, domains } if order => {
                self.began(candidate, domains);
            }
            EvaluationNews::Task(done) if order => {
                let at = self.evaluate.figures.entries.iter_mut();
                let mut of_order = at
                    .rev()
                    .filter(|entry| matches!(entry.origin, Origin::Order(id, _) if id == event.id));
                if let Some(entry) = of_order.next() {
                    entry.put(*done);
                }
            }
            EvaluationNews::Done {
                candidate,
                evaluation,
            } if order => self.evaluated(event.id, candidate, *evaluation),
            EvaluationNews::Trouble(problem) => {
                self.tell(Notice::warn(&problem));
                let tab = &mut self.evaluate.figures;
                if order {
                    tab.troubles.push(problem);
                } else if event.id == 0 {
                    // What was to be read or written will not be answered.
                    (tab.reading, tab.keeping) = (None, None);
                }
            }
            EvaluationNews::Ended(how) if order => self.evaluation_ended(how),
            EvaluationNews::Read(Ok(all)) => {
                let tab = &mut self.evaluate.figures;
                if let Some(run) = tab.reading.take() {
                    tab.take_kept(all, &Origin::Run(run));
                }
            }
            EvaluationNews::Read(Err(problem)) => {
                self.evaluate.figures.reading = None;
                self.tell(Notice::warn(&problem));
            }
            EvaluationNews::Kept(result) => self.kept(result),
            _ => {}
        }
    }

    fn stage(&mut self, stage: Stage) {
        if let Work::Busy(busy) = &mut self.evaluate.figures.work {
            busy.stage = stage;
        }
    }

    fn began(&mut self, candidate: usize, domains: Vec<String>) {
        let tab = &mut self.evaluate.figures;
        let id = tab.number();
        let (Work::Busy(busy), Some(order)) = (&mut tab.work, &tab.ordered) else {
            return;
        };
        let Some(model) = busy.candidates.get(candidate) else {
            return;
        };
        let entry = Entry::begun(id, order, candidate, model, domains);
        busy.stage = Stage::Measuring(crate::engine::evaluation::messages::Progress {
            candidate,
            ..Default::default()
        });
        tab.entries.push(entry);
        if tab.follow || tab.shown.is_none() {
            tab.shown = Some(id);
        }
    }

    fn evaluated(&mut self, order: u64, candidate: usize, found: Evaluation) {
        let metric = self.evaluate.figures.metric;
        let entries = self.evaluate.figures.entries.iter_mut();
        let origin = Origin::Order(order, candidate);
        let mut own = entries.rev().filter(|entry| entry.origin == origin);
        let Some(entry) = own.next() else { return };
        entry.finish(found);
        if self.session.tab != Tab::Evaluate {
            let score = entry.found.score(metric);
            let score = score.map(|score| format!(": {} {}", metric.title(), metric.format(score)));
            let words = format!("Evaluated {}{}", entry.name(), score.unwrap_or_default());
            self.tell(Notice::info(words));
        }
    }

    /// The figures are in the card, or not; the open model's card shows them at once.
    fn kept(&mut self, result: Result<PathBuf, Problem>) {
        let tab = &mut self.evaluate.figures;
        let id = tab.keeping.take();
        let entry = tab.entries.iter().find(|entry| Some(entry.id) == id);
        let found = entry.map(|entry| entry.found.clone());
        match result {
            Err(problem) => self.tell(Notice::error(&problem)),
            Ok(path) => {
                let words = format!("The figures are in the card of {}", path.display());
                let open = self.model.as_mut();
                let open = open.filter(|model| model.source == ModelSource::File(path));
                if let Some((model, found)) = open.zip(found) {
                    model.card.keep(found);
                }
                self.tell(Notice::info(words));
            }
        }
    }

    fn evaluation_ended(&mut self, how: Option<Result<(), Problem>>) {
        let over = match how {
            Some(Ok(())) => Over::Done,
            None => Over::Cancelled,
            Some(Err(problem)) => {
                self.tell(Notice::error(&problem));
                Over::Failed(problem)
            }
        };
        self.evaluate.figures.end(over);
    }

    /// Evaluates what is set up.
    pub(in crate::gui) fn start_evaluation(&mut self) {
        let candidates = self.candidates();
        if candidates.is_empty() || self.evaluate.figures.busy().is_some() {
            return;
        }
        let (_, data) = self.evaluation_data();
        let run = match self.evaluate.figures.setup.what {
            What::Steps => self.evaluated_run().map(|run| run.folder.clone()),
            What::Models => None,
        };
        // What a run held out of an undivided folder is held out here too.
        let val_share = run.as_ref().and(self.evaluated_run());
        let val_share = val_share.map_or(VAL_SHARE, |run| run.config.data.val_share);
        let tab = &mut self.evaluate.figures;
        let order = EvaluationOrder {
            id: tab.number(),
            candidates: candidates.clone(),
            data,
            val_share,
            protocol: tab.setup.protocol(),
            extractors: tab.setup.extractors.clone(),
            run,
        };
        tab.work = Work::Busy(Busy {
            order: order.id,
            candidates,
            stage: Stage::Waiting,
            cancelling: false,
        });
        tab.follow = true;
        tab.troubles.clear();
        tab.ordered = Some(order.clone());
        orders::begin(self, order);
    }

    /// Stops after the batch in progress; what is there stays.
    pub(in crate::gui) fn cancel_evaluation(&mut self) {
        let Work::Busy(busy) = &mut self.evaluate.figures.work else {
            return;
        };
        busy.cancelling = true;
        // What the worker has not begun it will not speak of either.
        if busy.stage == Stage::Waiting {
            self.evaluate.figures.end(Over::Cancelled);
        }
        orders::cancel(self);
    }

    /// Takes in what lies with the open model and with the run whose steps are listed.
    pub(in crate::gui) fn read_evaluations(&mut self) {
        if self.session.tab != Tab::Evaluate || self.evaluate.figures.made_up {
            return;
        }
        let run = self.evaluated_run().map(|run| run.folder.clone());
        let tab = &mut self.evaluate.figures;
        if let Some(model) = &self.model
            && tab.seen_model != Some(model.number)
        {
            tab.take_card(model.number, &model.source, &model.card.evaluations);
        }
        // One after the other, as the answer does not name its run.
        let unread = run.filter(|run| tab.reading.is_none() && tab.seen_run.as_ref() != Some(run));
        if let Some(run) = unread {
            tab.seen_run = Some(run.clone());
            tab.reading = Some(run.clone());
            orders::read(self, run);
        }
    }

    /// Writes the entry on screen to a file.
    pub(in crate::gui) fn save_evaluation(&mut self, path: PathBuf) {
        let tab = &self.evaluate.figures;
        if let Some(entry) = tab.entry() {
            let page = ExportPage {
                evaluation: entry.found.clone(),
                mode: tab.mode_of(entry),
                metric: tab.metric_of(entry),
            };
            self.engine.jobs.save_evaluation(path, Box::new(page));
        }
    }

    /// A file name for the entry on screen.
    pub(in crate::gui) fn suggested_evaluation(&self) -> String {
        let name = self.evaluate.figures.entry().map(Entry::name);
        let plain = |letter: char| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        };
        let name: String = name.unwrap_or_default().chars().map(plain).collect();
        let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
        format!("{}-evaluation.json", parts.join("-").to_lowercase())
    }

    /// Writes the entry on screen into its model's card.
    pub(in crate::gui) fn keep_evaluation(&mut self) {
        let Some(entry) = self.evaluate.figures.entry() else {
            return;
        };
        if let Ok(path) = keepable(entry) {
            let (path, found) = (path.to_owned(), Box::new(entry.found.clone()));
            self.evaluate.figures.keeping = Some(entry.id);
            orders::keep(self, path, found);
        }
    }

    /// Shows the dialog for a file.
    pub(in crate::gui) fn ask_save_evaluation(&mut self) {
        self.ask(Purpose::SaveEvaluation, None);
    }
}
