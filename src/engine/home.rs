//! The program's own folder: the session, written by a thread of its own, and what crashes leave behind.
//!
//! `mark` tells whether the program was closed the last time, `session` keeps the document, `pictures` the pixels that are in no
//! other file, `reports` what a fault of our own left, `worker` is the thread.

pub mod mark;
pub mod pictures;
pub mod reports;
pub mod session;
mod worker;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

use mark::{Before, Mark};
use worker::{Order, Shared};

use crate::domain::{Fingerprint, Picture};
use crate::engine::settings::{Row, Settings, file};
use crate::engine::worker::Notify;
use crate::problem::Problem;

/// The folder of the session within the program's.
const SESSION: &str = "session";
/// What heads a problem of this folder.
pub(super) const NOT_KEPT: &str = "What is open could not be saved for the next start";

/// A picture that is in no file of the person's; without pixels, which are being read then, it was kept by an earlier session.
pub type Pixels = (Fingerprint, Option<Arc<Picture>>);

/// The program's folder while a window is open.
pub struct Home {
    folder: PathBuf,
    mark: Option<Mark>,
    shared: Arc<Shared>,
    problems: Receiver<Problem>,
    thread: Option<JoinHandle<()>>,
}

impl Home {
    /// Takes hold of `folder`, and says how the program ended the last time. `notify` is called after each problem, from any thread.
    ///
    /// A second window on the same folder reads the session and never writes it.
    ///
    /// # Errors
    /// When the folder cannot be made, or the operating system gives no thread.
    pub fn open(folder: PathBuf, notify: Notify) -> Result<(Self, Before), Problem> {
        let session = folder.join(SESSION);
        let at = |error| {
            let hint = format!("The folder is {}", session.display());
            Problem::because(NOT_KEPT, &error).hint(hint)
        };
        std::fs::create_dir_all(&session).map_err(at)?;
        let (mark, before) = mark::set(&session).map_err(at)?;
        let (sender, problems) = std::sync::mpsc::channel();
        let shared = Arc::new(Shared::default());
        let (alone, ours) = (mark.is_some(), Arc::clone(&shared));
        let thread = worker::start(session.clone(), alone, ours, sender, notify);
        let home = Self {
            folder,
            mark,
            shared,
            problems,
            thread: Some(thread.map_err(at)?),
        };
        Ok((home, before))
    }

    /// The program's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where `settings.toml` is.
    pub fn settings_path(&self) -> PathBuf {
        file::path_in(&self.folder)
    }

    /// Reads the session, or else the one before it; `parse` makes what it holds into a session.
    pub fn session<T>(
        &self,
        parse: impl Fn(serde_json::Value) -> Result<T, String>,
    ) -> session::Found<T> {
        session::read(&self.folder.join(SESSION), parse)
    }

    /// Whether this window's session is the one that is kept.
    pub fn keeps(&self) -> bool {
        self.mark.is_some()
    }

    /// Keeps what `make` gives, with the pixels it names; only the newest of several orders is carried out. `most` bounds the pixels
    /// in bytes.
    pub fn keep(
        &self,
        make: impl FnOnce() -> serde_json::Result<String> + Send + 'static,
        pixels: Vec<Pixels>,
        most: u64,
    ) {
        if self.keeps() {
            let make = Box::new(make);
            self.shared.put(Order::Session { make, pixels, most });
        }
    }

    /// Writes a changed setting.
    pub fn keep_setting(&self, row: &'static Row, settings: &Settings) {
        let path = self.settings_path();
        let settings = Box::new(settings.clone());
        self.shared.put(Order::Setting {
            path,
            row,
            settings,
        });
    }

    /// What could not be written since the last call.
    pub fn problems(&self) -> Vec<Problem> {
        self.problems.try_iter().collect()
    }

    /// Where the kept picture `name` is.
    pub fn picture(&self, name: &str) -> PathBuf {
        pictures::path(&self.folder.join(SESSION), name)
    }

    /// Waits until everything is written, and says that the program was closed.
    pub fn close(mut self) {
        self.finish();
        if let Some(mark) = self.mark.take() {
            mark.clear();
        }
    }

    fn finish(&mut self) {
        self.shared.close();
        if let Some(thread) = self.thread.take() {
            // A worker that failed has logged it.
            let _ = thread.join();
        }
    }
}

impl Drop for Home {
    /// What was ordered is written; without [`Home::close`] the next start takes this for a crash.
    fn drop(&mut self) {
        self.finish();
    }
}
