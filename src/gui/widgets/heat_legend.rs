//! What the colours of a difference map mean: a bar from no difference to the largest that is told apart.

use egui::{Color32, Mesh, Rect, Response, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use super::compare::heat;
use crate::gui::theme;

/// Height of the bar in points.
const BAR: f32 = 8.0;
/// Steps in which the bar is painted.
const STEPS: usize = 32;
/// The levels of a channel.
const LEVELS: f32 = 255.0;

/// Shows the bar for differences times `amplify`, over the width there is.
pub fn heat_legend(ui: &mut Ui, amplify: f32) -> Response {
    let most = LEVELS / amplify.max(f32::MIN_POSITIVE);
    let words = format!("{most:.0} of 255 levels or more");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    let name = format!(
        "Colours: black where nothing differs, pale yellow from {most:.0} of 255 levels on"
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    if ui.is_rect_visible(rect) {
        ui.painter().add(Shape::mesh(bar(rect)));
    }
    ui.horizontal(|ui| {
        let weak = theme::of(ui).text_weak;
        ui.label(egui::RichText::new("0").color(weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(egui::RichText::new(words).color(weak));
        });
    });
    response.on_hover_text(name)
}

/// The colour of a share of the largest difference.
pub fn heat_colour(share: f32) -> Color32 {
    let [r, g, b] = heat(share).map(|value| (value * LEVELS + 0.5) as u8);
    Color32::from_rgb(r, g, b)
}

fn bar(rect: Rect) -> Mesh {
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let share = step as f32 / STEPS as f32;
        let x = rect.left() + share * rect.width();
        let at = mesh.vertices.len() as u32;
        for y in [rect.top(), rect.bottom()] {
            mesh.colored_vertex(pos2(x, y), heat_colour(share));
        }
        if step > 0 {
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    mesh
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lightness L* (0 to 100) of a colour.
    fn lightness(colour: Color32) -> f32 {
        let linear = egui::Rgba::from(colour);
        let y = 0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b();
        if y > 0.008_856 {
            116.0 * y.cbrt() - 16.0
        } else {
            903.3 * y
        }
    }

    #[test]
    fn lightness_alone_orders_the_colours_evenly() {
        let steps: Vec<f32> = (0..=8)
            .map(|at| lightness(heat_colour(at as f32 / 8.0)))
            .collect();
        for pair in steps.windows(2) {
            let rise = pair[1] - pair[0];
            assert!((6.0..=20.0).contains(&rise), "{steps:?}");
        }
        assert!(steps[0] < 3.0 && steps[8] > 95.0, "{steps:?}");
    }
}
