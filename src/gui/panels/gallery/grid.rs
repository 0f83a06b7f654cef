//! Thumbnails with their sentences: only the rows in view are laid out, and only their pictures are asked for.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Key, Rect, Response, ScrollArea, Ui, pos2, vec2};

use super::star::star_button;
use crate::engine::gallery::messages::{Item, Part};
use crate::gui::app::App;
use crate::gui::gallery::Thumb;
use crate::gui::theme;
use crate::gui::widgets::{Cell, CellPicture};

/// Side of a thumbnail, and height of the words under it, in points; and the lines of these words.
const SIDE: f32 = 144.0;
const CAPTION: f32 = 36.0;
const CAPTION_ROWS: usize = 2;
/// Rows above and below the view whose pictures are asked for too.
const AHEAD: usize = 1;

/// Draws the grid.
pub fn show(app: &mut App, ui: &mut Ui) {
    let gap = theme::SPACE;
    let columns = (((ui.available_width() + gap) / (SIDE + gap)) as usize).max(1);
    let row_height = SIDE + CAPTION + gap;
    let count = app.gallery.shown_count();
    let rows = count.div_ceil(columns);
    let height = ui.available_height();
    app.gallery.view.columns = columns;
    app.gallery.view.rows = ((height / row_height) as usize).max(1);
    let mut area = ScrollArea::vertical()
        .id_salt("kept results")
        .auto_shrink(false);
    if let Some(offset) = scroll_to(app, row_height, height) {
        area = area.vertical_scroll_offset(offset);
    }
    let output = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(rows as f32 * row_height);
        ui.set_width(ui.available_width());
        let first = (viewport.top() / row_height).max(0.0) as usize;
        let last = ((viewport.bottom() / row_height).ceil().max(0.0) as usize).min(rows);
        let origin = ui.max_rect().left_top();
        for place in first * columns..(last * columns).min(count) {
            let (row, column) = (place / columns, place % columns);
            let at = origin + vec2(column as f32 * (SIDE + gap), row as f32 * row_height);
            if let Some(item) = app.gallery.shown_at(place).map(Arc::clone) {
                thumbnail(app, ui, at, &item);
            }
        }
        let before = first.saturating_sub(AHEAD) * columns..first * columns;
        let behind = last * columns..((last + AHEAD) * columns).min(count);
        for place in behind.chain(before) {
            if let Some(id) = app.gallery.shown_at(place).map(|item| item.kept.id) {
                app.gallery.thumbs.get(ui.ctx(), id);
            }
        }
    });
    app.gallery.view.offset = output.state.clamped_offset().y;
}

/// Where the grid is to be scrolled to: the current one is brought into view after a key or a click.
fn scroll_to(app: &mut App, row_height: f32, height: f32) -> Option<f32> {
    let view = &mut app.gallery.view;
    if let Some(offset) = view.scroll_to.take() {
        view.reveal = false;
        return Some(offset);
    }
    if !std::mem::take(&mut view.reveal) {
        return None;
    }
    let (columns, offset) = (view.columns, view.offset);
    let place = app
        .gallery
        .current
        .and_then(|id| app.gallery.place_of(id))?;
    let top = (place / columns) as f32 * row_height;
    if top < offset {
        Some(top)
    } else if top + row_height > offset + height {
        Some(top + row_height - height)
    } else {
        None
    }
}

fn thumbnail(app: &mut App, ui: &mut Ui, at: egui::Pos2, item: &Item) {
    let id = item.kept.id;
    let picture = match app.gallery.thumbs.get(ui.ctx(), id).cloned() {
        None => CellPicture::Pending,
        Some(Thumb::Failed(why)) => CellPicture::Failed(why),
        Some(Thumb::Ready(shown)) => CellPicture::Ready(
            app.gallery
                .thumbs
                .textures
                .get(ui.ctx(), &shown, false)
                .into(),
        ),
    };
    let rect = Rect::from_min_size(at, vec2(SIDE, SIDE));
    let selected = app.gallery.selected.contains(&id) || app.gallery.current == Some(id);
    let title = match item.kept.name.as_str() {
        "" => item.sentence.clone(),
        name => format!("{name}: {}", item.sentence),
    };
    let cell = |ui: &mut Ui| {
        Cell::new(&title, picture)
            .size(vec2(SIDE, SIDE))
            .selected(selected)
            .tooltip(&title)
            .show(ui)
    };
    let response = ui
        .push_id(id, |ui| {
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), cell)
                .inner
        })
        .inner;
    follow(app, ui, &response, item);
    let star = star_button(
        ui,
        rect,
        ui.scope_id().with((id, "star")),
        item.kept.starred,
        &item.sentence,
    );
    if star.clicked() {
        app.star_one(id, !item.kept.starred);
    }
    caption(ui, rect, item);
}

/// A click selects (with Ctrl also, with Shift all between), a double click recalls.
fn follow(app: &mut App, ui: &Ui, response: &Response, item: &Item) {
    let id = item.kept.id;
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        // Space and Enter on a cell that has the keyboard count as clicks.
        let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        app.gallery.select(id, modifiers.command, modifiers.shift);
        app.gallery.view.reveal = false;
        if enter {
            app.recall_kept(Part::Whole);
        }
    }
    if response.double_clicked() {
        app.recall_kept(Part::Whole);
    }
}

fn caption(ui: &Ui, picture: Rect, item: &Item) {
    let tokens = theme::of(ui);
    let words = if item.kept.name.is_empty() {
        &item.sentence
    } else {
        &item.kept.name
    };
    let mut job = LayoutJob::simple(words.clone(), theme::body_font(), tokens.text_weak, SIDE);
    job.wrap.max_rows = CAPTION_ROWS;
    let galley = ui.painter().layout_job(job);
    let at = pos2(picture.left(), picture.bottom() + 2.0);
    ui.painter().galley(at, galley, tokens.text_weak);
}
