//! The lower half of the crop window: the manual crop or the face aligned to the mean face, both shown.

use egui::{Role, Sense, TextureId, Ui, Vec2, WidgetInfo};

use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::state::PictureId;
use crate::gui::widgets::branch_bar::chip_if;
use crate::gui::widgets::brush::paint_whole;
use crate::gui::{text, theme};

/// Draws the switch and both pictures; nothing when no landmark network is at hand.
pub fn show(app: &mut App, ui: &mut Ui, picture: PictureId) {
    if !app.has_high_pass() || app.eye.origin.is_none() {
        return;
    }
    ui.separator();
    let aligned = app.explore.eye.aligned.contains(&picture);
    let can = app.can_align();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        if chip_if(ui, true, "Manual crop", None, !aligned).clicked() {
            app.explore.eye.aligned.remove(&picture);
        }
        let chip = chip_if(ui, can, "Align to the mean face", None, aligned);
        if chip.on_hover_text(text::ALIGN).clicked() {
            app.explore.eye.aligned.insert(picture);
        }
    });
    mean_row(app, ui);
    let Some(pic) = app.library.get(picture) else {
        return;
    };
    let (manual, shown) = (pic.manual.clone(), pic.view.clone());
    let (Some(manual), Some(shown)) = (manual, shown.map(|view| view.shown)) else {
        if aligned && can {
            ui.weak(text::ALIGNING);
        }
        return;
    };
    let [manual, shown] = [manual, shown].map(|it| app.textures.get(ui.ctx(), &it, false));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_2;
        captioned(ui, "Manual crop", manual);
        captioned(ui, "Aligned", shown);
    });
}

fn mean_row(app: &mut App, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        ui.weak(match &app.align.mean {
            Some(mean) => format!("Mean face: {}", mean.name),
            None => text::NO_MEAN.to_owned(),
        });
        if ui
            .button("Open a mean face…")
            .on_hover_text(text::MEAN_FILE)
            .clicked()
        {
            app.ask(Purpose::Eye, None);
        }
        let over = ui.button("Mean over my sources");
        if over.on_hover_text(text::MEAN_OVER).clicked() {
            app.mean_over_sources();
        }
    });
}

fn captioned(ui: &mut Ui, name: &str, texture: TextureId) {
    ui.vertical(|ui| {
        let side = Vec2::splat(theme::PAD_SIDE);
        let (rect, response) = ui.allocate_exact_size(side, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{name} picture")));
        paint_whole(ui.painter(), rect, texture);
        ui.weak(name);
    });
}
