//! A twin magnifier: the same place of two pictures side by side, pixels as squares, with their values.

use egui::{
    Area, Context, Frame, Id, Order, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::cell::paint_look;
use super::gpu_parts::Place;
use super::viewer_words::{colour_at, pixel_at};
use super::{Face, Textures, ViewTransform};
use crate::gui::text::comparing as text;
use crate::gui::theme;

/// Points of the screen that a pixel takes: least, most.
pub const STRENGTH: (f32, f32) = (4.0, 16.0);
/// How strong it is at first.
pub const FIRST: f32 = 8.0;
/// Side of a glass in points.
const SIDE: f32 = 144.0;
/// Distance of the glasses from the pointer in points.
const AWAY: f32 = 20.0;

/// What a glass shows.
pub struct Glass<'a> {
    /// What the picture is called.
    pub name: &'a str,
    /// The picture.
    pub face: &'a Face,
}

/// Shows both glasses beside the pointer, for the place `at` (0 to 1) of both pictures.
pub fn loupe(
    ctx: &Context,
    textures: &mut Textures,
    (at, strength): (Pos2, f32),
    glasses: &[Glass<'_>],
) {
    let Some(pointer) = ctx.pointer_hover_pos() else {
        return;
    };
    let wide = SIDE * glasses.len() as f32 + theme::SPACE * (glasses.len() + 1) as f32;
    let size = vec2(wide, SIDE + theme::SPACE_4 + theme::SPACE_2);
    Area::new(Id::unique("loupe"))
        .order(Order::Tooltip)
        .fixed_pos(corner(pointer, size, ctx.content_rect()))
        .interactable(false)
        .fade_in(false)
        .show(ctx, |ui| {
            let tokens = theme::of(ui);
            Frame::new()
                .fill(tokens.floating)
                .stroke(Stroke::new(theme::HAIRLINE, tokens.outline))
                .corner_radius(theme::CORNER)
                .inner_margin(theme::SPACE)
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        for glass in glasses {
                            ui.vertical(|ui| show_glass(ui, textures, (at, strength), glass));
                        }
                    });
                });
        });
}

/// Beside the pointer, where the glasses do not cover it and stay in the window.
fn corner(pointer: Pos2, size: Vec2, window: Rect) -> Pos2 {
    let fits_right = pointer.x + AWAY + size.x <= window.right();
    let x = if fits_right {
        pointer.x + AWAY
    } else {
        pointer.x - AWAY - size.x
    };
    let y = (pointer.y - size.y / 2.0)
        .clamp(window.top(), (window.bottom() - size.y).max(window.top()));
    pos2(x.max(window.left()), y)
}

/// The part of a picture `side` pixels wide that a glass shows around `at`.
pub fn part(at: Pos2, side: usize, strength: f32) -> ViewTransform {
    ViewTransform {
        zoom: side as f32 * strength / SIDE,
        centre: [at.x, at.y],
    }
    .clamped()
}

fn show_glass(
    ui: &mut Ui,
    textures: &mut Textures,
    (at, strength): (Pos2, f32),
    glass: &Glass<'_>,
) {
    ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::hover());
    let name = format!("Loupe: {}, {strength:.0}×", glass.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let [width, height] = glass.face.size();
    let view = part(at, width, strength);
    let look = textures.look(ui.ctx(), glass.face, true);
    let place = Place {
        rect,
        view,
        corner: theme::CORNER,
    };
    paint_look(ui.painter(), response.id, &look, place, 1.0);
    paint_pixel(ui, rect, view, at, [width, height]);
    let value = glass.face.pixels().map(|shown| colour_at(shown, at));
    let words = match value.flatten() {
        Some([r, g, b]) => format!("{}  {r} {g} {b}", glass.name),
        None => format!("{}  {}", glass.name, text::LOUPE_WAITS),
    };
    ui.label(words);
}

/// A frame around the pixel whose values are told.
fn paint_pixel(ui: &Ui, rect: Rect, view: ViewTransform, at: Pos2, size: [usize; 2]) {
    let (x, y) = pixel_at(at, size);
    let [width, height] = size.map(|side| side as f32);
    let uv = view.uv();
    let on_glass = |x: f32, y: f32| {
        let unit = (pos2(x / width, y / height) - uv.min) / uv.size();
        rect.min + rect.size() * unit
    };
    let (x, y) = (x as f32, y as f32);
    let pixel = Rect::from_min_max(on_glass(x, y), on_glass(x + 1.0, y + 1.0));
    let tokens = theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect);
    for (width, colour) in [(3.0, tokens.over_picture_rim), (1.0, tokens.over_picture)] {
        let stroke = Stroke::new(width, colour);
        painter.rect_stroke(pixel, 0.0, stroke, StrokeKind::Middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glass_shows_pixels_at_its_strength_and_stays_in_the_picture() {
        let view = part(pos2(0.5, 0.5), 256, 8.0);
        assert!((view.uv().width() * 256.0 * 8.0 - SIDE).abs() < 1e-3);
        assert!(view.nearest());
        let edge = part(pos2(0.0, 1.0), 256, 4.0).uv();
        assert!(edge.min.x >= 0.0 && edge.max.y <= 1.0);
    }

    #[test]
    fn the_glasses_never_leave_the_window_nor_cover_the_pointer() {
        let window = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let size = vec2(320.0, 200.0);
        for x in [0.0, 300.0, 799.0] {
            for y in [0.0, 300.0, 599.0] {
                let rect = Rect::from_min_size(corner(pos2(x, y), size, window), size);
                assert!(window.contains_rect(rect), "{x} {y} {rect}");
                assert!(!rect.contains(pos2(x, y)), "{x} {y} {rect}");
            }
        }
    }
}
