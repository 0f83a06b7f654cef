//! Figures that the authors of StarGAN v2 published, and when ours may stand beside them: only where everything is the same.

use super::metric::Metric;
use super::protocol::{OFFICIAL_BATCH, OFFICIAL_OUTPUTS};
use super::report::{Evaluation, Mode};

/// A published set of figures: means over ten seeds, of the released weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// The data set.
    pub data: &'static str,
    /// Its domains, sorted.
    domains: &'static [&'static str],
    /// Held-out pictures of each domain.
    held_out: usize,
    /// FID and LPIPS, latent-guided.
    latent: [f64; 2],
    /// FID and LPIPS, reference-guided.
    reference: [f64; 2],
}

/// Side in pixels of the published models.
const SIDE: usize = 256;

/// From the README of clovaai/stargan-v2.
const ALL: [Published; 2] = [
    Published {
        data: "CelebA-HQ",
        domains: &["female", "male"],
        held_out: 1000,
        latent: [13.73, 0.4515],
        reference: [23.84, 0.3880],
    },
    Published {
        data: "AFHQ",
        domains: &["cat", "dog", "wild"],
        held_out: 500,
        latent: [16.18, 0.4501],
        reference: [19.78, 0.4315],
    },
];

impl Published {
    /// The published figures that `evaluation` may be compared with: the same domains and pictures, size, outputs and batch.
    pub fn beside(evaluation: &Evaluation) -> Option<&'static Self> {
        let counts = &evaluation.counts;
        let mut domains: Vec<&str> = evaluation.domains.iter().map(String::as_str).collect();
        domains.sort_unstable();
        let same = |published: &&Self| {
            let held_out = |count: &usize| *count == published.held_out;
            published.domains == domains && counts.sources.values().all(held_out)
        };
        let protocol = evaluation.model.img_size == SIDE
            && counts.outputs == OFFICIAL_OUTPUTS
            && counts.batch == OFFICIAL_BATCH
            && evaluation.data.own_split
            && evaluation.notes.is_empty();
        ALL.iter().filter(|_| protocol).find(same)
    }

    /// The mean of a figure; only FID and LPIPS with the published extractors have one.
    pub fn mean(&self, mode: Mode, metric: Metric) -> Option<f64> {
        let [fid, lpips] = match mode {
            Mode::Latent => self.latent,
            Mode::Reference => self.reference,
            Mode::Labels => return None,
        };
        match metric {
            Metric::Fid => Some(fid),
            Metric::Lpips => Some(lpips),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::report::{Counts, DataFacts, Subject};

    fn afhq() -> Evaluation {
        let domains = ["cat", "dog", "wild"].map(str::to_owned);
        Evaluation {
            counts: Counts {
                outputs: 10,
                batch: 32,
                sources: domains.clone().map(|name| (name, 500)).into(),
                ..Counts::default()
            },
            domains: domains.to_vec(),
            model: Subject {
                img_size: 256,
                ..Subject::default()
            },
            data: DataFacts {
                own_split: true,
                ..DataFacts::default()
            },
            ..Evaluation::default()
        }
    }

    #[test]
    fn only_the_same_protocol_has_published_figures() {
        let published = Published::beside(&afhq()).unwrap();
        assert_eq!(published.data, "AFHQ");
        assert_eq!(published.mean(Mode::Reference, Metric::Fid), Some(19.78));
        assert_eq!(published.mean(Mode::Latent, Metric::Lpips), Some(0.4501));
        assert_eq!(
            published.mean(Mode::Latent, Metric::StLpips),
            None,
            "another extractor"
        );
        let changes: [fn(&mut Evaluation); 5] = [
            |it| it.counts.outputs = 2,
            |it| it.model.img_size = 128,
            |it| it.domains.truncate(2),
            |it| it.data.own_split = false,
            |it| it.notes.push("one picture was skipped".to_owned()),
        ];
        for change in changes {
            let mut other = afhq();
            change(&mut other);
            assert_eq!(Published::beside(&other), None, "{other:?}");
        }
    }
}
