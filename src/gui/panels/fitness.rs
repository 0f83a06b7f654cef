//! The light beside a picture: how well it suits the model, why, and one click that may help.

use egui::{Align2, Rect, Response, RichText, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::shown::weak;
use crate::data::fitness::{Fitness, Grade};
use crate::gui::app::App;
use crate::gui::icons::{self, Icon};
use crate::gui::state::PictureId;
use crate::gui::text::fitness as text;
use crate::gui::theme::{self, Theme};

/// Side of the mark on a thumbnail in points.
const MARK: f32 = 20.0;
/// Thumbnails smaller than this have no mark.
const LEAST: f32 = 48.0;

/// Sign and colour of a grade: never the colour alone.
fn sign(grade: Grade, tokens: &Theme) -> (Icon, egui::Color32) {
    match grade {
        Grade::Good => (Icon::Check, tokens.ok),
        Grade::Fair => (Icon::Info, tokens.warn),
        Grade::Poor => (Icon::Warning, tokens.danger),
    }
}

/// All that was found, for a tooltip.
fn words(fitness: &Fitness) -> String {
    let reasons = fitness.findings.iter().map(|(_, it)| text::reason(*it));
    let lines = std::iter::once(text::headline(fitness.grade()).to_owned()).chain(reasons);
    lines.collect::<Vec<_>>().join("\n")
}

/// Marks a thumbnail of a picture that may come out badly; nothing says that all is well, so that the grid stays quiet.
pub(super) fn mark(app: &App, ui: &Ui, thumbnail: &Response, picture: PictureId) {
    let fitness = app.fitness(picture);
    let Some(fitness) = fitness.filter(|fitness| fitness.grade() > Grade::Good) else {
        return;
    };
    let rect = thumbnail.rect;
    if rect.width() < LEAST {
        return;
    }
    let at = Align2::RIGHT_BOTTOM.align_size_within_rect(Vec2::splat(MARK), rect.shrink(2.0));
    let (_, colour) = sign(fitness.grade(), theme::named(true, false));
    let (icon, _) = sign(fitness.grade(), theme::of(ui));
    paint(ui, at, icon, colour);
    let name = app.library.name(picture);
    let name = format!("{name}: {}", text::headline(fitness.grade()));
    let response = ui.interact(at, thumbnail.id.with("fitness"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    response.on_hover_text(words(&fitness));
}

/// A sign on the dark ground that can be read on every picture.
fn paint(ui: &Ui, rect: Rect, icon: Icon, colour: egui::Color32) {
    let tokens = theme::of(ui);
    let painter = ui.painter();
    painter.circle_filled(rect.center(), rect.width() / 2.0, tokens.over_picture_ink);
    icons::paint(painter, icon, rect.center(), colour);
}

/// The light with all reasons and what may help.
pub(super) fn show(app: &mut App, ui: &mut Ui, picture: PictureId) {
    let Some(fitness) = app.fitness(picture) else {
        if app.model.is_some() {
            weak(ui, text::LOOKING);
        }
        return;
    };
    let (icon, colour) = sign(fitness.grade(), theme::of(ui));
    ui.horizontal(|ui| {
        let size = vec2(theme::ICON, theme::SPACE_3);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        icons::paint(ui.painter(), icon, rect.center(), colour);
        ui.label(RichText::new(text::headline(fitness.grade())).color(colour))
            .on_hover_text(text::HINT);
    });
    for (_, finding) in &fitness.findings {
        weak(ui, text::reason(*finding));
    }
    let helps = fitness.findings.iter().any(|(_, it)| text::crop_helps(*it));
    if helps {
        help(app, ui, picture);
    }
}

fn help(app: &mut App, ui: &mut Ui, picture: PictureId) {
    let whole = app
        .library
        .get(picture)
        .is_some_and(|pic| pic.whole.is_some());
    let chosen = app.explore.crops.contains_key(&picture);
    ui.horizontal_wrapped(|ui| {
        let mut button = |possible: bool, (name, hint): (&str, &str)| {
            let button = ui.add_enabled(possible, egui::Button::new(name));
            button.on_hover_text(hint).clicked()
        };
        if button(whole, text::FACE) {
            app.crop_to_face(picture);
        }
        if button(true, text::WHOLE) {
            app.crop_whole(picture);
        }
        if button(chosen, text::GUESS) {
            app.crop_as_guessed(picture);
        }
    });
}
