//! The second picture: another cell that the selected one is compared with, or a picture held as it was.

use super::app::{App, Selected};
use super::plan::{self, RowId};
use super::state::PictureId;
use super::widgets::{Against, Face, Shown, ViewMode};

/// What the person marked to compare with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Partner {
    /// A cell; it follows the sliders like every cell.
    Cell(RowId, PictureId),
    /// A picture as it was, with its sentence.
    Held(Face, String),
}

impl App {
    /// Marks the cell under the pointer, or else the selected one, as what is compared with; the marked cell again lets it go.
    pub(super) fn mark_partner(&mut self) {
        let selected = match self.grid.selected {
            Selected::Cell(row, source) => Some((row, source)),
            _ => None,
        };
        if let Some((row, source)) = self.grid.hovered.or(selected) {
            self.compare_with(row, source);
        }
    }

    /// Marks a cell as what is compared with; the marked cell again lets it go.
    pub(super) fn compare_with(&mut self, row: RowId, source: PictureId) {
        let partner = Partner::Cell(row, source);
        if self.grid.partner.as_ref() == Some(&partner) {
            return self.let_partner_go();
        }
        if !matches!(self.grid.selected, Selected::Cell(..)) {
            self.grid.selected = Selected::Cell(row, source);
        }
        self.begin_comparing(partner);
    }

    /// Holds a result as it is now, whatever the sliders do later.
    pub(super) fn hold(&mut self, row: RowId, source: PictureId) {
        let face = self
            .key_of(row, source)
            .and_then(|key| self.results.face(key));
        let Some(face) = face.cloned() else { return };
        let name = self.sentence_of(row, source).unwrap_or_default();
        self.compare_with_picture(face, name);
    }

    /// Holds the selected result as it is now.
    pub(super) fn hold_selected(&mut self) {
        if let Selected::Cell(row, source) = self.grid.selected {
            self.hold(row, source);
        }
    }

    /// Compares the selected cell with any picture, such as a kept one.
    pub(super) fn compare_with_picture(&mut self, face: Face, name: String) {
        self.begin_comparing(Partner::Held(face, name));
    }

    fn begin_comparing(&mut self, partner: Partner) {
        self.grid.partner = Some(partner);
        self.viewer.against = Against::Partner;
        if !self.viewer.mode.compares() {
            self.viewer.mode = ViewMode::Wipe;
        }
    }

    /// Lets the second picture go; says whether there was one.
    pub(super) fn let_partner_go(&mut self) {
        self.grid.partner = None;
        if self.viewer.against == Against::Partner {
            self.viewer.against = Against::Source;
        }
    }

    /// The marked cell becomes the selected one, and the selected one the marked.
    pub(super) fn swap_partner(&mut self) {
        if let (Some(Partner::Cell(row, source)), Selected::Cell(own_row, own_source)) =
            (self.grid.partner.clone(), self.grid.selected)
        {
            self.grid.selected = Selected::Cell(row, source);
            self.grid.partner = Some(Partner::Cell(own_row, own_source));
        }
    }

    /// Whether a cell is the marked one.
    pub(super) fn is_partner(&self, row: RowId, source: PictureId) -> bool {
        self.grid.partner == Some(Partner::Cell(row, source))
    }

    /// The second picture, as far as it is there.
    pub(super) fn partner_face(&self) -> Option<Face> {
        match self.grid.partner.as_ref()? {
            Partner::Cell(row, source) => self.results.face(self.key_of(*row, *source)?).cloned(),
            Partner::Held(face, _) => Some(face.clone()),
        }
    }

    /// The second picture's pixels; asks for them when they lie on the device.
    pub(super) fn partner_pixels(&mut self) -> Option<Shown> {
        match self.partner_face()? {
            Face::Pixels(shown) => Some(shown),
            Face::OnDevice(_) => {
                if let Some(Partner::Cell(row, source)) = self.grid.partner {
                    self.pixels_at(row, source)
                } else {
                    None
                }
            }
        }
    }

    /// A result's pixels; asks for them when they lie on the device.
    pub(super) fn pixels_at(&mut self, row: RowId, source: PictureId) -> Option<Shown> {
        let key = self.key_of(row, source)?;
        self.pixels_of(key)
    }

    /// How the second picture came about.
    pub(super) fn partner_sentence(&self) -> Option<String> {
        match self.grid.partner.as_ref()? {
            Partner::Cell(row, source) => self.sentence_of(*row, *source),
            Partner::Held(_, name) => Some(name.clone()),
        }
    }

    /// How a result came about.
    pub(super) fn sentence_of(&self, row: RowId, source: PictureId) -> Option<String> {
        let row = self.grid.rows.iter().find(|other| other.id == row)?;
        let domains = &self.model.as_ref()?.config.domains;
        Some(plan::sentence(&self.library, source, row, domains))
    }

    /// The marked cell stays marked while its row and column are there, in another branch too.
    pub(super) fn keep_partner(&mut self) {
        // While the model opens there are no rows; what was marked waits.
        let Some(Partner::Cell(row, source)) = self.grid.partner else {
            return;
        };
        let rows = &self.grid.rows;
        let same = |other: &&plan::Row| plan::same_style(other.id, row);
        let found = rows.iter().find(|other| other.id == row);
        let found = found.or_else(|| rows.iter().find(same)).map(|row| row.id);
        match found.filter(|_| self.explore.sources.contains(&source)) {
            Some(row) => self.grid.partner = Some(Partner::Cell(row, source)),
            None => self.let_partner_go(),
        }
    }

    /// The neighbours that tell style from content: the same source in another row, another source in the same row. The marked
    /// cell is taken where it is one.
    pub(super) fn neighbours(
        &self,
        row: RowId,
        source: PictureId,
    ) -> [Option<(RowId, PictureId)>; 2] {
        let rows: Vec<RowId> = self.grid.rows.iter().map(|row| row.id).collect();
        let (mut style, mut content) = (
            beside(&rows, &row).map(|row| (row, source)),
            beside(&self.explore.sources, &source).map(|source| (row, source)),
        );
        if let Some(Partner::Cell(other_row, other_source)) = self.grid.partner {
            match (other_row == row, other_source == source) {
                (false, true) => style = Some((other_row, source)),
                (true, false) => content = Some((row, other_source)),
                _ => {}
            }
        }
        [style, content]
    }
}

/// What comes after `at`, or before it at the end.
fn beside<T: Copy + PartialEq>(all: &[T], at: &T) -> Option<T> {
    let at = all.iter().position(|other| other == at)?;
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    all.get(at + 1).or(before).copied()
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn the_neighbour_comes_after_or_before() {
        assert_eq!(beside(&[1, 2, 3], &1), Some(2));
        assert_eq!(beside(&[1, 2, 3], &3), Some(2));
        assert_eq!(beside(&[1], &1), None);
        assert_eq!(beside(&[1], &2), None);
    }
}
