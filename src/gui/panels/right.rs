//! The selected one, large: the viewer, how it came about, and what can be done with it.

use egui::{Panel, RichText, ScrollArea, Sense, Ui, vec2};

use super::shown::{self, view_of};
use super::{Width, fitness, labels, trip};
use crate::data::CropReason;
use crate::engine::messages::Purpose;
use crate::gui::app::{App, Selected};
use crate::gui::library::Status;
use crate::gui::plan::RowId;
use crate::gui::state::{PictureId, Side};
use crate::gui::tour::marks::{self, Mark};
use crate::gui::widgets::brush::{brush, paint_veil};
use crate::gui::widgets::domain_chip::domain_chip;
use crate::gui::widgets::{Cell, CellPicture};
use crate::gui::{text, theme};

/// Width of the panel: its share of the window, and how wide it is at first and by hand, at least and at most.
const WIDTH: Width = Width {
    share: 0.25,
    first: (256.0, 460.0),
    by_hand: (240.0, 640.0),
};

/// Draws the right panel: the hovered cell, or else the selected one.
pub fn show(app: &mut App, ui: &mut Ui) {
    let (least, most) = WIDTH.by_hand;
    Panel::right("right")
        .default_size(WIDTH.of(ui))
        .size_range(least..=most)
        .show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme::SPACE);
                match app.grid.selected {
                    Selected::Header(side, picture) if app.grid.hovered.is_none() => {
                        picture_facts(app, ui, side, picture)
                    }
                    selected => match (app.grid.hovered, selected) {
                        (Some((row, source)), _) | (None, Selected::Cell(row, source)) => {
                            result(app, ui, row, source)
                        }
                        _ => {
                            ui.label(
                                RichText::new(text::NOTHING_SELECTED)
                                    .color(theme::of(ui).text_weak),
                            );
                        }
                    },
                }
                ui.add_space(theme::SPACE_2);
            });
        });
}

fn result(app: &mut App, ui: &mut Ui, row: RowId, source: PictureId) {
    app.viewer.veil = app.veil(ui.ctx(), source);
    app.viewer.brush = app.brush_radius();
    shown::show(app, ui, (row, source), None);
    if let Some(stroke) = app.viewer.stroke.take() {
        app.paint_mask(source, stroke);
    }
    shown::switches(app, ui);
    ui.add_space(theme::SPACE);
    shown::sentences(app, ui, row, source);
    // The brush stays in sight of what it paints.
    super::eye::show(app, ui, source);
    trip::facts(app, ui, row, source);
    labels::began_with(app, ui, source);
    ui.add_space(theme::SPACE);
    let selected = app.grid.selected == Selected::Cell(row, source);
    let there = selected && app.selected_result().is_some();
    actions(app, ui, there);
}

/// What can be done with the selected result, and with the grid.
fn actions(app: &mut App, ui: &mut Ui, possible: bool) {
    ui.add_enabled_ui(possible, |ui| {
        ui.horizontal_wrapped(|ui| {
            let keep = ui
                .button("Keep")
                .on_hover_text("K: with everything that makes it again");
            marks::note(ui.ctx(), Mark::Keep, keep.rect);
            if keep.clicked() {
                app.keep_selected();
            }
            if ui.button("Save…").on_hover_text("Ctrl+S").clicked() {
                app.ask_save(Purpose::SavePicture);
            }
            if ui.button("Use as source").on_hover_text("U").clicked() {
                app.use_selected_as_source();
            }
            if ui.button("Copy").on_hover_text("Ctrl+C").clicked() {
                app.copy_result();
            }
            if ui
                .button("Copy recipe")
                .on_hover_text("As a sentence that can be pasted to set everything up again")
                .clicked()
            {
                app.copy_recipe(ui.ctx());
            }
        });
    });
    let mut inputs = app.session.save_inputs;
    ui.checkbox(&mut inputs, text::gallery::WITH_INPUTS)
        .on_hover_text(text::gallery::WITH_INPUTS_HINT);
    if inputs != app.session.save_inputs {
        app.change_setting(ui.ctx(), "inputs_in_png", inputs.into());
    }
    ui.horizontal_wrapped(|ui| {
        let save = ui.button("Save the whole grid…");
        if save.on_hover_text("Ctrl+Shift+S").clicked() {
            app.ask_save(Purpose::SaveSheet);
        }
        let export = ui.button("Export…").on_hover_text(text::exports::HINT);
        if export.clicked() {
            app.toggle_exports();
        }
    });
}

fn picture_facts(app: &mut App, ui: &mut Ui, side: Side, picture: PictureId) {
    let Some(pic) = app.library.get(picture).cloned() else {
        return;
    };
    ui.label(theme::strong(&pic.name));
    let shown = view_of(app, picture);
    if let Some(shown) = &shown {
        let texture = app.textures.get(ui.ctx(), shown, app.view.nearest());
        let width = ui.available_width();
        let response = Cell::new(&pic.name, CellPicture::Ready(texture.into()))
            .size(vec2(width, width))
            .view(app.view)
            .show(ui);
        app.view.follow(ui, &response, response.rect);
        if side == Side::Sources {
            mask_over(app, ui, &response, picture);
        }
    }
    if let Status::Failed(problem) = &pic.status {
        ui.label(problem.to_string());
    }
    ui.add_space(theme::SPACE);
    let by_hand = app.explore.crops.contains_key(&picture);
    facts(ui, &pic, by_hand);
    fitness::show(app, ui, picture);
    if app.takes_labels() {
        labels::own(app, ui, picture, &pic.name);
    } else {
        own_domain(app, ui, picture, &pic.name);
    }
    ui.add_space(theme::SPACE);
    ui.horizontal_wrapped(|ui| {
        if ui.button("Adjust crop…").clicked() {
            app.adjust_crop(picture);
        }
        let other = !app.takes_labels();
        if other
            && ui
                .button(format!("Make it a {}", side.other().word()))
                .on_hover_text("Swap its role")
                .clicked()
        {
            app.explore.place(picture, side, side.other(), None);
            app.grid.selected = Selected::Header(side.other(), picture);
        }
        if ui.button("Move back").clicked() {
            app.explore.shift(side, picture, false);
        }
        if ui.button("Move on").clicked() {
            app.explore.shift(side, picture, true);
        }
        if ui.button("Remove").on_hover_text("Delete").clicked() {
            app.remove_picture(side, picture);
        }
    });
    if side == Side::Sources {
        super::eye::show(app, ui, picture);
    }
}

/// The mask over a source that is shown alone, and the brush.
fn mask_over(app: &mut App, ui: &mut Ui, shown: &egui::Response, source: PictureId) {
    if let Some(veil) = app.veil(ui.ctx(), source) {
        paint_veil(ui.painter(), shown.rect, app.view, veil);
    }
    if let Some(radius) = app.brush_radius() {
        let hand = ui.interact(shown.rect, shown.id.with("brush"), Sense::click_and_drag());
        if let Some(stroke) = brush(ui, &hand, shown.rect, app.view, radius) {
            app.paint_mask(source, stroke);
        }
    }
}

fn facts(ui: &mut Ui, pic: &crate::gui::library::Pic, by_hand: bool) {
    let weak = theme::of(ui).text_weak;
    let [width, height] = pic.size;
    ui.label(RichText::new(format!("{width} × {height} pixels")).color(weak));
    let crop = match pic.guess {
        _ if by_hand => "Cropped as you chose",
        Some((_, CropReason::Face)) => "Cropped to the face that was found",
        Some((_, CropReason::Centre)) => "Cropped to the middle",
        Some((_, CropReason::Whole)) => "Used whole",
        None => "",
    };
    ui.label(RichText::new(crop).color(weak));
    for note in &pic.notes {
        ui.label(RichText::new(note).color(weak));
    }
}

fn own_domain(app: &mut App, ui: &mut Ui, picture: PictureId, name: &str) {
    let Some(domains) = app.model.as_ref().map(|model| model.config.domains.clone()) else {
        return;
    };
    let (own, guessed) = app.library.own_domain(&app.explore, picture, &domains);
    ui.horizontal(|ui| {
        ui.label("Its domain");
        if let Some(chosen) = domain_chip(ui, name, &domains, Some(own), guessed) {
            app.explore.own.insert(picture, domains.name(chosen));
        }
    });
}
