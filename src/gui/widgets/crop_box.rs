//! The crop editor: the square that the model sees, dragged over the whole picture.

use egui::{
    CursorIcon, Id, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextureId, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use super::cell::paint_texture;
use super::latent_pad::{arrow_steps, keep_arrows};
use crate::domain::CropBox;
use crate::gui::theme::{self, Theme};

/// Side of the area that grabs a corner.
const GRIP: f32 = 20.0;
/// Smallest side of a crop in pixels of the picture.
const SMALLEST: f32 = 8.0;

/// A crop editor to be shown; see [`CropEditor::show`].
pub struct CropEditor {
    texture: TextureId,
    picture: [usize; 2],
    crop: CropBox,
    model_eye: Option<TextureId>,
    size: Vec2,
}

/// All of a picture.
const WHOLE: Rect = Rect {
    min: Pos2::ZERO,
    max: pos2(1.0, 1.0),
};

/// Where a drag began.
#[derive(Clone, Copy)]
struct Grab {
    crop: CropBox,
    pointer: Pos2,
}

impl CropEditor {
    /// An editor over the whole upright picture of `width` by `height` pixels.
    pub fn new(texture: TextureId, width: usize, height: usize, crop: CropBox) -> Self {
        Self {
            texture,
            picture: [width.max(1), height.max(1)],
            crop,
            model_eye: None,
            size: vec2(320.0, 320.0),
        }
    }

    /// The crop as the model gets it, shown beside the editor.
    pub fn model_eye(mut self, texture: Option<TextureId>) -> Self {
        self.model_eye = texture;
        self
    }

    /// The largest space for the picture, in points.
    pub fn size(mut self, size: impl Into<Vec2>) -> Self {
        self.size = size.into();
        self
    }

    /// Shows it; returns the crop when the person changed it.
    pub fn show(self, ui: &mut Ui) -> Option<CropBox> {
        let mut changed = None;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_2;
            changed = self.show_picture(ui);
            if let Some(texture) = self.model_eye {
                ui.vertical(|ui| self.show_eye(ui, texture));
            }
        });
        changed
    }

    fn show_eye(&self, ui: &mut Ui, texture: TextureId) {
        let side = Vec2::splat(theme::PAD_SIDE);
        let (rect, response) = ui.allocate_exact_size(side, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "As the model sees it"));
        paint_texture(ui.painter(), rect, texture, WHOLE, theme::NO_TINT);
        ui.weak("As the model sees it");
        ui.weak(format!("{:.0} px square", self.crop.width));
    }

    fn show_picture(&self, ui: &mut Ui) -> Option<CropBox> {
        let pixels = vec2(self.picture[0] as f32, self.picture[1] as f32);
        let scale = (self.size / pixels).min_elem();
        let (rect, holder) = ui.allocate_exact_size(pixels * scale, Sense::hover());
        let square = self.on_screen(rect, scale);
        let body = ui.interact(square, holder.id.with("crop box"), Sense::click_and_drag());
        let mut next = self.moved(ui, &body, scale);
        if body.clicked() || body.drag_started() {
            body.request_focus();
        }
        if next.is_none() && body.has_focus() {
            next = self.moved_by_keys(ui, &body);
        }
        let mut hot = body.hovered() || body.dragged() || body.has_focus();
        for corner in 0..4 {
            let grip = self.corner(ui, holder.id, square, corner);
            hot |= grip.hovered() || grip.dragged();
            next = next.or_else(|| self.resized(ui, &grip, corner, scale));
        }
        let shown = next.unwrap_or(self.crop);
        let words = format!(
            "x {:.0}, y {:.0}, side {:.0} px",
            shown.x, shown.y, shown.width
        );
        body.widget_info(|| WidgetInfo {
            current_text_value: Some(words.clone()),
            ..WidgetInfo::labeled(Role::Slider, true, "Crop box")
        });
        let square = Self {
            crop: shown,
            ..*self
        }
        .on_screen(rect, scale);
        self.paint(ui, rect, square, hot, body.has_focus());
        body.on_hover_cursor(CursorIcon::Move)
            .on_hover_text("Drag to move, drag a corner to resize; arrow keys move, Shift resizes");
        next.filter(|&crop| crop != self.crop)
    }

    fn on_screen(&self, rect: Rect, scale: f32) -> Rect {
        let min = rect.min + vec2(self.crop.x, self.crop.y) * scale;
        Rect::from_min_size(min, vec2(self.crop.width, self.crop.height) * scale)
    }

    fn moved(&self, ui: &Ui, body: &Response, scale: f32) -> Option<CropBox> {
        let (start, way) = drag(ui, body, self.crop, scale)?;
        Some(
            CropBox {
                x: start.x + way.x,
                y: start.y + way.y,
                ..start
            }
            .inside(self.picture[0], self.picture[1]),
        )
    }

    fn moved_by_keys(&self, ui: &Ui, body: &Response) -> Option<CropBox> {
        keep_arrows(ui, body);
        let steps = arrow_steps(ui);
        if steps == Vec2::ZERO {
            return None;
        }
        let step = (self.picture[0].min(self.picture[1]) as f32 / 100.0).max(1.0);
        let way = steps * step;
        if ui.input(|input| input.modifiers.shift) {
            return Some(self.grown(self.crop, way.x + way.y, 3));
        }
        let crop = CropBox {
            x: self.crop.x + way.x,
            y: self.crop.y + way.y,
            ..self.crop
        };
        Some(crop.inside(self.picture[0], self.picture[1]))
    }

    fn resized(&self, ui: &Ui, grip: &Response, corner: usize, scale: f32) -> Option<CropBox> {
        let (start, way) = drag(ui, grip, self.crop, scale)?;
        let [right, low] = sides(corner);
        let outward = vec2(
            if right { way.x } else { -way.x },
            if low { way.y } else { -way.y },
        );
        // The square follows whichever way the hand went further.
        let by = if outward.x.abs() > outward.y.abs() {
            outward.x
        } else {
            outward.y
        };
        Some(self.grown(start, by, corner))
    }

    /// `start` with its side longer by `by`, the corner opposite to `corner` held still.
    fn grown(&self, start: CropBox, by: f32, corner: usize) -> CropBox {
        let [right, low] = sides(corner);
        let (width, height) = (self.picture[0] as f32, self.picture[1] as f32);
        let room_x = if right {
            width - start.x
        } else {
            start.x + start.width
        };
        let room_y = if low {
            height - start.y
        } else {
            start.y + start.height
        };
        let room = room_x.min(room_y).max(1.0);
        let side = (start.width + by).round().clamp(SMALLEST.min(room), room);
        CropBox {
            x: if right {
                start.x
            } else {
                start.x + start.width - side
            },
            y: if low {
                start.y
            } else {
                start.y + start.height - side
            },
            width: side,
            height: side,
        }
        .inside(self.picture[0], self.picture[1])
    }

    fn corner(&self, ui: &Ui, holder: Id, square: Rect, corner: usize) -> Response {
        let at = corners(square)[corner];
        let area = Rect::from_center_size(at, Vec2::splat(GRIP));
        let cursor = if corner == 0 || corner == 3 {
            CursorIcon::ResizeNwSe
        } else {
            CursorIcon::ResizeNeSw
        };
        ui.interact(area, holder.with(("crop corner", corner)), Sense::drag())
            .on_hover_and_drag_cursor(cursor)
    }

    fn paint(&self, ui: &Ui, rect: Rect, square: Rect, hot: bool, focus: bool) {
        let tokens = theme::of(ui);
        let painter = ui.painter();
        paint_texture(painter, rect, self.texture, WHOLE, tokens.outside);
        let unit = |at: Pos2| Pos2::ZERO + (at - rect.min) / rect.size();
        let uv = Rect::from_min_max(unit(square.min), unit(square.max));
        painter.image(self.texture, square, uv, theme::NO_TINT);
        if hot {
            paint_thirds(painter, square, tokens);
        }
        let colour = if focus {
            tokens.over_picture_accent
        } else {
            tokens.over_picture
        };
        let rim = Stroke::new(theme::OUTLINE + 1.0, tokens.over_picture_rim);
        painter.rect_stroke(square, 0.0, rim, StrokeKind::Middle);
        painter.rect_stroke(square, 0.0, Stroke::new(1.5, colour), StrokeKind::Middle);
        for at in corners(square) {
            let way = (square.center() - at) / (square.size() / 2.0);
            let at = at - way;
            let [x, y] = [vec2(way.x, 0.0), vec2(0.0, way.y)].map(|way| at + way * 13.0);
            painter.line(vec![x, at, y], Stroke::new(3.0, colour));
        }
    }
}

/// The crop at the start of a drag and how far the hand went since, in pixels of the picture.
///
/// Counted from the start, because single steps are smaller than a pixel and would be rounded away.
fn drag(ui: &Ui, response: &Response, crop: CropBox, scale: f32) -> Option<(CropBox, Vec2)> {
    let id: Id = response.id.with("grab");
    let pointer = response.interact_pointer_pos()?;
    if response.drag_started() {
        // The hand has already moved when a press turns out to be a drag.
        let pointer = ui
            .input(|input| input.pointer.press_origin())
            .unwrap_or(pointer);
        ui.data_mut(|data| data.insert_temp(id, Grab { crop, pointer }));
    }
    if !response.dragged() {
        return None;
    }
    let grab = ui.data(|data| data.get_temp::<Grab>(id))?;
    Some((grab.crop, (pointer - grab.pointer) / scale))
}

/// Whether corner 0 to 3 lies at the right, and whether it lies low.
fn sides(corner: usize) -> [bool; 2] {
    [corner % 2 == 1, corner >= 2]
}

fn corners(square: Rect) -> [Pos2; 4] {
    [
        square.left_top(),
        square.right_top(),
        square.left_bottom(),
        square.right_bottom(),
    ]
}

fn paint_thirds(painter: &Painter, square: Rect, tokens: &Theme) {
    let stroke = Stroke::new(theme::HAIRLINE, theme::faded(tokens.over_picture, 0.4));
    for third in [1.0, 2.0] {
        let at = square.min + square.size() * (third / 3.0);
        painter.vline(
            painter.round_to_pixel_center(at.x),
            square.y_range(),
            stroke,
        );
        painter.hline(
            square.x_range(),
            painter.round_to_pixel_center(at.y),
            stroke,
        );
    }
}
