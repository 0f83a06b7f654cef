//! The Compare tab's state: two to four models over Explore's sources and rows, or over one chain.
//!
//! `orders` is the one place that asks the worker, `events` takes its answers in, `memory` is what comes back next time; `panels::compare`
//! draws.

mod events;
pub mod memory;
pub mod orders;
pub mod store;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::Pos2;
use serde::{Deserialize, Serialize};

use super::state::PictureId;
use super::train::names;
use super::widgets::Shown;
use crate::engine::chain::Link;
use crate::engine::compare::messages::{Crossing, PaneId, PaneOrder, Subject};
use crate::engine::messages::{ModelInfo, ModelSource};
use crate::problem::Problem;
use store::Store;

/// Most panes side by side.
pub const MOST_PANES: usize = 4;
/// How the amplification of differences starts.
pub const AMPLIFY: f32 = 4.0;

/// What fills the tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Every source in every row, a pane a model.
    #[default]
    Results,
    /// One chain, a strip a model.
    Chains,
}

/// What the large pictures show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Look {
    /// The results.
    #[default]
    Result,
    /// What each changed of its source.
    AgainstSource,
    /// How each differs from the first pane's result.
    AgainstFirst,
}

/// Where the style of a link comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkStyle {
    /// The branch's mean style.
    #[default]
    Mean,
    /// The latent of a seed.
    Seed(u64),
    /// A reference of Explore.
    Reference(PictureId),
}

/// A link as the person chose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenLink {
    /// The branch, by name.
    pub branch: String,
    /// Its style.
    pub style: LinkStyle,
}

/// How far a pane has come.
#[derive(Clone, Debug)]
pub enum PaneState {
    /// Its model is being read, or will be.
    Opening,
    /// Its model is at work.
    Ready(Arc<ModelInfo>),
    /// Its model cannot be used.
    Failed(Problem),
}

/// A pane.
#[derive(Clone, Debug)]
pub struct PaneShown {
    /// The worker's number of it.
    pub id: PaneId,
    /// Its model.
    pub source: ModelSource,
    /// How far it has come.
    pub state: PaneState,
}

impl PaneShown {
    /// What it is called: the model's name and step, or before that its file's.
    pub fn name(&self) -> String {
        let step = |step: Option<u64>| step.map(|step| format!(", step {}", names::count(step)));
        match (&self.state, &self.source) {
            (PaneState::Ready(info), _) => {
                let card = &info.card;
                format!("{}{}", card.name, step(card.step).unwrap_or_default())
            }
            (_, ModelSource::Demo) => "Demo creatures".to_owned(),
            (_, ModelSource::File(path)) => names::file_name(path),
            (_, ModelSource::Live(live)) => format!("Live, step {}", names::count(live.0.step)),
        }
    }

    /// Its model, when that is at work.
    pub fn info(&self) -> Option<&ModelInfo> {
        match &self.state {
            PaneState::Ready(info) => Some(info),
            _ => None,
        }
    }
}

/// A result as it is shown.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The source as the pane's model sees it.
    pub source: Shown,
    /// What it became.
    pub output: Shown,
    /// Mean absolute difference, 0 to 1.
    pub pixel: f32,
}

/// What became of a crossing in a pane.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The pictures, or why there are none.
    pub pair: Result<Pair, Problem>,
    /// The perceptual distance, once it is measured.
    pub perceptual: Option<Result<f32, Problem>>,
}

/// A chain as far as it has come in a pane.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// The source as the pane's model sees it.
    pub source: Option<Shown>,
    /// The stages: picture and distance to the source, 0 to 1.
    pub stages: Vec<(Shown, f32)>,
    /// Why it ends early.
    pub problem: Option<Problem>,
}

/// Under which key a strip is kept.
pub type StripKey = (PaneId, Subject, Arc<[Link]>);

/// What was asked for last.
#[derive(Debug, Default)]
pub struct Ordered {
    /// The panes.
    pub panes: Vec<PaneOrder>,
    /// The results.
    pub cells: HashSet<(PaneId, Crossing)>,
    /// The chains.
    pub strips: HashSet<StripKey>,
}

/// Everything of the tab.
#[derive(Default)]
pub struct CompareTab {
    /// The panes, from left to right.
    pub panes: Vec<PaneShown>,
    next: PaneId,
    /// Whether the first pane was put there, or the person chose panes.
    pub begun: bool,
    /// What fills the tab.
    pub mode: Mode,
    /// What the large pictures show.
    pub look: Look,
    /// By how much differences are amplified; 0 stands for the usual.
    pub amplify: f32,
    /// Whether every source has a grey copy beside it.
    pub grey: bool,
    /// Whether the cursor is on the grey copy of the selected source.
    pub on_grey: bool,
    /// The chain.
    pub links: Vec<ChosenLink>,
    /// Where the pointer is, in units of the picture; the same in all panes.
    pub pointer: Option<Pos2>,
    /// Whether the person stopped the computing.
    pub paused: bool,
    /// Results that are there, and all of them, as counted this frame.
    pub progress: (usize, usize),
    /// Results by pane and crossing.
    pub results: HashMap<(PaneId, Crossing), Outcome>,
    /// Strips by pane, source and links.
    pub strips: HashMap<StripKey, Strip>,
    /// What was asked for last.
    pub ordered: Ordered,
    /// Textures and difference maps.
    pub store: Store,
}

impl CompareTab {
    /// Adds a pane, unless there are enough.
    pub fn add(&mut self, source: ModelSource) {
        self.begun = true;
        if self.panes.len() < MOST_PANES {
            self.next += 1;
            self.panes.push(PaneShown {
                id: self.next,
                source,
                state: PaneState::Opening,
            });
        }
    }

    /// Puts two models in front of the others; those beyond the most are closed.
    pub fn put_first(&mut self, two: [ModelSource; 2]) {
        let same = |pane: &PaneShown| two.contains(&pane.source);
        let (mut front, rest): (Vec<_>, Vec<_>) = self.panes.drain(..).partition(same);
        front.sort_by_key(|pane| pane.source != two[0]);
        self.panes = front;
        for (at, source) in two.into_iter().enumerate() {
            if !self.has(&source) {
                self.add(source);
                let last = self.panes.len() - 1;
                self.panes.swap(at.min(last), last);
            }
        }
        self.panes.extend(rest);
        let beyond: Vec<PaneId> = self
            .panes
            .iter()
            .skip(MOST_PANES)
            .map(|pane| pane.id)
            .collect();
        beyond.into_iter().for_each(|id| self.close(id));
        self.begun = true;
    }

    /// Closes a pane; the worker lets its model go with the next order.
    pub fn close(&mut self, id: PaneId) {
        self.panes.retain(|pane| pane.id != id);
        self.results.retain(|(pane, _), _| *pane != id);
        self.strips.retain(|(pane, ..), _| *pane != id);
    }

    /// Tries to open a pane's model again.
    pub fn again(&mut self, id: PaneId) {
        let Some(at) = self.panes.iter().position(|pane| pane.id == id) else {
            return;
        };
        self.next += 1;
        let pane = &mut self.panes[at];
        (pane.id, pane.state) = (self.next, PaneState::Opening);
    }

    /// Whether a model is in a pane already.
    pub fn has(&self, source: &ModelSource) -> bool {
        self.panes.iter().any(|pane| pane.source == *source)
    }

    /// Whether anything is being computed.
    pub fn is_computing(&self) -> bool {
        let (there, all) = self.progress;
        there < all && !self.paused
    }

    /// Goes on to the next thing that the large pictures can show.
    pub fn next_look(&mut self) {
        self.look = match self.look {
            Look::Result => Look::AgainstSource,
            Look::AgainstSource => Look::AgainstFirst,
            Look::AgainstFirst => Look::Result,
        };
    }

    /// By how much differences are amplified.
    pub fn amplification(&self) -> f32 {
        if self.amplify > 0.0 {
            self.amplify
        } else {
            AMPLIFY
        }
    }

    /// The branches of all panes' models, each once, in their order.
    pub fn branches(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for info in self.panes.iter().filter_map(PaneShown::info) {
            for name in info.config.domains.names() {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The first chain: to another branch and back.
    pub fn first_links(&mut self) {
        let branches = self.branches();
        if let (true, [first, second, ..]) = (self.links.is_empty(), branches.as_slice()) {
            let link = |branch: &String| ChosenLink {
                branch: branch.clone(),
                style: LinkStyle::Mean,
            };
            self.links = vec![link(second), link(first)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_models_are_put_in_front_in_their_order() {
        let file = |name: &str| ModelSource::File(name.into());
        let mut tab = CompareTab::default();
        for name in ["a", "b", "c"] {
            tab.add(file(name));
        }
        let order = |tab: &CompareTab| tab.panes.iter().map(PaneShown::name).collect::<Vec<_>>();
        tab.put_first([file("c"), file("d")]);
        assert_eq!(order(&tab), ["c", "d", "a", "b"]);
        tab.put_first([file("d"), file("c")]);
        assert_eq!(order(&tab), ["d", "c", "a", "b"], "nothing is opened twice");
        tab.put_first([file("x"), file("c")]);
        assert_eq!(order(&tab), ["x", "c", "d", "a"], "the last one leaves");
    }

    #[test]
    fn panes_come_up_to_four_and_leave_with_their_results() {
        let mut tab = CompareTab::default();
        for at in 0..6 {
            tab.add(ModelSource::File(format!("{at}.safetensors").into()));
        }
        assert_eq!(tab.panes.len(), MOST_PANES);
        assert_eq!(tab.panes[1].name(), "1.safetensors");
        let gone = tab.panes[1].id;
        let key = (
            gone,
            Subject {
                picture: crate::domain::Fingerprint(1),
                grey: false,
            },
            Arc::from([]),
        );
        tab.strips.insert(key, Strip::default());
        tab.close(gone);
        assert!(tab.panes.len() == 3 && tab.strips.is_empty());
        tab.add(ModelSource::Demo);
        assert!(tab.has(&ModelSource::Demo));
        assert_ne!(tab.panes[3].id, gone, "a number is never given twice");
        let before = tab.panes[0].id;
        tab.again(before);
        assert_ne!(
            tab.panes[0].id, before,
            "the worker tries a new number again"
        );
    }
}
