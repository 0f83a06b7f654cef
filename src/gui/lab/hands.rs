//! What keys do in the lab: its views, and the arrows in them.

use egui::{Context, Key, Modifiers};

use super::Centre;
use crate::gui::app::App;
use crate::gui::state::Tab;

/// Strength for a press of a key.
const STEP: f32 = 0.05;

impl App {
    /// Shows a view in the middle of Explore, or the grid again.
    pub(in crate::gui) fn toggle_centre(&mut self, centre: Centre) {
        if self.session.tab != Tab::Explore {
            return;
        }
        self.lab.centre = if self.lab.centre == centre {
            Centre::Grid
        } else {
            centre
        };
    }

    /// Back to the grid; says whether another view was shown.
    pub(in crate::gui) fn leave_lab(&mut self) -> bool {
        let left = self.session.tab == Tab::Explore && self.lab.centre != Centre::Grid;
        if left {
            self.lab.centre = Centre::Grid;
        }
        left
    }

    /// In the wheel Left and Right choose a branch, Up and Down the strength.
    pub(in crate::gui) fn take_lab_arrows(&mut self, ctx: &Context) {
        if self.lab.centre != Centre::Wheel {
            return;
        }
        let step = |key| ctx.input_mut(|input| i64::from(input.consume_key(Modifiers::NONE, key)));
        let along = step(Key::ArrowRight) - step(Key::ArrowLeft);
        let up = step(Key::ArrowUp) - step(Key::ArrowDown);
        self.step_spoke(along);
        if up != 0 {
            self.turn_strength(up as f32 * STEP);
        }
    }
}
