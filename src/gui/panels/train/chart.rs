//! One chart: smooth lines over faint values, the shared cursor, and the hands on it.
//!
//! Only as many points as the chart is wide are drawn, so a long run costs no more than a short one.

use egui::{PointerButton, Rect, Response, Role, Ui, WidgetInfo, vec2};
use egui_plot::{Line, LineStyle, PlotBounds, PlotPoint, PlotResponse, PlotTransform, VLine};

use super::{axes, status};
use crate::gui::train::curves::{Chart, Curve, Pass, Series};
use crate::gui::train::history::smoothed;
use crate::gui::train::look::Look;
use crate::gui::train::names;
use crate::gui::train::run::RunShown;
use crate::gui::{text, theme};

/// Least and most points across.
const POINTS: (usize, usize) = (64, 1_200);
/// How many memories before the left edge the smooth line begins.
const LEAD: f64 = 5.0;
/// Space above and below the lines, as a share.
const MARGIN: f64 = 0.06;
/// Zoom of one point of the wheel.
const WHEEL: f32 = 0.005;
/// A box smaller than this is no zoom.
const BOX: f32 = 6.0;

/// Length of a dash of the lines for references, in points.
const DASH: f32 = 7.0;

/// Where and how a chart is drawn.
#[derive(Clone, Copy)]
pub struct Place {
    /// Which.
    pub chart: Chart,
    /// The cursor's step.
    pub step: u64,
    /// Whether the cursor follows the newest step.
    pub live: bool,
    /// The step under the pointer, in any chart.
    pub hovered: Option<u64>,
    /// Its height in points.
    pub height: f32,
}

/// The lines of one curve.
struct Drawn {
    series: Series,
    raw: Vec<[f64; 2]>,
    smooth: Vec<[f64; 2]>,
}

/// Draws the chart; gives the step that the person moved the cursor to.
///
/// `beside` is the run that it was forked from, and the step from which on its smooth curves are drawn too, dashed.
pub fn show(
    ui: &mut Ui,
    (run, beside): (&RunShown, Option<(&RunShown, u64)>),
    look: &mut Look,
    place: Place,
) -> Option<u64> {
    let newest = run.newest();
    let (from, to) = look.steps(newest);
    let most = (ui.available_width() as usize).clamp(POINTS.0, POINTS.1);
    let lines = drawn(run, look, place.chart, (from, to), most);
    let (low, high) = look
        .heights
        .get(&place.chart)
        .copied()
        .unwrap_or_else(|| extent(&lines, place.chart.is_zoomed()));
    let other = beside.map_or_else(Vec::new, |(other, step)| {
        let from = from.max(step as f64);
        drawn(other, look, place.chart, (from, to.max(from)), most)
    });
    let shown = draw(ui, look, place, (&lines, &other), [[from, low], [to, high]]);
    let name = format!("{} chart", place.chart.title());
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    if lines.is_empty() {
        let words = if run.curves.rows() == 0 {
            text::NO_ROWS
        } else {
            "Everything is hidden; click the legend."
        };
        caption(ui, shown.response.rect, words);
    } else if look.log && lines.iter().any(|line| line.raw.is_empty()) {
        caption(ui, shown.response.rect, text::NOT_POSITIVE);
    }
    hands(ui, run, look, place, shown)
}

fn drawn(
    run: &RunShown,
    look: &Look,
    chart: Chart,
    (from, to): (f64, f64),
    most: usize,
) -> Vec<Drawn> {
    let memory = look.memory(run.newest());
    let shown = run.curves.shown(chart, &look.hidden);
    let line = |(series, curve): (Series, &Curve)| {
        let points = curve.points(from.max(0.0) as u64..=to.ceil().max(0.0) as u64, most);
        let mut raw = Vec::with_capacity(points.len() * 2);
        // Up and down by turns: the eye sees the band, and no point is lost.
        for (at, point) in points.iter().enumerate() {
            let ends = if at % 2 == 0 {
                [point.min, point.max]
            } else {
                [point.max, point.min]
            };
            let ends = if point.min < point.max {
                &ends[..]
            } else {
                &ends[..1]
            };
            raw.extend(ends.iter().map(|value| [point.step as f64, *value]));
        }
        let smooth = if memory < 1.0 {
            Vec::new()
        } else {
            let lead = LEAD * memory;
            let share = ((to - from + lead) / (to - from).max(1.0)).min(4.0);
            let begin = (from - lead).max(0.0) as u64;
            smoothed(
                &curve.points(begin..=to.ceil() as u64, (most as f64 * share) as usize),
                memory,
            )
        };
        let fit = |line: Vec<[f64; 2]>| scaled(line, look.log);
        Drawn {
            series,
            raw: fit(raw),
            smooth: fit(smooth),
        }
    };
    shown.into_iter().map(line).collect()
}

/// Dashes for references: the two passes of a term differ not by their paleness alone.
fn style((_, pass): Series) -> LineStyle {
    match pass {
        Pass::Reference => LineStyle::Dashed { length: DASH },
        _ => LineStyle::Solid,
    }
}

/// The line on its scale; what has no place on a logarithmic one is left out.
fn scaled(mut line: Vec<[f64; 2]>, log: bool) -> Vec<[f64; 2]> {
    if log {
        line.retain(|point| point[1] > 0.0);
        line.iter_mut()
            .for_each(|point| point[1] = point[1].log10());
    }
    line
}

fn extent(lines: &[Drawn], zoomed: bool) -> (f64, f64) {
    let of = |line: &Drawn| {
        let points = if zoomed && line.smooth.len() > 1 {
            &line.smooth
        } else {
            &line.raw
        };
        points.iter().map(|point| point[1]).collect::<Vec<_>>()
    };
    let values: Vec<f64> = lines.iter().flat_map(of).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !low.is_finite() || !high.is_finite() {
        return (0.0, 1.0);
    }
    let space = ((high - low) * MARGIN).max(high.abs() * 0.01).max(1e-6);
    (low - space, high + space)
}

fn draw(
    ui: &mut Ui,
    look: &Look,
    place: Place,
    (lines, other): (&[Drawn], &[Drawn]),
    [min, max]: [[f64; 2]; 2],
) -> PlotResponse<()> {
    let tokens = theme::of(ui);
    let smooth = lines.iter().any(|line| line.smooth.len() > 1);
    axes::frame(ui, look, place).show(ui, |plot| {
        plot.set_plot_bounds(PlotBounds::from_min_max(min, max));
        let colour =
            |(term, pass): Series| theme::term_colour(term.hue(), pass == Pass::Reference, tokens);
        for line in lines {
            let opacity = if smooth { theme::RAW_OPACITY } else { 1.0 };
            let ink = theme::faded(colour(line.series), opacity);
            plot.line(
                Line::new("values", line.raw.clone())
                    .color(ink)
                    .width(theme::HAIRLINE)
                    .allow_hover(false),
            );
        }
        for line in other {
            plot.line(dashed(line, colour(line.series)));
        }
        // Pale lines first: the saturated ones lie on top.
        for line in lines.iter().rev().filter(|line| line.smooth.len() > 1) {
            let ink = colour(line.series);
            plot.line(
                Line::new("smooth", line.smooth.clone())
                    .style(style(line.series))
                    .color(ink)
                    .width(theme::CURVE)
                    .allow_hover(false),
            );
        }
        if let Some(step) = place.hovered {
            plot.vline(
                VLine::new("pointer", step as f64)
                    .color(tokens.outline)
                    .width(theme::HAIRLINE)
                    .allow_hover(false),
            );
        }
        let ink = if place.live {
            theme::faded(tokens.accent, 0.5)
        } else {
            tokens.accent
        };
        plot.vline(
            VLine::new("cursor", place.step as f64)
                .color(ink)
                .width(theme::CURVE)
                .allow_hover(false),
        );
    })
}

/// A curve of the run that this one was forked from.
fn dashed(line: &Drawn, colour: egui::Color32) -> Line<'static> {
    let smooth = line.smooth.len() > 1;
    let points = if smooth { &line.smooth } else { &line.raw };
    Line::new("the run it was forked from", points.clone())
        .color(theme::faded(colour, theme::BESIDE_OPACITY))
        .style(LineStyle::dashed_dense())
        .width(theme::HAIRLINE)
        .allow_hover(false)
}

fn hands(
    ui: &mut Ui,
    run: &RunShown,
    look: &mut Look,
    place: Place,
    shown: PlotResponse<()>,
) -> Option<u64> {
    let (response, transform) = (shown.response, shown.transform);
    let newest = run.newest();
    let at = |x: f64| x.round().clamp(0.0, newest as f64) as u64;
    let under = response
        .hover_pos()
        .map(|pos| transform.value_from_position(pos));
    if let Some(under) = under {
        look.hovered = Some(at(under.x));
        let factor =
            ui.input(|input| (input.smooth_scroll_delta.y * WHEEL).exp() * input.zoom_delta());
        if factor != 1.0 {
            look.zoom(under.x, f64::from(factor), newest);
            ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
        }
    }
    zoom_box(ui, look, place.chart, &response, &transform);
    if response.double_clicked() {
        look.fit();
        return None;
    }
    let moves = response.clicked() || response.dragged_by(PointerButton::Primary);
    let scrubbed = response.interact_pointer_pos().filter(|_| moves);
    let scrubbed = scrubbed.map(|pos| at(transform.value_from_position(pos).x));
    if let Some(under) = under.filter(|_| !response.dragged()) {
        let step = at(under.x);
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(theme::strong(format!("Step {}", names::count(step))));
            status::table(ui, &run.curves, run.curves.terms(place.chart), step);
        });
    }
    scrubbed
}

/// A right drag draws a box and zooms to it.
fn zoom_box(
    ui: &Ui,
    look: &mut Look,
    chart: Chart,
    response: &Response,
    transform: &PlotTransform,
) {
    let pointer = response
        .interact_pointer_pos()
        .or(ui.input(|input| input.pointer.latest_pos()));
    let began = ui.input(|input| input.pointer.press_origin());
    let key = response.id.with("box");
    if response.dragged_by(PointerButton::Secondary)
        && let (Some(began), Some(pointer)) = (began, pointer)
    {
        let rect = Rect::from_two_pos(began, pointer).intersect(response.rect);
        let tokens = theme::of(ui);
        ui.painter().rect(
            rect,
            0.0,
            theme::faded(tokens.accent, 0.15),
            (theme::HAIRLINE, tokens.accent),
            egui::StrokeKind::Inside,
        );
        ui.data_mut(|data| data.insert_temp(key, Some(rect)));
    }
    if response.drag_stopped_by(PointerButton::Secondary)
        && let Some(rect) = ui.data_mut(|data| data.remove_temp::<Option<Rect>>(key).flatten())
        && rect.width() > BOX
        && rect.height() > BOX
    {
        let low: PlotPoint = transform.value_from_position(rect.left_bottom());
        let high: PlotPoint = transform.value_from_position(rect.right_top());
        look.window = Some((low.x.max(0.0), high.x.max(low.x + 2.0)));
        look.heights.insert(chart, (low.y, high.y));
    }
}

fn caption(ui: &Ui, rect: Rect, words: &str) {
    let inside = rect.shrink2(vec2(theme::SPACE, theme::SPACE));
    let ink = theme::of(ui).text_weak;
    let galley = ui
        .painter()
        .layout(words.to_owned(), theme::body_font(), ink, inside.width());
    ui.painter().galley(
        inside.left_bottom() - vec2(0.0, galley.size().y),
        galley,
        ink,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_scale_leaves_out_what_has_no_place() {
        assert_eq!(
            scaled(vec![[1.0, 100.0], [2.0, -1.0], [3.0, 0.0]], true),
            [[1.0, 2.0]]
        );
    }
}
