//! A figure over training steps: a line a task in its target's hue, sources told apart by stroke and marker, the mean over them.

use std::collections::BTreeMap;

use egui::{Color32, Painter, Pos2, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2};
use egui_plot::{HLine, Line, LineStyle, MarkerShape, PlotBounds, PlotUi, Points, VLine};

use super::{provenance, weak};
use crate::engine::evaluation::messages::Task;
use crate::evaluation::{Metric, Mode};
use crate::gui::app::App;
use crate::gui::evaluate::entry::Entry;
use crate::gui::evaluate::series::Series;
use crate::gui::panels::left::heading;
use crate::gui::panels::train::axes;
use crate::gui::text;
use crate::gui::theme::{self, Theme};
use crate::gui::train::names;

/// Height in points.
const HEIGHT: f32 = 216.0;
/// Space around the lines, as a share.
const MARGIN: f64 = 0.08;
/// Width of the mean's line.
const MEAN: f32 = 2.6;
/// Radius of a marker.
const MARKER: f32 = 3.0;
/// Opacity of tasks beside a chosen one.
const ASIDE: f32 = 0.22;
/// Width of a legend's sample of a stroke.
const SAMPLE: f32 = 28.0;

/// Stroke and marker of a source; more sources begin again.
const SOURCES: [(Option<f32>, MarkerShape); 6] = [
    (None, MarkerShape::Circle),
    (Some(10.0), MarkerShape::Square),
    (Some(5.0), MarkerShape::Diamond),
    (Some(2.5), MarkerShape::Up),
    (Some(16.0), MarkerShape::Cross),
    (Some(7.5), MarkerShape::Plus),
];

/// Draws the lines that the evaluation on screen is a point of, when there are others.
pub fn show(app: &mut App, ui: &mut Ui, entry: &Entry) {
    let tab = &app.evaluate.figures;
    let series = tab.series(entry);
    if !series.is_drawn() {
        return;
    }
    let (metric, mode, chosen) = (tab.metric_of(entry), tab.mode_of(entry), tab.task);
    let title = format!("{} over training steps", metric.title());
    heading(ui, &title);
    let view = View {
        domains: &entry.found.domains,
        series: &series,
        metric,
        step: entry.found.model.step,
        chosen: chosen.filter(|task| series.tasks.contains_key(task)),
        range: None,
    };
    let clicked = view.plot(ui, HEIGHT, ("figure over steps", mode.name()));
    view.legend(ui);
    weak(ui, text::STEPS_HANDS);
    notes(ui, &series, mode);
    if let Some(id) = clicked.and_then(|step| app.evaluate.figures.at_step(step)) {
        app.evaluate.figures.show(id);
    }
}

fn notes(ui: &mut Ui, series: &Series, mode: Mode) {
    if series.left_out > 0 {
        let words = match series.left_out {
            1 => "1 evaluation of this run was".to_owned(),
            count => format!("{count} evaluations of this run were"),
        };
        weak(
            ui,
            &format!(
                "{words} made with other counts, seed or pictures, or not {}, and not drawn here.",
                mode.title().to_lowercase()
            ),
        );
    }
}

/// What is drawn.
pub struct View<'a> {
    /// Names of the domains.
    pub domains: &'a [String],
    /// The lines.
    pub series: &'a Series,
    /// The figure.
    pub metric: Metric,
    /// The cursor's step.
    pub step: Option<u64>,
    /// The task that stands out.
    pub chosen: Option<Task>,
    /// The steps from left to right; those that were evaluated when there is none.
    pub range: Option<(f64, f64)>,
}

impl View<'_> {
    /// Draws the chart; gives the evaluated step that was clicked.
    pub fn plot(&self, ui: &mut Ui, height: f32, id: impl egui::AsIdSalt) -> Option<u64> {
        let tokens = theme::of(ui);
        let (low, high) = self.series.extent()?;
        let space = ((high - low) * MARGIN).max(high.abs() * 0.01).max(1e-9);
        let evaluated = (*self.series.steps.first()?, *self.series.steps.last()?);
        let (first, last) = match self.range {
            Some(range) => range,
            None => {
                let (first, last) = (evaluated.0 as f64, evaluated.1 as f64);
                let aside = ((last - first) * 0.02).max(0.5);
                (first - aside, last + aside)
            }
        };
        let plot = axes::bare(ui, id, height, false);
        let shown = plot.show(ui, |plot| {
            plot.set_plot_bounds(PlotBounds::from_min_max(
                [first, low - space],
                [last, high + space],
            ));
            self.lines(plot, tokens);
        });
        let name = format!("{} over steps", self.metric.title());
        let response = shown.response;
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        let pointer = response.interact_pointer_pos().or(response.hover_pos());
        let under = pointer.map(|at| shown.transform.value_from_position(at).x);
        let step = under.and_then(|x| self.series.nearest(x));
        let clicked = response.clicked();
        if let Some(step) = step {
            response.on_hover_ui_at_pointer(|ui| self.tooltip(ui, step));
        }
        step.filter(|_| clicked)
    }

    fn lines(&self, plot: &mut PlotUi<'_>, tokens: &Theme) {
        if let Some(floor) = self.series.floor {
            plot.hline(
                HLine::new("floor", floor)
                    .color(tokens.text_weak)
                    .style(LineStyle::dashed_dense())
                    .width(theme::HAIRLINE)
                    .allow_hover(false),
            );
        }
        for (task, points) in &self.series.tasks {
            let aside = self.chosen.is_some_and(|chosen| chosen != *task);
            let opacity = if aside { ASIDE } else { 1.0 };
            let colour = theme::faded(theme::domain_colour(task.target, tokens), opacity);
            let (dash, shape) = SOURCES[task.source % SOURCES.len()];
            let style = dash.map_or(LineStyle::Solid, |length| LineStyle::Dashed { length });
            let name = format!("{} {}", task.source, task.target);
            plot.line(
                Line::new(name.clone(), points.clone())
                    .color(colour)
                    .style(style)
                    .width(theme::CURVE)
                    .allow_hover(false),
            );
            plot.points(
                Points::new(format!("{name} markers"), points.clone())
                    .color(colour)
                    .shape(shape)
                    .radius(MARKER)
                    .allow_hover(false),
            );
        }
        self.mean(plot, tokens);
        if let Some(step) = self.step {
            plot.vline(
                VLine::new("cursor", step as f64)
                    .color(tokens.accent)
                    .width(theme::CURVE)
                    .allow_hover(false),
            );
        }
    }

    /// The mean, in the theme's ink, and a ring around the best step.
    fn mean(&self, plot: &mut PlotUi<'_>, tokens: &Theme) {
        let mean = &self.series.mean;
        plot.line(
            Line::new("mean", mean.clone())
                .color(tokens.text)
                .width(MEAN)
                .allow_hover(false),
        );
        plot.points(
            Points::new("mean markers", mean.clone())
                .color(tokens.text)
                .radius(MARKER)
                .allow_hover(false),
        );
        let best = mean
            .iter()
            .find(|point| self.series.best == Some(point[0] as u64));
        if let Some(best) = best {
            plot.points(
                Points::new("best", vec![*best])
                    .color(tokens.ok)
                    .filled(false)
                    .radius(2.5 * MARKER)
                    .allow_hover(false),
            );
        }
    }

    fn tooltip(&self, ui: &mut Ui, step: u64) {
        ui.label(theme::strong(format!("Step {}", names::count(step))));
        let at = |points: &[[f64; 2]]| {
            let point = points.iter().find(|point| point[0] as u64 == step);
            point.map(|point| self.metric.format(point[1]))
        };
        let mut rows = vec![("Mean", at(&self.series.mean).unwrap_or_default())];
        if let Some(floor) = self.series.floor {
            rows.push(("Floor", self.metric.format(floor)));
        }
        provenance::table(ui, &rows, f32::INFINITY);
        for (task, points) in &self.series.tasks {
            let colour = theme::domain_colour(task.target, theme::of(ui));
            if let Some(value) = at(points) {
                let words = format!("{} {value}", self.task(*task));
                ui.label(egui::RichText::new(words).color(colour));
            }
        }
    }

    fn task(&self, task: Task) -> String {
        let name = |domain: usize| self.domains.get(domain).map_or("", String::as_str);
        format!("{} to {}", name(task.source), name(task.target))
    }

    /// Hues of targets, strokes and markers of sources, the mean, the floor, the best step.
    pub fn legend(&self, ui: &mut Ui) {
        let tokens = theme::of(ui);
        // Which domains are a source or a target of some line.
        let mut targets = BTreeMap::new();
        let mut sources = BTreeMap::new();
        for task in self.series.tasks.keys() {
            for (of, domain) in [(&mut targets, task.target), (&mut sources, task.source)] {
                if let Some(name) = self.domains.get(domain) {
                    of.insert(domain, name);
                }
            }
        }
        ui.horizontal_wrapped(|ui| {
            sample(ui, |painter, from, to| {
                painter.line_segment([from, to], Stroke::new(MEAN, tokens.text));
            });
            weak(ui, "mean");
            if let Some(best) = self.series.best {
                sample(ui, |painter, from, to| {
                    let stroke = Stroke::new(theme::HAIRLINE, tokens.ok);
                    painter.circle_stroke(from.lerp(to, 0.5), 2.0 * MARKER, stroke);
                });
                weak(ui, &format!("best, step {}", names::count(best)));
            }
            if let Some(floor) = self.series.floor {
                sample(ui, |painter, from, to| {
                    dashed(painter, from, to, Some(5.0), tokens.text_weak);
                });
                let words = format!("floor {}", self.metric.format(floor));
                ui.label(egui::RichText::new(words).color(tokens.text_weak))
                    .on_hover_text(text::FLOOR);
            }
        });
        if self.series.tasks.is_empty() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            weak(ui, "to");
            for (domain, name) in targets {
                let colour = theme::domain_colour(domain, tokens);
                sample(ui, |painter, from, to| {
                    painter.line_segment([from, to], Stroke::new(MEAN, colour));
                });
                weak(ui, name);
            }
            ui.add_space(theme::SPACE);
            weak(ui, "from");
            for (domain, name) in sources {
                let (dash, shape) = SOURCES[domain % SOURCES.len()];
                sample(ui, |painter, from, to| {
                    dashed(painter, from, to, dash, tokens.text_weak);
                    marker(painter, from.lerp(to, 0.5), shape, tokens.text_weak);
                });
                weak(ui, name);
            }
        });
    }
}

/// A place for a piece of a line.
fn sample(ui: &mut Ui, paint: impl FnOnce(&Painter, Pos2, Pos2)) {
    let (rect, _) = ui.allocate_exact_size(vec2(SAMPLE, theme::CHIP_LOW), Sense::hover());
    paint(ui.painter(), rect.left_center(), rect.right_center());
}

fn dashed(painter: &Painter, from: Pos2, to: Pos2, dash: Option<f32>, ink: Color32) {
    let stroke = Stroke::new(theme::CURVE, ink);
    match dash {
        None => {
            painter.line_segment([from, to], stroke);
        }
        Some(length) => {
            painter.extend(Shape::dashed_line(
                &[from, to],
                stroke,
                length,
                length * 0.62,
            ));
        }
    }
}

/// A marker as the chart has it.
fn marker(painter: &Painter, at: Pos2, shape: MarkerShape, ink: Color32) {
    let r = MARKER + 0.5;
    let polygon = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| at + vec2(*x, *y) * r).collect();
        Shape::convex_polygon(points, ink, Stroke::NONE)
    };
    let cross = |turned: [(f32, f32); 2]| {
        let stroke = Stroke::new(theme::CURVE, ink);
        turned
            .map(|(x, y)| Shape::line_segment([at - vec2(x, y) * r, at + vec2(x, y) * r], stroke))
            .to_vec()
    };
    let shapes = match shape {
        MarkerShape::Square => {
            let side = 0.75;
            vec![polygon(&[
                (-side, -side),
                (side, -side),
                (side, side),
                (-side, side),
            ])]
        }
        MarkerShape::Diamond => vec![polygon(&[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)])],
        MarkerShape::Up => vec![polygon(&[(0.0, -1.0), (0.9, 0.7), (-0.9, 0.7)])],
        MarkerShape::Cross => cross([(0.8, 0.8), (0.8, -0.8)]),
        MarkerShape::Plus => cross([(1.0, 0.0), (0.0, 1.0)]),
        _ => vec![Shape::circle_filled(at, r, ink)],
    };
    painter.extend(shapes);
}
