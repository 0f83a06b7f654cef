//! The large view of a sheet: wheel zooms, drag pans, double click fits, a click outside closes.

use egui::{Context, Id, Modal, RichText, Role, Sense, WidgetInfo};

use crate::gui::app::App;
use crate::gui::theme;
use crate::gui::train::names;
use crate::gui::widgets::ViewTransform;
use crate::gui::widgets::sheet_view;

/// Share of the window that the view takes.
const SHARE: f32 = 0.86;

/// Draws the view when it is open.
pub fn show(app: &mut App, ctx: &Context) {
    let Some(shown) = app.train.last_sheet.clone().filter(|_| app.train.large) else {
        app.train.large = false;
        return;
    };
    let size = ctx.content_rect().size() * SHARE;
    let modal = Modal::new(Id::unique("sheet"))
        .frame(egui::Frame::window(&ctx.global_style()))
        .show(ctx, |ui| {
            let (name, what) = names::sheet(app.train.film.kind);
            ui.horizontal(|ui| {
                ui.label(theme::strong(name));
                let words = format!("step {} · {what}", names::count(app.train.step()));
                ui.label(RichText::new(words).color(theme::of(ui).text_weak));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button("Close").clicked() {
                        ui.close();
                    }
                    ui.label(
                        RichText::new(format!("{:.0} %", app.train.view.zoom * 100.0))
                            .color(theme::of(ui).text_weak),
                    );
                });
            });
            let (space, response) = ui.allocate_exact_size(
                size - egui::vec2(0.0, theme::SPACE_4),
                Sense::click_and_drag(),
            );
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Large sheet"));
            let rect = sheet_view::fitted(
                [shown.picture.width(), shown.picture.height()],
                space,
                ui.ctx().pixels_per_point(),
            );
            app.train.view.follow(ui, &response, rect);
            let uv = app.train.view.uv();
            sheet_view::paint(ui, &mut app.textures, &shown, rect, uv, 1.0);
        });
    if modal.should_close() {
        app.train.large = false;
        app.train.view = ViewTransform::default();
    }
}
