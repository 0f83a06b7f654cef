//! The numbers of one iteration, on their way from the device.

use burn::tensor::Tensor;

use super::terms::{Term, Terms};

/// What one iteration reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepReport {
    /// Number of the iteration, from 1.
    pub step: u64,
    /// Its loss terms.
    pub terms: Terms,
    /// The diversity weight it used.
    pub lambda_ds: f64,
    /// What health is judged by.
    pub vitals: Vitals,
}

/// What health is judged by, besides the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vitals {
    /// Means of sigma(D(real)) and sigma(D(fake)); none for a critic, which gives no probabilities.
    pub sigma: Option<[f32; 2]>,
    /// Share of translated values outside [-1, 1].
    pub saturated: f32,
}

/// Terms of a pass, summed over its micro-batches by weight.
#[derive(Debug, Default)]
pub(super) struct Sums(Vec<Tensor<1>>);

impl Sums {
    /// Adds the terms of a micro-batch with its share of the batch.
    pub fn add(&mut self, terms: &[Tensor<1>], weight: f32) {
        let weighted = terms.iter().map(|term| term.clone() * weight);
        self.0 = if self.0.is_empty() {
            weighted.collect()
        } else {
            let sums = std::mem::take(&mut self.0).into_iter();
            sums.zip(weighted).map(|(sum, term)| sum + term).collect()
        };
    }
}

/// Values of a discriminator pass: its three terms, then the mean sigma of real and of fake pictures.
const D_VALUES: usize = 5;
/// Values of a generator pass: its four terms, identity, then the share of values outside the range.
const G_VALUES: usize = 6;

/// All values of the passes, read from the device at once.
pub(super) fn values(sums: Vec<Sums>) -> Vec<f32> {
    let all: Vec<Tensor<1>> = sums.into_iter().flat_map(|sums| sums.0).collect();
    Tensor::cat(all, 0).into_data().iter::<f32>().collect()
}

/// Reads the sums of StarGAN v2's four passes from the device; `terms` are its terms in the official order.
pub(super) fn read(
    step: u64,
    terms: &[Term],
    sums: Vec<Sums>,
    lambda_ds: f64,
    identity: bool,
) -> StepReport {
    let values = values(sums);
    let passes = [0, D_VALUES, 2 * D_VALUES, 2 * D_VALUES + G_VALUES];
    let d = |pass: usize| values[passes[pass]..passes[pass] + 3].to_vec();
    let g = |pass: usize| values[passes[pass]..passes[pass] + 4].to_vec();
    let idt = [2, 3].map(|pass| values[passes[pass] + 4]);
    let official = [d(0), d(1), g(2), g(3)].concat().into_iter();
    let own = idt.into_iter().filter(|_| identity);
    let mean = |a: usize, b: usize| (values[a] + values[b]) / 2.0;
    StepReport {
        step,
        terms: Terms::new(terms.iter().map(|term| term.name).zip(official.chain(own))),
        lambda_ds,
        vitals: Vitals {
            sigma: Some([mean(3, 8), mean(4, 9)]),
            saturated: mean(15, 21),
        },
    }
}
