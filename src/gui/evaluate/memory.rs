//! What the page of figures remembers from one session to the next.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::EvaluateTab;
use super::setup::{DataChoice, Setup, What};
use crate::engine::evaluation::messages::OwnExtractors;
use crate::evaluation::{Metric, Mode};

/// The parts that come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluateMemory {
    /// Models, or steps of a run.
    pub what: What,
    /// Whether the model in Explore is evaluated.
    pub open: bool,
    /// Whether the demo is.
    pub demo: bool,
    /// Files, and which of them.
    pub files: Vec<(PathBuf, bool)>,
    /// Which pictures.
    pub data: DataChoice,
    /// A folder of pictures.
    pub folder: Option<PathBuf>,
    /// Latent-guided, reference-guided.
    pub modes: (bool, bool),
    /// Outputs of each source.
    pub outputs: usize,
    /// Most sources of a domain; 0 for all.
    pub sources: usize,
    /// Decides every random number.
    pub seed: u64,
    /// torchvision's AlexNet.
    pub alexnet: Option<PathBuf>,
    /// torchvision's Inception-v3.
    pub inception: Option<PathBuf>,
    /// The figure on screen.
    pub metric: Metric,
    /// The mode on screen.
    pub mode: Mode,
}

impl Default for EvaluateMemory {
    fn default() -> Self {
        Self::of(&EvaluateTab::default())
    }
}

impl EvaluateMemory {
    /// What a tab leaves for next time. Paths that JSON cannot write are left out.
    pub fn of(tab: &EvaluateTab) -> Self {
        let (tab, setup) = (&tab.figures, &tab.figures.setup);
        let kept = |path: &PathBuf| path.to_str().is_some();
        let files = setup.files.iter().filter(|(path, _)| kept(path));
        Self {
            what: setup.what,
            open: setup.open,
            demo: setup.demo,
            files: files.cloned().collect(),
            data: setup.data,
            folder: setup.folder.clone().filter(kept),
            modes: (setup.latent, setup.reference),
            outputs: setup.outputs,
            sources: setup.sources,
            seed: setup.seed,
            alexnet: setup.extractors.alexnet.clone().filter(kept),
            inception: setup.extractors.inception.clone().filter(kept),
            metric: tab.metric,
            mode: tab.mode,
        }
    }

    /// The tab as it was left.
    pub fn restore(&self) -> EvaluateTab {
        let mut tab = EvaluateTab::default();
        let (latent, reference) = self.modes;
        tab.figures.setup = Setup {
            what: self.what,
            open: self.open,
            demo: self.demo,
            files: self.files.clone(),
            data: self.data,
            folder: self.folder.clone(),
            latent: latent || !reference,
            reference,
            outputs: self.outputs.max(1),
            sources: self.sources,
            seed: self.seed,
            extractors: OwnExtractors {
                alexnet: self.alexnet.clone(),
                inception: self.inception.clone(),
            },
            ..Setup::default()
        };
        tab.figures.metric = self.metric;
        tab.figures.mode = self.mode;
        tab
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_up_comes_back_as_it_was_left() {
        let mut tab = EvaluateTab::default();
        let setup = &mut tab.figures.setup;
        setup.add_file("/models/cats.safetensors".into());
        setup.toggle(Mode::Latent);
        (setup.outputs, setup.sources, setup.seed) = (2, 40, 5);
        setup.data = DataChoice::Folder;
        setup.folder = Some("/data/cats".into());
        setup.extractors.inception = Some("/nets/inception.pth".into());
        tab.figures.metric = Metric::Fid;
        let text = serde_json::to_string(&EvaluateMemory::of(&tab)).unwrap();
        let memory: EvaluateMemory = serde_json::from_str(&text).unwrap();
        assert_eq!(memory, EvaluateMemory::of(&tab));
        let again = memory.restore();
        assert_eq!(EvaluateMemory::of(&again), memory);
        assert_eq!(again.figures.setup.protocol(), tab.figures.setup.protocol());
        let empty: EvaluateMemory = serde_json::from_str("{}").unwrap();
        assert_eq!(empty.restore().figures.setup.outputs, 10);
    }
}
