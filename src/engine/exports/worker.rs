//! The exporting worker: one export after the other, and the model stays open while there is more to do with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::bench::{Bench, guarded};
use super::super::messages::{Event, ModelSource};
use super::super::open;
use super::super::training::Busy;
use super::super::translator::{Pictures, Translator};
use super::super::worker::Reporter;
use super::messages::{
    ExportEvent, ExportId, ExportNews, ExportOrder, KeepsakeTask, SheetTask, Task,
};
use super::slot::Slot;
use crate::domain::{Fingerprint, Picture, StyleSource};
use crate::export::film::Format;
use crate::export::{contact, keepsake, png};
use crate::problem::Problem;

/// How often a worker that let others go first looks whether they are done.
const LOOK: Duration = Duration::from_millis(5);
/// Between two reports of progress.
const REPORT: Duration = Duration::from_millis(100);
/// Pictures after which the time that is left can be told.
const TELLING: usize = 3;
/// Heads sentences about what went wrong.
const NOT_MADE: &str = "The export was not made";

/// The worker's state.
pub(super) struct Worker {
    slot: Arc<Slot>,
    reporter: Reporter,
    bench: Bench,
    first: Busy,
    model: Option<(Opened, Translator)>,
}

/// What a model is opened from: its own place, and that of a landmark network.
type Opened = (ModelSource, Option<PathBuf>);

/// Watches over an export between two pictures.
struct Watch<'a> {
    id: ExportId,
    slot: &'a Slot,
    reporter: &'a Reporter,
    first: &'a Busy,
    began: Instant,
    told: Option<Instant>,
    /// Where nothing may be yet.
    new: Option<&'a Path>,
    /// Whether something is there.
    taken: bool,
}

impl Watch<'_> {
    /// Tells how far the export is, lets others go first, and says whether it goes on.
    fn goes_on(&mut self, done: usize, all: usize) -> bool {
        if self.told.is_none_or(|told| told.elapsed() >= REPORT) {
            self.told = Some(Instant::now());
            let each = self.began.elapsed().as_secs_f32() / done.max(1) as f32;
            let left = (done >= TELLING).then(|| each * all.saturating_sub(done) as f32);
            let news = ExportNews::Progress { done, all, left };
            let event = Event::Export(Box::new(ExportEvent { id: self.id, news }));
            // Progress is not worth waiting for.
            let _ = self.reporter.offer(event);
        }
        while (self.first)() && !self.slot.is_over(self.id) {
            std::thread::sleep(LOOK);
        }
        // Before it is put at its place, which may be long after it was begun.
        self.taken = done == all && self.new.is_some_and(Path::exists);
        !self.taken && !self.slot.is_over(self.id)
    }
}

impl Worker {
    /// A worker without a model.
    pub fn new(slot: Arc<Slot>, reporter: Reporter, bench: Bench, first: Busy) -> Self {
        Self {
            slot,
            reporter,
            bench,
            first,
            model: None,
        }
    }

    /// Serves orders until told to close.
    pub fn run(mut self) {
        while let Some(next) = self.slot.take() {
            if let Some(choice) = next.device {
                self.bench.switch(choice);
                self.model = None;
            }
            let id = next.order.id;
            let made = match next.cancelled {
                true => Ok(false),
                false => self.make(&next.order),
            };
            let news = match made {
                Ok(true) => ExportNews::Done(next.order.to),
                Ok(false) => ExportNews::Cancelled,
                Err(problem) => {
                    // What a fault left behind in the model is not trusted.
                    self.model = None;
                    ExportNews::Failed(problem)
                }
            };
            self.tell(id, news);
            if self.slot.is_empty() {
                self.model = None;
            }
        }
    }

    fn tell(&self, id: ExportId, news: ExportNews) {
        let event = ExportEvent { id, news };
        self.reporter.send(Event::Export(Box::new(event)));
    }

    /// Makes an export; `false` when it was given up.
    fn make(&mut self, order: &ExportOrder) -> Result<bool, Problem> {
        let new = order.only_new.then_some(order.to.as_path());
        if new.is_some_and(Path::exists) {
            return Err(taken(&order.to));
        }
        self.open(order)?;
        let mut watch = Watch {
            id: order.id,
            slot: &self.slot,
            reporter: &self.reporter,
            first: &self.first,
            began: Instant::now(),
            told: None,
            new,
            taken: false,
        };
        let Some((_, translator)) = &mut self.model else {
            return Err(Problem::new(NOT_MADE));
        };
        let (pictures, to) = (&*order.pictures, order.to.as_path());
        let made = self.bench.compute(NOT_MADE, || match &order.task {
            Task::Film(film, format) => {
                let place: (Format, &Path) = (*format, to);
                film.make(place, translator, pictures, |done, all| {
                    watch.goes_on(done, all)
                })
            }
            Task::Sheet(task) => sheet(task, to, translator, pictures, &mut watch),
            Task::Keepsake(task) => page(task, to, translator, pictures, &mut watch),
        });
        if watch.taken { Err(taken(to)) } else { made }
    }

    /// Opens the order's model, unless it is open; its sources are looked at as the order says.
    fn open(&mut self, order: &ExportOrder) -> Result<(), Problem> {
        let wanted = (order.model.clone(), order.eye.clone());
        let same = |(opened, _): &(Opened, Translator)| *opened == wanted;
        if !self.model.as_ref().is_some_and(same) {
            self.tell(order.id, ExportNews::Opening);
            self.model = None;
            let device = self.bench.device()?;
            let (source, eye) = &wanted;
            // On this thread: networks are built on the stack, and the threads of a pool have a small one.
            let opened = guarded("The model could not be opened", || {
                let read = open::build(source, &device)?;
                let blind = read.model.config.has_high_pass() && !matches!(read.eye, Ok(Some(_)));
                let (translator, _) = read.at_work(eye.as_deref().filter(|_| blind), &device)?;
                Ok(translator)
            })?;
            self.model = Some((wanted, opened));
        }
        if let Some((_, translator)) = &mut self.model
            && let Some(eye) = translator.eye()
        {
            eye.set_looks(&order.looks);
        }
        Ok(())
    }
}

/// Why nothing was put there.
fn taken(to: &Path) -> Problem {
    let text = format!("There is a file of that name already: {}", to.display());
    Problem::new(text).hint("Choose another name")
}

/// One result of an export.
fn result(
    source: Fingerprint,
    style: &StyleSource,
    translator: &mut Translator,
    pictures: &Pictures,
) -> Result<Arc<Picture>, Problem> {
    let made = translator.translate(source, style, pictures);
    made.map(Arc::new)
        .map_err(|error| Problem::because("A picture could not be computed", &error))
}

/// Computes the cells that are missing, draws the sheet and writes it.
fn sheet(
    task: &SheetTask,
    to: &Path,
    translator: &mut Translator,
    pictures: &Pictures,
    watch: &mut Watch<'_>,
) -> Result<bool, Problem> {
    let mut sheet = task.sheet.clone();
    let mut put = |row: usize, column: usize, picture: Arc<Picture>| {
        let row = sheet.rows.get_mut(row);
        if let Some(cell) = row.and_then(|row| row.cells.get_mut(column)) {
            *cell = Some(picture);
        }
    };
    for (row, column, values) in &task.on_device {
        let read = values.read();
        let read = read.map_err(|error| Problem::because(NOT_MADE, &error))?;
        put(*row, *column, Arc::new(read));
    }
    for (at, (row, column, source, style)) in task.missing.iter().enumerate() {
        if !watch.goes_on(at, task.missing.len()) {
            return Ok(false);
        }
        put(*row, *column, result(*source, style, translator, pictures)?);
    }
    if !watch.goes_on(task.missing.len(), task.missing.len()) {
        return Ok(false);
    }
    let picture = match &task.words {
        Some(words) => contact::draw(&sheet, words).map_err(Problem::new)?,
        None => sheet.render(),
    };
    png::save(&picture, to).map_err(|error| Problem::because(NOT_MADE, &error))?;
    Ok(true)
}

/// Computes the results of a page, draws it and writes it.
fn page(
    task: &KeepsakeTask,
    to: &Path,
    translator: &mut Translator,
    pictures: &Pictures,
    watch: &mut Watch<'_>,
) -> Result<bool, Problem> {
    let mut page = task.page.clone();
    let all = 1 + task.variants.len();
    page.result.picture = Some(result(task.source, &task.result, translator, pictures)?);
    for (at, (named, style)) in page.variants.iter_mut().zip(&task.variants).enumerate() {
        if !watch.goes_on(1 + at, all) {
            return Ok(false);
        }
        named.picture = Some(result(task.source, style, translator, pictures)?);
    }
    if !watch.goes_on(all, all) {
        return Ok(false);
    }
    keepsake::save(&page, to).map_err(|error| Problem::because(NOT_MADE, &error))?;
    Ok(true)
}
