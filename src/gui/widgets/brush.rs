//! A round brush over a picture: where the hand went this frame, and the ring that shows its size.

use egui::{CursorIcon, Painter, Pos2, Rect, Response, Stroke, TextureId, Ui};

use super::ViewTransform;
use super::cell::paint_texture;
use crate::gui::theme;

/// Paints a mask over a picture in `rect`.
pub fn paint_veil(painter: &Painter, rect: Rect, view: ViewTransform, veil: TextureId) {
    paint_texture(painter, rect, veil, view.uv(), theme::NO_TINT);
}

/// Paints all of a picture into `rect`.
pub fn paint_whole(painter: &Painter, rect: Rect, texture: TextureId) {
    paint_veil(painter, rect, ViewTransform::default(), texture);
}

/// The stroke (from, to; in units of the picture) of a hand that is down on `response`, over a picture in `rect`.
///
/// `radius` is in units of the picture.
pub fn brush(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    view: ViewTransform,
    radius: f32,
) -> Option<[[f32; 2]; 2]> {
    let hovered = response.hover_pos().or(response.interact_pointer_pos());
    if let Some(pointer) = hovered {
        let tokens = theme::of(ui);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let radius = radius * rect.width() * view.zoom;
        let rim = Stroke::new(theme::OUTLINE + 1.0, tokens.over_picture_rim);
        painter.circle_stroke(pointer, radius, rim);
        painter.circle_stroke(pointer, radius, Stroke::new(1.5, tokens.over_picture));
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    if !response.is_pointer_button_down_on() {
        return None;
    }
    let pointer = response.interact_pointer_pos()?;
    let on_picture = |at: Pos2| {
        let at = view.to_picture(Pos2::ZERO + (at - rect.min) / rect.size());
        [at.x, at.y]
    };
    Some([pointer - response.drag_delta(), pointer].map(on_picture))
}
