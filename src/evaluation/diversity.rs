//! Averages of pairwise perceptual distances, as StarGAN v2's LPIPS protocol takes them: the mean over the 45 pairs of 10 outputs of each
//! source of a batch, then the mean over batches (the last, partial one counts as much as a full one), then the mean over tasks.
//!
//! The weight of the partial batch is a quirk of that protocol, kept so that figures can be put beside published ones.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_batch_counts_as_much_as_a_full_one() {
        let mut task = Diversity::default();
        assert_eq!(task.mean(), None);
        task.add_batch(&[0.25, 0.5, 0.75, 0.5]);
        task.add_batch(&[1.0]);
        task.add_batch(&[]);
        assert_eq!((task.batches(), task.mean()), (2, Some(0.75)));
    }
}
