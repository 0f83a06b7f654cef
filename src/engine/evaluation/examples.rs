//! The outputs of a task that look most and least like real pictures: a few of each, small, gathered while the outputs pass by.

use std::sync::Arc;

use super::messages::{Example, Examples};
use crate::data;
use crate::domain::{CropBox, Picture};

/// Outputs kept of each kind.
const KEPT: usize = 4;
/// Side at which pictures are kept: enough to see, and little beside the networks.
const SIDE: usize = 128;

/// Gathers examples.
#[derive(Debug, Default)]
pub struct Gathering {
    found: Examples,
}

/// An output that passes by.
pub struct Passing<'a> {
    /// The source.
    pub source: &'a Picture,
    /// Reads the reference, when there was one; asked for only when the output is kept.
    pub reference: &'a dyn Fn() -> Option<Picture>,
    /// The output.
    pub output: &'a Picture,
    /// The source's name.
    pub name: &'a str,
    /// Distance to the nearest real picture.
    pub distance: f64,
}

impl Gathering {
    /// Looks at an output.
    pub fn take(&mut self, passing: &Passing<'_>) {
        let (best, worst) = (&mut self.found.best, &mut self.found.worst);
        let ranks = |kept: &[Example], before: &dyn Fn(f64) -> bool| {
            let place = kept.iter().position(|other| before(other.distance));
            place.or((kept.len() < KEPT).then_some(kept.len()))
        };
        let near = ranks(best, &|other| passing.distance < other);
        let far = ranks(worst, &|other| passing.distance > other);
        if near.is_none() && far.is_none() {
            return;
        }
        let example = kept(passing);
        for (list, place) in [(best, near), (worst, far)] {
            if let Some(place) = place {
                list.insert(place, example.clone());
                list.truncate(KEPT);
            }
        }
    }

    /// What was found. An output is among the best or the worst, not both.
    pub fn into_examples(self) -> Examples {
        let Examples { best, mut worst } = self.found;
        let is_best = |example: &Example| best.iter().any(|other| other == example);
        worst.retain(|example| !is_best(example));
        Examples { best, worst }
    }
}

fn kept(passing: &Passing<'_>) -> Example {
    let small = |picture: &Picture| {
        let side = picture.width().max(picture.height()).min(SIDE);
        let whole = CropBox::whole(picture.width(), picture.height());
        Arc::new(data::model_view(picture, whole, side))
    };
    Example {
        source: small(passing.source),
        reference: (passing.reference)().as_ref().map(small),
        output: small(passing.output),
        name: passing.name.to_owned(),
        distance: passing.distance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_and_the_farthest_stay() {
        let picture = Picture::filled(256, 256, [9; 3]);
        let mut gathering = Gathering::default();
        for distance in [5.0, 1.0, 9.0, 3.0, 7.0, 2.0, 8.0, 4.0, 6.0, 0.5] {
            gathering.take(&Passing {
                source: &picture,
                reference: &|| None,
                output: &picture,
                name: &format!("{distance}"),
                distance,
            });
        }
        let found = gathering.into_examples();
        let distances = |examples: &[Example]| -> Vec<f64> {
            examples.iter().map(|example| example.distance).collect()
        };
        assert_eq!(distances(&found.best), [0.5, 1.0, 2.0, 3.0]);
        assert_eq!(distances(&found.worst), [9.0, 8.0, 7.0, 6.0]);
        assert_eq!(found.best[0].output.width(), 128, "kept small");
    }

    #[test]
    fn few_outputs_are_told_once() {
        let mut gathering = Gathering::default();
        let picture = Picture::filled(8, 8, [9; 3]);
        for distance in [2.0, 1.0] {
            gathering.take(&Passing {
                source: &picture,
                reference: &|| Some(picture.clone()),
                output: &picture,
                name: "a",
                distance,
            });
        }
        let found = gathering.into_examples();
        assert_eq!((found.best.len(), found.worst.len()), (2, 0));
    }
}
