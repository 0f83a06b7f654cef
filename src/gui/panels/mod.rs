//! The parts of the window: frame (top, bottom), what to make (left), the pictures (grid), the selected one (right), small sheets.

pub mod align;
pub mod bottom;
pub mod card;
pub mod compare;
pub mod evaluate;
pub mod exports;
mod eye;
mod fitness;
pub mod full;
pub mod gallery;
pub mod grid;
pub mod headers;
mod keys;
pub mod lab;
pub mod labels;
pub mod latents;
pub mod left;
mod log;
mod menu;
mod palette;
mod recent;
pub mod right;
mod settings;
pub mod sheets;
mod shown;
pub mod top;
pub mod train;
mod trip;
pub mod welcome;

/// How wide a side panel is: a share of the window within bounds, and what a hand may make of it.
struct Width {
    share: f32,
    first: (f32, f32),
    by_hand: (f32, f32),
}

impl Width {
    /// Its width in points in a window of this size, until a hand changes it.
    fn of(&self, ui: &egui::Ui) -> f32 {
        let (least, most) = self.first;
        (ui.ctx().content_rect().width() * self.share).clamp(least, most)
    }
}
