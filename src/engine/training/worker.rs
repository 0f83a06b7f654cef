//! The thread that trains for the window: one run at a time, orders between passes, faults as sentences.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::super::device::{self, Compute, SharedGpu};
use super::super::priority;
use super::super::worker::panic_problem;
use super::courtesy::{self, Courtesy};
use super::desk::{Begin, Desk, Orders, lock};
use super::estimate;
use super::messages::{Ending, TrainEvent};
use super::outbox::Outbox;
use super::scan::{Scan, Wanted};
use super::session::{Advance, Session};
use super::troubles::Observer;
use crate::problem::Problem;
use crate::train::TrainConfig;

/// Shortest time between two news of a scan.
const SCAN_NEWS_GAP: Duration = Duration::from_millis(50);
/// How often events that the window has not taken are offered again.
const OFFER_GAP: Duration = Duration::from_millis(100);

/// The worker's state.
pub struct Worker {
    desk: Arc<Desk>,
    outbox: Outbox,
    shared: Option<SharedGpu>,
    pool: Option<rayon::ThreadPool>,
}

impl Worker {
    /// A worker at this desk.
    pub fn new(desk: Arc<Desk>, outbox: Outbox, shared: Option<SharedGpu>) -> Self {
        Self {
            desk,
            outbox,
            shared,
            pool: None,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        priority::give_way_to_all();
        loop {
            let again = self.outbox.is_waiting().then_some(OFFER_GAP);
            self.desk.wait_while(again, |orders| {
                orders.begin.is_none() && orders.estimate.is_none() && !orders.close
            });
            self.outbox.push();
            let taken = self.desk.orders().take_for_step();
            if taken.close {
                return;
            }
            if let Some(config) = taken.estimate {
                self.estimate(*config);
            }
            if let Some(begin) = taken.begin {
                self.train(begin);
                self.desk
                    .put(|orders| (orders.stop, orders.pause) = (false, false));
                self.desk.set_running(false);
            }
        }
    }

    fn estimate(&mut self, config: TrainConfig) {
        self.outbox.send(TrainEvent::Estimating);
        let outcome = self.guarded("The step could not be measured", |worker| {
            let compute = worker.compute()?;
            let desk = Arc::clone(&worker.desk);
            let outbox = worker.outbox.clone();
            worker.in_pool(&compute, || {
                let mut look = |config: &TrainConfig| look(&desk, &outbox, config);
                // What is measured is the work, without the time that others are let go first.
                estimate::measure(config, &compute, &mut look, &mut || {})
            })
        });
        self.outbox.send(TrainEvent::Estimate(outcome));
    }

    fn train(&mut self, begin: Begin) {
        self.desk.set_running(true);
        let opened = self.guarded("The run could not begin", |worker| {
            let compute = worker.compute()?;
            let (desk, outbox) = (Arc::clone(&worker.desk), worker.outbox.clone());
            let session = worker.in_pool(&compute, || open(begin, &compute, &desk, &outbox))?;
            Ok((session, compute))
        });
        match opened {
            Ok((session, compute)) => self.perform(session, &compute),
            Err(problem) => self.outbox.send(TrainEvent::StartFailed(problem)),
        }
    }

    fn perform(&mut self, mut session: Session, compute: &Compute) {
        let outbox = self.outbox.clone();
        let mut courtesy = Courtesy::new(Arc::clone(&self.desk), outbox, session.rest());
        let ending = loop {
            courtesy.rest_if_asked();
            if let Some(ending) = self.serve(&mut session) {
                break ending;
            }
            let advance = self.guarded("Training met a fault", |worker| {
                let mut step = || session.advance(&mut || courtesy.between());
                Ok(worker.in_pool(compute, &mut step))
            });
            match advance {
                Ok(Advance::Went) => {}
                Ok(Advance::Done) => break Ending::Done,
                Ok(Advance::Failed(problem)) => break Ending::Failed(problem),
                Err(problem) => {
                    // After a panic nothing of the networks is trusted: the checkpoints on the disk stay as they are.
                    let step = session.step();
                    self.outbox
                        .send(TrainEvent::Ended(step, Ending::Failed(problem)));
                    return;
                }
            }
        };
        if ending == Ending::Done || ending == Ending::Stopped {
            let finished = self.guarded("The end of the run could not be saved", |worker| {
                worker.in_pool(compute, || session.finish())
            });
            if let Err(problem) = finished {
                self.outbox.send(TrainEvent::Trouble(problem));
            }
        }
        let step = session.step();
        // The folder is free before anybody hears of the end.
        drop(session);
        self.outbox.send(TrainEvent::Ended(step, ending));
    }

    /// Does what was ordered for the time between two iterations; gives the ending when the run is to stop.
    fn serve(&mut self, session: &mut Session) -> Option<Ending> {
        let Orders {
            begin,
            estimate,
            pause,
            save,
            publish,
            probes,
            stop,
            close,
            ..
        } = self.desk.orders().take_for_step();
        if let Some(own) = probes {
            session.set_probes(own);
        }
        if save {
            session.save_now();
            if pause {
                // Nothing else would look for the end of the write.
                session.settle();
            }
        }
        if publish {
            let live = Arc::new(session.live());
            self.outbox.send(TrainEvent::Live(live));
        }
        let busy = || Problem::new("A run is in progress").hint("Stop it first.");
        if begin.is_some() {
            self.outbox.send(TrainEvent::StartFailed(busy()));
        }
        if estimate.is_some() {
            self.outbox.send(TrainEvent::Estimate(Err(busy())));
        }
        (stop || close).then_some(Ending::Stopped)
    }

    fn compute(&self) -> Result<Compute, Problem> {
        let choice = self.desk.orders().device;
        device::choose(choice, self.shared.as_ref())
            .map_err(|error| Problem::because("The device cannot be used", &error))
    }

    /// CPU work in a pool of as many threads as the dial leaves; GPU work stays on this thread, which CubeCL keeps a stream for.
    fn in_pool<T: Send>(&mut self, compute: &Compute, work: impl FnOnce() -> T + Send) -> T {
        if compute.facts.gpu {
            return work();
        }
        let threads = courtesy::threads(self.desk.courtesy());
        let fits = |pool: &rayon::ThreadPool| pool.current_num_threads() == threads;
        if !self.pool.as_ref().is_some_and(fits) {
            // They inherit this thread's priority.
            self.pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|at| format!("stargrid-training-{at}"))
                .build()
                .map_err(|error| log::warn!("no training threads: {error}"))
                .ok();
        }
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    fn guarded<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|panic| Err(panic_problem(what, &*panic)))
    }
}

fn open(begin: Begin, compute: &Compute, desk: &Desk, outbox: &Outbox) -> Result<Session, Problem> {
    let mut look = |config: &TrainConfig| look(desk, outbox, config);
    let news = outbox.clone();
    let observer: Observer = Box::new(move |event| news.send(event));
    match begin {
        Begin::Start(start) => Session::begin(*start, compute, &mut look, observer),
        Begin::Resume(again) => Session::resume(&again, compute, &mut look, observer),
    }
}

/// The data of a run: what was scanned before, or else a scan that reports and can be stopped.
fn look(desk: &Desk, outbox: &Outbox, config: &TrainConfig) -> Result<Scan, Problem> {
    let wanted = Wanted::of(config);
    if let Some(known) = desk.known().as_ref().filter(|scan| scan.fits(&wanted)) {
        return Ok(known.clone());
    }
    let news = ScanNews::new(outbox.clone());
    let progress = |done: usize, all: usize| {
        news.tell(done, all);
        !desk.orders().ends_the_run()
    };
    let scan = Scan::look(&wanted, &progress).map_err(|error| Problem::new(error.to_string()))?;
    *desk.known() = Some(scan.clone());
    Ok(scan)
}

/// Tells how far a scan is, not too often.
pub struct ScanNews {
    outbox: Outbox,
    last: Mutex<Option<Instant>>,
}

impl ScanNews {
    /// Nothing was told yet.
    pub fn new(outbox: Outbox) -> Self {
        Self {
            outbox,
            last: Mutex::default(),
        }
    }

    /// Takes in how far it is.
    pub fn tell(&self, done: usize, all: usize) {
        let mut last = lock(&self.last);
        if done == all || last.is_none_or(|last| last.elapsed() >= SCAN_NEWS_GAP) {
            *last = Some(Instant::now());
            self.outbox.send(TrainEvent::Scanning(done, all));
        }
    }
}
