//! The timeline of a run: a tick for each sheet, a pin for each checkpoint, the cursor, and two handles around the film.

use std::ops::RangeInclusive;

use egui::{
    CursorIcon, Key, Painter, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::gui::theme::{self, Theme};
use crate::gui::train::names;
use crate::runs::checkpoints::Saved;

/// Height in points.
pub const HEIGHT: f32 = 44.0;
/// Height of the pins' zone at the top.
const PINS: f32 = 14.0;
/// Height of the film's bar at the bottom.
const BAR: f32 = 8.0;
/// Width of a handle.
const HANDLE: f32 = 10.0;
/// Radius of the mark of a step with figures.
const MARK: f32 = 2.5;
/// Ticks closer than this are left out.
const CLOSE: f32 = 3.0;

/// What is drawn.
pub struct Timeline<'a> {
    /// The newest step: the right end.
    pub newest: u64,
    /// The cursor.
    pub step: u64,
    /// Steps with a sheet.
    pub sheets: &'a [u64],
    /// Checkpoints.
    pub saved: &'a [Saved],
    /// The film's steps.
    pub range: RangeInclusive<u64>,
    /// How many checkpoints Explore can open.
    pub averaged: usize,
    /// Steps with figures.
    pub evaluated: &'a [u64],
    /// The best of them.
    pub best: Option<u64>,
}

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Moved the cursor.
    Move(u64),
    /// Moved the film's start.
    From(u64),
    /// Moved the film's end.
    To(u64),
}

/// Draws the timeline over the whole width.
pub fn show(ui: &mut Ui, view: Timeline<'_>) -> Option<Act> {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click_and_drag());
    let track = rect.shrink2(vec2(HANDLE, 0.0));
    let scale = Scale {
        track,
        newest: view.newest.max(1),
    };
    name(&response, "Step", view.step);
    let hint = hint(&view);
    let response = response
        .on_hover_text(hint)
        .on_hover_cursor(CursorIcon::PointingHand);
    let bar = Rect::from_min_max(pos2(track.left(), track.bottom() - BAR), track.max);
    let from = handle(ui, &scale, bar, "Film start", *view.range.start());
    let to = handle(ui, &scale, bar, "Film end", *view.range.end());
    paint(ui, &view, &scale, bar, &response);
    grip(ui, &scale, bar, &from, *view.range.start());
    grip(ui, &scale, bar, &to, *view.range.end());
    let moved = |response: &Response, now: u64| {
        dragged(response, &scale).or_else(|| keyed(ui, response, view.sheets, now))
    };
    moved(&from, *view.range.start())
        .map(Act::From)
        .or_else(|| moved(&to, *view.range.end()).map(Act::To))
        .or_else(|| moved(&response, view.step).map(Act::Move))
}

/// What lies on it, in words.
fn hint(view: &Timeline<'_>) -> String {
    let mut words = format!(
        "{} sheets, {} checkpoints, {} for Explore",
        view.sheets.len(),
        view.saved.len(),
        view.averaged
    );
    if !view.evaluated.is_empty() {
        words += &format!(", {} evaluated", view.evaluated.len());
    }
    if let Some(best) = view.best {
        words += &format!(", best at step {}", names::count(best));
    }
    words
}

/// From steps to places and back.
struct Scale {
    track: Rect,
    newest: u64,
}

impl Scale {
    fn x(&self, step: u64) -> f32 {
        let share = step.min(self.newest) as f32 / self.newest as f32;
        self.track.left() + share * self.track.width()
    }

    fn step(&self, x: f32) -> u64 {
        let share = ((x - self.track.left()) / self.track.width().max(1.0)).clamp(0.0, 1.0);
        (f64::from(share) * self.newest as f64).round() as u64
    }
}

fn name(response: &Response, words: &str, step: u64) {
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(format!("step {}", names::count(step))),
        ..WidgetInfo::labeled(Role::Slider, true, words)
    });
}

fn handle(ui: &Ui, scale: &Scale, bar: Rect, words: &str, step: u64) -> Response {
    let rect = Rect::from_center_size(
        pos2(scale.x(step), bar.center().y),
        vec2(HANDLE, BAR + theme::SPACE_HALF),
    );
    let response = ui.interact(rect, ui.scope_id().with(words), Sense::click_and_drag());
    name(&response, words, step);
    let hint = format!("{words}: step {}", names::count(step));
    response
        .on_hover_text(hint)
        .on_hover_cursor(CursorIcon::ResizeHorizontal)
}

fn dragged(response: &Response, scale: &Scale) -> Option<u64> {
    let moves = response.dragged() || response.clicked();
    response
        .interact_pointer_pos()
        .filter(|_| moves)
        .map(|pos| scale.step(pos.x))
}

/// Arrow keys go from sheet to sheet while the timeline or a handle has the keyboard.
fn keyed(ui: &Ui, response: &Response, sheets: &[u64], now: u64) -> Option<u64> {
    if !response.has_focus() {
        return None;
    }
    let filter = egui::EventFilter {
        horizontal_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if ui.input(|input| input.key_pressed(Key::ArrowRight)) {
        sheets.iter().copied().find(|step| *step > now)
    } else if ui.input(|input| input.key_pressed(Key::ArrowLeft)) {
        sheets.iter().rev().copied().find(|step| *step < now)
    } else {
        None
    }
}

fn paint(ui: &Ui, view: &Timeline<'_>, scale: &Scale, bar: Rect, response: &Response) {
    let (tokens, painter) = (theme::of(ui), ui.painter());
    let middle = (scale.track.top() + PINS + bar.top()) / 2.0;
    let rail = Stroke::new(theme::OUTLINE, tokens.hairline);
    painter.hline(scale.track.x_range(), middle, rail);
    let done = egui::Rangef::new(scale.track.left(), scale.x(view.step));
    painter.hline(
        done,
        middle,
        Stroke::new(theme::OUTLINE, theme::faded(tokens.accent, 0.7)),
    );
    ticks(painter, view, scale, middle, tokens);
    for saved in view.saved {
        pin(painter, saved, scale, tokens);
    }
    marks(painter, view, scale, tokens);
    painter.rect_filled(bar, BAR / 2.0, tokens.raised);
    let mut part = bar;
    part.set_left(scale.x(*view.range.start()));
    part.set_right(scale.x(*view.range.end()));
    painter.rect_filled(part, BAR / 2.0, tokens.selection);
    let at = pos2(scale.x(view.step), middle);
    let radius = if response.hovered() || response.dragged() {
        7.0
    } else {
        6.0
    };
    painter.circle(
        at,
        radius,
        tokens.accent,
        Stroke::new(theme::OUTLINE, tokens.canvas),
    );
    if response.has_focus() {
        painter.circle_stroke(
            at,
            radius + 3.0,
            Stroke::new(theme::HAIRLINE, tokens.accent),
        );
    }
}

fn ticks(painter: &Painter, view: &Timeline<'_>, scale: &Scale, middle: f32, tokens: &Theme) {
    let mut last = f32::NEG_INFINITY;
    for &step in view.sheets {
        let x = scale.x(step);
        if x - last < CLOSE {
            continue;
        }
        last = x;
        let ink = if view.range.contains(&step) {
            tokens.text_weak
        } else {
            tokens.outline
        };
        painter.vline(
            x,
            egui::Rangef::new(middle - 4.0, middle + 4.0),
            Stroke::new(theme::HAIRLINE, ink),
        );
    }
}

/// A pin points down to its step: full when Explore can open it, in the accent when it is the best so far.
fn pin(painter: &Painter, saved: &Saved, scale: &Scale, tokens: &Theme) {
    let tip = pos2(scale.x(saved.step), scale.track.top() + PINS - 2.0);
    let ink = if saved.best {
        tokens.ok
    } else {
        tokens.text_weak
    };
    let points = vec![tip, tip + vec2(-4.5, -9.0), tip + vec2(4.5, -9.0)];
    let shape = if saved.averaged.is_some() {
        Shape::convex_polygon(points, ink, Stroke::NONE)
    } else {
        Shape::closed_line(points, Stroke::new(theme::HAIRLINE, ink))
    };
    painter.add(shape);
}

/// A ring hangs under the pins at each step with figures; that of the best is full.
fn marks(painter: &Painter, view: &Timeline<'_>, scale: &Scale, tokens: &Theme) {
    for &step in view.evaluated {
        let at = pos2(scale.x(step), scale.track.top() + PINS + 2.0);
        if view.best == Some(step) {
            painter.circle_filled(at, MARK + 0.5, tokens.ok);
        } else {
            painter.circle_stroke(at, MARK, Stroke::new(theme::HAIRLINE, tokens.text_weak));
        }
    }
}

fn grip(ui: &Ui, scale: &Scale, bar: Rect, response: &Response, step: u64) {
    let tokens = theme::of(ui);
    let hot = response.hovered() || response.dragged() || response.has_focus();
    let ink = if hot { tokens.accent } else { tokens.outline };
    let rect = Rect::from_center_size(
        pos2(scale.x(step), bar.center().y),
        vec2(HANDLE / 2.0, BAR + theme::SPACE_HALF),
    );
    ui.painter().rect_filled(rect, 2.0, ink);
}
