//! Short work beside a training: scans, reading and copying runs, curves. It never makes a running training wait.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::super::creatures;
use super::super::device::compute_threads;
use super::super::priority;
use super::super::worker::panic_problem;
use super::desk::Desk;
use super::messages::TrainEvent;
use super::outbox::Outbox;
use super::scan::{Scan, Wanted};
use super::view;
use super::worker::ScanNews;
use crate::data::creatures::MadeSet;
use crate::data::{DataError, decode_file};
use crate::domain::Picture;
use crate::export::png;
use crate::problem::Problem;
use crate::runs::snapshots::Snapshot;
use crate::runs::{RunFolder, curves, summary};
use crate::train::TrainConfig;
use crate::train::health::before_start;

/// Threads that read and write small things.
const THREADS: usize = 2;
/// Size of the picture of the curves.
pub const CURVES_SIZE: [usize; 2] = [1600, 1200];

/// Does errands, each reported by an event.
pub struct Errands {
    desk: Arc<Desk>,
    outbox: Outbox,
    pool: OnceLock<Option<rayon::ThreadPool>>,
    scans: Arc<AtomicU64>,
}

impl Errands {
    /// Reports to `outbox`; threads start with the first errand.
    pub fn new(desk: Arc<Desk>, outbox: Outbox) -> Self {
        Self {
            desk,
            outbox,
            pool: OnceLock::new(),
            scans: Arc::default(),
        }
    }

    /// Looks through a data set; a newer scan ends an older one, which then says nothing.
    pub fn scan(&self, wanted: Wanted) {
        let number = self.scans.fetch_add(1, Ordering::Relaxed) + 1;
        let newest = Arc::clone(&self.scans);
        let (desk, outbox) = (Arc::clone(&self.desk), self.outbox.clone());
        let run = move || {
            let news = ScanNews::new(outbox.clone());
            let is_newest = || newest.load(Ordering::Relaxed) == number;
            let progress = |done: usize, all: usize| {
                news.tell(done, all);
                is_newest() && !desk.orders().close
            };
            let scanned = catch_unwind(AssertUnwindSafe(|| {
                in_own_pool(|| Scan::look(&wanted, &progress))
            }));
            let scanned = match scanned {
                Ok(Err(DataError::Cancelled)) => return,
                Ok(outcome) => outcome.map_err(|error| Problem::new(error.to_string())),
                Err(panic) => Err(panic_problem(
                    "The data could not be looked through",
                    &*panic,
                )),
            };
            if is_newest() {
                outbox.send(TrainEvent::Data(scanned.map(|scan| found(&desk, scan))));
            }
        };
        let spawned = std::thread::Builder::new()
            .name("stargrid-scan".to_owned())
            .spawn(run);
        if let Err(error) = spawned {
            let problem = Problem::because("The data could not be looked through", &error);
            self.outbox.send(TrainEvent::Data(Err(problem)));
        }
    }

    /// Ends the scan in progress, which then says nothing.
    pub fn stop_scan(&self) {
        self.scans.fetch_add(1, Ordering::Relaxed);
    }

    /// Which photos look like training pictures of the data that was scanned last.
    pub fn find_near_duplicates(&self, pictures: Vec<Arc<Picture>>) {
        let desk = Arc::clone(&self.desk);
        self.spawn(move || {
            let scan = desk.known().clone()?;
            let alike = |place: &usize| scan.has_near_duplicate(&pictures[*place]);
            let places = (0..pictures.len()).filter(alike).collect();
            Some(TrainEvent::NearDuplicates(places))
        });
    }

    /// Makes a labelled set of creatures.
    pub fn make_creatures(&self, set: MadeSet, out: PathBuf) {
        self.spawn(move || {
            let written = creatures::write_once(set, &out);
            Some(TrainEvent::Made(set, written.map(|()| out)))
        });
    }

    /// Copies a run up to a step.
    pub fn fork(&self, run: PathBuf, step: u64, to: PathBuf) {
        self.spawn(move || {
            let outcome = RunFolder::fork(&run, step, &to);
            let outcome = outcome.map_err(|error| Problem::new(error.to_string()));
            Some(TrainEvent::Forked(outcome.map(|()| to)))
        });
    }

    /// Reads a run.
    pub fn look_at(&self, run: PathBuf) {
        self.spawn(move || Some(TrainEvent::Loaded(view::of(&run).map(Box::new))));
    }

    /// Reads a run that lies beside another.
    pub fn look_beside(&self, run: PathBuf) {
        self.spawn(move || match view::of(&run) {
            Ok(view) => Some(TrainEvent::Beside(Box::new(view))),
            Err(problem) => {
                log::info!("no run beside: {problem}");
                None
            }
        });
    }

    /// Draws a run's curves.
    pub fn export_curves(&self, run: PathBuf, to: PathBuf) {
        self.spawn(move || Some(TrainEvent::Exported(export_curves(&run, &to).map(|()| to))));
    }

    /// Reads a sheet.
    pub fn read_sheet(&self, snapshot: Snapshot) {
        self.spawn(move || {
            let decoded = decode_file(&snapshot.path);
            let picture = decoded.map(|decoded| Arc::new(decoded.picture));
            let picture = picture.map_err(|error| Problem::new(error.to_string()));
            Some(TrainEvent::Sheet(snapshot, picture))
        });
    }

    fn spawn(&self, errand: impl FnOnce() -> Option<TrainEvent> + Send + 'static) {
        let outbox = self.outbox.clone();
        let run = move || match catch_unwind(AssertUnwindSafe(errand)) {
            Ok(Some(event)) => outbox.send(event),
            Ok(None) => {}
            Err(panic) => outbox.send(TrainEvent::Trouble(panic_problem(
                "A background job failed",
                &*panic,
            ))),
        };
        match self.pool.get_or_init(|| pool(THREADS, "stargrid-errand")) {
            Some(pool) => pool.spawn(run),
            None => run(),
        }
    }
}

/// Draws a run's curves to a file, PNG or CSV by its ending.
///
/// # Errors
/// When there is no run, nothing was logged yet, or the file cannot be written.
pub fn export_curves(run: &Path, to: &Path) -> Result<(), Problem> {
    let summary = summary::read(run).map_err(|error| Problem::new(error.to_string()))?;
    let not_written = |error: &dyn std::error::Error| {
        Problem::because(
            format!("The curves could not be written: {}", to.display()),
            error,
        )
    };
    let csv = to
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    if csv {
        let text = curves::csv(&summary.rows);
        return std::fs::write(to, text).map_err(|error| not_written(&error));
    }
    let picture =
        curves::draw(&summary.rows, &summary.config, CURVES_SIZE).map_err(Problem::new)?;
    png::save(&picture, to).map_err(|error| not_written(&error))
}

/// What is said about a scan; it is kept for the estimate and the run.
fn found(
    desk: &Desk,
    scan: Scan,
) -> (
    Box<crate::data::DataReport>,
    Vec<crate::train::health::Finding>,
) {
    // The run's own limits and batch are not known yet; the session judges by those when it begins.
    let config = TrainConfig::default();
    let counts = scan.counts();
    let findings = before_start(
        &config.health,
        scan.report.pictures(),
        &counts,
        config.schedule.batch,
    );
    let report = Box::new(scan.report.clone());
    *desk.known() = Some(scan);
    (report, findings)
}

fn in_own_pool<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool(compute_threads(), "stargrid-scan") {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn pool(threads: usize, name: &'static str) -> Option<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(move |at| format!("{name}-{at}"))
        .start_handler(|_| priority::give_way())
        .build()
        .map_err(|error| log::warn!("no threads for {name}: {error}"))
        .ok()
}
