//! The branch wheel: the source in the middle within a ring that shows the strength, every branch around it.

use egui::{
    Align2, CentralPanel, ComboBox, Frame, Painter, Pos2, Rect, RichText, Shape as Line, Stroke,
    Ui, UiBuilder, Vec2, pos2, vec2,
};

use super::wheel_shape::Shape;
use super::{empty, weak};
use crate::gui::app::{App, Selected};
use crate::gui::lab::wheel::{Guide, Hub, Look, Spoke, Strength};
use crate::gui::plan::RowId;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::widgets::{Cell, CellPicture, Shown, SliderRow};
use crate::gui::{text::lab as text, theme};

/// Height of what stands under the wheel.
const FOOT: f32 = 64.0;
/// Strength for a point of scrolling, and for a press of a key.
const SCROLL: f32 = 0.002;
/// Width of a combo box.
const COMBO: f32 = 140.0;
/// Width of a spoke of a branch that changes nothing, and what is added when everything changes.
const SPOKE: (f32, f32) = (1.5, 18.0);

/// Draws the wheel.
pub fn show(app: &mut App, ui: &mut Ui) {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let hub = match app.hub() {
            Ok(hub) => hub,
            Err(words) => return empty(ui, words),
        };
        toolbar(app, ui, &hub);
        let mut space = ui.available_rect_before_wrap();
        let foot_top = space.max.y - FOOT;
        space.max.y = foot_top - theme::SPACE;
        wheel(app, ui, &hub, space);
        let rest = Rect::from_min_max(
            pos2(space.left(), foot_top),
            pos2(space.right(), foot_top + FOOT),
        );
        ui.scope_builder(UiBuilder::new().max_rect(rest), |ui| foot(app, ui, &hub));
    });
}

fn toolbar(app: &mut App, ui: &mut Ui, hub: &Hub) {
    ui.horizontal_wrapped(|ui| {
        // A label and its box stay together when the line breaks.
        ui.scope(|ui| ui.horizontal(|ui| sources(app, ui, hub)));
        if hub.guide != Guide::Labels {
            ui.scope(|ui| ui.horizontal(|ui| guides(app, ui, hub)));
        }
        ui.spacing_mut().item_spacing.x = theme::SPACE_HALF;
        for (look, name, words) in Look::ALL {
            let chosen = app.lab.wheel.look == look;
            if chip(ui, name, None, chosen).on_hover_text(words).clicked() {
                app.lab.wheel.look = look;
            }
        }
    });
}

fn sources(app: &mut App, ui: &mut Ui, hub: &Hub) {
    let label = ui.label("Source");
    let combo = ComboBox::from_id_salt("wheel source")
        .selected_text(app.library.name(hub.source).to_owned())
        .truncate()
        .width(COMBO);
    let mut source = hub.source;
    let shown = combo.show_ui(ui, |ui| {
        for &other in &app.explore.sources {
            ui.selectable_value(&mut source, other, app.library.name(other));
        }
    });
    shown.response.labelled_by(label.id);
    if source != hub.source {
        let row = row_of(app, &hub.guide);
        app.grid.selected = row.map_or(app.grid.selected, |row| Selected::Cell(row, source));
    }
}

fn guides(app: &mut App, ui: &mut Ui, hub: &Hub) {
    let label = ui.label("Style");
    let combo = ComboBox::from_id_salt("wheel style")
        .selected_text(hub.style.clone())
        .truncate()
        .width(COMBO);
    let rows: Vec<RowId> = app
        .grid
        .rows
        .iter()
        .filter(|row| row.leads)
        .map(|row| row.id)
        .collect();
    let mut chosen = None;
    let shown = combo.show_ui(ui, |ui| {
        for row in rows {
            let Some(guide) = guide_of(row) else { continue };
            let name = app.guide_name(&guide);
            if ui.selectable_label(guide == hub.guide, name).clicked() {
                chosen = Some(row);
            }
        }
    });
    shown.response.labelled_by(label.id);
    if let Some(row) = chosen {
        app.grid.selected = Selected::Cell(row, hub.source);
    }
}

fn guide_of(row: RowId) -> Option<Guide> {
    match row {
        RowId::Reference(picture, _) => Some(Guide::Reference(picture)),
        RowId::Latent(place, _) => Some(Guide::Latent(place)),
        RowId::Blend => Some(Guide::Blend),
        RowId::Labels(..) => None,
    }
}

/// A row of the grid with this style: the selected one, if it has.
fn row_of(app: &App, guide: &Guide) -> Option<RowId> {
    let of_it = |row: &RowId| guide_of(*row).as_ref() == Some(guide) || *guide == Guide::Labels;
    let selected = match app.grid.selected {
        Selected::Cell(row, _) => Some(row).filter(of_it),
        _ => None,
    };
    let mut rows = app.grid.rows.iter().map(|row| row.id);
    selected.or_else(|| rows.find(of_it))
}

fn wheel(app: &mut App, ui: &mut Ui, hub: &Hub, space: Rect) {
    let shape = Shape::new(
        hub.spokes.len(),
        space.shrink2(vec2(0.0, theme::SPACE_HALF)),
    );
    scroll(app, ui, hub, space);
    let source = app
        .library
        .fitting(hub.source)
        .map(|view| view.shown.clone());
    let pixels: Vec<Option<Shown>> = hub
        .spokes
        .iter()
        .map(|spoke| spoke.cell.as_ref().and_then(|(key, _)| app.pixels_of(*key)))
        .collect();
    let changes: Vec<Option<f32>> = pixels
        .iter()
        .map(|made| Some(app.lab.changes.mean(source.as_ref()?, made.as_ref()?)))
        .collect();
    let painter = ui.painter().clone();
    for (at, change) in changes.iter().enumerate() {
        paint_spoke(
            &painter,
            ui,
            &shape,
            &hub.spokes[at],
            (at, *change),
            hub.chosen,
        );
    }
    ring(ui, &shape, app.strength_of(&hub.guide));
    middle(app, ui, hub, &shape, source.as_ref());
    for (at, spoke) in hub.spokes.iter().enumerate() {
        let before = (at + pixels.len() - 1) % pixels.len();
        let (own, other) = (pixels[at].as_ref(), pixels[before].as_ref());
        let picture = match app.lab.wheel.look {
            Look::Results => result(app, ui, spoke),
            Look::ToSource => difference(app, ui, source.as_ref(), own),
            Look::ToNeighbour => difference(app, ui, other, own),
        };
        let words = match (app.lab.wheel.look, changes[at], own.zip(other)) {
            (Look::ToNeighbour, _, Some((own, other))) => {
                let apart = app.lab.changes.mean(other, own) * 100.0;
                format!("{apart:.1} % from {}", hub.spokes[before].name)
            }
            (_, Some(change), _) => format!("changes {:.1} %", change * 100.0),
            _ => String::new(),
        };
        let drawn = Drawn {
            at,
            rect: shape.spokes[at],
            picture,
            words,
        };
        if drawn.show(app, ui, spoke, hub.chosen) {
            app.choose_spoke(hub, at);
        }
    }
}

/// A spoke's picture with what is said under it.
struct Drawn {
    at: usize,
    rect: Rect,
    picture: CellPicture,
    words: String,
}

impl Drawn {
    /// Draws it; `true` when it was clicked.
    fn show(self, app: &App, ui: &mut Ui, spoke: &Spoke, chosen: Option<usize>) -> bool {
        let name = match self.words.is_empty() {
            true => format!("Branch {}", spoke.name),
            false => format!("Branch {}, {}", spoke.name, self.words),
        };
        let colour = theme::domain_colour(spoke.colour, theme::of(ui));
        let place = UiBuilder::new()
            .max_rect(self.rect)
            .id_salt(("spoke", self.at));
        let cell = Cell::new(&name, self.picture)
            .size(self.rect.size())
            .selected(chosen == Some(spoke.branch))
            .edge(Some(colour))
            .view(app.view);
        let response = ui.scope_builder(place, |ui| cell.show(ui)).inner;
        below(ui, self.rect, &spoke.name, &self.words, colour);
        response.clicked()
    }
}

/// The wheel of the mouse makes the style stronger or weaker.
fn scroll(app: &mut App, ui: &mut Ui, hub: &Hub, space: Rect) {
    if !ui.rect_contains_pointer(space) {
        return;
    }
    let by = ui.input(|input| input.smooth_scroll_delta.y);
    if let (true, Some(strength)) = (by != 0.0, app.strength_of(&hub.guide)) {
        app.set_strength(&hub.guide, strength.value + by * SCROLL * strength.most);
        ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
    }
}

fn result(app: &mut App, ui: &Ui, spoke: &Spoke) -> CellPicture {
    let shown = &mut app.lab.wheel.shown;
    let key = spoke.cell.as_ref().map(|(key, _)| *key);
    match key.and_then(|key| app.results.get(key)) {
        Some(Ok(face)) => {
            let face = face.clone();
            if let Some(key) = key {
                shown.insert(spoke.branch, key);
            }
            return CellPicture::Ready(app.textures.look(ui.ctx(), &face, app.view.nearest()));
        }
        Some(Err(problem)) => return CellPicture::Failed(problem.to_string()),
        None => {}
    }
    let before = shown
        .get(&spoke.branch)
        .and_then(|key| app.results.face(*key));
    match before.cloned() {
        Some(face) => CellPicture::Stale(app.textures.look(ui.ctx(), &face, app.view.nearest())),
        None => CellPicture::missing(app.grid.paused && key.is_some()),
    }
}

fn difference(app: &mut App, ui: &Ui, from: Option<&Shown>, to: Option<&Shown>) -> CellPicture {
    let Some((from, to)) = from.zip(to) else {
        return CellPicture::missing(app.grid.paused);
    };
    let map = app.lab.changes.map(from, to);
    CellPicture::Ready(app.textures.get(ui.ctx(), &map, app.view.nearest()).into())
}

fn middle(app: &mut App, ui: &mut Ui, hub: &Hub, shape: &Shape, source: Option<&Shown>) {
    let picture = source.map_or(CellPicture::Pending, |shown| {
        CellPicture::Ready(app.textures.get(ui.ctx(), shown, app.view.nearest()).into())
    });
    let name = format!("In the middle: {}", app.library.name(hub.source));
    let place = UiBuilder::new().max_rect(shape.middle).id_salt("middle");
    let cell = Cell::new(&name, picture)
        .size(shape.middle.size())
        .view(app.view)
        .tooltip("The source. Scroll to change how strong the style is");
    ui.scope_builder(place, |ui| cell.show(ui));
}

/// The ring around the source: as much of it is in the accent as the style is strong.
fn ring(ui: &Ui, shape: &Shape, strength: Option<Strength>) {
    let tokens = theme::of(ui);
    let (centre, radius) = (shape.middle.center(), shape.ring);
    let rim = Stroke::new(theme::EDGE, tokens.hairline);
    ui.painter().circle(centre, radius, tokens.canvas, rim);
    let Some(Strength { value, most }) = strength else {
        return;
    };
    let turn = std::f32::consts::TAU * value / most;
    let point = |step: usize| {
        let angle = turn * step as f32 / 96.0 - std::f32::consts::FRAC_PI_2;
        centre + Vec2::angled(angle) * radius
    };
    let points: Vec<Pos2> = (0..=96).map(point).collect();
    let stroke = Stroke::new(theme::EDGE, tokens.accent);
    ui.painter().add(Line::line(points, stroke));
}

/// The line to a branch, in its colour: the more it changes, the wider.
fn paint_spoke(
    painter: &Painter,
    ui: &Ui,
    shape: &Shape,
    spoke: &Spoke,
    (at, change): (usize, Option<f32>),
    chosen: Option<usize>,
) {
    let Some(line) = shape.line(at) else { return };
    let width = SPOKE.0 + SPOKE.1 * change.unwrap_or(0.0);
    let opacity = if chosen == Some(spoke.branch) {
        1.0
    } else {
        0.55
    };
    let colour = theme::domain_colour(spoke.colour, theme::of(ui));
    painter.line_segment(line, Stroke::new(width, theme::faded(colour, opacity)));
}

/// A branch's name and what it changes, under its picture.
fn below(ui: &Ui, rect: Rect, name: &str, words: &str, colour: egui::Color32) {
    let tokens = theme::of(ui);
    let painter = ui.painter();
    let lines = [(name, colour), (words, tokens.text_weak)];
    for (line, (words, colour)) in lines.into_iter().enumerate() {
        let at = rect.center_bottom() + vec2(0.0, theme::SPACE_HALF + 16.0 * line as f32);
        painter.text(at, Align2::CENTER_TOP, words, theme::body_font(), colour);
    }
}

fn foot(app: &mut App, ui: &mut Ui, hub: &Hub) {
    match app.strength_of(&hub.guide) {
        Some(Strength { mut value, most }) => {
            let words = match hub.guide {
                Guide::Labels => text::WHEEL_LABELS,
                _ => text::WHEEL_STRENGTH,
            };
            let row = SliderRow::new("Style strength", &mut value, 0.0..=most);
            let row = row
                .label_width(96.0)
                .default_value(1.0)
                .decimals(2)
                .tooltip(words);
            if row.show(ui).changed {
                app.set_strength(&hub.guide, value);
            }
        }
        None => weak(ui, text::WHEEL_NO_MAPPING),
    }
    let hands = RichText::new(text::WHEEL_HANDS).color(theme::of(ui).text_weak);
    ui.add(egui::Label::new(hands).truncate());
}
