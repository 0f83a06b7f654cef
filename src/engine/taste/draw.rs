//! Which two models, which side, which source, which target, which style: a pure function of seed and number, so that a session that
//! goes on later sees the pairs that it would have seen.
//!
//! Pairs of models come in rounds: each pair once a round, in a drawn order. Sides are drawn too, evenly over eight rounds of a pair. Tasks
//! come in rounds as pairs do, so that each source domain and target is seen about equally often.

use rand::Rng;

use crate::data::feed::draws::{below, permutation, stream};
use crate::evaluation::Mode;

/// Rounds over which each model of a pair is at the left equally often.
const SIDES: usize = 8;
/// Streams of the generator: each kind of draw has its own, so that one never moves another.
const STREAMS: u64 = 1 << 40;

/// The kinds of draws.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Pairs = 1,
    Sides = 2,
    Tasks = 3,
    Pictures = 4,
}

/// From which group of sources to which target, and what guides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// The group of the source.
    pub group: usize,
    /// The target, among those that all models have.
    pub target: usize,
    /// What guides.
    pub mode: Mode,
}

/// What a session draws from.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Decides everything.
    pub seed: u64,
    /// How many models there are, at least two.
    pub contestants: usize,
    /// What can be asked, at least one.
    pub tasks: Vec<Task>,
    /// Pictures in each group of sources, at least one each.
    pub sources: Vec<usize>,
    /// References for each target.
    pub references: Vec<usize>,
}

/// The style of a pair; the same for both models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// The latent of this seed.
    Latent(u64),
    /// This reference among those of the target.
    Reference(usize),
}

/// A pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The model at the left.
    pub left: usize,
    /// The model at the right.
    pub right: usize,
    /// What is asked.
    pub task: Task,
    /// The source in the task's group.
    pub source: usize,
    /// The style.
    pub guide: Guide,
}

/// The two models of each pair.
fn pairs(contestants: usize) -> Vec<[usize; 2]> {
    let of = |a: usize| (a + 1..contestants).map(move |b| [a, b]);
    (0..contestants).flat_map(of).collect()
}

impl Deck {
    /// Pair `number`. A later `attempt` gives other pictures to the same models, for when one cannot be read.
    pub fn draw(&self, number: usize, attempt: u64) -> Draw {
        let pairs = pairs(self.contestants);
        let at = self.in_rounds(Kind::Pairs, pairs.len(), number);
        let [mut left, mut right] = pairs[at];
        if self.is_swapped(at, number / pairs.len()) {
            std::mem::swap(&mut left, &mut right);
        }
        let task = self.tasks[self.in_rounds(Kind::Tasks, self.tasks.len(), number)];
        let mut rng = self.rng(Kind::Pictures, number as u64);
        let mut pictures = || {
            let source = below(self.sources[task.group].max(1), &mut rng);
            let guide = match task.mode {
                Mode::Reference => {
                    Guide::Reference(below(self.references[task.target].max(1), &mut rng))
                }
                Mode::Latent | Mode::Labels => Guide::Latent(rng.next_u64()),
            };
            (source, guide)
        };
        for _ in 0..attempt {
            pictures();
        }
        let (source, guide) = pictures();
        Draw {
            left,
            right,
            task,
            source,
            guide,
        }
    }

    /// Number `number` of endless rounds, each of which has all of `0..count` in a drawn order.
    fn in_rounds(&self, kind: Kind, count: usize, number: usize) -> usize {
        let mut rng = self.rng(kind, (number / count) as u64);
        permutation(count, &mut rng)[number % count]
    }

    /// Whether the pair at `at` changes sides in round `round`: in half of each eight rounds.
    fn is_swapped(&self, at: usize, round: usize) -> bool {
        let block = (round / SIDES) as u64;
        let mut rng = self.rng(Kind::Sides, block * 4096 + at as u64);
        permutation(SIDES, &mut rng)[round % SIDES] < SIDES / 2
    }

    fn rng(&self, kind: Kind, place: u64) -> rand_chacha::ChaCha8Rng {
        stream(self.seed, kind as u64 * STREAMS + place)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn deck(contestants: usize, seed: u64) -> Deck {
        let mut tasks = Vec::new();
        for (group, target) in [(0, 1), (1, 0), (2, 0), (2, 1)] {
            for mode in [Mode::Latent, Mode::Reference] {
                tasks.push(Task {
                    group,
                    target,
                    mode,
                });
            }
        }
        Deck {
            seed,
            contestants,
            tasks,
            sources: vec![5, 1, 9],
            references: vec![4, 7],
        }
    }

    #[test]
    fn a_draw_is_decided_by_seed_and_number_alone() {
        let deck = deck(3, 7);
        let forwards: Vec<Draw> = (0..50).map(|number| deck.draw(number, 0)).collect();
        let backwards: Vec<Draw> = (0..50).rev().map(|number| deck.draw(number, 0)).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()));
        let other: Vec<Draw> = (0..50)
            .map(|at| super::tests::deck(3, 8).draw(at, 0))
            .collect();
        assert_ne!(forwards, other);
        let (first, again) = (deck.draw(3, 0), deck.draw(3, 1));
        assert_eq!(
            (first.left, first.right, first.task),
            (again.left, again.right, again.task)
        );
        assert_ne!((first.source, first.guide), (again.source, again.guide));
    }

    #[test]
    fn every_pair_comes_once_a_round_and_sides_are_fair() {
        for contestants in 2..6 {
            let pairs = contestants * (contestants - 1) / 2;
            let deck = deck(contestants, 11);
            let mut lefts: HashMap<(usize, usize), usize> = HashMap::new();
            for round in 0..SIDES {
                let mut seen: Vec<[usize; 2]> = Vec::new();
                for number in round * pairs..(round + 1) * pairs {
                    let draw = deck.draw(number, 0);
                    let mut pair = [draw.left, draw.right];
                    *lefts.entry((draw.left, draw.right)).or_default() += 1;
                    pair.sort_unstable();
                    seen.push(pair);
                }
                seen.sort_unstable();
                seen.dedup();
                assert_eq!(seen.len(), pairs);
            }
            assert_eq!(lefts.len(), 2 * pairs);
            assert!(lefts.values().all(|count| *count == SIDES / 2), "{lefts:?}");
        }
    }

    #[test]
    fn the_side_says_nothing_about_the_task() {
        let deck = deck(2, 3);
        let draws: Vec<Draw> = (0..4000).map(|number| deck.draw(number, 0)).collect();
        for task in &deck.tasks {
            let of: Vec<&Draw> = draws.iter().filter(|draw| draw.task == *task).collect();
            assert_eq!(of.len(), 500, "tasks come in rounds");
            let lefts = of.iter().filter(|draw| draw.left == 0).count();
            assert!((180..320).contains(&lefts), "{lefts}");
        }
        let in_range = |draw: &Draw| {
            let guide = match draw.guide {
                Guide::Latent(_) => draw.task.mode == Mode::Latent,
                Guide::Reference(at) => at < deck.references[draw.task.target],
            };
            guide && draw.source < deck.sources[draw.task.group]
        };
        assert!(draws.iter().all(in_range));
        let sources: std::collections::HashSet<_> = draws
            .iter()
            .map(|draw| (draw.task.group, draw.source))
            .collect();
        assert_eq!(sources.len(), 15, "every picture has its turn");
    }
}
