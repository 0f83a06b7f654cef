//! A sample of feature rows that pass by once, so that the kernel distance needs no more memory for a larger set.

use std::collections::BinaryHeap;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::fault::{FigureFault, check};

/// Rows of a sample: the customary size of a subset for KID.
pub const ROWS: usize = 1_000;

/// A uniform sample without replacement of at most so many rows, with the number of each row's group.
///
/// Each row draws a ticket, and the rows with the lowest tickets stay. So the sample depends on the seed and the rows in their order alone, and not
/// on the batches in which they came.
#[derive(Clone, Debug)]
pub struct Sample {
    width: usize,
    most: usize,
    seen: usize,
    rng: ChaCha8Rng,
    features: Vec<f32>,
    groups: Vec<u64>,
    /// Ticket and place of every row that is held; the highest ticket is on top.
    tickets: BinaryHeap<(u64, usize)>,
}

impl Sample {
    /// An empty sample of rows of `width` numbers that will hold at most `most` of them, by default [`ROWS`].
    pub fn new(width: usize, most: usize, seed: u64) -> Self {
        Self {
            width,
            most,
            seen: 0,
            rng: ChaCha8Rng::seed_from_u64(seed),
            features: Vec::new(),
            groups: Vec::new(),
            tickets: BinaryHeap::new(),
        }
    }

    /// Takes a batch of rows, and the group of each. Rows of one group depend on each other (all outputs of one source); a real picture is a
    /// group of its own.
    ///
    /// # Errors
    /// The numbers are not as many rows as there are groups, or one of them is not finite; then none of the batch was taken.
    pub fn add(&mut self, rows: &[f32], groups: &[u64]) -> Result<(), FigureFault> {
        check(rows, self.width, self.seen)?;
        if rows.len() != groups.len() * self.width {
            let found = rows.len().checked_div(groups.len()).unwrap_or(0);
            let expected = self.width;
            return Err(FigureFault::Width { expected, found });
        }
        for (row, &group) in rows.chunks_exact(self.width.max(1)).zip(groups) {
            let ticket = self.rng.next_u64();
            self.seen += 1;
            self.offer(row, group, ticket);
        }
        Ok(())
    }

    fn offer(&mut self, row: &[f32], group: u64, ticket: u64) {
        let place = self.groups.len();
        if place < self.most {
            self.features.extend_from_slice(row);
            self.groups.push(group);
            self.tickets.push((ticket, place));
        } else if let Some(mut highest) = self.tickets.peek_mut()
            && ticket < highest.0
        {
            let place = highest.1;
            *highest = (ticket, place);
            self.features[place * self.width..][..self.width].copy_from_slice(row);
            self.groups[place] = group;
        }
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows that came by, held or not.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// The rows that are held, row-major.
    pub fn features(&self) -> &[f32] {
        &self.features
    }

    /// The group of each row that is held.
    pub fn groups(&self) -> &[u64] {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of rows `0, 1, 2, …`, the groups ten times their numbers.
    fn sample(count: usize, most: usize, seed: u64, batch: usize) -> Sample {
        let mut sample = Sample::new(1, most, seed);
        let rows: Vec<f32> = (0..count).map(|row| row as f32).collect();
        for batch in rows.chunks(batch) {
            let groups: Vec<u64> = batch.iter().map(|row| 10 * *row as u64).collect();
            sample.add(batch, &groups).unwrap();
        }
        sample
    }

    #[test]
    fn few_rows_are_all_kept_in_order() {
        let sample = sample(5, 8, 1, 2);
        assert_eq!(sample.features(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(sample.groups(), [0, 10, 20, 30, 40]);
        assert_eq!((sample.seen(), sample.width()), (5, 1));
    }

    #[test]
    fn batches_change_nothing_and_seeds_do() {
        let whole = sample(1_000, 50, 3, 1_000);
        assert_eq!(whole.groups().len(), 50);
        for batch in [1, 7, 64] {
            let parts = sample(1_000, 50, 3, batch);
            assert_eq!(parts.features(), whole.features());
            assert_eq!(parts.groups(), whole.groups());
        }
        assert_ne!(sample(1_000, 50, 4, 64).groups(), whole.groups());
    }

    #[test]
    fn rows_stay_with_their_groups_and_come_once() {
        let sample = sample(500, 60, 9, 13);
        let together = sample.features().iter().zip(sample.groups());
        assert!(
            together
                .clone()
                .all(|(row, group)| 10.0 * row == *group as f32)
        );
        let mut groups = sample.groups().to_vec();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), 60);
    }

    #[test]
    fn every_row_has_the_same_chance() {
        let (count, most, draws) = (20, 5, 4_000);
        let mut times = vec![0_u32; count];
        for seed in 0..draws {
            for row in sample(count, most, seed, 4).features() {
                times[*row as usize] += 1;
            }
        }
        // 1,000 expected each, with a standard deviation of 27.
        assert!(
            times.iter().all(|times| (880..1_120).contains(times)),
            "{times:?}"
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut sample = Sample::new(2, 4, 0);
        let width = |found| Err(FigureFault::Width { expected: 2, found });
        assert_eq!(sample.add(&[1.0; 3], &[0]), width(1));
        assert_eq!(sample.add(&[1.0; 4], &[0]), width(4));
        let broken = sample.add(&[1.0, f32::INFINITY], &[0]);
        assert_eq!(broken, Err(FigureFault::NotFinite { picture: 1 }));
        assert_eq!(sample.seen(), 0);
        let mut none = Sample::new(2, 0, 0);
        none.add(&[1.0; 4], &[0, 1]).unwrap();
        assert!(none.features().is_empty() && none.seen() == 2);
    }
}
