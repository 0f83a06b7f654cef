//! What an evaluation found: figures by mode, metric and task, with everything needed to compute them again.
//!
//! The form of the file: `{protocol, extractor, seed, counts, modes: {latent|reference: {metric: {mean, tasks: {"a2b": v}}}}}`, and beside
//! that what a person should know (model, data, floor, notes, time).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::metric::Metric;

/// What guides the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Styles of the mapping network, of fresh latents, without truncation.
    Latent,
    /// Styles of the style encoder, of held-out pictures of the target domain.
    Reference,
    /// The target's labels: one output a source, of a label system.
    Labels,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Latent, Self::Reference, Self::Labels];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Latent => "latent",
            Self::Reference => "reference",
            Self::Labels => "labels",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Latent => "Latent-guided",
            Self::Reference => "Reference-guided",
            Self::Labels => "Label-guided",
        }
    }
}

/// Key of the task that translates pictures of `source` into `target`.
pub fn task(source: &str, target: &str) -> String {
    format!("{source}2{target}")
}

/// One figure: of each task, and the mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The mean over the tasks.
    pub mean: f64,
    /// By task ("a2b"), or by domain for a floor.
    pub tasks: BTreeMap<String, f64>,
    /// Standard errors of the tasks' values, where they can be told (KID).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub standard_errors: BTreeMap<String, f64>,
}

impl Figure {
    /// Adds the value of a task; the mean follows.
    pub fn put(&mut self, task: String, value: f64, standard_error: Option<f64>) {
        if let Some(error) = standard_error {
            self.standard_errors.insert(task.clone(), error);
        }
        self.tasks.insert(task, value);
        self.mean = self.tasks.values().sum::<f64>() / self.tasks.len() as f64;
    }
}

impl Figure {
    /// The standard error of the mean, when every task has one; tasks share pictures, so it is a rough one.
    pub fn mean_error(&self) -> Option<f64> {
        let errors = &self.standard_errors;
        let known = !errors.is_empty() && errors.len() == self.tasks.len();
        let squares: f64 = errors.values().map(|error| error * error).sum();
        known.then(|| squares.sqrt() / errors.len() as f64)
    }
}

/// Figures by metric.
pub type Figures = BTreeMap<Metric, Figure>;

/// How many pictures there were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Outputs of each source in each task.
    pub outputs: usize,
    /// Held-out pictures translated, by domain.
    pub sources: BTreeMap<String, usize>,
    /// Real pictures that the outputs are compared with, by domain.
    pub real: BTreeMap<String, usize>,
    /// Sources of one batch of the protocol.
    pub batch: usize,
    /// Most pictures of a set that KID looks at, drawn with the seed.
    pub kid_rows: usize,
}

/// Which model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// Training iterations, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u64>,
    /// Name of its system.
    pub system: String,
    /// Side of its pictures in pixels.
    pub img_size: usize,
}

/// Which pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFacts {
    /// Name of the folder, without the way to it.
    pub name: String,
    /// Hash of domains and training pictures.
    pub fingerprint: String,
    /// Whether sources were held out by the data's own `val` folder.
    pub own_split: bool,
}

/// What an evaluation found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// How it was computed, in words.
    pub protocol: String,
    /// The networks behind the figures, by the figure's name.
    pub extractor: BTreeMap<Metric, String>,
    /// Decides every random number.
    pub seed: u64,
    /// How many pictures.
    pub counts: Counts,
    /// The figures.
    pub modes: BTreeMap<Mode, Figures>,
    /// Real against real, by domain: held-out pictures in the outputs' place. No model gets below it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub floor: Figures,
    /// Which model.
    pub model: Subject,
    /// Which pictures.
    pub data: DataFacts,
    /// Names of the domains, in order.
    pub domains: Vec<String>,
    /// The command that gives the same figures again; `DATA` stands for the folder.
    pub command: String,
    /// What a person should know: pictures that were skipped, where the protocol could not be kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Seconds it took.
    pub seconds: f64,
}

impl Evaluation {
    /// The figure `metric` of `mode`.
    pub fn figure(&self, mode: Mode, metric: Metric) -> Option<&Figure> {
        self.modes.get(&mode)?.get(&metric)
    }

    /// The value of a task.
    pub fn value(&self, mode: Mode, metric: Metric, source: &str, target: &str) -> Option<f64> {
        let figure = self.figure(mode, metric)?;
        figure.tasks.get(&task(source, target)).copied()
    }

    /// The mean of `metric` over the modes that have it: what "best step" goes by.
    pub fn score(&self, metric: Metric) -> Option<f64> {
        let figures = self
            .modes
            .values()
            .filter_map(|figures| figures.get(&metric));
        let means: Vec<f64> = figures.map(|figure| figure.mean).collect();
        (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
    }

    /// Whether both were computed in the same way on the same pictures.
    pub fn is_like(&self, other: &Self) -> bool {
        let same_pictures = self.data == other.data && self.counts == other.counts;
        same_pictures && self.protocol == other.protocol && self.seed == other.seed
    }

    /// Whether it is an evaluation of the same model in the same way.
    pub fn repeats(&self, other: &Self) -> bool {
        self.is_like(other) && self.model == other.model && self.extractor == other.extractor
    }

    /// The metrics that some mode has, in the order in which they are shown.
    pub fn metrics(&self) -> Vec<Metric> {
        let has = |metric: &Metric| self.modes.values().any(|of| of.contains_key(metric));
        Metric::ALL.into_iter().filter(has).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_the_promised_form() {
        let mut figure = Figure::default();
        figure.put(task("cat", "dog"), 0.5, Some(0.1));
        figure.put(task("dog", "cat"), 0.25, None);
        let evaluation = Evaluation {
            seed: 7,
            modes: [(Mode::Latent, [(Metric::Kid, figure)].into())].into(),
            ..Evaluation::default()
        };
        let written = serde_json::to_value(&evaluation).unwrap();
        assert_eq!(written["modes"]["latent"]["kid"]["mean"], 0.375);
        assert_eq!(written["modes"]["latent"]["kid"]["tasks"]["cat2dog"], 0.5);
        for key in ["protocol", "extractor", "seed", "counts"] {
            assert!(written.get(key).is_some(), "{key}");
        }
        let read: Evaluation = serde_json::from_value(written).unwrap();
        assert_eq!(read, evaluation);
        assert_eq!(read.score(Metric::Kid), Some(0.375));
        assert_eq!(
            read.value(Mode::Latent, Metric::Kid, "dog", "cat"),
            Some(0.25)
        );
        assert_eq!(read.score(Metric::Fid), None);
    }
}
