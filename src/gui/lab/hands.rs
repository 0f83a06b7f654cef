//! What keys do in the lab: its views, and the arrows in them.

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
    pub(in crate::gui) fn step_in_lab(&mut self, columns: i64, rows: i64) {
        if self.lab.centre != Centre::Wheel {
            return;
        }
        self.step_spoke(columns);
        if rows != 0 {
            self.turn_strength(-rows as f32 * STEP);
        }
    }
}
