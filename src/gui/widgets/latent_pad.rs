//! A pad for two numbers at once: drag the dot, or move it with the arrow keys.

use egui::{
    EventFilter, Key, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::gui::latent::moved_within;
use crate::gui::theme::{self, Theme};

/// A place that was visited, as the pad shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct PadCrumb {
    /// Its two numbers.
    pub at: [f32; 2],
    /// What it is called.
    pub name: String,
    /// Whether the person is there.
    pub here: bool,
    /// Whether it lies ahead, after steps back.
    pub ahead: bool,
    /// Whether it was set aside.
    pub kept: bool,
}

/// How near a click must be to a crumb to mean it, in points.
const NEAR: f32 = 6.0;

/// A pad to be shown; see [`LatentPad::show`].
pub struct LatentPad<'a> {
    name: &'a str,
    value: &'a mut [f32; 2],
    home: [f32; 2],
    reach: f32,
    side: f32,
    axes: [&'a str; 2],
    crumbs: &'a [PadCrumb],
}

impl<'a> LatentPad<'a> {
    /// A pad from -3 to 3 along both axes, named `name`.
    pub fn new(name: &'a str, value: &'a mut [f32; 2]) -> Self {
        Self {
            name,
            value,
            home: [0.0; 2],
            reach: 3.0,
            side: theme::PAD_SIDE,
            axes: ["z1", "z2"],
            crumbs: &[],
        }
    }

    /// Where a double click brings the dot.
    pub fn home(mut self, home: [f32; 2]) -> Self {
        self.home = home;
        self
    }

    /// The pad goes from `-reach` to `reach`.
    pub fn reach(mut self, reach: f32) -> Self {
        self.reach = reach.abs().max(f32::EPSILON);
        self
    }

    /// Its side in points.
    pub fn side(mut self, side: f32) -> Self {
        self.side = side;
        self
    }

    /// The names of the horizontal and the vertical number.
    pub fn axes(mut self, horizontal: &'a str, vertical: &'a str) -> Self {
        self.axes = [horizontal, vertical];
        self
    }

    /// Shows it; [`Response::changed`] when the dot moved, [`Response::drag_stopped`] when the hand let go.
    pub fn show(self, ui: &mut Ui) -> Response {
        let (rect, mut response) =
            ui.allocate_exact_size(Vec2::splat(self.side), Sense::click_and_drag());
        let before = *self.value;
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.double_clicked() {
            *self.value = self.home;
        } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| primary(ui)) {
            *self.value = self.at_pointer(rect, pointer);
        } else if response.has_focus() {
            *self.value = self.moved_by_keys(ui, &response);
        }
        if *self.value != before {
            response.mark_changed();
        }
        let words = format!(
            "{} {:.2}, {} {:.2}",
            self.axes[0], self.value[0], self.axes[1], self.value[1]
        );
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(words.clone()),
            ..WidgetInfo::labeled(Role::Slider, ui.is_enabled(), self.name)
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, &response, rect);
        }
        response.on_hover_text(format!(
            "{words}\nDrag or use the arrow keys (Shift: fine); double click goes back"
        ))
    }

    /// Shows it with the trail of places that were visited; a right click on one answers its place among them.
    pub fn show_trail(mut self, ui: &mut Ui, crumbs: &'a [PadCrumb]) -> (Response, Option<usize>) {
        self.crumbs = crumbs;
        let (reach, side) = (self.reach, self.side);
        let response = self.show(ui);
        let rect = Rect::from_min_size(response.rect.min, Vec2::splat(side));
        let under = response.hover_pos().and_then(|pointer| {
            let far = |crumb: &PadCrumb| place_on(rect, reach, crumb.at).distance(pointer);
            let near = crumbs
                .iter()
                .enumerate()
                .filter(|(_, crumb)| far(crumb) <= NEAR);
            near.min_by(|a, b| far(a.1).total_cmp(&far(b.1)))
        });
        let step = under
            .filter(|_| response.secondary_clicked())
            .map(|(at, _)| at);
        let response = match under {
            Some((_, crumb)) => {
                response.on_hover_text(format!("{}: right click goes back there", crumb.name))
            }
            None => response,
        };
        (response, step)
    }

    fn at_pointer(&self, rect: Rect, pointer: Pos2) -> [f32; 2] {
        let unit = (pointer - rect.center()) / (rect.size() / 2.0);
        [unit.x, -unit.y].map(|at| at.clamp(-1.0, 1.0) * self.reach)
    }

    fn moved_by_keys(&self, ui: &Ui, response: &Response) -> [f32; 2] {
        keep_arrows(ui, response);
        let fine = ui.input(|input| input.modifiers.shift);
        let step = self.reach * if fine { 0.005 } else { 0.05 };
        let steps = arrow_steps(ui);
        let [x, y] = *self.value;
        [
            moved_within(x, steps.x * step, self.reach),
            moved_within(y, -steps.y * step, self.reach),
        ]
    }

    fn paint(&self, ui: &Ui, response: &Response, rect: Rect) {
        let tokens = theme::of(ui);
        let painter = ui.painter();
        painter.rect_filled(rect, theme::CORNER, tokens.canvas);
        paint_grid(painter, rect, self.reach, tokens);
        paint_trail(painter, rect, self.reach, self.crumbs, tokens);
        let dot = place_on(rect, self.reach, *self.value);
        let thread = Stroke::new(theme::HAIRLINE, theme::faded(tokens.accent, 0.45));
        painter.line_segment([rect.center(), dot], thread);
        let hot = response.hovered() || response.dragged();
        painter.circle_filled(dot, if hot { 6.5 } else { 5.5 }, tokens.accent);
        let stroke = if response.has_focus() {
            Stroke::new(theme::OUTLINE, tokens.accent)
        } else if hot {
            Stroke::new(theme::HAIRLINE, tokens.outline)
        } else {
            Stroke::new(theme::HAIRLINE, tokens.hairline)
        };
        painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
    }
}

/// Where two numbers lie on a pad, always inside.
fn place_on(rect: Rect, reach: f32, value: [f32; 2]) -> Pos2 {
    let unit = vec2(value[0], -value[1]) / reach;
    let dot = rect.center() + unit * rect.size() / 2.0;
    pos2(
        dot.x.clamp(rect.left() + 6.0, rect.right() - 6.0),
        dot.y.clamp(rect.top() + 6.0, rect.bottom() - 6.0),
    )
}

/// Whether the hand uses the first button, or none: the second one is for the trail.
fn primary(ui: &Ui) -> bool {
    ui.input(|input| !input.pointer.secondary_down() && !input.pointer.secondary_released())
}

/// The way so far: older dots are paler, those ahead are rings, those set aside have a rim.
fn paint_trail(painter: &Painter, rect: Rect, reach: f32, crumbs: &[PadCrumb], tokens: &Theme) {
    let here = crumbs.iter().position(|crumb| crumb.here).unwrap_or(0);
    let strength = |at: usize| 0.85 * 0.88_f32.powi(at.abs_diff(here) as i32) + 0.15;
    let places: Vec<Pos2> = crumbs.iter().map(|c| place_on(rect, reach, c.at)).collect();
    for (at, pair) in places.windows(2).enumerate() {
        let opacity = 0.5 * strength(at) * if at < here { 1.0 } else { 0.4 };
        let stroke = Stroke::new(theme::HAIRLINE, theme::faded(tokens.text_weak, opacity));
        painter.line_segment([pair[0], pair[1]], stroke);
    }
    for (at, (crumb, place)) in crumbs.iter().zip(places).enumerate() {
        let colour = theme::faded(tokens.text_weak, strength(at));
        if crumb.ahead {
            painter.circle_stroke(place, 2.0, Stroke::new(theme::HAIRLINE, colour));
        } else {
            painter.circle_filled(place, 2.5, colour);
        }
        if crumb.kept {
            painter.circle_stroke(place, 5.0, Stroke::new(theme::OUTLINE, tokens.ok));
        }
    }
}

fn paint_grid(painter: &Painter, rect: Rect, reach: f32, tokens: &Theme) {
    let lines = (reach.floor() as i32).clamp(1, 6);
    for step in -lines..=lines {
        let unit = step as f32 / reach;
        if unit.abs() > 0.99 {
            continue;
        }
        let strength = if step == 0 { 1.0 } else { 0.5 };
        let stroke = Stroke::new(theme::HAIRLINE, theme::faded(tokens.hairline, strength));
        let x = rect.center().x + unit * rect.width() / 2.0;
        let y = rect.center().y + unit * rect.height() / 2.0;
        painter.vline(painter.round_to_pixel_center(x), rect.y_range(), stroke);
        painter.hline(rect.x_range(), painter.round_to_pixel_center(y), stroke);
    }
}

/// Keeps the arrow keys with a focused widget instead of moving the focus.
pub(super) fn keep_arrows(ui: &Ui, response: &Response) {
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

/// How often the arrow keys were pressed in this pass: right and down are positive.
pub(super) fn arrow_steps(ui: &Ui) -> Vec2 {
    ui.input(|input| {
        let count = |key| input.num_presses(key) as f32;
        vec2(
            count(Key::ArrowRight) - count(Key::ArrowLeft),
            count(Key::ArrowDown) - count(Key::ArrowUp),
        )
    })
}
