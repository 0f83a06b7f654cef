//! The card of a step beside its control, and the ring around the control.

use egui::{
    Align, Align2, Area, Button, Context, Frame, Id, Layout, Margin, Order, Pos2, Rect, RichText,
    Shadow, Stroke, StrokeKind, Ui, Vec2, vec2,
};

use super::marks;
use super::steps::{STEPS, Step};
use crate::gui::app::App;
use crate::gui::text::tour as text;
use crate::gui::theme;

/// Width of a card in points.
const WIDTH: f32 = 320.0;
/// Height of a card until it was drawn once.
const GUESS: f32 = 148.0;
/// Space between the ring and the control.
const RING: f32 = 6.0;
/// How fast the ring breathes, in radians a second, and how far it fades.
const BREATH: (f64, f32) = (3.0, 0.45);

/// What the person pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Back,
    Next,
    Skip,
    ShowMe,
}

/// Draws the step in front and follows what the person does.
pub fn show(app: &mut App, ctx: &Context) {
    // A question or the palette is in front of everything; the tour waits.
    if app.open.palette.is_some() || app.open.many.is_some() {
        return;
    }
    app.follow_tour(ctx);
    let Some((at, step)) = app
        .session
        .tour
        .at
        .and_then(|at| Some((at, STEPS.get(at)?)))
    else {
        return;
    };
    let place = marks::place(ctx, step.mark);
    if let Some(place) = place {
        let whole = ctx.content_rect().shrink(theme::OUTLINE);
        ring(ctx, place.expand(RING).intersect(whole));
    }
    let before = app.tour_steps().filter(|step| *step < at).count();
    match card(ctx, (before, app.tour_steps().count()), step, place) {
        Some(Pressed::Back) => app.step_back(at),
        Some(Pressed::Next) => app.next_step(at),
        Some(Pressed::Skip) => app.go_to_step(None),
        Some(Pressed::ShowMe) => app.lead_to_step(),
        None => {}
    }
}

/// A ring in the accent; it breathes where motion is welcome.
fn ring(ctx: &Context, rect: Rect) {
    let tokens = theme::of_ctx(ctx);
    let opacity = if theme::reduced_motion_ctx(ctx) {
        1.0
    } else {
        ctx.request_repaint_after_secs(1.0 / 30.0);
        let time = ctx.input(|input| input.time);
        1.0 - BREATH.1 * (0.5 - 0.5 * (time * BREATH.0).cos() as f32)
    };
    let layer = egui::LayerId::new(Order::Foreground, Id::unique("tour ring"));
    let stroke = Stroke::new(theme::OUTLINE, theme::faded(tokens.accent, opacity));
    let round = theme::CORNER + RING / 2.0;
    ctx.layer_painter(layer)
        .rect_stroke(rect, round, stroke, StrokeKind::Outside);
}

/// The card of a step, with how many steps are before it and in all.
fn card(ctx: &Context, count: (usize, usize), step: &Step, place: Option<Rect>) -> Option<Pressed> {
    let id = Id::unique("tour card");
    let known = ctx.memory(|memory| memory.area_rect(id));
    let size = known.map_or(vec2(WIDTH, GUESS), |rect| rect.size());
    let corner = corner(ctx.content_rect(), place, size);
    let tokens = theme::of_ctx(ctx);
    let frame = Frame::new()
        .fill(tokens.floating)
        .stroke(Stroke::new(theme::OUTLINE, tokens.accent))
        .corner_radius(theme::CORNER + 2.0)
        .inner_margin(Margin::same(theme::SPACE_2 as i8))
        .shadow(Shadow {
            offset: [0, 4],
            blur: 16,
            spread: 0,
            color: tokens.shadow,
        });
    let shown = Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(corner)
        .accessible_name("Tour")
        .show(ctx, |ui| {
            let inside = frame.show(ui, |ui| {
                ui.set_width(WIDTH - 2.0 * theme::SPACE_2);
                words(ui, count, step, place.is_some())
            });
            inside.inner
        });
    shown.inner
}

fn words(
    ui: &mut Ui,
    (before, all): (usize, usize),
    step: &Step,
    on_screen: bool,
) -> Option<Pressed> {
    let tokens = theme::of(ui);
    let (title, words) = step.words;
    let count = format!("{} of {all}", before + 1);
    ui.horizontal(|ui| {
        ui.label(theme::strong(title));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(count).color(tokens.text_weak));
        });
    });
    ui.label(words);
    let mut pressed = None;
    if !on_screen {
        ui.horizontal(|ui| {
            ui.label(RichText::new(text::AWAY).color(tokens.text_weak));
            if ui.button(text::SHOW_ME).clicked() {
                pressed = Some(Pressed::ShowMe);
            }
        });
    }
    ui.add_space(theme::SPACE_HALF);
    ui.horizontal(|ui| {
        let words = RichText::new("Skip the tour").color(tokens.text_weak);
        let skip = ui.add(Button::new(words).frame_when_inactive(false));
        if skip
            .on_hover_text("Help has it again, at any time")
            .clicked()
        {
            pressed = Some(Pressed::Skip);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let last = before + 1 == all;
            let name = if last { text::DONE } else { "Next" };
            let next = Button::new(RichText::new(name).color(tokens.accent_text));
            if ui.add(next.fill(tokens.accent)).clicked() {
                pressed = Some(Pressed::Next);
            }
            if ui.add_enabled(before > 0, Button::new("Back")).clicked() {
                pressed = Some(Pressed::Back);
            }
        });
    });
    pressed
}

/// The card's upper left corner: beside the control where there is room, else over the lower edge of the window.
fn corner(screen: Rect, place: Option<Rect>, size: Vec2) -> Pos2 {
    let gap = RING + theme::SPACE_2;
    let fallback = Align2::CENTER_BOTTOM
        .align_size_within_rect(
            size,
            screen.shrink2(vec2(0.0, theme::SPACE_4 + theme::SPACE_2)),
        )
        .min;
    let Some(place) = place else {
        return fallback;
    };
    let sides = [
        place.right_top() + vec2(gap, -RING),
        place.left_bottom() + vec2(-RING, gap),
        place.left_top() + vec2(-gap - size.x, -RING),
        place.left_top() + vec2(-RING, -gap - size.y),
    ];
    let room = screen.shrink(theme::SPACE);
    let fits = |corner: &Pos2| room.contains_rect(Rect::from_min_size(*corner, size));
    sides.into_iter().find(fits).unwrap_or(fallback)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const SCREEN: Rect = Rect {
        min: Pos2::ZERO,
        max: pos2(1024.0, 640.0),
    };

    fn beside(place: Rect) -> Rect {
        let size = vec2(320.0, 150.0);
        Rect::from_min_size(corner(SCREEN, Some(place), size), size)
    }

    #[test]
    fn the_card_never_covers_its_control_while_there_is_room() {
        let places = [
            Rect::from_min_size(pos2(8.0, 400.0), vec2(240.0, 24.0)),
            Rect::from_min_size(pos2(80.0, 8.0), vec2(300.0, 24.0)),
            Rect::from_min_size(pos2(700.0, 300.0), vec2(300.0, 40.0)),
            Rect::from_min_size(pos2(300.0, 560.0), vec2(700.0, 60.0)),
        ];
        for place in places {
            let card = beside(place);
            assert!(!card.intersects(place), "{card:?} over {place:?}");
            assert!(SCREEN.contains_rect(card), "{card:?}");
        }
    }

    #[test]
    fn a_control_as_large_as_the_window_has_the_card_within() {
        let card = beside(SCREEN.shrink(40.0));
        assert!(SCREEN.contains_rect(card), "{card:?}");
    }
}
