//! The first result that a new session shows large.

use super::app::{App, Selected};
use super::plan::RowId;
use super::state::PictureId;

impl App {
    /// A result is selected for a new session, so that the large view is never an empty promise.
    pub(super) fn greet(&mut self) {
        if self.grid.greeted {
            return;
        }
        let Some((row, source)) = self.welcoming_cell() else {
            return;
        };
        self.grid.greeted = true;
        if self.grid.selected == Selected::Nothing {
            self.grid.selected = Selected::Cell(row, source);
        }
    }

    /// A cell in the middle row whose source is of another domain: a translation at a glance.
    fn welcoming_cell(&self) -> Option<(RowId, PictureId)> {
        let domains = &self.model.as_ref()?.config.domains;
        let row = self.grid.rows.get(self.grid.rows.len() / 2)?;
        let foreign = |id: &&PictureId| {
            let (own, _) = self.library.own_domain(&self.explore, **id, domains);
            Some(own) != row.domain
        };
        let sources = &self.explore.sources;
        let source = sources.iter().find(foreign).or(sources.first())?;
        Some((row.id, *source))
    }
}
