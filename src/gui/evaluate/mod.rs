//! The Evaluate tab's state: figures of models and steps, and the blind taste test.
//!
//! Of the figures: `setup` is what is to be evaluated, `entry` what was found, `figures` both together; `series` draws lines over
//! steps from it; `orders` is the one place that asks the worker, `events` takes its answers in, `hands` drops and dialogs, `keep` tells which models keep their figures, `memory` is
//! what comes back next time.

pub mod entry;
mod events;
pub mod figures;
mod hands;
pub mod keep;
pub mod memory;
mod orders;
pub mod series;
pub mod setup;

use figures::FiguresTab;

/// What fills the tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Figures by the protocol.
    #[default]
    Figures,
    /// Two pictures, no names: which is better?
    Taste,
}

impl Page {
    /// The other page.
    pub fn other(self) -> Self {
        match self {
            Self::Figures => Self::Taste,
            Self::Taste => Self::Figures,
        }
    }
}

/// What the tab remembers between frames.
#[derive(Default)]
pub struct EvaluateTab {
    /// What fills it.
    pub page: Page,
    /// Figures by the protocol.
    pub figures: FiguresTab,
}
