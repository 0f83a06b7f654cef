//! What one training iteration sees: plain numbers, so that data can be prepared without tensors.

use std::ops::Range;

/// The inputs of one iteration, B pictures each, planar float values in [-1, 1] (B x 3 x S x S, row-major).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Pictures to be translated.
    pub sources: Vec<f32>,
    /// Domain of each source.
    pub source_domains: Vec<usize>,
    /// First reference of each pair.
    pub references: Vec<f32>,
    /// Second reference of each pair, of the same domain as the first.
    pub references2: Vec<f32>,
    /// Domain of each reference pair: the domain to translate to. May equal the source's.
    pub target_domains: Vec<usize>,
    /// First latents, B x latent_dim.
    pub latents: Vec<f32>,
    /// Second latents, B x latent_dim.
    pub latents2: Vec<f32>,
    /// What a label system learns from instead of all this: a batch of each of its sets.
    pub labelled: Vec<LabelBatch>,
}

impl Batch {
    /// B.
    pub fn len(&self) -> usize {
        self.source_domains.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.source_domains.is_empty()
    }

    /// The samples of `rows`: a micro-batch.
    pub fn part(&self, rows: Range<usize>) -> Self {
        let cut = |values: &[f32]| cut(values, self.len(), &rows);
        Self {
            sources: cut(&self.sources),
            source_domains: self.source_domains[rows.clone()].to_vec(),
            references: cut(&self.references),
            references2: cut(&self.references2),
            target_domains: self.target_domains[rows.clone()].to_vec(),
            latents: cut(&self.latents),
            latents2: cut(&self.latents2),
            labelled: Vec::new(),
        }
    }
}

/// What one training iteration of a label system sees of one data set: B pictures, planar float values in [-1, 1] (B x 3 x S x S,
/// row-major).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelBatch {
    /// The data set, as a place in the label space.
    pub set: usize,
    /// The pictures.
    pub pictures: Vec<f32>,
    /// Their label vectors, B x the label space's length, mask included.
    pub labels: Vec<f32>,
    /// The label vectors to translate to: `labels` in a random order.
    pub targets: Vec<f32>,
    /// Of each picture, its share in the mixture that the gradient penalty looks at; in [0, 1).
    pub alphas: Vec<f32>,
}

impl LabelBatch {
    /// B.
    pub fn len(&self) -> usize {
        self.alphas.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.alphas.is_empty()
    }

    /// The samples of `rows`: a micro-batch.
    pub fn part(&self, rows: Range<usize>) -> Self {
        let cut = |values: &[f32]| cut(values, self.len(), &rows);
        Self {
            set: self.set,
            pictures: cut(&self.pictures),
            labels: cut(&self.labels),
            targets: cut(&self.targets),
            alphas: cut(&self.alphas),
        }
    }
}

/// The values of `rows`, where `values` are those of `count` samples.
fn cut(values: &[f32], count: usize, rows: &Range<usize>) -> Vec<f32> {
    let width = values.len() / count.max(1);
    values[rows.start * width..rows.end * width].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_holds_its_rows() {
        let batch = Batch {
            sources: (0..6u8).map(f32::from).collect(),
            source_domains: vec![0, 1, 2],
            references: vec![0.0; 6],
            references2: vec![1.0; 6],
            target_domains: vec![2, 1, 0],
            latents: vec![7.0, 8.0, 9.0],
            latents2: vec![1.0, 2.0, 3.0],
            labelled: Vec::new(),
        };
        let part = batch.part(1..3);
        assert_eq!(part.sources, [2.0, 3.0, 4.0, 5.0]);
        assert_eq!((part.len(), part.target_domains), (2, vec![1, 0]));
        assert_eq!(
            (part.latents, part.latents2),
            (vec![8.0, 9.0], vec![2.0, 3.0])
        );
    }

    #[test]
    fn a_part_of_a_labelled_batch_holds_its_rows() {
        let batch = LabelBatch {
            set: 1,
            pictures: (0..6u8).map(f32::from).collect(),
            labels: vec![1.0, 0.0, 0.0, 1.0],
            targets: vec![0.0, 1.0, 1.0, 0.0],
            alphas: vec![0.25, 0.5],
        };
        let part = batch.part(1..2);
        assert_eq!((part.set, part.len()), (1, 1));
        assert_eq!(part.pictures, [3.0, 4.0, 5.0]);
        assert_eq!(
            (part.labels, part.targets),
            (vec![0.0, 1.0], vec![1.0, 0.0])
        );
        assert_eq!(part.alphas, [0.5]);
    }
}
