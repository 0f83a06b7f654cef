//! The Evaluate tab's state: figures of models and steps, and the blind taste test.

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
#[derive(Debug, Default)]
pub struct EvaluateTab {
    /// What fills it.
    pub page: Page,
}
