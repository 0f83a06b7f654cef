//! What the Train tab remembers from one session to the next.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::TrainTab;
use super::curves::{Chart, Series};
use super::look::{Look, SMOOTHING};
use crate::data::dataset::DataRoot;
use crate::train::config::{Start, TrainConfig};
use crate::train::presets::Preset;

/// The parts that come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainMemory {
    /// The folder of the last run.
    pub last_run: Option<PathBuf>,
    /// The preset.
    pub preset: Preset,
    /// The knobs, the data's folder among them.
    pub config: TrainConfig,
    /// Whether data was chosen.
    pub has_data: bool,
    /// The dial.
    pub courtesy: f32,
    /// Smoothing in percent of the steps.
    pub smoothing: f32,
    /// Logarithmic heights.
    pub log: bool,
    /// Hidden curves.
    #[serde(rename = "hidden_curves")]
    pub hidden: BTreeSet<Series>,
    /// The charts.
    pub slots: [Chart; 3],
}

impl Default for TrainMemory {
    fn default() -> Self {
        Self {
            last_run: None,
            preset: Preset::Demo,
            config: Preset::Demo.config(),
            has_data: false,
            courtesy: COURTESY,
            smoothing: SMOOTHING,
            log: false,
            hidden: BTreeSet::new(),
            slots: Look::default().slots,
        }
    }
}

/// The dial at first: training goes on at a good pace and the window stays usable.
pub const COURTESY: f32 = 0.5;

impl TrainMemory {
    /// What a tab leaves for next time. Paths that JSON cannot write are left out.
    pub fn of(tab: &TrainTab) -> Self {
        let kept = |path: &PathBuf| path.to_str().is_some();
        let mut config = tab.setup.config.clone();
        config.data.root = config.data.root.filter(kept);
        if matches!(&config.start, Start::Model(path) if !kept(path)) {
            config.start = Start::Scratch;
        }
        Self {
            last_run: tab.last_run.clone().filter(kept),
            preset: tab.setup.preset,
            config,
            has_data: tab.setup.data.is_some(),
            courtesy: tab.courtesy,
            smoothing: tab.look.smoothing,
            log: tab.look.log,
            hidden: tab.look.hidden.clone(),
            slots: tab.look.slots,
        }
    }

    /// A tab as it was left.
    pub fn restore(&self, runs: PathBuf) -> TrainTab {
        let mut tab = TrainTab {
            courtesy: self.courtesy,
            last_run: self.last_run.clone(),
            runs,
            ..TrainTab::default()
        };
        tab.setup.preset = self.preset;
        tab.setup.config = self.config.clone();
        tab.look.smoothing = self.smoothing;
        tab.look.log = self.log;
        tab.look.hidden.clone_from(&self.hidden);
        tab.look.slots = self.slots;
        tab
    }

    /// The data of last time.
    pub fn root(&self) -> Option<DataRoot> {
        let folder = self.config.data.root.clone().map(DataRoot::Folder);
        self.has_data.then(|| folder.unwrap_or(DataRoot::Bundled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::train::curves::{Pass, Term};

    #[test]
    fn what_was_set_up_comes_back() {
        let mut tab = TrainTab::default();
        tab.setup.choose(Preset::Small64);
        tab.setup.config.optimiser.learning_rate = 2.5e-4;
        tab.setup.want(
            DataRoot::Folder("/my/cats".into()),
            std::path::Path::new("/runs"),
        );
        tab.look.toggle((Term::Loss("G", "cyc"), Pass::Reference));
        tab.look.log = true;
        tab.courtesy = 0.8;
        let memory = TrainMemory::of(&tab);
        let text = serde_json::to_string(&memory).unwrap();
        let back: TrainMemory = serde_json::from_str(&text).unwrap();
        assert_eq!(back, memory);
        assert_eq!(back.root(), Some(DataRoot::Folder("/my/cats".into())));
        let again = back.restore("/runs".into());
        assert_eq!(again.setup.config, tab.setup.config);
        assert_eq!((again.look.log, again.courtesy), (true, 0.8));
        assert_eq!(again.look.hidden, tab.look.hidden);
    }
}
