//! A sheet of pictures, as large as the space allows and with crisp pixels.

use egui::{Align2, Rect, Ui, Vec2, vec2};

use super::{Shown, Textures};
use crate::gui::theme;

/// From this many screen pixels a picture's pixel on, pixels are shown as squares of whole screen pixels.
const SQUARES: f32 = 2.0;

/// Where a picture of `size` pixels goes in `space`: centred, whole; magnified by a whole number where that is twofold or more.
pub fn fitted(size: [usize; 2], space: Rect, pixels_per_point: f32) -> Rect {
    let size = vec2(size[0].max(1) as f32, size[1].max(1) as f32);
    let free = space.size() * pixels_per_point;
    let scale = (free.x / size.x).min(free.y / size.y);
    let scale = if scale >= SQUARES {
        scale.floor()
    } else {
        scale
    };
    let rect = Rect::from_center_size(space.center(), size * scale / pixels_per_point);
    // On whole screen pixels, or squares would differ in size.
    let snap = |value: f32| (value * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_size(egui::pos2(snap(rect.min.x), snap(rect.min.y)), rect.size())
}

/// Paints the part `uv` of a sheet into `rect`.
pub fn paint(ui: &Ui, textures: &mut Textures, shown: &Shown, rect: Rect, uv: Rect, opacity: f32) {
    let size = [shown.picture.width(), shown.picture.height()];
    let most = ui.input(|input| input.max_texture_side);
    if size.iter().any(|side| *side > most) {
        let words = format!(
            "{} × {} pixels are more than this graphics device can show",
            size[0], size[1]
        );
        let ink = theme::of(ui).text_weak;
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            words,
            theme::body_font(),
            ink,
        );
        return;
    }
    let scale = rect.width() * ui.ctx().pixels_per_point() / (uv.width() * size[0] as f32);
    let texture = textures.get(ui.ctx(), shown, scale >= SQUARES);
    let mut mesh = egui::Mesh::with_texture(texture);
    mesh.add_rect_with_uv(rect, uv, theme::faded(theme::NO_TINT, opacity));
    ui.painter().add(mesh);
}

/// The whole picture.
pub const WHOLE: Rect = Rect::from_min_max(egui::Pos2::ZERO, egui::Pos2::new(1.0, 1.0));

/// Space that a sheet leaves at its sides.
pub fn inside(space: Rect) -> Rect {
    space.shrink2(Vec2::splat(theme::SPACE_HALF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_sheet_is_magnified_by_a_whole_number() {
        let space = Rect::from_min_size(egui::pos2(10.0, 10.0), vec2(700.0, 400.0));
        let rect = fitted([100, 90], space, 1.0);
        assert_eq!(rect.size(), vec2(400.0, 360.0));
        assert!(space.contains_rect(rect));
        let rect = fitted([1_400, 400], space, 1.0);
        assert_eq!(
            rect.size(),
            vec2(700.0, 200.0),
            "a large one is made to fit"
        );
    }
}
