//! What tests may look at beyond the tree of names: the pixels behind the cells.

use super::app::App;
use super::gallery::GalleryTab;
use super::state::{PictureId, Side};
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

    /// The pixels of the selected result, once they are there.
    pub fn selected_fingerprint(&self) -> Option<Fingerprint> {
        Some(self.selected_result()?.pixels()?.fingerprint)
    }

    /// Takes a picture off a side without a word.
    pub fn forget_picture(&mut self, side: Side, picture: PictureId) {
        self.explore.remove(side, picture);
    }

    /// Gives all kept results the same date, for pictures that are compared.
    pub fn forget_dates(&mut self) {
        self.gallery.forget_dates();
    }

    /// The kept results.
    pub fn gallery(&self) -> &GalleryTab {
        &self.gallery
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
