//! The folder of kept results.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::GalleryError;
use super::journal::{self, Index, Line};
use super::kept::{Kept, KeptId, Mark};
use crate::checkpoint::atomic;
use crate::domain::{Picture, Recipe};
use crate::export::{file, png};

/// The folder of the pictures, and the file that the program which may tidy up holds.
const PICTURES: &str = "pictures";
const LOCK: &str = "lock";
/// For so many seconds what was deleted can be had back: thirty days.
const GRACE: u64 = 30 * 24 * 3600;
/// Unfinished files older than this belong to nobody.
const ABANDONED: Duration = Duration::from_secs(3600);

/// The gallery's folder, open.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    index: Index,
    /// Held as long as this program may tidy up; none when another one does.
    lock: Option<File>,
}

/// What was found when a folder was opened.
#[derive(Debug)]
pub struct Opened {
    /// The folder.
    pub store: Store,
    /// Kept results, oldest first, with those that were deleted a short while ago.
    pub kept: Vec<Kept>,
    /// Results that the journal did not know and that are there again.
    pub found: usize,
    /// Lines of the journal that could not be read.
    pub damaged: usize,
}

impl Store {
    /// Opens the folder, making it if need be; what was deleted long ago goes now. Tidying up that fails is only logged.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn open(folder: &Path) -> Result<Opened, GalleryError> {
        let pictures = folder.join(PICTURES);
        std::fs::create_dir_all(&pictures).map_err(GalleryError::io(&pictures))?;
        // First the lock: nobody else tidies up while the journal is read.
        let lock = lock(&folder.join(LOCK));
        let mut store = Self {
            folder: folder.to_owned(),
            index: journal::read(folder)?,
            lock,
        };
        let mut found = 0;
        if store.lock.is_some() {
            if let Err(error) = store.tidy(now()) {
                log::warn!("what was deleted long ago is still in the gallery: {error}");
            }
            let taken = store.take_in();
            found = taken.unwrap_or_else(|error| {
                log::warn!("the gallery's folder was not searched for lost results: {error}");
                0
            });
        }
        store.index.settle(|_| true);
        Ok(Opened {
            kept: store.index.kept.clone(),
            found,
            damaged: store.index.damaged,
            store,
        })
    }

    /// Where the file of a kept result lies.
    pub fn path(&self, id: KeptId) -> PathBuf {
        self.folder.join(PICTURES).join(format!("{id}.png"))
    }

    /// Keeps a result with its recipe and the pictures that went in; it is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written; nothing is kept then.
    pub fn keep(
        &mut self,
        picture: &Picture,
        recipe: Recipe,
        inputs: &[Arc<Picture>],
    ) -> Result<Kept, GalleryError> {
        let mut bytes = Vec::new();
        let encoded = png::encode_with(picture, &recipe, inputs, &mut bytes);
        encoded.map_err(GalleryError::io(&self.folder))?;
        let kept = Kept {
            id: KeptId::of(&bytes),
            recipe: Arc::new(recipe),
            size: [picture.width(), picture.height()],
            starred: false,
            name: String::new(),
            deleted: None,
        };
        let path = self.path(kept.id);
        file::write(&path, |writer| writer.write_all(&bytes))?;
        self.follow(Line::Kept(Box::new(kept.clone())))?;
        Ok(kept)
    }

    /// Changes kept results; gives them back as they are now.
    ///
    /// # Errors
    /// When the change cannot be written; it then does not count.
    pub fn mark(&mut self, ids: Vec<KeptId>, mark: Mark) -> Result<Vec<Kept>, GalleryError> {
        let time = now();
        let ids = self.follow(Line::Marked { ids, mark, time })?;
        Ok(ids
            .iter()
            .filter_map(|id| self.index.get(*id).cloned())
            .collect())
    }

    /// The picture of a kept result, and what rides with it.
    ///
    /// # Errors
    /// When its file is gone or damaged.
    pub fn read(&self, id: KeptId) -> Result<(Picture, png::Carried), GalleryError> {
        let path = self.path(id);
        png::read_with(&path).map_err(|_| GalleryError::Lost(path))
    }

    /// The picture alone.
    ///
    /// # Errors
    /// When its file is gone or damaged.
    pub fn picture(&self, id: KeptId) -> Result<Picture, GalleryError> {
        let path = self.path(id);
        png::read(&path).map_err(|_| GalleryError::Lost(path))
    }

    /// A kept result.
    pub fn get(&self, id: KeptId) -> Option<&Kept> {
        self.index.get(id)
    }

    fn follow(&mut self, line: Line) -> Result<Vec<KeptId>, GalleryError> {
        journal::add(&self.folder, std::slice::from_ref(&line))?;
        Ok(self.index.follow(line))
    }

    /// Removes what was deleted long ago: first the files, then the lines, so that a picture without a line is never one of those.
    fn tidy(&mut self, now: u64) -> Result<(), GalleryError> {
        let due = |kept: &Kept| {
            kept.deleted
                .is_some_and(|time| time.saturating_add(GRACE) <= now)
        };
        let gone = self.index.kept.iter().filter(|kept| due(kept));
        // What cannot be removed keeps its line, for the next start.
        let gone: Vec<KeptId> = gone
            .map(|kept| kept.id)
            .filter(|id| removed(&self.path(*id)))
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.index.settle(|kept| !gone.contains(&kept.id));
        journal::forget(&self.folder, &gone)
    }

    /// Takes in pictures that the journal does not know; removes unfinished files.
    fn take_in(&mut self) -> Result<usize, GalleryError> {
        // Only who holds the lock writes the journal anew; the pictures' folder belongs to every window.
        if let Err(error) = atomic::remove_leftovers(&self.folder) {
            log::warn!("what a crash left half-written stays: {error}");
        }
        let folder = self.folder.join(PICTURES);
        let entries = std::fs::read_dir(&folder).map_err(GalleryError::io(&folder))?;
        let mut found = Vec::new();
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let is_png = path.extension().is_some_and(|ending| ending == "png");
            match stem.and_then(KeptId::named).filter(|_| is_png) {
                Some(id) if self.index.get(id).is_none() => found.push((id, path)),
                Some(_) => {}
                None if is_abandoned(&path) => drop(std::fs::remove_file(&path)),
                None => {}
            }
        }
        let lines = found.into_iter().filter_map(|(id, path)| {
            let (size, recipe) = png::described(&path)?;
            let kept = Kept {
                id,
                recipe: Arc::new(recipe),
                size,
                starred: false,
                name: String::new(),
                deleted: None,
            };
            Some(Line::Kept(Box::new(kept)))
        });
        let lines: Vec<Line> = lines.collect();
        if lines.is_empty() {
            return Ok(0);
        }
        journal::add(&self.folder, &lines)?;
        let count = lines.len();
        for line in lines {
            self.index.follow(line);
        }
        Ok(count)
    }
}

/// A file that was being written when the program was killed.
fn is_abandoned(path: &Path) -> bool {
    let unfinished = path.file_name().is_some_and(atomic::is_unfinished);
    let changed = path.metadata().and_then(|data| data.modified()).ok();
    let age = changed.and_then(|changed| changed.elapsed().ok());
    unfinished && age.is_some_and(|age| age > ABANDONED)
}

/// Whether the file is not there any more.
fn removed(path: &Path) -> bool {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            log::warn!("{error}: {}", path.display());
            false
        }
        _ => true,
    }
}

/// The lock of the folder; none when another program holds it, or where the system gives none.
fn lock(path: &Path) -> Option<File> {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(path);
    let locked = file.map_err(TryLockError::Error);
    match locked.and_then(|file| file.try_lock().map(|()| file)) {
        Ok(file) => Some(file),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(error)) => {
            log::warn!("the gallery is not tidied up ({error}): {}", path.display());
            None
        }
    }
}

/// Seconds since 1970 (UTC).
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests;
