//! Batches: a pure function of data, seed and step, so that a resumed run sees what an uninterrupted one would.
//!
//! The draws are the official ones: a domain evenly, a picture of it evenly, with replacement; sources and references independent of
//! each other; a reference's partner by one permutation for the whole run, both transformed on their own.

mod augment;
mod cache;
mod draws;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha8Rng;

use self::augment::Transform;
use self::cache::{Cache, Place};
use self::draws::{Draws, below};
use super::crop::model_view;
use super::dataset::{DataError, DataRoot, Dataset, Item};
use crate::domain::{Batch, CropBox, Picture};

/// Decoded pictures are kept up to this many bytes.
pub const CACHE_BYTES: usize = 512 << 20;
/// How often another picture of a domain is drawn in place of one that cannot be read.
const TRIES: usize = 32;

/// What decides a batch besides the data.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedOptions {
    /// Side of the pictures.
    pub img_size: usize,
    /// Pictures of each kind.
    pub batch: usize,
    /// Length of a latent.
    pub latent_dim: usize,
    /// Decides every draw.
    pub seed: u64,
    /// Probability of a random resized crop.
    pub crop_probability: f32,
    /// Probability of mirroring.
    pub flip_probability: f32,
}

/// Draws batches.
#[derive(Debug)]
pub struct Feed {
    dataset: Arc<Dataset>,
    options: FeedOptions,
    /// Domains that have training pictures.
    domains: Vec<usize>,
    /// Of each domain, the partner of each picture in reference pairs.
    partners: Vec<Vec<usize>>,
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
struct Luck {
    drawn: usize,
    failed: usize,
}

impl Feed {
    /// Draws from the training pictures of `dataset`.
    pub fn new(dataset: Arc<Dataset>, options: FeedOptions) -> Self {
        let all = dataset.train.iter().enumerate();
        let domains = all.filter(|(_, items)| !items.is_empty());
        Self {
            domains: domains.map(|(domain, _)| domain).collect(),
            partners: draws::partners(options.seed, dataset.train.iter().map(Vec::len)),
            cache: Cache::new(CACHE_BYTES),
            skipped: Mutex::default(),
            dataset,
            options,
        }
    }

    /// The data.
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The options.
    pub fn options(&self) -> &FeedOptions {
        &self.options
    }

    /// The batch of iteration `step` (from 1), in any order and from any thread. A single unreadable picture is replaced by another of its
    /// domain; it appears in [`Feed::take_skipped`].
    ///
    /// # Errors
    /// When most pictures can no longer be read (an unplugged disk).
    pub fn batch(&self, step: u64) -> Result<Batch, DataError> {
        let options = &self.options;
        let draws = Draws::of(options.seed, step, options.batch, options.latent_dim);
        let transform = Transform {
            size: options.img_size,
            crop: options.crop_probability,
            flip: options.flip_probability,
        };
        let mut batch = Batch {
            latents: draws.latents,
            latents2: draws.latents2,
            ..Batch::default()
        };
        let mut luck = Luck::default();
        let picture = |domain, at| self.picture((domain, at));
        let pair = |domain: usize, at: usize| {
            let partner = self.partners[domain][at];
            Some((picture(domain, at)?, picture(domain, partner)?))
        };
        for mut rng in draws.sources {
            let (domain, picture) = self.draw(&mut rng, &mut luck, picture)?;
            batch.sources.extend(transform.planes(&picture, &mut rng));
            batch.source_domains.push(domain);
        }
        for mut rng in draws.references {
            let (domain, (first, second)) = self.draw(&mut rng, &mut luck, pair)?;
            batch.references.extend(transform.planes(&first, &mut rng));
            batch
                .references2
                .extend(transform.planes(&second, &mut rng));
            batch.target_domains.push(domain);
        }
        if luck.failed * 2 > luck.drawn {
            return Err(self.gone(None));
        }
        Ok(batch)
    }

    /// Sentences about pictures that had to be skipped since the last call; each picture is told of once.
    pub fn take_skipped(&self) -> Vec<String> {
        let mut skipped = self.skipped.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut skipped.sentences)
    }

    /// `count` held-out (else training) pictures as the networks see them at test time, with their domains, spread evenly over domains; the
    /// same for the same seed. They come domain after domain in turn (0, 1, 2, 0, 1, …); with too few pictures some come again.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self, count: usize, seed: u64) -> Result<Vec<(Picture, usize)>, DataError> {
        let (train, val) = (&self.dataset.train, &self.dataset.val);
        let held_out = draws::orders(seed, val.iter().map(Vec::len));
        let trained = draws::orders(seed, train.iter().map(Vec::len));
        let mut queues: Vec<Vec<&Item>> = train.iter().map(|_| Vec::new()).collect();
        for (items, orders) in [(val, held_out), (train, trained)] {
            for ((queue, items), order) in queues.iter_mut().zip(items).zip(orders) {
                queue.extend(order.into_iter().map(|at| &items[at]));
            }
        }
        let mut probes = Vec::with_capacity(count);
        let mut next = vec![0; queues.len()];
        for place in 0..count {
            let Some(&domain) = self.domains.get(place % self.domains.len().max(1)) else {
                return Err(self.gone(None));
            };
            let picture = self.readable(&queues[domain], &mut next[domain])?;
            let whole = CropBox::whole(picture.width(), picture.height());
            let view = model_view(&picture, whole, self.options.img_size);
            probes.push((view, domain));
        }
        Ok(probes)
    }

    /// The next picture of `queue` (from `next` on, round and round) that can be read.
    fn readable(&self, queue: &[&Item], next: &mut usize) -> Result<Picture, DataError> {
        let mut last = None;
        for _ in 0..queue.len() {
            let item = queue[*next % queue.len()];
            *next += 1;
            match self.dataset.read(item) {
                Ok(picture) => return Ok(picture),
                Err(_) => last = Some(item),
            }
        }
        Err(self.gone(last))
    }

    /// Draws a domain and a picture of it; again when `read` gives nothing for it.
    fn draw<T>(
        &self,
        rng: &mut ChaCha8Rng,
        luck: &mut Luck,
        read: impl Fn(usize, usize) -> Option<T>,
    ) -> Result<(usize, T), DataError> {
        if self.domains.is_empty() {
            return Err(self.gone(None));
        }
        let domain = self.domains[below(self.domains.len(), rng)];
        let items = &self.dataset.train[domain];
        let mut last = 0;
        for _ in 0..TRIES {
            luck.drawn += 1;
            last = below(items.len(), rng);
            if let Some(found) = read(domain, last) {
                return Ok((domain, found));
            }
            luck.failed += 1;
            if self.root_is_gone() {
                return Err(self.gone(None));
            }
        }
        Err(self.gone(items.get(last)))
    }

    /// A training picture; `None`, and a sentence for the person, when it cannot be read.
    fn picture(&self, place: Place) -> Option<Arc<Picture>> {
        let item = &self.dataset.train[place.0][place.1];
        let read = self.cache.get(place, || self.dataset.read(item));
        read.map_err(|error| {
            let mut skipped = self.skipped.lock().unwrap_or_else(PoisonError::into_inner);
            if skipped.known.insert(place) {
                skipped.sentences.push(error.to_string());
            }
        })
        .ok()
    }

    fn root_is_gone(&self) -> bool {
        matches!(&self.dataset.root, DataRoot::Folder(root) if !root.is_dir())
    }

    /// The data is gone: all of it, or, while the root is there, that which `item` was of.
    fn gone(&self, item: Option<&Item>) -> DataError {
        let folder = match item {
            Some(Item::File(path)) if !self.root_is_gone() => path.parent().map(PathBuf::from),
            _ => None,
        };
        DataError::Gone(folder.unwrap_or_else(|| match &self.dataset.root {
            DataRoot::Folder(root) => root.clone(),
            DataRoot::Bundled => PathBuf::from("the bundled creatures"),
        }))
    }
}
