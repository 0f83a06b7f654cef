//! Jobs that write what a person saved; the end of the program waits for them.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::Jobs;
use crate::domain::Picture;
use crate::engine::messages::{Event, SaveJob};
use crate::engine::translator::TranslateError;
use crate::export;
use crate::problem::Problem;

/// Heads the notice about a picture that was not saved.
const NOT_SAVED: &str = "The picture was not saved";

/// How long the end of the program waits until everything is on the disk.
const CLOSE_PATIENCE: Duration = Duration::from_secs(10);

/// Counts the saves that are not over: each holds a sender of a channel through which nothing is ever sent.
pub(super) struct Saves {
    open: Sender<Infallible>,
    over: Receiver<Infallible>,
}

impl Default for Saves {
    fn default() -> Self {
        let (open, over) = channel();
        Self { open, over }
    }
}

impl Saves {
    /// A save begins; it is over when what this gives is dropped.
    fn begin(&self) -> Sender<Infallible> {
        self.open.clone()
    }

    /// Waits a while until all are over.
    pub fn wait(self) {
        let Self { open, over } = self;
        drop(open);
        if over.recv_timeout(CLOSE_PATIENCE) == Err(RecvTimeoutError::Timeout) {
            log::warn!("a file was still being saved when the program ended");
        }
    }
}

impl Jobs {
    /// Writes a picture or the grid.
    pub fn save(&self, path: PathBuf, job: SaveJob) {
        let under_way = self.saves.begin();
        self.spawn(move || {
            let saved = save_job(job, &path);
            drop(under_way);
            match saved {
                Ok(()) => Event::Saved(path),
                Err(problem) => Event::Failed(problem),
            }
        });
    }

    /// Writes an evaluation: JSON, CSV or PNG, by the ending of `path`.
    pub fn save_evaluation(&self, path: PathBuf, page: Box<export::evaluation::Page>) {
        let under_way = self.saves.begin();
        self.spawn(move || {
            let saved = export::evaluation::save(&page, &path);
            drop(under_way);
            match saved {
                Ok(()) => Event::Saved(path),
                Err(error) => {
                    Event::Failed(Problem::because("The evaluation was not saved", &error))
                }
            }
        });
    }
}

fn save_job(job: SaveJob, path: &Path) -> Result<(), Problem> {
    let not_saved = |error: &dyn std::error::Error| Problem::because(NOT_SAVED, error);
    let saved = match job {
        SaveJob::Recipe(made, recipe, inputs) => {
            let picture = made.pixels().map_err(|error| not_saved(&error))?;
            export::png::save_with(&picture, &recipe, &inputs, path)
        }
        plain => {
            let picture = rendered(plain).map_err(|error| not_saved(&error))?;
            export::png::save(&picture, path)
        }
    };
    saved.map_err(|error| not_saved(&error))
}

/// The pixels of what is to be saved; those on the device are read here, off the window's thread.
fn rendered(job: SaveJob) -> Result<Arc<Picture>, TranslateError> {
    match job {
        SaveJob::Picture(made) | SaveJob::Recipe(made, ..) => made.pixels(),
        SaveJob::Sheet {
            mut sheet,
            on_device,
        } => {
            for (row, column, values) in on_device {
                let cell = sheet
                    .rows
                    .get_mut(row)
                    .and_then(|row| row.cells.get_mut(column));
                if let Some(cell) = cell {
                    *cell = Some(Arc::new(values.read()?));
                }
            }
            Ok(Arc::new(sheet.render()))
        }
    }
}
