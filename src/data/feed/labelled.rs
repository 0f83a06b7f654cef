//! Batches with labels: a pure function of data sets, seed and step, as those without are.
//!
//! The draws are StarGAN's: a picture of each set evenly (with replacement), its centre, mirrored or not; the labels to translate to are
//! the batch's own in a random order. A random crop before the resize is ours, and off unless it is asked for.

use std::sync::Arc;

use super::augment::View;
use super::draws::{self, LabelDraws};
use super::reader::{Luck, Reader};
use super::{CACHE_BYTES, FeedOptions};
use crate::data::dataset::{DataError, Item, Labelled, LabelledSet};
use crate::domain::{LabelBatch, LabelSpace, Picture};

/// Draws batches from one data set, or from several that are learnt together.
#[derive(Debug)]
pub struct LabelFeed {
    sets: Vec<(Arc<LabelledSet>, Reader)>,
    space: LabelSpace,
    options: FeedOptions,
}

/// A picture to watch while training.
#[derive(Clone, Debug)]
pub struct LabelProbe {
    /// It, as the networks see it at test time.
    pub picture: Picture,
    /// Its data set, as a place in the label space.
    pub set: usize,
    /// Its label vector, mask included.
    pub labels: Vec<f32>,
}

/// The pictures of one set by what they are to show.
struct Queues<'a> {
    /// All pictures in a random order, held-out ones first.
    pictures: Vec<&'a Labelled>,
    /// Of each label that some picture has, the places of those pictures.
    labels: Vec<Vec<usize>>,
    /// Which pictures were taken.
    taken: Vec<bool>,
}

impl LabelFeed {
    /// Draws from the training pictures of `sets`.
    pub fn new(sets: Vec<Arc<LabelledSet>>, options: FeedOptions) -> Self {
        let labels = sets.iter().map(|set| set.labels.clone());
        let space = LabelSpace {
            sets: labels.collect(),
        };
        let room = CACHE_BYTES / sets.len().max(1);
        let reader = |set: &LabelledSet| Reader::new(set.root.clone(), room);
        let sets = sets.into_iter().map(|set| {
            let reader = reader(&set);
            (set, reader)
        });
        Self {
            sets: sets.collect(),
            space,
            options,
        }
    }

    /// What the label vectors say.
    pub fn space(&self) -> &LabelSpace {
        &self.space
    }

    /// The data sets, in the order of the label space.
    pub fn sets(&self) -> impl Iterator<Item = &Arc<LabelledSet>> {
        self.sets.iter().map(|(set, _)| set)
    }

    /// The options.
    pub fn options(&self) -> &FeedOptions {
        &self.options
    }

    /// The batches of iteration `step` (from 1), one of each set in order; in any order of steps and from any thread. A single unreadable
    /// picture is replaced by another; it appears in [`LabelFeed::take_skipped`].
    ///
    /// # Errors
    /// When most pictures of a set can no longer be read (an unplugged disk).
    pub fn batch(&self, step: u64) -> Result<Vec<LabelBatch>, DataError> {
        let options = &self.options;
        let draws = LabelDraws::of(options.seed, step, options.batch, self.sets.len());
        let sets = draws.into_iter().enumerate();
        sets.map(|(set, draws)| self.of_set(set, draws)).collect()
    }

    fn of_set(&self, set: usize, draws: LabelDraws) -> Result<LabelBatch, DataError> {
        let (data, reader) = &self.sets[set];
        let train = &data.train;
        let transform = self.options.transform(View::Centre);
        let mut batch = LabelBatch {
            set,
            alphas: draws.alphas,
            ..LabelBatch::default()
        };
        let mut luck = Luck::default();
        let mut vectors = Vec::with_capacity(draws.pictures.len());
        for mut rng in draws.pictures {
            let item = |at: usize| &train[at].item;
            let read = |at: usize| reader.picture((set, at), item(at));
            let (at, picture) = reader.draw(train.len(), item, &mut rng, &mut luck, read)?;
            batch.pictures.extend(transform.planes(&picture, &mut rng));
            vectors.push(self.space.vector(set, &train[at].labels));
        }
        reader.check(&luck)?;
        batch.labels = vectors.concat();
        let targets = draws.targets.iter().map(|&at| vectors[at].as_slice());
        batch.targets = targets.collect::<Vec<_>>().concat();
        Ok(batch)
    }

    /// Sentences about pictures that had to be skipped since the last call; each picture is told of once.
    pub fn take_skipped(&self) -> Vec<String> {
        let sets = self.sets.iter();
        sets.flat_map(|(_, reader)| reader.take_skipped()).collect()
    }

    /// `count` held-out (else training) pictures with their label vectors; the same for the same seed. The sets come in turn, and of each
    /// set a picture for one label after the other; with too few pictures some come again.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self, count: usize, seed: u64) -> Result<Vec<LabelProbe>, DataError> {
        let mut queues: Vec<Queues> = self.sets().map(|set| Queues::of(set, seed)).collect();
        let mut probes = Vec::with_capacity(count);
        for place in 0..count {
            let set = place % self.sets.len().max(1);
            let turn = place / self.sets.len().max(1);
            let Some((_, reader)) = self.sets.get(set) else {
                break;
            };
            let (picture, labels) = queues[set].take(turn, reader)?;
            probes.push(LabelProbe {
                picture: self.options.test_view(&picture, View::Centre),
                set,
                labels: self.space.vector(set, labels),
            });
        }
        Ok(probes)
    }
}

impl<'a> Queues<'a> {
    fn of(set: &'a LabelledSet, seed: u64) -> Self {
        let sides = [&set.val, &set.train];
        let orders = draws::orders(seed, sides.iter().map(|side| side.len()));
        let shuffled = sides
            .iter()
            .zip(orders)
            .flat_map(|(side, order)| order.into_iter().map(|at| &side[at]));
        let pictures: Vec<&Labelled> = shuffled.collect();
        let having = |label: usize| -> Vec<usize> {
            let has = |at: &usize| pictures[*at].labels.get(label) == Some(&1.0);
            (0..pictures.len()).filter(has).collect()
        };
        let mut labels: Vec<Vec<usize>> = (0..set.labels.len()).map(having).collect();
        labels.retain(|places| !places.is_empty());
        if labels.is_empty() {
            labels.push((0..pictures.len()).collect());
        }
        Self {
            taken: vec![false; pictures.len()],
            pictures,
            labels,
        }
    }

    /// A picture of the label whose turn it is, if possible one that was not taken, and its labels.
    fn take(&mut self, turn: usize, reader: &Reader) -> Result<(Picture, &'a [f32]), DataError> {
        let places = &self.labels[turn % self.labels.len()];
        let mut left: Vec<usize> = places
            .iter()
            .copied()
            .filter(|at| !self.taken[*at])
            .collect();
        if left.is_empty() {
            places.iter().for_each(|at| self.taken[*at] = false);
            left.clone_from(places);
        }
        let items: Vec<&Item> = left.iter().map(|at| &self.pictures[*at].item).collect();
        let (at, picture) = reader.readable(&items, &mut 0)?;
        self.taken[left[at]] = true;
        Ok((picture, &self.pictures[left[at]].labels))
    }
}
