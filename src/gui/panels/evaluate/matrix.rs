//! One figure as a matrix: sources down, targets across, each in its domain's colour; means at the edges, the floor under them.

use egui::{Id, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::{headline, ink, provenance, weak};
use crate::engine::evaluation::messages::Task;
use crate::evaluation::report::Figure;
use crate::evaluation::{Evaluation, Metric, Mode};
use crate::gui::app::App;
use crate::gui::evaluate::entry::Entry;
use crate::gui::widgets::cell::{fade, paint_pending};
use crate::gui::{text, theme};

/// Widths of a cell: least and most.
const CELL: (f32, f32) = (72.0, 116.0);
/// Heights of a cell without and with a second line.
const HEIGHTS: (f32, f32) = (36.0, 48.0);
/// Space between cells.
const GAP: f32 = 3.0;
/// Height of the targets' names.
const HEAD: f32 = 28.0;

/// What is drawn, and where.
struct Field<'a> {
    entry: &'a Entry,
    found: &'a Evaluation,
    metric: Metric,
    mode: Mode,
    /// Whether values are still to come.
    filling: bool,
    chosen: Option<Task>,
    /// Least and greatest value.
    range: Option<(f64, f64)>,
    at: Pos2,
    names: f32,
    cell: egui::Vec2,
}

/// Draws the matrix of the figure on screen; a click chooses a task.
pub fn show(app: &mut App, ui: &mut Ui, entry: &Entry) {
    let tab = &app.evaluate.figures;
    let (metric, mode) = (tab.metric_of(entry), tab.mode_of(entry));
    let (filling, chosen) = (tab.is_filling(entry), tab.task);
    headline::show(ui, entry, metric, mode);
    ui.add_space(theme::SPACE);
    let figure = entry.figure(mode, metric);
    let mut field = Field {
        entry,
        found: &entry.found,
        metric,
        mode,
        filling,
        chosen,
        range: figure.and_then(range),
        at: Pos2::ZERO,
        names: ink::names_width(ui, &entry.found.domains),
        cell: vec2(0.0, 0.0),
    };
    let errors = figure.is_some_and(|figure| !figure.standard_errors.is_empty());
    let columns = entry.found.domains.len() as f32 + 1.0;
    let free = (ui.available_width() - field.names) / columns - GAP;
    let height = if errors || metric == Metric::Kid {
        HEIGHTS.1
    } else {
        HEIGHTS.0
    };
    field.cell = vec2(free.clamp(CELL.0, CELL.1), height);
    let mut clicked = None;
    ScrollArea::horizontal().id_salt("matrix").show(ui, |ui| {
        clicked = field.show(ui);
    });
    headline::scale(ui, metric, field.range);
    if let Some(task) = clicked {
        let tab = &mut app.evaluate.figures;
        tab.task = (tab.task != Some(task)).then_some(task);
    }
}

/// Least and greatest finite value of the tasks.
fn range(figure: &Figure) -> Option<(f64, f64)> {
    let values = figure
        .tasks
        .values()
        .copied()
        .filter(|value| value.is_finite());
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = values.fold(start, |(low, high), value| {
        (low.min(value), high.max(value))
    });
    (low <= high).then_some((low, high))
}

/// Where a value lies between the least and the greatest, 0 to 1.
fn share(range: Option<(f64, f64)>, value: f64) -> f32 {
    match range {
        Some((low, high)) if high > low => ((value - low) / (high - low)) as f32,
        _ => 0.0,
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

impl Field<'_> {
    fn show(&mut self, ui: &mut Ui) -> Option<Task> {
        let domains = self.found.domains.len();
        let floor = self.found.floor.get(&self.metric);
        let pairs = !self.metric.is_of_one_domain();
        let under = usize::from(pairs) + usize::from(floor.is_some());
        let step = self.cell + vec2(GAP, GAP);
        let size = vec2(
            self.names + step.x * (domains as f32 + 1.0),
            HEAD + step.y * domains as f32 + under as f32 * HEAD,
        );
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        self.at = rect.min + vec2(self.names, HEAD);
        self.heads(ui, rect, pairs);
        let mut clicked = None;
        for source in 0..domains {
            for target in 0..domains {
                let task = Task { source, target };
                if self.cell(ui, task) {
                    clicked = Some(task);
                }
            }
            if pairs {
                let of = (0..domains).filter_map(|target| self.value(Task { source, target }));
                let at = self.place(source, domains).center();
                self.words(ui, at, mean(of), false);
            }
        }
        let mut below = rect.top() + HEAD + step.y * domains as f32 + HEAD / 2.0;
        if pairs {
            self.edge(ui, rect, below, "mean");
            for target in 0..domains {
                let of = (0..domains).filter_map(|source| self.value(Task { source, target }));
                let at = pos2(self.place(0, target).center().x, below);
                self.words(ui, at, mean(of), false);
            }
            let all = self.entry.figure(self.mode, self.metric);
            let at = pos2(self.place(0, domains).center().x, below);
            self.words(ui, at, all.map(|figure| figure.mean), true);
            below += HEAD;
        }
        if let Some(floor) = floor {
            self.edge(ui, rect, below, "floor");
            self.floor(ui, below, floor);
        }
        clicked
    }

    fn place(&self, row: usize, column: usize) -> Rect {
        let step = self.cell + vec2(GAP, GAP);
        let min = self.at + vec2(column as f32 * step.x, row as f32 * step.y);
        Rect::from_min_size(min, self.cell)
    }

    fn value(&self, task: Task) -> Option<f64> {
        let value = self.entry.value(self.mode, self.metric, task);
        value
            .map(|(value, _)| value)
            .filter(|value| value.is_finite())
    }

    /// Names of domains, each with its colour.
    fn heads(&self, ui: &Ui, rect: Rect, pairs: bool) {
        let tokens = theme::of(ui);
        let middle = rect.top() + HEAD / 2.0 - 2.0;
        if pairs {
            let at = pos2(rect.left(), middle);
            ink::written(ui, at, "from, to", tokens.text_weak, false);
            let mean = self.place(0, self.found.domains.len()).center().x;
            ink::written(ui, pos2(mean, middle), "mean", tokens.text_weak, true);
        }
        for (at, name) in self.found.domains.iter().enumerate() {
            let colour = theme::domain_colour(at, tokens);
            let row = self.place(at, 0);
            ink::named(
                ui,
                pos2(rect.left(), row.center().y),
                name,
                colour,
                self.names,
            );
            let column = self.place(0, at);
            let width = self.cell.x;
            ink::named(ui, pos2(column.left(), middle), name, colour, width);
            let line = egui::Rangef::new(column.left(), column.right());
            let below = rect.top() + HEAD - theme::OUTLINE;
            ui.painter()
                .hline(line, below, Stroke::new(theme::OUTLINE, colour));
        }
    }

    /// A cell; `true` when it was clicked.
    fn cell(&self, ui: &mut Ui, task: Task) -> bool {
        let rect = self.place(task.source, task.target);
        let own = task.source == task.target;
        let found = self.entry.value(self.mode, self.metric, task);
        if own && found.is_none() && self.metric == Metric::ToSource {
            self.same_domain(ui, task, rect);
            return false;
        }
        if own != self.metric.is_of_one_domain() && found.is_none() {
            return false;
        }
        let id = ui.scope_id().with(("task", task.source, task.target));
        let response = ui.interact(rect, id, Sense::click());
        let title = self.title(task);
        let words = match found {
            Some((value, error)) => {
                let error = error.map(|error| format!(" ± {}", self.metric.format(error)));
                let value = self.metric.format(value);
                format!("{title}: {value}{}", error.unwrap_or_default())
            }
            None if self.filling => format!("{title}: not measured yet"),
            None => format!("{title}: not measured"),
        };
        let chosen = self.chosen == Some(task);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &words));
        self.paint(ui, &response, found, chosen, id);
        let clicked = response.clicked();
        response.on_hover_ui(|ui| {
            provenance::tooltip(ui, &words, self.found, self.metric);
            weak(ui, "Click for its best and worst outputs.");
        });
        clicked
    }

    fn title(&self, task: Task) -> String {
        let name = |domain: usize| self.found.domains.get(domain).map_or("", String::as_str);
        let metric = self.metric.title();
        format!("{metric}, {} to {}", name(task.source), name(task.target))
    }

    fn paint(
        &self,
        ui: &Ui,
        response: &Response,
        found: Option<(f64, Option<f64>)>,
        chosen: bool,
        id: Id,
    ) {
        let (tokens, painter, rect) = (theme::of(ui), ui.painter(), response.rect);
        let opacity = fade(ui, id, found.is_some());
        match found {
            Some((value, error)) => {
                let tint = theme::heat_colour(share(self.range, value), tokens);
                painter.rect_filled(rect, theme::CORNER, theme::faded(tint, opacity));
                let up = if error.is_some() { 8.0 } else { 0.0 };
                let at = rect.center() - vec2(0.0, up);
                ink::written(ui, at, &self.metric.format(value), tokens.text, true);
                if let Some(error) = error {
                    let ink = theme::mixed(tokens.text, tint, 0.3);
                    let words = format!("± {}", self.metric.format(error));
                    ink::written(ui, rect.center() + vec2(0.0, 9.0), &words, ink, true);
                }
            }
            None if self.filling => paint_pending(ui, rect, tokens),
            None => {
                let stroke = Stroke::new(theme::HAIRLINE, tokens.hairline);
                painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
            }
        }
        let stroke = if chosen {
            Stroke::new(theme::OUTLINE, tokens.accent)
        } else if response.hovered() || response.has_focus() {
            Stroke::new(theme::OUTLINE, tokens.text_weak)
        } else {
            return;
        };
        painter.rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
    }

    /// The diagonal of the distance to the source: the same distance, of a translation into the own domain.
    fn same_domain(&self, ui: &mut Ui, task: Task, rect: Rect) {
        let Some((value, _)) = self.entry.value(self.mode, Metric::SameDomain, task) else {
            return;
        };
        let ink = theme::of(ui).text_weak;
        ink::written(
            ui,
            rect.center(),
            &Metric::SameDomain.format(value),
            ink,
            true,
        );
        let id = ui.scope_id().with(("own domain", task.source));
        let response = ui.interact(rect, id, Sense::hover());
        let words = Metric::SameDomain.format(value);
        let title = format!("{}: {words}", Metric::SameDomain.title());
        response.on_hover_ui(|ui| {
            provenance::tooltip(ui, &title, self.found, Metric::SameDomain);
        });
    }

    /// A mean at an edge, with its tooltip.
    fn words(&self, ui: &mut Ui, at: Pos2, value: Option<f64>, strong: bool) {
        let Some(value) = value else { return };
        let tokens = theme::of(ui);
        let ink = if strong {
            tokens.text
        } else {
            tokens.text_weak
        };
        self.figure(ui, at, &self.metric.format(value), ink, "Mean");
    }

    fn figure(&self, ui: &mut Ui, at: Pos2, words: &str, ink: egui::Color32, what: &str) {
        ink::written(ui, at, words, ink, true);
        let rect = Rect::from_center_size(at, vec2(self.cell.x, HEAD - GAP));
        let id = ui.scope_id().with((what, at.x as i32, at.y as i32));
        let response = ui.interact(rect, id, Sense::hover());
        let title = format!("{what}, {}: {words}", self.metric.title());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &title));
        response.on_hover_ui(|ui| {
            provenance::tooltip(ui, &title, self.found, self.metric);
            if what != "Mean" {
                weak(ui, text::FLOOR);
            }
        });
    }

    fn edge(&self, ui: &Ui, rect: Rect, y: f32, name: &str) {
        let ink = theme::of(ui).text_weak;
        ink::written(ui, pos2(rect.left(), y), name, ink, false);
    }

    fn floor(&self, ui: &mut Ui, y: f32, floor: &Figure) {
        let ink = theme::of(ui).text_weak;
        for (target, domain) in self.found.domains.iter().enumerate() {
            if let Some(value) = floor.tasks.get(domain) {
                let at = pos2(self.place(0, target).center().x, y);
                self.figure(ui, at, &self.metric.format(*value), ink, "Floor");
            }
        }
        let at = pos2(self.place(0, self.found.domains.len()).center().x, y);
        self.figure(ui, at, &self.metric.format(floor.mean), ink, "Floor");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_lie_between_the_least_and_the_greatest() {
        let mut figure = Figure::default();
        assert_eq!(range(&figure), None);
        for (at, value) in [0.2, 0.4, f64::NAN, 0.6].into_iter().enumerate() {
            figure.put(at.to_string(), value, None);
        }
        let range = range(&figure);
        assert_eq!(range, Some((0.2, 0.6)), "what is no number has no share");
        assert!((share(range, 0.4) - 0.5).abs() < 1e-6);
        assert_eq!(share(Some((1.0, 1.0)), 1.0), 0.0);
        assert_eq!(mean([1.0, 2.0].into_iter()), Some(1.5));
        assert_eq!(mean(std::iter::empty()), None);
    }
}
