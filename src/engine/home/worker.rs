//! The thread that writes. One slot for the session, so that the newest wins; settings one after the other.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::{NOT_KEPT, Pixels, pictures, session};
use crate::checkpoint::atomic;
use crate::engine::settings::{Row, Settings, file};
use crate::engine::worker::Notify;
use crate::problem::Problem;

/// What is to be written.
pub(super) enum Order {
    /// The session.
    Session {
        make: Box<dyn FnOnce() -> serde_json::Result<String> + Send>,
        pixels: Vec<Pixels>,
        most: u64,
    },
    /// One setting.
    Setting {
        path: PathBuf,
        row: &'static Row,
        settings: Box<Settings>,
    },
}

#[derive(Default)]
struct Waiting {
    session: Option<Order>,
    settings: Vec<Order>,
    closing: bool,
}

/// What window and thread share.
#[derive(Default)]
pub(super) struct Shared {
    waiting: Mutex<Waiting>,
    news: Condvar,
}

impl Shared {
    pub(super) fn put(&self, order: Order) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match order {
            Order::Session { .. } => waiting.session = Some(order),
            Order::Setting { .. } => waiting.settings.push(order),
        }
        self.news.notify_one();
    }

    pub(super) fn close(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.closing = true;
        self.news.notify_one();
    }

    /// Waits for orders; none when everything is written and nobody will order any more.
    fn take(&self) -> Option<Vec<Order>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let mut orders = std::mem::take(&mut waiting.settings);
            orders.extend(waiting.session.take());
            if !orders.is_empty() {
                return Some(orders);
            }
            if waiting.closing {
                return None;
            }
            waiting = self
                .news
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What the thread remembers.
struct Writer {
    folder: PathBuf,
    /// The document written last.
    written: String,
    /// Whether pictures that it names could not be written.
    lacking: bool,
    /// Whether somebody was told already that pictures were left out.
    told_of_space: bool,
}

/// Starts the thread; `alone` says that nobody else writes in the folder.
///
/// # Errors
/// When the operating system gives none.
pub(super) fn start(
    folder: PathBuf,
    alone: bool,
    shared: Arc<Shared>,
    problems: Sender<Problem>,
    notify: Notify,
) -> std::io::Result<JoinHandle<()>> {
    let run = move || {
        if alone && let Err(error) = atomic::remove_leftovers(&folder) {
            log::warn!("what a crash left half-written stays: {error}");
        }
        let mut writer = Writer {
            folder,
            written: String::new(),
            lacking: false,
            told_of_space: false,
        };
        while let Some(orders) = shared.take() {
            for problem in orders
                .into_iter()
                .filter_map(|order| writer.carry_out(order))
            {
                // Nobody listens any more while the window closes.
                let _ = problems.send(problem);
                notify();
            }
        }
    };
    std::thread::Builder::new()
        .name("stargrid-session".to_owned())
        .spawn(run)
}

impl Writer {
    fn carry_out(&mut self, order: Order) -> Option<Problem> {
        let failed = |what: &str, error: &dyn std::error::Error, path: &Path| {
            Problem::because(what, error).hint(format!("It belongs to {}", path.display()))
        };
        match order {
            Order::Setting {
                path,
                row,
                settings,
            } => {
                let kept = file::keep(&path, row, &settings).err();
                kept.map(|error| failed("The setting could not be saved", &error, &path))
            }
            Order::Session { make, pixels, most } => {
                let kept = match make() {
                    Ok(text) => self.keep(text, &pixels, most),
                    Err(error) => Err(error.into()),
                };
                match kept {
                    Ok(0) => None,
                    Ok(left_out) => self.tell_of_space(left_out),
                    Err(error) => Some(failed(NOT_KEPT, &error, &self.folder)),
                }
            }
        }
    }

    fn keep(&mut self, text: String, pixels: &[Pixels], most: u64) -> std::io::Result<usize> {
        let changed = text != self.written;
        if !changed && !self.lacking {
            return Ok(0);
        }
        // Pictures first, so that no session names one that is not there.
        let pictures = pictures::keep(&self.folder, pixels, most);
        self.lacking = pictures.is_err();
        if changed {
            session::write(&self.folder, &text)?;
            self.written = text;
        }
        pictures::clean(&self.folder)?;
        pictures
    }

    fn tell_of_space(&mut self, left_out: usize) -> Option<Problem> {
        let told = std::mem::replace(&mut self.told_of_space, true);
        let words = format!("{left_out} pasted pictures will not come back at the next start");
        let hint = "There is more room for them in the settings: keep_megabytes.";
        (!told).then(|| Problem::new(words).hint(hint))
    }
}
