//! One model's pane: its name, the selected result large, the numbers under it, and all its results small.

use egui::{Align, Label, Layout, Pos2, Rect, Response, RichText, Stroke, Ui, Vec2, pos2, vec2};

use super::inputs::{row_name, select};
use super::weak;
use crate::engine::compare::messages::Crossing;
use crate::gui::app::App;
use crate::gui::compare::orders::Field;
use crate::gui::compare::{Look, Outcome, Pair, PaneShown, PaneState};
use crate::gui::icons::{self, Icon};
use crate::gui::widgets::{Cell, CellPicture, Shown, ViewTransform};
use crate::gui::{text, theme};

/// Share of the height that the large picture may take.
const LARGE: f32 = 0.56;
/// Sides of a small result in points: least and most, and the share of a large window that it may have instead.
const SMALL: (f32, f32, f32) = (12.0, 64.0, 0.04);
/// Least side of the large picture.
const LEAST: f32 = 160.0;
/// Half the side of the shared cursor's cross.
const CROSS: f32 = 7.0;

/// Draws a pane in the width there is; returns where the pointer is in its large picture.
pub fn show(
    app: &mut App,
    ui: &mut Ui,
    pane: &PaneShown,
    field: &Field,
    height: f32,
) -> Option<Pos2> {
    header(app, ui, pane);
    let crossing = field.selected();
    let outcome = crossing.and_then(|at| app.compare.results.get(&(pane.id, at)).cloned());
    let side = ui.available_width().min((height * LARGE).max(LEAST));
    let row = field.rows.get(field.cursor.0);
    let lacks = row.is_some_and(|row| lacks(app, pane, row.domain));
    let pointer = large(app, ui, pane, outcome.as_ref(), (crossing, side), lacks);
    if let PaneState::Failed(problem) = &pane.state {
        ui.label(problem.to_string());
        if ui.button("Try again").clicked() {
            app.compare.again(pane.id);
        }
        return pointer;
    }
    ui.add_space(theme::SPACE_HALF);
    numbers(ui, outcome.as_ref(), lacks);
    read_out(app, ui, outcome.as_ref());
    ui.add_space(theme::SPACE);
    small(app, ui, pane, field);
    pointer
}

fn header(app: &mut App, ui: &mut Ui, pane: &PaneShown) {
    let name = pane.name();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icons::icon_button(ui, Icon::Close, &format!("Close {name}")).clicked() {
                app.compare.close(pane.id);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme::strong(&name)).truncate());
            });
        });
    });
    match &pane.state {
        PaneState::Opening => weak(ui, "Opening…"),
        PaneState::Failed(_) => weak(ui, "Not opened"),
        PaneState::Ready(info) => {
            let size = info.config.img_size;
            let system = info.config.system.title();
            weak(ui, &format!("{system} · {size} × {size} pixels"));
        }
    }
}

/// What the large picture shows, and how it is called.
fn face(app: &mut App, pane: &PaneShown, pair: &Pair, crossing: Crossing) -> (Shown, &'static str) {
    let amplify = app.compare.amplification();
    let first = app.compare.panes.first().map(|pane| pane.id);
    let other = match app.compare.look {
        Look::Result => None,
        Look::AgainstSource => Some(pair.source.clone()),
        Look::AgainstFirst if first == Some(pane.id) => None,
        Look::AgainstFirst => first
            .and_then(|first| app.compare.results.get(&(first, crossing)))
            .and_then(|outcome| Some(outcome.pair.as_ref().ok()?.output.clone())),
    };
    match other {
        Some(other) => (
            app.compare.store.difference(&pair.output, &other, amplify),
            "difference",
        ),
        None => (pair.output.clone(), "result"),
    }
}

fn large(
    app: &mut App,
    ui: &mut Ui,
    pane: &PaneShown,
    outcome: Option<&Outcome>,
    (crossing, side): (Option<Crossing>, f32),
    lacks: bool,
) -> Option<Pos2> {
    let (picture, what) = match (&pane.state, outcome.map(|outcome| &outcome.pair), crossing) {
        (PaneState::Failed(problem), ..) => {
            (CellPicture::Failed(problem.headline.clone()), "result")
        }
        (_, Some(Ok(pair)), Some(crossing)) => {
            let (shown, what) = face(app, pane, pair, crossing);
            let nearest = app.view.nearest();
            let texture = app.compare.store.textures.get(ui.ctx(), &shown, nearest);
            (CellPicture::Ready(texture.into()), what)
        }
        // The whole sentence stands under the picture.
        (_, Some(Err(problem)), _) if lacks => (CellPicture::Absent(problem.to_string()), "result"),
        (_, Some(Err(_)), _) => (CellPicture::Failed("No result".to_owned()), "result"),
        (_, _, None) => (CellPicture::Empty, "result"),
        _ => (CellPicture::missing(app.compare.paused), "result"),
    };
    let name = format!("{}: {what}", pane.name());
    let response = Cell::new(&name, picture)
        .size(vec2(side, side))
        .view(app.view)
        .grabbable()
        .show(ui);
    app.view.follow(ui, &response, response.rect);
    if let Some(at) = app.compare.pointer {
        cross(ui, response.rect, app.view, at);
    }
    pointed(&response, app.view)
}

/// The point of the picture under the pointer.
fn pointed(response: &Response, view: ViewTransform) -> Option<Pos2> {
    let at = response.hover_pos()? - response.rect.min;
    let unit = at / response.rect.size();
    Some(view.to_picture(pos2(unit.x, unit.y)))
}

/// The shared cursor: the same point of the picture in every pane.
fn cross(ui: &Ui, rect: Rect, view: ViewTransform, at: Pos2) {
    let uv = view.uv();
    let unit = (at - uv.min) / uv.size();
    let centre = rect.min + rect.size() * unit;
    if !rect.contains(centre) {
        return;
    }
    let tokens = theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    for (width, colour) in [(3.5, tokens.over_picture_rim), (1.5, tokens.over_picture)] {
        let stroke = Stroke::new(width, colour);
        painter.hline(centre.x - CROSS..=centre.x + CROSS, centre.y, stroke);
        painter.vline(centre.x, centre.y - CROSS..=centre.y + CROSS, stroke);
    }
}

/// The distances to the source, each with its unit.
fn numbers(ui: &mut Ui, outcome: Option<&Outcome>, lacks: bool) {
    let pair = match outcome.map(|outcome| &outcome.pair) {
        Some(Err(problem)) => {
            let tokens = theme::of(ui);
            let colour = if lacks { tokens.text } else { tokens.danger };
            ui.label(RichText::new(problem.to_string()).color(colour));
            return;
        }
        Some(Ok(pair)) => Some(pair),
        None => None,
    };
    let pixel = pair.map_or_else(|| "…".to_owned(), |pair| format!("{:.3}", pair.pixel));
    let perceptual = outcome.and_then(|outcome| outcome.perceptual.as_ref());
    let (distance, why) = match perceptual {
        Some(Ok(distance)) => (
            format!("{distance:.3}"),
            text::PERCEPTUAL_DISTANCE.to_owned(),
        ),
        Some(Err(problem)) => ("none".to_owned(), problem.to_string()),
        None => ("…".to_owned(), text::PERCEPTUAL_DISTANCE.to_owned()),
    };
    // Each number stays in one piece; in a narrow pane the second goes to a line of its own.
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE, theme::SPACE_HALF);
        weak(ui, "To the source:");
        ui.add(Label::new(format!("{pixel} of 1 mean pixel difference")).extend())
            .on_hover_text(text::PIXEL_DISTANCE);
        ui.add(Label::new(format!("{distance} ST-LPIPS")).extend())
            .on_hover_text(why);
    });
}

/// The pixel under the shared cursor; a line of its own, so that nothing jumps.
fn read_out(app: &App, ui: &mut Ui, outcome: Option<&Outcome>) {
    let pair = outcome.and_then(|outcome| outcome.pair.as_ref().ok());
    let words = match (app.compare.pointer, pair) {
        (Some(at), Some(pair)) => {
            let picture = &pair.output.picture;
            let place = |at: f32, count: usize| ((at * count as f32) as usize).min(count - 1);
            let (x, y) = (place(at.x, picture.width()), place(at.y, picture.height()));
            let [r, g, b] = picture.pixel(x, y).unwrap_or_default();
            format!("x {x}, y {y}  ·  {r} {g} {b}")
        }
        _ => format!("Zoom {:.0} %", app.view.zoom * 100.0),
    };
    let words = RichText::new(words).color(theme::of(ui).text_weak);
    ui.add(Label::new(words).truncate().selectable(false));
}

/// Whether the pane's model has no branch for a row of Explore's, which is no fault of either.
fn lacks(app: &App, pane: &PaneShown, domain: Option<usize>) -> bool {
    let (PaneState::Ready(info), Some(domain), Some(model)) = (&pane.state, domain, &app.model)
    else {
        return false;
    };
    let own = &info.config.domains;
    own.counterpart(&model.config.domains, domain).is_none()
}

/// All results of the pane; a click moves the selection in every pane.
fn small(app: &mut App, ui: &mut Ui, pane: &PaneShown, field: &Field) {
    let columns = field.columns.len().max(1) as f32;
    let gap = theme::SPACE_HALF;
    let (least, most, share) = SMALL;
    let most = most.max(ui.ctx().content_rect().width() * share);
    let side = ((ui.available_width() - gap * (columns - 1.0)) / columns).clamp(least, most);
    ui.spacing_mut().item_spacing = Vec2::splat(gap);
    for (line, row) in field.rows.iter().enumerate() {
        let edge = row
            .domain
            .map(|domain| theme::domain_colour(domain, theme::of(ui)));
        let absent = lacks(app, pane, row.domain);
        ui.horizontal(|ui| {
            for (at, column) in field.columns.iter().enumerate() {
                let Some(crossing) = field.crossing(line, at) else {
                    continue;
                };
                let made = app.compare.results.get(&(pane.id, crossing));
                let picture = match made.map(|outcome| &outcome.pair) {
                    Some(Ok(pair)) => {
                        let textures = &mut app.compare.store.textures;
                        CellPicture::Ready(textures.get(ui.ctx(), &pair.output, false).into())
                    }
                    Some(Err(problem)) if absent => CellPicture::Absent(problem.to_string()),
                    Some(Err(problem)) => CellPicture::Failed(problem.to_string()),
                    None => CellPicture::missing(app.compare.paused),
                };
                let what = format!("{}, {}", column.name, row_name(app, row));
                let name = format!("{}: {what}", pane.name());
                let cell = Cell::new(&name, picture)
                    .size(vec2(side, side))
                    .edge(edge)
                    .selected(field.cursor == (line, at))
                    .tooltip(&what);
                if cell.show(ui).clicked() {
                    select(app, field, line, at);
                }
            }
        });
    }
}
