//! The current kept result, large: its recipe, and what can be done with it.

use std::time::{Duration, UNIX_EPOCH};

use egui::{Grid, Panel, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::domain::Recipe;
use crate::domain::recipe::ModelPlace;
use crate::engine::gallery::messages::{Item, Part};
use crate::gui::app::App;
use crate::gui::gallery::Thumb;
use crate::gui::gallery::names::LONGEST;
use crate::gui::text::gallery as words;
use crate::gui::theme;
use crate::gui::train::names;
use crate::gui::widgets::{Cell, CellPicture, sheet_view};

/// Width of the panel in points: default, least and most.
const WIDTH: (f32, f32, f32) = (340.0, 280.0, 640.0);

/// Draws the panel.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (default, least, most) = WIDTH;
    Panel::right("kept result")
        .default_size(default)
        .size_range(least..=most)
        .show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                match app.gallery.current().cloned() {
                    Some(item) => one(app, ui, &item),
                    None => {
                        app.finish_naming();
                        ui.label(RichText::new(words::CHOOSE).color(theme::of(ui).text_weak));
                    }
                }
                ui.add_space(theme::SPACE_2);
            });
        });
}

fn one(app: &mut App, ui: &mut Ui, item: &Item) {
    picture(app, ui, item);
    ui.add_space(theme::SPACE);
    name(app, ui, item);
    ui.add_space(theme::SPACE_HALF);
    ui.label(&item.sentence);
    ui.add_space(theme::SPACE);
    recalls(app, ui);
    actions(app, ui, item);
    ui.add_space(theme::SPACE);
    facts(ui, &item.kept.recipe, item.kept.size);
    ui.add_space(theme::SPACE);
    let mut inputs = app.session.save_inputs;
    ui.checkbox(&mut inputs, words::WITH_INPUTS)
        .on_hover_text(words::WITH_INPUTS_HINT);
    if inputs != app.session.save_inputs {
        app.change_setting(ui.ctx(), "inputs_in_png", inputs.into());
    }
}

/// What the person calls it: written down when the hand leaves the field.
fn name(app: &mut App, ui: &mut Ui, item: &Item) {
    let id = item.kept.id;
    let naming = app.gallery.naming.as_ref();
    if naming.is_some_and(|(other, _)| *other != id) {
        app.finish_naming();
    }
    let typed = app.gallery.naming.take().map(|(_, typed)| typed);
    let mut name = typed.unwrap_or_else(|| item.kept.name.clone());
    ui.horizontal(|ui| {
        let label = ui.label("Name");
        let field = TextEdit::singleline(&mut name)
            .hint_text(words::NAME)
            .char_limit(LONGEST)
            .desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        if field.has_focus() {
            app.gallery.naming = Some((id, name));
        } else {
            app.name_kept(id, &name);
        }
        field.on_hover_text(words::NAME_HINT);
    });
}

/// The result whole and with crisp pixels; its thumbnail until it is read.
fn picture(app: &mut App, ui: &mut Ui, item: &Item) {
    let id = item.kept.id;
    let width = ui.available_width();
    let [wide, high] = item.kept.size;
    let height = width * high as f32 / wide.max(1) as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("Large: {}", item.sentence))
    });
    let large = app.gallery.large.as_ref().filter(|large| large.id == id);
    let read = large.and_then(|large| large.picture.clone());
    match read {
        Some(Ok(shown)) => {
            let size = [shown.picture.width(), shown.picture.height()];
            let rect = sheet_view::fitted(size, rect, ui.ctx().pixels_per_point());
            sheet_view::paint(ui, &mut app.textures, &shown, rect, sheet_view::WHOLE, 1.0);
        }
        Some(Err(problem)) => {
            ui.label(problem.to_string());
        }
        None => {
            let thumb = app.gallery.thumbs.get(ui.ctx(), id).cloned();
            let picture = match thumb {
                Some(Thumb::Ready(shown)) => CellPicture::Stale(
                    app.gallery
                        .thumbs
                        .textures
                        .get(ui.ctx(), &shown, false)
                        .into(),
                ),
                _ => CellPicture::Pending,
            };
            let cell = |ui: &mut Ui| Cell::new("being read", picture).size(rect.size()).show(ui);
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), cell);
        }
    }
}

fn recalls(app: &mut App, ui: &mut Ui) {
    let tokens = theme::of(ui);
    let recall = RichText::new("Recall").color(tokens.accent_text);
    ui.horizontal_wrapped(|ui| {
        if ui
            .add(egui::Button::new(recall).fill(tokens.accent))
            .on_hover_text(words::RECALL_HINT)
            .clicked()
        {
            app.recall_kept(Part::Whole);
        }
        if ui
            .button("Only the source")
            .on_hover_text("Brings the source into Explore")
            .clicked()
        {
            app.recall_kept(Part::Source);
        }
        if ui
            .button("Only the style")
            .on_hover_text("Sets up the style for your own source")
            .clicked()
        {
            app.recall_kept(Part::Style);
        }
    });
}

fn actions(app: &mut App, ui: &mut Ui, item: &Item) {
    ui.horizontal_wrapped(|ui| {
        if ui
            .button("Copy recipe as text")
            .on_hover_text("Ctrl+C")
            .clicked()
        {
            app.copy_kept_recipe(ui.ctx());
        }
        if ui.button("Export PNG…").on_hover_text("Ctrl+S").clicked() {
            app.export_kept();
        }
        let star = if item.kept.starred {
            "Take its star"
        } else {
            "Star it"
        };
        if ui.button(star).on_hover_text("S").clicked() {
            app.star_one(item.kept.id, !item.kept.starred);
        }
        let several = app.gallery.selected.len();
        let delete = if several > 1 {
            format!("Delete {several}")
        } else {
            "Delete".to_owned()
        };
        if ui
            .button(delete)
            .on_hover_text("Delete key; Ctrl+Z takes it back")
            .clicked()
        {
            app.delete_kept();
        }
    });
}

fn facts(ui: &mut Ui, recipe: &Recipe, size: [usize; 2]) {
    let model = recipe.model.as_ref();
    let place = model.and_then(|model| match &model.place {
        ModelPlace::File(path) => Some(path.clone()),
        ModelPlace::Demo => Some("inside the program".to_owned()),
        ModelPlace::Passing => Some("a running training, gone by now".to_owned()),
        ModelPlace::Unknown => None,
    });
    let day = recipe
        .time
        .map(|time| names::day(UNIX_EPOCH + Duration::from_secs(time)));
    let rows = [
        ("Model", model.map(|model| model.name.clone())),
        ("From", place),
        ("Size", Some(format!("{} × {} pixels", size[0], size[1]))),
        ("Kept", day),
        (
            "Computed",
            Some(recipe.computed.clone()).filter(|computed| !computed.is_empty()),
        ),
    ];
    Grid::new("facts of a kept result")
        .num_columns(2)
        .show(ui, |ui| {
            for (what, value) in rows {
                let Some(value) = value else { continue };
                ui.label(RichText::new(what).color(theme::of(ui).text_weak));
                ui.add(egui::Label::new(&value).truncate())
                    .on_hover_text(&value);
                ui.end_row();
            }
        });
}
