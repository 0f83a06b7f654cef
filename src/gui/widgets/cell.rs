//! A picture cell: one square of the grid, a header's thumbnail or a film-strip frame.

use std::any::Any;

use egui::epaint::RectShape;
use egui::{
    Align2, Color32, Id, Painter, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    TextureId, Ui, Vec2, WidgetInfo, vec2,
};

use super::gpu_parts::Place;
use super::planes_gpu::PlanesPaint;
use super::{Look, ViewTransform};
use crate::gui::icons::{self, Icon};
use crate::gui::theme::{self, Theme};

/// Opacity of a picture under way to another place.
const GHOST_OPACITY: f32 = 0.85;

/// Least width of a cell that says that it was stopped.
const ROOM_TO_SAY: f32 = 64.0;
/// What it says then.
const STOPPED: &str = "Stopped";
/// Half the dash of a cell where nothing can be, as a share of its width.
const DASH: f32 = 0.12;

/// What a cell has to show.
#[derive(Clone, Debug, PartialEq)]
pub enum CellPicture {
    /// Nothing belongs here yet.
    Empty,
    /// Being made.
    Pending,
    /// Not made, as the person stopped the computing.
    Stopped,
    /// The picture.
    Ready(Look),
    /// The picture of older inputs, while a newer one is made.
    Stale(Look),
    /// Why there can be no picture, which is no fault.
    Absent(String),
    /// Why there is no picture.
    Failed(String),
}

impl CellPicture {
    /// What is not there yet: it is being made, or that was stopped.
    pub fn missing(stopped: bool) -> Self {
        if stopped {
            Self::Stopped
        } else {
            Self::Pending
        }
    }
}

/// A cell to be shown; see [`Cell::show`].
pub struct Cell<'a> {
    name: &'a str,
    picture: CellPicture,
    size: Vec2,
    selected: bool,
    lit: bool,
    edge: Option<Color32>,
    view: ViewTransform,
    tooltip: Option<&'a str>,
    sense: Sense,
}

impl<'a> Cell<'a> {
    /// A cell with an accessible name such as "mia.jpg in the style of rex.jpg".
    pub fn new(name: &'a str, picture: CellPicture) -> Self {
        Self {
            name,
            picture,
            size: Vec2::splat(theme::CELL_SIDE),
            selected: false,
            lit: false,
            edge: None,
            view: ViewTransform::default(),
            tooltip: None,
            sense: Sense::click(),
        }
    }

    /// Its size in points; 96 by 96 unless told.
    pub fn size(mut self, size: impl Into<Vec2>) -> Self {
        self.size = size.into();
        self
    }

    /// Whether it is the selected one.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Whether it lights up because its row or column is under the pointer.
    pub fn lit(mut self, lit: bool) -> Self {
        self.lit = lit;
        self
    }

    /// The colour of its branch, at the left edge.
    pub fn edge(mut self, colour: Option<Color32>) -> Self {
        self.edge = colour;
        self
    }

    /// The part of the picture that all cells show.
    pub fn view(mut self, view: ViewTransform) -> Self {
        self.view = view;
        self
    }

    /// Lets a hand pan it, for [`ViewTransform::follow`].
    pub fn grabbable(mut self) -> Self {
        self.sense = Sense::click_and_drag();
        self
    }

    /// Leaves it without effect: a part of something larger that has the name.
    pub fn still(mut self) -> Self {
        self.sense = Sense::hover();
        self
    }

    /// What the tooltip says; a failed cell adds its reason.
    pub fn tooltip(mut self, text: &'a str) -> Self {
        self.tooltip = Some(text);
        self
    }

    /// Shows it; the response says clicked, double clicked, hovered.
    pub fn show(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(self.size, self.sense);
        let (enabled, selected, name) = (ui.is_enabled(), self.selected, self.name.to_owned());
        if self.sense != Sense::hover() {
            response.widget_info(|| {
                WidgetInfo::selected(Role::Button, enabled, selected, name.clone())
            });
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, &response, rect);
        }
        let words = match (&self.picture, self.tooltip) {
            (CellPicture::Failed(reason) | CellPicture::Absent(reason), tooltip) => {
                let lines = [tooltip, Some(reason.as_str())];
                lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
            }
            (CellPicture::Stopped, None) => STOPPED.to_owned(),
            (_, Some(tooltip)) => tooltip.to_owned(),
            (_, None) => return response,
        };
        response.on_hover_text(words)
    }

    /// Shows it so that it can be dragged with `payload` (read it with [`Response::dnd_release_payload`]).
    pub fn show_draggable<P: Any + Send + Sync>(mut self, ui: &mut Ui, payload: P) -> Response {
        self.sense = Sense::click_and_drag();
        let ghost = match &self.picture {
            CellPicture::Ready(look) | CellPicture::Stale(look) => Some(look.clone()),
            _ => None,
        };
        let (view, size) = (self.view, self.size);
        let response = self.show(ui);
        response.dnd_set_drag_payload(payload);
        if response.dragged() {
            paint_ghost(ui, ghost.as_ref(), view, size);
        }
        response
    }

    fn paint(&self, ui: &Ui, response: &Response, rect: Rect) {
        let tokens = theme::of(ui);
        let painter = ui.painter();
        match &self.picture {
            CellPicture::Empty => paint_empty(painter, rect, tokens),
            CellPicture::Pending => paint_pending(ui, rect, tokens),
            CellPicture::Stopped => paint_stopped(painter, rect, tokens),
            CellPicture::Absent(_) => paint_absent(painter, rect, tokens),
            CellPicture::Failed(reason) => paint_failed(painter, rect, reason, tokens),
            CellPicture::Ready(look) | CellPicture::Stale(look) => {
                painter.rect_filled(rect, theme::CORNER, tokens.raised);
                let stale = matches!(self.picture, CellPicture::Stale(_));
                let full = if stale { theme::STALE_OPACITY } else { 1.0 };
                let opacity = full * fade(ui, response.id, true);
                let place = Place {
                    rect,
                    view: self.view,
                    corner: theme::CORNER,
                };
                paint_look(painter, response.id, look, place, opacity);
            }
        }
        if !matches!(self.picture, CellPicture::Ready(_) | CellPicture::Stale(_)) {
            fade(ui, response.id, false);
        }
        if let Some(colour) = self.edge {
            let edge = Rect::from_min_size(rect.min, vec2(theme::EDGE, rect.height()));
            let whole = RectShape::filled(rect, theme::CORNER, colour);
            painter
                .with_clip_rect(edge.intersect(ui.clip_rect()))
                .add(whole);
        }
        self.paint_outline(painter, response, rect, tokens);
    }

    fn paint_outline(&self, painter: &Painter, response: &Response, rect: Rect, tokens: &Theme) {
        let stroke = if self.selected {
            Stroke::new(theme::OUTLINE, tokens.accent)
        } else if response.has_focus() {
            Stroke::new(theme::OUTLINE, tokens.text)
        } else if response.hovered() {
            Stroke::new(theme::OUTLINE, tokens.text_weak)
        } else if self.lit {
            Stroke::new(theme::HAIRLINE, tokens.text_weak)
        } else {
            return;
        };
        painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Outside);
    }
}

/// Paints a picture where it belongs; `slot` tells the rectangles of one frame apart.
pub(super) fn paint_look(painter: &Painter, slot: Id, look: &Look, place: Place, opacity: f32) {
    match look {
        Look::Texture(texture) => {
            let tint = theme::faded(theme::NO_TINT, opacity);
            paint_texture(painter, place.rect, *texture, place.view.uv(), tint);
        }
        Look::OnDevice(values) => {
            let paint = PlanesPaint::of(painter.ctx(), slot, values, place).opacity(opacity);
            painter.add(paint.into_shape());
        }
    }
}

/// Paints a texture with the corners of a picture.
pub fn paint_texture(painter: &Painter, rect: Rect, texture: TextureId, uv: Rect, tint: Color32) {
    let shape = RectShape::filled(rect, theme::CORNER, tint).with_texture(texture, uv);
    painter.add(shape);
}

fn paint_empty(painter: &Painter, rect: Rect, tokens: &Theme) {
    let stroke = Stroke::new(theme::HAIRLINE, tokens.hairline);
    painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
}

/// A soft shimmer, or an even grey where nothing may move.
pub fn paint_pending(ui: &Ui, rect: Rect, tokens: &Theme) {
    let weight = if theme::reduced_motion(ui) {
        0.5
    } else {
        ui.ctx().request_repaint_after_secs(1.0 / 30.0);
        // One slow wave runs over the whole grid, so that many waiting cells read as one motion.
        let phase = (rect.center().x + rect.center().y) as f64 / 240.0;
        let time = ui.input(|input| input.time);
        (0.5 + 0.5 * (time * 2.6 - phase).sin()) as f32
    };
    let fill = theme::mixed(tokens.panel, tokens.shimmer, weight);
    ui.painter().rect_filled(rect, theme::CORNER, fill);
}

/// An even ground: nothing moves where nothing is made.
pub fn paint_stopped(painter: &Painter, rect: Rect, tokens: &Theme) {
    painter.rect_filled(rect, theme::CORNER, tokens.panel);
    if rect.width() >= ROOM_TO_SAY {
        let (at, font) = (rect.center(), theme::body_font());
        painter.text(at, Align2::CENTER_CENTER, STOPPED, font, tokens.text_weak);
    }
}

/// An outline and a dash, as in a table.
fn paint_absent(painter: &Painter, rect: Rect, tokens: &Theme) {
    paint_empty(painter, rect, tokens);
    let half = (rect.width() * DASH).min(theme::SPACE);
    let (at, stroke) = (rect.center(), Stroke::new(theme::OUTLINE, tokens.outline));
    painter.hline(at.x - half..=at.x + half, at.y, stroke);
}

fn paint_failed(painter: &Painter, rect: Rect, reason: &str, tokens: &Theme) {
    painter.rect_filled(rect, theme::CORNER, tokens.raised);
    let roomy = rect.width() >= 88.0 && rect.height() >= 64.0;
    let up = if roomy { theme::SPACE_2 } else { 0.0 };
    icons::paint(
        painter,
        Icon::Warning,
        rect.center() - vec2(0.0, up),
        tokens.danger,
    );
    if !roomy {
        return;
    }
    let mut job = egui::text::LayoutJob::simple(
        reason.to_owned(),
        theme::body_font(),
        tokens.text_weak,
        rect.width() - theme::SPACE_2,
    );
    job.halign = egui::Align::Center;
    job.wrap.max_rows = 2;
    let galley = painter.layout_job(job);
    let at = rect.center() - vec2(0.0, theme::SPACE_HALF);
    painter
        .with_clip_rect(rect.intersect(painter.clip_rect()))
        .galley(at, galley, tokens.text_weak);
}

/// How far a picture, or a value, has faded in. It fades only where there was none before: a slider must not make cells blink.
pub fn fade(ui: &Ui, id: Id, shown: bool) -> f32 {
    let now = ui.input(|input| input.time);
    let id = id.with("appeared");
    if !shown {
        ui.data_mut(|data| data.remove_temp::<f64>(id));
        return 0.0;
    }
    let since = ui.data_mut(|data| *data.get_temp_mut_or_insert_with(id, || now));
    if theme::reduced_motion(ui) {
        return 1.0;
    }
    let weight = ((now - since) as f32 / theme::FADE_SECONDS).clamp(0.0, 1.0);
    if weight < 1.0 {
        ui.ctx().request_repaint();
    }
    weight
}

fn paint_ghost(ui: &Ui, look: Option<&Look>, view: ViewTransform, size: Vec2) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else {
        return;
    };
    let tokens = theme::of(ui);
    let id = Id::unique("dragged picture");
    let layer = egui::LayerId::new(egui::Order::Tooltip, id);
    let painter = Painter::new(ui.ctx().clone(), layer, ui.ctx().content_rect());
    let small = size * (64.0 / size.max_elem().max(1.0)).min(1.0);
    let rect = Align2::CENTER_CENTER.anchor_size(pointer, small);
    match look {
        Some(look) => {
            let place = Place {
                rect,
                view,
                corner: theme::CORNER,
            };
            paint_look(&painter, id, look, place, GHOST_OPACITY);
        }
        None => {
            painter.add(Shape::rect_filled(rect, theme::CORNER, tokens.raised));
        }
    }
    let stroke = Stroke::new(theme::OUTLINE, tokens.accent);
    painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Outside);
}
