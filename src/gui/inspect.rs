//! What tests may look at beyond the tree of names: the pixels behind the cells.

use super::app::App;
use crate::domain::Fingerprint;

impl App {
    /// The fingerprints of the results, row by row; none where a result is still missing or has no pixels in memory.
    pub fn fingerprints(&self) -> Vec<Option<Fingerprint>> {
        let columns = &self.explore.sources;
        let places = self.grid.rows.iter();
        let places = places.flat_map(|row| columns.iter().map(move |&source| (row.id, source)));
        places
            .map(|(row, source)| {
                let face = self.results.face(self.key_of(row, source)?)?;
                Some(face.pixels()?.fingerprint)
            })
            .collect()
    }

    /// Whether the model's view of every picture on both sides is there.
    pub fn views_are_there(&self) -> bool {
        let used = self.explore.sources.iter().chain(&self.explore.references);
        let view = |id: &u64| self.library.get(*id).is_some_and(|pic| pic.view.is_some());
        used.into_iter().all(view)
    }

    /// Whether every cell that the lab wants beside the grid's is there.
    pub fn lab_is_complete(&self) -> bool {
        let mut wanted = self.lab.wanted.iter();
        wanted.all(|wanted| self.results.has(wanted.key))
    }

    /// Whether every style of the map has its place.
    pub fn map_is_placed(&self) -> bool {
        !self.lab.map.points.is_empty() && !self.lab.map.waits()
    }

    /// How much each part of the blend gives, 0 to 1, as far as known.
    pub fn contributions(&self) -> &[Option<f32>] {
        &self.lab.contributions
    }

    /// Forgets how fast cells came: a figure that is never the same twice has no place in a picture kept for comparison.
    pub fn forget_pace(&mut self) {
        self.pace = None;
    }
}
