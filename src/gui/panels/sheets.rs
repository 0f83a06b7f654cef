//! The small windows: about, keys, model card, notices, crop, the question about many pictures, and the drop overlay.

use egui::{Align2, Area, Context, Id, Modal, Order, ScrollArea, Window};

use super::{card, exports, keys, log, palette, settings};
use crate::gui::app::App;
use crate::gui::front;
use crate::gui::state::{PictureId, Tab};
use crate::gui::widgets::{CropEditor, notice_view};
use crate::gui::{text, theme};

/// Width of a sheet of text in points.
const TEXT_WIDTH: f32 = 420.0;
/// Height in points that a card leaves to its title and to the window's edges.
const CARD_AROUND: f32 = 144.0;
/// How many pictures "the first" are, when there are many.
const FIRST: usize = 12;

/// Draws whatever is open.
pub fn show(app: &mut App, ctx: &Context) {
    about(app, ctx);
    keys::show(app, ctx);
    crate::gui::help::show(app, ctx);
    palette::show(app, ctx);
    settings::show(app, ctx);
    log::show(app, ctx);
    exports::show(app, ctx);
    if app.open.card {
        let mut open = true;
        front::window("Model card")
            .pivot(Align2::CENTER_CENTER)
            .default_pos(ctx.content_rect().center())
            .open(&mut open)
            .collapsible(false)
            .auto_sized()
            .show(ctx, |ui| {
                // A card with figures can be longer than the window.
                let most = ctx.content_rect().height() - CARD_AROUND;
                ScrollArea::vertical()
                    .max_height(most)
                    .show(ui, |ui| card::show(app, ui));
            });
        app.open.card = open;
    }
    if app.open.notices {
        let mut open = true;
        let offer = front::window("Notices")
            .open(&mut open)
            .collapsible(false)
            .show(ctx, |ui| {
                let most = ctx.content_rect().height() - CARD_AROUND;
                ScrollArea::vertical()
                    .max_height(most)
                    .show(ui, |ui| notice_view::list(ui, &mut app.notices))
                    .inner
            });
        app.open.notices = open;
        if let Some(offer) = offer.and_then(|shown| shown.inner).flatten() {
            app.follow_notice(ctx, offer);
        }
    }
    if let Some(picture) = app.open.crop {
        crop(app, ctx, picture);
    }
    many(app, ctx);
    drop_overlay(app, ctx);
    crate::gui::tour::show(app, ctx);
}

fn about(app: &mut App, ctx: &Context) {
    front::window("About Stargrid")
        .open(&mut app.open.about)
        .collapsible(false)
        .default_width(TEXT_WIDTH)
        .show(ctx, |ui| {
            ui.label(theme::strong(format!(
                "Version {}",
                env!("CARGO_PKG_VERSION")
            )));
            for paragraph in text::ABOUT {
                ui.add_space(theme::SPACE);
                ui.label(*paragraph);
            }
        });
}

fn crop(app: &mut App, ctx: &Context, picture: PictureId) {
    let mut open = true;
    let title = format!("Crop of {}", app.library.name(picture));
    Window::new(title)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center())
        .id(front::id(front::CROP))
        .open(&mut open)
        .collapsible(false)
        .show(ctx, |ui| {
            let crop = app.library.crop(&app.explore, picture);
            let (Some(pic), Some(crop)) = (app.library.get(picture).cloned(), crop) else {
                ui.label("The picture is being read…");
                return;
            };
            let Some(whole) = &pic.whole else {
                ui.label("The picture is being read…");
                return;
            };
            let texture = app.textures.get(ui.ctx(), whole, false);
            let eye = pic
                .view
                .as_ref()
                .map(|view| app.textures.get(ui.ctx(), &view.shown, false));
            let [width, height] = [whole.picture.width(), whole.picture.height()];
            if let Some(changed) = CropEditor::new(texture, width, height, crop)
                .model_eye(eye)
                .show(ui)
            {
                app.explore.crops.insert(picture, changed);
            }
            super::align::show(app, ui, picture);
            ui.horizontal(|ui| {
                let changed = app.explore.crops.contains_key(&picture);
                if ui
                    .add_enabled(changed, egui::Button::new("Back to the guess"))
                    .clicked()
                {
                    app.explore.crops.remove(&picture);
                }
                if ui.button("Done").clicked() {
                    app.open.crop = None;
                }
            });
        });
    if !open {
        app.open.crop = None;
    }
}

fn many(app: &mut App, ctx: &Context) {
    let Some(paths) = app.open.many.clone() else {
        return;
    };
    let modal = Modal::new(Id::unique("many")).show(ctx, |ui| {
        ui.label(theme::title(format!("{} pictures", paths.len())));
        ui.label("Every source is crossed with every row. Add all of them?");
        ui.add_space(theme::SPACE);
        ui.horizontal(|ui| {
            if ui.button(format!("Add the first {FIRST}")).clicked() {
                app.add_files(paths.iter().take(FIRST).cloned().collect());
                app.open.many = None;
            }
            if ui.button(format!("Add all {}", paths.len())).clicked() {
                app.add_files(paths.clone());
                app.open.many = None;
            }
            if ui.button("Cancel").clicked() {
                app.open.many = None;
            }
        });
    });
    if modal.should_close() {
        app.open.many = None;
    }
}

/// While files hang over the window. Where they will go is decided by rule, as no system tells the place during a drag.
fn drop_overlay(app: &App, ctx: &Context) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let screen = ctx.content_rect();
    let tokens = theme::of_ctx(ctx);
    let painter = ctx.layer_painter(egui::LayerId::new(Order::Foreground, Id::unique("drop")));
    painter.rect_filled(screen, 0.0, tokens.outside);
    Area::new(Id::unique("drop words"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
        .show(ctx, |ui| {
            let words = match app.session.tab {
                Tab::Explore | Tab::Compare => text::DROP,
                Tab::Evaluate if app.tastes() => app.taste.ways_in(),
                Tab::Evaluate => text::DROP_EVALUATE,
                Tab::Train => text::DROP_TRAIN,
                Tab::Gallery => text::gallery::DROP,
            };
            ui.label(theme::title(words));
        });
}
