//! The star on a kept result.

use std::f32::consts::TAU;

use egui::{
    Color32, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    vec2,
};

use crate::gui::theme;

/// Radius of a star's points, and the share of it where its valleys are.
const RADIUS: f32 = 7.0;
const VALLEY: f32 = 0.45;

/// A star that can be clicked, in the upper right corner of a picture; the response says clicked.
pub fn star_button(
    ui: &mut Ui,
    picture: Rect,
    id: egui::Id,
    starred: bool,
    name: &str,
) -> Response {
    let centre = picture.right_top() + vec2(-theme::SPACE_2, theme::SPACE_2) * 0.9;
    let rect = Rect::from_center_size(centre, Vec2::splat(theme::SPACE_3));
    let response = ui.interact(rect, id, Sense::click());
    let words = if starred {
        format!("Take the star from {name}")
    } else {
        format!("Star {name}")
    };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, starred, words.clone()));
    let tokens = theme::of(ui);
    let near = response.hovered() || response.has_focus() || ui.rect_contains_pointer(picture);
    if starred || near {
        let rim = theme::faded(tokens.over_picture_rim, 0.7);
        ui.painter()
            .circle_filled(centre, RADIUS + theme::SPACE_HALF, rim);
        let ink = if starred {
            tokens.over_picture_accent
        } else {
            tokens.over_picture
        };
        paint(ui.painter(), centre, ink, starred);
    }
    response.on_hover_text("Star (S)")
}

/// A five-pointed star, full or as an outline.
fn paint(painter: &Painter, centre: Pos2, ink: Color32, full: bool) {
    let corner = |at: usize| {
        let turn = TAU * (at as f32 / 10.0 - 0.25);
        let radius = if at.is_multiple_of(2) {
            RADIUS
        } else {
            RADIUS * VALLEY
        };
        centre + radius * Vec2::angled(turn)
    };
    let corners: Vec<Pos2> = (0..10).map(corner).collect();
    if full {
        let mut mesh = Mesh::default();
        mesh.colored_vertex(centre, ink);
        for corner in &corners {
            mesh.colored_vertex(*corner, ink);
        }
        for at in 0..10u32 {
            mesh.add_triangle(0, at + 1, (at + 1) % 10 + 1);
        }
        painter.add(Shape::mesh(mesh));
    }
    painter.add(Shape::closed_line(corners, Stroke::new(1.25, ink)));
}
