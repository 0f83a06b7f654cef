//! Averages of pairwise perceptual distances, as StarGAN v2's LPIPS protocol takes them: the mean over the 45 pairs of 10 outputs of each
//! source of a batch, then the mean over batches (the last, partial one counts as much as a full one), then the mean over tasks.
//!
//! The weight of the partial batch is a quirk of that protocol, kept so that figures can be put beside published ones.

/// Outputs of each source: 10 of them make 45 pairs.
pub const OUTPUTS: usize = 10;

/// The unordered pairs of so many outputs, in the order of the official code: (0, 1), (0, 2), …
pub fn pairs(outputs: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..outputs).flat_map(move |first| (first + 1..outputs).map(move |second| (first, second)))
}

/// The mean distance of one task, gathered batch by batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Diversity {
    sum: f64,
    batches: usize,
}

impl Diversity {
    /// Takes the distances of a batch: of all pairs of outputs of all its sources, in any order. A batch without distances does not count.
    pub fn add_batch(&mut self, distances: &[f32]) {
        if distances.is_empty() {
            return;
        }
        let sum: f64 = distances.iter().map(|&distance| f64::from(distance)).sum();
        self.sum += sum / distances.len() as f64;
        self.batches += 1;
    }

    /// Batches so far.
    pub fn batches(&self) -> usize {
        self.batches
    }

    /// The mean over batches; `None` without any.
    pub fn mean(&self) -> Option<f64> {
        (self.batches > 0).then(|| self.sum / self.batches as f64)
    }
}

/// The mean over tasks, each with the same weight; `None` without any.
pub fn mean_of_tasks(tasks: &[f64]) -> Option<f64> {
    (!tasks.is_empty()).then(|| tasks.iter().sum::<f64>() / tasks.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_outputs_make_forty_five_pairs() {
        let all: Vec<_> = pairs(OUTPUTS).collect();
        assert_eq!(all.len(), 45);
        assert_eq!(
            (all[0], all[8], all[9], all[44]),
            ((0, 1), (0, 9), (1, 2), (8, 9))
        );
        assert!(all.iter().all(|(first, second)| first < second));
        assert_eq!(pairs(1).count() + pairs(0).count(), 0);
    }

    #[test]
    fn a_partial_batch_counts_as_much_as_a_full_one() {
        let mut task = Diversity::default();
        assert_eq!(task.mean(), None);
        task.add_batch(&[0.25, 0.5, 0.75, 0.5]);
        task.add_batch(&[1.0]);
        task.add_batch(&[]);
        assert_eq!((task.batches(), task.mean()), (2, Some(0.75)));
    }

    #[test]
    fn tasks_weigh_the_same() {
        assert_eq!(mean_of_tasks(&[0.25, 0.5, 0.75]), Some(0.5));
        assert_eq!(mean_of_tasks(&[]), None);
    }
}
