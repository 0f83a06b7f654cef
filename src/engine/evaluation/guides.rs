//! What guides the outputs, as the protocol has it: fresh latents for each batch, or shuffled batches of references. Each depends on the
//! seed, the task and the batch alone, so figures of one task do not change when another is left out.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::subject::Subject;
use crate::data::dataset::Item;
use crate::domain::latent;
use crate::evaluation::Mode;
use crate::evaluation::protocol::OFFICIAL_BATCH;
use crate::problem::Problem;

/// A picture of the target with its style code.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The picture.
    pub item: Item,
    /// Its style code in the target's branch.
    pub code: Vec<f32>,
}

/// What guides one output.
#[derive(Clone, Debug)]
pub struct Guide {
    /// The style code or label vector.
    pub code: Vec<f32>,
    /// The reference, when it is one's code.
    pub reference: Option<Item>,
}

/// The draws of one task, batch after batch.
#[derive(Debug)]
pub struct Draws {
    seed: u64,
    outputs: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Latents,
    References(Box<References>),
    Label,
}

impl Draws {
    /// Of `outputs` outputs a source, and of `references` pictures in that mode.
    pub fn new(mode: Mode, seed: u64, outputs: usize, references: usize) -> Self {
        let kind = match mode {
            Mode::Latent => Kind::Latents,
            Mode::Reference => {
                Kind::References(Box::new(References::new(seed, references, OFFICIAL_BATCH)))
            }
            Mode::Labels => Kind::Label,
        };
        Self {
            seed,
            outputs,
            kind,
        }
    }

    /// Sources of one batch: no more than there are references in one.
    pub fn batch(&self) -> usize {
        match &self.kind {
            Kind::References(references) => references.batch,
            _ => OFFICIAL_BATCH,
        }
    }

    /// The guides of batch `at` of `sources` sources into `branch`: those of one source after one another.
    ///
    /// # Errors
    /// When the model cannot be guided so.
    pub fn next(
        &mut self,
        subject: &Subject,
        branch: usize,
        at: usize,
        sources: usize,
        references: &[Reference],
    ) -> Result<Vec<Guide>, Problem> {
        let outputs = self.outputs;
        let plain = |code| Guide {
            code,
            reference: None,
        };
        Ok(match &mut self.kind {
            Kind::Latents => {
                let dim = subject.model().config.latent_dim;
                let z = latents(self.seed, at, sources, outputs, dim);
                let codes = subject.codes_of_latents(&z, branch)?;
                codes.into_iter().map(plain).collect()
            }
            Kind::References(draws) => {
                let rounds: Vec<Vec<usize>> = (0..outputs).map(|_| draws.next(sources)).collect();
                let of_source = |source: usize| rounds.iter().map(move |round| round[source]);
                let places = (0..sources).flat_map(of_source);
                let guide = |place: usize| Guide {
                    code: references[place].code.clone(),
                    reference: Some(references[place].item.clone()),
                };
                places.map(guide).collect()
            }
            Kind::Label => vec![plain(subject.code_of_label(branch)); sources * outputs],
        })
    }
}

/// A number for a task's random draws.
pub fn task_seed(seed: u64, mode: &str, source: &str, target: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    for part in [mode, source, target] {
        // The length keeps "ab", "c" and "a", "bc" apart.
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The latents of a batch: for each source `outputs` codes.
pub fn latents(
    task: u64,
    batch: usize,
    sources: usize,
    outputs: usize,
    dim: usize,
) -> Vec<Vec<f32>> {
    let seed = task.wrapping_add(batch as u64);
    let all = latent::many(seed, sources * outputs, dim);
    all.chunks(dim).map(<[f32]>::to_vec).collect()
}

/// Batches of references without end: the set is shuffled, cut into batches, what is left over is dropped, and it begins again.
#[derive(Debug)]
pub struct References {
    order: Vec<usize>,
    next: usize,
    batch: usize,
    rng: ChaCha8Rng,
}

impl References {
    /// Of `count` references (at least one) in batches of `batch` (at most `count`).
    pub fn new(task: u64, count: usize, batch: usize) -> Self {
        let mut references = Self {
            order: (0..count).collect(),
            next: 0,
            batch: batch.min(count).max(1),
            rng: ChaCha8Rng::seed_from_u64(task),
        };
        references.order.shuffle(&mut references.rng);
        references
    }

    /// The first `count` of the next batch.
    pub fn next(&mut self, count: usize) -> Vec<usize> {
        if self.next + self.batch > self.order.len() {
            self.order.shuffle(&mut self.rng);
            self.next = 0;
        }
        let batch = &self.order[self.next..self.next + self.batch];
        self.next += self.batch;
        batch[..count.min(batch.len())].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn tasks_have_draws_of_their_own() {
        let seeds = [
            task_seed(1, "latent", "a", "b"),
            task_seed(1, "latent", "b", "a"),
            task_seed(1, "reference", "a", "b"),
            task_seed(2, "latent", "a", "b"),
            task_seed(1, "latent", "ab", ""),
        ];
        assert_eq!(seeds.iter().collect::<HashSet<_>>().len(), seeds.len());
        assert_eq!(seeds[0], task_seed(1, "latent", "a", "b"));
        let (first, second) = (latents(7, 0, 2, 3, 16), latents(7, 1, 2, 3, 16));
        assert_eq!((first.len(), first[0].len()), (6, 16));
        assert_ne!(first, second, "fresh for each batch");
        assert_eq!(first, latents(7, 0, 2, 3, 16));
    }

    #[test]
    fn references_come_in_whole_batches_and_begin_again() {
        let mut references = References::new(3, 10, 4);
        let one = references.next(4);
        let two = references.next(3);
        assert_eq!((one.len(), two.len()), (4, 3));
        let seen: HashSet<usize> = one.iter().chain(&two).copied().collect();
        assert_eq!(
            seen.len(),
            7,
            "no reference twice before all were shuffled again"
        );
        let three = references.next(4);
        assert_eq!(three.len(), 4, "two were left over and dropped");
        let mut few = References::new(3, 2, 32);
        assert_eq!(few.next(2).len(), 2);
        assert_eq!(few.next(2).len(), 2);
    }
}
