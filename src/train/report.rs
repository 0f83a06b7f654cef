//! The numbers of one iteration, on their way from the device.

use burn::tensor::Tensor;

use super::terms::{DiscriminatorTerms, GeneratorTerms, Terms};

/// What one iteration reported.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    /// Mean of sigma(D(real)).
    pub sigma_real: f32,
    /// Mean of sigma(D(fake)).
    pub sigma_fake: f32,
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

/// Reads the sums of the four passes from the device, all at once.
pub(super) fn read(step: u64, sums: Vec<Sums>, lambda_ds: f64, identity: bool) -> StepReport {
    let all: Vec<Tensor<1>> = sums.into_iter().flat_map(|sums| sums.0).collect();
    let values: Vec<f32> = Tensor::cat(all, 0).into_data().iter::<f32>().collect();
    let d = |at: usize| DiscriminatorTerms {
        real: values[at],
        fake: values[at + 1],
        reg: values[at + 2],
    };
    let g = |at: usize| GeneratorTerms {
        adv: values[at],
        sty: values[at + 1],
        ds: values[at + 2],
        cyc: values[at + 3],
        idt: identity.then_some(values[at + 4]),
    };
    let mean = |a: usize, b: usize| (values[a] + values[b]) / 2.0;
    StepReport {
        step,
        terms: Terms {
            d_latent: d(0),
            d_ref: d(5),
            g_latent: g(10),
            g_ref: g(16),
        },
        lambda_ds,
        vitals: Vitals {
            sigma_real: mean(3, 8),
            sigma_fake: mean(4, 9),
            saturated: mean(15, 21),
        },
    }
}
