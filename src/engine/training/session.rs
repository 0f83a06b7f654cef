//! A run, step by step, on the caller's thread: batches, logging, sheets, checkpoints, health.
//!
//! What a run computes is decided by its configuration, its data and the number of the step alone, so a resumed run equals an
//! uninterrupted one bit for bit; only `seconds` differ.

mod saving;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::device::Compute;
use super::clock::{Clock, Rest};
use super::judge::{Judge, Judged};
use super::keeper::{Keeper, Shelf};
use super::ledger::Ledger;
use super::memory;
use super::messages::{Again, LiveModel, RunStart, StepNews, TrainEvent};
use super::prefetch::Prefetch;
use super::prepare::{self, Plan, Prepared};
use super::scan::Look;
use super::score::Score;
use super::troubles::{Area, Observer, Troubles};
use super::view;
use crate::domain::Picture;
use crate::problem::Problem;
use crate::runs::metrics::{self, MetricsLog};
use crate::runs::{Row, RunError, RunFolder, evaluations, snapshots};
use crate::train::health::{Health, before_start};
use crate::train::samples::{self, Probes, SheetKind};
use crate::train::{Learner, Objective, StepReport};

/// Steps after which the moving averages are worth looking at. Before, sheets and Explore use the raw weights.
pub const AVERAGED_FROM: u64 = 1_000;
/// Shortest time between two news of steps that are not logged.
const NEWS_GAP: Duration = Duration::from_millis(50);

/// How often a run whose steps are done looks whether the last one has been evaluated.
const JUDGE_LOOK: Duration = Duration::from_millis(50);

/// How one iteration ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advance {
    /// There is more to do.
    Went,
    /// All steps are done.
    Done,
    /// The run cannot go on.
    Failed(Problem),
}

/// A run in progress. Dropping it lets the folder go; call [`Session::finish`] before to keep the last steps.
pub struct Session {
    plan: Plan,
    folder: RunFolder,
    trainer: Box<dyn Learner>,
    batches: Prefetch,
    probes: Probes,
    ledger: Ledger,
    keeper: Keeper,
    judge: Judge,
    health: Health,
    score: Score,
    clock: Clock,
    troubles: Troubles,
    observer: Observer,
    /// Step and time of the last checkpoint that was begun.
    last_save: (u64, Instant),
    /// Step of the last checkpoint that is kept.
    kept: Option<u64>,
    last_news: Option<Instant>,
    /// Why the state may no longer be saved.
    broken: Option<Problem>,
}

impl Session {
    /// Begins a new run.
    ///
    /// # Errors
    /// Numbers out of range, unusable data, an unreadable model to start from, a folder that has a run already.
    pub fn begin(
        start: RunStart,
        compute: &Compute,
        look: Look<'_>,
        mut observer: Observer,
    ) -> Result<Self, Problem> {
        observer(TrainEvent::Preparing(
            "The run is being prepared".to_owned(),
        ));
        Self::open(Prepared::begin(start, compute, look)?, compute, observer)
    }

    /// Goes on with a run from its newest state that can be read.
    ///
    /// # Errors
    /// No run, a run in use, other domains than before, no state that can be read, nothing left to do.
    pub fn resume(
        again: &Again,
        compute: &Compute,
        look: Look<'_>,
        mut observer: Observer,
    ) -> Result<Self, Problem> {
        observer(TrainEvent::Preparing("The run is being read".to_owned()));
        Self::open(Prepared::resume(again, compute, look)?, compute, observer)
    }

    fn open(prepared: Prepared, compute: &Compute, observer: Observer) -> Result<Self, Problem> {
        let Prepared {
            plan,
            folder,
            trainer,
            seconds,
            warm,
            warnings,
        } = prepared;
        let step = trainer.steps_done();
        let refused = |error: RunError| Problem::new(error.to_string());
        let log = MetricsLog::open_after(&folder.metrics(), step).map_err(refused)?;
        snapshots::remove_after(folder.path(), step).map_err(refused)?;
        evaluations::remove_after(folder.path(), step).map_err(refused)?;
        let mut view = view::of(folder.path())?;
        (view.step, view.warm) = (step, warm);
        let own = folder.probes().map_err(refused)?;
        let feed = Arc::new(plan.source());
        let probes = prepare::probes(&feed, own.into_iter().map(Arc::new).collect())?;
        let objective = Objective::of(plan.model.system);
        let shelf = Shelf {
            run: folder.path().to_owned(),
            model: plan.model.clone(),
            card: plan.card(folder.path()),
            keep: plan.config.schedule.keep_last,
        };
        let evaluated = view
            .evaluations
            .iter()
            .any(|it| it.model.step == Some(step));
        let mut session = Self {
            batches: Prefetch::start(Arc::clone(&feed), step + 1)?,
            ledger: Ledger::new(log),
            judge: Judge::new(&plan, &shelf, compute),
            keeper: Keeper::new(shelf),
            health: Health::new(plan.config.health.clone(), objective),
            score: Score::of(objective, &view.rows),
            clock: Clock::going_on_from(seconds),
            troubles: Troubles::default(),
            last_save: (step, Instant::now()),
            kept: None,
            last_news: None,
            broken: None,
            plan,
            folder,
            trainer,
            probes,
            observer,
        };
        session.tell(TrainEvent::Started(Box::new(view)));
        session.tell_beforehand(step, warnings);
        // An evaluation that the end of the program cut short is made up for.
        if step > 0 && !evaluated {
            session.evaluate_if_due();
        }
        Ok(session)
    }

    fn tell_beforehand(&mut self, step: u64, warnings: Vec<String>) {
        for warning in warnings {
            self.tell(TrainEvent::Trouble(Problem::new(warning)));
        }
        let material = &self.plan.material;
        let (total, counts) = (material.items().len(), material.counts());
        let batch = self.plan.config.schedule.batch;
        let limits = &self.plan.config.health;
        for finding in before_start(limits, total, &counts, batch) {
            self.tell(TrainEvent::Finding(step, finding));
        }
        self.tell_near_duplicates();
    }

    /// One iteration, with what is due after it. `between` is called between passes: sleep there, or look for orders.
    pub fn advance(&mut self, between: &mut dyn FnMut()) -> Advance {
        let total = self.plan.config.schedule.steps;
        let step = self.step() + 1;
        if step > total {
            return self.judged_to_the_end();
        }
        if step == 1 {
            self.draw_sheets(between);
        }
        let arrived = match self.batches.next(step) {
            Ok(arrived) => arrived,
            Err(problem) => return self.data_is_gone(problem),
        };
        for sentence in arrived.skipped {
            self.tell(TrainEvent::Trouble(Problem::new(sentence)));
        }
        let report = self.trainer.step(&arrived.batch, between);
        self.clock.step_done(arrived.waited);
        if let Some(problem) = self.judge(&report) {
            return self.fail(problem);
        }
        self.record(&report);
        let schedule = &self.plan.config.schedule;
        let due = |every: u64| step.is_multiple_of(every) || step == total;
        let (sheets, checkpoint) = (due(schedule.sample_every), due(schedule.save_every));
        if sheets {
            self.draw_sheets(between);
        }
        if checkpoint {
            self.save(true);
        } else if self.autosave_is_due() {
            self.save(false);
        }
        self.evaluate_if_due();
        if let Some(written) = self.keeper.poll() {
            self.take_written(written);
        }
        self.take_judged();
        match &self.broken {
            Some(problem) => Advance::Failed(problem.clone()),
            None if step == total => self.judged_to_the_end(),
            None => Advance::Went,
        }
    }

    /// All steps are done; the run ends when the last of them has been evaluated, too.
    fn judged_to_the_end(&mut self) -> Advance {
        self.take_judged();
        if !self.judge.is_busy() {
            self.take_judged();
            return Advance::Done;
        }
        std::thread::sleep(JUDGE_LOOK);
        Advance::Went
    }

    fn evaluate_if_due(&mut self) {
        let step = self.step();
        if self.judge.is_due(step, self.plan.config.schedule.steps) {
            let averaged = LiveModel {
                averaged: true,
                tensors: self.trainer.weights(true),
                ..self.live()
            };
            self.judge.order(averaged);
        }
    }

    fn take_judged(&mut self) {
        while let Some(judged) = self.judge.poll() {
            match judged {
                Judged::Found {
                    evaluation,
                    best,
                    saved,
                } => {
                    self.tell(TrainEvent::Saved(saved));
                    self.tell(TrainEvent::Evaluated { evaluation, best });
                }
                Judged::Failed(problem) => self.tell(TrainEvent::Trouble(problem)),
            }
        }
    }

    /// Iterations done.
    pub fn step(&self) -> u64 {
        self.trainer.steps_done()
    }

    /// Seconds of training so far, without pauses.
    pub fn seconds(&self) -> f64 {
        self.clock.seconds()
    }

    /// Every knob of the run.
    pub fn config(&self) -> &crate::train::TrainConfig {
        &self.plan.config
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where time is added during which training rests.
    pub fn rest(&self) -> Rest {
        self.clock.rest()
    }

    /// The networks as they are now: the moving averages, or the raw weights in the first thousand steps.
    pub fn live(&self) -> LiveModel {
        let step = self.step();
        let averaged = step >= AVERAGED_FROM;
        LiveModel {
            step,
            averaged,
            config: self.plan.model.clone(),
            card: self.keeper.shelf().card(step),
            tensors: self.trainer.weights(averaged),
        }
    }

    /// Follows other photos from now on.
    pub fn set_probes(&mut self, own: Vec<Arc<Picture>>) {
        let pictures: Vec<Picture> = own.iter().map(|own| (**own).clone()).collect();
        let kept = self.folder.save_probes(&pictures);
        let kept = kept.map_err(|error| Problem::because("Your photos could not be kept", &error));
        self.troubles.take(Area::Sheets, kept, &mut self.observer);
        self.probes.own = prepare::own_probes(own);
        self.tell_near_duplicates();
    }

    fn tell(&mut self, event: TrainEvent) {
        (self.observer)(event);
    }

    fn tell_near_duplicates(&mut self) {
        let material = &self.plan.material;
        let alike = |place: &usize| material.has_near_duplicate(&self.probes.own[*place].picture);
        let places: Vec<usize> = (0..self.probes.own.len()).filter(alike).collect();
        if !places.is_empty() {
            self.tell(TrainEvent::NearDuplicates(places));
        }
    }

    /// Why the run cannot go on after this step, if so.
    fn judge(&mut self, report: &StepReport) -> Option<Problem> {
        let mut fatal = None;
        for finding in self.health.take(report) {
            if finding.is_fatal() {
                fatal = Some(self.broken_problem(report.step, &finding));
            }
            self.tell(TrainEvent::Finding(report.step, finding));
        }
        fatal
    }

    fn record(&mut self, report: &StepReport) {
        let schedule = &self.plan.config.schedule;
        let (total, log_every) = (schedule.steps, schedule.log_every);
        let row = Row {
            step: report.step,
            seconds: self.clock.seconds(),
            lambda_ds: report.lambda_ds,
            terms: report.terms.clone(),
        };
        let logged = metrics::is_logged(row.step, log_every, total);
        if logged {
            self.score.take(&row);
            let outcome = self
                .ledger
                .append(row.clone())
                .map_err(|error| saving::not_logged(&error));
            self.troubles.take(Area::Log, outcome, &mut self.observer);
        }
        let now = Instant::now();
        let old = |last: Instant| now.duration_since(last) >= NEWS_GAP;
        if logged || self.last_news.is_none_or(old) {
            self.last_news = Some(now);
            let news = StepNews {
                row,
                pace: self.clock.pace(),
                left: self.clock.left(total - report.step),
                memory: memory::resident().map_or(0, |resident| resident.now),
                waiting: self.clock.waiting(),
            };
            self.tell(TrainEvent::Step(Box::new(news)));
        }
    }

    fn draw_sheets(&mut self, between: &mut dyn FnMut()) {
        let step = self.step();
        let model = self.trainer.networks(step >= AVERAGED_FROM);
        for kind in SheetKind::ALL {
            let Some(picture) = samples::draw(&model, &self.probes, kind, between) else {
                continue;
            };
            let saved = snapshots::save(self.folder.path(), step, kind, &picture);
            let saved = saved.map_err(|error| {
                Problem::because(
                    "A sample sheet could not be saved; training goes on and will try again",
                    &error,
                )
            });
            if let Some(snapshot) = self.troubles.take(Area::Sheets, saved, &mut self.observer) {
                self.tell(TrainEvent::Snapshot(snapshot, Arc::new(picture)));
            }
        }
    }
}
