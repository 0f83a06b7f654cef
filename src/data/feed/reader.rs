//! Reads the pictures of one data set while it is trained on: keeps them, passes over single broken ones, and tells when all are gone.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha8Rng;

use super::cache::{Cache, Place};
use super::draws::below;
use crate::data::dataset::{DataError, DataRoot, Item};
use crate::domain::Picture;

/// How often another picture is drawn in place of one that cannot be read.
const TRIES: usize = 32;

/// Reads pictures.
#[derive(Debug)]
pub struct Reader {
    root: DataRoot,
    cache: Cache,
    skipped: Mutex<Skipped>,
}

/// Pictures that could not be read.
#[derive(Debug, Default)]
struct Skipped {
    /// Those that were told of; each is told of once.
    known: HashSet<Place>,
    /// Sentences that nobody has taken yet.
    sentences: Vec<String>,
}

/// How often pictures were drawn for a batch, and how often that failed.
#[derive(Default)]
pub struct Luck {
    drawn: usize,
    failed: usize,
}

impl Reader {
    /// Of the data set at `root`; keeps up to `room` bytes of pixels.
    pub fn new(root: DataRoot, room: usize) -> Self {
        Self {
            root,
            cache: Cache::new(room),
            skipped: Mutex::default(),
        }
    }

    /// Sentences about pictures that had to be skipped since the last call; each picture is told of once.
    pub fn take_skipped(&self) -> Vec<String> {
        let mut skipped = self.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut skipped.sentences)
    }

    /// A training picture; `None`, and a sentence for the person, when it cannot be read.
    pub fn picture(&self, place: Place, item: &Item) -> Option<Arc<Picture>> {
        let read = match item {
            // In memory as they are.
            Item::Bundled(_) => item.read().map(Arc::new),
            Item::File(_) => self.cache.get(place, || item.read()),
        };
        read.map_err(|error| {
            let mut skipped = self.skipped.lock().unwrap_or_else(PoisonError::into_inner);
            if skipped.known.insert(place) {
                skipped.sentences.push(error.to_string());
            }
        })
        .ok()
    }

    /// Draws one of `count` pictures and gives its place with what `read` makes of it; draws again when that is nothing.
    pub fn draw<'a, T>(
        &self,
        count: usize,
        item: impl Fn(usize) -> &'a Item,
        rng: &mut ChaCha8Rng,
        luck: &mut Luck,
        read: impl Fn(usize) -> Option<T>,
    ) -> Result<(usize, T), DataError> {
        if count == 0 {
            return Err(self.gone(None));
        }
        let mut last = 0;
        for _ in 0..TRIES {
            luck.drawn += 1;
            last = below(count, rng);
            if let Some(found) = read(last) {
                return Ok((last, found));
            }
            luck.failed += 1;
            if self.root_is_gone() {
                return Err(self.gone(None));
            }
        }
        Err(self.gone(Some(item(last))))
    }

    /// Refuses a batch most of whose pictures could not be read.
    pub fn check(&self, luck: &Luck) -> Result<(), DataError> {
        if luck.failed * 2 > luck.drawn {
            return Err(self.gone(None));
        }
        Ok(())
    }

    /// The next picture of `queue` (from `next` on, round and round) that can be read, and its place there.
    pub fn readable(
        &self,
        queue: &[&Item],
        next: &mut usize,
    ) -> Result<(usize, Picture), DataError> {
        let mut last = None;
        for _ in 0..queue.len() {
            let place = *next % queue.len();
            *next += 1;
            match queue[place].read() {
                Ok(picture) => return Ok((place, picture)),
                Err(_) => last = Some(queue[place]),
            }
        }
        Err(self.gone(last))
    }

    /// The data is gone: all of it, or, while the root is there, that which `item` was of.
    pub fn gone(&self, item: Option<&Item>) -> DataError {
        let folder = match item {
            Some(Item::File(path)) if !self.root_is_gone() => path.parent().map(PathBuf::from),
            _ => None,
        };
        DataError::Gone(folder.unwrap_or_else(|| match &self.root {
            DataRoot::Folder(root) => root.clone(),
            DataRoot::Bundled => PathBuf::from("the bundled creatures"),
        }))
    }

    fn root_is_gone(&self) -> bool {
        matches!(&self.root, DataRoot::Folder(root) if !root.is_dir())
    }
}
