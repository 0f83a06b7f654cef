//! What a run learns from, and where its batches come from: pictures by domain, or sets with labels.

use std::sync::Arc;

use crate::data::dataset::{Item, Labelled, LabelledSet};
use crate::data::{DataError, Dataset, Feed, FeedOptions, LabelFeed};
use crate::domain::{Batch, DomainSet, LabelSpace, Picture};
use crate::train::samples::Probe;

/// What a run learns from.
#[derive(Clone, Debug)]
pub enum Material {
    /// Pictures by domain.
    Domains(Arc<Dataset>),
    /// Sets with labels.
    Labels(Vec<Arc<LabelledSet>>),
}

impl Material {
    /// Names of the domains or of all labels.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Domains(dataset) => dataset.domains.names().to_vec(),
            Self::Labels(_) => self.space().names(),
        }
    }

    /// The domains; of labels their names.
    pub fn domains(&self) -> DomainSet {
        DomainSet::new(self.names())
    }

    /// What a label vector says; nothing without labels.
    pub fn space(&self) -> LabelSpace {
        match self {
            Self::Domains(_) => LabelSpace::default(),
            Self::Labels(sets) => LabelSpace {
                sets: sets.iter().map(|set| set.labels.clone()).collect(),
            },
        }
    }

    /// Tells whether a resumed run sees the same data.
    pub fn fingerprint(&self) -> String {
        match self {
            Self::Domains(dataset) => dataset.fingerprint.clone(),
            Self::Labels(sets) => {
                let each: Vec<&str> = sets.iter().map(|set| set.fingerprint.as_str()).collect();
                each.join("+")
            }
        }
    }

    /// Training pictures by name of domain or label.
    pub fn counts(&self) -> Vec<(String, usize)> {
        let of_set = |set: &Arc<LabelledSet>| -> Vec<(String, usize)> {
            let names = set.labels.names.iter().enumerate();
            let count = |(label, name): (usize, &String)| {
                let holds = |one: &&Labelled| one.labels.get(label) == Some(&1.0);
                (name.clone(), set.train.iter().filter(holds).count())
            };
            names.map(count).collect()
        };
        match self {
            Self::Domains(dataset) => dataset.counts(),
            Self::Labels(sets) => sets.iter().flat_map(of_set).collect(),
        }
    }

    /// All training pictures.
    pub fn items(&self) -> Vec<&Item> {
        match self {
            Self::Domains(dataset) => dataset.train.iter().flatten().collect(),
            Self::Labels(sets) => {
                let all = sets.iter().flat_map(|set| &set.train);
                all.map(|one| &one.item).collect()
            }
        }
    }

    /// Whether a picture is like one of the training pictures.
    pub fn has_near_duplicate(&self, picture: &Picture) -> bool {
        match self {
            Self::Domains(dataset) => dataset.has_near_duplicate(picture),
            Self::Labels(sets) => sets.iter().any(|set| set.has_near_duplicate(picture)),
        }
    }

    /// Where the batches come from.
    pub fn source(&self, options: FeedOptions) -> Source {
        match self {
            Self::Domains(dataset) => Source::Domains(Feed::new(Arc::clone(dataset), options)),
            Self::Labels(sets) => Source::Labels(LabelFeed::new(sets.clone(), options)),
        }
    }
}

/// Where batches come from.
#[derive(Debug)]
pub enum Source {
    /// References and latents.
    Domains(Feed),
    /// Label vectors.
    Labels(LabelFeed),
}

impl Source {
    /// The batch of iteration `step` (from 1), a pure function of data, seed and step.
    ///
    /// # Errors
    /// When most pictures can no longer be read.
    pub fn batch(&self, step: u64) -> Result<Batch, DataError> {
        match self {
            Self::Domains(feed) => feed.batch(step),
            Self::Labels(feed) => Ok(Batch {
                labelled: feed.batch(step)?,
                ..Batch::default()
            }),
        }
    }

    /// Sentences about pictures that had to be skipped since the last call.
    pub fn take_skipped(&self) -> Vec<String> {
        match self {
            Self::Domains(feed) => feed.take_skipped(),
            Self::Labels(feed) => feed.take_skipped(),
        }
    }

    /// What decides a batch besides the data.
    pub fn options(&self) -> &FeedOptions {
        match self {
            Self::Domains(feed) => feed.options(),
            Self::Labels(feed) => feed.options(),
        }
    }

    /// Held-out pictures to watch, spread evenly; the same for the same seed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn probes(&self, count: usize, seed: u64) -> Result<Vec<Probe>, DataError> {
        match self {
            Self::Domains(feed) => {
                let drawn = feed.probes(count, seed)?.into_iter();
                let probe = |(picture, domain)| Probe::of_domain(Arc::new(picture), domain);
                Ok(drawn.map(probe).collect())
            }
            Self::Labels(feed) => {
                let drawn = feed.probes(count, seed)?.into_iter();
                let probe = |one: crate::data::feed::LabelProbe| Probe {
                    picture: Arc::new(one.picture),
                    domain: None,
                    labels: one.labels,
                };
                Ok(drawn.map(probe).collect())
            }
        }
    }
}
