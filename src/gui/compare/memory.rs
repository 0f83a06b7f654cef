//! What the Compare tab remembers from one session to the next.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{ChosenLink, CompareTab, LinkStyle, Look, Mode};
use crate::engine::messages::ModelSource;

/// A pane's model that can be opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// The bundled model.
    Demo,
    /// A file.
    File(PathBuf),
}

/// The parts that come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompareMemory {
    /// The panes, from left to right.
    pub panes: Vec<Kept>,
    /// What fills the tab.
    pub mode: Mode,
    /// What the large pictures show.
    pub look: Look,
    /// Whether every source has a grey copy.
    pub grey: bool,
    /// The chain.
    pub links: Vec<ChosenLink>,
}

impl CompareMemory {
    /// What a tab leaves for next time. Paths that JSON cannot write are left out, and so are networks of a running training.
    pub fn of(tab: &CompareTab) -> Self {
        let kept = |source: &ModelSource| match source {
            ModelSource::Demo => Some(Kept::Demo),
            ModelSource::File(path) => path.to_str().map(|_| Kept::File(path.clone())),
            ModelSource::Live(_) => None,
        };
        Self {
            panes: tab
                .panes
                .iter()
                .filter_map(|pane| kept(&pane.source))
                .collect(),
            mode: tab.mode,
            look: tab.look,
            grey: tab.grey,
            links: tab.links.clone(),
        }
    }

    /// The tab as it was left.
    pub fn restore(&self) -> CompareTab {
        let mut tab = CompareTab {
            mode: self.mode,
            look: self.look,
            grey: self.grey,
            links: self.links.clone(),
            ..CompareTab::default()
        };
        for kept in &self.panes {
            tab.add(match kept {
                Kept::Demo => ModelSource::Demo,
                Kept::File(path) => ModelSource::File(path.clone()),
            });
        }
        tab
    }
}

impl ChosenLink {
    /// A link to `branch` in its mean style.
    pub fn mean(branch: String) -> Self {
        Self {
            branch,
            style: LinkStyle::Mean,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_comes_back_as_it_was_left() {
        let mut tab = CompareTab::default();
        tab.add(ModelSource::Demo);
        tab.add(ModelSource::File("a/b.ckpt".into()));
        (tab.mode, tab.look, tab.grey) = (Mode::Chains, Look::AgainstFirst, true);
        tab.links.push(ChosenLink::mean("cat".to_owned()));
        let text = serde_json::to_string(&CompareMemory::of(&tab)).unwrap();
        let memory: CompareMemory = serde_json::from_str(&text).unwrap();
        let again = memory.restore();
        let sources = |tab: &CompareTab| {
            tab.panes
                .iter()
                .map(|pane| pane.source.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(sources(&again), sources(&tab));
        assert_eq!(
            (again.mode, again.look, again.grey),
            (tab.mode, tab.look, tab.grey)
        );
        assert_eq!(again.links, tab.links);
        assert!(again.begun, "no pane is put there again");
    }
}
