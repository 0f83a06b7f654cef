//! Walking through latents with the hand on the large picture: right and left is z1, up and down is z2, as on the pad.

use egui::{Context, Vec2};

use super::app::App;
use super::latent::REACH;
use super::plan::RowId;
use super::widgets::viewer::Walked;

/// A drag across the whole view goes from one end of the reach to the other, as on the pad.
const ACROSS: f32 = 2.0 * REACH;

impl App {
    /// Lets a drag on the picture walk, or pan again.
    pub(super) fn toggle_stroll(&mut self) {
        self.sight.strolls = !self.sight.strolls;
    }

    /// Decides whom the next drag on a row's picture belongs to; a drag that walks goes on doing so.
    pub(super) fn prepare_stroll(&mut self, ctx: &Context, row: RowId) {
        let asked = self.sight.strolls || ctx.input(|input| input.modifiers.shift_only());
        let goes_on = self.viewer.walks && ctx.input(|input| input.pointer.any_down());
        self.viewer.walks = matches!(row, RowId::Latent(..)) && (asked || goes_on);
    }

    /// Moves the latent of a row as the hand did on its picture.
    pub(super) fn follow_stroll(&mut self, row: RowId) {
        let (RowId::Latent(place, _), Some(walked)) = (row, self.viewer.walked.take()) else {
            return;
        };
        let Some(latent) = self.explore.latents.get_mut(place) else {
            return;
        };
        match walked {
            Walked::By(way) if way == Vec2::ZERO => return,
            Walked::By(way) => latent.walk([way.x * ACROSS, -way.y * ACROSS]),
            Walked::Home => latent.walk_home(),
        }
        // The sliders show the latent that moves.
        self.explore.edited = place;
    }
}
