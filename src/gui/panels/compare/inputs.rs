//! What is compared: Explore's sources as thumbnails, its rows as chips; the selection is Explore's too.

use egui::{Ui, Vec2, vec2};

use crate::gui::app::{App, Selected};
use crate::gui::compare::Mode;
use crate::gui::compare::orders::Field;
use crate::gui::plan::Row;
use crate::gui::theme;
use crate::gui::widgets::branch_bar::chip;
use crate::gui::widgets::{Cell, CellPicture, Shown};

/// Side of a source's thumbnail in points.
const THUMB: f32 = 48.0;

/// Draws the sources, and the rows where results are compared.
pub fn show(app: &mut App, ui: &mut Ui, field: &Field) {
    // Room for the outline of what is selected.
    ui.add_space(theme::OUTLINE);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE);
        for (at, column) in field.columns.iter().enumerate() {
            let picture = thumb(app, ui, field, at);
            let name = format!("Compare on {}", column.name);
            let cell = Cell::new(&name, picture)
                .size(vec2(THUMB, THUMB))
                .selected(field.cursor.1 == at)
                .tooltip(&column.name);
            if cell.show(ui).clicked() {
                select(app, field, field.cursor.0, at);
            }
        }
    });
    if app.compare.mode == Mode::Chains {
        return;
    }
    ui.add_space(theme::SPACE_HALF);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        for (at, row) in field.rows.iter().enumerate() {
            let colour = row
                .domain
                .map(|domain| theme::domain_colour(domain, theme::of(ui)));
            if chip(ui, &row_name(app, row), colour, field.cursor.0 == at).clicked() {
                select(app, field, at, field.cursor.1);
            }
        }
    });
}

/// A row by its style and its branch.
pub fn row_name(app: &App, row: &Row) -> String {
    let domains = app.model.as_ref().map(|model| &model.config.domains);
    match (row.domain, domains) {
        // A row of labels is already called after its label.
        (Some(domain), Some(domains)) if row.labels.is_none() => {
            format!("{} as {}", row.name, domains.name(domain))
        }
        _ => row.name.clone(),
    }
}

/// Makes a crossing the selected one, here and in Explore.
pub fn select(app: &mut App, field: &Field, row: usize, column: usize) {
    if let (Some(row), Some(column)) = (field.rows.get(row), field.columns.get(column)) {
        app.grid.selected = Selected::Cell(row.id, column.picture);
        app.compare.on_grey = column.subject.grey;
    } else if let Some(column) = field.columns.get(column) {
        app.compare.on_grey = column.subject.grey;
    }
}

/// A source's picture; a grey copy shows as soon as a pane has made it.
fn thumb(app: &mut App, ui: &Ui, field: &Field, at: usize) -> CellPicture {
    let Some(column) = field.columns.get(at) else {
        return CellPicture::Empty;
    };
    let shown = if column.subject.grey {
        grey(app, field, at)
    } else {
        let pic = app.library.get(column.picture);
        pic.and_then(|pic| Some(pic.view.as_ref()?.shown.clone()))
    };
    match shown {
        Some(shown) => CellPicture::Ready(app.textures.get(ui.ctx(), &shown, false).into()),
        None => CellPicture::Pending,
    }
}

fn grey(app: &App, field: &Field, at: usize) -> Option<Shown> {
    let subject = field.columns.get(at)?.subject;
    let of_results = (0..field.rows.len()).find_map(|row| {
        let crossing = field.crossing(row, at)?;
        let outcomes = app.compare.panes.iter();
        let mut outcomes =
            outcomes.filter_map(|pane| app.compare.results.get(&(pane.id, crossing)));
        outcomes.find_map(|outcome| Some(outcome.pair.as_ref().ok()?.source.clone()))
    });
    let of_strips = || {
        let mut strips = app.compare.strips.iter();
        strips.find_map(|((_, of, _), strip)| strip.source.clone().filter(|_| *of == subject))
    };
    of_results.or_else(of_strips)
}
