//! The training worker of the window, and the session that window and command line share.
//!
//! [`session::Session`] performs a run step by step on the caller's thread: batches, logging, sheets, checkpoints, health. The window's
//! [`Training`] drives one on a thread of its own and takes orders between passes; `stargrid train` drives one directly.

pub mod messages;
pub mod session;

pub use messages::{Estimate, LiveModel, RunStart, StepNews, TrainEvent};

use std::path::PathBuf;
use std::sync::Arc;

use super::device::{DeviceChoice, SharedGpu};
use super::worker::Reporter;
use crate::data::DataRoot;
use crate::domain::Picture;
use crate::train::TrainConfig;

/// The window's handle of the training worker. Every method returns at once; answers come as [`TrainEvent`]s.
pub struct Training {
    _contract: (),
}

impl Training {
    /// A worker that reports to `reporter`; its thread starts with the first order.
    pub fn new(_reporter: Reporter, _shared: Option<SharedGpu>) -> Self {
        todo!()
    }

    /// Uses another device from the next run on.
    pub fn set_device(&self, _choice: DeviceChoice) {
        todo!()
    }

    /// Looks through a data set: [`TrainEvent::Scanning`], then [`TrainEvent::Data`]. A newer call replaces an older one.
    pub fn scan(&self, _root: DataRoot, _val_share: f32) {
        todo!()
    }

    /// Measures one step of `config` on the scanned data: [`TrainEvent::Estimate`].
    pub fn estimate(&self, _config: TrainConfig) {
        todo!()
    }

    /// Begins a run.
    pub fn start(&self, _start: RunStart) {
        todo!()
    }

    /// Goes on with a run from its newest checkpoint; `steps` changes the total when given.
    pub fn resume(&self, _run: PathBuf, _steps: Option<u64>) {
        todo!()
    }

    /// Rests after the pass in progress; nothing is lost.
    pub fn pause(&self) {
        todo!()
    }

    /// Goes on after a pause.
    pub fn go_on(&self) {
        todo!()
    }

    /// Saves and ends the run.
    pub fn stop(&self) {
        todo!()
    }

    /// Saves a checkpoint that is kept, and goes on.
    pub fn save_now(&self) {
        todo!()
    }

    /// A new run in `to` with everything up to `step`; the present run goes on. Answer: [`TrainEvent::Forked`].
    pub fn fork(&self, _run: PathBuf, _step: u64, _to: PathBuf) {
        todo!()
    }

    /// The dial: 0 trains as fast as possible, 1 keeps the window smooth.
    pub fn set_courtesy(&self, _courtesy: f32) {
        todo!()
    }

    /// Tells that somebody drags or waits for cells: training rests between passes for a moment.
    pub fn yield_now(&self) {
        todo!()
    }

    /// The person's own photos to follow, already cropped to the model's size. Near duplicates in the data are reported.
    pub fn set_probes(&self, _pictures: Vec<Arc<Picture>>) {
        todo!()
    }

    /// Asks for the networks as they are now, for Explore: [`TrainEvent::Live`].
    pub fn publish(&self) {
        todo!()
    }

    /// Reads a finished or interrupted run for looking at: [`TrainEvent::Loaded`].
    pub fn look_at(&self, _run: PathBuf) {
        todo!()
    }

    /// Draws the present run's curves to a file, PNG or CSV by its ending.
    pub fn export_curves(&self, _run: PathBuf, _to: PathBuf) {
        todo!()
    }

    /// Reads a sheet from disk: [`TrainEvent::Sheet`].
    pub fn read_sheet(&self, _snapshot: crate::runs::snapshots::Snapshot) {
        todo!()
    }
}
