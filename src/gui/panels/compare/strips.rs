//! Chains as film strips, one a model under the other: a table of pictures, its columns the links.

use std::sync::Arc;

use egui::{Label, RichText, ScrollArea, Ui, vec2};

use super::links::{colour, style_name};
use super::weak;
use crate::gui::app::App;
use crate::gui::compare::orders::Field;
use crate::gui::compare::{PaneShown, PaneState, Strip};
use crate::gui::icons::{self, Icon};
use crate::gui::widgets::{Cell, CellPicture, Shown};
use crate::gui::{text, theme};

/// Sides of a stage in points: least and most.
const FRAME: (f32, f32) = (88.0, 176.0);
/// Width of a strip's header.
const HEADER: f32 = 168.0;

/// Draws the table.
pub fn show(app: &mut App, ui: &mut Ui, field: &Field) {
    let Some(column) = field.columns.get(field.cursor.1) else {
        return;
    };
    let Some(links) = app.links() else {
        return weak(ui, text::CHAIN_EMPTY);
    };
    let stages = links.len() as f32 + 1.0;
    let free = ui.available_width() - HEADER;
    let side = (free / stages - theme::SPACE).clamp(FRAME.0, FRAME.1);
    let panes = app.compare.panes.clone();
    ScrollArea::horizontal().show(ui, |ui| {
        ui.vertical(|ui| {
            headings(app, ui, side, &column.name);
            for pane in &panes {
                let key = (pane.id, column.subject, Arc::clone(&links));
                let strip = app.compare.strips.get(&key).cloned().unwrap_or_default();
                ui.push_id(pane.id, |ui| row(app, ui, pane, &strip, side));
            }
        });
    });
}

fn headings(app: &App, ui: &mut Ui, side: f32, source: &str) {
    let branches = app.compare.branches();
    ui.horizontal(|ui| {
        ui.add_space(HEADER + ui.spacing().item_spacing.x);
        column(ui, side, |ui| {
            ui.label("Source");
            let name = RichText::new(source).color(theme::of(ui).text_weak);
            ui.add(Label::new(name).truncate());
        });
        for link in &app.compare.links {
            let ink = colour(&branches, &link.branch, ui);
            let style = style_name(app, link.style);
            column(ui, side, |ui| {
                ui.add(Label::new(RichText::new(&link.branch).color(ink)).truncate());
                let style = RichText::new(style).color(theme::of(ui).text_weak);
                ui.add(Label::new(style).truncate());
            });
        }
    });
}

fn column<T>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> T) -> T {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = theme::SPACE_HALF;
        add(ui)
    })
    .inner
}

fn row(app: &mut App, ui: &mut Ui, pane: &PaneShown, strip: &Strip, side: f32) {
    let name = pane.name();
    ui.horizontal_top(|ui| {
        column(ui, HEADER, |ui| header(app, ui, pane, strip));
        let source = strip.source.as_ref();
        frame(
            app,
            ui,
            &format!("{name}: source"),
            side,
            source.map(|shown| (shown, None)),
            None,
        );
        let branches: Vec<String> = app
            .compare
            .links
            .iter()
            .map(|link| link.branch.clone())
            .collect();
        for (at, branch) in branches.iter().enumerate() {
            let stage = strip.stages.get(at);
            let what = format!("{name}: stage {}, {branch}", at + 1);
            // The reason stands once, at the stage where the chain ends.
            let ends = strip.stages.len() == at;
            let problem = strip.problem.as_ref().or(match &pane.state {
                PaneState::Failed(problem) => Some(problem),
                _ => None,
            });
            let why = problem.map(|problem| {
                if ends {
                    problem.to_string()
                } else {
                    String::new()
                }
            });
            let made = stage.map(|(shown, to_source)| (shown, Some(*to_source)));
            frame(app, ui, &what, side, made, why);
        }
    });
    ui.add_space(theme::SPACE);
}

fn header(app: &mut App, ui: &mut Ui, pane: &PaneShown, strip: &Strip) {
    let name = pane.name();
    ui.horizontal(|ui| {
        if icons::icon_button(ui, Icon::Close, &format!("Close {name}")).clicked() {
            app.compare.close(pane.id);
        }
        ui.add(Label::new(theme::strong(&name)).wrap());
    });
    match &pane.state {
        PaneState::Opening => weak(ui, "Opening…"),
        PaneState::Failed(problem) => {
            ui.label(RichText::new(problem.to_string()).color(theme::of(ui).danger));
            if ui.button("Try again").clicked() {
                app.compare.again(pane.id);
            }
        }
        PaneState::Ready(info) => {
            weak(ui, info.config.system.title());
            let over = strip.stages.len() == app.compare.links.len();
            match (strip.stages.last(), &strip.problem) {
                (_, Some(problem)) => {
                    ui.label(RichText::new(problem.to_string()).color(theme::of(ui).danger));
                }
                (Some((_, error)), None) if over => {
                    ui.label(format!("Round-trip error {error:.3} of 1"))
                        .on_hover_text("Mean absolute difference of the last stage to the source");
                }
                _ if app.compare.paused => weak(ui, "Stopped"),
                _ => weak(ui, "Translating…"),
            }
        }
    }
}

/// A picture of a strip and, under it, how far it is from the source.
fn frame(
    app: &mut App,
    ui: &mut Ui,
    name: &str,
    side: f32,
    made: Option<(&Shown, Option<f32>)>,
    why: Option<String>,
) {
    let nearest = app.view.nearest();
    let picture = match (made, why) {
        (Some((shown, _)), _) => {
            let texture = app.compare.store.textures.get(ui.ctx(), shown, nearest);
            CellPicture::Ready(texture.into())
        }
        (None, Some(why)) if why.is_empty() => CellPicture::Empty,
        (None, Some(why)) => CellPicture::Failed(why),
        (None, None) => CellPicture::missing(app.compare.paused),
    };
    column(ui, side, |ui| {
        let cell = Cell::new(name, picture)
            .size(vec2(side, side))
            .view(app.view)
            .grabbable();
        let response = cell.show(ui);
        app.view.follow(ui, &response, response.rect);
        let number = made.and_then(|(_, to_source)| to_source);
        let words = number.map_or_else(|| " ".to_owned(), |number| format!("{number:.3}"));
        ui.label(RichText::new(words).color(theme::of(ui).text_weak))
            .on_hover_text(text::PIXEL_DISTANCE);
    });
}
