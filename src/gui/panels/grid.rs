//! The grid: sources along the top, styles down the left, a result at each crossing, streaming in.
//!
//! Headers stay in place while the body scrolls, and only what is on screen is drawn, so two thousand pictures cost no more than
//! twenty.

use egui::{
    Align2, CentralPanel, Frame, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{headers, welcome};
use crate::domain::CellKey;
use crate::gui::app::{App, Selected};
use crate::gui::plan::{self, Row, RowId};
use crate::gui::state::PictureId;
use crate::gui::text::comparing as text;
use crate::gui::theme;
use crate::gui::tour::marks::{self, Mark};
use crate::gui::widgets::{Cell, CellPicture};

/// Sides of a cell in points: least, most.
const CELL: (f32, f32) = (56.0, 220.0);
/// Sides of a cell that follows the window: least, good enough for many rows, most.
const FITTED: (f32, f32, f32) = (64.0, 148.0, 220.0);
/// A branch row's share of a full cell.
const THIN: f32 = 0.72;

/// Where everything stands.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The scrolled part.
    pub body: Rect,
    /// Side of a cell.
    pub cell: f32,
    /// How far the body is scrolled.
    pub offset: Vec2,
}

impl Layout {
    fn new(app: &App, space: Rect, offset: Vec2) -> Self {
        let columns = app.explore.sources.len().max(1) as f32;
        let lines = app.grid.rows.len().max(1) as f32 + 1.0;
        let seen = (space.height() - headers::TOP) / lines - theme::SPACE;
        // Cells grow with the window as long as all rows stay on screen; beyond a good size they need not.
        let (least, good, most) = FITTED;
        let fitted = |cell: f32| {
            let free = space.width() - headers::left(cell) - theme::SPACE_4;
            let wide = free / columns - theme::SPACE;
            wide.min(seen.max(good)).clamp(least, most)
        };
        let fitted = fitted(fitted(least));
        let cell = app.session.cell.unwrap_or(fitted).clamp(CELL.0, CELL.1);
        let thin = app.grid.rows.iter().any(|row| row.thin);
        // Branch rows are many: they shrink as far as it takes to see more of them, and no further.
        let cell = if thin {
            seen.clamp(cell * THIN, cell)
        } else {
            cell
        };
        let body = Rect::from_min_max(
            space.min + vec2(headers::left(cell), cell + headers::TOP),
            space.max,
        );
        Self { body, cell, offset }
    }

    /// Left edge of a column on screen.
    pub fn column(&self, at: usize) -> f32 {
        self.body.left() + at as f32 * (self.cell + theme::SPACE) - self.offset.x
    }

    /// Top edge of a row on screen.
    pub fn line(&self, at: usize) -> f32 {
        self.body.top() + at as f32 * (self.cell + theme::SPACE) - self.offset.y
    }

    /// How far the body is to be scrolled for a cell to be seen whole; no farther than that takes.
    fn revealing(&self, column: usize, line: usize) -> Vec2 {
        let near = |at: usize, offset: f32, seen: f32| {
            let start = at as f32 * (self.cell + theme::SPACE);
            let end = start + self.cell - seen;
            offset.max(end).min(start)
        };
        vec2(
            near(column, self.offset.x, self.body.width()),
            near(line, self.offset.y, self.body.height()),
        )
    }

    fn size(&self, columns: usize, rows: usize) -> Vec2 {
        vec2(
            columns as f32 * (self.cell + theme::SPACE),
            rows as f32 * (self.cell + theme::SPACE),
        )
    }
}

/// Draws the grid with its headers, and the next steps on the first screen.
pub fn show(app: &mut App, ui: &mut Ui) {
    let tokens = theme::of(ui);
    let frame = Frame::new()
        .fill(tokens.canvas)
        .inner_margin(theme::SPACE_2);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let first = welcome::is_first_screen(app);
        let cards = welcome::height(ui.available_width());
        let mut space = ui.available_rect_before_wrap();
        let whole = space;
        if first {
            space.max.y -= cards + theme::SPACE;
        }
        let id = ui.scope_id().with("grid offset");
        let offset = ui
            .data(|data| data.get_temp::<Vec2>(id))
            .unwrap_or_default();
        let mut layout = Layout::new(app, space, offset);
        let wanted = reveal(app, layout);
        layout.offset = wanted.unwrap_or(offset);
        let offset = body(app, ui, layout, wanted);
        ui.data_mut(|data| data.insert_temp(id, offset));
        headers::sources(app, ui, layout);
        headers::rows(app, ui, layout);
        zoom(app, ui, space, layout.cell);
        if first {
            let below =
                Rect::from_min_max(pos2(whole.left(), space.bottom() + theme::SPACE), whole.max);
            ui.scope_builder(UiBuilder::new().max_rect(below), |ui| {
                welcome::show(app, ui)
            });
        }
    });
}

/// Where the body is to be scrolled to when a key selected another result.
fn reveal(app: &mut App, layout: Layout) -> Option<Vec2> {
    let (true, Selected::Cell(row, source)) =
        (std::mem::take(&mut app.grid.reveal), app.grid.selected)
    else {
        return None;
    };
    let line = app.grid.rows.iter().position(|other| other.id == row)?;
    let mut sources = app.explore.sources.iter();
    let column = sources.position(|other| *other == source)?;
    Some(layout.revealing(column, line))
}

/// Draws the cells, scrolled to where they are `wanted`, and answers how far the body is scrolled.
fn body(app: &mut App, ui: &mut Ui, layout: Layout, wanted: Option<Vec2>) -> Vec2 {
    let rows = app.grid.rows.clone();
    let sources = app.explore.sources.clone();
    app.grid.visible.clear();
    let mut hovered = None;
    let mut child = ui.new_child(UiBuilder::new().max_rect(layout.body).id_salt("body"));
    let mut area = ScrollArea::both().auto_shrink(false);
    if let Some(offset) = wanted {
        area = area.scroll_offset(offset);
    }
    let output = area.show_viewport(&mut child, |ui, _| {
        let origin = ui.min_rect().min;
        ui.set_min_size(layout.size(sources.len(), rows.len()));
        for (line, row) in rows.iter().enumerate() {
            for (column, &source) in sources.iter().enumerate() {
                let corner = vec2(
                    column as f32 * (layout.cell + theme::SPACE),
                    line as f32 * (layout.cell + theme::SPACE),
                );
                let rect = Rect::from_min_size(origin + corner, vec2(layout.cell, layout.cell));
                if ui.is_rect_visible(rect) {
                    let over = ui.scope_builder(
                        UiBuilder::new().max_rect(rect).id_salt((row.id, source)),
                        |ui| cell(app, ui, row, source, layout),
                    );
                    hovered = if over.inner {
                        Some((row.id, source))
                    } else {
                        hovered
                    };
                }
            }
        }
    });
    app.grid.hovered = hovered;
    let shown = Rect::from_min_size(layout.body.min, layout.size(sources.len(), rows.len()));
    marks::note(ui.ctx(), Mark::Grid, shown.intersect(layout.body));
    output.state.clamped_offset()
}

/// Draws one cell; `true` while the pointer is over it.
fn cell(app: &mut App, ui: &mut Ui, row: &Row, source: PictureId, layout: Layout) -> bool {
    let key = app
        .model
        .as_ref()
        .and_then(|model| plan::cell_key(model, &app.library, source, row));
    let picture = picture(app, ui, key, (row.id, source));
    let name = app
        .model
        .as_ref()
        .map(|model| plan::sentence(&app.library, source, row, &model.config.domains))
        .unwrap_or_default();
    let tokens = theme::of(ui);
    let lit = app
        .grid
        .hovered
        .is_some_and(|(over_row, over_source)| over_row == row.id || over_source == source);
    let widget = Cell::new(&name, picture)
        .size(vec2(layout.cell, layout.cell))
        .selected(app.grid.selected == Selected::Cell(row.id, source))
        .lit(lit)
        .edge(
            row.domain
                .filter(|_| row.thin)
                .map(|domain| theme::domain_colour(domain, tokens)),
        )
        .view(app.view);
    let response = match key {
        Some(key) => widget.show_draggable(
            ui,
            headers::DraggedResult {
                key,
                name: name.clone(),
            },
        ),
        None => widget.show(ui),
    };
    if response.clicked() && ui.input(|input| input.modifiers.command) {
        app.compare_with(row.id, source);
    } else if response.clicked() {
        app.grid.selected = Selected::Cell(row.id, source);
        response.request_focus();
        ui.memory_mut(|memory| memory.surrender_focus(response.id));
    }
    if let Some(pointer) = response.hover_pos() {
        let unit = (pointer - response.rect.min) / response.rect.size();
        let at = app.view.to_picture(Pos2::ZERO + unit);
        app.sight.loupe.over = Some((row.id, source, at));
    }
    menu(app, &response, row.id, source);
    if app.is_partner(row.id, source) {
        badge(app, ui, response.rect);
    }
    if response.double_clicked() {
        app.view = Default::default();
    }
    response.hovered()
}

/// What can be done with a cell beside selecting it.
fn menu(app: &mut App, response: &Response, row: RowId, source: PictureId) {
    response.context_menu(|ui| {
        let select = |app: &mut App| app.grid.selected = Selected::Cell(row, source);
        if ui
            .button(text::COMPARE_WITH)
            .on_hover_text("Ctrl+click, B")
            .clicked()
        {
            app.compare_with(row, source);
        }
        if ui
            .button(text::HOLD)
            .on_hover_text(text::HOLD_HINT)
            .clicked()
        {
            app.hold(row, source);
        }
        if ui
            .button(text::FULL)
            .on_hover_text(text::FULL_HINT)
            .clicked()
        {
            select(app);
            app.toggle_full();
        }
    });
}

/// The mark of the cell that is compared with; a click lets it go.
fn badge(app: &mut App, ui: &Ui, cell: Rect) {
    let side = theme::CHIP_LOW;
    let inset = vec2(
        -theme::SPACE_HALF - side / 2.0,
        theme::SPACE_HALF + side / 2.0,
    );
    let rect = Rect::from_center_size(cell.right_top() + inset, Vec2::splat(side));
    let response = ui
        .interact(rect, ui.scope_id().with("badge"), Sense::click())
        .on_hover_text(text::LET_GO);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text::LET_GO));
    let tokens = theme::of(ui);
    let painter = ui.painter();
    let dashed = Stroke::new(theme::OUTLINE, tokens.over_picture_accent);
    painter.rect_stroke(cell, theme::CORNER, dashed, StrokeKind::Inside);
    painter.circle_filled(rect.center(), side / 2.0 + 1.0, tokens.over_picture_rim);
    painter.circle_filled(rect.center(), side / 2.0, tokens.over_picture_accent);
    let ink = tokens.over_picture_ink;
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        "B",
        theme::body_font(),
        ink,
    );
    if response.clicked() {
        app.let_partner_go();
    }
}

/// What a cell shows: its result, or the one before while a newer one is made.
fn picture(app: &mut App, ui: &Ui, key: Option<CellKey>, place: (RowId, PictureId)) -> CellPicture {
    if let Some(key) = key {
        app.grid.visible.insert(key);
        match app.results.get(key) {
            Some(Ok(face)) => {
                let face = face.clone();
                app.grid.last_shown.insert(place, key);
                let look = app.textures.look(ui.ctx(), &face, app.view.nearest());
                return CellPicture::Ready(look);
            }
            Some(Err(problem)) => return CellPicture::Failed(problem.to_string()),
            None => {}
        }
    }
    let before = app
        .grid
        .last_shown
        .get(&place)
        .and_then(|key| app.results.face(*key).cloned());
    match before {
        Some(face) => CellPicture::Stale(app.textures.look(ui.ctx(), &face, app.view.nearest())),
        None => CellPicture::missing(app.grid.paused && key.is_some()),
    }
}

/// Ctrl and the wheel make cells larger or smaller.
fn zoom(app: &mut App, ui: &Ui, space: Rect, cell: f32) {
    let factor = ui.input(egui::InputState::zoom_delta);
    if factor != 1.0 && ui.rect_contains_pointer(space) {
        app.session.cell = Some((cell * factor).clamp(CELL.0, CELL.1));
    }
}
