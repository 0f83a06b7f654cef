//! Everything else that takes time: decoding, cropping, dialogs, saving. Each job reports by an event; none blocks the window.

mod photos;
mod saves;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::demo;
use super::gallery::messages::GalleryEvent;
use super::gallery::whole;
use super::machine::Machine;
use super::made::OnDevice;
use super::messages::{Event, Purpose, Ticket};
use super::priority;
use super::worker::{Reporter, panic_problem};
use crate::data::{self, CropGuess, CropReason, Opened};
use crate::domain::{CellKey, CropBox, Picture};
use crate::export;
use crate::problem::Problem;
use saves::Saves;

/// Threads that decode: enough to overlap reading with work, few enough to leave the cores to the networks.
const DECODE_THREADS: usize = 2;

/// Endings of files about faces.
const FACE_ENDINGS: [&str; 6] = ["ckpt", "pt", "pth", "safetensors", "npz", "npy"];

/// The job pool of a window.
pub struct Jobs {
    pool: Option<rayon::ThreadPool>,
    reporter: Reporter,
    /// How often reading was stopped.
    stops: Arc<AtomicU64>,
    saves: Saves,
}

impl Jobs {
    /// A pool that reports to `reporter`.
    pub fn new(reporter: Reporter) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(DECODE_THREADS)
            .thread_name(|at| format!("stargrid-job-{at}"))
            .start_handler(|_| priority::give_way())
            .build();
        let pool = pool
            .map_err(|error| log::error!("no job threads: {error}"))
            .ok();
        Self {
            pool,
            reporter,
            stops: Arc::new(AtomicU64::new(0)),
            saves: Saves::default(),
        }
    }

    /// Looks into dropped paths: pictures, models, folders.
    pub fn expand(&self, paths: Vec<PathBuf>) {
        self.spawn(move || {
            let found = data::expand(&paths);
            let mut faults = Vec::new();
            if let ([path], []) = (found.pictures.as_slice(), found.models.as_slice()) {
                match brought(path) {
                    Ok(event) => return event,
                    Err(problems) => faults = problems,
                }
            }
            let cut = found.truncation_sentence().map(Problem::new);
            let problems = found
                .problems
                .iter()
                .map(|problem| Problem::new(problem.to_string()));
            Event::Expanded {
                problems: problems.chain(cut).chain(faults).collect(),
                pictures: found.pictures,
                models: found.models,
            }
        });
    }

    /// Decodes a file, unless reading is stopped before its turn comes.
    pub fn decode(&self, ticket: Ticket, path: PathBuf) {
        let stops = Arc::clone(&self.stops);
        let asked = stops.load(Ordering::Relaxed);
        self.spawn(move || match asked < stops.load(Ordering::Relaxed) {
            true => Event::Cancelled(ticket),
            false => decoded(ticket, &path),
        });
    }

    /// Decodes a bundled demo picture.
    pub fn decode_demo(&self, ticket: Ticket, place: usize) {
        self.spawn(move || {
            let missing = || Problem::new("There is no such demo picture");
            let opened = demo::PICTURES
                .get(place)
                .ok_or_else(missing)
                .and_then(|demo| {
                    let decoded = data::decode(demo.bytes)
                        .map_err(|error| Problem::new(error.to_string()))?;
                    Ok(Box::new(Opened {
                        name: demo.name.to_owned(),
                        path: None,
                        parent: Some(demo.domain.to_owned()),
                        guess: data::guess_crop(&decoded.picture),
                        fingerprint: decoded.picture.fingerprint(),
                        picture: Arc::new(decoded.picture),
                        notes: decoded.notes,
                    }))
                });
            Event::Picture {
                ticket,
                result: opened,
            }
        });
    }

    /// Reads a picture that the session kept; one that is used whole needs no guess.
    pub fn decode_kept(&self, ticket: Ticket, name: String, path: PathBuf, whole: bool) {
        self.spawn(move || {
            let result = data::decode_file(&path);
            let opened = result.map(|decoded| {
                let picture = Arc::new(decoded.picture);
                let all = CropBox::whole(picture.width(), picture.height());
                let guess = match whole {
                    true => CropGuess {
                        crop: all,
                        reason: CropReason::Whole,
                    },
                    false => data::guess_crop(&picture),
                };
                Box::new(Opened {
                    name,
                    path: None,
                    parent: None,
                    fingerprint: picture.fingerprint(),
                    picture,
                    guess,
                    notes: Vec::new(),
                })
            });
            Event::Picture {
                ticket,
                result: opened.map_err(|error| {
                    Problem::because("A picture of the last session could not be read", &error)
                }),
            }
        });
    }

    /// Looks which of these files and folders are not there.
    pub fn look_for(&self, paths: Vec<PathBuf>) {
        self.spawn(move || {
            Event::Missing(paths.into_iter().filter(|path| !path.exists()).collect())
        });
    }

    /// Looks at what this machine has to compute with.
    pub fn look_at_machine(&self) {
        self.spawn(|| Event::Machine(Box::new(Machine::find())));
    }

    /// Takes pixels from the clipboard.
    pub fn take_pixels(&self, ticket: Ticket, name: String, size: [usize; 2], rgba: Vec<u8>) {
        self.spawn(move || {
            let result = data::open_pixels(name, size[0], size[1], &rgba);
            let named = |error| Problem::because("The pasted picture could not be used", &error);
            Event::Picture {
                ticket,
                result: result.map(Box::new).map_err(named),
            }
        });
    }

    /// Renders a crop at the model's size.
    pub fn view(&self, ticket: Ticket, picture: Arc<Picture>, crop: CropBox, size: usize) {
        self.spawn(move || {
            let picture = data::model_view(&picture, crop, size);
            Event::View {
                ticket,
                crop,
                fingerprint: picture.fingerprint(),
                picture: Arc::new(picture),
            }
        });
    }

    /// Copies a result from the device into memory.
    pub fn read(&self, key: CellKey, values: OnDevice) {
        self.spawn(move || Event::Read {
            key,
            result: values.read().map(Arc::new).map_err(|error| {
                Problem::because("The result could not be read from the device", &error)
            }),
        });
    }

    /// Shows a file dialog on a thread of its own; the desktop's portal may keep it open as long as the person likes.
    pub fn ask(&self, purpose: Purpose, suggested: String) {
        let reporter = self.reporter.clone();
        let run = move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| show_dialog(purpose, &suggested)));
            let event = match outcome {
                Ok(paths) => Event::Picked { purpose, paths },
                Err(panic) => Event::Failed(panic_problem(
                    "The file dialog could not be shown; drop the files on the window instead",
                    &*panic,
                )),
            };
            reporter.send(event);
        };
        if let Err(error) = std::thread::Builder::new()
            .name("stargrid-dialog".to_owned())
            .spawn(run)
        {
            self.reporter.send(Event::Failed(Problem::because(
                "The file dialog could not be shown",
                &error,
            )));
        }
    }

    /// Drops the [`Jobs::decode`] jobs asked for so far that have not started.
    pub fn stop_reading(&self) {
        self.stops.fetch_add(1, Ordering::Relaxed);
    }

    fn spawn(&self, job: impl FnOnce() -> Event + Send + 'static) {
        let reporter = self.reporter.clone();
        let run = move || {
            let event = catch_unwind(AssertUnwindSafe(job));
            reporter.send(event.unwrap_or_else(|panic| {
                Event::Failed(panic_problem("A background job failed", &*panic))
            }));
        };
        match &self.pool {
            Some(pool) => pool.spawn(run),
            None => run(),
        }
    }
}

impl Drop for Jobs {
    /// Waits until what a person saved is on the disk; decoding that has not begun is given up.
    fn drop(&mut self) {
        self.stop_reading();
        std::mem::take(&mut self.saves).wait();
    }
}

fn decoded(ticket: Ticket, path: &Path) -> Event {
    let result = data::open_picture(path);
    Event::Picture {
        ticket,
        result: result
            .map(Box::new)
            .map_err(|error| Problem::new(error.to_string())),
    }
}

/// A picture that carries a recipe: it brings a state back instead of being a source. Otherwise what is wrong with the recipe.
fn brought(path: &Path) -> Result<Event, Vec<Problem>> {
    if !export::png::carries_recipe(path) {
        return Err(Vec::new());
    }
    // A picture that cannot be read is told of when it is decoded.
    let (picture, carried) = export::png::read_with(path).map_err(|_| Vec::new())?;
    let unread = |fault| {
        Problem::because(
            "The recipe in this picture cannot be read; it is used as a picture",
            fault,
        )
    };
    let faults: Vec<Problem> = carried.faults.iter().map(|fault| unread(fault)).collect();
    let whole = whole(picture, carried, None).ok_or(faults)?;
    let event = GalleryEvent::Brought {
        path: path.to_owned(),
        whole: Box::new(whole),
    };
    Ok(Event::Gallery(Box::new(event)))
}

/// A path as it was typed, with this ending when it has none.
fn ending_in(path: PathBuf, usual: &str) -> PathBuf {
    match path.extension() {
        None => path.with_extension(usual),
        Some(_) => path,
    }
}

fn show_dialog(purpose: Purpose, suggested: &str) -> Vec<PathBuf> {
    let pictures = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff"];
    let dialog = rfd::FileDialog::new();
    let folder = |title: &str| dialog.clone().set_title(title).pick_folder();
    let file = |title: &str, filter: &str, endings: &[&str]| {
        let dialog = dialog.clone().set_title(title);
        dialog.add_filter(filter, endings).pick_file()
    };
    let save = |title: &str, filter: &str, endings: &[&str]| {
        let dialog = dialog.clone().set_title(title);
        let dialog = dialog.add_filter(filter, endings);
        dialog.set_file_name(suggested).save_file()
    };
    let chosen = match purpose {
        Purpose::Pictures => {
            let dialog = dialog.set_title("Open pictures");
            let dialog = dialog.add_filter("Pictures", &pictures);
            return dialog.pick_files().unwrap_or_default();
        }
        Purpose::Folder => folder("Open a folder of pictures"),
        Purpose::Model
        | Purpose::ComparedModel
        | Purpose::EvaluatedModel
        | Purpose::TastedModel => file("Open a model", "Models", &data::walk::MODEL_ENDINGS),
        Purpose::Eye => file(
            "Open a landmark network, or a mean face",
            "wing.ckpt, celeba_lm_mean.npz",
            &FACE_ENDINGS,
        ),
        Purpose::Data => folder("Open a data set: a folder of pictures"),
        Purpose::Run => folder("Open a training run"),
        Purpose::EvaluationData => {
            folder("Open pictures to evaluate on: one folder for each domain")
        }
        Purpose::TasteData => folder("Open pictures to translate: one folder for each domain"),
        Purpose::SaveTaste => save("Save the result", "JSON or CSV", &["json", "csv"]),
        Purpose::Extractor => file(
            "Open torchvision's AlexNet or Inception-v3",
            "Weights",
            &data::walk::MODEL_ENDINGS,
        ),
        Purpose::SaveEvaluation => {
            let endings = ["json", "csv", "png"];
            let path = save("Save the evaluation", "JSON, CSV or PNG", &endings);
            path.map(|path| ending_in(path, "json"))
        }
        Purpose::SaveCurves => save("Save the curves", "PNG or CSV", &["png", "csv"]),
        // What the name lacks the window adds: it knows the format.
        Purpose::SaveFilm => save("Save the film", "Films", &["gif", "apng", "mp4"]),
        Purpose::SavePage => save("Save as PNG", "PNG", &["png"]),
        Purpose::SavePicture | Purpose::SaveKept | Purpose::SaveSheet => {
            let path = save("Save as PNG", "PNG", &["png"]);
            path.map(|path| ending_in(path, "png"))
        }
    };
    chosen.into_iter().collect()
}

#[cfg(test)]
mod tests;
