//! The full view and the picture's own size, as hands ask for them.

use super::app::{App, Selected};
use super::state::Tab;
use super::widgets::ViewTransform;

impl App {
    /// The selected result fills the window, or the grid comes back.
    pub(super) fn toggle_full(&mut self) {
        let cell = matches!(self.grid.selected, Selected::Cell(..));
        self.grid.full = cell && !self.grid.full && self.session.tab == Tab::Explore;
    }

    /// Whether the selected result fills the window.
    pub(super) fn is_full(&self) -> bool {
        self.grid.full && matches!(self.grid.selected, Selected::Cell(..))
    }

    /// A pixel of the picture for one of the screen, or the whole picture as large as there is space.
    pub(super) fn toggle_actual(&mut self) {
        self.viewer.actual = !self.viewer.actual;
        self.view = ViewTransform::default();
    }
}
