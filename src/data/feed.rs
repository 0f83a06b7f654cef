//! Batches: a pure function of data, seed and step, so that a resumed run sees what an uninterrupted one would.
//!
//! The draws are the official ones: a domain evenly, a picture of it evenly, with replacement; sources and references independent of
//! each other; a reference's partner by one permutation for the whole run, both transformed on their own.

mod augment;
mod cache;
pub mod draws;
pub mod labelled;
mod reader;

use std::sync::Arc;

use rand_chacha::ChaCha8Rng;

use self::augment::{Transform, View};
use self::draws::{Draws, below};
use self::reader::{Luck, Reader};
use super::crop::model_view;
use super::dataset::{DataError, Dataset, Item};
use crate::domain::{Batch, Picture};

pub use labelled::{LabelFeed, LabelProbe};

/// Decoded pictures are kept up to this many bytes: 5,000 of 128 x 128. Sets of large photos do not fit anyway.
pub const CACHE_BYTES: usize = 256 << 20;

/// What decides a batch besides the data.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedOptions {
    /// Side of the pictures.
    pub img_size: usize,
    /// Pictures of each kind.
    pub batch: usize,
    /// Length of a latent; batches with labels have none.
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
    reader: Reader,
}

impl FeedOptions {
    /// The transform of a training picture.
    fn transform(&self, view: View) -> Transform {
        Transform {
            size: self.img_size,
            crop: self.crop_probability,
            flip: self.flip_probability,
            view,
        }
    }

    /// What the networks see of a picture at test time.
    fn test_view(&self, picture: &Picture, view: View) -> Picture {
        let area = view.of(picture.width(), picture.height());
        model_view(picture, area, self.img_size)
    }
}

impl Feed {
    /// Draws from the training pictures of `dataset`.
    pub fn new(dataset: Arc<Dataset>, options: FeedOptions) -> Self {
        let all = dataset.train.iter().enumerate();
        let domains = all.filter(|(_, items)| !items.is_empty());
        Self {
            domains: domains.map(|(domain, _)| domain).collect(),
            partners: draws::partners(options.seed, dataset.train.iter().map(Vec::len)),
            reader: Reader::new(dataset.root.clone(), CACHE_BYTES),
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
        let transform = options.transform(View::Whole);
        let mut batch = Batch {
            latents: draws.latents,
            latents2: draws.latents2,
            ..Batch::default()
        };
        let mut luck = Luck::default();
        let train = &self.dataset.train;
        let picture =
            |domain: usize, at: usize| self.reader.picture((domain, at), &train[domain][at]);
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
        self.reader.check(&luck)?;
        Ok(batch)
    }

    /// Sentences about pictures that had to be skipped since the last call; each picture is told of once.
    pub fn take_skipped(&self) -> Vec<String> {
        self.reader.take_skipped()
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
                return Err(self.reader.gone(None));
            };
            let (_, picture) = self.reader.readable(&queues[domain], &mut next[domain])?;
            let view = self.options.test_view(&picture, View::Whole);
            probes.push((view, domain));
        }
        Ok(probes)
    }

    /// Draws a domain and a picture of it; again when `read` gives nothing for it.
    fn draw<T>(
        &self,
        rng: &mut ChaCha8Rng,
        luck: &mut Luck,
        read: impl Fn(usize, usize) -> Option<T>,
    ) -> Result<(usize, T), DataError> {
        if self.domains.is_empty() {
            return Err(self.reader.gone(None));
        }
        let domain = self.domains[below(self.domains.len(), rng)];
        let items = &self.dataset.train[domain];
        let item = |at: usize| &items[at];
        let (_, found) = self
            .reader
            .draw(items.len(), item, rng, luck, |at| read(domain, at))?;
        Ok((domain, found))
    }
}
