//! The gallery's thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use super::messages::{GalleryEvent, Item, LoadFor, Riding, Whole};
use super::slot::{Slot, Task};
use crate::data::{Filter, resize};
use crate::domain::{CropBox, Picture, Recipe};
use crate::engine::made::Made;
use crate::engine::messages::Event;
use crate::engine::priority;
use crate::engine::worker::{Reporter, panic_problem};
use crate::export::png::{self, Carried};
use crate::gallery::{GalleryError, Kept, KeptId, Mark, Opened, Store};
use crate::problem::Problem;

/// The longer side of a thumbnail in pixels.
const THUMBNAIL: usize = 192;

const NOT_KEPT: &str = "The result was not kept";
const NO_FOLDER: &str = "There is no folder for kept results";
const NO_FOLDER_HINT: &str = "See in the log why it cannot be opened, and start Stargrid again.";

/// The thread's state.
pub struct Worker {
    slot: Arc<Slot>,
    reporter: Reporter,
    store: Option<Store>,
}

impl Worker {
    /// A thread without a folder.
    pub fn new(slot: Arc<Slot>, reporter: Reporter) -> Self {
        Self {
            slot,
            reporter,
            store: None,
        }
    }

    /// Does tasks until told to end.
    pub fn run(mut self) {
        priority::give_way();
        while let Some(task) = self.slot.take() {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.serve(task)));
            let event = outcome.unwrap_or_else(|panic| {
                Event::Failed(panic_problem("The gallery failed", &*panic))
            });
            self.reporter.send(event);
        }
    }

    fn serve(&mut self, task: Task) -> Event {
        let event = match task {
            Task::Open(folder) => self.open(folder),
            Task::Keep(made, recipe, inputs) => match self.keep(&made, *recipe, &inputs) {
                Ok(kept) => GalleryEvent::Kept(Box::new(Item::of(kept))),
                Err(problem) => GalleryEvent::NotKept(problem),
            },
            Task::Mark(ids, mark) => match self.mark(ids, mark) {
                Ok(kept) => GalleryEvent::Marked(kept.into_iter().map(Item::of).collect()),
                Err(problem) => return Event::Failed(problem),
            },
            Task::Load(id, purpose) => self.load(id, purpose),
            Task::Export(id, path, riding) => return self.export(id, path, riding),
            Task::Thumbnail(id) => GalleryEvent::Thumbnail(id, self.thumbnail(id)),
        };
        Event::Gallery(Box::new(event))
    }

    fn open(&mut self, folder: PathBuf) -> GalleryEvent {
        match Store::open(&folder) {
            Ok(Opened {
                store,
                kept,
                found,
                damaged,
            }) => {
                self.store = Some(store);
                let mut problems = Vec::new();
                if found > 0 {
                    let what = format!(
                        "{found} kept results were missing in the gallery's list and are there again"
                    );
                    problems.push(Problem::new(what));
                }
                if damaged > 0 {
                    log::warn!("{damaged} lines of the gallery's journal could not be read");
                }
                let kept = kept.into_iter().map(Item::of).collect();
                GalleryEvent::Opened { kept, problems }
            }
            Err(error) => GalleryEvent::Closed(
                Problem::because("Kept results cannot be read, and none can be kept", &error)
                    .hint("See that the folder can be written, and start Stargrid again."),
            ),
        }
    }

    fn store(&mut self) -> Result<&mut Store, Problem> {
        let none = || Problem::new(NO_FOLDER).hint(NO_FOLDER_HINT);
        self.store.as_mut().ok_or_else(none)
    }

    fn keep(
        &mut self,
        made: &Made,
        recipe: Recipe,
        inputs: &[Arc<Picture>],
    ) -> Result<Kept, Problem> {
        let store = self.store()?;
        let pixels = made
            .pixels()
            .map_err(|error| Problem::because(NOT_KEPT, &error))?;
        let kept = store.keep(&pixels, recipe, inputs);
        kept.map_err(|error| Problem::because(NOT_KEPT, &error))
    }

    fn mark(&mut self, ids: Vec<KeptId>, mark: Mark) -> Result<Vec<Kept>, Problem> {
        let marked = self.store()?.mark(ids, mark);
        marked
            .map_err(|error| Problem::because("The change in the gallery was not written", &error))
    }

    fn load(&mut self, id: KeptId, purpose: LoadFor) -> GalleryEvent {
        let read = |store: &mut Store| -> Result<Whole, GalleryError> {
            let (picture, carried) = store.read(id)?;
            let lost = || GalleryError::Lost(store.path(id));
            let kept = store.get(id).ok_or_else(lost)?;
            whole(picture, carried, Some(&kept.recipe)).ok_or_else(lost)
        };
        let result = self.store().and_then(|store| {
            let said = |error| Problem::because("The kept result cannot be shown", &error);
            read(store).map(Box::new).map_err(said)
        });
        GalleryEvent::Loaded {
            id,
            purpose,
            result,
        }
    }

    fn export(&mut self, id: KeptId, path: PathBuf, riding: Riding) -> Event {
        let written = |store: &mut Store| -> Result<(), GalleryError> {
            if riding == Riding::Nothing {
                return Ok(png::save(&store.picture(id)?, &path)?);
            }
            let (picture, carried) = store.read(id)?;
            let kept = store
                .get(id)
                .ok_or_else(|| GalleryError::Lost(store.path(id)))?;
            let inputs = match riding {
                Riding::Inputs => carried.inputs,
                Riding::Recipe | Riding::Nothing => Vec::new(),
            };
            let recipe = Recipe::clone(&kept.recipe).without_places();
            Ok(png::save_with(&picture, &recipe, &inputs, &path)?)
        };
        let outcome = self.store().and_then(|store| {
            written(store).map_err(|error| Problem::because("The picture was not saved", &error))
        });
        match outcome {
            Ok(()) => Event::Saved(path),
            Err(problem) => Event::Failed(problem),
        }
    }

    fn thumbnail(&mut self, id: KeptId) -> Result<Arc<Picture>, Problem> {
        let picture = self.store()?.picture(id);
        let picture = picture
            .map_err(|error| Problem::because("This kept result cannot be shown", &error))?;
        Ok(Arc::new(shrunk(picture)))
    }
}

/// A result with its recipe; none without one. `known` is the recipe as the journal has it.
pub fn whole(picture: Picture, carried: Carried, known: Option<&Recipe>) -> Option<Whole> {
    Some(Whole {
        picture: Arc::new(picture),
        recipe: carried.recipe.or_else(|| known.cloned())?,
        inputs: carried.inputs,
        faults: carried.faults.iter().map(ToString::to_string).collect(),
    })
}

/// A picture no larger than a thumbnail.
fn shrunk(picture: Picture) -> Picture {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height);
    if longer <= THUMBNAIL {
        return picture;
    }
    let scaled = |side: usize| (side * THUMBNAIL / longer).max(1);
    let area = CropBox::whole(width, height);
    resize(
        &picture,
        area,
        scaled(width),
        scaled(height),
        Filter::Bilinear,
    )
}
