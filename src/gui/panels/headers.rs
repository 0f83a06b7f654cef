//! The grid's headers: sources along the top, references, latents and branches down the left. They can be dragged to reorder, and a
//! result dropped on the top becomes a source.

use egui::{Align, Label, Rect, Response, RichText, Ui, UiBuilder, pos2, vec2};

use super::grid::Layout;
use super::{fitness, labels};
use crate::domain::CellKey;
use crate::engine::messages::Purpose;
use crate::gui::app::{App, Selected};
use crate::gui::icons::{self, Icon};
use crate::gui::library::Status;
use crate::gui::plan::{Row, RowId};
use crate::gui::state::{PictureId, Side, StyleFrom};
use crate::gui::tour::marks::{self, Mark};
use crate::gui::widgets::domain_chip::domain_chip;
use crate::gui::widgets::{Cell, CellPicture};
use crate::gui::{text, theme};

/// Width in points of the words beside a reference's thumbnail, with the space around them.
const WORDS: f32 = 96.0;
/// What the top headers need beside their cell: the name, and space.
pub const TOP: f32 = 32.0;
/// Least and most side of a reference's thumbnail, and its share of a cell.
const THUMB: (f32, f32, f32) = (72.0, 132.0, 0.6);

/// Width of the left headers beside cells of this side.
pub fn left(cell: f32) -> f32 {
    thumb(cell) + WORDS
}

fn thumb(cell: f32) -> f32 {
    let (least, most, share) = THUMB;
    (cell * share).clamp(least, most)
}

/// A file's name without its ending: what tells it from others in a narrow place.
fn stem(name: &str) -> &str {
    name.rsplit_once('.')
        .filter(|(stem, ending)| !stem.is_empty() && ending.len() <= 4 && !ending.contains(' '))
        .map_or(name, |(stem, _)| stem)
}

/// A header under way to another place.
#[derive(Clone, Copy, Debug)]
pub struct DraggedHeader {
    /// Where it comes from.
    pub side: Side,
    /// Which picture.
    pub picture: PictureId,
}

/// A result under way to the top.
#[derive(Clone, Debug)]
pub struct DraggedResult {
    /// Which result.
    pub key: CellKey,
    /// Its sentence: the name of the new source.
    pub name: String,
}

/// Draws the sources above the body.
pub fn sources(app: &mut App, ui: &mut Ui, layout: Layout) {
    let top = layout.body.top() - layout.cell - TOP;
    let strip = Rect::from_min_max(
        pos2(layout.body.left(), top),
        pos2(layout.body.right(), layout.body.top()),
    );
    let mut ui = ui.new_child(UiBuilder::new().max_rect(strip).id_salt("sources"));
    ui.set_clip_rect(strip.expand(theme::OUTLINE).intersect(ui.clip_rect()));
    for (at, picture) in app.explore.sources.clone().into_iter().enumerate() {
        let rect = Rect::from_min_size(
            pos2(layout.column(at), top),
            vec2(layout.cell, layout.cell + TOP),
        );
        if ui.is_rect_visible(rect) {
            ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(picture), |ui| {
                ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
                header(app, ui, Side::Sources, picture, layout.cell);
                let name = app.library.name(picture).to_owned();
                let stem = stem(&name).to_owned();
                ui.add(Label::new(RichText::new(stem).color(theme::of(ui).text_weak)).truncate())
                    .on_hover_text(name);
            });
        }
    }
    if app.explore.sources.is_empty() {
        ui.label(RichText::new(text::NO_SOURCES).color(theme::of(&ui).text_weak));
    }
    corner(app, &mut ui, layout, strip);
}

/// The buttons in the corner between the headers, and the strip as a place to drop on.
fn corner(app: &mut App, ui: &mut Ui, layout: Layout, strip: Rect) {
    let rect = Rect::from_min_max(
        pos2(strip.left() - left(layout.cell), strip.top()),
        pos2(strip.left() - theme::SPACE, strip.bottom()),
    );
    let mut corner = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("corner"));
    corner.set_clip_rect(rect);
    corner.vertical(|ui| {
        ui.horizontal(|ui| {
            let add = icons::icon_button(ui, Icon::Plus, "Add sources");
            if add.clicked() {
                app.ask(Purpose::Pictures, Some(Side::Sources));
            }
            let words = ui.label(RichText::new("Sources").color(theme::of(ui).text_weak));
            marks::note(ui.ctx(), Mark::AddPictures, add.rect.union(words.rect));
        });
        if app.takes_labels() {
            return labels::corner(app, ui);
        }
        if app.explore.style_from == StyleFrom::References {
            ui.horizontal(|ui| {
                if icons::icon_button(ui, Icon::Plus, "Add references").clicked() {
                    app.ask(Purpose::Pictures, Some(Side::References));
                }
                ui.label(RichText::new("References").color(theme::of(ui).text_weak));
            });
        }
        if app.explore.style_from == StyleFrom::References {
            swap(app, ui);
        }
    });
    drop_on_end(app, ui, layout, strip);
}

fn swap(app: &mut App, ui: &mut Ui) {
    ui.horizontal(|ui| {
        let both = !app.explore.sources.is_empty() && !app.explore.references.is_empty();
        let button = icons::icon_button_if(ui, both, Icon::Swap, "Swap sources and references");
        if button.clicked() {
            let explore = &mut app.explore;
            std::mem::swap(&mut explore.sources, &mut explore.references);
            explore.blend = None;
        }
        ui.label(RichText::new("Swap").color(theme::of(ui).text_weak));
    });
}

/// A result or a reference dropped beside the sources joins them at the end.
fn drop_on_end(app: &mut App, ui: &mut Ui, layout: Layout, strip: Rect) {
    let end = layout.column(app.explore.sources.len()).max(strip.left());
    let rest = Rect::from_min_max(pos2(end, strip.top()), strip.max);
    if rest.width() > theme::SPACE {
        let response = ui.interact(rest, ui.scope_id().with("end"), egui::Sense::hover());
        dropped(app, &response, Side::Sources, None);
    }
}

/// Draws the rows' headers left of the body.
pub fn rows(app: &mut App, ui: &mut Ui, layout: Layout) {
    let strip = Rect::from_min_max(
        pos2(layout.body.left() - left(layout.cell), layout.body.top()),
        pos2(layout.body.left(), layout.body.bottom()),
    );
    let mut ui = ui.new_child(UiBuilder::new().max_rect(strip).id_salt("rows"));
    ui.set_clip_rect(strip.expand(theme::OUTLINE).intersect(ui.clip_rect()));
    for (at, row) in app.grid.rows.clone().iter().enumerate() {
        let rect = Rect::from_min_size(
            pos2(strip.left(), layout.line(at)),
            vec2(left(layout.cell) - theme::SPACE, layout.cell),
        );
        if ui.is_rect_visible(rect) {
            ui.scope_builder(
                UiBuilder::new().max_rect(rect).id_salt(row.id),
                |ui| match row.labels {
                    Some(_) => labels::row_header(app, ui, row),
                    None => row_header(app, ui, row, layout),
                },
            );
        }
    }
    if app.model.is_none() {
        ui.label(RichText::new(text::OPENING).color(theme::of(&ui).text_weak));
    } else if app.grid.rows.is_empty() {
        let words = match (&app.model, app.explore.style_from) {
            _ if app.takes_labels() => text::NO_LABEL_ROWS,
            (Some(model), StyleFrom::References) if !model.has_style_encoder => {
                text::NO_STYLE_ENCODER
            }
            (Some(model), StyleFrom::Latents) if !model.has_mapping => text::NO_MAPPING,
            _ => text::NO_REFERENCES,
        };
        ui.label(RichText::new(words).color(theme::of(&ui).text_weak));
    }
}

fn row_header(app: &mut App, ui: &mut Ui, row: &Row, layout: Layout) {
    ui.horizontal(|ui| {
        let side = layout.cell.min(thumb(layout.cell));
        match row.id {
            RowId::Reference(picture, _) if row.leads => {
                header(app, ui, Side::References, picture, side);
            }
            RowId::Reference(..) => {
                ui.add_space(side + ui.spacing().item_spacing.x);
            }
            RowId::Latent(..) | RowId::Blend | RowId::Labels(..) => {}
        }
        ui.with_layout(egui::Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
            row_words(app, ui, row);
        });
    });
}

fn row_words(app: &mut App, ui: &mut Ui, row: &Row) {
    let Some(domains) = app.model.as_ref().map(|model| model.config.domains.clone()) else {
        return;
    };
    if row.leads {
        // A blend's name says how much of what: it needs its words more than its height.
        let blend = row.id == RowId::Blend;
        let words = if blend { &row.name } else { stem(&row.name) };
        let name = Label::new(RichText::new(words));
        let name = if blend { name.wrap() } else { name.truncate() };
        ui.add(name).on_hover_text(&row.name);
    }
    let Some(domain) = row.domain else { return };
    match row.id {
        RowId::Reference(picture, _) if !row.thin => {
            let (own, guessed) = app.library.own_domain(&app.explore, picture, &domains);
            if let Some(chosen) = domain_chip(ui, &row.name, &domains, Some(own), guessed) {
                app.explore.own.insert(picture, domains.name(chosen));
            }
            if !row.own {
                let colour = theme::domain_colour(domain, theme::of(ui));
                ui.label(RichText::new(format!("as {}", domains.name(domain))).color(colour));
            }
        }
        _ => {
            let mark = if row.own { " (own)" } else { "" };
            let colour = theme::domain_colour(domain, theme::of(ui));
            ui.label(RichText::new(format!("{}{mark}", domains.name(domain))).color(colour));
        }
    }
}

/// Draws a picture's thumbnail: click selects and arms its side, drag reorders, a menu does the rest.
fn header(app: &mut App, ui: &mut Ui, side: Side, picture: PictureId, size: f32) {
    let Some(pic) = app.library.get(picture).cloned() else {
        return;
    };
    let content = match (&pic.status, &pic.view) {
        (Status::Failed(problem), _) => CellPicture::Failed(problem.to_string()),
        (_, Some(view)) => {
            CellPicture::Ready(app.textures.get(ui.ctx(), &view.shown, false).into())
        }
        _ => CellPicture::Pending,
    };
    let name = format!("{} {}", side.word(), pic.name);
    let over = app.grid.hovered.is_some_and(|(row, source)| match side {
        Side::Sources => source == picture,
        Side::References => matches!(row, RowId::Reference(other, _) if other == picture),
    });
    let selected = app.grid.selected == Selected::Header(side, picture);
    let response = Cell::new(&name, content)
        .size(vec2(size, size))
        .selected(selected)
        .lit(over)
        .tooltip("Click to see it, drag to reorder")
        .show_draggable(ui, DraggedHeader { side, picture });
    if response.clicked() {
        app.grid.selected = Selected::Header(side, picture);
        app.grid.armed = Some(side);
    }
    fitness::mark(app, ui, &response, picture);
    dropped(app, &response, side, Some(picture));
    menu(app, &response, side, picture);
}

fn dropped(app: &mut App, response: &Response, side: Side, before: Option<PictureId>) {
    if let Some(header) = response.dnd_release_payload::<DraggedHeader>() {
        app.explore.place(header.picture, header.side, side, before);
    } else if side == Side::Sources
        && let Some(result) = response.dnd_release_payload::<DraggedResult>()
    {
        app.use_as_source(result.key, &result.name, before);
    }
}

fn menu(app: &mut App, response: &Response, side: Side, picture: PictureId) {
    response.context_menu(|ui| {
        if ui.button("Adjust crop…").clicked() {
            app.adjust_crop(picture);
        }
        let other = !app.takes_labels() || side == Side::References;
        if other
            && ui
                .button(format!("Make it a {}", side.other().word()))
                .clicked()
        {
            app.explore.place(picture, side, side.other(), None);
        }
        if side == Side::References && ui.button("Add to the blend").clicked() {
            super::lab::blend::add_reference(app, picture);
        }
        if ui.button("Remove").clicked() {
            app.remove_picture(side, picture);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn names_lose_their_endings_only() {
        assert_eq!(stem("mia.jpg"), "mia");
        assert_eq!(stem("my.cat.webp"), "my.cat");
        assert_eq!(stem("seed 41"), "seed 41");
        assert_eq!(
            stem("50 % a.png + 50 % b.png as x"),
            "50 % a.png + 50 % b.png as x"
        );
        assert_eq!(stem(".png"), ".png");
    }
}
