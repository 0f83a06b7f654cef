//! My photos: the person's own pictures, in every sheet and never in the training data.

use egui::{Image, RichText, Sense, Stroke, StrokeKind, Ui, Vec2};

use crate::engine::messages::Purpose;
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::panels::left::heading;
use crate::gui::train::Asked;
use crate::gui::train::probes::Photo;
use crate::gui::{text, theme};

/// Side of a photo in points.
const SIDE: f32 = 48.0;

/// Draws the photos and the ways to add some.
pub fn show(app: &mut App, ui: &mut Ui) {
    let title = match app.train.photos.len() {
        0 => "My photos".to_owned(),
        many => format!("My photos ({many})"),
    };
    heading(ui, &title);
    if app.train.photos.is_empty() {
        ui.label(RichText::new(text::NO_PHOTOS).color(theme::of(ui).text_weak));
    }
    let mut removed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(theme::SPACE_HALF);
        let (photos, textures) = (&app.train.photos, &mut app.textures);
        for photo in photos.iter() {
            let texture = photo
                .view
                .as_ref()
                .map(|shown| textures.get(ui.ctx(), shown, false));
            if one(ui, photo, texture) {
                removed = Some(photo.ticket);
            }
        }
    });
    if let Some(ticket) = removed {
        app.train.photos.remove(ticket);
    }
    for photo in app.train.photos.iter().filter(|photo| photo.near_duplicate) {
        let words = format!("{}: {}", photo.name, text::NEAR_DUPLICATE);
        ui.label(RichText::new(words).color(theme::of(ui).warn));
    }
    ui.horizontal_wrapped(|ui| {
        if ui
            .button("Add photos…")
            .on_hover_text("Or drop them on this tab")
            .clicked()
        {
            app.train.asked = Asked::Photos;
            app.ask(Purpose::Pictures, None);
        }
        let sources = !app.explore.sources.is_empty();
        let button = ui.add_enabled(sources, egui::Button::new("Use Explore's sources"));
        if button
            .on_hover_text("Follows the pictures along the top of the grid, with their crops")
            .clicked()
        {
            app.follow_explore_sources();
        }
    });
}

/// One photo; a click takes it away.
fn one(ui: &mut Ui, photo: &Photo, texture: Option<egui::TextureId>) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::click());
    let name = format!("Photo {}", photo.name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let tokens = theme::of(ui);
    ui.painter().rect_filled(rect, theme::CORNER, tokens.raised);
    if let Some(texture) = texture {
        Image::from_texture((texture, rect.size()))
            .corner_radius(theme::CORNER)
            .paint_at(ui, rect);
    }
    if photo.near_duplicate {
        let stroke = Stroke::new(theme::OUTLINE, tokens.warn);
        ui.painter()
            .rect_stroke(rect, theme::CORNER, stroke, StrokeKind::Inside);
    }
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, theme::CORNER, tokens.over_picture_rim);
        icons::paint(
            ui.painter(),
            Icon::Close,
            rect.center(),
            tokens.over_picture,
        );
    }
    let state = if photo.view.is_some() {
        "Click to take it away"
    } else {
        "Being read…"
    };
    response
        .on_hover_text(format!("{}: {state}", photo.name))
        .clicked()
}
