//! The zoom and pan inside pictures, shared by all cells and the viewer.

use egui::{Key, Pos2, Rect, Response, Ui, Vec2, pos2};

/// Largest zoom: one pixel of a 256-pixel picture then fills a quarter of its cell.
pub const MAX_ZOOM: f32 = 64.0;

/// Which part of a picture is shown, in units of the picture (0 to 1 along each side).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewTransform {
    /// 1 shows the whole picture, 2 half of each side.
    pub zoom: f32,
    /// The point of the picture in the middle of the view.
    pub centre: [f32; 2],
}

impl Default for ViewTransform {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            centre: [0.5, 0.5],
        }
    }
}

impl ViewTransform {
    /// The shown part, always inside the picture.
    pub fn uv(&self) -> Rect {
        let view = self.clamped();
        Rect::from_center_size(Pos2::from(view.centre), Vec2::splat(1.0 / view.zoom))
    }

    /// Whether pixels should be shown as squares: only when a person zoomed in to see them.
    pub fn nearest(&self) -> bool {
        self.zoom > 2.0
    }

    /// The same view with zoom and centre in their limits.
    pub fn clamped(self) -> Self {
        let zoom = if self.zoom.is_finite() {
            self.zoom.clamp(1.0, MAX_ZOOM)
        } else {
            1.0
        };
        let half = 0.5 / zoom;
        Self {
            zoom,
            centre: self.centre.map(|at| at.clamp(half, 1.0 - half)),
        }
    }

    /// Zoomed by `factor` so that the point under `unit` (0 to 1 in the view) stays where it is.
    pub fn zoomed_at(self, unit: Pos2, factor: f32) -> Self {
        let at = self.to_picture(unit);
        let zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        Self {
            zoom,
            centre: [at.x + (0.5 - unit.x) / zoom, at.y + (0.5 - unit.y) / zoom],
        }
        .clamped()
    }

    /// Moved with a hand that moved by `delta` (in units of the view).
    pub fn panned(self, delta: Vec2) -> Self {
        let [x, y] = self.centre;
        Self {
            centre: [x - delta.x / self.zoom, y - delta.y / self.zoom],
            ..self
        }
        .clamped()
    }

    /// The point of the picture under `unit` (0 to 1 in the view).
    pub fn to_picture(&self, unit: Pos2) -> Pos2 {
        let uv = self.uv();
        uv.min + uv.size() * unit.to_vec2()
    }

    /// Lets plus and minus zoom in the middle and `steps` of the arrow keys pan, for a picture with the keyboard.
    pub fn follow_keys(&mut self, ui: &Ui, steps: Vec2) {
        let presses = ui.input(|input| {
            let larger = input.num_presses(Key::Plus) + input.num_presses(Key::Equals);
            larger as i32 - input.num_presses(Key::Minus) as i32
        });
        let zoomed = self.zoomed_at(pos2(0.5, 0.5), 1.25_f32.powi(presses));
        *self = zoomed.panned(-steps * 0.1);
    }

    /// Lets the wheel zoom at the pointer, a drag pan and a double click fit; says whether the view changed.
    ///
    /// `rect` is where the picture is drawn; dragging needs a response that senses drags.
    pub fn follow(&mut self, ui: &Ui, response: &Response, rect: Rect) -> bool {
        let before = *self;
        self.follow_hand(response, rect);
        self.follow_wheel(ui, response, rect);
        *self != before
    }

    /// Lets a drag pan and a double click fit.
    pub fn follow_hand(&mut self, response: &Response, rect: Rect) {
        if response.double_clicked() {
            *self = Self::default();
        } else if response.dragged_by(egui::PointerButton::Primary) {
            *self = self.panned(response.drag_delta() / rect.size());
        }
    }

    /// Lets the wheel zoom at the pointer.
    pub fn follow_wheel(&mut self, ui: &Ui, response: &Response, rect: Rect) {
        if let Some(pointer) = response.hover_pos() {
            let factor =
                ui.input(|input| (input.smooth_scroll_delta.y * 0.005).exp() * input.zoom_delta());
            let unit = (pointer - rect.min) / rect.size();
            let next = self.zoomed_at(pos2(unit.x, unit.y), factor);
            if next != *self {
                *self = next;
                // Taken, so that the wheel does not also scroll the panel around the picture; at the limits of
                // the zoom the panel may have it.
                ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_under_the_pointer_stays() {
        let view = ViewTransform::default().zoomed_at(pos2(0.25, 0.5), 4.0);
        let at = view.to_picture(pos2(0.25, 0.5));
        assert!((at.x - 0.25).abs() < 1e-5 && (at.y - 0.5).abs() < 1e-5);
    }

    #[test]
    fn the_view_never_leaves_the_picture() {
        let view = ViewTransform {
            zoom: 4.0,
            centre: [0.0, 2.0],
        };
        let uv = view.uv();
        assert!(uv.min.x >= 0.0 && uv.max.y <= 1.0);
        assert_eq!(view.panned(Vec2::splat(9.0)).uv().min, pos2(0.0, 0.0));
        assert_eq!(
            ViewTransform::default().zoomed_at(pos2(0.1, 0.1), 0.1).zoom,
            1.0
        );
    }
}
