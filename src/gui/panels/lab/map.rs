//! The style map: every style a point, to be clicked; between them a hand blends.

use egui::{
    CentralPanel, Frame, Key, PointerButton, Pos2, Rect, Response, RichText, Role, Sense, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{empty, map_paint, weak};
use crate::gui::app::App;
use crate::gui::lab::map::Closer;
use crate::gui::lab::points::What;
use crate::gui::widgets::{Cell, CellPicture};
use crate::gui::{text::lab as text, theme};

/// Side of a reference's thumbnail, and the radii of the other points.
pub const THUMB: f32 = 36.0;
/// Radius of what can be clicked around a dot.
const REACH: f32 = 9.0;
/// Within so many points of the screen a blend is one point alone.
const SNAP: f32 = 7.0;
/// Free space around the points.
const MARGIN: f32 = 40.0;
/// Most zoom.
const MOST_ZOOM: f32 = 40.0;
/// Side of the preview of a point under the pointer.
const PREVIEW: f32 = 128.0;
/// Height of the words under the map.
const FOOT: f32 = 60.0;

/// From codes to the screen and back.
#[derive(Clone, Copy, Debug)]
pub struct Eyes {
    rect: Rect,
    middle: [f32; 2],
    scale: f32,
}

impl Eyes {
    /// All of `bounds` in `rect`, or the part that is looked at closer.
    pub fn new(rect: Rect, [low, high]: [[f32; 2]; 2], closer: Option<Closer>) -> Self {
        let whole = [0, 1].map(|axis| (low[axis] + high[axis]) / 2.0);
        let extent = [0, 1].map(|axis| (high[axis] - low[axis]).max(f32::EPSILON));
        let room = rect.size() - Vec2::splat(2.0 * MARGIN);
        let scale = (room.x / extent[0])
            .min(room.y / extent[1])
            .max(f32::EPSILON);
        match closer {
            Some(closer) => Self {
                rect,
                middle: closer.middle,
                scale: scale * closer.zoom,
            },
            None => Self {
                rect,
                middle: whole,
                scale,
            },
        }
    }

    /// A place on the screen; up is more of the second axis.
    pub fn screen(&self, [x, y]: [f32; 2]) -> Pos2 {
        let way = vec2(x - self.middle[0], self.middle[1] - y);
        self.rect.center() + way * self.scale
    }

    /// The place under a point of the screen.
    pub fn place(&self, at: Pos2) -> [f32; 2] {
        let way = (at - self.rect.center()) / self.scale;
        [self.middle[0] + way.x, self.middle[1] - way.y]
    }

    /// Zoomed by `factor` so that what is under `at` stays there; all of it when that is the whole map.
    fn zoomed(&self, at: Pos2, factor: f32, zoom: f32) -> Option<Closer> {
        let next = (zoom * factor).clamp(1.0, MOST_ZOOM);
        let (under, factor) = (self.place(at), next / zoom);
        let middle = [0, 1].map(|a| under[a] + (self.middle[a] - under[a]) / factor);
        (next > 1.0).then_some(Closer { zoom: next, middle })
    }

    fn moved(&self, by: Vec2, zoom: f32) -> Closer {
        let [x, y] = self.middle;
        Closer {
            zoom,
            middle: [x - by.x / self.scale, y + by.y / self.scale],
        }
    }
}

/// Draws the map.
pub fn show(app: &mut App, ui: &mut Ui) {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        if app.takes_labels() {
            return empty(ui, text::MAP_LABELS);
        }
        let mut space = ui.available_rect_before_wrap();
        let foot = Rect::from_min_max(pos2(space.left(), space.bottom() - FOOT), space.max);
        space.max.y -= FOOT + theme::SPACE;
        let few = app.lab.map.points.len() < 2;
        let bounds = app.lab.map.bounds;
        match bounds {
            _ if few => empty(ui, text::MAP_FEW),
            None => empty(ui, text::MAP_WAITS),
            Some(bounds) => map(app, ui, space, bounds),
        }
        ui.scope_builder(UiBuilder::new().max_rect(foot), |ui| words(app, ui));
    });
}

fn map(app: &mut App, ui: &mut Ui, space: Rect, bounds: [[f32; 2]; 2]) {
    let response = ui.interact(
        space,
        ui.scope_id().with("style map"),
        Sense::click_and_drag(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Style map"));
    let eyes = Eyes::new(space, bounds, app.lab.map.closer);
    look(app, ui, &response, eyes);
    let eyes = Eyes::new(space, bounds, app.lab.map.closer);
    let painter = ui.painter_at(space);
    map_paint::ground(ui, &painter, app, eyes);
    let over = points(app, ui, space, eyes);
    let pressed = response.is_pointer_button_down_on() && primary(ui);
    if let (true, Some(pointer)) = (pressed, response.interact_pointer_pos()) {
        let snap = eyes.place(space.center() + vec2(SNAP, 0.0))[0] - eyes.place(space.center())[0];
        app.blend_at(eyes.place(pointer), snap);
    }
    app.lab.map.hovered = over.filter(|_| !pressed);
    preview(app, ui, space);
}

fn primary(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.primary_down())
}

/// The wheel zooms at the pointer, plus and minus in the middle, the second button moves. A double click is two clicks, which blend.
fn look(app: &mut App, ui: &Ui, response: &Response, eyes: Eyes) {
    let zoom = app.lab.map.closer.map_or(1.0, |closer| closer.zoom);
    let held =
        response.dragged_by(PointerButton::Secondary) || response.dragged_by(PointerButton::Middle);
    if held && response.drag_delta() != Vec2::ZERO {
        app.lab.map.closer = Some(eyes.moved(response.drag_delta(), zoom));
    }
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let pointer = pointer.filter(|at| response.rect.contains(*at) && response.contains_pointer());
    let keyed = ui.input(|input| {
        let larger = input.num_presses(Key::Plus) + input.num_presses(Key::Equals);
        larger as i32 - input.num_presses(Key::Minus) as i32
    });
    let keyed = if ui.ctx().text_edit_focused() {
        0
    } else {
        keyed
    };
    let wheel = ui.input(|input| (input.smooth_scroll_delta.y * 0.005).exp() * input.zoom_delta());
    if let (Some(pointer), true) = (pointer, wheel != 1.0) {
        app.lab.map.closer = eyes.zoomed(pointer, wheel, zoom);
        ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
    } else if keyed != 0 {
        let factor = 1.25_f32.powi(keyed);
        app.lab.map.closer = eyes.zoomed(response.rect.center(), factor, zoom);
    }
}

/// Draws the points, each a button; answers the one under the pointer or with the keyboard.
fn points(app: &mut App, ui: &mut Ui, space: Rect, eyes: Eyes) -> Option<usize> {
    let (mut over, mut taken) = (None, None);
    let painter = ui.painter_at(space);
    for at in 0..app.lab.map.points.len() {
        let (Some(place), point) = (app.lab.map.places[at], app.lab.map.points[at].clone()) else {
            continue;
        };
        let centre = eyes.screen(place);
        if !space.contains(centre) {
            continue;
        }
        let side = match point.what {
            What::Reference(_) => THUMB,
            _ => REACH * 2.0,
        };
        let rect = Rect::from_center_size(centre, Vec2::splat(side));
        let id = ui
            .scope_id()
            .with(("style point", &point.name, point.key.0));
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, point_name(&point.what, &point.name))
        });
        let lit = response.hovered() || response.has_focus();
        map_paint::point(ui, &painter, app, &point, centre, lit);
        if lit {
            over = Some(at);
        }
        if response.clicked() {
            taken = Some(at);
        }
        response.on_hover_text(point_name(&point.what, &point.name));
    }
    map_paint::blend(ui, &painter, app, eyes);
    if let Some(at) = taken {
        app.take_point(at);
    }
    over
}

fn point_name(what: &What, name: &str) -> String {
    match what {
        What::Reference(_) => format!("Style of {name}"),
        What::Latent(_) => format!("Sample {name}"),
        What::Kept(_) => format!("Latent {name}"),
        What::Seed(_) => format!("New {name}"),
        What::Gallery(_) => format!("Style of the kept result: {name}"),
        What::Mean => format!("Style {name}"),
    }
}

/// The source in the style of the point under the pointer, in a corner.
fn preview(app: &mut App, ui: &mut Ui, space: Rect) {
    let map = &app.lab.map;
    let Some(point) = map.hovered.and_then(|at| map.points.get(at)).cloned() else {
        return;
    };
    let Some((key, _)) = app.cell_of_point(&point) else {
        return;
    };
    // Its cell is asked for at the beginning of a frame.
    if !app.results.has(key) && !app.grid.paused {
        ui.ctx().request_repaint();
    }
    let picture = match app.results.get(key) {
        Some(Ok(face)) => {
            let face = face.clone();
            CellPicture::Ready(app.textures.look(ui.ctx(), &face, app.view.nearest()))
        }
        Some(Err(problem)) => CellPicture::Failed(problem.to_string()),
        None => CellPicture::missing(app.grid.paused),
    };
    let corner = space.right_top() + vec2(-PREVIEW - theme::SPACE, theme::SPACE);
    let rect = Rect::from_min_size(corner, Vec2::splat(PREVIEW));
    let tokens = theme::of(ui);
    ui.painter()
        .rect_filled(rect.expand(theme::SPACE_HALF), theme::CORNER, tokens.panel);
    let name = format!("Preview: {}", point.name);
    let colour = theme::domain_colour(point.domain, tokens);
    let cell = Cell::new(&name, picture)
        .size(rect.size())
        .edge(Some(colour));
    let place = UiBuilder::new().max_rect(rect).id_salt("preview");
    ui.scope_builder(place, |ui| cell.show(ui));
}

/// What the axes are, and how the map is handled.
fn words(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        if app.lab.map.closer.is_some() && ui.button("Show all").clicked() {
            app.lab.map.closer = None;
        }
        axes(app, ui);
    });
    weak(ui, text::MAP_HANDS);
}

fn axes(app: &App, ui: &mut Ui) {
    let map = &app.lab.map;
    if let Some(plane) = &map.plane {
        let [most, less] = plane.explained.map(|share| share * 100.0);
        let shown = format!(
            "{} styles · across {most:.0} %, up {less:.0} % of their differences",
            map.points.len()
        );
        let waits = if map.waits() {
            " · placing styles…"
        } else {
            ""
        };
        let line = RichText::new(format!("{shown}{waits}"));
        ui.add(egui::Label::new(line).truncate())
            .on_hover_text(text::MAP_AXES);
    } else {
        weak(ui, text::MAP_WAITS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eyes(closer: Option<Closer>) -> Eyes {
        let rect = Rect::from_min_size(pos2(100.0, 50.0), vec2(480.0, 280.0));
        Eyes::new(rect, [[-2.0, 0.0], [2.0, 1.0]], closer)
    }

    #[test]
    fn screen_and_place_are_inverse_and_up_is_up() {
        let eyes = eyes(None);
        for place in [[-2.0, 0.0], [2.0, 1.0], [0.3, 0.7]] {
            let back = eyes.place(eyes.screen(place));
            assert!((back[0] - place[0]).abs() < 1e-4 && (back[1] - place[1]).abs() < 1e-4);
            assert!(eyes.rect.shrink(MARGIN - 0.1).contains(eyes.screen(place)));
        }
        assert!(eyes.screen([0.0, 1.0]).y < eyes.screen([0.0, 0.0]).y);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let whole = eyes(None);
        let pointer = pos2(180.0, 220.0);
        let under = whole.place(pointer);
        let closer = whole.zoomed(pointer, 3.0, 1.0).unwrap();
        let near = eyes(Some(closer));
        assert!((near.screen(under) - pointer).length() < 1e-2);
        assert!((near.scale / whole.scale - 3.0).abs() < 1e-4);
        assert_eq!(near.zoomed(pointer, 0.1, 3.0), None, "the whole map");
        let moved = eyes(Some(near.moved(vec2(10.0, -6.0), 3.0)));
        let shift = moved.screen(under) - near.screen(under);
        assert!((shift - vec2(10.0, -6.0)).length() < 1e-2);
    }
}
