//! What the training worker reports, and what becomes of it in the window.

use std::path::PathBuf;

use super::run::RunShown;
use super::setup::{Cost, Scan};
use super::{Activity, Asked, Page, orders};
use crate::data::dataset::DataRoot;
use crate::engine::messages::{Live, ModelSource, Purpose};
use crate::engine::training::RunStart;
use crate::engine::training::TrainEvent;
use crate::engine::training::messages::Ending;
use crate::gui::app::App;
use crate::gui::notices::Notice;
use crate::gui::recent::Kind;
use crate::gui::state::Tab;
use crate::problem::Problem;
use crate::train::config::Start;

impl App {
    /// Takes a report of the training worker in.
    pub fn take_training(&mut self, event: TrainEvent) {
        match event {
            TrainEvent::Scanning(done, all) => {
                if matches!(self.train.setup.scan, Scan::Running(..)) {
                    self.train.setup.scan = Scan::Running(done, all);
                }
            }
            TrainEvent::Data(result) => self.scanned(result),
            TrainEvent::Made(set, result) => self.made_creatures(set, result),
            TrainEvent::Estimating => self.train.setup.start_measuring(),
            TrainEvent::Estimate(Ok(estimate)) => self.train.setup.cost = Cost::Known(estimate),
            TrainEvent::Estimate(Err(problem)) => self.train.setup.cost = Cost::Failed(problem),
            TrainEvent::Preparing(what) => {
                self.train.activity = Activity::Preparing(what);
                self.train.page = Page::Run;
            }
            TrainEvent::Started(view) => self.started(RunShown::new(*view)),
            TrainEvent::StartFailed(problem) => self.not_started(&problem),
            TrainEvent::Loaded(result) => self.loaded(result.map(|view| RunShown::new(*view))),
            TrainEvent::Beside(view) => self.loaded_beside(RunShown::new(*view)),
            TrainEvent::Exported(Ok(path)) => {
                self.tell(Notice::info(format!("Saved {}", path.display())))
            }
            TrainEvent::Exported(Err(problem)) => self.tell(Notice::error(&problem)),
            TrainEvent::Sheet(sheet, result) => self.train.sheets.put(sheet.path, result),
            TrainEvent::NearDuplicates(places) => self.train.photos.near_duplicates(&places),
            TrainEvent::Live(live) => self.published(live),
            TrainEvent::Forked(Ok(path)) => {
                let words = format!("The fork is ready: {}", path.display());
                self.tell(Notice::info(words).hint("Resume it once this run has ended."));
                self.train.forked = Some(path);
            }
            TrainEvent::Forked(Err(problem)) => self.tell(Notice::error(&problem)),
            TrainEvent::Trouble(problem) => self.tell(Notice::warn(&problem)),
            of_the_run => self.take_run(of_the_run),
        }
    }

    /// News of the run that trains.
    fn take_run(&mut self, event: TrainEvent) {
        let Some(run) = &mut self.train.active else {
            return;
        };
        match event {
            TrainEvent::Step(news) => run.stepped(&news),
            TrainEvent::Snapshot(sheet, picture) => {
                self.train.sheets.put(sheet.path.clone(), Ok(picture));
                run.add_sheet(sheet);
            }
            TrainEvent::Saved(saved) => run.add_saved(saved),
            TrainEvent::Finding(step, finding) => run.add_finding(step, finding),
            TrainEvent::Evaluated { evaluation, best } => {
                run.add_evaluation(*evaluation, best);
                self.evaluate.figures.forget_run(&run.folder);
            }
            TrainEvent::Paused => self.train.activity = Activity::Paused,
            TrainEvent::GoesOn => self.train.activity = Activity::Running,
            TrainEvent::Ended(step, ending) => {
                if let Ending::Failed(problem) = &ending {
                    self.tell(Notice::error(problem));
                }
                self.train.activity = Activity::Ended(step, ending);
            }
            _ => {}
        }
    }

    /// Findings about the data's size come along; a look that the person stopped is not heard any more.
    fn scanned(
        &mut self,
        result: Result<
            (
                Box<crate::data::dataset::DataReport>,
                Vec<crate::train::health::Finding>,
            ),
            Problem,
        >,
    ) {
        let setup = &mut self.train.setup;
        match result {
            Ok((report, findings)) if setup.data.as_ref() == Some(&report.root) => {
                setup.scan = Scan::Done(report, findings);
            }
            Err(problem) if setup.data.is_some() => setup.scan = Scan::Failed(problem),
            _ => {}
        }
    }

    fn started(&mut self, run: RunShown) {
        self.remember(Kind::Run, &run.folder);
        let train = &mut self.train;
        train.last_run = Some(run.folder.clone());
        train.active = Some(run);
        train.activity = Activity::Running;
        train.forked = None;
        train.photos.untold = false;
        train.show_run(None);
    }

    fn not_started(&mut self, problem: &Problem) {
        self.train.activity = Activity::Idle;
        if self.train.shown().is_none() {
            let has_data = self.train.setup.data.is_some();
            self.train.page = if has_data { Page::Setup } else { Page::Start };
        }
        self.tell(Notice::error(problem));
    }

    fn loaded(&mut self, result: Result<RunShown, Problem>) {
        self.train.reading = false;
        match result {
            Ok(run) => {
                let active = self.train.active.as_ref();
                let same = active.is_some_and(|active| active.folder == run.folder);
                if same && !self.train.activity.is_under_way() {
                    self.train.active = Some(run);
                    self.train.show_run(None);
                } else {
                    self.train.show_run((!same).then_some(run));
                }
            }
            Err(problem) => self.tell(Notice::error(&problem)),
        }
    }

    /// The networks of now: Explore opens them when it asked for them, or follows.
    fn published(&mut self, live: std::sync::Arc<crate::engine::training::LiveModel>) {
        self.train.live = Some(std::sync::Arc::clone(&live));
        let follows = self.train.follow.on && self.train.is_live();
        if self.train.follow.wants_live || follows {
            self.train.follow.wants_live = false;
            self.open_model(ModelSource::Live(Live(live)));
        }
    }

    /// A dialog of this tab was answered; says whether it was one.
    pub(in crate::gui) fn picked_for_training(
        &mut self,
        purpose: Purpose,
        paths: &[PathBuf],
    ) -> bool {
        let asked = std::mem::take(&mut self.train.asked);
        let first = paths.first().cloned();
        match (purpose, asked, first) {
            (Purpose::Data, Asked::SecondSet, Some(folder)) => self.add_set(folder),
            (Purpose::Data, _, Some(folder)) => self.want_data(DataRoot::Folder(folder)),
            (Purpose::Run, Asked::Resume, Some(folder)) => self.resume_run(folder, None),
            (Purpose::Run, _, Some(folder)) => self.look_at_run(folder),
            (Purpose::SaveCurves, _, Some(to)) => {
                if let Some(run) = self.train.shown().map(|run| run.folder.clone()) {
                    orders::export_curves(self, run, to);
                }
            }
            (Purpose::Model, Asked::StartModel, Some(path)) => {
                self.train.setup.config.start = Start::Model(path);
            }
            (Purpose::Pictures, Asked::Photos, Some(_)) => self.follow_files(paths.to_vec()),
            (Purpose::Data | Purpose::Run | Purpose::SaveCurves, ..) => {}
            (Purpose::Model, Asked::StartModel, _) | (Purpose::Pictures, Asked::Photos, _) => {}
            _ => return false,
        }
        true
    }

    /// Wants a data set: it is looked through at once.
    pub(in crate::gui) fn want_data(&mut self, root: DataRoot) {
        if let DataRoot::Folder(folder) = &root {
            self.remember(Kind::Data, folder);
        }
        let runs = self.train.runs.clone();
        self.train.setup.want(root.clone(), &runs);
        self.train.page = Page::Setup;
        orders::scan(self, root);
    }

    /// Stops the look through the data: the bundled set takes its place in the worker, and nobody listens.
    pub(in crate::gui) fn give_up_data(&mut self) {
        self.train.setup.give_up();
        orders::stop_scan(self);
    }

    /// Starts the run that is set up.
    pub(in crate::gui) fn start_run(&mut self) {
        let setup = &self.train.setup;
        let start = RunStart {
            config: setup.config.clone(),
            folder: setup.folder(),
            probes: self.train.photos.views(),
        };
        self.train.activity = Activity::Preparing("Making the run's folder".to_owned());
        self.train.page = Page::Run;
        self.train.other = None;
        orders::start(self, start);
    }

    /// Goes on with a run.
    pub(in crate::gui) fn resume_run(&mut self, run: PathBuf, steps: Option<u64>) {
        self.train.activity = Activity::Preparing("Reading the newest checkpoint".to_owned());
        self.train.page = Page::Run;
        self.session.tab = Tab::Train;
        orders::resume(self, run, steps);
    }

    /// Reads a run to look at.
    pub(in crate::gui) fn look_at_run(&mut self, run: PathBuf) {
        self.remember(Kind::Run, &run);
        self.train.reading = true;
        orders::look_at(self, run);
    }

    /// Photos from files.
    pub(in crate::gui) fn follow_files(&mut self, paths: Vec<PathBuf>) {
        let given = paths.len();
        let mut taken = 0;
        for path in paths {
            if let Some(ticket) = self.train.photos.enter_file(path.clone()) {
                taken += 1;
                self.engine.jobs.decode_photo(ticket, path);
            }
        }
        self.tell_photos(taken, given);
    }

    /// The sources of Explore as photos.
    pub fn follow_explore_sources(&mut self) {
        let ids = self.explore.sources.clone();
        let mut taken = 0;
        for id in &ids {
            let crop = self.library.crop(&self.explore, *id);
            let Some((pic, crop)) = self.library.get(*id).zip(crop) else {
                continue;
            };
            let whole = pic
                .whole
                .as_ref()
                .map(|whole| (std::sync::Arc::clone(&whole.picture), crop));
            let path = match &pic.origin {
                crate::gui::state::Origin::File(path) => Some(path.clone()),
                _ => None,
            };
            let ticket = match (whole, path) {
                (Some(whole), path) => self.train.photos.enter(pic.name.clone(), path, Some(whole)),
                (None, Some(path)) => {
                    let ticket = self.train.photos.enter_file(path.clone());
                    if let Some(ticket) = ticket {
                        self.engine.jobs.decode_photo(ticket, path);
                    }
                    ticket
                }
                (None, None) => None,
            };
            taken += usize::from(ticket.is_some());
        }
        self.tell_photos(taken, ids.len());
    }

    fn tell_photos(&mut self, taken: usize, given: usize) {
        if taken < given {
            let most = super::probes::MOST;
            let words =
                format!("Followed {taken} of {given} photos: each once, at most {most} in all");
            self.tell(Notice::info(words));
        }
    }
}
