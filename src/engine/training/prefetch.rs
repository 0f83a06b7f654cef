//! Batches ahead of time: a thread reads, decodes and crops while the networks work, so that training does not wait for the disk.
//!
//! On Linux its threads inherit the priority of the thread that trains, so they give way to the window just as that one does.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::super::device::compute_threads;
use super::material::Source;
use crate::data::DataError;
use crate::domain::Batch;
use crate::problem::Problem;

/// Batches that wait at most; one more is in the making.
const AHEAD: usize = 3;
/// Threads that decode, at most; half of the cores is the other limit.
const DECODE_THREADS: usize = 8;

/// A batch and what there is to say about it.
struct Ready {
    step: u64,
    batch: Result<Batch, DataError>,
    skipped: Vec<String>,
}

/// A batch that has arrived.
#[derive(Debug)]
pub struct Arrived {
    /// The batch.
    pub batch: Batch,
    /// Sentences about pictures that were skipped.
    pub skipped: Vec<String>,
    /// How long the caller waited for it.
    pub waited: Duration,
}

/// Makes the batches of a run in order. The thread ends after the batch in its hands when this is dropped.
pub struct Prefetch {
    ready: Receiver<Ready>,
}

impl Prefetch {
    /// Begins with the batch of iteration `first`.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(feed: Arc<Source>, first: u64) -> Result<Self, Problem> {
        let (sender, ready) = sync_channel(AHEAD);
        std::thread::Builder::new()
            .name("stargrid-feed".to_owned())
            .spawn(move || match decode_pool() {
                Some(pool) => pool.install(|| make(&feed, first, &sender)),
                None => make(&feed, first, &sender),
            })
            .map_err(|error| Problem::because("The data could not be read ahead", &error))?;
        Ok(Self { ready })
    }

    /// The batch of iteration `step`; they come in order.
    ///
    /// # Errors
    /// A sentence when the data is gone.
    pub fn next(&mut self, step: u64) -> Result<Arrived, Problem> {
        let begun = Instant::now();
        let lost = || Problem::new("The data could not be read: its thread has ended");
        let ready = self.ready.recv().map_err(|_| lost())?;
        if ready.step != step {
            return Err(lost());
        }
        Ok(Arrived {
            batch: ready
                .batch
                .map_err(|error| Problem::new(error.to_string()))?,
            skipped: ready.skipped,
            waited: begun.elapsed(),
        })
    }
}

/// Threads of its own, so that decoding does not take those of the networks.
fn decode_pool() -> Option<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads((compute_threads() / 2).clamp(1, DECODE_THREADS))
        .thread_name(|at| format!("stargrid-feed-{at}"))
        .build()
        .map_err(|error| log::warn!("no threads to decode with: {error}"))
        .ok()
}

fn make(feed: &Source, first: u64, sender: &SyncSender<Ready>) {
    for step in first.. {
        let batch = feed.batch(step);
        let over = batch.is_err();
        let skipped = feed.take_skipped();
        let ready = Ready {
            step,
            batch,
            skipped,
        };
        if sender.send(ready).is_err() || over {
            return;
        }
    }
}
